import ArgumentParser

/// `cadre sheet`: the sheets of a month.
package struct SheetCommands: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "sheet",
    abstract: words(vi: "Phiếu đánh giá hằng tháng.", en: "Monthly evaluation sheets."),
    discussion: words(
      vi: "Ví dụ: cadre sheet import phieu.csv --period 2026-10 --dry-run",
      en: "Example: cadre sheet import sheets.csv --period 2026-10 --dry-run"),
    subcommands: [SheetImportCommand.self])

  package init() {}
}
