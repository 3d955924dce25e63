import Access
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

  /// Whom and what boards decided, or took back, since a run was started: members and the units of
  /// exceptions, by code.
  func boardChanges(since run: Run) async throws -> [Code] {
    let isUnheard: SQL = """
      (decided_at <= \(run.startedAt)
        AND (withdrawn_at IS NULL OR withdrawn_at > \(run.startedAt)))
       <> (withdrawn_at IS NULL)
      """
    return try await values(
      """
      SELECT member.code FROM board_decision JOIN member ON member.id = member_id
       WHERE period_id = \(run.month.periodID) AND \(raw: isUnheard)
      UNION
      SELECT unit.code FROM board_exception JOIN unit ON unit.id = unit_id
       WHERE period_id = \(run.month.periodID) AND \(raw: isUnheard)
       ORDER BY code
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

  /// The run and its publication.
  func publish(
    _ run: Run, until day: Day, ties: [Code], by actor: Actor, event: Int64
  ) async throws {
    try await execute(
      "UPDATE run SET state = 'published' WHERE id = \(run.number) AND state = 'finished'",
      expecting: 1)
    try await execute(
      """
      INSERT INTO publication (run_id, period_id, published_by, published_at, appeal_until,
        ties_left, event_id)
      VALUES (\(run.number), \(run.month.periodID), \(actor.account), \(now), \(day),
        \(ties.map(\.text)), \(event))
      """)
  }
}
