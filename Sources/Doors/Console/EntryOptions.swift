import ArgumentParser
import Basics
import Sheets

/// Options that say what stands on a sheet.
package struct EntryOptions: ParsableArguments {
  @Option(
    help: help(
      vi:
        "Công việc: MÃ=XONG, hoặc MÃ:HỆ_SỐ:GIAO:XONG[:KHÔNG_ĐẠT:CHẬM]; hệ số trống: theo danh mục.",
      en:
        "Work: CODE=DONE, or CODE:WEIGHT:TARGET:DONE[:FAILURES:DELAYS]; no weight: the catalogue's."
    ))
  var work: [String] = []

  @Option(
    help: help(
      vi: "Chỉ số: MÃ=ĐẠT, hoặc MÃ:TRỌNG_SỐ:MỤC_TIÊU:ĐẠT:up|down.",
      en: "Indicator: CODE=ACTUAL, or CODE:WEIGHT:TARGET:ACTUAL:up|down."))
  var kpi: [String] = []

  @Option(
    help: help(
      vi: "Kết quả then chốt: MÃ=ĐẠT, hoặc MÃ:MỤC_TIÊU:TRỌNG_SỐ:BAN_ĐẦU:ĐÍCH:ĐẠT.",
      en: "Key result: CODE=ACTUAL, or CODE:OBJECTIVE:WEIGHT:BASELINE:TARGET:ACTUAL."))
  var keyResult: [String] = []

  @Option(
    help: help(
      vi: "Sự kiện: on_leave, nothing_to_report, disciplined…",
      en: "Event: on_leave, nothing_to_report, disciplined…"))
  var event: [String] = []

  @Option(
    help: help(
      vi: "Bỏ một dòng: LOẠI:MÃ, ví dụ work:W1, event:on_leave.",
      en: "Take an entry off: KIND:CODE, such as work:W1, event:on_leave."))
  var remove: [String] = []

  package init() {}

  func edits() throws -> [EntryEdit] {
    try EntryWords.once("--remove", remove.map(EntryWords.removal))
      + EntryWords.once("--work", work.map(EntryWords.work))
      + EntryWords.once("--kpi", kpi.map(EntryWords.kpi))
      + EntryWords.once("--key-result", keyResult.map(EntryWords.keyResult))
      + EntryWords.once("--event", event.map { .event(try Console.code($0)) })
  }
}

/// Entries as they are typed.
enum EntryWords {
  /// `CODE=POINTS`.
  static func points(_ text: String) throws -> (Code, Quantity) {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { throw wrong(text, "G1=9") }
    return (try Console.code(parts[0]), try quantity(parts[1], in: text))
  }

  static func points(_ texts: [String]) throws -> [Code: Quantity] {
    var points: [Code: Quantity] = [:]
    for text in texts {
      let (code, given) = try self.points(text)
      guard points.updateValue(given, forKey: code) == nil else { throw twice("--points", code) }
    }
    return points
  }

  /// What the person gives themselves, typed after `option`.
  static func selfPoints(_ option: String, _ texts: [String]) throws -> [EntryEdit] {
    try once(option, texts.map(points).map { EntryEdit.selfPoints($0.0, $0.1) })
  }

  /// The edits of one option, each of an entry of its own: nobody knows which of two would count.
  static func once(_ option: String, _ edits: [EntryEdit]) throws -> [EntryEdit] {
    for (place, edit) in edits.enumerated() {
      guard !edits[..<place].contains(where: { $0.kind == edit.kind && $0.code == edit.code })
      else { throw twice(option, edit.code) }
    }
    return edits
  }

  private static func twice(_ option: String, _ code: Code) -> PlainProblem {
    PlainProblem(
      .usage,
      Phrase(
        vi: "\(option) ghi “\(code)” hai lần.", en: "\(option) names “\(code)” twice."),
      hint: Phrase(vi: "Chỉ để lại một lần.", en: "Leave it there once."))
  }

  static func removal(_ text: String) throws -> EntryEdit {
    let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
    guard parts.count == 2, let kind = Entry.Kind(rawValue: parts[0]) else {
      throw wrong(text, "work:W1")
    }
    return .removal(kind, try Console.code(parts[1]))
  }

