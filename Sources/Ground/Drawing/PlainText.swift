/// Text as it can be drawn and written into XML, and how wide it is roughly.
enum PlainText {
  /// The text without what no page can show: control characters become spaces, as do line ends.
  static func printable(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isUnprintable) else { return text }
    var plain = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { plain.append(isUnprintable(scalar) ? " " : scalar) }
    return String(plain)
  }

  /// The lines of a text, each printable; at least one.
  static func lines(of text: String) -> [String] {
    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .map { printable(String($0)) }
  }

  private static func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F...0x9F, 0x2028, 0x2029, 0xFFFE, 0xFFFF: true
    // What turns the direction of writing would show other digits than the record has.
    case 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  // MARK: Rough widths

  /// How wide a text of that size is, rather too wide than too narrow.
  ///
  /// A chart is laid out by this and not by the fonts of the machine, so that the same chart is
  /// the same picture everywhere.
  static func width(of text: String, in style: TextStyle) -> Double {
    let ems = text.unicodeScalars.reduce(0) { $0 + width(of: $1) }
    return ems * style.size * (style.bold ? 1.12 : 1)
  }

  private static func width(of scalar: Unicode.Scalar) -> Double {
    switch scalar {
    case "i", "j", "l", "I", "'", "|": 0.32
    case " ", ".", ",", ":", ";", "!": 0.34
    case "f", "t", "r", "(", ")", "-", "/", "[", "]": 0.43
    case "m", "w", "M", "W", "%", "@", "…", "—": 1
    case "0"..."9": 0.64
    case "a"..."z": 0.64
    default:
      switch scalar.value {
      case 0x300...0x36F, 0x200B...0x200F: 0
      case ..<0x2E80: scalar.properties.isUppercase ? 0.8 : 0.67
      default: 1.2
      }
    }
  }

  /// Breaks a text into lines of that width, at spaces where it can.
  ///
  /// - Parameters:
  ///   - text: what is to be broken.
  ///   - width: in points.
  ///   - style: what it is written in.
  ///   - most: how many lines at most; the last one ends in `…` where there would be more.
  /// - Returns: the lines, at least one.
  static func wrapped(_ text: String, to width: Double, in style: TextStyle, most: Int) -> [String]
  {
    var found: [String] = []
    for paragraph in lines(of: text) {
      var line = ""
      for word in paragraph.split(separator: " ") {
        let longer = line.isEmpty ? String(word) : line + " " + word
        if Self.width(of: longer, in: style) <= width {
          line = longer
          continue
        }
        if !line.isEmpty { found.append(line) }
        guard found.count <= most else { return cut(found, to: most, width: width, in: style) }
        let parts = broken(word, to: width, in: style, most: most + 1)
        found += parts.dropLast()
        line = parts.last ?? ""
      }
      found.append(line)
      guard found.count <= most else { break }
    }
    return cut(found, to: most, width: width, in: style)
  }

  /// The text on one line, ending in `…` where it is too long.
  static func fitted(_ text: String, to width: Double, in style: TextStyle) -> String {
    wrapped(text, to: width, in: style, most: 1).first ?? ""
  }

  private static func cut(
    _ lines: [String], to most: Int, width: Double, in style: TextStyle
  ) -> [String] {
    guard lines.count > most else { return lines }
    var kept = Array(lines.prefix(most))
    if var last = kept.popLast() {
      while !last.isEmpty, Self.width(of: last + "…", in: style) > width { last.removeLast() }
      kept.append(last + "…")
    }
    return kept
  }

  private static func broken(
    _ word: Substring, to width: Double, in style: TextStyle, most: Int
  ) -> [String] {
    var (parts, part, used): ([String], String, Double) = ([], "", 0)
    for character in word {
      let more = Self.width(of: String(character), in: style)
      if used + more > width, !part.isEmpty {
        parts.append(part)
        guard parts.count <= most else { return parts }
        (part, used) = ("", 0)
      }
      part.append(character)
      used += more
    }
    return parts + [part]
  }
}
