import Access
import Audit
import Basics
import Configuration
import Members
import Organisation
import Postgres
import RecordsKit
import Testing

@testable import Transfers

/// The cast, with people on both sides of a move.
struct TransferStory {
  let cast: Cast
  let transfers: Transfers

  static let basis = Audit.Basis(reason: "for a test", document: "12-QĐ/ĐU")
  static let today = Cast.today

  static func with<R>(_ body: (TransferStory) async throws -> R) async throws -> R {
    try await Cast.with { cast in
      try await body(
        TransferStory(
          cast: cast,
          transfers: Transfers(
            database: cast.database.app,
            calendar: try HolidayFile.read(try Configuration.holidays()))))
    }
  }

  /// Somebody with a name of their own and a role over a unit, or everything.
  func person(
    _ name: String, _ role: Role, over unit: String? = nil, member: Int64? = nil
  ) throws -> Actor {
    let scope: Scope =
      try unit.map { .subtree(of: try #require(cast.numbers[Cast.code($0)])) } ?? .everything
    let grant = Grant(role: role, scope: scope, period: try Cast.always())
    return Actor(
      account: Cast.code(name), origin: "console \(name)@here", grants: [grant],
      today: Self.today, member: member)
  }

  /// The office that may take any step; a second one, for the second key.
  static let office = actor("office")
  static let other = actor("other")

  static func actor(_ name: String) -> Actor {
    Actor(
      account: Cast.code(name), origin: "console \(name)@here",
      grants: Period(from: .beginning).map {
        [Grant(role: .hrOfficer, scope: .everything, period: $0)]
      } ?? [], today: today)
  }

  func asked(
    _ member: String, to cell: String?, from day: Day = today,
    _ change: (inout TransferRequest) -> Void = { _ in }
  ) -> TransferRequest {
    var request = TransferRequest(
      [.init(member: Cast.code(member), to: cell.map(Cast.code))], effectiveOn: day)
    change(&request)
    return request
  }

  @discardableResult
  func ask(
    _ member: String, to cell: String?, from day: Day = today, by actor: Actor = office,
    _ change: (inout TransferRequest) -> Void = { _ in }
  ) async throws -> Int64 {
    let asked = try await transfers.request(
      asked(member, to: cell, from: day, change), today: Self.today, by: actor,
      basis: Self.basis)
    return try #require(asked.numbers.first)
  }

  @discardableResult
  func take(
    _ step: Transfer.Step, _ number: Int64, by actor: Actor = office, on today: Day = today,
    basis: Audit.Basis = basis, _ change: (inout StepDetails) -> Void = { _ in }
  ) async throws -> Transfer {
    var details = StepDetails()
    if step == .send { details.papers = Self.allPapers }
    change(&details)
    let outcome = try await transfers.take(
      step, on: .one(number), details, today: today, by: actor, basis: basis)
    return try #require(outcome.taken.first)
  }

  static let allPapers = Dictionary(
    uniqueKeysWithValues: Transfer.Paper.allCases.map { ($0, "7/\($0.rawValue)") })

  /// Takes a transfer from its request to its end, by two people.
  func bring(_ number: Int64, to state: Transfer.State) async throws {
    for _ in 0..<6 {
      let now = try await transfers.show(number, today: Self.today, for: Self.office).transfer
      guard now.state != state else { return }
      let step: Transfer.Step =
        switch now.state {
        case .submitted: .review
        case .reviewed: .release
        case .released: now.travels ? .send : .receive
        default: .receive
        }
      try await take(step, number, by: step == .receive ? Self.other : Self.office)
    }
  }

  func cell(_ member: String, on day: Day = today) async throws -> String? {
    try await cast.places(of: member, on: day).cell
  }

  func refusal(
    _ expected: TransferRefusal, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () async throws -> Void
  ) async throws {
    let error = await #expect(throws: TransferError.self, sourceLocation: sourceLocation) {
      try await body()
    }
    guard case .refused(_, let found) = error else {
      Issue.record("\(String(describing: error))", sourceLocation: sourceLocation)
      return
    }
    #expect(found == expected, sourceLocation: sourceLocation)
  }
}
