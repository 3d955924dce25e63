import Basics
import ConfigFile

extension FileReading.Span {
  static let maximum = Self(
    least: ExactDecimal(0), excludesLeast: true, most: ExactDecimal(100), places: 2,
    words: Phrase(
      vi: "phải lớn hơn 0 và không quá 100 điểm, nhiều nhất 2 chữ số sau dấu chấm",
      en: "has to be over 0 and at most 100 points with at most 2 digits after the point"))
  static let cut = Self(
    least: ExactDecimal(0), excludesLeast: false, most: ExactDecimal(100), places: 2,
    words: Phrase(
      vi: "phải từ 0 đến 100 điểm, nhiều nhất 2 chữ số sau dấu chấm",
      en: "has to be from 0 to 100 points with at most 2 digits after the point"))
  static let weight = Self(
    least: ExactDecimal(0), excludesLeast: true, most: ExactDecimal(1_000_000_000), places: 4,
    words: Phrase(
      vi: "phải lớn hơn 0, nhiều nhất 4 chữ số sau dấu chấm",
      en: "has to be over 0 with at most 4 digits after the point"))
}

extension FileReading {
  mutating func points(_ part: FilePart?, _ span: Span) -> Points? {
    number(part, span).flatMap { Points($0.description) }
  }
}
