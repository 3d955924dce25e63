import Basics
import Foundation
import Synchronization
import Yams

/// A part of a YAML file, and where it stands.
///
/// Numbers are kept as they were typed, since a number that has been through a `Double` is another
/// number.
package struct FilePart: Sendable {
  package enum Content: Sendable {
    case text(String, isQuoted: Bool)
    case list([FilePart])
    case map([(key: String, part: FilePart)])
  }

  package let content: Content
  /// The way to it, such as `sections[2].max`; items of a list are counted from 1.
  package let key: String
  /// Counted from 1.
  package let line: Int
  /// Counted from 1, in characters.
  package let column: Int
}

/// Reads YAML of the plain kind: maps, lists and scalars; no anchors, no tags, one document.
package enum PlainYAML {
  /// Files of people are far smaller; what is larger is refused unread.
  package static let byteLimit = 200_000

  /// The root of the file; a byte-order mark in front, as some editors write it, is passed over.
  ///
  /// - Throws: ``FileProblem`` with the place of everything that stands in the way.
  package static func read(_ text: String, file: String) throws(FileProblem) -> FilePart {
    let scalars = text.unicodeScalars
    let text = scalars.first == "\u{FEFF}" ? String(scalars.dropFirst()) : text
    let flaws = flaws(of: text, file: file)
    guard flaws.isEmpty else { throw FileProblem(flaws) }
    return try onDeepStack { parse(text, file: file) }.get()
  }

  private static func parse(
    _ text: String, file: String
  ) -> Result<FilePart, FileProblem> {
    func refusal(_ mark: Mark?, _ reason: Phrase) -> Result<FilePart, FileProblem> {
      let (line, column) = (mark?.line ?? 1, mark?.column ?? 1)
      return .failure(
        FileProblem([
          FileFlaw(file: file, line: line, column: column, key: "", reason: reason)
        ]))
    }
    do {
      guard let root = try Parser(yaml: text, encoding: .utf8).singleRoot() else {
        return refusal(nil, Phrase(vi: "tệp trống", en: "the file is empty"))
      }
      var conversion = Conversion(file: file)
      let part = conversion.part(root, key: "", keyMark: nil)
      return conversion.flaws.isEmpty
        ? .success(part) : .failure(FileProblem(conversion.flaws))
    } catch let error as YamlError {
      let (mark, reason) = explanation(of: error)
      return refusal(mark, reason)
    } catch {
      return refusal(nil, Phrase(vi: "không đọc được", en: "cannot be read"))
    }
  }

  /// Runs `body` on a thread of its own with a deep stack.
  ///
  /// The parser goes a few calls deeper for every bracket and stops at a thousand; the stacks of
  /// tasks end before that.
  private static func onDeepStack<Value: Sendable>(
    _ body: @escaping @Sendable () -> Value
  ) -> Value {
    let (answer, done) = (Answer<Value>(), DispatchSemaphore(value: 0))
    let thread = Thread {
      answer.value.withLock { $0 = body() }
      done.signal()
    }
    thread.stackSize = 64 << 20
    thread.start()
    done.wait()
    return answer.value.withLock { $0 } ?? body()
  }

  private final class Answer<Value: Sendable>: Sendable {
    let value = Mutex<Value?>(nil)
  }

  private static func explanation(of error: YamlError) -> (Mark?, Phrase) {
    switch error {
    case .composer(_, "found undefined alias", let mark, _): (mark, noAnchors)
    case .composer(_, "but found another document", let mark, _):
      (mark, Phrase(vi: "chỉ được có một tài liệu trong tệp", en: "a file holds one document"))
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      (mark, Phrase(vi: "không đúng YAML (\(problem))", en: "is not YAML (\(problem))"))
    case .duplicatedKeysInMapping(let keys, let context):
      (
        context.mark,
        Phrase(
          vi: "khoá “\(keys.first ?? "")” viết nhiều lần trong cùng một chỗ",
          en: "the key “\(keys.first ?? "")” stands more than once in one place")
      )
    default: (nil, Phrase(vi: "không đúng YAML", en: "is not YAML"))
    }
  }

  static let noAnchors = Phrase(
    vi: "không dùng neo (&) và tham chiếu (*): viết lại nội dung",
    en: "anchors (&) and aliases (*) are not allowed: write it out")
}

