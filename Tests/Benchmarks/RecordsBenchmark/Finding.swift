import Access
import Basics
import Foundation
import Members
import Postgres

/// Finding a person among all: by name without accents, by number, by card, by code.
extension Bench {
  func find() async throws {
    let database = try await database()
    let (actor, today) = try officer()
    let found = Members(database: database)
    _ = try await found.find("nguyen", limit: 50, today: today, for: actor)
    let sample = try await database.read { transaction in
      try await transaction.rows(
        """
        SELECT code, full_name, personal_id, party_card FROM cadre.member
         ORDER BY md5(code) LIMIT 200
        """, as: SamplePick.self)
    }
    let kinds: [(name: String, texts: [String])] = [
      ("whole name", sample.map { VietnameseText.searchKey($0.name) }),
      (
        "last two words",
        sample.map {
          VietnameseText.searchKey($0.name).split(separator: " ").suffix(2).joined(separator: " ")
        }
      ),
      ("commonest name", Array(repeating: "nguyen van", count: 50)),
      ("personal ID", sample.map(\.personalID)), ("card", sample.map(\.card)),
      ("code", sample.map(\.code)),
    ]
    for kind in kinds {
      var times: [Double] = []
      for text in kind.texts {
        times.append(
          try await seconds {
            _ = try await found.find(text, limit: 50, today: today, for: actor)
          } * 1000)
      }
      times.sort()
      say(
        "find        \(kind.name): median \(shown(times[times.count / 2])) ms, worst of "
          + "\(times.count) \(shown(times[times.count - 1])) ms (goal < 50 ms)")
    }
    await database.close()
  }
}

extension Bench {
  /// The database as the program has it.
  func database(limits: PoolLimits = PoolLimits()) async throws -> Database {
    let running = try await server(of: ours)
    return Database(
      address: DatabaseAddress(
        host: running.socketDirectory, port: running.port, database: "cadre", user: "cadre_app"
      ).setting("search_path", "cadre,pg_catalog,pg_temp"), limits: limits)
  }

  /// Somebody who may do everything that is measured.
  func officer() throws -> (actor: Actor, today: Day) {
    guard let account = Code("bench"), let always = Period(from: .beginning),
      let today = Day(2026, 11, 21)
    else { throw BenchFault.unexpected("no officer") }
    let actor = Actor(
      account: account, origin: "bench",
      grants: [Grant(role: .hrOfficer, scope: .everything, period: always)], today: today)
    return (actor, today)
  }
}

private struct SamplePick: Readable {
  let code: String
  let name: String
  let personalID: String
  let card: String

  init(_ row: Row) throws {
    code = try row.value("code")
    name = try row.value("full_name")
    personalID = try row.value("personal_id")
    card = try row.value("party_card")
  }
}
