import Basics
import TestKit
import Testing

@testable import LocalCluster

@Suite struct `Problems of the private cluster` {
  private static let all: [ClusterProblem] = [
    .noPrograms(major: nil), .noPrograms(major: 15), .tooOld(PostgresVersion(number: 140_022)),
    .faulty(PostgresVersion(number: 150_019), firstGood: PostgresVersion(number: 150_020)),
    .otherMajor(data: 15, programs: PostgresVersion(number: 170_012)), .noAccount("postgres"),
    .noWayToChangeAccount, .notOurHome(home: "/home/lan/cadre", owner: "lan"),
    .unreachable(home: "/root/cadre", blocked: "/root", account: "postgres"),
    .unusableHome("/proc/cadre", code: 2), .awkwardHome("/home/$HOME"),
    .unusableHome("/data/cadre", code: 28),
    .notACluster("/home/lan/cadre/data"),
    .unsafeSocketFolder("/tmp/cadre-1000-abc"), .busy(home: "/var/lib/cadre"),
    .cannotCreate(report: "initdb: error: could not create: No space left on device"),
    .cannotStart(report: "FATAL: could not map memory"), .stillStarting(log: "/log"),
    .cannotStop(pid: 42), .cannotRun("/usr/bin/initdb", 13),
  ]

  @Test func `say what happened and what to do, in both languages`() {
    let lines = Self.all.flatMap { problem in
      [Language.vietnamese, .english].flatMap { language in
        [problem.message.text(in: language), "  → " + (problem.hint?.text(in: language) ?? "—")]
      } + ["  [\(problem.kind)]", ""]
    }
    expectGolden(lines.joined(separator: "\n"), "problems.txt")
  }
}
