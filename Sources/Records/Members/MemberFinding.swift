import Access
import Audit
import Basics
import Organisation
import Postgres

/// Looking members up: by code, by name without accents, by any of their numbers.
///
/// Whoever looks leaves a line on the trail too, so that a member can be told who read the record.
extension Members {
  /// One member as of a day, as known at a moment.
  ///
  /// - Throws: ``MemberError/unknown(_:)`` also for somebody whom the actor may not see.
  package func show(
    _ code: Code, on day: Day, knownAt: Instant? = nil, for actor: Actor
  ) async throws -> MemberView {
    try await database.write(isolation: .repeatableRead) { transaction in
      guard let member = try await transaction.member(code) else {
        throw MemberError.unknown(code.text)
      }
      let facts = try await transaction.facts(of: member.id, knownAt: knownAt)
      // Every record begins with a status: without one, nothing was known by then.
      guard !facts.status.entries.isEmpty else { throw MemberError.unknown(code.text) }
      let lines = try await transaction.lines(of: member, facts: facts, on: day)
      guard actor.may(.viewMembers, on: lines) else { throw MemberError.unknown(code.text) }
      try await Audit.note("member.show", of: .member(code), by: actor, in: transaction)
      let post = facts.post.fact(on: day) ?? .none
      var units = Set(facts.cell.entries.compactMap(\.fact))
      units.formUnion(facts.post.entries.compactMap(\.fact.agency))
      var manager: Code?
      if let id = post.manager { manager = try await transaction.memberCode(of: id) }
      return MemberView(
        member: member, facts: facts, day: day,
        units: try await transaction.unitNames(Array(units)), manager: manager,
        dossier: try await transaction.dossier(of: member.id),
        profile: try await transaction.profile(of: member.id),
        duplicates: try await transaction.duplicates(of: member.id))
    }
  }

  /// How many names one search looks through; more words make it exact.
  package static let searchLimit = 1000

  /// Finds members by code, personal number, card, or words of the name without accents.
  ///
  /// - Parameters:
  ///   - text: what was typed.
  ///   - limit: the most lines that are returned.
  ///   - today: the day whose cells, posts and grants count.
  ///   - actor: who asks; only members whom they may see are found.
  /// - Returns: lines, best match first, then in the Vietnamese order of names; whether there are
  ///   more.
  /// - Throws: an access error for somebody who may see no member at all.
  package func find(
    _ text: String, limit: Int, today: Day, for actor: Actor
  ) async throws -> (lines: [MemberLine], more: Bool) {
    try actor.requireSomewhere(.viewMembers)
    let key = VietnameseText.searchKey(text)
    guard !key.isEmpty else { return ([], false) }
    let tops = actor.units(for: .viewMembers)
    let number = text.filter { $0.isNumber && $0.isASCII }
    let isNumber = number.count >= 6 && text.allSatisfy { "0123456789. -".contains($0) }
    return try await database.write(isolation: .repeatableRead) { transaction in
      let visible = try await transaction.unitsBelow(tops, on: today)
      var found = try await transaction.candidates(
        withCode: Code(text.trimmed), orNumber: isNumber ? number : nil)
      if found.isEmpty {
        found = try await transaction.candidates(
          named: key, visible: visible, limit: Members.searchLimit)
      }
      // Only who is shown is looked up further; of some units, not who was there once.
      let ordered = Members.ordered(found, for: key)
      let best = visible == nil ? Array(ordered.prefix(limit)) : ordered
      let shown = try await transaction.memberLines(
        of: best.map(\.id), visible: visible, on: today)
      let lines = Array(shown.prefix(limit))
      let count = visible == nil ? found.count : shown.count
      try await Audit.note(
        "member.find", of: .init(kind: "search", code: "\(lines.count)"), by: actor,
        detail: [AuditDetail("text", new: text)], in: transaction)
      return (lines, count > limit)
    }
  }

  /// Best match first, then in the Vietnamese order of names, then by code.
  static func ordered(_ found: [MemberCandidate], for key: String) -> [MemberCandidate] {
    let keyed = found.map { candidate in
      let name = candidate.fullName.reveal(for: .comparison)
      return (rank(name, for: key), VietnameseText.nameSortKey(name), candidate)
    }
    return keyed.sorted { left, right in
      if left.0 != right.0 { return left.0 < right.0 }
      if left.1 != right.1 { return left.1.lexicographicallyPrecedes(right.1) }
      return left.2.code < right.2.code
    }.map(\.2)
  }

  /// 0 the very name, 1 its end (people are called by the end of their names), 2 its beginning, 3
  /// anything else that has all the words.
  static func rank(_ name: String, for key: String) -> Int {
    let found = VietnameseText.searchKey(name)
    if found == key { return 0 }
    if found.hasSuffix(" " + key) { return 1 }
    return found.hasPrefix(key + " ") ? 2 : 3
  }

  /// Everything that was ever on record of a member, newest knowledge first.
  package func history(_ code: Code, today: Day, for actor: Actor) async throws -> [MemberChange] {
    try await database.write(isolation: .repeatableRead) { transaction in
      guard let member = try await transaction.member(code) else {
        throw MemberError.unknown(code.text)
      }
      let facts = try await transaction.facts(of: member.id)
      let lines = try await transaction.lines(of: member, facts: facts, on: today)
      guard actor.may(.viewMembers, on: lines) else { throw MemberError.unknown(code.text) }
      try await Audit.note("member.history", of: .member(code), by: actor, in: transaction)
      return try await transaction.history(of: member)
    }
  }
}

extension String {
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
