import Basics
import TestKit
import Testing

@testable import LocalCluster

@Suite struct `The version gate` {
  @Test(
    arguments: table(
      """
      server  | verdict
      90624   | tooOld
      140022  | tooOld
      150000  | faulty
      150019  | faulty
      150020  | accepted
      150021  | accepted
      160015  | faulty
      160016  | accepted
      170011  | faulty
      170012  | accepted
      180000  | faulty
      180005  | faulty
      180006  | accepted
      190000  | accepted
      """))
  func `lets in what mends serializability and row security`(row: [String]) throws {
    let verdict = VersionGate.verdict(serverVersionNum: try #require(Int(row[0])))
    let name =
      switch verdict {
      case .accepted: "accepted"
      case .tooOld: "tooOld"
      case .faulty: "faulty"
      }
    #expect(name == row[1])
  }

  @Test func `says which command mends a faulty server`() throws {
    let problem = try #require(VersionGate.verdict(serverVersionNum: 150_019).problem)
    #expect(problem.kind == .refused)
    #expect(problem.message.en.contains("15.19") && problem.message.en.contains("15.20"))
    #expect(problem.hint?.en.contains("--only-upgrade postgresql-15") == true)
  }

  @Test(
    arguments: table(
      """
      text                                                | number
      postgres (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1) | 150020
      postgres (PostgreSQL) 18.6                          | 180006
      postgres (PostgreSQL) 19beta1                       | 190000
      15.20                                               | 150020
      """))
  func `reads what programs say of themselves`(row: [String]) {
    #expect(PostgresVersion(row[0])?.number == Int(row[1]))
  }

  @Test func `reads nothing out of other text`() {
    #expect(PostgresVersion("command not found") == nil)
    #expect(PostgresVersion("") == nil)
  }
}
