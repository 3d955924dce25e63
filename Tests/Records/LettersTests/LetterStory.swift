import Access
import Audit
import Basics
import Configuration
import Members
import Postgres
import RecordsKit
import Signatures
import TestKit
import Testing
import Transfers

@testable import Letters

/// The cast, with people who give out letters.
struct LetterStory {
  let cast: Cast
  let letters: Letters
  let transfers: Transfers

  static let basis = Audit.Basis(reason: "for a test", document: "")
  static let today = Cast.today

  static func with<R>(_ body: (LetterStory) async throws -> R) async throws -> R {
    try await Cast.with { cast in
      let database = cast.database.app
      let folder = KeyFolder(path: try Scratch.folder("letter-keys") + "/keys")
      let letters = Letters(
        database: database, signatures: Signatures(database: database, folder: folder),
        templates: { try LetterTemplates.read(try Configuration.letters()) })
      return try await body(
        LetterStory(
          cast: cast, letters: letters,
          transfers: Transfers(
            database: database,
            calendar: try HolidayFile.read(try Configuration.holidays()),
            letters: Letters.ofTransfers { letters })))
    }
  }

  /// Who drafts, and who reviews and signs.
  static let clerk = actor("clerk")
  static let secretary = actor("secretary")

  static func actor(_ name: String, member: Int64? = nil) -> Actor {
    Actor(
      account: Cast.code(name), origin: "console \(name)@here",
      grants: Period(from: .beginning).map {
        [Grant(role: .hrOfficer, scope: .everything, period: $0)]
      } ?? [], today: today, member: member)
  }

  /// Somebody with a role over a unit.
  func person(
    _ name: String, _ role: Role, over unit: String, member: Int64? = nil
  ) throws -> Actor {
    let scope = Scope.subtree(of: try #require(cast.numbers[Cast.code(unit)]))
    let grant = Grant(role: role, scope: scope, period: try Cast.always())
    return Actor(
      account: Cast.code(name), origin: "console \(name)@here", grants: [grant],
      today: Self.today, member: member)
  }

  /// A member with no role.
  func member(_ code: String) async throws -> Actor {
    Actor(
      account: Cast.code(code.lowercased()), origin: "console x@here", grants: [],
      today: Self.today, member: try await number(of: code))
  }

  func number(of member: String) async throws -> Int64? {
    try await cast.database.app.read {
      try await $0.value("SELECT id FROM member WHERE code = \(member)", as: Int64.self)
    }
  }

  static let confirmation = LetterRequest(kind: .activityConfirmation)

  @discardableResult
  func ask(
    _ member: String, _ request: LetterRequest = confirmation, by actor: Actor = clerk
  ) async throws -> Int64 {
    let asked = try await letters.request(
      request, for: .member(Cast.code(member)), today: Self.today, by: actor, basis: Self.basis)
    return try #require(asked.ids.first)
  }

  @discardableResult
  func take(
    _ step: Letter.Step, _ id: Int64, by actor: Actor? = nil, on today: Day = today,
    comment: ResidenceComment? = nil, basis: Audit.Basis = basis
  ) async throws -> Letter {
    var comments: [Code: ResidenceComment] = [:]
    if let comment {
      for member in ["M1", "M2", "M3", "M4", "M5"] { comments[Cast.code(member)] = comment }
    }
    let who = actor ?? (step == .draft || step == .cancel ? Self.clerk : Self.secretary)
    let outcome = try await letters.take(
      step, on: .one(id), comments: comments, today: today, by: who, basis: basis)
    return try #require(outcome.taken.first)
  }

  /// A letter that was asked for, drafted, reviewed and issued.
  func issue(_ member: String, _ request: LetterRequest = confirmation) async throws -> Letter {
    let id = try await ask(member, request)
    try await take(.draft, id)
    try await take(.review, id)
    return try await take(.issue, id)
  }

  func refusal(
    _ expected: LetterRefusal, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () async throws -> Void
  ) async throws {
    let error = await #expect(throws: LetterError.self, sourceLocation: sourceLocation) {
      try await body()
    }
    guard case .refused(_, let found) = error else {
      Issue.record("\(String(describing: error))", sourceLocation: sourceLocation)
      return
    }
    #expect(found == expected, sourceLocation: sourceLocation)
  }

  func setStatus(_ status: String, of member: String) async throws {
    try await cast.edit(member, [.status: status])
  }
}
