import Basics
import Sheets

/// Reads the lines of a file of sheets, each by itself: what it says, not yet whose sheet it is.
struct SheetRowReader: Sendable {
  private let places: [Int]
  private let decimalComma: Bool

  init(_ header: HeaderMap<SheetColumn>, decimalComma: Bool) {
    places = Slot.allCases.map { header.place(of: $0.column) ?? -1 }
    self.decimalComma = decimalComma
  }

  /// The columns by number: a file has millions of lines, and a dictionary would be asked for each.
  private enum Slot: Int, CaseIterable {
    case memberCode, framework, entry, code, title, group, weight, target, actual, direction
    case baseline, qualityFailures, delays, points, selfPoints

    var column: SheetColumn { SheetColumn.allCases[rawValue] }
  }

  private func text(_ slot: Slot, _ fields: [String]) -> String {
    let place = places[slot.rawValue]
    guard place >= 0, place < fields.count else { return "" }
    return HeaderMap<SheetColumn>.trimmed(fields[place])
  }

  /// Whose sheet the line belongs to: a member's code, or `unit:` and a unit's.
  ///
  /// - Returns: the text as it is kept, and whether it can be the name of anybody.
  func subject(of fields: [String]) -> (text: String, isNamed: Bool) {
    let text = text(.memberCode, fields)
    if Code(text) != nil { return (text, true) }
    guard text.hasPrefix(Self.unitMark) else { return (text, false) }
    return (text, Code(String(text.dropFirst(Self.unitMark.count))) != nil)
  }

  static let unitMark = "unit:"

  func framework(of fields: [String]) -> String { text(.framework, fields) }

  /// What the file has in the column of that name.
  func text(named column: String, of fields: [String]) -> String? {
    Slot.allCases.first { $0.column.rawValue == column }.map { text($0, fields) }
  }

  /// Reads the entry on a line.
  ///
  /// - Parameters:
  ///   - fields: as the file has them.
  ///   - refuse: told of everything that is wrong with it.
  /// - Returns: `nil` where the kind is unknown; an entry with a flaw is of no use to anybody.
  func entry(
    of fields: [String], refuse: (_ column: SheetColumn, _ value: String, _ reason: Phrase) -> Void
  ) -> Entry? {
    let kindText = text(.entry, fields)
    guard let kind = Self.kind(kindText) else {
      refuse(.entry, kindText, SheetSentences.kind(given: kindText))
      return nil
    }
    let code = text(.code, fields)
    if Code(code) == nil { refuse(.code, code, SheetSentences.code(given: code)) }
    var entry = Entry(kind: kind, code: code)
    do {
      entry.title = try TextGate.clean(text(.title, fields), limit: 300)
    } catch {
      refuse(.title, text(.title, fields), error.phrase)
    }
    readNumbers(into: &entry, fields, refuse: refuse)
    return entry
  }

  private func readNumbers(
    into entry: inout Entry, _ fields: [String],
    refuse: (_ column: SheetColumn, _ value: String, _ reason: Phrase) -> Void
  ) {
    func quantity(_ slot: Slot, isPoints: Bool = false) -> Quantity? {
      let text = text(slot, fields)
      guard !text.isEmpty else { return nil }
      guard let quantity = SheetQuantity.read(text, decimalComma: decimalComma) else {
        refuse(slot.column, text, SheetSentences.quantity)
        return nil
      }
      if isPoints, quantity.tenThousandths % 100 != 0 {
        refuse(slot.column, text, SheetSentences.points)
      }
      return quantity
    }
    let group = text(.group, fields)
    if !group.isEmpty {
      if Code(group) == nil { refuse(.group, group, SheetSentences.code(given: group)) }
      entry.group = group
    }
    entry.weight = quantity(.weight)
    entry.target = quantity(.target)
    entry.actual = quantity(.actual)
    entry.baseline = quantity(.baseline)
    entry.qualityFailures = quantity(.qualityFailures) ?? .zero
    entry.delays = quantity(.delays) ?? .zero
    entry.points = quantity(.points, isPoints: true)
    entry.selfPoints = quantity(.selfPoints, isPoints: true)
    let direction = text(.direction, fields)
    if !direction.isEmpty {
      entry.direction = Self.direction(direction)
      if entry.direction == nil { refuse(.direction, direction, SheetSentences.direction) }
    }
  }

