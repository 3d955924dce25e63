import Access
import Audit
import Basics
import Members
import Organisation
import Postgres

/// With which cell at their residence a member who works elsewhere keeps ties (213-QĐ/TW).
package struct ResidenceTie: Sendable, Hashable {
  package let member: Code
  package let memberName: Personal<String>
  package let from: Day
  /// `nil`: none, or a place outside the record.
  package let cell: Code?
  /// A cell outside the record, in words.
  package let place: String
  package let exemption: Exemption?
}

extension ResidenceTie {
  /// Groups without a yearly comment (33-HD/BTCTW); the last is not even introduced.
  package enum Exemption: String, Sendable, CaseIterable, Hashable {
    /// Army and police in barracks or official housing.
    case barracks
    /// Often away, mobile work.
    case mobile
    /// Rotated cadres in official housing.
    case rotated
    /// Full-time students, twelve months a year.
    case student
    /// Pupils and students away from home.
    case pupil
    /// Army and police on special missions.
    case specialMission = "special_mission"

    package var title: Phrase {
      switch self {
      case .barracks:
        Phrase(
          vi: "quân đội, công an ở doanh trại, nhà công vụ",
          en: "army or police in barracks or official housing")
      case .mobile:
        Phrase(vi: "thường xuyên đi công tác, lưu động", en: "often away, mobile work")
      case .rotated:
        Phrase(vi: "cán bộ luân chuyển ở nhà công vụ", en: "rotated cadre in official housing")
      case .student:
        Phrase(vi: "đi học tập trung 12 tháng trong năm", en: "full-time student all the year")
      case .pupil: Phrase(vi: "học sinh, sinh viên xa nhà", en: "pupil or student away from home")
      case .specialMission:
        Phrase(
          vi: "nhiệm vụ đặc biệt: không giới thiệu về nơi cư trú",
          en: "special mission: not introduced at the residence")
      }
    }
  }

  /// What somebody states about a tie.
  package struct Statement: Sendable, Hashable {
    package var cell: Code?
    package var place: String
    package var exemption: Exemption?

    package init(cell: Code? = nil, place: String = "", exemption: Exemption? = nil) {
      self.cell = cell
      self.place = place
      self.exemption = exemption
    }
  }
}

extension Letters {
  /// States with which residence cell a member keeps ties, from a day on.
  ///
  /// - Parameters:
  ///   - statement: which cell, and whether the yearly round leaves them out; nothing: none any
  ///     longer.
  ///   - member: whose.
  ///   - day: the first day.
  ///   - actor: needs ``Act/requestLetters`` over the member's unit.
  ///   - basis: why.
  /// - Throws: ``LetterError``, `UnitError`, or an access error, with nothing changed.
  package func state(
    _ statement: ResidenceTie.Statement, of member: Code, from day: Day, by actor: Actor,
    basis: Audit.Basis
  ) async throws {
    try await database.write { transaction in
      let subject = try await transaction.letterSubjects([member], on: day)[0]
      let trees = UnitTree(try await transaction.units(on: day))
      let id = try subject.visible(to: actor, in: trees)
      try actor.require(.requestLetters, on: subject.lines(in: trees))
      var cell: Unit.ID?
      if let code = statement.cell {
        let unit = try await transaction.openUnit(code, on: day)
        guard unit.tree == .party else { throw UnitError.unknown(code.text) }
        guard trees.children(of: unit.id).isEmpty else { throw LetterError.notCell(code) }
        cell = unit.id
      }
      let event = try await Audit.note(
        "letter.residence", of: .member(member), by: actor, basis: basis,
        detail: [
          AuditDetail("cell", new: statement.cell?.text ?? statement.place),
          AuditDetail("exemption", new: statement.exemption?.rawValue),
          AuditDetail("from", new: "\(day)"),
        ], in: transaction)
      try await transaction.insert(statement, cell: cell, of: id, from: day, event: event)
    }
  }

  /// The ties with a residence cell, or a unit above such cells, by member.
  ///
  /// - Parameters:
  ///   - unit: whose residents.
  ///   - day: on which.
  ///   - actor: needs ``Act/viewMembers`` over the unit.
  /// - Returns: also those whom the yearly round leaves out.
  /// - Throws: `UnitError`, an access error.
  package func residents(
    of unit: Code, on day: Day, for actor: Actor
  ) async throws -> [ResidenceTie] {
    try await database.read { transaction in
      let tree = UnitTree(try await transaction.units(on: day))
      guard let found = tree[unit] else { throw UnitError.unknown(unit.text) }
      try actor.require(.viewMembers, on: tree.line(of: found.id).map { [$0] } ?? [])
      return try await transaction.residenceTies(
        in: tree.subtree(of: found.id).map(\.unit.id.number), on: day)
    }
  }
}
