import Basics
import Postgres
import Sheets
import Synchronization

/// Whoever is shown sheets one after another.
protocol SheetTaker: Sendable {
  /// Takes a sheet; `entries` are only lent.
  mutating func take(_ sheet: SheetHead, _ entries: ArraySlice<Entry>)
}

extension Transaction {
  /// Shows sheets in the order of subjects, for each subject its latest revision.
  ///
  /// One sweep over the entries, whatever was revised in them. No more than one sheet is held: five
  /// million members have fifty million entries.
  ///
  /// - Parameters:
  ///   - choice: which subjects.
  ///   - month: the month.
  ///   - revision: later ones are passed over.
  ///   - taker: sees every sheet that somebody has written on, also one without any entry.
  /// - Returns: the taker, when it has seen them.
  /// - Throws: a `PostgresError`.
  func showSheets<Taker: SheetTaker>(
    _ choice: SheetChoice, in month: Month, until revision: Int16, to taker: Taker
  ) async throws -> Taker {
    let heads = try await sheetHeads(choice, in: month, until: revision)
    let walker = SheetWalker(SheetWalk(heads, taker))
    try await lendEntries(choice, in: month, until: revision) { rows in
      try walker.take(&rows)
    }
    return walker.ended()
  }
}

/// Puts the entries that come together with the sheets that they stand on.
private struct SheetWalk<Taker: SheetTaker>: Sendable {
  private var latest: [SheetHead] = []
  private var taker: Taker
  /// The sheet at hand, and those of its entries that have come.
  private var place = 0
  private var entries: [Entry] = []

  /// - Parameters:
  ///   - heads: in the order of subject and revision.
  ///   - taker: sees the sheets.
  init(_ heads: [SheetHead], _ taker: Taker) {
    self.taker = taker
    latest.reserveCapacity(heads.count)
    for head in heads {
      if latest.last?.subject == head.subject { latest.removeLast() }
      latest.append(head)
    }
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
    taker.take(latest[place], entries[...])
    entries.removeAll(keepingCapacity: true)
    place += 1
  }

  /// The taker, which has then seen all.
  mutating func end() -> Taker {
    while place < latest.count { close() }
    return taker
  }
}

/// What the connection that reads hands the rows to.
private final class SheetWalker<Taker: SheetTaker>: Sendable {
  private let walk: Mutex<SheetWalk<Taker>>

  init(_ start: SheetWalk<Taker>) { walk = Mutex(start) }

  func take(_ rows: inout CopyRows) throws { try walk.withLock { try $0.take(&rows) } }

  func ended() -> Taker { walk.withLock { $0.end() } }
}
