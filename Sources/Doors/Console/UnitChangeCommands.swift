import Access
import ArgumentParser
import Basics
import Members
import Organisation
import Transfers

/// The dated changes of units: each holds from a day, past or to come.
extension UnitCommands {
  package struct Show: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Một đơn vị, quá trình và kế tục của nó.",
        en: "One unit, its history and successions."),
      discussion: words(vi: "Ví dụ: cadre unit show DU004", en: "Example: cadre unit show DU004"))
    @Argument(help: help(vi: "Mã đơn vị.", en: "The unit's code.")) var code: String
    @Option(help: help(vi: "Vào ngày (mặc định hôm nay).", en: "As of this day (default today)."))
    var on: String?
    @OptionGroup var format: FormatOption
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let office = try await desk.open(actingAs.account)
      let found = try await office.units.show(
        try Console.code(code), on: try day(on, or: office.today), for: office.actor)
      let (unit, terminal) = (found.unit, desk.terminal)
      if format.format == .table {
        terminal.heading("\(unit.code)  \(unit.name)")
        let state =
          unit.placement.open
          ? terminal.say(vi: "đang hoạt động", en: "open")
          : terminal.say(vi: "không hoạt động", en: "not open")
        terminal.line(
          vi:
            "Hệ thống \(unit.tree.rawValue), bậc \(unit.level), \(state), "
            + "phiên bản \(unit.version)",
          en: "Tree \(unit.tree.rawValue), level \(unit.level), \(state), version \(unit.version)")
        for step in found.successions {
          terminal.line("\(step.day)  \(step.kind)  \(step.predecessor) → \(step.successor)")
        }
        terminal.line()
      }
      var listing = Listing([
        .init("valid_from", vi: "Từ ngày", en: "From"),
        .init("known_at", vi: "Biết lúc", en: "Known at"), .init("name", vi: "Tên", en: "Name"),
        .init("parent_code", vi: "Cấp trên", en: "Above"),
        .init("wage_region", vi: "Vùng", en: "Region"), .init("open", vi: "Mở", en: "Open"),
        .init("account", vi: "Ai", en: "Who"), .init("verb", vi: "Việc", en: "What"),
        .init("reason", vi: "Lý do", en: "Why"),
      ])
      for change in found.history {
        listing.add(
          change.from.shown(as: format.format), "\(change.knownAt)", change.name,
          change.parent ?? "",
          change.wageRegion.map(String.init) ?? "", change.open ? "✔" : "·", change.account,
          change.verb, change.reason)
      }
      try listing.print(as: format.format, to: terminal)
    }
  }

  package struct Rename: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(vi: "Đổi tên từ một ngày.", en: "Gives a unit another name from a day on."),
      discussion: words(
        vi: "Ví dụ: cadre unit rename DU004 \"Đảng bộ phường Ba Đình\" --from 2025-07-01",
        en: "Example: cadre unit rename DU004 \"New name\" --from 2025-07-01"))
    @Argument(help: help(vi: "Mã đơn vị.", en: "The unit's code.")) var code: String
    @Argument(help: help(vi: "Tên mới.", en: "The new name.")) var name: String
    @OptionGroup var change: ChangeOptions
    package init() {}

    package func run(at desk: Desk) async throws {
      let office = try await desk.open(change.actingAs.account)
      try await office.units.rename(
        try Console.code(code), to: name, from: try change.day(office), by: office.actor,
        basis: try change.why.basis())
      desk.terminal.line(vi: "Đã đổi tên \(code).", en: "Renamed \(code).")
    }
  }

  package struct Move: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Chuyển đơn vị, cùng mọi đơn vị trực thuộc, sang cấp trên khác.",
        en: "Puts a unit, with all below it, under another unit."),
      discussion: words(
        vi: "Ví dụ: cadre unit move CB01 --under DU008 --from 2026-12-01",
        en: "Example: cadre unit move CB01 --under DU008 --from 2026-12-01"))
    @Argument(help: help(vi: "Mã đơn vị.", en: "The unit's code.")) var code: String
    @Option(help: help(vi: "Mã cấp trên mới.", en: "Code of the new unit above.")) var under: String
    @OptionGroup var change: ChangeOptions
    package init() {}

    package func run(at desk: Desk) async throws {
      let office = try await desk.open(change.actingAs.account)
      try await office.units.move(
        try Console.code(code), under: try Console.code(under), from: try change.day(office),
        by: office.actor, basis: try change.why.basis())
      desk.terminal.line(
        vi: "Đã chuyển \(code) về dưới \(under).", en: "Moved \(code) under \(under).")
    }
  }

  package struct Merge: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Gộp đơn vị: người và đơn vị trực thuộc sang đơn vị mới, giữ liên hệ kế tục.",
        en: "Joins units: members and units below move along, the mapping is kept."),
      discussion: words(
        vi: "Ví dụ: cadre unit merge CB01 CB02 --into CB03 --from 2026-12-01 --document 12-QĐ/ĐU",
        en: "Example: cadre unit merge CB01 CB02 --into CB03 --from 2026-12-01"))
    @Argument(help: help(vi: "Mã các đơn vị kết thúc.", en: "Codes of the units that end."))
    var codes: [String]
    @Option(help: help(vi: "Mã đơn vị nhận.", en: "Code of the unit that carries them on."))
    var into: String
    @OptionGroup var change: ChangeOptions
    package init() {}

    package func run(at desk: Desk) async throws {
      let office = try await desk.open(change.actingAs.account)
      let day = try change.day(office)
      let moved = try await office.units.merge(
        try codes.map(Console.code), into: try Console.code(into), from: day, by: office.actor,
        basis: try change.why.basis(),
        mayEnd: { try await $0.requireUntied($1, carriedOnBy: $2, from: day) }
      ) { transaction, old, new, event in
        try await transaction.moveMembers(
          from: old.id.number, to: new.id.number, on: day, event: event)
      }
      desk.terminal.line(
        vi: "Đã gộp \(codes.joined(separator: ", ")) vào \(into); \(moved) hồ sơ chuyển theo.",
        en: "Merged \(codes.joined(separator: ", ")) into \(into); \(moved) records moved along.")
    }
  }

  package struct Split: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Tách đơn vị: mở các đơn vị mới bên cạnh; đơn vị cũ đóng sau khi chuyển hết người.",
        en: "Divides a unit: opens new units beside it; close it once everybody has moved."),
      discussion: words(
        vi: "Ví dụ: cadre unit split CB01 --into \"CB01A:Chi bộ 1A\" --into \"CB01B:Chi bộ 1B\"",
        en: "Example: cadre unit split CB01 --into \"CB01A:Cell 1A\" --into \"CB01B:Cell 1B\""))
    @Argument(help: help(vi: "Mã đơn vị.", en: "The unit's code.")) var code: String
    @Option(help: help(vi: "MÃ:TÊN của mỗi đơn vị mới.", en: "CODE:NAME of each new unit."))
    var into: [String]
    @OptionGroup var change: ChangeOptions
    package init() {}

    package func run(at desk: Desk) async throws {
      let office = try await desk.open(change.actingAs.account)
      let day = try change.day(office)
      let found = try await office.units.show(
        try Console.code(code), on: day, for: office.actor)
      let drafts = try into.map { text in
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2 else {
          throw PlainProblem(
            .usage, Phrase(vi: "--into cần MÃ:TÊN.", en: "--into needs CODE:NAME."))
        }
        return Unit.Draft(
          code: try Console.code(parts[0]), name: parts[1], parent: nil, tree: found.unit.tree,
          level: found.unit.level, wageRegion: nil)
      }
      guard drafts.count >= 2 else {
        throw PlainProblem(
          .usage,
          Phrase(vi: "Tách thì cần ít nhất hai --into.", en: "A split needs two --into at least."))
      }
      try await office.units.split(
        try Console.code(code), into: drafts, from: day, by: office.actor,
        basis: try change.why.basis())
      desk.terminal.line(
        vi: "Đã mở \(drafts.map(\.code.text).joined(separator: ", ")). Chuyển người rồi: "
          + "cadre unit close \(code)",
        en: "Opened \(drafts.map(\.code.text).joined(separator: ", ")). Move the members, then: "
          + "cadre unit close \(code)")
    }
  }

  package struct Close: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Đóng một đơn vị không còn người và đơn vị trực thuộc.",
        en: "Closes a unit that has no members and no units left."),
      discussion: words(
        vi: "Ví dụ: cadre unit close CB01 --from 2026-12-31",
        en: "Example: cadre unit close CB01 --from 2026-12-31"))
    @Argument(help: help(vi: "Mã đơn vị.", en: "The unit's code.")) var code: String
    @OptionGroup var change: ChangeOptions
    package init() {}

    package func run(at desk: Desk) async throws {
      let office = try await desk.open(change.actingAs.account)
      let day = try change.day(office)
      try await office.units.close(
        try Console.code(code), from: day, by: office.actor, basis: try change.why.basis(),
        mayEnd: { try await $0.requireUntied($1, from: day) }
      ) { transaction, unit, day in try await transaction.countMembers(in: unit, on: day) }
      desk.terminal.line(vi: "Đã đóng \(code).", en: "Closed \(code).")
    }
  }

  package struct Compare: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "So sánh cây đơn vị của hai ngày.", en: "Compares the trees of two days."),
      discussion: words(
        vi: "Ví dụ: cadre unit compare --between 2025-06-30 --and 2025-07-01",
        en: "Example: cadre unit compare --between 2025-06-30 --and 2025-07-01"))
    @Option(help: help(vi: "Ngày trước.", en: "The earlier day.")) var between: String
    @Option(help: help(vi: "Ngày sau (mặc định hôm nay).", en: "The later day (default today)."))
    var and: String?
    @OptionGroup var format: FormatOption
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let office = try await desk.open(actingAs.account)
      let old = try await office.units.tree(
        on: try day(between, or: office.today), for: office.actor)
      let new = try await office.units.tree(on: try day(and, or: office.today), for: office.actor)
      var listing = Listing([
        .init("code", vi: "Mã", en: "Code"), .init("change", vi: "Thay đổi", en: "Change"),
        .init("was", vi: "Trước", en: "Was"), .init("is", vi: "Sau", en: "Is"),
      ])
      for step in old.differences(to: new) {
        listing.add(step.code.text, step.kind.rawValue, step.was, step.is)
      }
      try listing.print(as: format.format, to: desk.terminal)
    }
  }
}

/// Options of dated changes: from which day, why, who.
package struct ChangeOptions: ParsableArguments {
  @Option(help: help(vi: "Từ ngày (mặc định hôm nay).", en: "From this day (default today)."))
  var from: String?
  @OptionGroup var why: BasisOptions
  @OptionGroup var actingAs: ActingAs

  package init() {}

  func day(_ office: Office) throws -> Day { try Console.day(from, or: office.today) }
}

extension Day {
  /// The day as people read it: `…` for "as far back as the record reaches".
  var shown: String { self == .beginning ? "…" : description }

  /// The day in a listing; programs read an empty field as "as far back as the record reaches".
  func shown(as format: RowFormat) -> String {
    self == .beginning && format != .table ? "" : shown
  }
}
