import Access
import Audit
import Basics
import Drawing
import Organisation
import Postgres
import Runs

extension Reports {
  /// How many have which grade, before the quota and after it: in all, and unit by unit.
  ///
  /// With a unit: those right below it; else the tops of both trees, or what is right below a top
  /// that stands alone. Needs the right to view sheets: in a small unit, counts name people.
  package func distribution(
    of month: Month, under code: Code? = nil, run number: Int32? = nil, for actor: Actor
  ) async throws -> Report {
    try actor.requireSomewhere(.viewSheets)
    return try await database.read { transaction in
      let ground = try await transaction.ground(of: month, run: number, for: actor)
      let unit = try code.map {
        try Reports.unit($0, in: ground.units, for: actor, to: .viewSheets)
      }
      let counts = try await transaction.gradeCounts(of: ground.run)
      return DistributionPage(
        unit: unit, counts: counts, tops: actor.units(for: .viewSheets), ground: ground
      ).report
    }
  }
}

/// Grades before the quota and after it.
private struct Grades {
  var before = [0, 0, 0, 0]
  var after = [0, 0, 0, 0]

  var rated: Int { after.reduce(0, +) }

  mutating func add(_ count: GradeCount) {
    if let place = Words.grades.firstIndex(of: count.grade) { before[place] += count.count }
    if let place = Words.grades.firstIndex(of: count.finalGrade) { after[place] += count.count }
  }
}

/// Lays out a distribution of grades.
private struct DistributionPage {
  let unit: Unit?
  let counts: [GradeCount]
  /// Where the actor may see sheets; `nil`: everywhere.
  let tops: Set<Int64>?
  let ground: Reports.Ground

  private struct Part {
    let unit: Unit
    let grades: Grades
  }

  var report: Report {
    let all = overall
    let parts = parts
    let month = Words.month(ground.run.month)
    let name = unit?.name ?? ""
    var report = Report(
      kind: .distribution,
      title: Phrase(
        vi: "CƠ CẤU XẾP LOẠI THÁNG \(month)", en: "Distribution of grades, \(month)"),
      subject: Phrase(vi: name, en: name), warning: ground.run.warning, issuer: issuer,
      main: table(all, parts), chart: { language in chart(all, parts, in: language) },
      source: ground.run.source, made: ground.made)
    // A city has too many units for bars on paper; the table has them all.
    let few = parts.count > 12 ? [] : parts
    report.printedChart = { language in chart(all, few, in: language) }
    report.lines =
      [Phrase(vi: "Trước khi áp dụng tỷ lệ:", en: "Before the quota:")]
      + GradeBars.lines(all.before) + [Phrase(vi: "Kết quả:", en: "Final:")]
      + GradeBars.lines(all.after)
    return report
  }

  private var issuer: Report.Issuer {
    let roots = ground.units.roots.compactMap { ground.units[$0] }
    guard let unit = unit ?? (roots.count == 1 ? roots.first : nil) else {
      return Report.Issuer(tree: .party)
    }
    return Report.Issuer(unit, in: ground.units)
  }

  /// Everybody whom the actor may see, each once.
  private var overall: Grades {
    if let unit { return grades(under: unit) }
    var all = Grades()
    for count in counts where isSeen(count) { all.add(count) }
    return all
  }

  private func isSeen(_ count: GradeCount) -> Bool {
    guard tops != nil else { return true }
    return [count.cell, count.agency].compactMap(\.self).contains {
      Reports.sees(Unit.ID($0), in: ground.units, under: tops)
    }
  }

  private func grades(under unit: Unit) -> Grades {
    let below = Set(ground.units.subtree(of: unit.id).map(\.unit.id.number))
    var all = Grades()
    for count in counts {
      if let place = count.place(in: unit.tree), below.contains(place) { all.add(count) }
    }
    return all
  }

  /// Units side by side, and the sums of those below them, in the order of tree and code.
  private var parts: [Part] {
    shown.map { Part(unit: $0, grades: grades(under: $0)) }
  }

