import Access
import Audit
import Basics
import Postgres
import Products
import RecordsKit
import TestKit
import Testing

@Suite struct `The catalogue of products` {
  let hr = Cast.actor(.hrOfficer)
  let other = Actor(
    account: Cast.code("other"), origin: "console other@here",
    grants: Cast.actor(.hrOfficer).grants, today: Cast.today)

  func draft(_ coefficient: String, from day: String) throws -> Product.Draft {
    try Product.Draft(
      code: "SP01", title: "Tờ trình", measure: "văn bản", coefficient: coefficient,
      validFrom: day, document: "9-QĐ/UB")
  }

  @Test func `keeps each coefficient from its day, and never changes one`() async throws {
    try await Cast.with { cast in
      let products = Products(database: cast.database.app)
      let first = try await products.put(
        [draft("1.5", from: "2026-01-01")], by: hr, basis: Cast.basis)
      #expect(first == .init(added: [Cast.code("SP01")], newVersions: [], unchanged: 0))
      let again = try await products.put(
        [draft("1.50", from: "2026-01-01")], by: hr, basis: Cast.basis)
      #expect(again == .init(added: [], newVersions: [], unchanged: 1))
      let later = try await products.put(
        [draft("2", from: "2026-08-01")], by: hr, basis: Cast.basis)
      #expect(later.newVersions == [Cast.code("SP01")])
      for (day, coefficient) in [
        (Cast.day(2025, 12, 31), nil), (Cast.day(2026, 7, 31), "1.5"),
        (Cast.day(2026, 8, 1), "2"),
      ] {
        let found = try await products.list(on: day)
        #expect(found.first.map { Product.text(ofCoefficient: $0.coefficient) } == coefficient)
      }
      #expect(try await products.list(on: Cast.today, all: true).map(\.version) == [1, 2])
    }
  }

  @Test func `is changed by those who keep it for everybody, and rehearsed by them`() async throws {
    try await Cast.with { cast in
      let products = Products(database: cast.database.app)
      for actor in [
        Cast.stranger, Cast.actor(.inspector), try cast.actor(.hrOfficer, over: "UB"),
      ] {
        await #expect(throws: AccessError.self) {
          try await products.put(
            [draft("1", from: "2026-01-01")], by: actor, basis: Cast.basis)
        }
      }
      let plan = try await products.put(
        [draft("1", from: "2026-01-01")], rehearses: true, by: hr, basis: Cast.basis)
      #expect(plan.added.count == 1)
      let catalogue = try await products.list(on: Cast.today)
      #expect(catalogue == [])
    }
  }

  @Test func `names proposed work when somebody else approves it`() async throws {
    try await Cast.with { cast in
      let products = Products(database: cast.database.app)
      let secretary = try cast.actor(.cellSecretary, over: "CB1")
      let work = try ProposalDraft(
        title: "Số hoá hồ sơ", measure: "hồ sơ", coefficient: "0.5", reason: "việc mới")
      await #expect(throws: AccessError.self) {
        try await products.propose(work, for: Cast.code("CB2"), on: Cast.today, by: secretary)
      }
      let number = try await products.propose(
        work, for: Cast.code("CB1"), on: Cast.today, by: secretary)
      #expect(try await products.inbox(for: secretary).map(\.number) == [number])
      // The secretary's account is "test", as is the officer's.
      await #expect(throws: ProductError.samePerson(number)) {
        try await products.approve(
          number, as: Cast.code("SP09"), from: Cast.today, by: hr, basis: Cast.basis)
      }
      _ = try await products.put([draft("1.5", from: "2026-01-01")], by: hr, basis: Cast.basis)
      let taken = ProductError.codeInUse(Cast.code("SP01"), title: "Tờ trình", proposal: number)
      #expect(taken.kind == .conflict)
      await #expect(throws: taken) {
        try await products.approve(
          number, as: Cast.code("SP01"), from: Cast.today, by: other, basis: Cast.basis)
      }
      #expect(try await products.list(on: Cast.today, all: true).map(\.title) == ["Tờ trình"])
      let product = try await products.approve(
        number, as: Cast.code("SP09"), coefficient: 6_000, from: Cast.today, by: other,
        basis: Cast.basis)
      #expect(product.version == 1 && product.coefficient == 6_000)
      await #expect(throws: ProductError.answered(number)) {
        try await products.reject(number, by: other, basis: Cast.basis)
      }
      #expect(try await products.inbox(for: hr).isEmpty)
      let answered = try await products.inbox(all: true, for: hr)
      #expect(answered.map(\.outcome) == [.approved] && answered[0].product?.text == "SP09")
    }
  }

  @Test(
    arguments: table(
      """
      code  | title | coefficient | from       | column
      SP 1  | a     | 1           | 2026-01-01 | code
      SP1   |       | 1           | 2026-01-01 | title
      SP1   | a     | 0           | 2026-01-01 | coefficient
      SP1   | a     | -1          | 2026-01-01 | coefficient
      SP1   | a     | 1.00001     | 2026-01-01 | coefficient
      SP1   | a     | 1           | 2026-02-30 | valid_from
      """))
  func `refuses a row by its column`(row: [String]) {
    let flaw = #expect(throws: Product.Flaw.self) {
      try Product.Draft(
        code: row[0], title: row[1], measure: "", coefficient: row[2], validFrom: row[3],
        document: "")
    }
    #expect(flaw?.column == row[4])
  }
}
