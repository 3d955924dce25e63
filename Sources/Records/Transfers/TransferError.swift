import Basics

/// What can go wrong with transfers, said to people.
package enum TransferError: Problem, Hashable {
  case unknown(Int64)
  case unknownList(Int64)
  case cannot(Transfer.Step, number: Int64, in: Transfer.State, by: Code)
  /// Nothing on the list waits for the step.
  case nothingWaits(Transfer.Step, list: Int64)
  case refused(member: Code, TransferRefusal)
  /// Lines of a list, each with its rule; nothing was changed.
  case listRefused([Line])
  case reasonMissing(Transfer.Step)
  case tooLate(Transfer.Clock, Day)
  case papersMissing([Transfer.Paper])
  case stayTooShort
  case stayTooLong(Transfer.Purpose)
  case stayNeedsDays
  case notStaying(Int64)
  case stayEnd(first: Day, last: Day)
  case extendedAlready(Int64)
  case placeMissing
  /// A unit that is to end is named by transfers, or somebody stays in it.
  case unitTied(Code, TransferTies)
  /// A record that is to be merged has an open transfer or a running stay.
  case memberTied(Code, TransferTies)
  /// A signed file about the member has left; they may have been received already.
  case handedOver(Int64)

  package struct Line: Hashable, Sendable {
    /// Of the file; `nil` for a step on a list.
    package let line: Int?
    package let member: Code
    package let refusal: TransferRefusal
  }

  package var kind: ProblemKind {
    switch self {
    case .unknown, .unknownList: .notFound
    case .cannot(let step, _, let state, _): step.isPast(state) ? .conflict : .refused
    case .nothingWaits, .extendedAlready: .conflict
    case .refused(_, let refusal): refusal.kind
    case .listRefused: .rowsRefused
    case .placeMissing, .stayNeedsDays: .usage
    default: .refused
    }
  }

  package var message: Phrase {
    switch self {
    case .unknown(let number):
      Phrase(
        vi: "Không có đề nghị chuyển sinh hoạt số \(number).",
        en: "There is no transfer \(number).")
    case .unknownList(let number):
      Phrase(vi: "Không có danh sách số \(number).", en: "There is no list \(number).")
    case .cannot(let step, let number, let state, let account):
      Phrase(
        vi: "Số \(number) hiện “\(state.title.vi)” (\(account)), không thể \(step.title.vi).",
        en: "Transfer \(number) is “\(state.title.en)” (by \(account)): no step “\(step.title.en)”."
      )
    case .nothingWaits(let step, let list):
      Phrase(
        vi: "Trong danh sách số \(list) không còn ai chờ \(step.title.vi).",
        en: "Nobody on list \(list) waits for the step “\(step.title.en)”.")
    case .refused(let member, let refusal):
      Phrase(vi: "\(member): \(refusal.reason.vi).", en: "\(member): \(refusal.reason.en).")
    case .listRefused(let lines):
      Phrase(
        vi: "\(lines.count) người trong danh sách bị từ chối; chưa ghi gì.",
        en: "\(lines.count) members on the list were refused; nothing was written.")
    case .unitTied(let code, let ties), .memberTied(let code, let ties):
      Phrase(vi: "“\(code)” \(ties.words.vi).", en: "“\(code)” \(ties.words.en).")
    default: ruleMessage
    }
  }

  private var ruleMessage: Phrase {
    switch self {
    case .reasonMissing(let step):
      Phrase(
        vi: "Phải nêu lý do khi \(step.title.vi).",
        en: "The step “\(step.title.en)” needs a reason.")
    case .tooLate(.start, let day):
      Phrase(
        vi: "Đã quá 60 ngày làm việc để làm thủ tục (đến \(day)): phải nêu lý do.",
        en: "The 60 working days to start were over on \(day): the reason has to be given.")
    case .tooLate(.present, let day):
      Phrase(
        vi: "Đã quá 30 ngày làm việc để nộp giấy giới thiệu (đến \(day)): phải nêu lý do.",
        en: "The 30 working days to present the letter were over on \(day): the reason has to be "
          + "given.")
    case .papersMissing(let papers):
      Phrase(
        vi: "Hồ sơ còn thiếu: \(papers.map(\.title.vi).joined(separator: ", ")).",
        en: "The file lacks: \(papers.map(\.title.en).joined(separator: ", ")).")
    case .stayTooShort:
      Phrase(
        vi: "Sinh hoạt tạm thời từ 3 tháng trở lên.",
        en: "A temporary stay lasts 3 months at least.")
    case .stayTooLong(.move):
      Phrase(
        vi: "Sinh hoạt tạm thời dưới 1 năm; từ 1 năm là chuyển chính thức.",
        en: "A temporary stay is shorter than a year; from a year on the transfer is official.")
    case .stayTooLong(.study):
      Phrase(
        vi: "Đi học sinh hoạt tạm thời không quá 2 năm.",
        en: "A temporary stay for study lasts 2 years at most.")
    case .handedOver(let number):
      Phrase(
        vi: "Số \(number) đã bàn giao bằng tệp có ký: có thể nơi nhận đã tiếp nhận.",
        en: "Transfer \(number) was handed over by a signed file: it may be received already.")
    case .stayNeedsDays:
      Phrase(
        vi: "Sinh hoạt tạm thời cần ngày cuối; chuyển loại khác thì không.",
        en: "A temporary stay needs its last day; another transfer takes none.")
    case .notStaying(let number):
      Phrase(
        vi: "Số \(number) không phải sinh hoạt tạm thời.",
        en: "Transfer \(number) is no temporary stay.")
    case .stayEnd(let first, let last):
      Phrase(
        vi: "Ngày cuối phải từ \(first) đến \(last).",
        en: "The last day lies between \(first) and \(last).")
    case .extendedAlready(let number):
      Phrase(
        vi: "Số \(number) đã gia hạn một lần.", en: "Transfer \(number) was extended once already.")
    default:
      Phrase(
        vi: "Cần đúng một nơi đến: chi bộ trong hồ sơ, hoặc tên nơi bên ngoài.",
        en: "A transfer goes to one place: a cell of the record, or a place outside in words.")
    }
  }

  package var hint: Phrase? {
    switch self {
    case .unknown, .unknownList, .nothingWaits:
      Phrase(vi: "Xem: cadre transfer list --all.", en: "See: cadre transfer list --all.")
    case .cannot(_, let number, _, _):
      Phrase(
        vi: "Xem các bước đã làm: cadre transfer show \(number).",
        en: "See what was done: cadre transfer show \(number).")
    case .reasonMissing, .tooLate: Phrase(vi: "Thêm --reason.", en: "Add --reason.")
    case .papersMissing(let papers):
      Phrase(
        vi: "Ghi số từng giấy: --paper \(papers.first?.rawValue ?? "")=SỐ.",
        en: "Give each paper's number: --paper \(papers.first?.rawValue ?? "")=NUMBER.")
    case .handedOver:
      Phrase(
        vi: "Nhập biên nhận của nơi ấy: cadre transfer import TỆP; hoặc ghi văn bản của họ: "
          + "--document.",
        en: "Import their receipt: cadre transfer import FILE; or name their word for it: "
          + "--document.")
    case .placeMissing:
      Phrase(vi: "Dùng --to MÃ hoặc --outside NƠI.", en: "Use --to CODE or --outside PLACE.")
    case .stayNeedsDays: Phrase(vi: "Dùng --until NGÀY.", en: "Use --until DAY.")
    case .refused(_, let refusal): refusal.hint
    case .unitTied(_, let ties), .memberTied(_, let ties): ties.hint
    case .listRefused:
      Phrase(
        vi: "Sửa danh sách rồi làm lại: hoặc tất cả, hoặc không ai.",
        en: "Mend the list and repeat: all or none.")
    default: nil
    }
  }
}

