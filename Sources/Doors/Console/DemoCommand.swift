import Access
import ArgumentParser
import Audit
import Basics
import Exchange
import Foundation
import Members
import Organisation
import Sample
import Tabular

/// `cadre demo`: a sample city, read from files as a real one would be, and looked at.
package struct DemoCommand: DeskCommand {
  package static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: words(
      vi: "Một thành phố mẫu: nhập từ tệp, xem cây, một người, tìm kiếm, quá trình.",
      en: "A sample city: read from files, its tree, a member, a search, a history."),
    discussion: words(
      vi: """
        Dữ liệu là bịa, dựa trên danh sách 126 phường, xã thật của Hà Nội. Chạy lại không hại gì.
        Ví dụ: cadre demo
               CADRE_HOME=/tmp/thu cadre demo --members 500000
        """,
      en: """
        The data is made up, on the real list of Hanoi's 126 wards and communes. Running it again
        does no harm.
        Example: cadre demo
                 CADRE_HOME=/tmp/try cadre demo --members 500000
        """))

  @Option(help: help(vi: "Bao nhiêu người.", en: "How many people.")) var members = 5000
  @Option(help: help(vi: "Thư mục để các tệp mẫu.", en: "Folder for the sample files."))
  var folder: String?
  package init() {}

  package func validate() throws {
    guard (126...5_600_000).contains(members) else {
      throw ValidationError(
        words(vi: "--members từ 126 đến 5600000.", en: "--members is 126 to 5600000."))
    }
  }

  package func run(at desk: Desk) async throws {
    let terminal = desk.terminal
    let office = try await desk.open(nil)
    try await refuseRealData(office)
    let city = SampleCity(list: try desk.communes(), members: members)
    let folder = folder ?? desk.sampleFolder
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
    let units = folder + "/units.csv"
    let people = folder + "/members.csv"
    try write(city, units: units, people: people, terminal: terminal)

    terminal.heading("$ cadre unit import \(units)")
    try await importUnits(units, office: office, desk: desk)
    terminal.heading("$ cadre member import \(people)")
    try await importMembers(people, office: office, desk: desk)
    try await show(office: office, desk: desk)
  }

  /// Sample data is never mixed with real data.
  private func refuseRealData(_ office: Office) async throws {
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
  }

  private func write(
    _ city: SampleCity, units: String, people: String, terminal: Terminal
  ) throws {
    let progress = ProgressLine(terminal)
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

  private func importUnits(_ path: String, office: Office, desk: Desk) async throws {
    let options = ImportOptions(today: office.today)
    try await ImportRun.run(path, how: try ImportFlags.parse([]), desk: desk) { progress in
      try await UnitImport(database: office.database).run(
        path: path, options: options, by: office.actor,
        basis: .init(reason: "demo", document: ""), progress: progress)
    }
  }

  private func importMembers(_ path: String, office: Office, desk: Desk) async throws {
    let options = ImportOptions(today: office.today)
    try await ImportRun.run(path, how: try ImportFlags.parse([]), desk: desk) { progress in
      try await MemberImport(database: office.database).run(
        path: path, layout: .standard, options: options, by: office.actor,
        basis: .init(reason: "demo", document: ""), progress: progress)
    }
  }

  /// The program as it was called, so that what is suggested can be typed as it stands.
  private static let program = CommandLine.arguments.first ?? "cadre"

  /// What a secretary would try first, each shown as the command that does it.
  private func show(office: Office, desk: Desk) async throws {
    let steps: [[String]] = [
      ["unit", "tree", "DU00004", "--depth", "1"],
      ["member", "find", "nguyen", "thi", "--limit", "5"],
      ["member", "show", "M0000001"],
      ["member", "history", "M0000001"],
    ]
    for step in steps {
      desk.terminal.line()
      desk.terminal.heading("$ cadre " + step.joined(separator: " "))
      try await desk.run(step)
    }
    desk.terminal.line()
    desk.terminal.line(vi: "Thử tiếp:", en: "Try next:")
    let reason = desk.terminal.say(vi: "Chuyển chi bộ", en: "Moved")
    for words in [
      "member edit M0000002 --set cell_code=CB00008-1 --reason \"\(reason)\"",
      "member history M0000002", "member export --under DU00004 --output ba-dinh.xlsx",
      "db check", "--help",
    ] {
      desk.terminal.line("  \(Self.program) \(words)")
    }
  }
}
