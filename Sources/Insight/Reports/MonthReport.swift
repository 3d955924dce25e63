import Access
import Audit
import Basics
import Drawing
import Organisation
import Postgres
import Runs

extension Reports {
  /// The month of a unit: everybody who stands in it or below, grade by grade.
  ///
  /// In the party's tree members stand in their cells, in the state's in their agencies
  /// (`scoring.md` §7), so the totals are those of the ranking.
  ///
  /// - Parameters:
  ///   - code: the unit.
  ///   - month: the month.
  ///   - number: the run; `nil`: the newest.
  ///   - actor: who reads it; the trail keeps who, and how many rows.
  ///   - basis: why, and by which document.
  /// - Returns: the report.
  /// - Throws: an access error, and ``UnitError``, ``RunError`` or ``ReportError`` where there is
  ///   nothing to be seen.
  package func month(
    _ code: Code, of month: Month, run number: Int32? = nil, for actor: Actor,
    basis: Audit.Basis = .none
  ) async throws -> Report {
    // Read and noted in one transaction: nobody leaves with a list and without a trace.
    try await database.write(isolation: .repeatableRead) { transaction in
      let ground = try await transaction.ground(of: month, run: number, for: actor)
      let unit = try Reports.unit(code, in: ground.units, for: actor, to: .viewSheets)
      let below = ground.units.subtree(of: unit.id).map(\.unit)
      let previous = try await transaction.publishedRun(of: month.adding(months: -1))
      let members = try await transaction.memberMonths(
        of: ground.run, after: previous, in: below.map(\.id.number), of: unit.tree)
      let result = try await transaction.unitMonth(of: unit.id.number, in: ground.run)
      try await Audit.note(
        "report.month", of: .unit(code), by: actor, basis: basis,
        detail: [
          AuditDetail("period", new: "\(month)"), AuditDetail("run", new: "\(ground.run.number)"),
          AuditDetail("rows", new: "\(members.count)"),
        ], in: transaction)
      return MonthPage(
        unit: unit, places: below, members: members, result: result, ground: ground
      ).report
    }
  }
}

/// Lays out the month of a unit.
private struct MonthPage {
  let unit: Unit
  /// The unit and those below it, in the order of the tree.
  let places: [Unit]
  let members: [MemberMonth]
  let result: UnitMonth?
  let ground: Reports.Ground

  var report: Report {
    let rows = ordered
    let month = Words.month(ground.run.month)
    let rated = rows.filter { $0.status == "rated" }
    let counts = Words.grades.map { grade in rated.count { $0.finalGrade == grade } }
    var report = Report(
      kind: .month,
      title: Phrase(
        vi: "KẾT QUẢ ĐÁNH GIÁ, XẾP LOẠI THÁNG \(Words.month(ground.run.month))",
        en: "Evaluation of \(Words.month(ground.run.month))"),
      subject: Phrase(vi: unit.name, en: unit.name), warning: ground.run.warning,
      issuer: Report.Issuer(unit, in: ground.units), main: main(rows, rated, counts),
      chart: { language in
        BarChart(
          title: ground.chartTitle(
            Phrase(vi: "\(unit.name) · \(month)", en: "\(unit.name) · \(month)"), in: language),
          bars: GradeBars.bars(counts, in: language))
      }, source: ground.run.source, made: ground.made)
    report.lines = [summary(counts, rated, of: rows.count)]
    report.remarks = [standing].compactMap(\.self)
    report.others = [changed(rows), settled(rows)].filter { !$0.rows.isEmpty }
    return report
  }

  /// By unit in the order of the tree; within it by falling total, the unrated last.
  private var ordered: [MemberMonth] {
    var order: [Int64: Int] = [:]
    for (place, unit) in places.enumerated() { order[unit.id.number] = place }
    return members.sorted { left, right in
      let (a, b) = (order[left.place] ?? 0, order[right.place] ?? 0)
      if a != b { return a < b }
      let (first, second) = (left.total ?? -1, right.total ?? -1)
      return first != second ? first > second : left.code < right.code
    }
  }

  private func main(
    _ rows: [MemberMonth], _ rated: [MemberMonth], _ counts: [Int]
  ) -> ReportTable {
    let isOne = Set(rows.map(\.place)).count < 2
    let sum = rated.reduce(Int64(0)) { $0 + Int64($1.total ?? 0) }
    var total = [ReportValue](repeating: .none, count: 14)
    total[2] = .term(
      "total",
      Phrase(vi: "Tổng cộng: \(rows.count) người", en: "Total: \(rows.count) members"))
    total[7] = .points(Exact.mean(of: sum, count: rated.count))
    let grades = zip(Words.grades, counts).map { "\($0) \($1)" }.joined(separator: ", ")
    total[10] = .term(
      grades,
      Phrase(
        vi: "Xếp loại \(rated.count): \(grades); điểm ghi là điểm trung bình",
        en: "Rated \(rated.count): \(grades); the points are the mean"))
    return ReportTable(
      columns: columns(isOne: isOne),
      rows: rows.enumerated().map { number, row in cells(row, number + 1) }, total: total,
      none: Phrase(
        vi: "Không có ai thuộc diện đánh giá trong tháng.", en: "Nobody was expected this month."))
  }

