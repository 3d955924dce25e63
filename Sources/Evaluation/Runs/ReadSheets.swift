import Basics
import Postgres
import Sheets

/// The sheets of a chunk as a run reads them: for each subject its latest revision.
struct ReadSheets {
  struct Sheet {
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
    var latest: [SheetHead] = []
    latest.reserveCapacity(heads.count)
    for head in heads {
      if latest.last?.subject == head.subject { latest.removeLast() }
      latest.append(head)
    }
    var book: [Entry] = []
    book.reserveCapacity(members * 12)
    var found: [Sheet] = []
    found.reserveCapacity(latest.count)
    var (place, start) = (0, 0)
    func close() {
      let head = latest[place]
      found.append(
        Sheet(
          subject: head.subject, framework: head.framework, isDecided: head.isDecided,
          entries: start..<book.count))
      start = book.count
      place += 1
    }
    try await transaction.eachBatch(ofEntries: choice, in: month, until: revision) { batch in
      for row in batch.indices {
        while place < latest.count, latest[place].subject < batch[row].subject { close() }
        guard place < latest.count, latest[place].subject == batch[row].subject,
          latest[place].revision == batch[row].revision
        else { continue }
        book.append(batch[row].entry)
      }
    }
    while place < latest.count { close() }
    (sheets, entries) = (found, book)
  }

  /// The sheets one after another, for a walk in the order of subjects.
  func entries(of sheet: Sheet) -> ArraySlice<Entry> { entries[sheet.entries] }
}
