import Access
import ArgumentParser
import Basics
import Exchange
import Organisation

/// `cadre unit`: party organisations and agencies, dated.
package struct UnitCommands: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "unit",
    abstract: words(
      vi: "Đơn vị của Đảng và chính quyền, có ngày tháng.",
      en: "Units of the party and the state."),
    discussion: words(
      vi: "Ví dụ: cadre unit tree --on 2025-06-30",
      en: "Example: cadre unit tree --on 2025-06-30"),
    subcommands: [
      Import.self, Add.self, List.self, TreeCommand.self, Show.self, Rename.self, Move.self,
      Merge.self, Split.self, Close.self, Compare.self,
    ])

  package init() {}

  package struct Import: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Nhập đơn vị từ tệp; kiểm tra hết rồi mới ghi, hoặc ghi hết hoặc không.",
        en: "Reads units from a file; checks all rows, then applies all or none."),
      discussion: words(
        vi: """
          Cột: code,name,parent_code,tree,level,wage_region (tên tiếng Việt cũng được).
          Ví dụ: cadre unit import units.csv --dry-run
                 cadre unit import units.csv --from 2025-07-01 --reason "Sắp xếp đơn vị"
          """,
        en: """
          Columns: code,name,parent_code,tree,level,wage_region (or their Vietnamese names).
          Example: cadre unit import units.csv --dry-run
                   cadre unit import units.csv --from 2025-07-01 --reason "Reform"
          """))
    @Argument(help: help(vi: "Tệp .csv hoặc .xlsx.", en: "A .csv or .xlsx file."))
    var file: String
    @OptionGroup var how: ImportFlags
    @OptionGroup var why: BasisOptions
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let office = try await desk.open(actingAs.account)
      let options = try how.options(today: office.today)
      let basis = try why.basis()
      try await ImportRun.run(file, how: how, desk: desk) { progress in
        try await UnitImport(database: office.database).run(
          path: file, options: options, by: office.actor, basis: basis, progress: progress)
      }
    }
  }

  package struct Add: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(vi: "Mở một đơn vị mới.", en: "Opens a unit."),
      discussion: words(
        vi: """
          Ví dụ: cadre unit add CB01 "Chi bộ tổ dân phố 1" --tree party --level 3 --parent DU004
          """,
        en: "Example: cadre unit add CB01 \"Cell 1\" --tree party --level 3 --parent DU004"))
    @Argument(help: help(vi: "Mã đơn vị.", en: "The unit's code.")) var code: String
    @Argument(help: help(vi: "Tên đơn vị.", en: "Its name.")) var name: String
    @Option(help: help(vi: "party hoặc state.", en: "party or state.")) var tree: String
    @Option(help: help(vi: "Bậc, 1 ở trên cùng.", en: "Level, 1 at the top.")) var level: Int
    @Option(help: help(vi: "Mã đơn vị cấp trên.", en: "Code of the unit above.")) var parent:
      String?
    @Option(help: help(vi: "Vùng lương 1–4.", en: "Wage region 1–4.")) var wageRegion: Int?
    @Option(help: help(vi: "Từ ngày (mặc định hôm nay).", en: "From this day (default today)."))
    var from: String?
    @OptionGroup var why: BasisOptions
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      guard let tree = Tree(rawValue: tree), (1...Unit.deepestLevel).contains(level),
        wageRegion.map({ (1...4).contains($0) }) ?? true
      else {
        throw PlainProblem(
          .usage,
          Phrase(
            vi: "--tree là party hoặc state, --level từ 1 đến 20, --wage-region từ 1 đến 4.",
            en: "--tree is party or state, --level 1 to 20, --wage-region 1 to 4."))
      }
      let draft = Unit.Draft(
        code: try Console.code(code), name: name, parent: try parent.map(Console.code),
        tree: tree, level: level, wageRegion: wageRegion)
      let office = try await desk.open(actingAs.account)
      try await office.units.add(
        draft, from: try day(from, or: office.today), by: office.actor, basis: try why.basis())
      desk.terminal.line(vi: "Đã mở đơn vị \(code).", en: "Opened the unit \(code).")
    }
  }

  package struct List: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(vi: "Danh sách đơn vị.", en: "Lists units."),
      discussion: words(
        vi: "Ví dụ: cadre unit list --tree party --format csv",
        en: "Example: cadre unit list --tree party --format csv"))
    @Option(help: help(vi: "Chỉ party hoặc state.", en: "Only party or state.")) var tree: String?
    @Option(help: help(vi: "Chỉ bậc này.", en: "Only this level.")) var level: Int?
    @Option(help: help(vi: "Vào ngày (mặc định hôm nay).", en: "As of this day (default today)."))
    var on: String?
    @OptionGroup var format: FormatOption
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let wanted = try tree.map(UnitCommands.tree)
      let office = try await desk.open(actingAs.account)
      let found = try await office.units.tree(
        on: try day(on, or: office.today), for: office.actor)
      var listing = Listing(UnitCommands.columns)
      for unit in found.units.values.sorted(by: { $0.code < $1.code })
      where (wanted.map { $0 == unit.tree } ?? true)
        && (level.map { $0 == unit.level } ?? true)
      {
        listing.add(UnitCommands.cells(of: unit, in: found))
      }
      try listing.print(as: format.format, to: desk.terminal)
    }
  }

  package struct TreeCommand: DeskCommand {
    package static let configuration = CommandConfiguration(
      commandName: "tree",
      abstract: words(
        vi: "Cây đơn vị vào một ngày bất kỳ.", en: "The tree of units, of any day."),
      discussion: words(
        vi: "Ví dụ: cadre unit tree DU004 --on 2025-06-30 --depth 2",
        en: "Example: cadre unit tree DU004 --on 2025-06-30 --depth 2"))
    @Argument(help: help(vi: "Từ đơn vị này trở xuống.", en: "From this unit down."))
    var code: String?
    @Option(help: help(vi: "Vào ngày (mặc định hôm nay).", en: "As of this day (default today)."))
    var on: String?
    @Option(help: help(vi: "Sâu nhất bao nhiêu tầng.", en: "How many levels down.")) var depth: Int?
    @OptionGroup var format: FormatOption
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let office = try await desk.open(actingAs.account)
      let tree = try await office.units.tree(on: try day(on, or: office.today), for: office.actor)
      var tops = tree.roots
      if let code {
        guard let top = tree[try Console.code(code)] else { throw UnitError.unknown(code) }
        tops = [top.id]
      }
      guard format.format == .table else {
        var listing = Listing(UnitCommands.columns)
        for top in tops {
          for (unit, level) in tree.subtree(of: top) where level <= depth ?? .max {
            listing.add(UnitCommands.cells(of: unit, in: tree))
          }
        }
        return try listing.print(as: format.format, to: desk.terminal)
      }
      for top in tops {
        for line in UnitDrawing.lines(of: top, in: tree, depth: depth ?? .max) {
          desk.terminal.line(line)
        }
      }
      if tops.isEmpty {
        desk.terminal.line(
          vi: "Chưa có đơn vị nào. Nhập từ tệp: cadre unit import units.csv",
          en: "There are no units yet. Read some: cadre unit import units.csv")
      }
    }
  }

  static func tree(_ text: String) throws -> Tree {
    guard let tree = Tree(rawValue: text) else {
      throw PlainProblem(
        .usage, Phrase(vi: "--tree là party hoặc state.", en: "--tree is party or state."))
    }
    return tree
  }

  static var columns: [Listing.Column] {
    [
      .init("code", vi: "Mã", en: "Code"), .init("name", vi: "Tên", en: "Name"),
      .init("parent_code", vi: "Cấp trên", en: "Above"),
      .init("tree", vi: "Hệ thống", en: "Tree"),
      .init("level", vi: "Bậc", en: "Level", isNumber: true),
      .init("wage_region", vi: "Vùng lương", en: "Wage region", isNumber: true),
    ]
  }

  static func cells(of unit: Unit, in tree: UnitTree) -> [String] {
    [
      unit.code.text, unit.name, unit.placement.parent.flatMap { tree[$0]?.code.text } ?? "",
      unit.tree.rawValue, String(unit.level), unit.placement.wageRegion.map(String.init) ?? "",
    ]
  }
}

/// Draws a tree of units with lines.
enum UnitDrawing {
  static func lines(of top: Unit.ID, in tree: UnitTree, depth: Int) -> [String] {
    guard let unit = tree[top] else { return [] }
    var lines = ["\(unit.code)  \(unit.name)"]
    draw(top, in: tree, depth: depth, indent: "", into: &lines)
    return lines
  }

  private static func draw(
    _ id: Unit.ID, in tree: UnitTree, depth: Int, indent: String, into lines: inout [String]
  ) {
    guard depth > 0 else { return }
    let children = tree.children(of: id)
    for (index, child) in children.enumerated() {
      let last = index == children.count - 1
      lines.append("\(indent)\(last ? "└─ " : "├─ ")\(child.code)  \(child.name)")
      draw(
        child.id, in: tree, depth: depth - 1, indent: indent + (last ? "   " : "│  "),
        into: &lines)
    }
  }
}
