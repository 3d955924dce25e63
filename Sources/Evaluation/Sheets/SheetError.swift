import Basics

/// What can go wrong with a sheet, said to people.
package enum SheetError: Problem, Hashable {
  case unknown(SubjectName)
  case notExpected(Code, Month)
  case noCollectiveSheet(Code, Month)
  case otherFramework(SubjectName, has: String, asked: String)
  case changedMeanwhile(SubjectName, yours: Int, now: Int)
  case cannot(Sheet.Step, SubjectName, from: Sheet.State)
  case refused(Sheet.Step, SubjectName, SheetRelation.Refusal, Code)
  case approversPoints(String)
  case reasonMissing
  case nothingToChange
  case noEntry(Entry.Kind, Code)
  case entryLacks(Entry.Kind, Code, Entry.Lack)
  case noCatalogueName(Code)
  case excused(Code)
  case flaws([Flaw])

  /// An entry that the framework of the sheet does not allow, and why.
  package struct Flaw: Hashable, Sendable {
    package let entry: String
    package let reason: Phrase

    package init(entry: String, reason: Phrase) {
      self.entry = entry
      self.reason = reason
    }
  }

  package var kind: ProblemKind {
    switch self {
    case .unknown, .noEntry, .noCollectiveSheet: .notFound
    case .changedMeanwhile, .cannot: .conflict
    case .refused(_, _, .lastCall, _), .refused(_, _, .signed, _): .conflict
    default: .refused
    }
  }

  package var message: Phrase {
    switch self {
    case .unknown(let name):
      Phrase(
        vi: "Không có phiếu nào của “\(name)” mà tài khoản này được xem.",
        en: "There is no sheet of “\(name)” that this account may see.")
    case .notExpected(let code, let month):
      Phrase(
        vi: "“\(code)” không thuộc diện đánh giá trong kỳ \(month).",
        en: "“\(code)” is not expected to be evaluated in \(month).")
    case .noCollectiveSheet(let code, let month):
      Phrase(
        vi: "Tập thể “\(code)” chưa có phiếu trong kỳ \(month).",
        en: "The unit “\(code)” has no sheet in \(month).")
    case .otherFramework(let name, let has, let asked):
      Phrase(
        vi: "Phiếu của “\(name)” theo bộ tiêu chí \(has); một phiếu không có hai bộ (\(asked)).",
        en: "The sheet of “\(name)” is by \(has); no sheet has two frameworks (\(asked)).")
    case .changedMeanwhile(let name, let yours, let now):
      Phrase(
        vi: "Phiếu của “\(name)” đã thay đổi: bạn xem bản \(yours), nay là bản \(now).",
        en: "The sheet of “\(name)” changed: you saw version \(yours), now it is \(now).")
    case .cannot(let step, let name, let state):
      Phrase(
        vi: "Phiếu của “\(name)” \(state.title.vi), không \(step.title.vi) được.",
        en:
          "The sheet of “\(name)” is \(state.title.en); it is not possible to \(step.title.en) it."
      )
    case .refused(let step, let name, let refusal, let account):
      refusal.message(step, name, account)
    case .approversPoints(let code):
      Phrase(
        vi: "\(code): điểm chính thức do người có thẩm quyền chấm.",
        en: "\(code): the points that count are given by whoever signs.")
    case .reasonMissing:
      Phrase(vi: "Trả lại phiếu phải nêu lý do.", en: "Returning a sheet needs a reason.")
    case .nothingToChange:
      Phrase(vi: "Không có gì thay đổi.", en: "Nothing would change.")
    case .noEntry(let kind, let code):
      Phrase(
        vi: "Trên phiếu không có \(kind.title.vi) “\(code)”.",
        en: "There is no \(kind.title.en) “\(code)” on the sheet.")
    case .entryLacks(let kind, let code, let lack):
      Phrase(
        vi: "\(kind.title.vi) “\(code)” thiếu hoặc sai: \(lack.title.vi).",
        en: "The \(kind.title.en) “\(code)” lacks, or has wrong, its \(lack.title.en).")
    case .noCatalogueName(let code):
      Phrase(
        vi: "“\(code)” chưa có trong danh mục sản phẩm, nên chưa có hệ số.",
        en: "“\(code)” is not in the catalogue of products, so it has no coefficient.")
    case .excused(let code):
      Phrase(
        vi: "“\(code)” có nguyên nhân khách quan đã ghi sổ.",
        en: "“\(code)” has an entry in the objective-cause register.")
    case .flaws(let flaws):
      Phrase(
        vi: flaws.map { "\($0.entry): \($0.reason.vi)" }.joined(separator: "; "),
        en: flaws.map { "\($0.entry): \($0.reason.en)" }.joined(separator: "; "))
    }
  }

  package var hint: Phrase? {
    switch self {
    case .notExpected(let code, _):
      Phrase(
        vi: "Người được đánh giá đang sinh hoạt, có mẫu đánh giá, ở một chi bộ hay cơ quan: "
          + "cadre member show \(code).",
        en: "Expected are active members with a form, in a cell or an agency: "
          + "cadre member show \(code).")
    case .noCollectiveSheet(let code, let month):
      Phrase(
        vi: "Lập phiếu tập thể: cadre sheet open unit:\(code) --period \(month).",
        en: "Open one: cadre sheet open unit:\(code) --period \(month).")
    case .unknown:
      Phrase(
        vi: "Kiểm tra mã người, hoặc unit:MÃ cho tập thể; hoặc nhờ người được xem.",
        en: "Check the member's code, or unit:CODE for a unit; or ask somebody who may see it.")
    case .changedMeanwhile, .cannot, .noEntry, .nothingToChange:
      Phrase(
        vi: "Xem phiếu: cadre sheet show MÃ --period YYYY-MM.",
        en: "Look at it: cadre sheet show CODE --period YYYY-MM.")
    case .refused(_, _, let refusal, _): refusal.hint
    case .reasonMissing: Phrase(vi: "Thêm --reason.", en: "Add --reason.")
    case .noCatalogueName(let code):
      Phrase(
        vi: "Ghi đủ hệ số (--work \(code):HỆ_SỐ:GIAO:XONG), hoặc đề xuất: cadre product propose.",
        en: "Give it (--work \(code):WEIGHT:TARGET:ACTUAL), or propose it: cadre product propose.")
    case .entryLacks(.work, let code, _):
      Phrase(
        vi: "Cách ghi: --work \(code):HỆ_SỐ:GIAO:XONG.",
        en: "Write: --work \(code):WEIGHT:TARGET:ACTUAL.")
    case .excused:
      Phrase(
        vi: "Rút khỏi sổ trước: cadre excuse withdraw SỐ.",
        en: "Withdraw it first: cadre excuse withdraw NUMBER.")
    case .flaws:
      Phrase(
        vi: "Xem bộ tiêu chí của phiếu: cadre framework show ID.",
        en: "See the sheet's framework: cadre framework show ID.")
    case .otherFramework, .approversPoints, .entryLacks: nil
    }
  }
}

