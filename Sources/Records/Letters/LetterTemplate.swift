import Basics
import Signatures

/// How letters of one kind are written: a file of `config/letters`, which an office can edit.
package struct LetterTemplate: Sendable {
  package let kind: LetterKind
  package let version: Int
  /// SHA-256 of the file's text, lower-case hex.
  package let digest: String
  /// How long a letter is good for; `nil` for no end.
  package let validDays: Int?
  package let basis: Basis

  let wording: Wording

  /// `activity_confirmation@1`.
  package var reference: String { "\(kind.rawValue)@\(version)" }

  /// On what the wording rests, and how far that was checked.
  package struct Basis: Sendable, Hashable {
    package let document: String
    package let articles: [String]
    package let checked: Phrase
  }

  /// What is printed, with its places to fill.
  struct Wording: Sendable, Hashable {
    let title: String
    let subtitle: LetterText?
    let symbols: [LetterIssuerRole: String]
    let addressee: LetterText?
    let body: [Passage]
    let signing: [LetterIssuerRole: [[LetterText]]]
    let recipients: [LetterText]
  }

  /// A piece of the body, and when it is there.
  struct Passage: Sendable, Hashable {
    enum Part: Sendable, Hashable {
      case paragraph(LetterText)
      case row(name: String, value: LetterText, isBold: Bool)
      case table(LetterTable)
    }

    let part: Part
    /// Left out where this is empty.
    let only: LetterField?
    /// Left out where this is not empty.
    let unless: LetterField?

    var fields: [LetterField] {
      switch part {
      case .paragraph(let text): text.fields
      case .row(_, let value, _): value.fields
      case .table: []
      }
    }
  }

  init(
    kind: LetterKind, version: Int, source: String, validDays: Int?, basis: Basis,
    wording: Wording
  ) {
    self.kind = kind
    self.version = version
    self.validDays = validDays
    self.basis = basis
    self.wording = wording
    digest = Hex.digest(source)
  }
}

extension LetterTemplate {
  /// The letter that these values make; cannot fail, since what could is refused at loading.
  ///
  /// A row whose places are all empty is left out; so is a paragraph that comes to nothing.
  package func filled(_ values: LetterValues) -> LetterContent {
    let role = values.issuer.role
    func text(_ text: LetterText?) -> String {
      guard let text, !text.isBlank(values) else { return "" }
      return text.filled(values)
    }
    let texts = [wording.subtitle, wording.addressee].compactMap { $0 } + wording.recipients
    let blocks = wording.signing[role] ?? []
    let asked = Set(
      (texts + blocks.joined()).flatMap(\.fields) + wording.body.flatMap(\.fields))
    let filled = asked.filter { !values.isEmpty($0) }.map {
      ($0.rawValue, values.text(of: $0).composed)
    }
    return LetterContent(
      kind: kind, issuerCode: values.issuer.code.text, issuer: values.issuer.name,
      above: values.issuer.above, place: values.issuer.place, isParty: role != .agency,
      title: wording.title, subtitle: text(wording.subtitle), symbol: wording.symbols[role] ?? "",
      addressee: text(wording.addressee), parts: parts(values),
      signing: blocks.map { $0.map { $0.filled(values) } },
      recipients: wording.recipients.map { text($0) }.filter { !$0.isEmpty },
      validDays: validDays, template: "\(reference) \(digest)",
      values: Dictionary(filled) { first, _ in first })
  }

  private func parts(_ values: LetterValues) -> [LetterContent.Part] {
    var (parts, rows): ([LetterContent.Part], [LetterContent.Row]) = ([], [])
    func closeRows() {
      if !rows.isEmpty { parts.append(.fields(rows: rows)) }
      rows = []
    }
    for passage in wording.body where passage.isThere(values) {
      switch passage.part {
      case .row(let name, let value, let isBold):
        let text = value.isBlank(values) ? "" : value.filled(values)
        if !text.isEmpty { rows.append(.init(name: name, value: text, isBold: isBold)) }
      case .paragraph(let paragraph):
        let text = paragraph.filled(values)
        guard !text.isEmpty else { continue }
        closeRows()
        parts.append(.paragraph(text: text))
      case .table(let table):
        closeRows()
        parts.append(.table(content: values.tables[table] ?? .init(columns: [], rows: [])))
      }
    }
    closeRows()
    return parts
  }
}

extension LetterTemplate.Passage {
  fileprivate func isThere(_ values: LetterValues) -> Bool {
    if let only, values.isEmpty(only) { return false }
    if let unless, !values.isEmpty(unless) { return false }
    return true
  }
}
