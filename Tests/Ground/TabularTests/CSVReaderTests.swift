import Basics
import Foundation
import Tabular
import Testing

@Suite struct `A CSV file` {
  @Test(arguments: [1, 2, 3, 4, 5, 8, 13, 256 << 10])
  func `is read the same whatever the size of the blocks`(block: Int) throws {
    let text = "\u{FEFF}\r\ncode,name\r\n1,\"a\"\"b\r\nc\"\n\n2,Ánh\r3,\r\n,\"\""
    let reading = try Reading(text, block: block)
    #expect(reading.header == ["code", "name"])
    #expect(reading.rows == [["1", "a\"b\r\nc"], ["2", "Ánh"], ["3", ""], ["", ""]])
    #expect(reading.lines == [3, 6, 7, 8])
  }

  @Test func `is separated by what its header has more of outside quotes`() throws {
    #expect(try Reading("a;b\n1,5;2").rows == [["1,5", "2"]])
    #expect(try Reading("\"a;;;\",b\n1;5,2").rows == [["1;5", "2"]])
    #expect(try CSVReader(MemorySource(Array("a;b,c;d".utf8))).separator == .semicolon)
    #expect(try CSVReader(MemorySource(Array("a".utf8))).separator == .comma)
  }

  @Test func `keeps the bytes of its text, composed or not`() throws {
    let decomposed = "Nguye\u{302}\u{303}n"
    let field = try #require(Reading("ten\n\(decomposed)").rows.first?.first)
    #expect(Array(field.utf8) == Array(decomposed.utf8))
  }

  @Test func `reports a row of the wrong width and goes on`() throws {
    let reading = try Reading("a,b\n1\n1,2\n1,2,3\n3,4\n")
    #expect(reading.rows == [["1", "2"], ["3", "4"]])
    #expect(reading.bad.map(\.line) == [2, 4])
    #expect(
      reading.bad.map(\.cause) == [
        .fieldCount(expected: 2, found: 1), .fieldCount(expected: 2, found: 3),
      ])
    #expect(reading.bad.map(\.kind) == [.rowsRefused, .rowsRefused])
    #expect(reading.bad.last?.row?.fields == ["1", "2", "3"])
  }

  @Test func `reports a header that comes back in the middle`() throws {
    let reading = try Reading("a,b\n1,2\na,b\n3,4\n")
    #expect(reading.rows.count == 2)
    #expect(reading.bad.map(\.cause) == [.headerAgain])
  }

  @Test func `made of random bytes reads the same whatever the size of the blocks`() throws {
    let seed = freshSeed()
    var dice = Dice(seed: seed)
    let pieces: [[UInt8]] = [
      [0x22], [0x22, 0x22], [0x2C], [0x3B], [0x0A], [0x0D], [0x0D, 0x0A], [0x61], [0xC4, 0x91],
      [0x61, 0x62], [0xEF, 0xBB, 0xBF], [0x20],
    ]
    for _ in 0..<3_000 {
      var bytes: [UInt8] = Array("k".utf8)
      for _ in 0..<Int.random(in: 0...20, using: &dice) {
        bytes += pieces.randomElement(using: &dice) ?? []
      }
      if dice.next() % 20 == 0 { bytes.append(UInt8.random(in: 0...255, using: &dice)) }
      let whole = Result { try Reading(csv: bytes) }
      let block = Int.random(in: 1...9, using: &dice)
      let split = Result { try Reading(csv: bytes, block: block) }
      switch (whole, split) {
      case (.success(let one), .success(let other)): #expect(one == other, "seed \(seed)")
      case (.failure(let one), .failure(let other)):
        let (one, other) = (one as? TableProblem, other as? TableProblem)
        #expect(one != nil, "seed \(seed)")
        #expect(one?.cause == other?.cause, "seed \(seed)")
        #expect(one?.line == other?.line && one?.column == other?.column, "seed \(seed)")
      default: Issue.record("seed \(seed): blocks of \(block) change the outcome")
      }
    }
  }

  @Test func `stops where its task is cancelled`() async {
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return try CSVReader(EndlessSource("a\n", then: 0x0A)).next() == nil
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func `says how far it has been read`() throws {
    let reader = try CSVReader(MemorySource(Array("a\n1\n2\n".utf8)), blockBytes: 4)
    #expect(reader.progress == TableProgress(bytesRead: 4, totalBytes: 6))
    while try reader.next() != nil {}
    #expect(reader.progress == TableProgress(bytesRead: 6, totalBytes: 6))
  }

  @Test func `may come from a pipe`() throws {
    let folder = try Folder()
    let path = folder("pipe")
    #expect(mkfifo(path, 0o600) == 0)
    Thread.detachNewThread { try? Data("a,b\n1,2\n".utf8).write(to: URL(filePath: path)) }
    let reader = try openTable(path: path)
    #expect(reader.progress.totalBytes == nil)
    #expect(try Reading(reader).rows == [["1", "2"]])
  }

  @Test func `that does not exist is not found`() {
    let problem = #expect(throws: PlainProblem.self) { try openTable(path: "/no/such/file.csv") }
    #expect(problem?.kind == .notFound)
    let folder = #expect(throws: PlainProblem.self) { try openTable(path: "/") }
    #expect(folder?.kind == .usage)
  }
}

