import Basics
import Drawing

/// Counts of grades as bars.
enum GradeBars {
  /// ` (20.0 %)`, or nothing of nobody.
  static func percent(_ part: Int, of whole: Int, in language: Language) -> String {
    let share = ReportValue.share(part, of: whole).shown(in: language)
    return share.isEmpty ? "" : " (\(share))"
  }

  static func bars(_ counts: [Int], in language: Language) -> [BarChart.Bar] {
    let all = counts.reduce(0, +)
    return zip(Words.grades, counts).map { grade, count in
      BarChart.Bar(
        Words.grade(grade).text(in: language),
        Figure(
          ExactDecimal(Int64(count)), text: "\(count)\(percent(count, of: all, in: language))"))
    }
  }

  /// The bars as lines of text, the longest thirty columns wide.
  static func lines(_ counts: [Int]) -> [Phrase] {
    let all = counts.reduce(0, +)
    let longest = max(1, counts.max() ?? 0)
    return zip(Words.grades, counts).map { grade, count in
      // In eighths of a column, so that small counts are seen.
      let eighths = (count * 240 + longest / 2) / longest
      let rest = eighths % 8 == 0 ? "" : String(Array("▏▎▍▌▋▊▉")[eighths % 8 - 1])
      let bar = String(repeating: "█", count: eighths / 8) + rest
      func line(_ language: Language) -> String {
        "\(grade)  \(bar)\(bar.isEmpty ? "" : " ")\(count)"
          + percent(count, of: all, in: language)
      }
      return Phrase(vi: line(.vietnamese), en: line(.english))
    }
  }
}
