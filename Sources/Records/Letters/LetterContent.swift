import Basics
import Foundation

/// What stands on a letter, frozen when it is drafted.
///
/// The letter is printed from it at any time, without template or record.
package struct LetterContent: Codable, Sendable, Hashable {
  /// A line of a form.
  package struct Row: Codable, Sendable, Hashable {
    package var name: String
    package var value: String
    package var isBold: Bool

    package init(name: String, value: String, isBold: Bool = false) {
      self.name = name
      self.value = value
      self.isBold = isBold
    }
  }

  /// What stands between title and signatures, in the order of reading.
  package enum Part: Codable, Sendable, Hashable {
    case paragraph(text: String)
    case fields(rows: [Row])
    case table(content: LetterTableContent)
  }

  package var kind: LetterKind
  package var issuerCode: String
  package var issuer: String
  /// The name of the unit above; empty at the top.
  package var above: String
  /// What stands before the date; empty for none.
  package var place: String
  /// Whether it has the head of the Party, else that of the State.
  package var isParty: Bool
  package var title: String
  /// What the letter is about, below its title; empty for nothing.
  package var subtitle: String
  /// What follows the number, such as `XN/CB`.
  package var symbol: String
  /// Empty for none.
  package var addressee: String
  package var parts: [Part]
  /// The places to sign from left to right, each in lines; who issues signs in the last.
  package var signing: [[String]]
  /// Who gets a copy (Nơi nhận).
  package var recipients: [String]
  package var validDays: Int?
  /// The template's reference and digest.
  package var template: String
  /// What the record said where the template asked, by the names of the fields.
  package var values: [String: String]
}

extension LetterContent {
  /// Writes the post of who will sign below for whom they sign.
  ///
  /// A deputy of the Party signs below “T/M …” with their own post in the place of the head's
  /// (05-HD/VPTW); one of the State below “KT.” with the head's (30/2020/NĐ-CP). Both by secondary
  /// sources, not compared with the signed texts.
  ///
  /// - Parameter post: such as `PHÓ BÍ THƯ`; empty for what the template says.
  package mutating func sign(as post: String) {
    // Lines in brackets say how to sign, not who.
    guard !post.isEmpty, let last = signing.indices.last,
      let place = signing[last].lastIndex(where: { !$0.hasPrefix("(") })
    else { return }
    let own = post.uppercased()
    let head = isParty ? [] : ["KT. " + signing[last][place]]
    signing[last].replaceSubrange(place...place, with: head + [own])
  }

  /// Why a text is no content of a letter.
  package enum Refusal: Problem, Hashable {
    /// Not JSON of this shape.
    case unreadable
    /// Another spelling of the same: what was signed has to be these very bytes.
    case notCanonical

    package var kind: ProblemKind { .fault }

    package var message: Phrase {
      switch self {
      case .unreadable:
        Phrase(
          vi: "Nội dung đã lưu của văn bản không đọc được.",
          en: "The stored content of the letter cannot be read.")
      case .notCanonical:
        Phrase(
          vi: "Nội dung đã lưu của văn bản không đúng từng byte với dạng đã ký.",
          en: "The stored content of the letter is not byte for byte in the form that is signed.")
      }
    }

    package var hint: Phrase? {
      Phrase(
        vi: "Chạy “cadre db check”; bản ghi có thể đã bị sửa.",
        en: "Run “cadre db check”; the record may have been changed.")
    }
  }

  /// Canonical JSON: keys in the order of their bytes, no spaces, NFC; what is signed.
  ///
  /// The same content gives the same bytes, on every machine and with every version of the
  /// libraries.
  package var text: String {
    var json: [String: LetterJSON] = [
      "kind": .text(kind.rawValue), "issuerCode": .text(issuerCode), "issuer": .text(issuer),
      "above": .text(above), "place": .text(place), "isParty": .truth(isParty),
      "title": .text(title), "subtitle": .text(subtitle), "symbol": .text(symbol),
      "addressee": .text(addressee), "parts": .list(parts.map(\.json)),
      "signing": .list(signing.map { .texts($0) }), "recipients": .texts(recipients),
      "template": .text(template), "values": .map(values.mapValues { .text($0) }),
    ]
    json["validDays"] = validDays.map { .number($0) }
    return LetterJSON.map(json).written
  }

  /// Reads what ``text`` wrote, and nothing else.
  ///
  /// - Throws: ``Refusal`` where a single byte differs.
  package init(text: String) throws(Refusal) {
    guard let content = try? JSONDecoder().decode(Self.self, from: Data(text.utf8)) else {
      throw .unreadable
    }
    // Equal strings may have other bytes.
    guard content.text.utf8.elementsEqual(text.utf8) else { throw .notCanonical }
    self = content
  }
}

extension LetterContent.Part {
  fileprivate var json: LetterJSON {
    switch self {
    case .paragraph(let text): .map(["paragraph": .map(["text": .text(text)])])
    case .fields(let rows): .map(["fields": .map(["rows": .list(rows.map(\.json))])])
    case .table(let content): .map(["table": .map(["content": content.json])])
    }
  }
}

extension LetterContent.Row {
  fileprivate var json: LetterJSON {
    .map(["name": .text(name), "value": .text(value), "isBold": .truth(isBold)])
  }
}

extension LetterTableContent {
  fileprivate var json: LetterJSON {
    var json: [String: LetterJSON] = [
      "caption": .text(caption), "rows": .list(rows.map { .texts($0) }),
      "columns": .list(
        columns.map {
          .map(["title": .text($0.title), "alignment": .text($0.alignment.rawValue)])
        }),
    ]
    json["total"] = total.map { .texts($0) }
    return .map(json)
  }
}

/// JSON that has one spelling.
private enum LetterJSON {
  case text(String)
  case number(Int)
  case truth(Bool)
  case list([LetterJSON])
  case map([String: LetterJSON])

  static func texts(_ texts: [String]) -> LetterJSON { .list(texts.map { .text($0) }) }

  var written: String {
    switch self {
    case .text(let text): Self.quoted(text)
    case .number(let number): String(number)
    case .truth(let truth): truth ? "true" : "false"
    case .list(let items): "[" + items.map(\.written).joined(separator: ",") + "]"
    case .map(let pairs):
      // In the order of the keys as they are written, not as they came.
      "{"
        + pairs.map { (key: Self.quoted($0.key), value: $0.value.written) }
        .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        .map { $0.key + ":" + $0.value }.joined(separator: ",") + "}"
    }
  }

  /// Brought to NFC before it is quoted: an accent after `\n` must not fall on the `n`.
  private static func quoted(_ text: String) -> String {
    jsonQuoted(text.composed)
  }
}