  private func columns(isOne: Bool) -> [ReportTable.Column] {
    let people: Set<ReportTable.Face> = [.screen, .paper]
    return [
      .init("number", vi: "STT", en: "No.", .right, on: [.paper]),
      .init("member_code", vi: "Mã", en: "Code"),
      .init("full_name", vi: "Họ và tên", en: "Name"),
      .init("unit_code", vi: "Mã đơn vị", en: "Unit", on: [.data]),
      .init(
        "unit_name", vi: "Đơn vị", en: "Unit's name",
        on: isOne ? [.data] : Set(ReportTable.Face.allCases)),
      .init("form", vi: "Đối tượng", en: "Form", on: [.data]),
      .init("status", vi: "Tình trạng", en: "Status", on: [.data]),
      .init("total", vi: "Điểm", en: "Points", .right),
      .init("grade", vi: "Trước tỷ lệ", en: "Before quota", .centre),
      .init("final_grade", vi: "Xếp loại", en: "Grade", .centre),
      .init("reasons", vi: "Lý do", en: "Reasons"),
      .init("previous_grade", vi: "Tháng trước", en: "Month before", .centre),
      .init("previous_total", vi: "Điểm tháng trước", en: "Points before", .right, on: [.data]),
      .init("change", vi: "Tăng giảm", en: "Change", .right, on: people.union([.data])),
    ]
  }

  private func cells(_ row: MemberMonth, _ number: Int) -> [ReportValue] {
    let change = row.total.flatMap { now in row.previousTotal.map { now - $0 } }
    return [
      .whole(number), .text(row.code), .text(row.fullName.reveal(for: .export)),
      .text(ground.code(of: row.place)), .text(ground.name(of: row.place)), .text(row.form),
      .term(row.status, Words.status(row.status)), .points(row.total), .text(row.grade ?? ""),
      .text(row.finalGrade ?? ""), .term(row.reasons, Words.reasons(row.reasons)),
      .text(row.previousGrade ?? ""), .points(row.previousTotal),
      change.map(ReportValue.change) ?? .none,
    ]
  }

  private func summary(_ counts: [Int], _ rated: [MemberMonth], of all: Int) -> Phrase {
    let sum = rated.reduce(Int64(0)) { $0 + Int64($1.total ?? 0) }
    let mean = ReportValue.points(Exact.mean(of: sum, count: rated.count)).data
    func shares(_ language: Language) -> String {
      zip(Words.grades, counts).map { grade, count in
        "\(grade) \(count)\(GradeBars.percent(count, of: rated.count, in: language))"
      }.joined(separator: ", ")
    }
    return Phrase(
      vi: "\(all) người, xếp loại \(rated.count), điểm trung bình \(mean.isEmpty ? "–" : mean): "
        + shares(.vietnamese),
      en: "\(all) members, \(rated.count) rated, mean \(mean.isEmpty ? "–" : mean): "
        + shares(.english))
  }

  /// Score and rank of the unit.
  private var standing: Phrase? {
    guard let result, let score = result.score else { return nil }
    let points = ReportValue.points(score).data
    guard let rank = result.rank else {
      let note = Words.note(result.note)
      return Phrase(
        vi: "Điểm của đơn vị: \(points) (\(note.vi)).",
        en: "Score of the unit: \(points) (\(note.en)).")
    }
    return Phrase(
      vi: "Điểm của đơn vị: \(points), hạng \(rank) trong các đơn vị cùng cấp.",
      en: "Score of the unit: \(points), rank \(rank) among its peers.")
  }

  // MARK: Who changed

  private func changed(_ rows: [MemberMonth]) -> ReportTable {
    let moved = rows.filter { row in
      row.previousGrade != nil && row.finalGrade != nil && row.previousGrade != row.finalGrade
    }
    return ReportTable(
      caption: Phrase(
        vi: "Thay đổi xếp loại so với tháng trước", en: "Changed since the month before"),
      columns: Self.named + [
        .init("previous_grade", vi: "Tháng trước", en: "Month before", .centre),
        .init("final_grade", vi: "Tháng này", en: "This month", .centre),
        .init("change", vi: "Tăng giảm điểm", en: "Change of points", .right),
      ],
      rows: moved.map { row in
        let change = row.total.flatMap { now in row.previousTotal.map { now - $0 } }
        return [
          .text(row.code), .text(row.fullName.reveal(for: .export)),
          .text(row.previousGrade ?? ""), .text(row.finalGrade ?? ""),
          change.map(ReportValue.change) ?? .none,
        ]
      }, none: Phrase(vi: "", en: ""))
  }

  private func settled(_ rows: [MemberMonth]) -> ReportTable {
    let moved = rows.filter { $0.grade != $0.finalGrade }
    return ReportTable(
      caption: Phrase(
        vi: "Xếp loại thay đổi do tỷ lệ hoặc do hội đồng", en: "Changed by quota or board"),
      columns: Self.named + [
        .init("total", vi: "Điểm", en: "Points", .right),
        .init("grade", vi: "Trước tỷ lệ", en: "Before quota", .centre),
        .init("final_grade", vi: "Xếp loại", en: "Grade", .centre),
        .init("reasons", vi: "Lý do", en: "Reasons"),
      ],
      rows: moved.map { row in
        [
          .text(row.code), .text(row.fullName.reveal(for: .export)), .points(row.total),
          .text(row.grade ?? ""), .text(row.finalGrade ?? ""),
          .term(row.reasons, Words.reasons(row.reasons)),
        ]
      }, none: Phrase(vi: "", en: ""))
  }

  private static let named: [ReportTable.Column] = [
    .init("member_code", vi: "Mã", en: "Code"), .init("full_name", vi: "Họ và tên", en: "Name"),
  ]
}
