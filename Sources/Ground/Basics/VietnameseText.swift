import Foundation

/// Vietnamese words as people search and sort them.
package enum VietnameseText {
  /// The text without accents, case or double spaces: `Nguyễn Ánh` and `nguyen anh` are one.
  ///
  /// `đ` becomes `d`; only ASCII letters change case, so that the result does not hang on a locale.
  /// The database computes the same in its function `search_key`; a test compares the two.
  package static func searchKey(_ text: String) -> String {
    var key = ""
    var pendingSpace = false
    for scalar in text.decomposedStringWithCanonicalMapping.unicodeScalars {
      if droppedMarks.contains(scalar) { continue }
      if scalar == " " {
        pendingSpace = !key.isEmpty
        continue
      }
      if pendingSpace { key.append(" ") }
      pendingSpace = false
      switch scalar {
      case "đ", "Đ": key.append("d")
      case "A"..."Z": key.unicodeScalars.append(Unicode.Scalar(UInt8(scalar.value + 32)))
      default: key.unicodeScalars.append(scalar)
      }
    }
    return key
  }

  /// The text without accents, its case and spaces as they are: `Đảng phí` becomes `Dang phi`.
  ///
  /// For messages that pass only ASCII; what is of another script stays.
  package static func unaccented(_ text: String) -> String {
    var plain = String.UnicodeScalarView()
    for scalar in text.decomposedStringWithCanonicalMapping.unicodeScalars {
      if droppedMarks.contains(scalar) { continue }
      switch scalar {
      case "đ": plain.append("d")
      case "Đ": plain.append("D")
      default: plain.append(scalar)
      }
    }
    return String(plain)
  }

  private static let droppedMarks: Set<Unicode.Scalar> = [
    "\u{300}", "\u{301}", "\u{302}", "\u{303}", "\u{304}", "\u{306}", "\u{307}", "\u{308}",
    "\u{309}", "\u{30A}", "\u{30B}", "\u{30C}", "\u{31B}", "\u{323}", "\u{327}", "\u{328}",
  ]

  /// A key that sorts people as a Vietnamese list does: by given name, then family name, then the
  /// names between; letters before tones (a ă â b c d đ e ê … ; ngang huyền hỏi ngã sắc nặng).
  ///
  /// Compared by bytes, so the order is the same on every machine.
  package static func nameSortKey(_ fullName: String) -> [UInt8] {
    var words = fullName.split(separator: " ").map(String.init)
    if let given = words.popLast() { words.insert(given, at: 0) }
    var key: [UInt8] = []
    for word in words {
      let (letters, tone) = spell(word)
      key += letters + [1, tone, 0]
    }
    return key
  }

  /// Letters by their place in the alphabet, and the tone of the syllable.
  ///
  /// One tone a word, wherever it is written: `hoà` and `hòa` sort as one.
  private static func spell(_ word: String) -> (letters: [UInt8], tone: UInt8) {
    var (letters, tone): ([UInt8], UInt8) = ([], 2)
    for scalar in word.lowercased().decomposedStringWithCanonicalMapping.unicodeScalars {
      if let marked = toneOrder[scalar] {
        tone = marked
      } else if let shift = letterShift[scalar] {
        if let last = letters.last { letters[letters.count - 1] = last + shift }
      } else if let place = letterOrder[scalar] {
        letters.append(place)
      } else if scalar.isASCII {
        letters.append(UInt8(scalar.value & 0x7F) / 4 + 2)
      } else {
        letters += [250] + Array(String(scalar).utf8)
      }
    }
    return (letters, tone)
  }

  /// Four apart, so that ă â, ê, ô ơ and ư fit between their neighbours.
  private static let letterOrder: [Unicode.Scalar: UInt8] = {
    var order: [Unicode.Scalar: UInt8] = [:]
    for (index, letter) in "abcdđefghijklmnopqrstuvwxyz".unicodeScalars.enumerated() {
      order[letter] = UInt8(60 + index * 4)
    }
    return order
  }()

  /// Breve, circumflex and horn: another letter, after its base.
  private static let letterShift: [Unicode.Scalar: UInt8] = [
    "\u{306}": 1, "\u{302}": 2, "\u{31B}": 3,
  ]

  /// Grave, hook, tilde, acute, dot below: huyền, hỏi, ngã, sắc, nặng; 2 is no mark.
  private static let toneOrder: [Unicode.Scalar: UInt8] = [
    "\u{300}": 3, "\u{309}": 4, "\u{303}": 5, "\u{301}": 6, "\u{323}": 7,
  ]
}
