import Basics
import Letters
import Signatures

/// Letters in words: for people titles, for programs keys.
struct LetterWords {
  let terminal: Terminal
  let format: RowFormat

  static let columns: [Listing.Column] = [
    .init("request", vi: "Đề nghị", en: "Request", isNumber: true),
    .init("member_code", vi: "Mã", en: "Code"), .init("full_name", vi: "Họ tên", en: "Name"),
    .init("kind", vi: "Loại", en: "Kind"), .init("issuer", vi: "Nơi cấp", en: "Issuer"),
    .init("state", vi: "Trạng thái", en: "State"), .init("number", vi: "Số", en: "Number"),
    .init("issued_on", vi: "Ngày ký", en: "Issued"),
    .init("check_code", vi: "Mã kiểm tra", en: "Check code"),
  ]

  func text(_ key: String, _ title: Phrase) -> String {
    format == .table ? terminal.say(title) : key
  }

  func cells(_ letter: Letter) -> [String] {
    [
      "\(letter.id)", letter.memberCode.text, letter.memberName.reveal(for: .display),
      text(letter.kind.rawValue, letter.kind.title), letter.issuerCode.text,
      text(letter.state.rawValue, letter.state.title),
      letter.issue.map { "\($0.number)/\($0.year)" } ?? "",
      letter.issue.map { "\($0.day)" } ?? "", letter.issue.map { "\($0.code)" } ?? "",
    ]
  }

  // MARK: One letter

  private func fields(_ view: LetterView) -> [(key: String, title: Phrase, value: String)] {
    let letter = view.letter
    let own: [(String, Phrase, String)] = [
      ("purpose", Phrase(vi: "Để làm gì", en: "What for"), letter.purpose),
      ("addressee", Phrase(vi: "Gửi", en: "To"), letter.addressee),
      (
        "occasion", Phrase(vi: "Dịp", en: "Occasion"),
        letter.occasion.map { text($0.rawValue, $0.title) } ?? ""
      ),
      ("year", Phrase(vi: "Năm", en: "Year"), letter.year.map(String.init) ?? ""),
      (
        "months", Phrase(vi: "Tháng", en: "Months"),
        letter.months.map { "\($0.lowerBound) – \($0.upperBound)" } ?? ""
      ),
      (
        "transfer", Phrase(vi: "Chuyển sinh hoạt số", en: "Transfer"),
        letter.transfer.map(String.init) ?? ""
      ),
      (
        "valid_until", Phrase(vi: "Có giá trị đến", en: "Valid until"),
        letter.issue?.validUntil?.description ?? ""
      ),
      ("key", Phrase(vi: "Khoá ký", en: "Key"), letter.issue?.key ?? ""),
      (
        "replaces", Phrase(vi: "Thay cho đề nghị", en: "In place of"),
        letter.replaces.map(String.init) ?? ""
      ),
      (
        "replaced_by", Phrase(vi: "Được thay bằng đề nghị", en: "Replaced by"),
        view.replacement.map { "\($0.id)" } ?? ""
      ),
    ]
    return zip(Self.columns, cells(letter)).map { ($0.key, $0.title, $1) } + own
  }

  func page(_ view: LetterView) -> [String] {
    let shown = fields(view).filter { !$0.value.isEmpty }
    let width = shown.map { displayWidth(terminal.say($0.title)) }.max() ?? 0
    var lines = shown.map {
      "\(terminal.say($0.title).padded(toWidth: width))  \($0.value)"
    }
    lines.append("")
    for step in view.steps {
      let reason = step.reason.isEmpty ? "" : " – \(step.reason)"
      lines.append("\(step.day)  \(terminal.say(step.step.title)), \(step.account)\(reason)")
    }
    guard let content = view.content else { return lines }
    lines += ["", content.title] + (content.subtitle.isEmpty ? [] : [content.subtitle])
    for part in content.parts {
      switch part {
      case .paragraph(let text): lines.append("  \(text)")
      case .fields(let rows):
        let width = rows.map { displayWidth($0.name) }.max() ?? 0
        lines += rows.map { "  \($0.name.padded(toWidth: width))  \($0.value)" }
      case .table(let table):
        lines.append("  " + table.columns.map(\.title).joined(separator: " · "))
        lines += (table.rows + [table.total].compactMap(\.self)).map {
          "  " + $0.joined(separator: " · ")
        }
      }
    }
    return lines
  }

  func listing(of view: LetterView) -> Listing {
    let fields = fields(view)
    var listing = Listing(fields.map { Listing.Column($0.key, $0.title) })
    listing.add(fields.map(\.value))
    return listing
  }

  // MARK: Whether a letter is good

