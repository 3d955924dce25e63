import Basics
import Postgres

extension Transaction {
  /// Puts into the temporary table `expected` who is expected to be evaluated.
  ///
  /// Members with status `active` and a form; form, manager, agency and cell are those of `day`,
  /// as known at `knownAt` (`scoring.md` §3). `unit_id` is the unit that grades: the agency where
  /// there is one, else the cell; empty for a member without either. The table is gone with the
  /// transaction.
  ///
  /// - Parameters:
  ///   - day: the last day of the period.
  ///   - knownAt: since when nothing that was learnt later counts.
  /// - Returns: how many are expected.
  /// - Throws: what the database says.
  package func stageExpected(on day: Day, knownAt: Instant) async throws -> Int {
    if let all = try await memberNumbers() {
      try await stageExpected(on: day, knownAt: knownAt, of: all)
    } else {
      try await stageExpected(on: day, knownAt: knownAt, of: 0...0)
    }
    try await execute("ANALYZE expected")
    return try await value("SELECT count(*)::int FROM expected", as: Int.self) ?? 0
  }

  /// The numbers between which all members have theirs; `nil` without any member.
  package func memberNumbers() async throws -> ClosedRange<Int64>? {
    let ends = try await values(
      "SELECT unnest(ARRAY[min(id), max(id)]) FROM member", as: Int64?.self)
    guard let first = ends.first ?? nil, let last = ends.last ?? nil else { return nil }
    return first...last
  }

  /// The same of members with some numbers, without statistics.
  ///
  /// Piece by piece: what is sorted of one fits into memory, so twice the members take twice the
  /// time.
  ///
  /// - Parameters:
  ///   - day: the last day of the period.
  ///   - knownAt: since when nothing that was learnt later counts.
  ///   - numbers: of the members.
  ///   - piece: how many numbers at a time.
  /// - Throws: what the database says.
  package func stageExpected(
    on day: Day, knownAt: Instant, of numbers: ClosedRange<Int64>, piece: Int64 = 500_000
  ) async throws {
    try await execute("SET LOCAL work_mem = '128MB'")
    // All of a piece is joined with all of it: look-ups would take half as long again. A second
    // process would sort the same once more, and a plan for any piece would expect a small one.
    try await execute("SET LOCAL enable_nestloop = off")
    try await execute("SET LOCAL max_parallel_workers_per_gather = 0")
    try await execute("SET LOCAL plan_cache_mode = force_custom_plan")
    var first = numbers.lowerBound
    while first <= numbers.upperBound {
      let (last, overflow) = first.addingReportingOverflow(max(1, piece) - 1)
      let part = first...(overflow ? numbers.upperBound : min(last, numbers.upperBound))
      let found = expected(on: day, knownAt: knownAt, of: part)
      if first == numbers.lowerBound {
        try await execute("CREATE TEMPORARY TABLE expected ON COMMIT DROP AS \(raw: found)")
      } else {
        try await execute("INSERT INTO expected \(raw: found)")
      }
      guard part.upperBound < numbers.upperBound else { break }
      first = part.upperBound + 1
    }
    try await execute("SET LOCAL plan_cache_mode TO DEFAULT")
    try await execute("SET LOCAL max_parallel_workers_per_gather TO DEFAULT")
    try await execute("SET LOCAL enable_nestloop = on")
  }

  private func expected(on day: Day, knownAt: Instant, of part: ClosedRange<Int64>) -> SQL {
    let (first, last) = (part.lowerBound, part.upperBound)
    return """
      SELECT member.id AS member_id, member.code AS member_code,
             coalesce(post.agency_id, cell.cell_id) AS unit_id, cell.cell_id, post.agency_id,
             post.form, post.manager_id
        FROM (SELECT DISTINCT ON (member_id) member_id, agency_id, form, manager_id
                FROM post_holding
               WHERE member_id BETWEEN \(first) AND \(last)
                 AND valid_from <= \(day) AND known_at <= \(knownAt)
               ORDER BY member_id, valid_from DESC, known_at DESC) AS post
        JOIN (SELECT DISTINCT ON (member_id) member_id, status
                FROM party_standing
               WHERE member_id BETWEEN \(first) AND \(last)
                 AND valid_from <= \(day) AND known_at <= \(knownAt)
               ORDER BY member_id, valid_from DESC, known_at DESC) AS standing
          ON standing.member_id = post.member_id
        JOIN member ON member.id = post.member_id
        LEFT JOIN (SELECT DISTINCT ON (member_id) member_id, cell_id
                FROM cell_membership
               WHERE member_id BETWEEN \(first) AND \(last)
                 AND valid_from <= \(day) AND known_at <= \(knownAt)
               ORDER BY member_id, valid_from DESC, known_at DESC) AS cell
          ON cell.member_id = post.member_id
       WHERE member.id BETWEEN \(first) AND \(last)
         AND post.form IS NOT NULL AND standing.status = 'active'
         AND NOT EXISTS (
           SELECT FROM member_merge
            WHERE duplicate_id = member.id AND (undone_at IS NULL OR undone_at > \(knownAt))
              AND \(knownAt) >=
                  (SELECT at FROM audit_event WHERE audit_event.id = member_merge.event_id))
       ORDER BY member.id
      """
  }
}
