import Audit
import Basics
import Exchange
import Members
import Sample
import Tabular

/// The first part of the demonstration: units and members from files, and what can be seen of them.
struct DemoRecord {
  let city: SampleCity
  let folder: String
  let office: Office
  let screen: DemoScreen

  private var units: String { folder + "/units.csv" }
  private var people: String { folder + "/members.csv" }

  func run() async throws {
    try await refuseOtherData()
    if try await isKnown(city.members) {
      screen.terminal.line(
        vi: "\(city.members) người đã có từ lần trước: để nguyên, kể cả những gì bạn đã sửa.",
        en: "\(city.members) members are here from before: left as they are, with your changes.")
    } else {
      try write()
      try await take()
    }
    try await screen.show("unit", "tree", "UB00004", "--depth", "1")
    try await screen.show("member", "find", "nguyen", "thi", "--limit", "3")
    try await screen.show("member", "show", "M0000001")
  }

  private func take() async throws {
    let options = ImportOptions(today: office.today)
    screen.heading(["unit", "import", units])
    try await ImportRun.run(units, how: try ImportFlags.parse([]), desk: screen.desk) { progress in
      try await UnitImport(database: office.database).run(
        path: units, options: options, by: office.actor, basis: Self.basis, progress: progress)
    }
    screen.heading(["member", "import", people])
    try await ImportRun.run(people, how: try ImportFlags.parse([]), desk: screen.desk) { progress in
      try await MemberImport(database: office.database).run(
        path: people, layout: .standard, options: options, by: office.actor, basis: Self.basis,
        progress: progress)
    }
  }

  static let basis = Audit.Basis(reason: "demo", document: "")

  /// Sample data is never mixed with real data, nor with a sample of another size, in which the
  /// same codes are other people.
  private func refuseOtherData() async throws {
    let tree = try await office.units.tree(on: office.today, for: office.actor)
    guard try tree.units.isEmpty || tree[Console.code("CB00004-1")] != nil else {
      throw PlainProblem(
        .refused,
        Phrase(
          vi: "Cơ sở dữ liệu này có dữ liệu thật; không trộn với dữ liệu mẫu.",
          en: "This database holds real data; it is not mixed with a sample."),
        hint: Phrase(
          vi: "Dùng chỗ khác: CADRE_HOME=/tmp/thu cadre demo.",
          en: "Use another place: CADRE_HOME=/tmp/try cadre demo."))
    }
    let (last, next) = (try await isKnown(city.members), try await isKnown(city.members + 1))
    guard try await !isKnown(1) || (last && !next) else {
      throw PlainProblem(
        .refused,
        Phrase(
          vi: "Ở đây đã có một thành phố mẫu cỡ khác \(city.members) người.",
          en: "A sample city of another size than \(city.members) is here already."),
        hint: Phrase(
          vi: "Chạy với số người như lần trước, hoặc ở chỗ khác: "
            + "CADRE_HOME=/tmp/thu cadre demo --members \(city.members).",
          en: "Run it with the number of before, or in another place: "
            + "CADRE_HOME=/tmp/try cadre demo --members \(city.members)."))
    }
  }

  private func isKnown(_ number: Int) async throws -> Bool {
    let code = SampleCity.memberCode(number)
    let found = try await office.members.find(
      code, limit: 1, today: office.today, for: office.actor)
    return found.lines.contains { $0.code.text == code }
  }

  private func write() throws {
    let progress = ProgressLine(screen.terminal)
    defer { progress.finish() }
    let unitColumns = ["code", "name", "parent_code", "tree", "level", "wage_region"]
    try city.writeUnits(to: try CSVWriter(path: units, header: unitColumns))
    try city.writeMembers(
      to: try CSVWriter(path: people, header: MemberColumn.standard.map(\.rawValue))
    ) { done in
      progress.show(
        Phrase(vi: "Viết tệp mẫu", en: "Writing the sample"), done: done, of: city.members)
    }
  }
}
