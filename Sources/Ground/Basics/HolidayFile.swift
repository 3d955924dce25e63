/// The list of public holidays and made-up days: `date,kind,name,document,checked`.
///
/// A file of our own, not of an office: comma-separated, no quotes, lines that begin with `#` are
/// remarks.
package enum HolidayFile {
  package static let header = "date,kind,name,document,checked"

  /// Reads the calendar.
  ///
  /// - Throws: a ``PlainProblem`` of kind `fault` that names the first wrong line.
  package static func read(_ text: String) throws(PlainProblem) -> WorkCalendar {
    var holidays: Set<Day> = []
    var madeUp: Set<Day> = []
    var headerSeen = false
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    where !line.isEmpty && !line.hasPrefix("#") {
      guard headerSeen else {
        guard line == header else {
          throw flaw(index, vi: "dòng tiêu đề phải là \(header)", en: "the header is \(header)")
        }
        headerSeen = true
        continue
      }
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      guard cells.count == 5, let day = Day(String(cells[0])), cells.allSatisfy({ !$0.isEmpty })
      else {
        throw flaw(
          index, vi: "cần ngày và đủ 5 ô", en: "a day and five filled cells are needed")
      }
      guard !holidays.contains(day), !madeUp.contains(day) else {
        throw flaw(index, vi: "ngày \(day) có hai lần", en: "\(day) stands there twice")
      }
      switch cells[1] {
      case "holiday": holidays.insert(day)
      case "made_up" where day.isWeekend: madeUp.insert(day)
      default:
        throw flaw(
          index, vi: "loại là holiday, hoặc made_up vào ngày cuối tuần",
          en: "the kind is holiday, or made_up on a weekend")
      }
    }
    return WorkCalendar(holidays: holidays, workdaysMadeUp: madeUp)
  }

  private static func flaw(_ index: Int, vi: String, en: String) -> PlainProblem {
    PlainProblem(
      .fault,
      Phrase(
        vi: "Danh sách ngày nghỉ, dòng \(index + 1): \(vi).",
        en: "The list of holidays, line \(index + 1): \(en)."))
  }
}
