import Basics
import Exchange
import Transfers

/// Transfers in words: for people titles, for programs keys.
struct TransferWords {
  let terminal: Terminal
  let format: RowFormat

  static let columns: [Listing.Column] = [
    .init("number", vi: "Số", en: "Number", isNumber: true),
    .init("member_code", vi: "Mã", en: "Code"), .init("full_name", vi: "Họ tên", en: "Name"),
    .init("kind", vi: "Loại", en: "Kind"), .init("from", vi: "Từ", en: "From"),
    .init("to", vi: "Đến", en: "To"), .init("state", vi: "Trạng thái", en: "State"),
  ]

  func text(_ key: String, _ title: Phrase) -> String {
    format == .table ? terminal.say(title) : key
  }

  func cells(_ line: TransferLine) -> [String] {
    let transfer = line.transfer
    return [
      "\(transfer.number)", transfer.memberCode.text, line.name.reveal(for: .display),
      text(transfer.kind.rawValue, transfer.kind.title), transfer.fromCode?.text ?? "",
      transfer.toCode?.text ?? transfer.destination,
      text(transfer.state.rawValue, transfer.state.title),
    ]
  }

  func holder(of transfer: Transfer) -> String {
    switch transfer.holder {
    case .departingCell: transfer.fromCode?.text ?? transfer.toCode?.text ?? ""
    case .authority: transfer.authorityCode.text
    case .receivingCell: transfer.toCode?.text ?? transfer.authorityCode.text
    case .nobody: ""
    }
  }

  /// What a page of one transfer says, field by field.
  private func fields(_ view: TransferView) -> [(key: String, title: Phrase, value: String)] {
    let transfer = view.transfer
    let place = transfer.toCode?.text ?? transfer.destination
    let dues =
      format == .table
      ? terminal.say(
        vi: "\(view.dues.months) tháng, \(view.dues.sum.text(in: .vietnamese))",
        en: "\(view.dues.months) months, \(view.dues.sum.text(in: .english))")
      : "\(view.dues.sum)"
    let all: [(String, Phrase, String)] = [
      ("number", Phrase(vi: "Số", en: "Number"), "\(transfer.number)"),
      (
        "member", Phrase(vi: "Đảng viên", en: "Member"),
        "\(transfer.memberCode) \(view.line.name.reveal(for: .display))"
      ),
      (
        "kind", Phrase(vi: "Loại", en: "Kind"),
        text(transfer.kind.rawValue, transfer.kind.title)
      ),
      ("from", Phrase(vi: "Từ", en: "From"), transfer.fromCode?.text ?? ""),
      ("to", Phrase(vi: "Đến", en: "To"), place),
      (
        "authority", Phrase(vi: "Nơi giới thiệu", en: "Released by"), transfer.authorityCode.text
      ),
      (
        "state", Phrase(vi: "Trạng thái", en: "State"),
        text(transfer.state.rawValue, transfer.state.title)
      ),
      ("holder", Phrase(vi: "Đang ở", en: "Waits for"), holder(of: transfer)),
      ("effective_on", Phrase(vi: "Từ ngày", en: "From day"), "\(transfer.effectiveOn)"),
      ("last_on", Phrase(vi: "Đến hết", en: "Until"), transfer.lastOn?.description ?? ""),
      ("start_by", Phrase(vi: "Hạn làm thủ tục", en: "To be started by"), "\(transfer.startBy)"),
      (
        "present_by", Phrase(vi: "Hạn nộp giấy", en: "To be presented by"),
        transfer.presentBy?.description ?? ""
      ),
      ("open_dues", Phrase(vi: "Đảng phí còn nợ", en: "Open dues"), dues),
      ("reason", Phrase(vi: "Lý do", en: "Why"), transfer.reason),
      ("document", Phrase(vi: "Văn bản", en: "Document"), transfer.document),
    ]
    return all
  }

  func page(_ view: TransferView) -> [String] {
    let fields = fields(view).filter { !$0.value.isEmpty }
    let titles = fields.map { terminal.say($0.title) }
    let width = titles.map(displayWidth).max() ?? 0
    var lines = zip(titles, fields).map { title, field in
      title.padded(toWidth: width) + "  " + field.value
    }
    lines.append("")
    lines.append(terminal.say(vi: "Các bước", en: "Steps"))
    for step in view.steps {
      let more = [step.reason, step.document, step.duesReason, step.lastOn?.description ?? ""]
        .filter { !$0.isEmpty }.joined(separator: " · ")
      lines.append(
        "  \(step.number). \(step.day)  \(terminal.say(step.step.title))  \(step.account)"
          + (more.isEmpty ? "" : "  \(more)"))
    }
    if !view.papers.isEmpty || !view.missing.isEmpty {
      lines.append("")
      lines.append(terminal.say(vi: "Giấy tờ", en: "Papers"))
    }
    lines += view.papers.map { "  ✔ \(terminal.say($0.paper.title)): \($0.number)" }
    if view.transfer.state.isOpen {
      lines += view.missing.map { "  · \(terminal.say($0.title))" }
    }
    return lines
  }

  /// The same for programs: a row a field, a row a step and a row a paper.
  func listing(of view: TransferView, _ checklist: Handovers.Checklist?) -> Listing {
    var listing = Listing([
      .init("field", vi: "Mục", en: "Field"), .init("value", vi: "Giá trị", en: "Value"),
    ])
    for field in fields(view) { listing.add(field.key, field.value) }
    for step in view.steps {
      listing.add("step_\(step.number)", "\(step.step.rawValue) \(step.day) \(step.account)")
    }
    for paper in view.papers { listing.add("paper_\(paper.paper.rawValue)", paper.number) }
    for paper in view.missing { listing.add("missing", paper.rawValue) }
    if let checklist { for (key, value) in fields(checklist) { listing.add(key, value) } }
    return listing
  }
}

extension Transfer.Clock {
  var title: Phrase {
    switch self {
    case .start: Phrase(vi: "làm thủ tục", en: "to start")
    case .present: Phrase(vi: "nộp giấy giới thiệu", en: "to present")
    }
  }
}
