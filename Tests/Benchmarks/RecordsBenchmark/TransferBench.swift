import Access
import Basics
import Configuration
import Postgres
import Transfers

/// A merger: everybody of many cells moves by one list, step by step, through the whole workflow.
extension Bench {
  static let moving = 20_000

  fileprivate struct Mover: Readable {
    let member: Code
    let cell: Code

    init(_ row: Row) throws {
      member = try row.value("code")
      cell = try row.value("to_code")
    }
  }

  func transfers() async throws {
    try await psql(["VACUUM ANALYZE", "CHECKPOINT"], home: ours)
    let database = try await database()
    let result: Result<Void, any Error>
    do { result = .success(try await move(database)) } catch { result = .failure(error) }
    await database.close()
    try result.get()
  }

  private func move(_ database: Database) async throws {
    let (actor, today) = try officer()
    let receiver = Actor(
      account: Code("receiver") ?? .blank, origin: "bench", grants: actor.grants, today: today)
    let count = min(Self.moving, members / 2)
    let movers = try await database.read { try await $0.movers(count) }
    let transfers = Transfers(
      database: database, calendar: try HolidayFile.read(try Configuration.holidays()))
    let request = TransferRequest(
      movers.enumerated().map { .init(line: $0 + 2, member: $1.member, to: $1.cell) },
      isList: true, effectiveOn: today.adding(days: 10))
    var list: Int64?
    let asked = try await seconds {
      list = try await transfers.request(request, today: today, by: actor, basis: .none).list
    }
    guard let list else { throw BenchFault.unexpected("no list") }
    var spent: [String] = ["request \(shown(asked)) s"]
    var all = asked
    for (step, actor) in [(Transfer.Step.review, actor), (.release, actor), (.receive, receiver)] {
      let took = try await seconds {
        let outcome = try await transfers.take(
          step, on: .list(list), today: today, by: actor, basis: .none)
        guard outcome.taken.count == count, outcome.left == 0 else {
          throw BenchFault.unexpected("not everybody was moved")
        }
      }
      spent.append("\(step.rawValue) \(shown(took)) s")
      all += took
    }
    let checked = try await seconds { try await cadre(["db", "check"], home: ours) }
    let floor = try await floorOfMove(count)
    say(
      "transfers   \(count) members of a merger moved: \(shown(all)) s (goal ≤ 10 s): "
        + spent.joined(separator: ", ") + " · their new cells written by SQL alone: "
        + "\(shown(floor)) s · ratio \(shown(all / floor)) · db check: \(shown(checked)) s")
  }

  /// The floor: the rows that the move leaves in the chain, into a table with the same keys.
  private func floorOfMove(_ count: Int) async throws -> Double {
    try await psql(
      [
        "CREATE SCHEMA floor",
        "CREATE TABLE floor.cell_membership (LIKE cadre.cell_membership INCLUDING ALL)",
      ], home: ours)
    let spent = try await seconds {
      try await psql(
        [
          "INSERT INTO floor.cell_membership SELECT * FROM cadre.cell_membership "
            + "ORDER BY known_at DESC LIMIT \(count)"
        ], home: ours)
    }
    try await psql(["DROP SCHEMA floor CASCADE"], home: ours)
    return spent
  }
}

extension Transaction {
  /// Members of the first cells, each with another cell of the city.
  fileprivate func movers(_ count: Int) async throws -> [Bench.Mover] {
    try await rows(
      """
      WITH cell AS (SELECT DISTINCT cell_id AS id FROM cell_membership),
      pair AS (
        SELECT id, lag(id) OVER (ORDER BY id) AS other FROM cell)
      SELECT member.code, unit.code AS to_code
        FROM member
        JOIN cell_membership ON member_id = member.id
        JOIN party_standing ON party_standing.member_id = member.id
         AND status NOT IN ('left', 'deceased')
        JOIN pair ON pair.id = cell_id JOIN unit ON unit.id = pair.other
       ORDER BY cell_id, member.id LIMIT \(Int64(count))
      """, as: Bench.Mover.self)
  }
}
