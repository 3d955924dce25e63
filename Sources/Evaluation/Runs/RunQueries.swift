import Basics
import Postgres
import Sheets

extension Run.Kind: PostgresText {}
extension Run.State: PostgresText {}

extension Run: Readable {
  package init(_ row: Row) throws {
    let period: Int32 = try row.value("period_id")
    let digest: String? = try row.value("run_digest")
    var seal: Seal?
    if let digest {
      var found = Seal()
      found.runDigest = digest
      found.inputDigest = try row.value("input_digest")
      found.rankingDigest = try row.value("ranking_digest")
      found.frameworkDigests = try row.value("framework_digests")
      found.counts = try Counts(row)
      seal = found
    }
    self.init(
      number: try row.value("id"), month: Month(periodID: period) ?? Month(containing: .first),
      revision: try row.value("revision"), kind: try row.value("kind"),
      state: try row.value("state"), knownAt: try row.value("known_at"),
      startedAt: try row.value("started_at"), startedBy: try row.value("started_by"),
      previous: try row.value("previous_run_id"),
      programVersion: try row.value("program_version"), seal: seal)
  }
}

extension Run.Counts {
  fileprivate init(_ row: Row) throws {
    self.init()
    expected = try row.value("expected")
    rated = try row.value("rated")
    notRated = try row.value("not_rated")
    incomplete = try row.value("incomplete")
    unchanged = try row.value("unchanged")
    skipped = try row.value("skipped")
    groupsOver = try row.value("groups_over")
    tiesWaiting = try row.value("ties_waiting")
    placesOpen = try row.value("places_open")
  }
}

private let runColumns: SQL = """
  id, period_id, revision, kind, state, known_at, started_at, started_by, previous_run_id,
  program_version, expected, skipped, rated, not_rated, incomplete, unchanged, groups_over,
  ties_waiting, places_open, input_digest, run_digest, ranking_digest, framework_digests
  """

extension Transaction {
  /// The period; kept as it is until the transaction ends.
  func knownPeriod(_ month: Month) async throws -> EvaluationPeriod {
    guard let found = try await heldPeriod(month) else { throw RunError.unknownPeriod(month) }
    return found
  }

  /// The period as it is, for reading alone.
  func knownPeriodNow(_ month: Month) async throws -> EvaluationPeriod {
    guard let found = try await period(month) else { throw RunError.unknownPeriod(month) }
    return found
  }

  /// One at a time plans, numbers and seals runs; waits for the other.
  package func holdRuns() async throws { try await execute("SELECT pg_advisory_xact_lock(41, 3)") }

  package func run(_ number: Int32) async throws -> Run {
    let found = try await first(
      "SELECT \(raw: runColumns) FROM run WHERE id = \(number)", as: Run.self)
    guard let found else { throw RunError.unknown(number) }
    return found
  }

  /// All runs, or those of a month, newest first.
  package func runs(of month: Month?) async throws -> [Run] {
    try await rows(
      """
      SELECT \(raw: runColumns) FROM run
       WHERE \(month?.periodID)::int IS NULL OR period_id = \(month?.periodID)
       ORDER BY id DESC
      """, as: Run.self)
  }

  /// The newest run of a month whose results may be read.
  package func latestSealedRun(of month: Month) async throws -> Run? {
    try await first(
      """
      SELECT \(raw: runColumns) FROM run
       WHERE period_id = \(month.periodID) AND state NOT IN ('building', 'abandoned')
       ORDER BY id DESC LIMIT 1
      """, as: Run.self)
  }

  /// The run of a month that is published.
  package func publishedRun(of month: Month) async throws -> Run? {
    try await first(
      """
      SELECT \(raw: runColumns) FROM run
       WHERE period_id = \(month.periodID) AND state = 'published'
      """, as: Run.self)
  }

  /// The run of a month that is shown where nobody names one.
  ///
  /// The newest whose results may be read; where that only says again what is published, the
  /// published one.
  package func shownRun(of month: Month) async throws -> Run? {
    guard let latest = try await latestSealedRun(of: month) else { return nil }
    guard latest.state == .finished, let published = try await publishedRun(of: month),
      published.revision == latest.revision,
      published.seal?.runDigest == latest.seal?.runDigest,
      published.seal?.rankingDigest == latest.seal?.rankingDigest
    else { return latest }
    return published
  }

  func buildingRun(of month: Month) async throws -> (run: Run, inputs: Int64)? {
    let found = try await first(
      """
      SELECT \(raw: runColumns) FROM run
       WHERE period_id = \(month.periodID) AND state = 'building'
      """, as: Run.self)
    guard let found else { return nil }
    let inputs = try await value(
      "SELECT inputs_event_id FROM run WHERE id = \(found.number)", as: Int64.self)
    return (found, inputs ?? 0)
  }

