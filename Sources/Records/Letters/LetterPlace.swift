import Basics
import Foundation

/// The place that stands before the date of a letter.
///
/// Of what a commune's organs write it is the commune's name, of a city's or province's its own
/// (30/2020/NĐ-CP, annex I; the Party's guide is taken to say the same, not compared). Units have
/// no field for it, so it is read from their names.
package enum LetterPlace {
  /// - Parameter names: of the unit that writes and of those above it, in this order.
  /// - Returns: such as `Bạch Mai`; empty where no name tells.
  package static func name(from names: [String]) -> String {
    for name in names {
      if let place = rest(of: name, after: ["phường", "xã", "thị trấn", "đặc khu"]) {
        return place
      }
    }
    for name in names {
      let words = ["thành uỷ", "thành ủy", "tỉnh uỷ", "tỉnh ủy", "thành phố", "tỉnh"]
      if let place = rest(of: name, after: words) { return place }
    }
    return ""
  }

  /// What stands after one of the words, which begins a word of its own.
  private static func rest(of name: String, after words: [String]) -> String? {
    let folded = name.lowercased()
    for word in words {
      guard let range = (" " + folded).range(of: " " + word + " ") else { continue }
      let count = (" " + folded).distance(from: (" " + folded).startIndex, to: range.upperBound)
      let place = String(name.dropFirst(count - 1))
      // A ward is told by its number too.
      return place.isEmpty ? nil : place.prefix(1).uppercased() + place.dropFirst()
    }
    return nil
  }
}
