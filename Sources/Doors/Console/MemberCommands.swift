import ArgumentParser
import Basics
import Exchange
import Members
import Tabular

/// `cadre member`: people on record.
package struct MemberCommands: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "member",
    abstract: words(vi: "Hồ sơ đảng viên, công chức.", en: "People on record."),
    discussion: words(
      vi: "Ví dụ: cadre member show M000123", en: "Example: cadre member show M000123"),
    subcommands: [
      Import.self, Add.self, Show.self, Find.self, Edit.self, Enter.self, Withdraw.self,
      History.self, Export.self, Merge.self,
    ])

  package init() {}

  package struct Import: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Nhập hồ sơ từ tệp; kiểm tra hết rồi mới ghi, hoặc ghi hết hoặc không.",
        en: "Reads members from a file; checks all rows, then applies all or none."),
      discussion: words(
        vi: """
          Cột: code,full_name,sex,birth_date,personal_id,party_card,joined_on,official_on,
          cell_code,agency_code,position,form,manager_code,dues_category,dues_base,status
          (thêm được status_since, old_party_card; tên tiếng Việt cũng được).
          Ví dụ: cadre member import members.csv --dry-run
                 cadre member import bieu-28-cot.xlsx --layout national
          """,
        en: """
          Columns: code,full_name,sex,birth_date,personal_id,party_card,joined_on,official_on,
          cell_code,agency_code,position,form,manager_code,dues_category,dues_base,status
          (status_since and old_party_card may follow; Vietnamese names will do).
          Example: cadre member import members.csv --dry-run
                   cadre member import sheet.xlsx --layout national
          """))
    @Argument(help: help(vi: "Tệp .csv hoặc .xlsx.", en: "A .csv or .xlsx file.")) var file: String
    @Option(
      help: help(vi: "standard hoặc national (28 cột).", en: "standard or national (28 columns)."))
    var layout = MemberLayout.standard
    @OptionGroup var how: ImportFlags
    @OptionGroup var why: BasisOptions
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let office = try await desk.open(actingAs.account)
      let options = try how.options(today: office.today)
      let basis = try why.basis()
      try await ImportRun.run(file, how: how, desk: desk) { progress in
        try await MemberImport(database: office.database).run(
          path: file, layout: layout, options: options, by: office.actor, basis: basis,
          progress: progress)
      }
    }
  }

  package struct Add: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(vi: "Thêm một người.", en: "Puts a person on record."),
      discussion: words(
        vi: "Ví dụ: cadre member add M000123 \"Nguyễn Thị Ánh\" --set sex=female "
          + "--set birth_date=1975-03-02 --set cell_code=CB01",
        en: "Example: cadre member add M000123 \"Nguyễn Thị Ánh\" --set sex=female "
          + "--set birth_date=1975-03-02 --set cell_code=CB01"))
    @Argument(help: help(vi: "Mã.", en: "The code.")) var code: String
    @Argument(help: help(vi: "Họ và tên.", en: "The full name.")) var name: String
    @Option(help: help(vi: "TRƯỜNG=GIÁ_TRỊ, lặp lại được.", en: "FIELD=VALUE, may be repeated."))
    var set: [String] = []
    @OptionGroup var why: BasisOptions
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      var values = try MemberCommands.edits(set)
      values[.code] = code
      values[.fullName] = name
      let office = try await desk.open(actingAs.account)
      let fields = values
      let result = MemberRow.read(today: office.today) { column in
        fields[column] ?? (column == .status ? Member.Status.active.rawValue : "")
      }
      switch result {
      case .failure(let flaws):
        if let first = flaws.flaws.first { throw first }
      case .success(let row):
        try await office.members.add(
          row, today: office.today, by: office.actor, basis: try why.basis())
        desk.terminal.line(vi: "Đã thêm \(code).", en: "Added \(code).")
      }
    }
  }

  package struct Edit: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Sửa các trường; giá trị cũ vẫn còn trong quá trình.",
        en: "Changes fields; old values stay in the history."),
      discussion: words(
        vi: """
          Ví dụ: cadre member edit M000123 --set cell_code=CB02 --from 2026-12-01 \
          --document 12-QĐ/ĐU
                 cadre member edit M000123 --set full_name="Nguyễn Thị Ánh" --version 4
          Để trống một trường: --set manager_code=
          """,
        en: """
          Example: cadre member edit M000123 --set cell_code=CB02 --from 2026-12-01
                   cadre member edit M000123 --set full_name="Nguyễn Thị Ánh" --version 4
          To empty a field: --set manager_code=
          """))
    @Argument(help: help(vi: "Mã.", en: "The code.")) var code: String
    @Option(help: help(vi: "TRƯỜNG=GIÁ_TRỊ, lặp lại được.", en: "FIELD=VALUE, may be repeated."))
    var set: [String]
    @Option(
      help: help(
        vi: "Phiên bản bạn đã xem; nếu người khác đã sửa thì từ chối.",
        en: "The version you looked at; refused if somebody changed it since."))
    var version: Int?
    @Option(help: help(vi: "Từ ngày (mặc định hôm nay).", en: "From this day (default today)."))
    var from: String?
    @OptionGroup var why: BasisOptions
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let office = try await desk.open(actingAs.account)
      let result = try await office.members.edit(
        try Console.code(code), setting: try MemberCommands.edits(set),
        from: try day(from, or: office.today), version: version, today: office.today,
        by: office.actor, basis: try why.basis())
      for change in result.changes {
        desk.terminal.line("\(change.field): \(change.old ?? "") → \(change.new ?? "")")
      }
      desk.terminal.line(
        vi: "Đã sửa \(code), phiên bản \(result.version).",
        en: "Changed \(code), version \(result.version).")
    }
  }

  package struct Merge: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Gộp hồ sơ trùng vào hồ sơ giữ lại; hoàn tác được.",
        en: "Joins a duplicate to the record that stays; can be undone."),
      discussion: words(
        vi: """
          Ví dụ: cadre member merge M000999 --into M000123 --reason "Cùng một người"
                 cadre member merge M000999 --undo
          """,
        en: """
          Example: cadre member merge M000999 --into M000123 --reason "One person"
                   cadre member merge M000999 --undo
          """))
    @Argument(help: help(vi: "Mã hồ sơ trùng.", en: "Code of the duplicate.")) var duplicate: String
    @Option(help: help(vi: "Mã hồ sơ giữ lại.", en: "Code of the record that stays."))
    var into: String?
    @Flag(help: help(vi: "Hoàn tác lần gộp.", en: "Take the merge back.")) var undo = false
    @OptionGroup var why: BasisOptions
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func validate() throws {
      guard undo != (into != nil) else {
        throw ValidationError(
          words(vi: "Cần --into MÃ hoặc --undo.", en: "Give --into CODE or --undo."))
      }
    }

    package func run(at desk: Desk) async throws {
      let office = try await desk.open(actingAs.account)
      let basis = try why.basis()
      guard let into else {
        try await office.members.unmerge(
          try Console.code(duplicate), today: office.today, by: office.actor, basis: basis)
        desk.terminal.line(
          vi: "Đã tách lại \(duplicate).", en: "\(duplicate) is a record of its own again.")
        return
      }
      let today = office.today
      let filled = try await office.members.merge(
        try Console.code(duplicate), into: try Console.code(into), today: today,
        by: office.actor, basis: basis, mayMerge: { try await $0.requireUntied($1, on: today) })
      desk.terminal.line(
        vi: "Đã gộp \(duplicate) vào \(into); điền thêm \(filled.count) trường. "
          + "Hoàn tác: cadre member merge \(duplicate) --undo",
        en: "Merged \(duplicate) into \(into); \(filled.count) fields were filled. "
          + "Undo: cadre member merge \(duplicate) --undo")
    }
  }

  /// `FIELD=VALUE` texts as edits.
  static func edits(_ texts: [String]) throws -> [MemberColumn: String] {
    var edits: [MemberColumn: String] = [:]
    for text in texts {
      guard let equals = text.firstIndex(of: "=") else {
        throw PlainProblem(
          .usage, Phrase(vi: "“\(text)” thiếu dấu =.", en: "“\(text)” has no “=”."),
          hint: Phrase(vi: "Viết TRƯỜNG=GIÁ_TRỊ.", en: "Write FIELD=VALUE."))
      }
      let name = String(text[..<equals])
      guard let column = MemberColumn(rawValue: name) else { throw MemberError.unknownField(name) }
      edits[column] = String(text[text.index(after: equals)...])
    }
    return edits
  }
}

extension MemberLayout: ExpressibleByArgument {}
