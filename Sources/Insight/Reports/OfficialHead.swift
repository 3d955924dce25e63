import Basics
import Drawing

/// The head of an official paper: who gives it out on the left, name of the Party or of the State,
/// place and date on the right.
///
/// Regulation 399-QĐ/TW with 05-HD/VPTW (2026) for the Party, Decree 30/2020/NĐ-CP, appendix I, for
/// the State; both by secondary sources.
struct OfficialHead: Sendable, Hashable {
  /// The unit above; empty at the top.
  var above: String
  var issuer: String
  /// What stands before the date, such as `Hà Nội`; empty for none.
  var place: String
  /// `nil` for a day that is not known yet.
  var day: Day?
  /// `Số 12-XN/CB`, or `nil`.
  var number: Phrase?
  /// Whether it has the name of the Party, else that of the State.
  var isParty = true

  func blocks(in language: Language) -> [[Document.Line]] {
    let above = above.isEmpty ? [] : [Document.Line(above.uppercased())]
    let name =
      issuer.isEmpty
      ? [] : [Document.Line(issuer.uppercased(), bold: true, ruled: !isParty)] + star
    let number = number.map { [Document.Line($0.text(in: language))] } ?? []
    return [above + name + number, self.name(in: language)]
  }

  /// Stands below the name of a party organisation; the State draws a rule instead.
  private var star: [Document.Line] { isParty ? [Document.Line("*")] : [] }

  private func name(in language: Language) -> [Document.Line] {
    let date = Document.Line(date.text(in: language), italic: true)
    let names =
      isParty
      ? [Phrase(vi: "ĐẢNG CỘNG SẢN VIỆT NAM", en: "COMMUNIST PARTY OF VIETNAM")]
      : [
        Phrase(vi: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", en: "SOCIALIST REPUBLIC OF VIETNAM"),
        Phrase(vi: "Độc lập - Tự do - Hạnh phúc", en: "Independence - Freedom - Happiness"),
      ]
    var lines = names.enumerated().map { number, name in
      Document.Line(name.text(in: language), bold: true, ruled: number == names.count - 1)
    }
    // As long as the text, unlike that of a unit of the State.
    lines[lines.count - 1].ruleShare = 1
    return lines + [Document.Line(""), date]
  }

  /// `Hà Nội, ngày 05 tháng 11 năm 2026`.
  private var date: Phrase {
    guard let day else {
      let words = "ngày …… tháng …… năm ………"
      return Phrase(
        vi: place.isEmpty ? "N" + words.dropFirst() : "\(place), \(words)",
        en: place.isEmpty ? "…/…/……" : "\(place), …/…/……")
    }
    let (year, month, number) = day.civil
    let words = "ngày \(two(number)) tháng \(two(month)) năm \(year)"
    return place.isEmpty
      ? Phrase(vi: "N" + words.dropFirst(), en: Words.day(day))
      : Phrase(vi: "\(place), \(words)", en: "\(place), \(Words.day(day))")
  }

  private func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
}
