import Basics
import RecordsKit
import Runs
import TestKit
import Testing

@testable import Reports

@Suite struct `Readiness before closing` {
  @Test func `ranks units by what is missing and says whom to tell`() async throws {
    try await Ward.with(closing: false) { ward in
      let all = try await ward.reports.readiness(of: Ward.june, for: Ward.officer)
      expectGolden(try Papers.text(of: all), "readiness.txt")
      expectGolden(try await Papers.pdf(of: all), "readiness.pdf.txt")
      expectGolden(try Papers.svg(of: all), "readiness.svg")
      let units = try await ward.reports.readiness(of: Ward.june, .units, for: Ward.officer)
      let leaf = try await ward.reports.readiness(
        of: Ward.june, under: Cast.code("KT"), for: Ward.officer)
      expectGolden(try Papers.text(of: leaf), "readiness-unit.txt")
      let members = try await ward.reports.readiness(of: Ward.june, .members, for: Ward.officer)
      expectGolden(try Papers.text(of: members), "readiness-members.txt")
      for report in [all, units] {
        let total = try #require(report.main.total)
        for column in 2...11 where column != 3 {
          let sum = report.main.rows.compactMap { Int($0[column].data) }.reduce(0, +)
          #expect("\(sum)" == total[column].data, "\(report.main.columns[column].key)")
        }
        #expect(total[4].data == "12")
        // Every sheet is in one state.
        let states = (5...10).compactMap { Int(total[$0].data) }.reduce(0, +)
        #expect(states == 12)
        #expect(total[2].data == "\(members.main.rows.count)")
      }
    }
  }

  @Test func `of an untouched month counts everybody, of an unknown one nobody`() async throws {
    try await TestDatabase.with { database in
      let ward = try await Ward.founded(on: database)
      await #expect(throws: RunError.unknownPeriod(Ward.july)) {
        _ = try await ward.reports.readiness(of: Ward.july, for: Ward.officer)
      }
      try await ward.open(Ward.july)
      let report = try await ward.reports.readiness(of: Ward.july, for: Ward.officer)
      let total = try #require(report.main.total)
      #expect(total[2].data == "12" && total[6].data == "12")
      let empty = try await ward.reports.readiness(
        of: Ward.july, under: Cast.code("CB0"), for: Ward.officer)
      #expect(empty.main.rows.isEmpty)
      #expect(try Papers.text(of: empty).contains("Không có ai thuộc diện"))
    }
  }

  @Test func `shows a secretary the own cell, and leaves a trace`() async throws {
    try await Ward.with(closing: false) { ward in
      // Whom an agency grades is not missing in the cell; CB3 grades its two members itself.
      let secretary = try ward.actor(.cellSecretary, over: "CB3")
      let own = try await ward.reports.readiness(
        of: Ward.june, for: secretary, basis: Cast.basis)
      #expect(own.main.rows.map { own.main.data($0)[0] } == ["CB3"])
      await #expect(throws: (any Error).self) {
        _ = try await ward.reports.readiness(
          of: Ward.june, under: Cast.code("KT"), for: secretary)
      }
      let events = try await ward.database.app.read {
        try await $0.auditEvents(
          subjectKind: "period", subjectCode: "2026-06", account: "test", limit: 20)
      }
      #expect(events.count { $0.verb == "report.readiness" } == 1)
    }
  }
}
