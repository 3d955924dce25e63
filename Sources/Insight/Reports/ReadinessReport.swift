import Access
import Audit
import Basics
import Drawing
import Organisation
import Postgres
import Sheets

/// How far a readiness report goes down.
package enum ReadinessDepth: Sendable, Hashable {
  /// The units right below, each with everything under it; the members, where there is none.
  case below
  /// Every unit that grades somebody.
  case units
  /// The members whose sheets are missing, one by one.
  case members
}

extension Reports {
  /// How far a month has come before it is closed: what is missing where, the largest gap first.
  ///
  /// - Parameters:
  ///   - month: the month; open, or closed already.
  ///   - code: only this unit and those below it.
  ///   - depth: how far down.
  ///   - actor: who reads it; the trail keeps who, since managers and members are named.
  ///   - basis: why, and by which document.
  /// - Returns: the report.
  /// - Throws: an access error, and ``UnitError`` or ``RunError`` where nothing is to be seen.
  package func readiness(
    of month: Month, under code: Code? = nil, _ depth: ReadinessDepth = .below, for actor: Actor,
    basis: Audit.Basis = .none
  ) async throws -> Report {
    try actor.requireSomewhere(.viewSheets)
    return try await database.write(isolation: .repeatableRead) { transaction in
      let knownAt = try await transaction.freeze(of: month) ?? transaction.now
      let units = UnitTree(try await transaction.units(on: month.lastDay, knownAt: knownAt))
      let unit = try code.map { try Reports.unit($0, in: units, for: actor, to: .viewSheets) }
      _ = try await transaction.stageExpected(on: month.lastDay, knownAt: knownAt)
      try await transaction.stageReadiness(of: month)
      var page = ReadinessPage(
        month: month, unit: unit, units: units, tops: actor.units(for: .viewSheets), depth: depth,
        made: transaction.now)
      page.count(try await transaction.readinessCounts())
      if page.wantsMembers {
        page.members = try await transaction.missingMembers(in: page.seen)
      }
      page.names = try await transaction.named(page.managers)
      let report = page.report
      try await Audit.note(
        "report.readiness", of: .init(kind: "period", code: "\(month)"), by: actor, basis: basis,
        detail: [
          AuditDetail("unit", new: code?.text),
          AuditDetail("rows", new: "\(report.main.rows.count)"),
        ], in: transaction)
      return report
    }
  }
}

/// Lays out the readiness of a month.
private struct ReadinessPage {
  let month: Month
  let unit: Unit?
  let units: UnitTree
  /// Where the actor may see sheets; `nil`: everywhere.
  let tops: Set<Int64>?
  let depth: ReadinessDepth
  let made: Instant
  var members: [MissingMember] = []
  var names: [Int64: NamedMember] = [:]
  private var counts: [ReadinessCount] = []
  private var rows: [Line] = []

  /// One row: a unit with what is under it.
  private struct Line {
    let unit: Unit?
    /// Only whom the unit itself grades.
    var isAlone = false
    var state = SheetCounts()
    /// How many are missing, by the manager to be told.
    var waiting: [Int64: Int] = [:]

    /// The managers with the most to do, three at most, and how many there are besides.
    var told: (first: [Int64], more: Int) {
      let all = waiting.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
      return (Array(all.prefix(3)), max(0, all.count - 3))
    }
  }

  init(
    month: Month, unit: Unit?, units: UnitTree, tops: Set<Int64>?, depth: ReadinessDepth,
    made: Instant
  ) {
    self.month = month
    self.unit = unit
    self.units = units
    self.tops = tops
    self.depth = depth
    self.made = made
  }

  /// The units that are asked for and may be seen.
  var seen: [Int64] {
    let asked = unit.map { units.subtree(of: $0.id).map(\.unit) } ?? Array(units.units.values)
    return asked.map(\.id).filter { Reports.sees($0, in: units, under: tops) }.map(\.number)
      .sorted()
  }

  private var isLeaf: Bool { unit.map { units.children(of: $0.id).isEmpty } ?? false }
  var wantsMembers: Bool { depth == .members || (depth == .below && isLeaf) }

  var managers: [Int64] {
    Array(Set(rows.flatMap { $0.told.first } + members.compactMap(\.manager))).sorted()
  }

  // MARK: Counting

