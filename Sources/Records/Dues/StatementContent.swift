import Basics

/// What a bank line's content says it pays: `DP 2026-11 M000123`, the month and the member.
///
/// Banks drop spaces and signs, change case, take accents off and put words of their own before and
/// after. So all readings are given, and who knows the members takes one that is the only one.
package struct StatementContent: Sendable, Hashable {
  /// One reading: a month, and a code brought to the form of ``key(of:)``.
  package struct Candidate: Sendable, Hashable {
    package let month: Month
    package let key: String
  }

  /// In order: the first word after the month, that word and the next, and so on.
  package let candidates: [Candidate]
  /// Readings that end inside a word, at one of `. _ -`; they count where no candidate does.
  package let cuts: [Candidate]

  /// The content that asks for this payment.
  package static func text(month: Month, code: Code) -> String { "DP \(month) \(code)" }

  /// The same without a sign in the month, for VietQR: banks let letters and digits pass.
  package static func plainText(month: Month, code: Code) -> String {
    "DP \(month.description.filter { $0 != "-" }) \(code)"
  }

  /// A code as contents are compared: letters and digits only, capital.
  package static func key(of code: Code) -> String {
    String(decoding: code.text.utf8.compactMap(capital), as: UTF8.self)
  }

  /// Reads a content.
  ///
  /// Returns `nil` where no month and code are to be found.
  package init?(_ text: String) {
    let bytes = Self.folded(text)
    var (candidates, cuts): ([Candidate], [Candidate]) = ([], [])
    for start in bytes.indices where bytes[start] == UInt8(ascii: "D") {
      guard let (month, rest) = Self.month(in: bytes, at: start) else { continue }
      for reading in Self.readings(in: bytes, from: rest) {
        let candidate = Candidate(month: month, key: reading.key)
        if reading.endsWord {
          if !candidates.contains(candidate) { candidates.append(candidate) }
        } else if !cuts.contains(candidate) {
          cuts.append(candidate)
        }
      }
    }
    guard !candidates.isEmpty || !cuts.isEmpty else { return nil }
    self.candidates = candidates
    self.cuts = cuts.filter { !candidates.contains($0) }
  }

  /// The one reading whose key is known, or `nil` where there is none or more than one.
  package func only(where isKnown: (String) -> Bool) -> Candidate? {
    for readings in [candidates, cuts] {
      let known = readings.filter { isKnown($0.key) }
      if !known.isEmpty { return known.count == 1 ? known[0] : nil }
    }
    return nil
  }
}

extension StatementContent {
  private static let longest = 40
  /// A bank's content has some hundred; what follows so many is not read.
  private static let mostScalars = 1000
  private static let blank = UInt8(ascii: " ")

  /// Capital ASCII without accents; every other character is a blank.
  private static func folded(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars.prefix(mostScalars) {
      switch scalar.value {
      case 0x61...0x7A: bytes.append(UInt8(scalar.value) - 32)
      case 0x21...0x7E: bytes.append(UInt8(scalar.value))
      // Accents that stand alone, after their letter.
      case 0x300...0x36F: break
      case 0xC0..<0x250: bytes.append(latin[Int(scalar.value) - 0xC0])
      case 0x1E00..<0x1F00: bytes.append(vietnamese[Int(scalar.value) - 0x1E00])
      default: bytes.append(blank)
      }
    }
    return bytes
  }

  /// Letters that carry their accents, without them; taking them apart each time is slow.
  private static let latin = (0xC0..<0x250).map(bare)
  private static let vietnamese = (0x1E00..<0x1F00).map(bare)

  private static func bare(_ value: Int) -> UInt8 {
    let key = Unicode.Scalar(value).map { VietnameseText.searchKey(String($0)) } ?? ""
    guard key.utf8.count == 1, let letter = key.utf8.first.flatMap(capital) else { return blank }
    return letter
  }

  /// A letter in capitals or a digit; `nil` for anything else.
  private static func capital(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): byte
    case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - 32
    default: nil
    }
  }

  /// `DP`, four digits of a year and two of a month, with blanks and signs wherever they like.
  private static func month(in bytes: [UInt8], at start: Int) -> (Month, rest: Int)? {
    var place = start + 1
    func next(skipping: (UInt8) -> Bool) -> UInt8? {
      while place < bytes.count, skipping(bytes[place]) { place += 1 }
      guard place < bytes.count else { return nil }
      defer { place += 1 }
      return bytes[place]
    }
    guard next(skipping: { $0 == blank }) == UInt8(ascii: "P") else { return nil }
    var digits = 0
    for count in 0..<6 {
      // Signs stand before the year and before the month; blanks anywhere.
      let maySign = count == 0 || count == 4
      guard
        let byte = next(skipping: { $0 == blank || (maySign && capital($0) == nil) }),
        (48...57).contains(byte)
      else { return nil }
      digits = digits * 10 + Int(byte - 48)
    }
    guard (2000...2199).contains(digits / 100), let month = Month(digits / 100, digits % 100)
    else { return nil }
    return (month, place)
  }

  /// The word after the month, joined with ever more of what follows.
  ///
  /// A sign that no code has ends it, as a comma does.
  private static func readings(
    in bytes: [UInt8], from start: Int
  ) -> [(key: String, endsWord: Bool)] {
    var place = start
    while place < bytes.count, capital(bytes[place]) == nil { place += 1 }
    var (key, readings): ([UInt8], [(key: String, endsWord: Bool)]) = ([], [])
    while place < bytes.count, key.count <= longest {
      let byte = bytes[place]
      if let letter = capital(byte) {
        key.append(letter)
      } else if byte != blank, !isSign(byte) {
        break
      }
      place += 1
      let following = bytes[place...]
      let endsPiece = capital(byte) != nil && following.first.flatMap(capital) == nil
      if endsPiece, key.count <= longest {
        let afterSigns = following.first { !isSign($0) }
        let endsWord = afterSigns.flatMap(capital) == nil
        readings.append((String(decoding: key, as: UTF8.self), endsWord))
      }
    }
    return readings
  }

  private static func isSign(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
  }
}
