import Access
import Basics
import Drawing
import Organisation
import Postgres
import Runs

/// Which units a ranking shows.
package struct RankingChoice: Sendable, Hashable {
  package var tree: Tree?
  package var level: Int?
  /// Only this unit and those below it.
  package var under: Code?

  package init(tree: Tree? = nil, level: Int? = nil, under: Code? = nil) {
    self.tree = tree
    self.level = level
    self.under = under
  }
}

extension Reports {
  /// The units of a run that the actor may see, in byte order of their codes.
  ///
  /// Who sees everything gets the very rows over which the run's ranking digest was taken.
  ///
  /// - Returns: the run, and its units.
  package func rankingRows(
    of month: Month, run number: Int32? = nil, for actor: Actor
  ) async throws -> (run: Run, rows: [UnitMonth]) {
    try await database.read { transaction in
      let ground = try await transaction.ground(of: month, run: number, for: actor)
      let rows = try await transaction.unitMonths(of: ground.run)
      return (ground.run, rows.filter { ground.sees(Unit.ID($0.unit)) })
    }
  }

  /// The ranking of units: peer group by peer group, by rank.
  package func ranking(
    of month: Month, _ choice: RankingChoice = RankingChoice(), run number: Int32? = nil,
    for actor: Actor
  ) async throws -> Report {
    try await database.read { transaction in
      let ground = try await transaction.ground(of: month, run: number, for: actor)
      let top = try choice.under.map {
        try Reports.unit($0, in: ground.units, for: actor, to: ground.act)
      }
      let below = top.map { Set(ground.units.subtree(of: $0.id).map(\.unit.id.number)) }
      let rows = try await transaction.unitMonths(of: ground.run).filter { row in
        row.tree == choice.tree ?? row.tree && row.level == choice.level ?? row.level
          && below?.contains(row.unit) ?? true && ground.sees(Unit.ID(row.unit))
      }
      let scores = try await transaction.publishedScores(
        of: rows.map(\.unit), from: month.adding(months: -11), to: month.adding(months: -1))
      return RankingPage(rows: rows, top: top, scores: scores, ground: ground).report
    }
  }
}

/// Lays out a ranking.
private struct RankingPage {
  let rows: [UnitMonth]
  let top: Unit?
  let scores: [PublishedScore]
  let ground: Reports.Ground

  private var month: Month { ground.run.month }

  var report: Report {
    let ordered = rows.sorted { left, right in
      if left.tree != right.tree { return left.tree == .party }
      if left.level != right.level { return left.level < right.level }
      let (a, b) = (left.rank ?? .max, right.rank ?? .max)
      return a != b ? a < b : left.code < right.code
    }
    let name = top?.name ?? ""
    var report = Report(
      kind: .ranking,
      title: Phrase(
        vi: "BẢNG XẾP HẠNG ĐƠN VỊ THÁNG \(Words.month(month))",
        en: "Ranking of units, \(Words.month(month))"),
      subject: Phrase(vi: name, en: name), warning: ground.run.warning, issuer: issuer,
      main: table(ordered), chart: { language in chart(ordered, in: language) },
      source: ground.run.source, made: ground.made)
    report.remarks = [
      Phrase(
        vi: "Xếp hạng trong từng nhóm cùng hệ thống, cùng bậc; bằng điểm thì cùng hạng. "
          + "▲▼: số hạng tăng, giảm so với tháng trước.",
        en: "Ranked within one tree and level; equal scores share a rank. "
          + "▲▼: ranks up or down since the month before.")
    ]
    return report
  }

  /// The unit asked for, else the only one at the top of what is shown.
  private var issuer: Report.Issuer {
    let trees = Set(rows.map(\.tree))
    let tree = top?.tree ?? (trees.count == 1 ? trees.first : nil) ?? .party
    let roots = ground.units.roots.compactMap { ground.units[$0] }.filter { $0.tree == tree }
    guard let unit = top ?? (roots.count == 1 ? roots.first : nil) else {
      return Report.Issuer(tree: tree)
    }
    return Report.Issuer(unit, in: ground.units)
  }