  mutating func count(_ all: [ReadinessCount]) {
    let seen = Set(seen)
    counts = all.filter { count in
      count.unit.map { seen.contains($0) } ?? (unit == nil && tops == nil)
    }
    let heads = heads
    var lines: [Int64: Line] = [:]
    for count in counts {
      let head = head(of: count.unit, among: heads)
      let found = head.flatMap { units[Unit.ID($0)] }
      var line =
        lines[head ?? 0] ?? Line(unit: found, isAlone: head != nil && head == unit?.id.number)
      line.state += count.state
      if let manager = count.manager { line.waiting[manager, default: 0] += count.state.missing }
      lines[head ?? 0] = line
    }
    rows = lines.values.sorted { left, right in
      if left.state.missing != right.state.missing {
        return left.state.missing > right.state.missing
      }
      return left.unit?.code.text ?? "" < right.unit?.code.text ?? ""
    }
  }

  /// The units that have a row of their own.
  private var heads: Set<Int64> {
    switch depth {
    case .units, .members: return Set(units.units.keys.map(\.number))
    case .below:
      if let unit {
        return Set([unit.id.number] + units.children(of: unit.id).map(\.id.number))
      }
      if let tops { return tops }
      return Set(
        [Tree.party, .state].flatMap { tree -> [Int64] in
          let roots = units.roots.compactMap { units[$0] }.filter { $0.tree == tree }
          guard roots.count == 1, let root = roots.first else { return roots.map(\.id.number) }
          return [root.id.number] + units.children(of: root.id).map(\.id.number)
        })
    }
  }

  /// The nearest unit upwards that has a row.
  private func head(of unit: Int64?, among heads: Set<Int64>) -> Int64? {
    guard let unit else { return nil }
    return units.line(of: Unit.ID(unit))?.units.first { heads.contains($0) }
  }

  // MARK: Pages

  var report: Report {
    let name = unit?.name ?? ""
    let text = Words.month(month)
    let list = wantsMembers ? [memberTable] : []
    var report = Report(
      kind: .readiness,
      title: Phrase(
        vi: "MỨC ĐỘ SẴN SÀNG ĐÓNG KỲ THÁNG \(text)", en: "Readiness to close \(text)"),
      subject: Phrase(vi: name, en: name), issuer: issuer,
      main: depth == .members ? memberTable : table,
      chart: { language in chart(in: language) },
      source: Phrase(vi: "Kỳ \(text), tính đến \(stamp)", en: "\(text), as of \(stamp)"),
      made: made)
    report.others = depth == .members ? [] : list
    let all = total
    let share = ReportValue.share(all.decided, of: all.expected)
    report.lines = [
      Phrase(
        vi: "Đã quyết định \(all.decided)/\(all.expected) phiếu"
          + GradeBars.percent(all.decided, of: all.expected, in: .vietnamese)
          + ", còn thiếu \(all.missing).",
        en: "\(all.decided) of \(all.expected) sheets are decided"
          + (share.data.isEmpty ? "" : " (\(share.shown(in: .english)))")
          + ", \(all.missing) are missing.")
    ]
    if depth == .below, !isLeaf, all.missing > 0 {
      report.hints = [
        Phrase(
          vi: "Xem tiếp: cadre report readiness MÃ --period \(month); từng người: --members.",
          en: "Further down: cadre report readiness CODE --period \(month); by name: --members.")
      ]
    }
    return report
  }

  private var stamp: String {
    "\(Words.day(made.dayInVietnam)) \("\(made)".split(separator: " ").last ?? "")"
  }

  private var issuer: Report.Issuer {
    let roots = units.roots.compactMap { units[$0] }
    guard let unit = unit ?? (roots.count == 1 ? roots.first : nil) else {
      return Report.Issuer(tree: .party)
    }
    return Report.Issuer(unit, in: units)
  }

  private var total: SheetCounts {
    counts.reduce(into: SheetCounts()) { $0 += $1.state }
  }

  private var table: ReportTable {
    ReportTable(
      columns: [
        .init("unit_code", vi: "Mã", en: "Code"), .init("unit_name", vi: "Đơn vị", en: "Unit"),
        .init("missing", vi: "Còn thiếu", en: "Missing", .right),
        .init("missing_share", vi: "% thiếu", en: "% missing", .right),
        .init("expected", vi: "Phải có", en: "Expected", .right),
        .init("no_sheet", vi: "Chưa có phiếu", en: "No sheet", .right),
        .init("untouched", vi: "Chưa động đến", en: "Untouched", .right),
        .init("draft", vi: "Đang viết", en: "Draft", .right),
        .init("self_scored", vi: "Đã tự chấm", en: "Self-scored", .right),
        .init("reviewed", vi: "Đã thẩm định", en: "Reviewed", .right),
        .init("decided", vi: "Đã quyết định", en: "Decided", .right),
        .init("incomplete_risk", vi: "Thiếu số liệu", en: "Unreported", .right),
        .init("to_tell", vi: "Cần nhắc", en: "To tell"),
      ], rows: rows.map { line in cells(name(of: line), line.state, told(line)) },
      total: cells(
        (.none, .term("total", Phrase(vi: "Tổng cộng", en: "Total"))), total, .none),
      none: Phrase(
        vi: "Không có ai thuộc diện đánh giá.", en: "Nobody is expected."))
  }

