import Basics

/// A text of a template with places to fill: `{full_name}`; `{{` and `}}` stand for braces.
struct LetterText: Sendable, Hashable {
  enum Piece: Sendable, Hashable {
    case text(String)
    case field(LetterField)
  }

  let pieces: [Piece]

  var fields: [LetterField] {
    pieces.compactMap { if case .field(let field) = $0 { field } else { nil } }
  }

  /// The text with its places filled; what is empty leaves no double space behind.
  func filled(_ values: LetterValues) -> String {
    let whole = pieces.map { piece in
      switch piece {
      case .text(let text): text
      case .field(let field): values.text(of: field)
      }
    }.joined()
    return whole.split(separator: " ").joined(separator: " ").composed
  }

  /// Whether nothing would be said: it has places, and none of them can be filled.
  func isBlank(_ values: LetterValues) -> Bool {
    let fields = fields
    return !fields.isEmpty && fields.allSatisfy(values.isEmpty)
  }
}

extension LetterText {
  /// What is wrong with the places of a text.
  struct Flaw: Error, Hashable {
    let reason: Phrase
  }

  /// Reads a text.
  ///
  /// - Parameters:
  ///   - text: as it stands in the file.
  ///   - kind: whose fields are known.
  /// - Throws: ``Flaw`` for a brace that stands alone, and for a name that the kind does not have.
  init(_ text: String, kind: LetterKind) throws(Flaw) {
    var (pieces, plain, rest): ([Piece], String, Substring) = ([], "", text[...])
    while let next = rest.first {
      if rest.hasPrefix("{{") || rest.hasPrefix("}}") {
        plain.append(next)
        rest = rest.dropFirst(2)
      } else if next == "{" {
        guard let end = rest.firstIndex(of: "}") else { throw Self.unclosed }
        let name = rest[rest.index(after: rest.startIndex)..<end]
        guard !name.contains("{") else { throw Self.unclosed }
        if !plain.isEmpty { pieces.append(.text(plain)) }
        pieces.append(.field(try Self.field(String(name), of: kind)))
        (plain, rest) = ("", rest[rest.index(after: end)...])
      } else if next == "}" {
        throw Flaw(
          reason: Phrase(
            vi: "dấu } không có dấu { mở; viết }} nếu muốn in dấu ngoặc",
            en: "a } without its {; write }} where a brace is meant"))
      } else {
        plain.append(next)
        rest = rest.dropFirst()
      }
    }
    if !plain.isEmpty { pieces.append(.text(plain)) }
    self.pieces = pieces
  }

  private static let unclosed = Flaw(
    reason: Phrase(
      vi: "dấu { không có dấu } đóng; viết {{ nếu muốn in dấu ngoặc",
      en: "a { is not closed; write {{ where a brace is meant"))

  /// The field of that name, if letters of the kind have it.
  static func field(_ name: String, of kind: LetterKind) throws(Flaw) -> LetterField {
    let known = LetterField.allCases.filter(kind.fields.contains).map(\.rawValue)
      .joined(separator: ", ")
    guard let field = LetterField(rawValue: name) else {
      throw Flaw(
        reason: Phrase(
          vi: "không có chỗ điền {\(name)}; mẫu này có: \(known)",
          en: "there is no {\(name)}; a template of this kind has: \(known)"))
    }
    guard kind.fields.contains(field) else {
      throw Flaw(
        reason: Phrase(
          vi: "\(kind.title.vi) không có {\(name)}; mẫu này có: \(known)",
          en: "the \(kind.title.en) has no {\(name)}; a template of this kind has: \(known)"))
    }
    return field
  }
}
