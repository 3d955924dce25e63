import Basics
import Postgres
import Sheets

/// The lines of one sheet that follow each other in the file.
///
/// They are gathered before they are sent, so that what is wrong among them is found here and a
/// whole file needs no sorting; a sheet whose lines are scattered comes in several blocks.
struct SheetBlock: Sendable {
  /// A member's code, or `unit:` and a unit's; empty where the file begins with a line that says
  /// nobody's.
  let subject: String
  let number: Int32
  var framework: Int32?
  private(set) var lines: [Line] = []
  /// Where the block begins, counted from 1 as the file has it.
  let firstLine: Int
  /// The first line that is refused, and with it the sheet.
  private(set) var refusedLine: Int?

  struct Line: Sendable {
    let number: Int
    /// `nil` where the line is refused by itself.
    var entry: Entry?
  }

  /// A sheet longer than this is taken in parts.
  static let longest = 500

  init(subject: String, number: Int32, firstLine: Int) {
    self.subject = subject
    self.number = number
    self.firstLine = firstLine
  }

  var isFull: Bool { lines.count >= Self.longest }

  mutating func add(_ entry: Entry?, line: Int) {
    lines.append(Line(number: line, entry: entry))
    if entry == nil { refuse(line) }
  }

  private mutating func refuse(_ line: Int) { refusedLine = min(refusedLine ?? line, line) }

  /// Brings the entries into the order in which they are kept, and says which stand there twice.
  mutating func settle() -> [RowFlaw] {
    guard refusedLine == nil, !isInOrder else { return [] }
    lines.sort { Self.comes($0, before: $1) }
    var (flaws, last): ([RowFlaw], Int) = ([], 0)
    for index in lines.indices.dropFirst() {
      guard let entry = lines[index].entry, let before = lines[last].entry,
        entry.kind == before.kind, entry.code == before.code
      else {
        last = index
        continue
      }
      let (first, second) = (lines[last].number, lines[index].number)
      if index == last + 1 { flaws.append(.twice(entry.code, line: first, other: second)) }
      flaws.append(.twice(entry.code, line: second, other: first))
    }
    for flaw in flaws { refuse(flaw.line) }
    for flaw in flaws {
      for index in lines.indices where lines[index].number == flaw.line { lines[index].entry = nil }
    }
    return flaws
  }

  /// Whether every entry comes strictly after the one before it.
  private var isInOrder: Bool {
    for index in lines.indices.dropFirst() {
      guard let one = lines[index - 1].entry, let next = lines[index].entry,
        one.kind == next.kind
          ? one.code.utf8.lexicographicallyPrecedes(next.code.utf8)
          : one.kind.place < next.kind.place
      else { return false }
    }
    return true
  }

  private static func comes(_ one: Line, before next: Line) -> Bool {
    guard let left = one.entry, let right = next.entry else { return one.number < next.number }
    if left.kind != right.kind { return left.kind.place < right.kind.place }
    if left.code != right.code {
      return left.code.utf8.lexicographicallyPrecedes(right.code.utf8)
    }
    return one.number < next.number
  }
}

extension RowFlaw {
  static func twice(_ code: String, line: Int, other: Int) -> RowFlaw {
    RowFlaw(
      line: line, column: SheetColumn.code.rawValue, value: code,
      reason: Phrase(
        vi: "trùng loại và mã với dòng \(other) của cùng phiếu",
        en: "has the kind and code of line \(other) of the same sheet"))
  }
}

/// A line of the stage, in the order of its columns.
@usableFromInline
struct StagedLine: Writable {
  let block: SheetBlock
  let index: Int

  static let columns = [
    "block", "line", "subject", "framework_id", "rows", "first_line", "refused_line", "kind",
    "code", "title", "group_code", "weight", "target", "actual", "direction", "baseline",
    "quality_failures", "delays", "points", "self_points",
  ]

  @usableFromInline
  func write(to row: inout RowWriter) throws {
    let line = block.lines[index]
    try row.put(block.number)
    try row.put(Int32(clamping: line.number))
    // What is said of the sheet stands at its head only.
    try row.put(index == 0 ? block.subject : nil)
    try row.put(index == 0 ? block.framework : nil)
    try row.put(index == 0 ? Int32(clamping: block.lines.count) : nil)
    try row.put(index == 0 ? Int32(clamping: block.firstLine) : nil)
    try row.put(index == 0 ? block.refusedLine.map(Int32.init(clamping:)) : nil)
    guard let entry = line.entry, block.refusedLine == nil else {
      try row.put(line.entry?.kind.rawValue)
      for _ in 0..<3 { try row.put(String?.none) }
      for _ in 0..<3 { try row.put(Int64?.none) }
      try row.put(String?.none)
      for _ in 0..<5 { try row.put(Int64?.none) }
      return
    }
    try put(entry, into: &row)
  }

  private func put(_ entry: Entry, into row: inout RowWriter) throws {
    try row.put(entry.kind.rawValue)
    try row.put(entry.code)
    try row.put(entry.title.isEmpty ? nil : entry.title)
    try row.put(entry.group)
    try row.put(entry.weight?.tenThousandths)
    try row.put(entry.target?.tenThousandths)
    try row.put(entry.actual?.tenThousandths)
    try row.put(entry.direction?.rawValue)
    try row.put(entry.baseline?.tenThousandths)
    let isWork = entry.kind == .work
    try row.put(isWork ? entry.qualityFailures.tenThousandths : nil)
    try row.put(isWork ? entry.delays.tenThousandths : nil)
    try row.put(entry.points?.tenThousandths)
    try row.put(entry.selfPoints?.tenThousandths)
  }
}
