import Basics
import Members
import Organisation
import RecordsKit
import Testing

@Suite struct `The record of somebody whose cell has closed` {
  @Test func `can be corrected, and still cannot be moved into a closed cell`() async throws {
    try await Cast.with { cast in
      try await cast.edit("M3", [.cellCode: "CB1"])
      try await cast.edit("M4", [.status: "deceased"])
      try await cast.units.close(
        Cast.code("CB2"), from: Cast.today, by: Cast.actor(.hrOfficer), basis: Cast.basis
      ) { transaction, unit, day in try await transaction.countMembers(in: unit, on: day) }
      try await cast.edit("M4", [.birthDate: "1950-12-30"])
      let view = try await cast.view("M4")
      #expect(view.member.birthDate.reveal(for: .comparison) == Day(1950, 12, 30))
      #expect(try await cast.places(of: "M4").cell == "CB2")
      await #expect(throws: MemberError.unknownUnit(.cellCode, Cast.code("CB2"))) {
        try await cast.edit("M3", [.cellCode: "CB2"])
      }
    }
  }
}
