import Access
import Audit
import Basics
import Postgres

extension Transaction {
  /// Members who tie at the line of their group, by code.
  package func waitingTies(of run: Run) async throws -> [Code] {
    try await values(
      """
      SELECT score.member_code FROM quota_change
        JOIN score ON score.period_id = quota_change.period_id
         AND score.run_id = quota_change.run_id AND score.member_id = quota_change.member_id
       WHERE quota_change.period_id = \(run.month.periodID)
         AND quota_change.run_id = \(run.number) AND quota_change.reason = 'quota_tie'
       ORDER BY score.member_code
      """, as: Code.self)
  }

  func appealUntil(of run: Int32) async throws -> Day? {
    try await value(
      "SELECT appeal_until FROM publication WHERE run_id = \(run)", as: Day.self)
  }

  func supersede(_ run: Int32) async throws {
    try await execute(
      "UPDATE run SET state = 'superseded' WHERE id = \(run) AND state = 'published'",
      expecting: 1)
  }

  /// The run, its publication and the step of its month.
  func publish(
    _ run: Run, until day: Day, ties: [Code], by actor: Actor, basis: Audit.Basis, event: Int64
  ) async throws {
    let period = run.month.periodID
    try await execute(
      "UPDATE run SET state = 'published' WHERE id = \(run.number) AND state = 'finished'",
      expecting: 1)
    try await execute(
      """
      INSERT INTO publication (run_id, period_id, published_by, published_at, appeal_until,
        ties_left, event_id)
      VALUES (\(run.number), \(period), \(actor.account), \(now), \(day),
        \(ties.map(\.text)), \(event))
      """)
    try await execute(
      """
      INSERT INTO period_step (period_id, number, step, from_state, to_state, revision, account,
        at, reason, document, event_id)
      SELECT id, (SELECT coalesce(max(number), 0) + 1 FROM period_step WHERE period_id = \(period)),
             'publish', state, 'published', revision, \(actor.account), \(now), \(basis.reason),
             \(basis.document), \(event)
        FROM period WHERE id = \(period)
      """, expecting: 1)
    try await execute(
      """
      UPDATE period SET state = 'published', version = version + 1, event_id = \(event)
       WHERE id = \(period)
      """, expecting: 1)
    try await execute("SELECT cadre.guard_period_tables(\(period))")
  }
}
