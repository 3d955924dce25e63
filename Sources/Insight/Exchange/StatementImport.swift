import Access
import Audit
import Basics
import Dues
import Postgres
import Tabular

/// A bank's statement, of any size: every line is checked, then all are applied or none.
///
/// Lines stream through in pieces, so memory stays flat, and one transaction holds it all. A line
/// whose content names one member is booked as a payment; the others wait for a person
/// (`dues inbox`). However often a file comes, nothing is booked twice.
package struct StatementImport: Sendable {
  package let database: Database
  /// How many lines are matched and booked at once.
  var pieceSize = 5000

  package init(database: Database) { self.database = database }

  /// Columns of a statement.
  enum Column: String, CaseIterable, Sendable {
    case date, reference, amount, content

    static let names: [Column: [String]] = [
      .date: ["date", "Ngày"], .reference: ["reference", "Số tham chiếu"],
      .amount: ["amount", "Số tiền"], .content: ["content", "Nội dung"],
    ]
  }

  /// Reads a statement and books it.
  ///
  /// - Parameters:
  ///   - path: `date,reference,amount,content` as `.csv` or `.xlsx`.
  ///   - options: rehearsal, partial, today.
  ///   - actor: needs ``Act/bookDues`` everywhere: a statement names anybody.
  ///   - basis: why.
  ///   - progress: told what is going on.
  /// - Returns: what was done; with refused lines and not `partial`, nothing was.
  /// - Throws: a `Problem` where the file as a whole cannot be taken; nothing is changed then.
  package func run(
    path: String, options: ImportOptions, by actor: Actor, basis: Audit.Basis,
    progress: @Sendable (ImportStep) -> Void = { _ in }
  ) async throws -> ImportReport {
    try actor.requireEverywhere(.bookDues)
    let fileDigest = try FileDigest.of(path: path)
    do {
      return try await database.write { transaction in
        try await transaction.holdImports()
        try await transaction.holdOffAssessments()
        try await transaction.createStatementStage()
        let table = try openTable(path: path, neutralised: true)
        let header = try HeaderMap(
          table.header, names: Column.names, required: Column.allCases, title: \.rawValue)
        let plan = FileDigest.of(
          text: "statement \(fileDigest) \(try await transaction.statementState())\n")
        if let expected = options.expectedPlan, expected != plan {
          throw ImportError.planChanged(expected: expected, found: plan)
        }
        let event = try await Audit.note(
          "dues.import_statement", of: .init(kind: "import", code: plan), by: actor,
          basis: basis, in: transaction)
        var booking = StatementBooking(
          today: options.today, event: event, pieceSize: pieceSize)
        (booking.report.fileDigest, booking.report.planDigest) = (fileDigest, plan)
        booking.report.unknownColumns = header.unknown
        while try await booking.takePiece(of: table, header, in: transaction) {
          progress(.reading(bytes: table.progress.bytesRead, of: table.progress.totalBytes))
        }
        var report = booking.report
        report.flaws.sort { $0.line < $1.line }
        guard !options.rehearsal, report.refused == 0 || options.partial, report.added > 0 else {
          throw NotApplied(report: report)
        }
        progress(.writing)
        try await transaction.insertBatch("statement", report, event: event)
        report.applied = true
        return report
      }
    } catch let outcome as NotApplied {
      return outcome.report
    }
  }

  /// Carries the report out of a transaction that is to be rolled back.
  private struct NotApplied: Error {
    let report: ImportReport
  }
}

/// A line of a statement that is right by itself.
struct StatedPayment: Sendable {
  let line: Int
  let paidOn: Day
  let reference: String
  let amount: Money
  let content: String

  /// Reads a line, or says what is wrong with it.
  static func read(
    line: Int, today: Day, _ text: (StatementImport.Column) -> String
  ) -> Result<StatedPayment, StatementFlaw> {
    func flaw(_ column: StatementImport.Column, vi: String, en: String) -> StatementFlaw {
      StatementFlaw(
        flaw: RowFlaw(
          line: line, column: column.rawValue, value: text(column),
          reason: Phrase(vi: vi, en: en)))
    }
    guard let paidOn = Day(text(.date)) else {
      return .failure(
        flaw(
          .date, vi: "không phải ngày (YYYY-MM-DD hoặc dd/mm/yyyy)",
          en: "is no day (YYYY-MM-DD or dd/mm/yyyy)"))
    }
    guard paidOn <= today else {
      return .failure(flaw(.date, vi: "nằm sau hôm nay", en: "lies in the future"))
    }
    // A point parts thousands in one bank's file and decimals in another's.
    guard !text(.amount).contains("."), let amount = Money(text(.amount)), amount > .zero,
      amount <= PaymentDraft.most
    else {
      return .failure(
        flaw(
          .amount, vi: "không phải số đồng nguyên lớn hơn 0, không dấu phân cách",
          en: "is no whole number of đồng above 0, without separators"))
    }
    guard let reference = try? TextGate.clean(text(.reference), limit: 100), !reference.isEmpty
    else {
      return .failure(
        flaw(.reference, vi: "thiếu hoặc dài quá 100 ký tự", en: "missing, or over 100 characters"))
    }
    guard let content = try? TextGate.clean(text(.content), limit: 500) else {
      return .failure(
        flaw(
          .content, vi: "dài quá 500 ký tự hoặc có ký tự ẩn",
          en: "is over 500 characters or has hidden ones"))
    }
    return .success(
      StatedPayment(
        line: line, paidOn: paidOn, reference: reference, amount: amount, content: content))
  }
}

struct StatementFlaw: Error {
  let flaw: RowFlaw
}
