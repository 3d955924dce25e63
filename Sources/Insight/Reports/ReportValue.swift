import Basics
import Tabular

/// What stands in a cell of a report, with a face for programs and one for people.
package enum ReportValue: Sendable, Hashable {
  case none
  case text(String)
  case whole(Int)
  /// Points in hundredths.
  case points(Int)
  /// A difference of points in hundredths, shown with its sign.
  case change(Int)
  /// So many ranks up, or down where it is negative.
  case climb(Int)
  /// A part of a whole, as a percentage with one decimal.
  case share(Int, of: Int)
  /// A word that programs know by a key.
  case term(String, Phrase)

  /// What programs read: keys, and numbers with a point.
  package var data: String {
    switch self {
    case .none: ""
    case .text(let text): text
    case .whole(let number), .climb(let number): String(number)
    case .points(let number), .change(let number): Points(hundredths: Int64(number)).description
    case .share(let part, let whole):
      Exact.share(part, of: whole).map(Self.decimal(ofTenths:))?.description ?? ""
    case .term(let key, _): key
    }
  }

  /// What people read.
  package func shown(in language: Language) -> String {
    switch self {
    case .none, .text, .whole, .points: return data
    case .change(let number): return (number > 0 ? "+" : "") + data
    case .climb(let number):
      return number > 0 ? "▲\(number)" : number < 0 ? "▼\(-number)" : "="
    case .share: return data.isEmpty ? "" : data + " %"
    case .term(_, let phrase): return phrase.text(in: language)
    }
  }

  /// What a workbook is given: numbers as numbers, words as people read them.
  func cell(in language: Language) -> Cell {
    switch self {
    case .none: .empty
    case .whole(let number), .climb(let number): .whole(Int64(number))
    case .points, .change, .share: ExactDecimal(data).map(Cell.decimal) ?? .empty
    case .text, .term: .text(shown(in: language))
    }
  }

  private static func decimal(ofTenths tenths: Int) -> ExactDecimal {
    ExactDecimal(mantissa: Int128(tenths), scale: 1) ?? ExactDecimal(0)
  }

  static func text(_ code: Code) -> ReportValue { .text(code.text) }
  static func whole(_ number: Int?) -> ReportValue { number.map(ReportValue.whole) ?? .none }
  static func points(_ number: Int?) -> ReportValue { number.map(ReportValue.points) ?? .none }
}

/// Means and shares in whole numbers: exact, and rounded once, half away from zero.
package enum Exact {
  /// The mean of points.
  ///
  /// - Parameters:
  ///   - sum: the sum of the rounded totals, in hundredths, not negative.
  ///   - count: how many they are.
  /// - Returns: hundredths; `nil` of nobody.
  package static func mean(of sum: Int64, count: Int) -> Int? {
    guard count > 0 else { return nil }
    return Int((2 * Int128(sum) + Int128(count)) / (2 * Int128(count)))
  }

  /// A share in tenths of a per cent; `nil` of nothing.
  package static func share(_ part: Int, of whole: Int) -> Int? {
    guard whole > 0 else { return nil }
    return (2 * part * 1000 + whole) / (2 * whole)
  }
}
