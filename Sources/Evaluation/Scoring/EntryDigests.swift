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
  /// The sheet at hand: what its lines begin with, the lines as they come, and where they are.
  private var head: [UInt8] = []
  private var sheet: [UInt8] = []
  private var lines: [Range<Int>] = []

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
    CanonicalLine.head(memberCode: memberCode, framework: framework, into: &head)
    write(entries)
    sheet.withUnsafeBytes { sheet in
      switch arrival {
      case .next:
        for line in lines {
          begun[unit, default: SHA256()].update(bufferPointer: .init(rebasing: sheet[line]))
        }
      case .anyOrder:
        let start = bytes.count
        for line in lines { bytes.append(contentsOf: sheet[line]) }
        sheets[unit, default: []].append(
          Sheet(lines: start..<bytes.count, head: start..<(start + head.count)))
      }
    }
  }

  /// Writes the lines of the sheet at hand, and puts in order where they are: those that come in
  /// order are one piece.
  private mutating func write(_ entries: ArraySlice<Entry>) {
    let room = entries.reduce(0) { $0 + head.count + CanonicalLine.room(for: $1) }
    if sheet.count < room { sheet = Array(repeating: 0, count: room * 2) }
    lines.removeAll(keepingCapacity: true)
    var isInOrder = true
    sheet.withUnsafeMutableBufferPointer { memory in
      var line = ByteLine(memory)
      head.withUnsafeBufferPointer { head in
        for entry in entries {
          let from = line.count
          line.append(contentsOf: head)
          CanonicalLine.rest(entry, into: &line)
          let new = from..<line.count
          if isInOrder, let last = lines.last {
            // What they begin with is the same.
            isInOrder = !ByteOrder.precedes(
              UnsafeRawBufferPointer(memory)[new.dropFirst(head.count)],
              UnsafeRawBufferPointer(memory)[last.dropFirst(head.count)])
          }
          lines.append(new)
        }
      }
    }
    if isInOrder {
      let whole = 0..<(lines.last?.upperBound ?? 0)
      lines.removeAll(keepingCapacity: true)
      lines.append(whole)
    } else {
      sheet.withUnsafeBytes { sheet in
        lines.sort { ByteOrder.precedes(sheet[$0], sheet[$1]) }
      }
    }
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