@Suite struct `A problem with a table` {
  static let causes: [TableProblem.Cause] = [
    .empty, .notATable, .oldWorkbook, .utf16, .tabs, .readingFailed(errno: 5),
    .writingFailed(errno: 28), .notUTF8, .nul, .unclosedQuote, .textAfterQuote,
    .fieldTooLong(limit: 1), .unclosedOrTooLong(limit: 1), .recordTooLong(limit: 1),
    .tooManyColumns(limit: 1), .textTooLong(limit: 1), .tooManyRows(limit: 1),
    .sheetRefused(code: 1), .unnamedColumn, .repeatedColumn, .fieldCount(expected: 1, found: 2),
    .headerAgain, .brokenWorkbook, .encrypted, .strangePartName, .repeatedPart, .documentType,
    .tooManyParts(limit: 1), .unpacksTooLarge(limit: 1), .unpacksTooFar(ratio: 1),
    .attributeTooLong(limit: 1), .sharedTextsTooLarge(limit: 1), .badReference, .noSharedText,
    .outsideHeader, .formula, .errorValue, .badDay, .badNumber,
  ]

  @Test(arguments: causes)
  func `says in two languages what happened and what to do next`(cause: TableProblem.Cause) {
    let problem = TableProblem(cause, line: 3, column: "mã", value: "secret")
    #expect(problem.message.vi.hasPrefix("Dòng 3, cột mã: "))
    #expect(problem.message.en.hasPrefix("Line 3, column mã: "))
    #expect(problem.message.vi.hasSuffix(".") && problem.message.en.hasSuffix("."))
    #expect(problem.hint?.vi.isEmpty == false && problem.hint?.en.isEmpty == false)
  }

  @Test func `keeps the value out of its sentences and out of logs`() {
    let row = TableRow(line: 3, fields: ["secret"])
    let problem = TableProblem(.formula, line: 3, value: "secret", row: row)
    var dumped = ""
    dump(problem, to: &dumped)
    for text in [problem.message.vi, problem.message.en, "\(problem)", dumped] {
      #expect(!text.contains("secret"))
    }
    #expect(problem.value == "secret")
  }

  @Test func `shortens a long value and shows no control characters`() {
    let problem = TableProblem(
      .formula, value: "\u{1B}[31m" + String(repeating: "a\u{301}", count: 99))
    #expect(problem.value?.unicodeScalars.count == 41)
    #expect(problem.value?.hasPrefix("\u{FFFD}[31m") == true)
  }
}

@Suite struct `A damaged CSV file is refused with its place` {
  @Test func `where a quote is never closed, the place is where it opened`() {
    let problem = refusal("a,b\n1,2\n3,\"four\nfive\nsix")
    #expect(problem?.cause == .unclosedQuote)
    #expect(problem?.line == 3)
    #expect(problem?.column == "b")
    #expect(problem?.kind == .usage)
  }

  @Test func `where text follows a closing quote`() {
    let problem = refusal("a,b\n1,\"x\ny\"z\n")
    #expect(problem?.cause == .textAfterQuote)
    #expect(problem?.line == 3)
    #expect(problem?.column == "b")
  }

