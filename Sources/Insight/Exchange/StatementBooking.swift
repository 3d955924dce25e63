import Basics
import Dues
import Postgres
import Tabular

/// Books a statement piece by piece.
struct StatementBooking: Sendable {
  let today: Day
  let event: Int64
  var report = ImportReport()

  init(today: Day, event: Int64) {
    self.today = today
    self.event = event
    report.waiting = 0
  }

  /// Reads the next lines and books them; `false` at the end of the file.
  mutating func takePiece(
    of table: any TableReader, _ header: HeaderMap<StatementImport.Column>,
    in transaction: Transaction
  ) async throws -> Bool {
    var (piece, places): ([StatedPayment], [String: Int]) = ([], [:])
    var isOver = true
    while let item = try table.next() {
      report.read += 1
      switch item {
      case .bad(let problem): refuse(RowFlaw(problem))
      case .row(let row):
        switch StatedPayment.read(
          line: row.line, today: today, { header.text($0, in: row.fields) })
        {
        case .failure(let failure): refuse(failure.flaw)
        case .success(let stated):
          if let place = places[stated.reference] {
            note(stated, isAs: piece[place].amount)
          } else {
            places[stated.reference] = piece.count
            piece.append(stated)
          }
        }
      }
      if report.read % StatementImport.pieceSize == 0 {
        isOver = false
        break
      }
    }
    try await book(piece, in: transaction)
    return !isOver
  }

  private mutating func book(_ piece: [StatedPayment], in transaction: Transaction) async throws {
    let known = try await transaction.knownReferences(piece.map(\.reference))
    var fresh: [StatedPayment] = []
    for stated in piece {
      guard let before = known[stated.reference] else {
        fresh.append(stated)
        continue
      }
      // A payment that somebody typed in from the same statement: the line only joins it.
      if !before.isLine, before.amount == stated.amount {
        fresh.append(stated)
      } else {
        note(stated, isAs: before.amount)
      }
    }
    guard !fresh.isEmpty else { return }
    let matched = try await matches(fresh, in: transaction)
    try await transaction.stage(zip(fresh, matched).map { ($0, $1) })
    let booked = try await transaction.bookStage(today: today, event: event)
    report.added += fresh.count
    for stated in fresh where !booked.contains(stated.reference) {
      report.waiting = (report.waiting ?? 0) + 1
      report.warn(
        RowFlaw(
          line: stated.line, column: "content", value: stated.content,
          reason: Phrase(
            vi: "không khớp với đúng một đảng viên: chờ người xử lý (cadre dues inbox)",
            en: "names not exactly one member: it waits for a person (cadre dues inbox)")))
    }
  }

  /// The member whom each line names, where it names exactly one.
  private func matches(
    _ piece: [StatedPayment], in transaction: Transaction
  ) async throws -> [Int64?] {
    let contents = piece.map { StatementContent($0.content) }
    let keys = Set(contents.flatMap { ($0?.candidates ?? []) + ($0?.cuts ?? []) }.map(\.key))
    let members = try await transaction.members(byDuesKeys: Array(keys))
    return contents.map { content in
      content?.only { members[$0] != nil }.flatMap { candidate in
        // Two codes that differ by signs or case only are two members.
        members[candidate.key].flatMap { $0.count == 1 ? $0[0] : nil }
      }
    }
  }

  /// A line whose reference is known: the same told again, or a conflict.
  private mutating func note(_ stated: StatedPayment, isAs amount: Money) {
    guard stated.amount != amount else {
      report.unchanged += 1
      return
    }
    refuse(
      RowFlaw(
        line: stated.line, column: "amount", value: "\(stated.amount)",
        reason: Phrase(
          vi: "số tham chiếu “\(stated.reference)” đã có với số tiền \(amount)",
          en: "the reference “\(stated.reference)” is known with the amount \(amount)")))
  }

  private mutating func refuse(_ flaw: RowFlaw) {
    report.refused += 1
    report.refuse(flaw)
  }
}