  /// The last change of anything that a run of this month reads.
  ///
  /// Two runs with the same answer had the same sheets and decisions before them. Of a frozen month
  /// only the decisions are asked: its sheets cannot have changed.
  func lastInputEvent(of month: Month, isFrozen: Bool = false) async throws -> Int64 {
    let sheets: SQL =
      isFrozen
      ? ""
      : """
      (SELECT max(event_id) FROM sheet WHERE period_id = \(month.periodID)),
      (SELECT max(event_id) FROM sheet_step WHERE period_id = \(month.periodID)),
      """
    return try await value(
      """
      SELECT coalesce(greatest(
        \(raw: sheets)
        (SELECT max(greatest(event_id, withdraw_event_id)) FROM board_decision
          WHERE period_id = \(month.periodID)),
        (SELECT max(greatest(event_id, withdraw_event_id)) FROM board_exception
          WHERE period_id = \(month.periodID))), 0)::bigint
      """, as: Int64.self) ?? 0
  }

  /// Makes room for a rehearsal where a run was left half-way; for a transaction that is undone.
  ///
  /// - Throws: ``RunError/beingBuilt(_:_:)`` while somebody scores that run.
  func setAsideBuilding(of month: Month) async throws {
    try await holdRuns()
    guard let building = try await buildingRun(of: month) else { return }
    // Whoever scores holds it.
    let free = try await value(
      """
      SELECT id FROM run WHERE id = \(building.run.number) AND state = 'building'
         FOR NO KEY UPDATE SKIP LOCKED
      """, as: Int32.self)
    guard free != nil else { throw RunError.beingBuilt(month, building.run.number) }
    try await abandon(building.run.number)
  }

  func abandon(_ run: Int32) async throws {
    try await execute(
      "UPDATE run SET state = 'abandoned' WHERE id = \(run) AND state = 'building'")
  }

  /// The moment of the start is taken under the lock that decisions of boards take as well, so none
  /// that was waited for is missed.
  func insertRun(_ plan: RunPlan, by account: Code, event: Int64) async throws -> Int32 {
    let number = try await value(
      """
      INSERT INTO run (id, period_id, revision, kind, state, known_at, inputs_event_id,
        previous_run_id, program_version, started_by, started_at, expected, skipped, event_id)
      SELECT coalesce(max(id), 0) + 1, \(plan.month.periodID), \(plan.revision), \(plan.kind),
             'building', \(plan.knownAt), \(plan.inputs), \(plan.previous),
             \(plan.programVersion), \(account), clock_timestamp(), 0, 0, \(event)
        FROM run
      RETURNING id
      """, as: Int32.self)
    guard let number else { throw RunError.unknownPeriod(plan.month) }
    return number
  }

  /// Whether the run is still being built; it cannot be abandoned before the transaction ends.
  ///
  /// - Throws: ``RunError/lost(_:)`` for a run that was abandoned.
  func holdBuilding(_ run: Int32) async throws -> Bool {
    let state = try await value(
      "SELECT state FROM run WHERE id = \(run) FOR SHARE", as: Run.State.self)
    guard state != .abandoned, state != nil else { throw RunError.lost(run) }
    return state == .building
  }

  /// The run itself, to be sealed by one alone; the others wait here.
  func lockRun(_ run: Int32) async throws -> Run.State {
    let state = try await value(
      "SELECT state FROM run WHERE id = \(run) FOR UPDATE", as: Run.State.self)
    guard let state else { throw RunError.unknown(run) }
    return state
  }

  func seal(_ run: Int32, _ seal: Run.Seal) async throws {
    let counts = seal.counts
    try await execute(
      """
      UPDATE run SET state = 'finished', finished_at = clock_timestamp(),
             expected = \(Int32(counts.expected)), skipped = \(Int32(counts.skipped)),
             rated = \(Int32(counts.rated)), not_rated = \(Int32(counts.notRated)),
             incomplete = \(Int32(counts.incomplete)), unchanged = \(Int32(counts.unchanged)),
             groups_over = \(Int32(counts.groupsOver)),
             ties_waiting = \(Int32(counts.tiesWaiting)),
             places_open = \(Int32(counts.placesOpen)), input_digest = \(seal.inputDigest),
             run_digest = \(seal.runDigest), ranking_digest = \(seal.rankingDigest),
             framework_digests = \(seal.frameworkDigests)
       WHERE id = \(run)
      """, expecting: 1)
  }
}

extension Transaction {
  /// Units that grade anybody in a run.
  func gradingUnits(of run: Run) async throws -> [Int64] {
    try await values(
      """
      SELECT DISTINCT unit_id FROM run_member
       WHERE period_id = \(run.month.periodID) AND run_id = \(run.number)
      """, as: Int64.self)
  }
}