  func print(_ verdict: LetterVerdict) throws {
    let seal = verdict.signed.seal
    let state =
      verdict.isGood
      ? text("valid", Phrase(vi: "✔ GIẤY CÓ GIÁ TRỊ", en: "✔ THE LETTER IS GOOD"))
      : text("invalid", Phrase(vi: "✘ GIẤY KHÔNG CÓ GIÁ TRỊ", en: "✘ THE LETTER IS NOT GOOD"))
    let rows: [(String, Phrase, String)] = [
      ("verdict", Phrase(vi: "Kết quả", en: "Verdict"), state),
      (
        "findings", Phrase(vi: "Vì", en: "Because"),
        verdict.findings.map { text($0.key, $0.phrase) }.joined(separator: "; ")
      ),
      ("kind", Phrase(vi: "Loại giấy", en: "Kind"), text(seal.kind.rawValue, seal.kind.title)),
      ("number", Phrase(vi: "Số", en: "Number"), seal.number),
      ("issuer", Phrase(vi: "Nơi cấp", en: "Issuer"), seal.issuer),
      ("member", Phrase(vi: "Cấp cho", en: "About"), seal.member),
      ("issued_on", Phrase(vi: "Ngày ký", en: "Issued"), "\(seal.day)"),
      (
        "valid_until", Phrase(vi: "Có giá trị đến", en: "Valid until"),
        seal.validUntil?.description ?? ""
      ),
      ("signed_by", Phrase(vi: "Người ký", en: "Signed by"), seal.signer),
      ("check_code", Phrase(vi: "Mã kiểm tra", en: "Check code"), "\(seal.code)"),
      ("key", Phrase(vi: "Khoá", en: "Key"), verdict.signed.key),
      ("digest", Phrase(vi: "Mã băm", en: "Digest"), Hex.digest(seal.text)),
      (
        "replaced_by", Phrase(vi: "Thay bằng giấy", en: "Replaced by"),
        verdict.record?.replacedBy.map { "\($0)" } ?? ""
      ),
    ]
    if format == .table {
      let shown = rows.filter { !$0.2.isEmpty }
      let width = shown.map { displayWidth(terminal.say($0.1)) }.max() ?? 0
      for row in shown {
        terminal.line("\(terminal.say(row.1).padded(toWidth: width))  \(row.2)")
      }
      if verdict.isGood {
        terminal.line(
          vi: "So các dòng trên với tờ giấy trong tay: khác một chỗ là giấy đã bị sửa.",
          en: "Compare these lines with the paper in hand: where one differs it was altered.")
      }
      if verdict.record == nil, verdict.isGood {
        terminal.line(
          vi: "Chỉ kiểm tra chữ ký; việc thu hồi phải hỏi nơi cấp.",
          en: "Only the signature was checked; whether it was revoked, the issuer knows.")
      }
    } else {
      var listing = Listing(rows.map { Listing.Column($0.0, $0.1) })
      listing.add(rows.map(\.2))
      try listing.print(as: format, to: terminal)
    }
  }

  func problem(_ verdict: LetterVerdict) -> PlainProblem {
    let reasons = verdict.findings.map(\.phrase)
    return PlainProblem(
      .refused,
      Phrase(
        vi: "Giấy không có giá trị: \(reasons.map(\.vi).joined(separator: "; ")).",
        en: "The letter is not good: \(reasons.map(\.en).joined(separator: "; "))."),
      hint: Phrase(
        vi: "Không nhận giấy này; hỏi lại nơi cấp.", en: "Do not accept it; ask its issuer."))
  }
}

extension LetterVerdict.Finding {
  var key: String {
    switch self {
    case .forged: "forged"
    case .unknownKey: "unknown_key"
    case .keyRetired: "key_retired"
    case .changedOnRecord: "changed_on_record"
    case .notOnRecord: "not_on_record"
    case .revoked: "revoked"
    case .expired: "expired"
    }
  }

  var phrase: Phrase {
    switch self {
    case .forged:
      Phrase(vi: "chữ ký không đúng với nội dung", en: "the signature is not over this text")
    case .unknownKey(let id):
      Phrase(vi: "không biết khoá \(id)", en: "the key \(id) is not known")
    case .keyRetired(let id, let day):
      Phrase(
        vi: "khoá \(id) đã thôi dùng từ \(day)", en: "the key \(id) was retired on \(day)")
    case .changedOnRecord:
      Phrase(
        vi: "bản lưu khác với nội dung đã ký", en: "the record has another text than was signed")
    case .notOnRecord: Phrase(vi: "không có trong hồ sơ", en: "it is not on record")
    case .revoked(let day): Phrase(vi: "đã thu hồi ngày \(day)", en: "revoked on \(day)")
    case .expired(let day): Phrase(vi: "hết hạn ngày \(day)", en: "expired on \(day)")
    }
  }
}
