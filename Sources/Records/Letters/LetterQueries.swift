import Access
import Basics
import Members
import Organisation
import Postgres

extension LetterKind: PostgresText {}
extension Letter.State: PostgresText {}
extension Letter.Step: PostgresText {}
extension Letter.Occasion: PostgresText {}

extension Letter: Readable {
  package init(_ row: Row) throws {
    let (first, last): (Day?, Day?) = (
      try row.value("first_month"), try row.value("last_month")
    )
    let year: Int16? = try row.value("year")
    self.init(
      id: try row.value("id"), kind: try row.value("kind"), member: try row.value("member_id"),
      memberCode: try row.value("member_code"), memberName: Personal(try row.value("full_name")),
      issuer: try row.value("issuer_id"), issuerCode: try row.value("issuer_code"),
      purpose: try row.value("purpose"), addressee: try row.value("addressee"),
      occasion: try row.value("occasion"), year: year.map(Int.init),
      transfer: try row.value("transfer_id"),
      months: first.flatMap { first in last.map { first.month...$0.month } },
      replaces: try row.value("replaces_id"), state: try row.value("state"),
      steps: try row.value("steps"), draftedBy: try row.value("drafted_by"),
      issue: try Issue(row))
  }
}

extension Letter.Issue {
  fileprivate init?(_ row: Row) throws {
    guard let text: String = try row.value("code"), let code = LetterCode(text) else { return nil }
    let year: Int16 = try row.value("issue_year")
    self.init(
      number: try row.value("issue_number"), year: Int(year), code: code,
      day: try row.value("issue_day"), validUntil: try row.value("valid_until"),
      account: try row.value("issue_account"), key: try row.value("key_id"))
  }
}

extension Letter.Taken: Readable {
  package init(_ row: Row) throws {
    self.init(
      number: try row.value("number"), step: try row.value("step"),
      state: try row.value("to_state"), account: try row.value("account"),
      day: try row.value("day"), reason: try row.value("reason"))
  }
}

extension SignedSeal: Readable {
  package init(_ row: Row) throws {
    let text: String = try row.value("seal")
    guard let seal = LetterSeal(text: text) else {
      throw LetterError.broken(try row.value("letter_id"))
    }
    self.init(
      seal: seal, key: try row.value("key_id"), signature: try row.value("signature"))
  }
}

extension Transaction {
  private var letterColumns: SQL {
    """
    letter.id, letter.kind, letter.member_id, member.code AS member_code, member.full_name,
    letter.issuer_id, issuer.code AS issuer_code, letter.purpose, letter.addressee,
    letter.occasion, letter.year, letter.transfer_id, letter.first_month, letter.last_month,
    letter.replaces_id, letter.state, letter.steps, letter.drafted_by, issue.code,
    issue.number AS issue_number, issue.year AS issue_year, issue.day AS issue_day,
    issue.valid_until, issue.account AS issue_account, issue.key_id
    """
  }

  private var letterTables: SQL {
    """
    letter JOIN member ON member.id = letter.member_id
    JOIN unit AS issuer ON issuer.id = letter.issuer_id
    LEFT JOIN letter_issue AS issue ON issue.letter_id = letter.id
    """
  }

  func letters(_ ids: [Int64]) async throws -> [Letter] {
    try await rows(
      """
      SELECT \(raw: letterColumns) FROM \(raw: letterTables)
       WHERE letter.id = ANY (\(ids)) ORDER BY letter.id
      """, as: Letter.self)
  }

  /// The letters, held against other steps until the transaction is over, by their members: the
  /// program has no right to lock a letter.
  func heldLetters(_ ids: [Int64]) async throws -> [Letter] {
    try await execute(
      """
      SELECT FROM member WHERE id IN (SELECT member_id FROM letter WHERE id = ANY (\(ids)))
       ORDER BY id FOR NO KEY UPDATE
      """)
    return try await letters(ids)
  }

  /// Letters of these units that stand in one of the states, by number.
  func waitingLetters(
    of units: [Int64], in states: [Letter.State], kind: LetterKind?
  ) async throws -> [Int64] {
    try await values(
      """
      SELECT id FROM letter
       WHERE issuer_id = ANY (\(units)) AND state = ANY (\(states.map(\.rawValue)))
         AND (\(kind)::text IS NULL OR kind = \(kind)) ORDER BY id
      """, as: Int64.self)
  }

