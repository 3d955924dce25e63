import Tabular
import Testing

/// Everything a reader finds in `bytes`, read `block` bytes at a time.
struct Reading: Equatable {
  var header: [String]
  var rows: [[String]] = []
  var lines: [Int] = []
  var bad: [TableProblem] = []

  init(_ reader: any TableReader) throws {
    header = reader.header
    while let item = try reader.next() {
      switch item {
      case .row(let row):
        rows.append(row.fields)
        lines.append(row.line)
      case .bad(let problem): bad.append(problem)
      }
    }
  }

  init(
    csv bytes: [UInt8], block: Int = 256 << 10, limits: TableLimits = .standard,
    neutralised: Bool = false
  ) throws {
    try self.init(
      CSVReader(
        MemorySource(bytes), limits: limits, neutralised: neutralised, blockBytes: block))
  }

  init(_ text: String, block: Int = 256 << 10, neutralised: Bool = false) throws {
    try self.init(csv: Array(text.utf8), block: block, neutralised: neutralised)
  }
}

/// The problem that stops the reading of these bytes, whatever the size of the blocks.
func refusal(
  _ bytes: [UInt8], limits: TableLimits = .standard, at place: SourceLocation = #_sourceLocation
) -> TableProblem? {
  var found: [TableProblem?] = []
  for block in [1, 2, 3, 7, 256 << 10] {
    let problem = #expect(throws: TableProblem.self, sourceLocation: place) {
      try Reading(csv: bytes, block: block, limits: limits)
    }
    found.append(problem)
  }
  for problem in found {
    #expect(problem?.cause == found[0]?.cause, sourceLocation: place)
    #expect(problem?.line == found[0]?.line, sourceLocation: place)
    #expect(problem?.column == found[0]?.column, sourceLocation: place)
  }
  return found[0] ?? nil
}

func refusal(_ text: String, at place: SourceLocation = #_sourceLocation) -> TableProblem? {
  refusal(Array(text.utf8), at: place)
}

/// Random numbers that a seed repeats (SplitMix64, Steele and others, 2014).
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A table with every awkward character that a cell may have.
  mutating func table() -> (header: [String], rows: [[String]]) {
    let columns = Int.random(in: 1...6, using: &self)
    let header = (0..<columns).map { "\($0)" + text() }
    let rows = (0..<Int.random(in: 0...12, using: &self)).map { _ in
      (0..<columns).map { _ in text() }
    }
    return (header, rows.filter { $0 != header })
  }

  mutating func text() -> String {
    let pieces = [
      "", "a", "Nguyễn", "Nguye\u{302}\u{303}n", "\"", "\"\"", ",", ";", "\n", "\r\n", "\r", "\t",
      "=1+1", "+", "-12.5", "@", "＝", "'", " ", "đ", "🌾", "\u{FEFF}", "0012", "_x000D_", "&<>",
    ]
    return (0..<Int.random(in: 0...4, using: &self)).reduce(into: "") { text, _ in
      text += pieces.randomElement(using: &self) ?? ""
    }
  }
}

/// The seed of this run: random, or the one to be repeated.
func freshSeed() -> UInt64 { UInt64.random(in: 0...UInt64.max) }
