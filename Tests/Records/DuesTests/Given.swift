import Basics
import ConfigFile
import Configuration
import Members

@testable import Dues

/// The rules that come with the program, and short words for values.
enum Given {
  static func rules() throws -> DuesRules { try DuesRules.read(try Configuration.dues()) }

  static func rule(_ month: String) throws -> DuesRule { try rules().rule(for: Given.month(month)) }

  static func split() throws -> DuesSplit {
    let file = try Configuration.duesSplit()
    return try DuesSplit.read(text: file.text, name: file.name)
  }

  static func month(_ text: String) throws -> Month {
    guard let month = Month(text) else { throw NotGiven(text: text) }
    return month
  }

  static func day(_ text: String) throws -> Day {
    guard let day = Day(text) else { throw NotGiven(text: text) }
    return day
  }

  struct NotGiven: Error { let text: String }

  static func decimal(_ text: String) -> ExactDecimal { ExactDecimal(text) ?? ExactDecimal(-1) }

  /// A member who pays for the wage of region 1 unless the test says otherwise.
  static func uninsured(
    _ sex: Sex = .male, born: String, region: Int? = 1, joined: String? = "2000-01-01"
  ) throws -> DuesCase {
    DuesCase(
      category: .uninsured, sex: sex, birthDate: try day(born), joinedOn: try joined.map(day),
      wageRegion: region)
  }

  static func member(
    _ category: Member.DuesCategory, _ base: Int64? = nil, joined: String? = "2000-01-01",
    waivers: [DuesCase.Waiver] = []
  ) throws -> DuesCase {
    DuesCase(
      category: category, base: base.map { Money(dong: $0) }, joinedOn: try joined.map(day),
      waivers: waivers)
  }

  /// What is wrong with the files; empty for good ones.
  static func flaws(_ files: [(name: String, text: String)]) -> [FileFlaw] {
    do {
      _ = try DuesRules.read(files)
      return []
    } catch { return error.flaws }
  }

  /// The text with one place changed; `nil` where there is no such place.
  static func changed(_ text: String, _ old: String, _ new: String) -> String? {
    guard let place = text.firstRange(of: old) else { return nil }
    return text.replacingCharacters(in: place, with: new)
  }

  static func report(_ flaws: [FileFlaw]) -> String {
    flaws.map { flaw in
      "  \(flaw.file):\(flaw.line):\(flaw.column) \(flaw.key)\n    \(flaw.reason.vi)\n"
        + "    \(flaw.reason.en)\n"
    }.joined()
  }
}

extension String {
  fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
    self[..<range.lowerBound] + text + self[range.upperBound...]
  }
}