extension Transfer.Step {
  /// Whether somebody has done this already, or has ended the matter.
  fileprivate func isPast(_ state: Transfer.State) -> Bool {
    let next: Transfer.State =
      switch self {
      case .request: .submitted
      case .review: .reviewed
      case .release: .released
      case .send: .inTransit
      default: .received
      }
    return state >= next
  }
}

extension TransferRefusal {
  var hint: Phrase? {
    switch self {
    case .alreadyOpen(let number, _):
      Phrase(
        vi: "Xem: cadre transfer show \(number).", en: "See: cadre transfer show \(number).")
    case .unpaidDues:
      Phrase(
        vi: "Thu đủ đảng phí, hoặc ghi lý do: --despite-dues LÝ_DO.",
        en: "Have the dues paid, or give the reason: --despite-dues REASON.")
    case .obstacle(.fromCellLeft), .obstacle(.toCellClosed), .obstacle(.memberGone):
      Phrase(
        vi: "Trả lại rồi đề nghị lại: cadre transfer return SỐ --reason …",
        en: "Return it and ask anew: cadre transfer return NUMBER --reason …")
    case .obstacle(.stayRunning), .staying:
      Phrase(
        vi: "Kết thúc sinh hoạt tạm thời trước: cadre transfer end SỐ --until NGÀY.",
        en: "End the stay first: cadre transfer end NUMBER --until DAY.")
    case .own, .sameKey:
      Phrase(vi: "Nhờ người khác làm bước này.", en: "Somebody else takes this step.")
    case .unknownMember:
      Phrase(vi: "Tìm: cadre member find TÊN.", en: "Find: cadre member find TEXT.")
    case .unknownCell, .closedCell:
      Phrase(vi: "Xem: cadre unit list.", en: "See: cadre unit list.")
    default: nil
    }
  }
}
