import Basics
import Crypto
import Foundation
import Frameworks

/// SHA-256 in lower-case hex.
package enum CanonicalDigest {
  package static func hex(of bytes: [UInt8]) -> String {
    var hash = SHA256()
    bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
    return hex(hash.finalize())
  }

  static func hex(_ digest: SHA256.Digest) -> String {
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

/// SHA-256 over bytes that need not be there at once.
package struct CanonicalHash: Sendable {
  private var hash = SHA256()
  private var bytes: [UInt8] = []

  package init() {}

  /// Adds what `write` appends.
  package mutating func add(_ write: (inout [UInt8]) -> Void) {
    write(&bytes)
    if bytes.count >= 65_536 { flush() }
  }

  private mutating func flush() {
    bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
    bytes.removeAll(keepingCapacity: true)
  }

  /// Lower-case hex.
  package consuming func hex() -> String {
    flush()
    return CanonicalDigest.hex(hash.finalize())
  }
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

  /// Ends the line whose bytes were appended last.
  mutating func endLine(key: Range<Int>) {
    let whole = (lines.last?.whole.upperBound ?? 0)..<bytes.count
    lines.append(Line(whole: whole, key: key))
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
        ByteOrder.precedes(bytes[left.key], bytes[right.key])
      }
      if zip(lines, lines.dropFirst()).allSatisfy({ !isBefore($1, $0) }) { return self.bytes }
      var ordered: [UInt8] = []
      ordered.reserveCapacity(bytes.count)
      for line in lines.sorted(by: isBefore) { ordered.append(contentsOf: bytes[line.whole]) }
      return ordered
    }
  }
}

/// Bytes in the order of files: what ends first comes first.
enum ByteOrder {
  static func precedes(
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
