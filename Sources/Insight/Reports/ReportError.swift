import Basics

/// What can go wrong with a report.
package enum ReportError: Problem, Hashable {
  case unknownEnding(String)
  /// Too many rows to be printed on paper.
  case tooLong(rows: Int)
  /// The run is of another month.
  case otherMonth(run: Int32, Month)
  /// There is a run, but only who sees sheets may see it before it is published.
  case notPublished(Month)

  /// The most rows that are printed: some six hundred pages.
  package static let mostPrinted = 20_000

  package var kind: ProblemKind {
    switch self {
    case .unknownEnding, .tooLong: .usage
    case .otherMonth: .notFound
    case .notPublished: .refused
    }
  }

  package var message: Phrase {
    switch self {
    case .unknownEnding(let path):
      Phrase(
        vi: "Không biết ghi báo cáo vào “\(path)” dưới dạng nào.",
        en: "The ending of “\(path)” does not say what the report should be.")
    case .tooLong(let rows):
      Phrase(
        vi: "Báo cáo có \(rows) dòng, quá dài để in ra giấy.",
        en: "The report has \(rows) rows, too many to be printed.")
    case .otherMonth(let run, let month):
      Phrase(
        vi: "Lần chấm \(run) không phải của kỳ \(month).", en: "Run \(run) is not of \(month).")
    case .notPublished(let month):
      Phrase(
        vi: "Kết quả kỳ \(month) chưa công bố.", en: "The results of \(month) are not published.")
    }
  }

  package var hint: Phrase? {
    switch self {
    case .unknownEnding:
      Phrase(
        vi: "Tên tệp kết thúc bằng .csv, .xlsx, .pdf, .svg hoặc .png.",
        en: "The name of the file ends in .csv, .xlsx, .pdf, .svg or .png.")
    case .tooLong:
      Phrase(
        vi: "In từng đơn vị bên dưới, hoặc ghi ra .xlsx hay .csv.",
        en: "Print the units below one by one, or write .xlsx or .csv.")
    case .otherMonth:
      Phrase(
        vi: "Xem các lần chấm: cadre score list.", en: "See the runs: cadre score list.")
    case .notPublished:
      Phrase(
        vi: "Đợi công bố, hoặc nhờ cấp quyền xem phiếu đánh giá.",
        en: "Wait until they are, or ask for a role that views sheets.")
    }
  }
}
