import Access
import Audit
import Basics
import Members
import Organisation
import Postgres

extension Transaction {
  /// Writes the letters of a request and their first step; gives back their numbers in the order
  /// of `planned`.
  func insert(
    _ planned: [PlannedLetter], of request: LetterRequest, replacing old: Int64?,
    by actor: Actor, on day: Day, reason: String, event: Int64
  ) async throws -> [Int64] {
    let transfer = planned.first?.transfer
    let ids = try await values(
      """
      INSERT INTO letter (member_id, kind, issuer_id, purpose, addressee, occasion, year,
        transfer_id, first_month, last_month, replaces_id, event_id)
      SELECT member_id, \(request.kind), issuer_id, \(request.purpose), \(request.addressee),
             \(request.occasion), \(request.year.map { Int16(clamping: $0) }), \(transfer),
             \(request.months?.lowerBound.firstDay), \(request.months?.upperBound.firstDay),
             \(old), \(event)
        FROM unnest(\(planned.map { $0.subject.id?.number ?? 0 }),
          \(planned.map(\.issuer.number))) WITH ORDINALITY AS asked (member_id, issuer_id, place)
       ORDER BY place RETURNING id
      """, as: Int64.self)
    try await execute(
      """
      INSERT INTO letter_step
        (letter_id, number, step, to_state, account, day, at, reason, event_id)
      SELECT id, 1, 'request', 'requested', \(actor.account), \(day), \(now), \(reason), \(event)
        FROM unnest(\(ids)) AS asked (id)
      """, expecting: planned.count)
    return ids
  }

  /// Writes one step of letters that all stand where it leads on from.
  func insert(
    _ step: Letter.Step, to state: Letter.State, of ids: [Int64], by actor: Actor, on day: Day,
    reason: String, event: Int64
  ) async throws {
    try await execute(
      """
      INSERT INTO letter_step (letter_id, number, step, from_state, to_state, account, day, at,
        reason, event_id)
      SELECT id, steps + 1, \(step), state, \(state), \(actor.account), \(day), \(now), \(reason),
             \(event)
        FROM letter WHERE id = ANY (\(ids)) ORDER BY id
      """, expecting: ids.count)
  }

  /// Writes drafts.
  func insert(
    _ drafts: [(letter: Letter, content: LetterContent)], by actor: Actor, on day: Day,
    event: Int64
  ) async throws {
    let (account, at) = (actor.account.text, now)
    try await copyIn(
      into: "letter_step",
      columns: [
        "letter_id", "number", "step", "from_state", "to_state", "account", "day", "at", "content",
        "event_id",
      ]
    ) { writer in
      for (letter, content) in drafts {
        try await writer.append(
          letter.id, Int16(clamping: letter.steps + 1), "draft", letter.state.rawValue, "drafted",
          account, day, at, content.text, event)
      }
    }
  }

  /// The number given last in the book, held until the transaction is over.
  func heldBook(of unit: Unit.ID, year: Int) async throws -> Int {
    let last = try await value(
      "SELECT hold_letter_book(\(unit), \(Int16(clamping: year)))", as: Int32.self)
    return Int(last ?? 0)
  }

  /// Writes issued letters; the database takes their numbers from the books and writes the steps.
  func insert(_ issued: [IssuedLetter], by actor: Actor, event: Int64) async throws {
    let (account, at) = (actor.account.text, now)
    try await copyIn(
      into: "letter_issue",
      columns: [
        "letter_id", "unit_id", "year", "number", "code", "seal", "digest", "key_id", "signature",
        "account", "day", "at", "valid_until", "event_id",
      ]
    ) { writer in
      for one in issued {
        let seal = one.signed.seal
        try await writer.append(
          one.letter.id, one.letter.issuer.number, Int16(clamping: one.year),
          Int32(clamping: one.number), seal.code.text, seal.text, one.digest, one.signed.key,
          one.signed.signature, account, seal.day, at, seal.validUntil, event)
      }
    }
  }

  /// The name below a signature: of the account, else of the member that it is, else the account.
  func signerName(of actor: Actor) async throws -> String {
    try await value(
      """
      SELECT coalesce(nullif(account.full_name, ''), member.full_name, account.name::text)
        FROM account LEFT JOIN member ON member.id = account.member_id
       WHERE account.name = \(actor.account)
      """, as: String.self) ?? actor.account.text
  }

  func insert(
    _ statement: ResidenceTie.Statement, cell: Unit.ID?, of member: Member.ID, from day: Day,
    event: Int64
  ) async throws {
    try await execute(
      """
      INSERT INTO residence_tie
        (member_id, valid_from, known_at, cell_id, place, exemption, event_id)
      VALUES (\(member), \(day), \(now), \(cell), \(statement.place),
        \(statement.exemption?.rawValue ?? ""), \(event))
      """, expecting: 1)
  }
}