  private func table(_ rows: [UnitMonth]) -> ReportTable {
    let sparks = Sparks(scores, until: month)
    return ReportTable(
      columns: columns,
      rows: rows.map { row in
        [
          .text("\(month)"), .term(row.tree.rawValue, Words.tree(row.tree)), .whole(row.level),
          .whole(row.rank), row.climb, .text(row.code), .text(ground.name(of: row.unit)),
          .points(row.score), .points(row.mean), .points(row.collective), .whole(row.rated),
        ] + row.grades.map { .whole($0) } + [
          .whole(row.previousRank), .text(sparks.line(of: row.unit, now: row.score)),
          .term(row.note, Words.note(row.note)),
        ]
      }, total: nil,
      none: Phrase(vi: "Không có đơn vị nào.", en: "There are no units."))
  }

  private var columns: [ReportTable.Column] {
    [
      .init("period", vi: "Kỳ", en: "Period", on: [.data]),
      .init("tree", vi: "Hệ thống", en: "Tree"),
      .init("level", vi: "Bậc", en: "Level", .right),
      .init("rank", vi: "Hạng", en: "Rank", .right),
      .init("change", vi: "Tăng giảm", en: "Change", .right),
      .init("unit_code", vi: "Mã", en: "Code"),
      .init("unit_name", vi: "Đơn vị", en: "Unit"),
      .init("score", vi: "Điểm", en: "Score", .right),
      .init("members_mean", vi: "Trung bình", en: "Mean", .right),
      .init("collective", vi: "Tập thể", en: "Collective", .right),
      .init("members_rated", vi: "Số người", en: "Rated", .right),
      .init("a", vi: "A", en: "A", .right), .init("b", vi: "B", en: "B", .right),
      .init("c", vi: "C", en: "C", .right), .init("d", vi: "D", en: "D", .right),
      .init("previous_rank", vi: "Hạng trước", en: "Rank before", .right, on: [.data]),
      .init("trend", vi: "12 tháng", en: "12 months", on: [.screen]),
      .init("note", vi: "Ghi chú", en: "Note"),
    ]
  }

  /// One group of bars a peer group; units without a score are left out.
  private func chart(_ rows: [UnitMonth], in language: Language) -> BarChart {
    var groups: [BarChart.Group] = []
    for row in rows {
      guard let score = row.score else { continue }
      let label = Phrase(
        vi: "\(Words.tree(row.tree).vi.capitalised), bậc \(row.level)",
        en: "\(Words.tree(row.tree).en.capitalised), level \(row.level)"
      ).text(in: language)
      let rank = row.rank.map { "\($0). " } ?? ""
      let bar = BarChart.Bar(
        "\(rank)\(ground.name(of: row.unit))", Figure(Points(hundredths: Int64(score))))
      if groups.last?.label == label {
        groups[groups.count - 1].bars.append(bar)
      } else {
        groups.append(BarChart.Group(label, [bar]))
      }
    }
    return BarChart(
      title: ground.chartTitle(
        Phrase(
          vi: "Điểm đơn vị tháng \(Words.month(month))",
          en: "Scores of units, \(Words.month(month))"), in: language), groups: groups,
      none: Phrase(vi: "Không có đơn vị nào có điểm.", en: "No unit has a score.")
        .text(in: language))
  }
}

/// Twelve months of scores as lines of text.
private struct Sparks {
  private let months: [Month]
  private var scores: [Int64: [Month: Int]] = [:]

  init(_ published: [PublishedScore], until month: Month) {
    months = (1...11).reversed().map { month.adding(months: -$0) }
    for found in published { scores[found.unit, default: [:]][found.month] = found.score }
  }

  func line(of unit: Int64, now: Int?) -> String {
    let past = months.map { scores[unit]?[$0] }
    return sparkline(
      (past + [now]).map { score in
        score.flatMap { ExactDecimal(mantissa: Int128($0), scale: 2) }
      })
  }
}

extension String {
  /// With a large first letter.
  fileprivate var capitalised: String { prefix(1).uppercased() + dropFirst() }
}
