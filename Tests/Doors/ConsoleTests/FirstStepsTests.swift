import Foundation
import LocalCluster
import TestKit
import Testing

/// The first minutes with the program, and the clumsy ones.
@Suite(.timeLimit(.minutes(15))) struct `On an empty home` {
  @Test func `an import just works and makes its user the first operator`() async throws {
    try await TestHome.empty { home in
      let outcome = try await home.cadre("unit", "import", try home.lay("u.csv", Town.units))
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("new \(Town.unitCount)"))
      #expect(outcome.output.contains("Applied."))
      let accounts = try CSV.rows(try await home.done("account", "list", "--format", "csv"))
      let user = String(cString: getpwuid(geteuid()).pointee.pw_name)
      #expect(Set(accounts.dropFirst().map { $0[0] }) == [user])
      #expect(Set(accounts.dropFirst().map { $0[3] }).contains("hr_officer"))
      #expect(accounts.dropFirst().allSatisfy { $0[2] == user && $0[4] == "*" })
      let trail = try CSV.rows(try await home.done("audit", "show", "--format", "csv"))
      #expect(trail.contains { $0[4] == "unit.import" && $0[2] == user })
      #expect(trail.contains { $0[4] == "account.add" && $0[6] == "first operator" })
    }
  }

  @Test func `two commands at once both succeed`() async throws {
    try await TestHome.empty { home in
      let file = try home.lay("u.csv", Town.units)
      async let left = home.cadre("unit", "import", file)
      async let right = home.cadre("account", "list", "--format", "csv")
      let (imported, listed) = try await (left, right)
      #expect(imported.code == 0, "\(imported.errors)")
      #expect(listed.code == 0, "\(listed.errors)")
      let accounts = try CSV.rows(try await home.done("account", "list", "--format", "csv"))
      #expect(Set(accounts.dropFirst().map { $0[0] }).count == 1)
      try await home.done("db", "check")
    }
  }

  @Test func `db status and db stop make nothing`() async throws {
    try await TestHome.empty { home in
      let place = home.with(["CADRE_HOME": home.path + "/not/yet"])
      let status = try await place.cadre("db", "status", "--format", "json")
      #expect(status.code == 0 && status.errors.isEmpty, "\(status.errors)")
      #expect(status.output.contains("not created"))
      for _ in 0..<2 {
        let stopped = try await place.cadre("db", "stop")
        #expect(stopped.code == 0, "\(stopped.errors)")
      }
      #expect(!FileManager.default.fileExists(atPath: home.path + "/not"))
    }
  }

  @Test func `help and a wrong command line make nothing`() async throws {
    try await TestHome.empty { home in
      let place = home.with(["CADRE_HOME": home.path + "/not/yet"])
      _ = try await place.cadre("unit", "import", "--help")
      _ = try await place.cadre("unit", "import")
      _ = try await place.cadre("unit", "list", "--nonsense")
      #expect(!FileManager.default.fileExists(atPath: home.path + "/not"))
    }
  }

  @Test func `start, start, stop, stop and status say how it is`() async throws {
    try await TestHome.empty { home in
      try await home.done("db", "start")
      let first = home.server
      try await home.done("db", "start")
      #expect(first != nil && home.server == first)
      #expect(try await home.done("db", "status").contains("running"))
      try await home.done("db", "stop")
      #expect(home.server == nil && home.processes.isEmpty)
      try await home.done("db", "stop")
      #expect(try await home.done("db", "status").contains("stopped"))
    }
  }
}

/// A database that has been somewhere already.
@Suite(.timeLimit(.minutes(15))) struct `On a home in use` {
  @Test func `a command after kill -9 of the server recovers, with nothing lost`() async throws {
    try await TestHome.town { home in
      let before = try await home.done("member", "export")
      let server = try #require(home.server)
      kill(server, SIGKILL)
      #expect(try await home.done("member", "export") == before)
      #expect(home.server != server)
      try await home.done("db", "check")
    }
  }

  @Test func `the demonstration refuses real data`() async throws {
    try await TestHome.town { home in
      let before = try await home.done("member", "export")
      let outcome = try await home.cadre("demo", "--members", "300")
      #expect(outcome.code == 3 && outcome.errors.contains("real data"), "\(outcome.errors)")
      #expect(outcome.errors.split(separator: "\n").count == 2)
      #expect(try await home.done("member", "export") == before)
      #expect(!FileManager.default.fileExists(atPath: home.path + "/sample/members.csv"))
    }
  }

  @Test func `somebody else's system user is not the operator`() async throws {
    try await TestHome.town { home in
      // `lan` has an account, and no system user: nobody may act as her here.
      let outcome = try await home.cadre("unit", "list", "--as", "lan")
      #expect(outcome.code == 3 && outcome.errors.contains("may not act as “lan”"))
    }
  }
}

/// `DATABASE_URL`: a database that somebody else runs.
@Suite(.timeLimit(.minutes(15))) struct `On a database of somebody else` {
  /// A second database in the cluster of a home, as its superuser.
  private static func other(_ home: TestHome) async throws -> TestHome {
    try await home.done("db", "start")
    let socket = home.path + "/run"
    let made = try await Program(path: "/usr/bin/env").run([
      "psql", "-Xq", "-h", socket, "-U", "postgres", "-d", "postgres", "-c",
      "CREATE DATABASE cadre2",
    ])
    #expect(made.code == 0, "\(made.errors)")
    return home.with(["DATABASE_URL": "postgres:///cadre2?host=\(socket)&user=postgres"])
  }

  @Test func `nothing is made before db migrate, nobody works without an account`() async throws {
    try await TestHome.empty { home in
      let other = try await Self.other(home)
      let unprepared = try await other.cadre("unit", "list")
      #expect(unprepared.code != 0 && unprepared.code != 70, "\(unprepared.errors)")
      #expect(unprepared.errors.contains("cadre db migrate"), "\(unprepared.errors)")
      #expect(unprepared.errors.split(separator: "\n").count == 2)

      try await other.done("db", "migrate")
      #expect(try await other.done("db", "migrate").contains("up to date"))

      let stranger = try await other.cadre("unit", "list")
      #expect(stranger.code == 3, "\(stranger.errors)")
      #expect(stranger.errors.contains("has no account"))
      #expect(stranger.errors.contains("account add"), "\(stranger.errors)")

      try await other.done("account", "add", "chief", "--full-name", "Lê Văn Cả", "--first")
      let again = try await other.cadre("account", "add", "chief2", "--first")
      #expect(again.code == 5, "\(again.errors)")
      try await other.done("unit", "import", try home.lay("u.csv", Town.units))
      let listed = try CSV.rows(try await other.done("unit", "list", "--format", "csv"))
      #expect(listed.count == Town.unitCount + 1)
      // The home's own database is another one.
      #expect(try CSV.rows(try await home.done("unit", "list", "--format", "csv")).count == 1)
      try await other.done("db", "check")
    }
  }

  @Test func `is not ours to start or stop, and is said to be where it is`() async throws {
    try await TestHome.empty { home in
      let other = try await Self.other(home)
      let stopped = try await other.cadre("db", "stop")
      #expect(stopped.code == 3 && stopped.errors.contains("DATABASE_URL"), "\(stopped.errors)")
      #expect(home.server != nil)
      let status = try await other.done("db", "status")
      #expect(status.contains("dbname=cadre2") && status.contains("PostgreSQL 15"))
    }
  }
}