  private var shown: [Unit] {
    if let unit { return ground.units.children(of: unit.id) }
    if let tops {
      // The units of the actor's grants, those inside another one left out.
      return tops.compactMap { ground.units[Unit.ID($0)] }
        .filter { unit in
          let above = ground.units.line(of: unit.id)?.units.dropFirst() ?? []
          return tops.isDisjoint(with: above)
        }.sorted { ($0.tree.rawValue, $0.code) < ($1.tree.rawValue, $1.code) }
    }
    return [Tree.party, .state].flatMap { tree in
      let roots = ground.units.roots.compactMap { ground.units[$0] }.filter { $0.tree == tree }
      guard roots.count == 1, let root = roots.first else { return roots }
      let below = ground.units.children(of: root.id)
      return below.isEmpty ? roots : below
    }
  }

  private func table(_ all: Grades, _ parts: [Part]) -> ReportTable {
    let whole: Phrase =
      unit.map { Phrase(vi: $0.name, en: $0.name) } ?? Phrase(vi: "Toàn bộ", en: "Everybody")
    return ReportTable(
      columns: columns,
      rows: [cells(unit?.code.text ?? "", "", .term(unit?.name ?? "", whole), all)]
        + parts.map {
          cells($0.unit.code.text, $0.unit.tree.rawValue, .text($0.unit.name), $0.grades)
        }, total: nil, none: Phrase(vi: "", en: ""))
  }

  private func cells(
    _ code: String, _ tree: String, _ name: ReportValue, _ grades: Grades
  ) -> [ReportValue] {
    let rated = grades.rated
    return [
      .text(code), .text(tree.isEmpty ? unit?.tree.rawValue ?? "" : tree), name, .whole(rated),
    ]
      + grades.before.map { .whole($0) }
      + grades.after.flatMap { [.whole($0), .share($0, of: rated)] }
  }

  private var columns: [ReportTable.Column] {
    [
      .init("unit_code", vi: "Mã", en: "Code"),
      .init("tree", vi: "Hệ thống", en: "Tree", on: [.data]),
      .init("unit_name", vi: "Đơn vị", en: "Unit"),
      .init("members_rated", vi: "Số người", en: "Rated", .right),
      .init("a_before", vi: "A trước tỷ lệ", en: "A before", .right),
      .init("b_before", vi: "B trước tỷ lệ", en: "B before", .right),
      .init("c_before", vi: "C trước tỷ lệ", en: "C before", .right, on: [.data]),
      .init("d_before", vi: "D trước tỷ lệ", en: "D before", .right, on: [.data]),
    ]
      + Words.grades.flatMap { grade -> [ReportTable.Column] in
        let key = grade.lowercased()
        return [
          .init(key, vi: grade, en: grade, .right),
          .init("\(key)_share", vi: "% \(grade)", en: "% \(grade)", .right),
        ]
      }
  }

  private func chart(_ all: Grades, _ parts: [Part], in language: Language) -> BarChart {
    func group(_ label: Phrase, _ counts: [Int]) -> BarChart.Group {
      BarChart.Group(label.text(in: language), GradeBars.bars(counts, in: language))
    }
    let month = Words.month(ground.run.month)
    let name = unit.map { " · \($0.name)" } ?? ""
    return BarChart(
      title: ground.chartTitle(
        Phrase(
          vi: "Cơ cấu xếp loại tháng \(month)\(name)", en: "Grades of \(month)\(name)"),
        in: language),
      groups: [
        group(Phrase(vi: "Trước khi áp dụng tỷ lệ", en: "Before the quota"), all.before),
        group(Phrase(vi: "Kết quả", en: "Final"), all.after),
      ]
        + parts.filter { $0.grades.rated > 0 }.map {
          group(Phrase(vi: $0.unit.name, en: $0.unit.name), $0.grades.after)
        })
  }
}