extension SheetRelation.Refusal {
  fileprivate func message(_ step: Sheet.Step, _ name: SubjectName, _ account: Code) -> Phrase {
    switch self {
    case .own:
      Phrase(
        vi: "Không ai tự \(step.title.vi) phiếu của chính mình (“\(name)”).",
        en: "Nobody may \(step.title.en) a sheet of their own (“\(name)”).")
    case .signed:
      Phrase(
        vi: "Phiếu của “\(name)” đã có chữ ký; phải được trả lại rồi mới sửa.",
        en: "The sheet of “\(name)” is signed; it has to be returned before it is changed.")
    case .lastCall:
      Phrase(
        vi: "Kỳ sắp đóng: đã hết hạn tự ghi phiếu.",
        en: "The month is closing: the time to write on one's own sheet is over.")
    case .act(let act):
      Phrase(
        vi: "Tài khoản “\(account)” không có quyền \(act.title.vi) của “\(name)”.",
        en: "The account “\(account)” may not \(act.title.en) where “\(name)” stands.")
    }
  }

  fileprivate var hint: Phrase {
    switch self {
    case .own:
      Phrase(
        vi: "Người quản lý hoặc hội đồng của đơn vị làm việc này.",
        en: "The manager or the board of the unit does this.")
    case .signed:
      Phrase(
        vi: "Nhờ người đã ký: cadre sheet return MÃ --reason LÝ_DO.",
        en: "Ask whoever signed: cadre sheet return CODE --reason WHY.")
    case .lastCall:
      Phrase(
        vi: "Nhờ bộ phận tổ chức ghi thay.", en: "Ask the office to write it for you.")
    case .act:
      Phrase(
        vi: "Nhờ người quản trị cấp vai trò: cadre account grant TÊN VAI_TRÒ --unit MÃ.",
        en: "Ask an administrator for a role: cadre account grant NAME ROLE --unit CODE.")
    }
  }
}

extension Entry.Kind {
  /// The kind in words.
  package var title: Phrase {
    switch self {
    case .criterion: Phrase(vi: "tiêu chí", en: "criterion")
    case .work: Phrase(vi: "sản phẩm, công việc", en: "work")
    case .kpi: Phrase(vi: "chỉ số", en: "indicator")
    case .keyResult: Phrase(vi: "kết quả then chốt", en: "key result")
    case .factor: Phrase(vi: "hệ số lãnh đạo", en: "leader's factor")
    case .event: Phrase(vi: "sự kiện", en: "event")
    }
  }
}

extension Entry.Factor {
  /// The factor in words: Decree 335/2025/NĐ-CP, article 15.
  package var title: Phrase {
    switch self {
    case .unitResults: Phrase(vi: "d: kết quả của nơi phụ trách", en: "d: results of what is led")
    case .organising: Phrase(vi: "đ: khả năng tổ chức triển khai", en: "đ: organising ability")
    case .cohesion: Phrase(vi: "e: khả năng tập hợp, đoàn kết", en: "e: cohesion")
    }
  }
}

extension Entry.Lack {
  /// The field in words.
  package var title: Phrase {
    switch self {
    case .weight: Phrase(vi: "hệ số, trọng số (lớn hơn 0)", en: "weight (above 0)")
    case .target: Phrase(vi: "số được giao, mục tiêu", en: "target")
    case .direction: Phrase(vi: "chiều (up, down)", en: "direction (up, down)")
    case .group: Phrase(vi: "mã mục tiêu", en: "objective")
    case .baseline: Phrase(vi: "mốc ban đầu", en: "baseline")
    case .points:
      Phrase(
        vi: "điểm (hai chữ số thập phân; hệ số lãnh đạo là 1 hoặc 0.5)",
        en: "points (2 decimals; a leader's factor is 1 or 0.5)")
    case .code: Phrase(vi: "mã", en: "code")
    }
  }
}
