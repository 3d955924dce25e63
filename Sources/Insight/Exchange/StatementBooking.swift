import Basics
import Dues
import Postgres
import Tabular

/// Books a statement piece by piece.
struct StatementBooking: Sendable {
  let today: Day
  let event: Int64
  /// How many lines are matched and booked at once.
  let pieceSize: Int
  var report = ImportReport()

  init(today: Day, event: Int64, pieceSize: Int) {
    self.today = today
    self.event = event
    self.pieceSize = pieceSize
    report.waiting = 0
  }

  /// Reads the next lines and books them; `false` at the end of the file.
  mutating func takePiece(
    of table: any TableReader, _ header: HeaderMap<StatementImport.Column>,
    in transaction: Transaction
  ) async throws -> Bool {
    var piece: [StatedPayment] = []
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
        case .success(let stated): piece.append(stated)
        }
      }
      if report.read % pieceSize == 0 {
        isOver = false
        break
      }
    }
    try await book(piece, in: transaction)
    return !isOver
  }

  private mutating func book(_ piece: [StatedPayment], in transaction: Transaction) async throws {
    guard !piece.isEmpty else { return }
    let known = try await transaction.knownReferences(piece.map(\.reference))
    var (fresh, amounts): ([StatedPayment], [String: Money]) = ([], [:])
    for stated in piece {
      if let amount = amounts[stated.reference] {
        note(stated, isAs: amount)
      } else if let before = known[stated.reference],
        // A payment that somebody typed in from the same statement: the line only joins it.
        before.isLine || !(before.isReversed || before.amount == stated.amount)
      {
        note(stated, isAs: before.amount)
      } else {
        amounts[stated.reference] = stated.amount
        fresh.append(stated)
      }
    }
    guard !fresh.isEmpty else { return }
    let matched = try await matches(fresh, in: transaction)
    try await transaction.stage(zip(fresh, matched).map { ($0, $1) })
    let booked = try await transaction.bookStage(today: today, event: event)
    report.added += fresh.count
    for (stated, member) in zip(fresh, matched) where !booked.contains(stated.reference) {
      report.waiting = (report.waiting ?? 0) + 1
      let isReversed = known[stated.reference]?.isReversed ?? false
      report.warn(
        RowFlaw(
          line: stated.line, column: isReversed ? "reference" : "content",
          value: isReversed ? stated.reference : stated.content,
          reason: isReversed ? Self.reversed : member == nil ? Self.nobody : Self.noCell))
    }
  }

  private static let nobody = Phrase(
    vi: "không khớp với đúng một đảng viên: chờ người xử lý (cadre dues inbox)",
    en: "names not exactly one member: it waits for a person (cadre dues inbox)")
  private static let noCell = Phrase(
    vi: "đảng viên chưa từng thuộc chi bộ nào: chờ người xử lý (cadre dues inbox)",
    en: "the member was never in a cell: it waits for a person (cadre dues inbox)")
  private static let reversed = Phrase(
    vi: "khoản nộp ghi tay theo số tham chiếu này đã bị huỷ: chờ người xử lý (cadre dues inbox)",
    en: "the payment typed in with it was reversed: it waits for a person (cadre dues inbox)")

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
