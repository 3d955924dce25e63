import ArgumentParser
import Basics
import Reports

/// `cadre report`: the month of a unit, on the screen, in a file or on paper.
package struct ReportCommands: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: words(
      vi: "Báo cáo: bảng, csv, xlsx, pdf, svg, png.",
      en: "Reports: table, csv, xlsx, pdf, svg, png."
    ),
    discussion: words(
      vi: "Ví dụ: cadre report month CB1 --period 2026-10 --output thang10.pdf",
      en: "Example: cadre report month CB1 --period 2026-10 --output october.pdf"),
    subcommands: [
      MonthOfUnit.self, Ranking.self, Readiness.self, Distribution.self, Trend.self,
    ])

  package init() {}

  package struct MonthOfUnit: DeskCommand {
    package static let configuration = CommandConfiguration(
      commandName: "month",
      abstract: words(
        vi: "Kết quả tháng của một đơn vị: từng người, xếp loại, thay đổi.",
        en: "The month of a unit: everybody, grades, what changed."),
      discussion: words(
        vi: """
          Ví dụ: cadre report month CB1 --period 2026-10
                 cadre report month UB --period 2026-10 --output thang10.pdf
          """,
        en: """
          Example: cadre report month CB1 --period 2026-10
                   cadre report month UB --period 2026-10 --output october.pdf
          """))
    @Argument(help: help(vi: "Mã đơn vị.", en: "The unit's code.")) var unit: String
    @OptionGroup var of: ReportMonth
    @OptionGroup var output: ReportOutput
    @OptionGroup var why: BasisOptions
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      try output.check()
      let month = try of.month
      let office = try await desk.open(actingAs.account)
      let report = try await office.reports.month(
        try code(unit), of: month, run: of.run, for: office.actor, basis: try why.basis())
      try output.deliver(report, to: desk.terminal)
    }
  }

  package struct Ranking: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(vi: "Bảng xếp hạng đơn vị.", en: "The ranking of units."),
      discussion: words(
        vi: "Ví dụ: cadre report ranking --period 2026-10 --tree party --output xephang.pdf",
        en: "Example: cadre report ranking --period 2026-10 --tree party --output ranking.pdf"))
    @OptionGroup var of: ReportMonth
    @OptionGroup var units: RankingOptions
    @OptionGroup var output: ReportOutput
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      try output.check()
      let (month, choice) = (try of.month, try units.choice)
      let office = try await desk.open(actingAs.account)
      let report = try await office.reports.ranking(
        of: month, choice, run: of.run, for: office.actor)
      try output.deliver(report, to: desk.terminal)
    }
  }

  package struct Readiness: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Trước khi đóng kỳ: đơn vị nào, ai còn thiếu phiếu, nhiều nhất trước.",
        en: "Before closing: which units and who are missing, the largest gap first."),
      discussion: words(
        vi: """
          Ví dụ: cadre report readiness --period 2026-10
                 cadre report readiness UB --period 2026-10 --members
          """,
        en: """
          Example: cadre report readiness --period 2026-10
                   cadre report readiness UB --period 2026-10 --members
          """))
    @Argument(help: help(vi: "Chỉ đơn vị này và cấp dưới.", en: "Only this unit and below."))
    var unit: String?
    @Option(help: help(vi: "Kỳ đánh giá, YYYY-MM.", en: "The period, YYYY-MM.")) var period: String
    @Flag(
      help: help(
        vi: "Mọi đơn vị trực tiếp đánh giá, xếp chung.", en: "Every unit that grades, in one list.")
    )
    var all = false
    @Flag(help: help(vi: "Từng người còn thiếu.", en: "The members missing, by name."))
    var members = false
    @OptionGroup var output: ReportOutput
    @OptionGroup var why: BasisOptions
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      try output.check()
      let month = try Console.month(period)
      let office = try await desk.open(actingAs.account)
      let report = try await office.reports.readiness(
        of: month, under: try unit.map(code), members ? .members : all ? .units : .below,
        for: office.actor, basis: try why.basis())
      try output.deliver(report, to: desk.terminal)
    }
  }

  package struct Distribution: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Cơ cấu A, B, C, D: chung và từng đơn vị, trước và sau tỷ lệ.",
        en: "Grades A to D: in all and by unit, before the quota and after it."),
      discussion: words(
        vi: """
          Ví dụ: cadre report distribution --period 2026-10
                 cadre report distribution UB --period 2026-10 --output cocau.svg
          """,
        en: """
          Example: cadre report distribution --period 2026-10
                   cadre report distribution UB --period 2026-10 --output grades.svg
          """))
    @Argument(help: help(vi: "Chỉ đơn vị này và cấp dưới.", en: "Only this unit and below."))
    var unit: String?
    @OptionGroup var of: ReportMonth
    @OptionGroup var output: ReportOutput
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      try output.check()
      let month = try of.month
      let office = try await desk.open(actingAs.account)
      let report = try await office.reports.distribution(
        of: month, under: try unit.map(code), run: of.run, for: office.actor)
      try output.deliver(report, to: desk.terminal)
    }
  }

  package struct Trend: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Mười hai tháng của một đơn vị: điểm, trung bình, tỷ lệ A.",
        en: "Twelve months of a unit: score, mean, share of A."),
      discussion: words(
        vi: "Ví dụ: cadre report trend CB1 --months 12 --output xuhuong.png",
        en: "Example: cadre report trend CB1 --months 12 --output trend.png"))
    @Argument(help: help(vi: "Mã đơn vị.", en: "The unit's code.")) var unit: String
    @Option(help: help(vi: "Bao nhiêu tháng, 1 đến 120.", en: "How many months, 1 to 120."))
    var months = 12
    @Option(
      help: help(
        vi: "Đến kỳ này (mặc định kỳ công bố gần nhất).",
        en: "Until this period (default the last one published)."))
    var period: String?
    @OptionGroup var output: ReportOutput
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func validate() throws {
      guard (1...120).contains(months) else {
        throw ValidationError(words(vi: "--months từ 1 đến 120.", en: "--months is 1 to 120."))
      }
    }

    package func run(at desk: Desk) async throws {
      try output.check()
      let last = try period.map(Console.month)
      let office = try await desk.open(actingAs.account)
      let report = try await office.reports.trend(
        of: try code(unit), until: last, months: months, for: office.actor)
      try output.deliver(report, to: desk.terminal)
    }
  }
}
