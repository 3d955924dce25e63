import ArgumentParser
import Basics
import Exchange
import Sheets

/// `cadre sheet import`: the sheets of a month from a file.
package struct SheetImportCommand: DeskCommand {
  package static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: words(
      vi: "Nhập phiếu đánh giá từ tệp; kiểm tra hết rồi mới ghi, hoặc ghi hết hoặc không.",
      en: "Reads sheets from a file; checks all lines, then takes all sheets or none."),
    discussion: words(
      vi: """
        Cột: member_code,framework,entry,code,title,group,weight,target,actual,direction,
        baseline,quality_failures,delays,points,self_points — mỗi dòng một mục
        của phiếu. Hoặc tên tiếng Việt, theo thứ tự ấy: Mã người, Bộ tiêu chí,
        Loại dòng, Mã, Nội dung, Mục tiêu, Hệ số, Được giao, Hoàn thành, Chiều,
        Mức đầu kỳ, Lần không đạt chất lượng, Lần chậm tiến độ, Điểm, Điểm tự chấm.
        Phiếu của tập thể: unit:MÃ trong cột member_code. Phiếu trong tệp thay cả
        phiếu của người đó; một dòng sai thì cả phiếu bị từ chối.
        Ví dụ: cadre sheet import phieu.csv --period 2026-10 --dry-run
               cadre sheet import phieu.xlsx --period 2026-10 --as draft
        """,
      en: """
        Columns: member_code,framework,entry,code,title,group,weight,target,actual,direction,
        baseline,quality_failures,delays,points,self_points — one line an entry.
        Or the Vietnamese names, in the same order: Mã người, Bộ tiêu chí,
        Loại dòng, Mã, Nội dung, Mục tiêu, Hệ số, Được giao, Hoàn thành, Chiều,
        Mức đầu kỳ, Lần không đạt chất lượng, Lần chậm tiến độ, Điểm, Điểm tự chấm.
        A collective's sheet has unit:CODE as member_code. A sheet in the file
        replaces the whole sheet; with one bad line the sheet is refused.
        Example: cadre sheet import sheets.csv --period 2026-10 --dry-run
                 cadre sheet import sheets.xlsx --period 2026-10 --as draft
        """))
  @Argument(help: help(vi: "Tệp .csv hoặc .xlsx.", en: "A .csv or .xlsx file.")) var file: String
  @Option(help: help(vi: "Kỳ, YYYY-MM.", en: "The month, YYYY-MM.")) var period: String
  @Option(
    name: .customLong("as"),
    help: help(
      vi: "decided (đã quyết định, bạn chịu trách nhiệm; mặc định) hoặc draft (bản nháp); tên khác "
        + "là tài khoản làm việc này.",
      en: "decided (you answer for it; the default) or draft; any other word is the account to act "
        + "as."))
  var roles: [String] = []
  @OptionGroup var how: RehearsalFlags
  @OptionGroup var format: FormatOption
  @OptionGroup var why: BasisOptions
  package init() {}

  /// `--as` names an account in every command, and here also how the sheets arrive: both words are
  /// taken, so no account may be called `draft` or `decided` in this one.
  private var arrival: SheetArrival {
    roles.compactMap(SheetArrival.init(rawValue:)).last ?? .decided
  }

  private var account: String? { roles.last { SheetArrival(rawValue: $0) == nil } }

  package func validate() throws {
    guard Month(period) != nil else {
      throw ValidationError(
        words(vi: "--period cần tháng dạng 2026-10.", en: "--period is a month such as 2026-10."))
    }
  }

  package func run(at desk: Desk) async throws {
    guard let month = Month(period) else { return }
    let office = try await desk.open(account)
    let options = how.options(today: office.today)
    let basis = try why.basis()
    try await ImportRun.run(
      file, isRehearsal: how.dryRun, isPartial: how.partial, format: format.format, desk: desk
    ) { progress in
      try await SheetImport(database: office.database).run(
        path: file, month: month, draft: arrival == .draft, options: options, by: office.actor,
        basis: basis, progress: progress)
    }
  }
}

/// As what the sheets of a file arrive.
package enum SheetArrival: String, ExpressibleByArgument, CaseIterable, Sendable {
  case decided, draft
}