  private func cells(
    _ name: (ReportValue, ReportValue), _ state: SheetCounts, _ told: ReportValue
  ) -> [ReportValue] {
    [
      name.0, name.1, .whole(state.missing), .share(state.missing, of: state.expected),
      .whole(state.expected), .whole(state.noSheet), .whole(state.untouched),
      .whole(state.draft), .whole(state.selfScored), .whole(state.reviewed),
      .whole(state.decided), .whole(state.open), told,
    ]
  }

  private func name(of line: Line) -> (ReportValue, ReportValue) {
    guard let unit = line.unit else {
      return (.none, .term("", Phrase(vi: "(không có đơn vị)", en: "(without a unit)")))
    }
    guard line.isAlone, depth == .below, !isLeaf else {
      return (.text(unit.code), .text(unit.name))
    }
    return (
      .text(unit.code),
      .term(unit.name, Phrase(vi: "\(unit.name) (trực tiếp)", en: "\(unit.name) (itself)"))
    )
  }

  private func told(_ line: Line) -> ReportValue {
    let (first, more) = line.told
    let texts = first.map { "\(name(of: $0)) (\(line.waiting[$0] ?? 0))" }
    return .text((texts + (more > 0 ? ["… +\(more)"] : [])).joined(separator: "; "))
  }

  private func name(of member: Int64) -> String {
    names[member]?.fullName.reveal(for: .display) ?? ""
  }

  private var memberTable: ReportTable {
    ReportTable(
      caption: Phrase(vi: "Chưa được quyết định", en: "Not decided"),
      columns: [
        .init("member_code", vi: "Mã", en: "Code"),
        .init("full_name", vi: "Họ và tên", en: "Name"),
        .init("unit_code", vi: "Mã đơn vị", en: "Unit"),
        .init("unit_name", vi: "Đơn vị", en: "Unit's name"),
        .init("state", vi: "Phiếu", en: "Sheet"),
        .init("incomplete_risk", vi: "Số liệu", en: "Figures"),
        .init("manager_code", vi: "Mã người quản lý", en: "Manager", on: [.data]),
        .init("manager_name", vi: "Người quản lý", en: "Manager's name"),
      ],
      rows: members.map { member in
        let place = member.unit.flatMap { units[Unit.ID($0)] }
        return [
          .text(member.code), .text(member.fullName.reveal(for: .display)),
          .text(place?.code.text ?? ""), .text(place?.name ?? ""),
          .term(member.state, Self.state(member.state)),
          member.open
            ? .term("missing", Phrase(vi: "còn thiếu", en: "missing")) : .term("", Self.nothing),
          .text(member.manager.flatMap { names[$0]?.code.text } ?? ""),
          .text(member.manager.map { name(of: $0) } ?? ""),
        ]
      }, total: nil,
      none: Phrase(vi: "Không còn thiếu ai.", en: "Nobody is missing."))
  }

  private static let nothing = Phrase(vi: "", en: "")

  private static func state(_ state: String) -> Phrase {
    switch state {
    case "none": Phrase(vi: "chưa có phiếu", en: "no sheet")
    case "untouched": Phrase(vi: "chưa động đến", en: "untouched")
    case "draft": Phrase(vi: "đang viết", en: "draft")
    case "self_scored": Phrase(vi: "đã tự chấm", en: "self-scored")
    case "reviewed": Phrase(vi: "đã thẩm định", en: "reviewed")
    default: Phrase(vi: state, en: state)
    }
  }

  private func chart(in language: Language) -> BarChart {
    BarChart(
      title: Phrase(
        vi: "Phiếu còn thiếu, kỳ \(Words.month(month))", en: "Sheets missing, \(Words.month(month))"
      ).text(in: language),
      bars: rows.map { line in
        BarChart.Bar(
          name(of: line).1.shown(in: language),
          Figure(
            ExactDecimal(Int64(line.state.missing)),
            text: "\(line.state.missing)/\(line.state.expected)"))
      },
      none: Phrase(vi: "Không có ai thuộc diện đánh giá.", en: "Nobody is expected.")
        .text(in: language))
  }
}
