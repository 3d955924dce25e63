import Access
import Audit
import Basics
import Postgres
import Products
import Tabular

/// The catalogue of products from a file: all rows are checked first, then all applied or none.
package struct ProductImport: Sendable {
  package let database: Database

  package init(database: Database) { self.database = database }

  /// Columns of `products.csv`.
  enum Column: String, CaseIterable, Sendable {
    case code, title, measure, coefficient
    case validFrom = "valid_from"
    case document

    static let names: [Column: [String]] = [
      .code: ["code", "Mã"], .title: ["title", "Tên sản phẩm"],
      .measure: ["measure", "Đơn vị tính"],
      .coefficient: ["coefficient", "Hệ số"], .validFrom: ["valid_from", "Từ ngày"],
      .document: ["document", "Văn bản"],
    ]
  }

  /// Reads the file and puts it into the catalogue; the same file again changes nothing.
  ///
  /// A row without a first day of its own holds from the day that was named, where one was.
  ///
  /// - Throws: a `Problem` where the file as a whole cannot be taken; nothing is changed then.
  package func run(
    path: String, options: ImportOptions, by actor: Actor, basis: Audit.Basis,
    progress: @Sendable (ImportStep) -> Void = { _ in }
  ) async throws -> ImportReport {
    try actor.requireEverywhere(.keepRegisters)
    var report = ImportReport()
    report.fileDigest = try FileDigest.of(path: path)
    progress(.checking)
    let named = options.newFrom == .beginning ? nil : options.newFrom
    let drafts = try read(path, from: named, into: &report)
    let catalogue = Products(database: database)
    let plan = try await catalogue.put(drafts, rehearses: true, by: actor, basis: basis)
    (report.added, report.changed) = (plan.added.count, plan.newVersions.count)
    report.unchanged = plan.unchanged
    report.planDigest = FileDigest.of(
      text: "product \(report.fileDigest) \(plan.added) \(plan.newVersions)"
        + (named.map { " \($0)" } ?? "") + "\n")
    if let expected = options.expectedPlan, expected != report.planDigest {
      throw ImportError.planChanged(expected: expected, found: report.planDigest)
    }
    guard !options.rehearsal, report.refused == 0 || options.partial,
      !plan.added.isEmpty || !plan.newVersions.isEmpty
    else { return report }
    progress(.writing)
    _ = try await catalogue.put(drafts, by: actor, basis: basis)
    report.applied = true
    return report
  }

  private func read(
    _ path: String, from named: Day?, into report: inout ImportReport
  ) throws -> [Product.Draft] {
    let table = try openTable(path: path, neutralised: true)
    let dated: [Column] = named == nil ? [.validFrom] : []
    let header = try HeaderMap(
      table.header, names: Column.names, required: [.code, .title, .coefficient] + dated,
      title: \.rawValue)
    report.unknownColumns = header.unknown
    var (drafts, lines): ([Product.Draft], [Code: Int]) = ([], [:])
    while let item = try table.next() {
      report.read += 1
      guard case .row(let row) = item else {
        if case .bad(let problem) = item { report.refuse(RowFlaw(problem)) }
        report.refused += 1
        continue
      }
      func text(_ column: Column) -> String { header.text(column, in: row.fields) }
      func refuse(_ column: String, _ value: String, _ reason: Phrase) {
        report.refused += 1
        report.refuse(RowFlaw(line: row.line, column: column, value: value, reason: reason))
      }
      do throws(Product.Flaw) {
        let draft = try Product.Draft(
          code: text(.code), title: text(.title), measure: text(.measure),
          coefficient: text(.coefficient), validFrom: text(.validFrom), orElse: named,
          document: text(.document))
        if let line = lines.updateValue(row.line, forKey: draft.code) {
          refuse(
            Column.code.rawValue, draft.code.text,
            Phrase(vi: "đã có ở dòng \(line)", en: "stands in line \(line) already"))
        } else {
          drafts.append(draft)
        }
      } catch {
        refuse(error.column, error.value, error.reason)
      }
    }
    return drafts
  }
}
