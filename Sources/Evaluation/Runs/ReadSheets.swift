import Basics
import Postgres
import Sheets

/// A few sheets with all their entries, for each subject its latest revision.
struct ReadSheets: SheetTaker {
  struct Sheet: Sendable {
    let subject: Int64
    let framework: Int32
    let isDecided: Bool
    let entries: Range<Int>
  }

  /// In the order of subjects.
  private(set) var sheets: [Sheet] = []
  private(set) var entries: [Entry] = []

  private init() {}

  init(
    _ choice: SheetChoice, in month: Month, until revision: Int16, from transaction: Transaction
  ) async throws {
    self = try await transaction.showSheets(
      choice, in: month, until: revision, to: ReadSheets())
  }

  mutating func take(_ sheet: SheetHead, _ entries: ArraySlice<Entry>) {
    let start = self.entries.count
    self.entries += entries
    sheets.append(
      Sheet(
        subject: sheet.subject, framework: sheet.framework, isDecided: sheet.isDecided,
        entries: start..<self.entries.count))
  }

  /// The sheets one after another, for a walk in the order of subjects.
  func entries(of sheet: Sheet) -> ArraySlice<Entry> { entries[sheet.entries] }
}
