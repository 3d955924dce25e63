import ArgumentParser
import Basics
import Foundation
import Sample

/// `cadre demo`: a sample city, read from files as a real one would be, and looked at.
package struct DemoCommand: DeskCommand {
  package static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: words(
      vi: "Một thành phố mẫu, một tháng đánh giá và đảng phí, từ nhập tệp đến báo cáo.",
      en: "A sample city and a month of evaluation and dues, from files to reports."),
    discussion: words(
      vi: """
        Dữ liệu là bịa, dựa trên danh sách 126 phường, xã thật của Hà Nội.
        Chạy lại không hại gì: việc đã xong thì để nguyên, việc dở dang thì làm tiếp.
        Ví dụ: cadre demo
               CADRE_HOME=/tmp/thu cadre demo --members 500000
        """,
      en: """
        The data is made up, on the real list of Hanoi's 126 wards and communes.
        Running it again does no harm: what is done stays, what was interrupted goes on.
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

  /// Stopped half-way it goes on where it was: every step of it is stored by itself.
  package var keepsWhatIsDone: Bool { true }

  package func run(at desk: Desk) async throws {
    let office = try await desk.open(nil)
    let city = SampleCity(list: try desk.communes(), members: members)
    let folder = folder ?? desk.sampleFolder
    try FileManager.default.createDirectory(
      atPath: folder + "/reports", withIntermediateDirectories: true)
    let screen = DemoScreen(desk: desk)
    try await DemoRecord(city: city, folder: folder, office: office, screen: screen).run()

    let month = Month(containing: office.today).adding(months: -1)
    let months = DemoMonths(city: city, folder: folder, office: office, screen: screen)
    desk.terminal.line()
    desk.terminal.line(
      vi: "Hai tháng trước, làm nhanh để có cái mà so:",
      en: "Two months before, quickly, so that there is something to compare with:")
    for before in [-2, -1] { try await months.prepare(month.adding(months: before)) }
    try await months.show(month)
    let dues = office.dues(by: try desk.duesRules)
    try await DemoDues(
      month: month, folder: folder, office: office, screen: screen, dues: dues
    ).show()
    try await DemoLetters(folder: folder, office: office, screen: screen, dues: dues).show()
    try await DemoResults(
      month: month, folder: folder, office: office, screen: screen
    ).show()
  }
}

/// What a demonstration shows: commands under their headings, as if they had been typed.
struct DemoScreen {
  let desk: Desk

  var terminal: Terminal { desk.terminal }

  /// The program as it was called, so that what is suggested can be typed as it stands.
  private static let program = CommandLine.arguments.first ?? "cadre"

  /// Runs a command below its heading.
  func show(_ words: String...) async throws { try await show(words) }

  func show(_ words: [String]) async throws {
    heading(words)
    try await desk.run(words)
  }

  func heading(_ words: [String]) {
    terminal.line()
    terminal.heading("$ " + Self.typed(["cadre"] + words))
  }

  func suggest(_ commands: [[String]]) {
    terminal.line()
    terminal.line(vi: "Thử tiếp:", en: "Try next:")
    for words in commands { terminal.line("  " + Self.typed([Self.program] + words)) }
  }

  /// The words as a shell reads them.
  static func typed(_ words: [String]) -> String {
    words.map { word in
      word.contains(where: " ;<>()'\"$&|*".contains)
        ? "'" + word.replacing("'", with: "'\\''") + "'" : word
    }.joined(separator: " ")
  }
}
