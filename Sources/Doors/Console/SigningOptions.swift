import Access
import ArgumentParser
import Audit
import Basics
import Sheets

/// Options of the two steps that are signatures.
package struct SigningOptions: ParsableArguments {
  @Argument(help: help(vi: "Mã người, unit:MÃ.", en: "Codes of members, or unit:CODE."))
  var codes: [String] = []
  @Option(
    help: help(
      vi: "Điểm chính thức, hệ số lãnh đạo: G1=9, cohesion=0.5 (khi chỉ có một mã).",
      en: "Points, leaders' factors: G1=9, cohesion=0.5 (with one code only)."))
  var points: [String] = []
  @Option(
    help: help(
      vi: "Mọi phiếu đang chờ của đơn vị này và các đơn vị dưới nó.",
      en: "Every waiting sheet of this unit and below."))
  var unit: String?
  @OptionGroup var which: SheetOptions

  package init() {}

  typealias Verb =
    @Sendable (Sheets, SubjectName, Month, [Code: Quantity], Actor, Audit.Basis)
    async throws -> Sheets.Outcome

  func run(_ step: Sheet.Step, at desk: Desk, _ verb: Verb) async throws {
    let points = try EntryWords.points(points)
    guard points.isEmpty || (codes.count == 1 && unit == nil) else {
      throw PlainProblem(
        .usage,
        Phrase(
          vi: "--points chỉ dùng cho một phiếu.", en: "--points is for one sheet at a time."))
    }
    if let unit { return try await SheetCommands.takeAll(step, unit, which, codes, desk) }
    guard !codes.isEmpty else { throw SheetCommands.noCode }
    let names = try codes.map(subject)
    let office = try await desk.open(which.actingAs.account)
    let (month, basis) = (try await which.month(office), try which.why.basis())
    for name in names {
      let outcome = try await verb(office.sheets, name, month, points, office.actor, basis)
      SheetCommands.say(outcome, name, month, to: desk)
    }
  }
}
