import Basics
import Members
import Organisation
import Postgres
import RecordsKit
import TestKit
import Testing

@testable import Dues

@Suite struct `A remittance` {
  static let split = """
    splits:
      - from: 2026-02
        levels:
          - {level: 2, name: {vi: chi bộ, en: a cell}, keep: 0.7, source: a test, checked: no}
          - {level: 1, name: {vi: đảng uỷ, en: committee}, keep: 0.55, source: a test, checked: no}
    """

  @Test func `passes each share up, and again only what came since`() async throws {
    try await Collected.with { given in
      let split = try DuesSplit.read(text: Self.split, name: "split.yaml")
      func remit(rehearses: Bool = false) async throws -> [String] {
        try await given.dues.remit(
          Collected.july, by: split, rehearses: rehearses, today: Cast.today,
          by: Cast.actor(.hrOfficer), basis: Cast.basis
        ).lines.map {
          "\($0.unit) \($0.collected)+\($0.received): \($0.kept) \($0.passed) → "
            + ($0.upper?.text ?? "")
        }
      }
      #expect(try await remit() == [])
      _ = try await given.assess()
      try await given.pay("M1", 150_001, "R1")
      let third = try await given.pay("M3", 85_000, "R2", voluntary: 5_000)
      let expected = [
        "CB1 150001+0: 105001 45000 → QU", "CB2 85000+0: 59500 25500 → QU",
        "QU 0+70500: 38775 31725 → ",
      ]
      #expect(try await remit(rehearses: true) == expected)
      #expect(try await remit() == expected)
      #expect(try await remit() == [])
      try await given.pay("M2", 10, "R3")
      #expect(try await remit() == ["CB1 10+0: 7 3 → QU", "QU 0+3: 2 1 → "])
      _ = try await given.dues.reverse(
        payment: third.payment.number, today: Cast.today, by: Cast.actor(.hrOfficer),
        basis: Cast.basis)
      let back = try await remit()
      #expect(back.first == "CB2 -85000+0: -59500 -25500 → QU")
      #expect(try await given.findings() == [])
    }
  }

  @Test func `without a split for the month says what to fill in`() async throws {
    try await Collected.with { given in
      let split = try DuesSplit.read(text: "splits: []", name: "config/dues/split.yaml")
      await #expect(
        throws: RemittanceError.noSplit(Collected.july, file: "config/dues/split.yaml")
      ) {
        _ = try await given.dues.remit(
          Collected.july, by: split, today: Cast.today, by: Cast.actor(.hrOfficer),
          basis: Cast.basis)
      }
    }
  }
}