  /// Letters by a filter, the newest first; `nil` for units means all.
  func letterLines(
    _ filter: Letters.Filter, asked: [Int64]?, visible: [Int64]?
  ) async throws -> [Letter] {
    try await rows(
      """
      SELECT \(raw: letterColumns) FROM \(raw: letterTables)
       WHERE (\(filter.member)::text IS NULL OR member.code = \(filter.member))
         AND (\(filter.kind)::text IS NULL OR letter.kind = \(filter.kind))
         AND letter.state = ANY (\(filter.states.map(\.rawValue)))
         AND (\(asked == nil) OR letter.issuer_id = ANY (\(asked ?? [])))
         AND (\(visible == nil) OR letter.issuer_id = ANY (\(visible ?? []))
           OR (SELECT cell_id FROM cell_membership
                WHERE member_id = member.id ORDER BY valid_from DESC, known_at DESC LIMIT 1)
              = ANY (\(visible ?? [])))
       ORDER BY letter.id DESC
      """, as: Letter.self)
  }

  func letterSteps(of id: Int64) async throws -> [Letter.Taken] {
    try await rows(
      """
      SELECT number, step, to_state, account, day, reason
        FROM letter_step WHERE letter_id = \(id) ORDER BY number
      """, as: Letter.Taken.self)
  }

  /// The last drafts of these letters, by number.
  func drafts(of ids: [Int64]) async throws -> [Int64: String] {
    let found = try await rows(
      """
      SELECT letter.id, step.content FROM letter JOIN letter_step AS step
          ON step.letter_id = letter.id AND step.number = letter.draft_step
       WHERE letter.id = ANY (\(ids))
      """, as: LetterDraft.self)
    return Dictionary(found.map { ($0.id, $0.content) }) { first, _ in first }
  }

  /// What was signed of these letters, by number.
  func seals(of ids: [Int64]) async throws -> [Int64: SignedSeal] {
    var seals: [Int64: SignedSeal] = [:]
    let found = try await rows(
      """
      SELECT letter_id, seal, key_id, signature FROM letter_issue
       WHERE letter_id = ANY (\(ids)) ORDER BY letter_id
      """, as: NumberedSeal.self)
    for one in found { seals[one.id] = one.seal }
    return seals
  }

  func letterID(of code: LetterCode) async throws -> Int64? {
    try await value(
      "SELECT letter_id FROM letter_issue WHERE code = \(code.text)", as: Int64.self)
  }

  /// The letter that stands in the place of another one.
  func replacement(of id: Int64) async throws -> Letter? {
    try await first(
      """
      SELECT \(raw: letterColumns) FROM \(raw: letterTables) WHERE letter.replaces_id = \(id)
      """, as: Letter.self)
  }
}

private struct LetterDraft: Readable {
  let id: Int64
  let content: String

  init(_ row: Row) throws {
    id = try row.value("id")
    content = try row.value("content")
  }
}

private struct NumberedSeal: Readable {
  let id: Int64
  let seal: SignedSeal

  init(_ row: Row) throws {
    id = try row.value("letter_id")
    seal = try SignedSeal(row)
  }
}

extension Transaction {
  /// The introduction letters of a transfer that are good.
  func introductions(of transfer: Int64) async throws -> [Int64] {
    try await values(
      "SELECT id FROM letter WHERE transfer_id = \(transfer) AND state = 'issued' ORDER BY id",
      as: Int64.self)
  }
}

extension Transaction {
  /// How many letters were issued.
  func issuedLetters() async throws -> Int {
    Int(try await value("SELECT count(*) FROM letter_issue", as: Int64.self) ?? 0)
  }

  /// Issued letters by their numbers, some at a time.
  func issuedLetters(after last: Int64, limit: Int64) async throws -> [Int64] {
    try await values(
      """
      SELECT letter_id FROM letter_issue WHERE letter_id > \(last)
       ORDER BY letter_id LIMIT \(limit)
      """, as: Int64.self)
  }
}
