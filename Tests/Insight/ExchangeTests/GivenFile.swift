import Access
import Basics
import Foundation
import Members
import RecordsKit
import Tabular
import TestKit
import Testing

@testable import Exchange

/// A file of a test, and how to import it.
struct GivenFile {
  let path: String

  init(_ text: String, name: String = "members.csv") throws {
    path = try Scratch.folder("file") + "/" + name
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  /// The same table as a workbook.
  init(workbook header: [String], _ rows: [[String]]) throws {
    path = try Scratch.folder("file") + "/members.xlsx"
    let writer = try XLSXWriter(path: path, sheetName: "Sheet1", header: header)
    for row in rows { try writer.write(row) }
    try writer.finish()
  }

  func write(_ text: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  static let memberHeader = MemberColumn.standard.map(\.rawValue)

  static func csv(_ rows: [[String]], header: [String] = memberHeader) -> String {
    ([header] + rows).map { $0.joined(separator: ",") + "\n" }.joined()
  }

  /// A file of members from rows of the standard columns.
  static func members(_ rows: [[String]]) throws -> GivenFile { try GivenFile(csv(rows)) }

  /// One row of the standard columns; what is not said is empty, the status active.
  static func row(_ changes: [MemberColumn: String]) -> [String] {
    MemberColumn.standard.map { column in
      changes[column]
        ?? (column == .status ? "active" : column == .fullName ? "Đỗ Thị Thử" : "")
    }
  }
}

extension Cast {
  static let hr = actor(.hrOfficer)

  func importMembers(
    _ file: GivenFile, layout: MemberLayout = .standard, by actor: Actor = hr,
    _ adjust: (inout ImportOptions) -> Void = { _ in }
  ) async throws -> ImportReport {
    var options = ImportOptions(today: Cast.today)
    adjust(&options)
    return try await MemberImport(database: database.app).run(
      path: file.path, layout: layout, options: options, by: actor, basis: Cast.basis)
  }

  func importUnits(
    _ text: String, by actor: Actor = hr, _ adjust: (inout ImportOptions) -> Void = { _ in }
  ) async throws -> ImportReport {
    var options = ImportOptions(today: Cast.today)
    adjust(&options)
    let file = try GivenFile(text, name: "units.csv")
    return try await UnitImport(database: database.app).run(
      path: file.path, options: options, by: actor, basis: Cast.basis)
  }

  func export(
    _ layout: MemberLayout = .standard, workbook: Bool = false, under unit: String? = nil,
    by actor: Actor = hr
  ) async throws -> GivenFile {
    let path = try Scratch.folder("out") + (workbook ? "/out.xlsx" : "/out.csv")
    _ = try await MemberExport(database: database.app).run(
      layout, under: unit.map(Cast.code), on: Cast.today, by: actor, basis: Cast.basis,
      to: {
        let header = MemberExport.header(layout)
        return workbook
          ? try XLSXWriter(path: path, sheetName: "Members", header: header)
          : try CSVWriter(path: path, header: header)
      })
    return GivenFile(existing: path)
  }
}

extension GivenFile {
  init(existing path: String) { self.path = path }

  var text: String { get throws { try String(contentsOfFile: path, encoding: .utf8) } }
}

extension ImportReport {
  /// Read, added, changed, unchanged, refused.
  var numbers: [Int] { [read, added, changed, unchanged, refused] }
  var places: [String] { flaws.map { "\($0.line) \($0.column)" } }
}
