import Basics
import Postgres
import Sheets
import Synchronization

/// The sheets of a chunk as a run reads them: for each subject its latest revision.
struct ReadSheets: Sendable {
  struct Sheet: Sendable {
    let subject: Int64
    let framework: Int32
    let isDecided: Bool
    let entries: Range<Int>
  }

  /// In the order of subjects.
  private(set) var sheets: [Sheet] = []
  private(set) var entries: [Entry] = []

  /// Reads them; one sweep over the entries, whatever was revised in them.
  init(
    _ choice: SheetChoice, in month: Month, until revision: Int16, expecting members: Int,
    from transaction: Transaction
  ) async throws {
    let heads = try await transaction.sheetHeads(choice, in: month, until: revision)
    let gatherer = Gatherer(Gathering(heads, expecting: members))
    try await transaction.lendEntries(choice, in: month, until: revision) { rows in
      try gatherer.take(&rows)
    }
    (sheets, entries) = gatherer.gathered()
  }

  /// The sheets one after another, for a walk in the order of subjects.
  func entries(of sheet: Sheet) -> ArraySlice<Entry> { entries[sheet.entries] }
}

/// Puts the entries that come together with the sheets that they stand on.
private struct Gathering: Sendable {
  private var latest: [SheetHead] = []
  private var sheets: [ReadSheets.Sheet] = []
  private var entries: [Entry] = []
  /// The sheet at hand, and where its entries begin.
  private var (place, start) = (0, 0)

  /// - Parameters:
  ///   - heads: in the order of subject and revision.
  ///   - members: about so many sheets will have entries.
  init(_ heads: [SheetHead], expecting members: Int) {
    latest.reserveCapacity(heads.count)
    for head in heads {
      if latest.last?.subject == head.subject { latest.removeLast() }
      latest.append(head)
    }
    entries.reserveCapacity(members * 11)
    sheets.reserveCapacity(latest.count)
  }

  /// Takes the rows, in the same order.
  mutating func take(_ rows: inout CopyRows) throws {
    while let row = try rows.next() {
      let (subject, revision) = try EntryRow.owner(row)
      while place < latest.count, latest[place].subject < subject { close() }
      guard place < latest.count, latest[place].subject == subject,
        latest[place].revision == revision
      else { continue }
      entries.append(try EntryRow.entry(row))
    }
  }

  private mutating func close() {
    let head = latest[place]
    sheets.append(
      ReadSheets.Sheet(
        subject: head.subject, framework: head.framework, isDecided: head.isDecided,
        entries: start..<entries.count))
    start = entries.count
    place += 1
  }

  /// All that was gathered; nothing stays here.
  mutating func finish() -> ([ReadSheets.Sheet], [Entry]) {
    while place < latest.count { close() }
    defer { (sheets, entries) = ([], []) }
    return (sheets, entries)
  }
}

/// What the connection that reads hands the rows to.
private final class Gatherer: Sendable {
  private let gathering: Mutex<Gathering>

  init(_ start: Gathering) { gathering = Mutex(start) }

  func take(_ rows: inout CopyRows) throws {
    try gathering.withLock { try $0.take(&rows) }
  }

  func gathered() -> ([ReadSheets.Sheet], [Entry]) { gathering.withLock { $0.finish() } }
}
