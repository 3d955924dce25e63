import Basics

extension FileReading {
  /// What a number may be.
  package struct Span: Sendable {
    package let least: ExactDecimal
    package let excludesLeast: Bool
    package let most: ExactDecimal
    /// The most digits after the point.
    package let places: Int
    /// What a number outside of it is told.
    package let words: Phrase

    package init(
      least: ExactDecimal, excludesLeast: Bool = false, most: ExactDecimal, places: Int,
      words: Phrase
    ) {
      self.least = least
      self.excludesLeast = excludesLeast
      self.most = most
      self.places = places
      self.words = words
    }

    /// A share of a whole.
    package static let share = Span(
      least: ExactDecimal(0), excludesLeast: false, most: ExactDecimal(1), places: 6,
      words: Phrase(
        vi: "phải từ 0 đến 1, nhiều nhất 6 chữ số sau dấu chấm",
        en: "has to be from 0 to 1 with at most 6 digits after the point"))
    /// A share that takes something off.
    package static let step = Span(
      least: ExactDecimal(0), excludesLeast: true, most: ExactDecimal(1), places: 6,
      words: Phrase(
        vi: "phải lớn hơn 0 và không quá 1, nhiều nhất 6 chữ số sau dấu chấm",
        en: "has to be over 0 and at most 1 with at most 6 digits after the point"))
    package static let count = Span(
      least: ExactDecimal(1), excludesLeast: false, most: ExactDecimal(1_000_000), places: 0,
      words: Phrase(
        vi: "phải là số nguyên từ 1 đến 1000000",
        en: "has to be a whole number from 1 to 1000000"))

    package func holds(_ number: ExactDecimal) -> Bool {
      number.scale <= places && number <= most
        && (excludesLeast ? number > least : number >= least)
    }
  }

  /// A number exactly as typed: digits and at most one point.
  ///
  /// No quotes, no exponent, no `+`, no leading zeros that some programs read as octal.
  package mutating func number(_ part: FilePart?, _ span: Span) -> ExactDecimal? {
    guard let part, let (typed, isQuoted) = scalar(part) else { return nil }
    return number(typed, isQuoted: isQuoted, at: part, span)
  }

  package mutating func number(
    _ typed: String, isQuoted: Bool, at part: FilePart, _ span: Span
  ) -> ExactDecimal? {
    let isOctal = typed.count > 1 && typed.hasPrefix("0") && !typed.hasPrefix("0.")
    guard !isQuoted, !isOctal, let number = ExactDecimal(typed) else {
      refuse(
        part, vi: "phải là một số viết thường, như 30 hoặc 0.25, không có dấu nháy",
        en: "has to be a plain number such as 30 or 0.25, without quotes")
      return nil
    }
    guard span.holds(number) else {
      refuse(part, span.words)
      return nil
    }
    return number
  }

  package mutating func whole(_ part: FilePart?) -> Int? {
    number(part, .count).flatMap { Int($0.description) }
  }
}
