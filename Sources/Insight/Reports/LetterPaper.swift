import Basics
import Drawing
import Letters

/// A letter as it is printed on A4, in Vietnamese.
///
/// Made from what was frozen when the letter was drafted, so a letter that is printed again says
/// the same.
package struct LetterPaper: Sendable {
  /// What a letter has once it is signed and numbered.
  package struct Issued: Sendable, Hashable {
    /// In the unit and the year.
    package var number: Int
    package var year: Int
    package var day: Day
    /// With which anybody can check the letter: `K7MF-2QXP-9D39`.
    package var code: String
    /// The text of the QR code, at most 500 bytes of UTF-8.
    package var scan: String
    /// The last day on which it is good; `nil` for no end.
    package var validUntil: Day?
    package var signedBy: String

    package init(
      number: Int, year: Int, day: Day, code: String, scan: String, validUntil: Day?,
      signedBy: String
    ) {
      self.number = number
      self.year = year
      self.day = day
      self.code = code
      self.scan = scan
      self.validUntil = validUntil
      self.signedBy = signedBy
    }
  }

  /// That the letter was taken back.
  package struct Revoked: Sendable, Hashable {
    package var day: Day
    package var reason: String
    /// The number of the letter in its place; empty for none.
    package var replacedBy: String

    package init(day: Day, reason: String, replacedBy: String) {
      self.day = day
      self.reason = reason
      self.replacedBy = replacedBy
    }
  }

  package var content: LetterContent
  /// `nil` for a draft, which has no number and no code.
  package var issued: Issued?
  package var revoked: Revoked?
  /// Whether it was printed before.
  package var isCopy: Bool
  /// The moment of making, which the file says of itself.
  package var made: Instant

  package init(
    content: LetterContent, issued: Issued?, revoked: Revoked?, isCopy: Bool, made: Instant
  ) {
    self.content = content
    self.issued = issued
    self.revoked = revoked
    self.isCopy = isCopy
    self.made = made
  }

  /// `12-XN/CB`, or `12/GXN` of the State.
  private var number: String {
    (issued.map { String($0.number) } ?? "……") + (content.isParty ? "-" : "/") + content.symbol
  }

  /// The letter as it is printed; a code that cannot be drawn is left out, its check code stays.
  package func document() -> Document {
    let numbered = content.isParty ? "Số \(number)" : "Số: \(number)"
    let head = OfficialHead(
      above: content.above, issuer: content.issuer, place: content.place, day: issued?.day,
      number: Phrase(vi: numbered, en: numbered), isParty: content.isParty)
    var document = Document(
      title: content.title, subtitle: content.subtitle, head: head.blocks(in: .vietnamese),
      parts: parts, footer: footer, made: made
    ) { page, pages in
      // One page needs no number.
      pages == 1 ? "" : "Trang \(page)/\(pages)"
    }
    document.look = .letter
    document.banner = banner
    document.headShare = content.isParty ? 0.5 : 0.46
    return document
  }

  private var parts: [Document.Part] {
    var parts: [Document.Part] = []
    if !content.addressee.isEmpty {
      parts.append(.blocks([[Document.Line(content.addressee, bold: true)]]))
    }
    parts += content.parts.map { part in
      switch part {
      case .paragraph(let text): .paragraph(text)
      case .fields(let rows):
        .fields(rows.map { Document.Field($0.name + ":", $0.value, bold: $0.isBold) })
      case .table(let table): .table(PrintedTable(table))
      }
    }
    return parts + closing + seal
  }

  // MARK: Marks

  /// What must not be overlooked.
  private var banner: String {
    var marks: [String] = []
    if issued == nil { marks.append("DỰ THẢO – chưa ký, chưa có giá trị") }
    if let revoked {
      marks.append("ĐÃ THU HỒI ngày \(Words.day(revoked.day)) – không còn giá trị")
      if !revoked.reason.isEmpty { marks.append("Lý do: \(revoked.reason)") }
      if !revoked.replacedBy.isEmpty { marks.append("Thay bằng số \(revoked.replacedBy)") }
    }
    if isCopy { marks.append("BẢN SAO") }
    return marks.joined(separator: "\n")
  }

  private var footer: String {
    let reference = content.template.split(separator: " ").first.map(String.init) ?? ""
    let number = issued.map { " \(self.number) năm \($0.year)" } ?? ", dự thảo"
    return "\(content.kind.title.vi.prefix(1).uppercased())\(content.kind.title.vi.dropFirst())"
      + "\(number) · \(content.issuerCode) · mẫu \(reference)"
  }

  // MARK: Signatures

  private var closing: [Document.Part] {
    let signing = content.signing.enumerated().map { number, lines in
      block(lines, isLast: number == content.signing.count - 1)
    }
    // Who gets a copy stands on the left of a single signature, as on every official letter.
    guard signing.count == 1 else {
      return (signing.isEmpty ? [] : [.blocks(signing)])
        + (recipients.isEmpty ? [] : [.blocks([recipients])])
    }
    return [.blocks([recipients] + signing)]
  }

  private var recipients: [Document.Line] {
    guard !content.recipients.isEmpty else { return [] }
    let last = content.recipients.count - 1
    return [Document.Line("Nơi nhận:", bold: true, italic: true, small: true, alignment: .left)]
      + content.recipients.enumerated().map { number, text in
        Document.Line("- \(text)\(number == last ? "." : ",")", small: true, alignment: .left)
      }
  }

  /// A place to sign; the issuer's is the last and has the name of who signed.
  ///
  /// The Party writes in bold for whom is signed, and the post below it not; the State both.
  private func block(_ lines: [String], isLast: Bool) -> [Document.Line] {
    let titles = lines.enumerated().map { number, line in
      line.hasPrefix("(")
        ? Document.Line(line, italic: true, small: true)
        : Document.Line(line, bold: number == 0 || !content.isParty)
    }
    let name = isLast ? issued?.signedBy ?? "" : ""
    return titles + Array(repeating: Document.Line(""), count: 3)
      + [Document.Line(name, bold: true)]
  }

  /// The code that anybody can check the letter with.
  private var seal: [Document.Part] {
    guard let issued else { return [] }
    func line(_ text: String, bold: Bool = false) -> Document.Line {
      Document.Line(text, bold: bold, alignment: .left)
    }
    var lines = [line("Mã kiểm tra: \(issued.code)", bold: true)]
    if let day = issued.validUntil {
      lines.append(line("Có giá trị đến hết ngày \(Words.day(day))"))
    }
    lines.append(line("Kiểm tra: cadre letter verify \(issued.code)"))
    guard let code = try? QRCode(issued.scan) else { return [.blocks([lines])] }
    // Squares of nearly half a millimetre where the page has room, else of a third, which phones
    // still read off paper.
    let squares = Double(code.size + 2 * QRCode.quietZone)
    return [.seal(code, width: squares...squares * 1.3, lines)]
  }
}

extension PrintedTable {
  fileprivate init(_ table: LetterTableContent) {
    self.init(
      caption: table.caption,
      columns: table.columns.map { column in
        switch column.alignment {
        case .left: Column(column.title, .left)
        case .right: Column(column.title, .right)
        case .centre: Column(column.title, .centre)
        }
      }, rows: table.rows, total: table.total)
  }
}