  static func work(_ text: String) throws -> EntryEdit {
    if let edit = try actual(.work, text) { return edit }
    let parts = try fields(text, 4...6, "W1:1.5:10:8")
    var edit = EntryEdit(.work, try Console.code(parts[0]))
    edit.weight = try optional(parts[1], in: text)
    edit.target = try optional(parts[2], in: text)
    edit.actual = try optional(parts[3], in: text)
    if parts.count > 4 { edit.qualityFailures = try optional(parts[4], in: text) }
    if parts.count > 5 { edit.delays = try optional(parts[5], in: text) }
    return edit
  }

  static func kpi(_ text: String) throws -> EntryEdit {
    if let edit = try actual(.kpi, text) { return edit }
    let parts = try fields(text, 5...5, "K1:2:95:93:up")
    var edit = EntryEdit(.kpi, try Console.code(parts[0]))
    edit.weight = try optional(parts[1], in: text)
    edit.target = try optional(parts[2], in: text)
    edit.actual = try optional(parts[3], in: text)
    guard let direction = Entry.Direction(rawValue: parts[4]) else {
      throw wrong(text, "K1:2:95:93:up")
    }
    edit.direction = direction
    return edit
  }

  static func keyResult(_ text: String) throws -> EntryEdit {
    if let edit = try actual(.keyResult, text) { return edit }
    let parts = try fields(text, 6...6, "KR1:O1:1:0:100:80")
    var edit = EntryEdit(.keyResult, try Console.code(parts[0]))
    edit.group = try Console.code(parts[1])
    edit.weight = try optional(parts[2], in: text)
    edit.baseline = try optional(parts[3], in: text)
    edit.target = try optional(parts[4], in: text)
    edit.actual = try optional(parts[5], in: text)
    return edit
  }

  private static func actual(_ kind: Entry.Kind, _ text: String) throws -> EntryEdit? {
    guard text.contains("="), !text.contains(":") else { return nil }
    let (code, given) = try points(text)
    return .actual(kind, code, given)
  }

  private static func fields(
    _ text: String, _ count: ClosedRange<Int>, _ example: String
  ) throws -> [String] {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard count.contains(parts.count) else { throw wrong(text, example) }
    return parts
  }

  private static func optional(_ part: String, in text: String) throws -> Quantity? {
    part.isEmpty ? nil : try quantity(part, in: text)
  }

  private static func quantity(_ part: String, in text: String) throws -> Quantity {
    guard let quantity = Quantity(part) else {
      throw PlainProblem(
        .usage,
        Phrase(vi: "“\(text)”: “\(part)” không phải số.", en: "“\(text)”: “\(part)” is no number."),
        hint: Phrase(
          vi: "Số từ 0 đến 1.000.000.000, nhiều nhất 4 chữ số thập phân, dùng dấu chấm.",
          en: "Numbers from 0 to 1,000,000,000 with at most 4 decimals and a point."))
    }
    return quantity
  }

  private static func wrong(_ text: String, _ example: String) -> PlainProblem {
    PlainProblem(
      .usage, Phrase(vi: "Không hiểu “\(text)”.", en: "“\(text)” is not understood."),
      hint: Phrase(vi: "Viết như: \(example).", en: "Write as in: \(example)."))
  }
}

/// Which sheet: a member's code or `unit:CODE`, and the month.
package struct SheetOptions: ParsableArguments {
  @Option(
    help: help(
      vi: "Kỳ, YYYY-MM (mặc định: kỳ mới nhất đã mở).",
      en: "The month, YYYY-MM (default: the latest that was opened)."))
  var period: String?
  @OptionGroup var why: BasisOptions
  @OptionGroup var actingAs: ActingAs

  package init() {}

  func month(_ office: Office) async throws -> Month { try await office.month(period) }
}

/// Reads whose sheet is meant.
func subject(_ text: String) throws -> SubjectName {
  guard let name = SubjectName(text) else {
    throw PlainProblem(
      .usage, Phrase(vi: "“\(text)” không phải là mã.", en: "“\(text)” is not a code."),
      hint: Phrase(
        vi: "Viết mã người, hoặc unit:MÃ cho phiếu tập thể.",
        en: "Write a member's code, or unit:CODE for a collective's sheet."))
  }
  return name
}
