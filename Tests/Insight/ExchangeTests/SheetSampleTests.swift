import Basics
import Configuration
import Foundation
import Frameworks
import RecordsKit
import Sample
import Scoring
import Sheets
import Tabular
import Testing

@testable import Exchange

@Suite struct `The months of the sample city` {
  /// How many there are of each grade or status, of a hundred sheets of members.
  private static func shares(_ month: Month, everyone: Bool = false) throws -> [String: Int] {
    var counts: [String: Int] = [:]
    let scores = try scores(month, everyone: everyone)
    for score in scores.values {
      counts[score.rating?.grade.rawValue ?? score.status.rawValue, default: 0] += 1
    }
    return counts.mapValues { ($0 * 100 + scores.count / 2) / max(1, scores.count) }
  }

  private static func scores(_ month: Month, everyone: Bool) throws -> [String: Score] {
    let frameworks = try Dictionary(
      uniqueKeysWithValues: Configuration.frameworks().map { file in
        let framework = try FrameworkFile.read(text: file.text, name: file.name)
        return (framework.reference.code.text, framework)
      })
    return try sheets(month, everyone: everyone).filter { !$0.key.hasPrefix("unit:") }
      .mapValues { sheet in
        let framework = try #require(frameworks[sheet.framework])
        #expect(EntryRules.flaws(of: sheet.entries, by: framework).isEmpty)
        return Score.of(
          sheet.entries, by: framework, isDecided: true, unitResults: .full)
      }
  }

  private static func sheets(
    _ month: Month, everyone: Bool
  ) throws -> [String: (framework: String, entries: [Entry])] {
    let city = SampleCity(
      list: try Configuration.hanoiCommunes(), members: 12_600, everyoneInOffice: everyone)
    let list = ListWriter()
    try city.writeSheets(to: list, month: month)
    let names = SheetColumn.names
    let header = try HeaderMap(
      SampleCity.sheetColumns, names: names, required: SheetColumn.allCases, title: \.rawValue)
    let reader = SheetRowReader(header, decimalComma: false)
    var sheets: [String: (framework: String, entries: [Entry])] = [:]
    for fields in list.rows {
      let entry = reader.entry(of: fields) { column, value, _ in
        Issue.record("\(column) = \(value)")
      }
      sheets[fields[0], default: (fields[1], [])].entries.append(try #require(entry))
    }
    return sheets
  }

  @Test(arguments: [1, 4, 10])
  func `are what a month is like: most are good, some excellent, few fail`(number: Int) throws {
    let month = try #require(Month(2026, number))
    let shares = try Self.shares(month)
    #expect((14...26).contains(shares["A", default: 0]), "\(shares)")
    #expect((45...75).contains(shares["B", default: 0]), "\(shares)")
    #expect((4...25).contains(shares["C", default: 0]), "\(shares)")
    #expect((1...9).contains(shares["D", default: 0]), "\(shares)")
    #expect(shares["not_rated", default: 0] + shares["incomplete", default: 0] >= 2, "\(shares)")
  }

  @Test func `differ from month to month, and are the same each time`() throws {
    let (first, second) = (try #require(Month(2026, 1)), try #require(Month(2026, 2)))
    let scores = try Self.scores(first, everyone: false)
    #expect(try Self.scores(first, everyone: false) == scores)
    #expect(try Self.scores(second, everyone: false) != scores)
    let totals = Dictionary(grouping: scores.values.compactMap { $0.rating?.total }, by: { $0 })
    #expect(totals.values.contains { $0.count > 20 }, "nobody ties")
  }

  @Test func `leave a few without a sheet, and have sheets of the offices themselves`() throws {
    let sheets = try Self.sheets(try #require(Month(2026, 3)), everyone: false)
    let units = sheets.keys.filter { $0.hasPrefix("unit:") }.count
    #expect((126 * 3...126 * 5).contains(units))
    // 43 of the 100 of each commune have a form; a few of them have no sheet.
    #expect((5200...5400).contains(sheets.count - units), "\(sheets.count - units)")
  }

  @Test func `give everybody ten entries where that was asked for`() throws {
    let sheets = try Self.sheets(try #require(Month(2026, 10)), everyone: true)
    #expect(sheets.count == 12_600)
    #expect(sheets.values.allSatisfy { $0.entries.count == 10 })
    let shares = try Self.shares(try #require(Month(2026, 10)), everyone: true)
    #expect((14...26).contains(shares["A", default: 0]), "\(shares)")
  }
}

/// Keeps the rows that are written.
private final class ListWriter: TableWriter {
  private(set) var rows: [[String]] = []
  func write(_ cells: [Cell]) throws { Issue.record("texts are written as texts") }
  func write(_ fields: [String]) throws { rows.append(fields) }
  func finish() throws {}
}