extension PlainYAML {
  private static func flaws(of text: String, file: String) -> [FileFlaw] {
    guard text.utf8.count <= byteLimit else {
      return [
        FileFlaw(
          file: file, line: 1, column: 1, key: "",
          reason: Phrase(vi: "tệp lớn hơn 200 kB", en: "the file is larger than 200 kB"))
      ]
    }
    var (flaws, line, column): ([FileFlaw], Int, Int) = ([], 1, 0)
    var previous: Unicode.Scalar = "\n"
    let scalars = text.unicodeScalars
    for index in scalars.indices where flaws.count < 20 {
      let scalar = scalars[index]
      column += 1
      let next = scalars.index(after: index)
      if let reason = reason(
        against: scalar, after: previous, before: next < scalars.endIndex ? scalars[next] : nil)
      {
        flaws.append(
          FileFlaw(file: file, line: line, column: column, key: "", reason: reason))
      }
      if scalar == "\n" { (line, column) = (line + 1, 0) }
      previous = scalar
    }
    return flaws
  }

  private static func reason(
    against scalar: Unicode.Scalar, after previous: Unicode.Scalar,
    before next: Unicode.Scalar?
  ) -> Phrase? {
    switch scalar {
    case "\n", "\r": nil
    case "\t":
      Phrase(vi: "có dấu tab: dùng dấu cách", en: "contains a tab: use blanks")
    case "&" where isAnchor(after: previous, before: next): noAnchors
    default: flaw(of: scalar)?.phrase
    }
  }

  /// Refused before the parser sees it, since a few anchors can stand for billions of nodes.
  ///
  /// A name of an anchor begins with a letter or digit; inside of a word, as in `R&D`, none begins.
  private static func isAnchor(
    after previous: Unicode.Scalar, before next: Unicode.Scalar?
  ) -> Bool {
    guard let next, next.properties.isAlphabetic || next.isASCIIDigit || next == "_" || next == "-"
    else { return false }
    return !(previous.properties.isAlphabetic || previous.isASCIIDigit)
  }

  private static func flaw(of scalar: Unicode.Scalar) -> TextGate.Flaw? {
    guard scalar.value < 0x20 || scalar.value > 0x7E else { return nil }
    do {
      _ = try TextGate.clean(String(scalar))
      return nil
    } catch { return error }
  }
}

extension Unicode.Scalar {
  fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}

/// From the parser's nodes to parts with a place.
private struct Conversion {
  let file: String
  var flaws: [FileFlaw] = []
  private var depth = 0

  init(file: String) { self.file = file }

  /// Lists and maps stand where their key does: that is the line that people look for.
  mutating func part(_ node: Node, key: String, keyMark: Mark?) -> FilePart {
    let own = node.mark
    depth += 1
    defer { depth -= 1 }
    guard depth <= 12 else {
      refuse(own, key, Phrase(vi: "lồng nhau quá sâu", en: "is nested too deeply"))
      return made(.list([]), key, own)
    }
    if !["", "!"].contains(node.writtenTag) {
      refuse(
        own, key,
        Phrase(vi: "không dùng thẻ kiểu (!)", en: "tags (!) are not allowed"))
    }
    switch node {
    case .scalar(let scalar):
      let isQuoted = scalar.style != .plain && scalar.style != .any
      return made(.text(scalar.string, isQuoted: isQuoted), key, own)
    case .sequence(let sequence):
      let items = sequence.enumerated().map { index, item in
        part(item, key: "\(key)[\(index + 1)]", keyMark: nil)
      }
      return made(.list(items), key, keyMark ?? own)
    case .mapping(let mapping):
      var pairs: [(key: String, part: FilePart)] = []
      for (name, value) in mapping {
        guard let text = name.scalar?.string else {
          refuse(name.mark, key, Phrase(vi: "khoá phải là chữ", en: "a key is a word"))
          continue
        }
        let path = key.isEmpty ? text : "\(key).\(text)"
        pairs.append((text, part(value, key: path, keyMark: name.mark)))
      }
      return made(.map(pairs), key, keyMark ?? own)
    case .alias:
      refuse(own, key, PlainYAML.noAnchors)
      return made(.list([]), key, own)
    }
  }

  private func made(_ content: FilePart.Content, _ key: String, _ mark: Mark?) -> FilePart {
    FilePart(content: content, key: key, line: mark?.line ?? 1, column: mark?.column ?? 1)
  }

  private mutating func refuse(_ mark: Mark?, _ key: String, _ reason: Phrase) {
    flaws.append(
      FileFlaw(
        file: file, line: mark?.line ?? 1, column: mark?.column ?? 1, key: key, reason: reason))
  }
}

extension Node {
  /// The tag as the file has it, empty where it has none; what is in quotes is a text anyhow.
  fileprivate var writtenTag: String {
    switch self {
    case .scalar(let scalar): scalar.style == .plain ? scalar.tag.rawValue : ""
    case .sequence(let sequence): sequence.tag.rawValue
    case .mapping(let mapping): mapping.tag.rawValue
    case .alias: ""
    }
  }
}