  @Test(
    arguments: [
      [0xC0, 0xAF], [0xE0, 0x80, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE1, 0xBB],
      [0x80], [0xFF], [0x4E, 0xF2, 0x6E], [0xAE, 0xB7],
    ] as [[UInt8]])
  func `where bytes are not UTF-8`(bytes: [UInt8]) {
    let problem = refusal(Array("a,b\n1,2\n\"x\n".utf8) + bytes + Array("\",3\n".utf8))
    #expect(problem?.cause == .notUTF8)
    #expect(problem?.line == 4)
    #expect(problem?.column == "a")
    #expect(problem?.hint != nil)
    let last = refusal(Array("a,b\n1,x".utf8) + bytes)
    #expect(last?.cause == .notUTF8)
    #expect(last?.column == "b")
  }

  @Test(arguments: ["\0", "x\0", "\"\0\"", "\"\"\0"])
  func `where there is a NUL`(field: String) {
    let problem = refusal("a,b\n1,2\n1,\(field)\n")
    #expect(problem?.cause == .nul)
    #expect(problem?.line == 3)
    #expect(problem?.column == "b")
  }

  @Test func `where it is UTF-16`() {
    #expect(refusal([0xFF, 0xFE, 0x61, 0x00])?.cause == .utf16)
    #expect(refusal([0xFE, 0xFF, 0x00, 0x61])?.cause == .utf16)
    #expect(refusal([0x61, 0x00, 0x2C, 0x00])?.cause == .nul)
  }

  @Test(arguments: ["", "\n\n", "\r\n", "\u{FEFF}", "\u{FEFF}\n"])
  func `where there is nothing`(text: String) {
    #expect(refusal(text)?.cause == .empty)
  }

  @Test func `where the header cannot name the columns`() {
    #expect(refusal("a,,c\n")?.cause == .unnamedColumn)
    #expect(refusal("a, ,c\n")?.column == "2")
    #expect(refusal("a,b,a\n")?.cause == .repeatedColumn)
    #expect(refusal("hoà,hoa\u{300}\n")?.column == "hoà")
    #expect(refusal("a\tb\n1\t2\n")?.cause == .tabs)
  }

  @Test func `where something is too long, in flat memory`() {
    var limits = TableLimits()
    limits.fieldBytes = 10
    limits.recordBytes = 25
    limits.columns = 4
    let problem = refusal(Array("a,b\n1,12345678901\n".utf8), limits: limits)
    #expect(problem?.cause == .fieldTooLong(limit: 10))
    #expect(problem?.line == 2)
    #expect(problem?.column == "b")
    #expect(
      refusal(Array("a,b\n1,\"2345678901234".utf8), limits: limits)?.cause
        == .unclosedOrTooLong(limit: 10))
    #expect(
      refusal(Array("a,b\n1234567,1234567,1234567,1234567\n".utf8), limits: limits)?.cause
        == .recordTooLong(limit: 25))
    #expect(refusal(Array("a,b,c,d,e\n".utf8), limits: limits)?.cause == .tooManyColumns(limit: 4))
  }

  @Test func `where a field has five million bytes`() throws {
    let source = EndlessSource("code,name\n1,2\n3,", then: UInt8(ascii: "x"))
    let reader = try CSVReader(source)
    #expect(try reader.next() != nil)
    let problem = #expect(throws: TableProblem.self) { try reader.next() }
    #expect(problem?.cause == .fieldTooLong(limit: 1 << 20))
    #expect(problem?.line == 3)
    #expect(problem?.column == "name")
    #expect(source.served < 2 << 20)
    #expect(throws: TableProblem.self) { try reader.next() }
  }

  @Test func `where a million columns are named`() {
    let source = EndlessSource("a", then: UInt8(ascii: ","))
    let problem = #expect(throws: TableProblem.self) { try CSVReader(source) }
    #expect(problem?.cause == .tooManyColumns(limit: 1_000))
    #expect(source.served < 2 << 20)
  }
}

/// A file that never ends.
final class EndlessSource: ByteSource {
  let totalBytes: Int? = nil
  private(set) var served = 0
  private var start: [UInt8]
  private let filler: UInt8

  init(_ start: String, then filler: UInt8) {
    self.start = Array(start.utf8)
    self.filler = filler
  }

  func read(into space: UnsafeMutableRawBufferPointer) throws -> Int {
    for index in space.indices { space[index] = index < start.count ? start[index] : filler }
    start = []
    served += space.count
    return space.count
  }
}
