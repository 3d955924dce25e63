import Basics
import Crypto
import Foundation
import Frameworks
import Sheets

/// The input digests of many units at once, each in byte order of the line (`scoring.md` §8).
///
/// The digest of a unit is taken over the entries of the members that it grades and of its own
/// sheet. Entries may lie on a sheet in any order, and sheets may come in any; nothing is kept of
/// those that come in the order of their lines.
package struct EntryDigests: Sendable {
  /// The digests of units whose sheets come in order, as far as they have come.
  private var begun: [Int64: SHA256] = [:]
  /// The lines of the other sheets, those of one together and in order.
  private var bytes: [UInt8] = []
  private var sheets: [Int64: [Sheet]] = [:]
  /// The sheet at hand: what its lines begin with, where they are, and where they are put in order.
  private var head: [UInt8] = []
  private var lines: [Range<Int>] = []
  private var ordered: [UInt8] = []

  /// The lines of one sheet.
  private struct Sheet {
    let lines: Range<Int>
    /// What all of them begin with; no other sheet's lines begin with it, nor does it with theirs.
    let head: Range<Int>
  }

  /// How a sheet comes.
  package enum Arrival: Sendable {
    /// Its lines come after those of the unit's sheets so far, and before those of the unit's
    /// sheets in `anyOrder`.
    case next
    case anyOrder
  }

  package init() {}

  /// Whether the lines of one member's sheet come before those of another's.
  ///
  /// Not always in the order of codes: `M1|` comes after `M10|`.
  package static func isBefore(_ code: String, _ other: String) -> Bool {
    let (one, two) = (code.utf8, other.utf8)
    var (left, right) = (one.makeIterator(), two.makeIterator())
    while true {
      let (byte, next) = (left.next(), right.next())
      if byte == nil, next == nil { return false }
      let bar = UInt8(ascii: "|")
      if byte ?? bar != next ?? bar { return byte ?? bar < next ?? bar }
    }
  }

  /// Adds the entries of one sheet; nobody has two.
  ///
  /// - Parameters:
  ///   - unit: whose digest they belong to.
  ///   - memberCode: as ``CanonicalLine/entry(memberCode:framework:_:into:)`` says.
  ///   - framework: of the sheet.
  ///   - entries: in any order.
  ///   - arrival: how the sheet comes.
  package mutating func add(
    _ unit: Int64, memberCode: String, framework: Framework.Reference,
    _ entries: ArraySlice<Entry>, _ arrival: Arrival
  ) {
    guard !entries.isEmpty else { return }
    head.removeAll(keepingCapacity: true)
    lines.removeAll(keepingCapacity: true)
    CanonicalLine.head(memberCode: memberCode, framework: framework, into: &head)
    let start = bytes.count
    for place in entries.indices {
      let from = bytes.count
      bytes.append(contentsOf: head)
      CanonicalLine.rest(entries[place], into: &bytes)
      lines.append(from..<bytes.count)
    }
    putInOrder(from: start)
    switch arrival {
    case .next:
      bytes.withUnsafeBytes {
        begun[unit, default: SHA256()].update(
          bufferPointer: UnsafeRawBufferPointer(rebasing: $0[start...]))
      }
      bytes.removeLast(bytes.count - start)
    case .anyOrder:
      sheets[unit, default: []].append(
        Sheet(lines: start..<bytes.count, head: start..<(start + head.count)))
    }
  }

  /// Puts the lines of the sheet at hand in order, where they are not.
  private mutating func putInOrder(from start: Int) {
    let sorted: [Range<Int>]? = bytes.withUnsafeBytes { bytes in
      let isBefore = { (left: Range<Int>, right: Range<Int>) in
        ByteOrder.precedes(bytes[left], bytes[right])
      }
      if zip(lines, lines.dropFirst()).allSatisfy({ !isBefore($1, $0) }) { return nil }
      return lines.sorted(by: isBefore)
    }
    guard let sorted else { return }
    ordered.removeAll(keepingCapacity: true)
    for line in sorted { ordered.append(contentsOf: bytes[line]) }
    bytes.replaceSubrange(start..., with: ordered)
  }

  /// The digest of every unit with any entry, in order of units.
  package func digests() -> [(unit: Int64, hex: String)] {
    bytes.withUnsafeBytes { bytes in
      Set(begun.keys).union(sheets.keys).sorted().map { unit in
        var hash = begun[unit] ?? SHA256()
        for sheet in inOrder(sheets[unit] ?? [], bytes) {
          hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: bytes[sheet.lines]))
        }
        return (unit, CanonicalDigest.hex(hash.finalize()))
      }
    }
  }

  private func inOrder(_ sheets: [Sheet], _ bytes: UnsafeRawBufferPointer) -> [Sheet] {
    let isBefore = { (left: Sheet, right: Sheet) in
      ByteOrder.precedes(bytes[left.head], bytes[right.head])
    }
    if zip(sheets, sheets.dropFirst()).allSatisfy({ !isBefore($1, $0) }) { return sheets }
    return sheets.sorted(by: isBefore)
  }

  /// Makes ready for other units and keeps the memory.
  package mutating func reset() {
    bytes.removeAll(keepingCapacity: true)
    sheets.removeAll(keepingCapacity: true)
    begun.removeAll(keepingCapacity: true)
  }
}
