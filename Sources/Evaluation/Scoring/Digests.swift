import Basics
import Crypto
import Foundation
import Frameworks
import Sheets

/// SHA-256 in lower-case hex.
package enum CanonicalDigest {
  package static func hex(of bytes: [UInt8]) -> String {
    var hash = SHA256()
    bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
    return hex(hash.finalize())
  }

  private static func hex(_ digest: SHA256.Digest) -> String {
    let letters = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(64)
    for byte in digest {
      text.append(letters[Int(byte >> 4)])
      text.append(letters[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}

/// The input digest of one unit, in byte order of the line (`scoring.md` §8).
///
/// It is taken over the entries of the members that the unit grades and of its own sheet.
///
/// Entries may be added in any order. `M1|` sorts after `M10|`, so feeding members in the order of
/// their codes does not spare the sorting.
package struct EntryDigest: Sendable {
  private var lines = SortedLines()
  private var head: [UInt8] = []

  package init() {}

  /// Adds the entries of one sheet; what their lines begin with is spelt once.
  package mutating func add(
    memberCode: String, framework: Framework.Reference, _ entries: ArraySlice<Entry>
  ) {
    head.removeAll(keepingCapacity: true)
    CanonicalLine.head(memberCode: memberCode, framework: framework, into: &head)
    for place in entries.indices {
      lines.bytes.append(contentsOf: head)
      CanonicalLine.rest(entries[place], into: &lines.bytes)
      lines.endLine(key: nil)
    }
  }

  /// Adds an entry; `memberCode` as ``CanonicalLine/entry(memberCode:framework:_:into:)`` says.
  package mutating func add(
    memberCode: String, framework: Framework.Reference, _ entry: Entry
  ) {
    CanonicalLine.entry(
      memberCode: memberCode, framework: framework, entry, into: &lines.bytes)
    lines.endLine(key: nil)
  }

  /// The digest, or `nil` without any entry.
  package func hex() -> String? { lines.hex() }

  /// Makes ready for the next unit and keeps the memory.
  package mutating func reset() { lines.reset() }
}

/// The digest of one unit: over the scores of the members that it grades, in byte order of
/// member_code (`scoring.md` §8).
package struct ScoreDigest: Sendable {
  private var lines = SortedLines()

  package init() {}

  /// Adds the line of a member; in any order.
  package mutating func add(_ line: CanonicalScore) {
    let start = lines.bytes.count
    CanonicalLine.score(line, into: &lines.bytes)
    // The period takes seven characters and its bar one.
    let code = start + 8
    lines.endLine(key: code..<(code + line.memberCode.text.utf8.count))
  }

  /// The digest, or `nil` of a unit that grades nobody.
  package func hex() -> String? { lines.hex() }

  /// Makes ready for the next unit and keeps the memory.
  package mutating func reset() { lines.reset() }
}

/// The digest of a run, from those of its units.
package enum RunDigest {
  /// SHA-256 over `unit_code:hex\n` in byte order of unit_code.
  ///
  /// - Parameter units: those that grade somebody, in any order.
  /// - Returns: lower-case hex.
  package static func of(_ units: [(unitCode: Code, hex: String)]) -> String {
    var bytes: [UInt8] = []
    for unit in units.sorted(by: { $0.unitCode < $1.unitCode }) {
      bytes.append(canonical: unit.unitCode.text)
      bytes.append(UInt8(ascii: ":"))
      bytes.append(canonical: unit.hex)
      bytes.append(UInt8(ascii: "\n"))
    }
    return CanonicalDigest.hex(of: bytes)
  }
}

/// Lines in one piece of memory, put into order when their digest is asked for.
struct SortedLines: Sendable {
  var bytes: [UInt8] = []
  private var lines: [Line] = []

  private struct Line {
    let whole: Range<Int>
    /// What it is sorted by.
    let key: Range<Int>
  }

  /// Ends the line whose bytes were appended last; without a key, it is sorted by all of it.
  mutating func endLine(key: Range<Int>?) {
    let whole = (lines.last?.whole.upperBound ?? 0)..<bytes.count
    // With the line's end: it sorts before every character of a longer line.
    lines.append(Line(whole: whole, key: key ?? whole))
  }

  mutating func reset() {
    bytes.removeAll(keepingCapacity: true)
    lines.removeAll(keepingCapacity: true)
  }

  func hex() -> String? {
    guard !lines.isEmpty else { return nil }
    return CanonicalDigest.hex(of: inOrder())
  }

  private func inOrder() -> [UInt8] {
    bytes.withUnsafeBytes { bytes in
      let isBefore = { (left: Line, right: Line) in
        SortedLines.precedes(bytes[left.key], bytes[right.key])
      }
      if zip(lines, lines.dropFirst()).allSatisfy({ !isBefore($1, $0) }) { return self.bytes }
      var ordered: [UInt8] = []
      ordered.reserveCapacity(bytes.count)
      for line in lines.sorted(by: isBefore) { ordered.append(contentsOf: bytes[line.whole]) }
      return ordered
    }
  }

  private static func precedes(
    _ left: Slice<UnsafeRawBufferPointer>, _ right: Slice<UnsafeRawBufferPointer>
  ) -> Bool {
    let (one, other) = (
      UnsafeRawBufferPointer(rebasing: left), UnsafeRawBufferPointer(rebasing: right)
    )
    let common = min(one.count, other.count)
    guard common > 0, let first = one.baseAddress, let second = other.baseAddress else {
      return one.count < other.count
    }
    let order = memcmp(first, second, common)
    return order == 0 ? one.count < other.count : order < 0
  }
}
