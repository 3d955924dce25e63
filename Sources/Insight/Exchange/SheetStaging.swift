import Basics
import Postgres
import Scoring
import Sheets
import Tabular

/// Reads a file of sheets line by line and sends what is right by itself to the stage.
struct SheetStaging {
  private let source: SheetRowReader
  private var frameworks: SheetFrameworks
  private(set) var report: ImportReport
  private var block: SheetBlock?
  private var rules: EntryRules?
  private var blocks: Int32 = 0

  init(
    header: HeaderMap<SheetColumn>, decimalComma: Bool, frameworks: SheetFrameworks,
    report: ImportReport
  ) {
    source = SheetRowReader(header, decimalComma: decimalComma)
    self.frameworks = frameworks
    self.report = report
  }

  /// Reads the file to its end.
  mutating func read(
    _ table: any TableReader, digits: [(place: Int, name: String)], into writer: CopyInWriter,
    progress: @Sendable (ImportStep) -> Void
  ) async throws {
    while let item = try table.next() {
      report.read += 1
      switch item {
      case .bad(let problem):
        report.refuse(RowFlaw(problem))
        let fields = problem.row?.fields ?? []
        try await take(fields, line: problem.line ?? 0, isRefused: true, into: writer)
      case .row(let row):
        let flaw = MemberImport.numberTyped(row, digits)
        if let flaw { report.refuse(flaw) }
        try await take(row.fields, line: row.line, isRefused: flaw != nil, into: writer)
      }
      if report.read % 4096 == 0 {
        progress(.reading(bytes: table.progress.bytesRead, of: table.progress.totalBytes))
      }
    }
    try await send(into: writer)
  }

  /// Puts a line on the sheet that it belongs to.
  ///
  /// A line that does not say whose it is stands amid the lines of some sheet, and takes that one
  /// down with it: a sheet is never kept without a line that may be its own.
  private mutating func take(
    _ fields: [String], line: Int, isRefused: Bool, into writer: CopyInWriter
  ) async throws {
    var isRefused = isRefused
    let subject = source.subject(of: fields)
    if !subject.isNamed, !isRefused {
      refuse(.memberCode, subject.text, SheetSentences.subject(given: subject.text), line)
      isRefused = true
    }
    let full = block?.isFull ?? true
    if block == nil || full || subject.isNamed && subject.text != block?.subject {
      let owner = subject.isNamed ? subject.text : block?.subject ?? ""
      try await send(into: writer)
      block = SheetBlock(subject: owner, number: blocks, firstLine: line)
      blocks += 1
      rules = nil
    }
    guard !isRefused else {
      block?.add(nil, line: line)
      return
    }
    let entry = try read(fields, line: line)
    block?.add(entry, line: line)
  }

  /// The entry on a line, or `nil` with everything that is wrong with it told.
  private mutating func read(_ fields: [String], line: Int) throws -> Entry? {
    var isGood = try knowFramework(source.framework(of: fields), line: line)
    var flaws: [RowFlaw] = []
    let entry = source.entry(of: fields) { column, value, reason in
      flaws.append(.of(column, value, reason, line))
    }
    if flaws.isEmpty, let entry, isGood, let flaw = rules?.flaw(of: entry) {
      let value = source.text(named: flaw.field, of: fields) ?? flaw.value
      flaws.append(RowFlaw(line: line, column: flaw.field, value: value, reason: flaw.reason))
    }
    for flaw in flaws { report.refuse(flaw) }
    isGood = isGood && flaws.isEmpty
    return isGood ? entry : nil
  }

  /// Holds the line's framework against that of its sheet; `false` where the line falls for it.
  private mutating func knowFramework(_ name: String, line: Int) throws -> Bool {
    switch try frameworks.answer(name) {
    case .refused(let reason):
      refuse(.framework, name, reason, line)
      return false
    case .known(let named):
      guard let known = block?.framework else {
        block?.framework = named.number
        rules = named.rules
        return true
      }
      guard known != named.number else { return true }
      let first = block?.firstLine ?? line
      refuse(.framework, name, SheetSentences.twoFrameworks(line: first), line)
      return false
    }
  }

  private mutating func refuse(
    _ column: SheetColumn, _ value: String, _ reason: Phrase, _ line: Int
  ) {
    report.refuse(.of(column, value, reason, line))
  }

  /// Sends the block at hand to the stage.
  private mutating func send(into writer: CopyInWriter) async throws {
    guard var ready = block else { return }
    block = nil
    // Lines before the first that says whose it is belong to nobody's sheet.
    guard !ready.subject.isEmpty else {
      report.refused += ready.lines.count
      return
    }
    for flaw in ready.settle() { report.refuse(flaw) }
    for index in ready.lines.indices {
      try await writer.append(StagedLine(block: ready, index: index))
    }
  }
}

extension RowFlaw {
  static func of(_ column: SheetColumn, _ value: String, _ reason: Phrase, _ line: Int) -> RowFlaw {
    let shown = value.count > 60 ? value.prefix(60) + "…" : Substring(value)
    return RowFlaw(line: line, column: column.rawValue, value: String(shown), reason: reason)
  }
}