  private static func kind(_ text: String) -> Entry.Kind? {
    if let kind = Entry.Kind(rawValue: text) { return kind }
    guard !text.isEmpty else { return nil }
    let key = VietnameseText.searchKey(text)
    return Entry.Kind.allCases.first { VietnameseText.searchKey($0.title.vi) == key }
  }

  private static func direction(_ text: String) -> Entry.Direction? {
    if let direction = Entry.Direction(rawValue: text) { return direction }
    switch VietnameseText.searchKey(text) {
    case "tang": return .up
    case "giam": return .down
    default: return nil
    }
  }
}

/// Quantities as they stand in files.
enum SheetQuantity {
  /// Reads a plain decimal; with `decimalComma` a comma will do for the point.
  static func read(_ text: String, decimalComma: Bool) -> Quantity? {
    if let quick = quick(text) { return quick }
    return Quantity(decimalComma ? text.replacing(",", with: ".") : text)
  }

  /// The short way for what nearly every field holds: a few digits, and a few after a point.
  private static func quick(_ text: String) -> Quantity? {
    guard (1...14).contains(text.utf8.count) else { return nil }
    var (number, digits, fraction) = (Int64(0), 0, -1)
    for byte in text.utf8 {
      if byte == UInt8(ascii: "."), fraction < 0, digits > 0 {
        fraction = 0
      } else if (48...57).contains(byte) {
        number = number * 10 + Int64(byte - 48)
        digits += 1
        if fraction >= 0 { fraction += 1 }
      } else {
        return nil
      }
    }
    guard fraction != 0, fraction <= 4, digits - max(fraction, 0) <= 9 else { return nil }
    for _ in max(fraction, 0)..<4 { number *= 10 }
    return Quantity(tenThousandths: number)
  }
}

/// Why a line of a sheet is refused by itself.
enum SheetSentences {
  static func kind(given text: String) -> Phrase {
    let names = Entry.Kind.allCases.map(\.rawValue).joined(separator: ", ")
    return text.isEmpty
      ? Phrase(vi: "không được để trống", en: "must not be empty")
      : Phrase(vi: "phải là một trong: \(names)", en: "must be one of: \(names)")
  }

  static func code(given text: String) -> Phrase {
    text.isEmpty
      ? Phrase(vi: "không được để trống", en: "must not be empty")
      : Phrase(
        vi: "mã gồm 1 đến 40 chữ không dấu, chữ số, dấu . _ -",
        en: "a code has 1 to 40 of A-Z a-z 0-9 . _ -")
  }

  static func subject(given text: String) -> Phrase {
    text.isEmpty
      ? Phrase(vi: "không được để trống", en: "must not be empty")
      : Phrase(
        vi: "phải là mã người, hoặc unit:MÃ cho phiếu của tập thể",
        en: "is the code of a member, or unit:CODE for a collective's sheet")
  }

  static func twoFrameworks(line: Int) -> Phrase {
    Phrase(
      vi: "một phiếu chỉ có một bộ tiêu chí; dòng \(line) dùng bộ khác",
      en: "a sheet has one framework; line \(line) names another")
  }

  static let quantity = Phrase(
    vi: "phải là số từ 0 đến 1000000000, nhiều nhất 4 chữ số thập phân",
    en: "is a number from 0 to 1000000000 with at most 4 decimals")

  static let points = Phrase(
    vi: "điểm có nhiều nhất 2 chữ số thập phân", en: "points have at most 2 decimals")

  static let direction = Phrase(vi: "phải là up hoặc down", en: "is up or down")
}
