import Access
import Basics
import Drawing
import Organisation
import Postgres
import Runs

extension Reports {
  /// How a unit came through the published months.
  ///
  /// - Parameters:
  ///   - code: the unit.
  ///   - last: the last month; `nil`: the last one published.
  ///   - count: how many months, 1 to 120; a month that was not published is a gap.
  ///   - actor: who reads it; needs the right to view units.
  /// - Returns: the report.
  /// - Throws: an access error, or ``UnitError`` for a unit that the actor may not see.
  package func trend(
    of code: Code, until last: Month? = nil, months count: Int = 12, for actor: Actor
  ) async throws -> Report {
    try await database.read { transaction in
      let ground = try await transaction.history(of: code, until: last, for: actor)
      let count = min(max(count, 1), 120)
      let first = ground.last.adding(months: 1 - count)
      let found = try await transaction.publishedMonths(
        of: ground.unit.id.number, from: first, to: ground.last)
      let months = (0..<count).map { first.adding(months: $0) }
      return HistoryPage(ground: ground, months: months, found: found).trend
    }
  }

  /// Every published month of a unit.
  package func history(
    of code: Code, until last: Month? = nil, for actor: Actor
  ) async throws -> Report {
    try await database.read { transaction in
      let ground = try await transaction.history(of: code, until: last, for: actor)
      let found = try await transaction.publishedMonths(
        of: ground.unit.id.number, from: nil, to: ground.last)
      return HistoryPage(ground: ground, months: found.map(\.month), found: found).history
    }
  }
}

/// What a report over several months stands on.
private struct HistoryGround {
  let unit: Unit
  let units: UnitTree
  let last: Month
  let made: Instant
}

extension Transaction {
  fileprivate func history(
    of code: Code, until last: Month?, for actor: Actor
  ) async throws -> HistoryGround {
    try actor.requireSomewhere(.viewUnits)
    let present = Month(containing: actor.today)
    let published = try await lastPublishedMonth(notAfter: last ?? present)
    let end = last ?? published ?? present
    let tree = UnitTree(try await units(on: end.lastDay))
    let unit = try Reports.unit(code, in: tree, for: actor, to: .viewUnits)
    return HistoryGround(unit: unit, units: tree, last: end, made: now)
  }
}

/// Lays out the months of a unit.
private struct HistoryPage {
  let ground: HistoryGround
  let months: [Month]
  let found: [PublishedMonth]

  private var name: String { ground.unit.name }

  var trend: Report {
    var report = page(
      .trend,
      Phrase(
        vi: "KẾT QUẢ \(months.count) THÁNG ĐẾN THÁNG \(Words.month(ground.last))",
        en: "\(months.count) months until \(Words.month(ground.last))"))
    report.printedChart = { language in chart(in: language) }
    report.lines = sparks
    return report
  }

  var history: Report {
    var report = page(
      .history, Phrase(vi: "QUÁ TRÌNH XẾP HẠNG", en: "History of the ranking"))
    report.lines = sparks
    return report
  }

  private func page(_ kind: Report.Kind, _ title: Phrase) -> Report {
    Report(
      kind: kind, title: title, subject: Phrase(vi: name, en: name),
      issuer: Report.Issuer(ground.unit, in: ground.units), main: table,
      chart: { language in chart(in: language) },
      source: Phrase(
        vi: "Các kỳ đã công bố: \(found.count)", en: "Published months: \(found.count)"),
      made: ground.made)
  }

  private var table: ReportTable {
    let byMonth = Dictionary(found.map { ($0.month, $0) }) { first, _ in first }
    return ReportTable(
      columns: [
        .init("period", vi: "Kỳ", en: "Period"),
        .init("run", vi: "Lần chấm", en: "Run", .right),
        .init("score", vi: "Điểm", en: "Score", .right),
        .init("rank", vi: "Hạng", en: "Rank", .right),
        .init("peers", vi: "Trong số", en: "Of", .right),
        .init("change", vi: "Tăng giảm", en: "Change", .right),
        .init("members_mean", vi: "Trung bình", en: "Mean", .right),
        .init("members_rated", vi: "Số người", en: "Rated", .right),
        .init("a", vi: "A", en: "A", .right), .init("b", vi: "B", en: "B", .right),
        .init("c", vi: "C", en: "C", .right), .init("d", vi: "D", en: "D", .right),
        .init("a_share", vi: "% A", en: "% A", .right),
        .init("note", vi: "Ghi chú", en: "Note"),
      ], rows: months.map { row($0, byMonth[$0]) }, total: nil,
      none: Phrase(vi: "Chưa có kỳ nào công bố.", en: "No month is published yet."))
  }

  private func row(_ month: Month, _ found: PublishedMonth?) -> [ReportValue] {
    let period = ReportValue.term(
      "\(month)", Phrase(vi: Words.month(month), en: Words.month(month)))
    guard let found else {
      let note = ReportValue.term(
        "not_published", Phrase(vi: "chưa công bố", en: "not published"))
      return [period] + Array(repeating: .none, count: 12) + [note]
    }
    let result = found.result
    return [
      period, .whole(Int(found.run)), .points(result.score), .whole(result.rank),
      result.rank == nil ? .none : .whole(found.peers), result.climb, .points(result.mean),
      .whole(result.rated),
    ] + result.grades.map { .whole($0) } + [
      .share(result.grades[0], of: result.rated), .term(result.note, Words.note(result.note)),
    ]
  }

  // MARK: Lines

  private func figures(_ read: (UnitMonth) -> ReportValue) -> [Month: Figure] {
    found.reduce(into: [:]) { figures, month in
      guard let value = ExactDecimal(read(month.result).data) else { return }
      figures[month.month] = Figure(value)
    }
  }

  private var series: [(label: Phrase, figures: [Month: Figure])] {
    [
      (Phrase(vi: "Điểm đơn vị", en: "Score"), figures { .points($0.score) }),
      (Phrase(vi: "Điểm trung bình", en: "Mean"), figures { .points($0.mean) }),
      (
        Phrase(vi: "Tỷ lệ A (%)", en: "Share of A (%)"),
        figures { .share($0.grades[0], of: $0.rated) }
      ),
    ]
  }

  private var sparks: [Phrase] {
    guard !months.isEmpty else { return [] }
    return series.map { label, figures in
      let spark = sparkline(months.map { figures[$0]?.value })
      return Phrase(vi: "\(spark)  \(label.vi)", en: "\(spark)  \(label.en)")
    }
  }

  private func chart(in language: Language) -> LineChart {
    LineChart(
      title: name, from: months.first ?? ground.last, months: max(1, months.count),
      series: series.map { LineChart.Series($0.label.text(in: language), $0.figures) },
      none: Phrase(vi: "Chưa có kỳ nào công bố.", en: "No month is published yet.")
        .text(in: language))
  }
}
