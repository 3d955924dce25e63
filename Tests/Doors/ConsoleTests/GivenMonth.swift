import Foundation
import TestKit

/// An organisation and the sheets of its month, the same for the same seed.
///
/// Both trees, units of one member to many, leaders who manage leaders, every framework, ties,
/// totals that lie on a cut and just below it, and everybody who cannot be graded.
struct GivenMonth: Sendable {
  static let sheetHeader =
    "member_code,framework,entry,code,title,group,weight,target,actual,direction,baseline,"
    + "quality_failures,delays,points,self_points"

  let seed: UInt64
  /// Lines without their headers.
  private(set) var units: [String] = []
  private(set) var members: [String] = []
  /// Decided sheets, and those that never were; each with its lines.
  private(set) var sheets: [[String]] = []
  private(set) var drafts: [[String]] = []

  private var dice: Seeded
  private var cells: [String] = []
  private var agencies: [String] = []
  /// Which framework most staff of a unit have.
  private var usual: [String: String] = [:]
  private var leaders: [String] = []
  private var expected: [(code: String, isLeader: Bool, unit: String)] = []

  /// - Parameters:
  ///   - seed: of the organisation and the first month.
  ///   - count: how many members.
  init(seed: UInt64, members count: Int = 1500) {
    self.seed = seed
    dice = Seeded(seed: seed)
    layUnits()
    for number in 1...count { layMember(number) }
    laySheets()
  }

  /// The same organisation with the sheets of another month.
  func month(seed: UInt64) -> GivenMonth {
    var other = self
    other.dice = Seeded(seed: seed)
    (other.sheets, other.drafts) = ([], [])
    other.laySheets()
    return other
  }

  /// The same month with every file in another order.
  func shuffled(seed: UInt64) -> GivenMonth {
    var other = self
    var dice = Seeded(seed: seed)
    other.units.shuffle(using: &dice)
    other.members.shuffle(using: &dice)
    // The lines of one sheet too, and sheets in pieces: a file has no order.
    other.sheets = sheets.flatMap { $0 }.shuffled(using: &dice).map { [$0] }
    other.drafts = drafts.flatMap { $0 }.shuffled(using: &dice).map { [$0] }
    return other
  }

  /// The files, by name.
  var files: [String: String] {
    func text(_ header: String, _ lines: [String]) -> String {
      ([header] + lines).joined(separator: "\n") + "\n"
    }
    return [
      "units.csv": text(Town.unitHeader, units),
      "members.csv": text(Town.memberHeader, members),
      "sheets.csv": text(Self.sheetHeader, sheets.flatMap { $0 }),
      "drafts.csv": text(Self.sheetHeader, drafts.flatMap { $0 }),
    ]
  }

  private mutating func chance(_ percent: Int) -> Bool {
    Int.random(in: 0..<100, using: &dice) < percent
  }

  private mutating func one<Element>(of list: [Element], or other: Element) -> Element {
    list.randomElement(using: &dice) ?? other
  }
}

extension GivenMonth {
  private mutating func layUnits() {
    units = ["TU,Thành uỷ,,party,1,1", "UB,Uỷ ban nhân dân,,state,1,1", "SO,Một sở,,state,1,"]
    agencies = ["UB", "SO"]
    for committee in 1...5 {
      units.append("DU\(committee),Đảng uỷ \(committee),TU,party,2,")
      for cell in 1...8 {
        let code = "CB-\(committee)\(cell)"
        units.append("\(code),Chi bộ \(cell),DU\(committee),party,3,")
        cells.append(code)
      }
      // A cell below a cell, whose code is another's beginning.
      units.append("CB-\(committee)1.a,Tổ đảng,CB-\(committee)1,party,4,")
      cells.append("CB-\(committee)1.a")
    }
    for office in 1...7 {
      units.append("P\(office),Phòng \(office),\(office == 7 ? "SO" : "UB"),state,2,")
      agencies.append("P\(office)")
      for desk in 1...6 {
        units.append("P\(office)_\(desk),Tổ \(desk),P\(office),state,3,")
        agencies.append("P\(office)_\(desk)")
      }
    }
    units.append("TRONG,Đơn vị trống,UB,state,2,")
    let frameworks = [
      "decree-335-2025.staff", "decree-335-2025.staff", "hanoi-2018", "monthly-gated", "kpi-okr",
    ]
    for unit in cells + agencies { usual[unit] = one(of: frameworks, or: frameworks[0]) }
  }

  private mutating func layMember(_ number: Int) {
    let code = "M\(number)"
    // The first hundred or so fill the small units: 1 to 6 in each of them.
    let small = agencies.filter { $0.hasPrefix("P1_") || $0.hasPrefix("P2_") }
    var agency = chance(80) ? one(of: agencies, or: "UB") : ""
    while small.contains(agency) { agency = one(of: agencies, or: "UB") }
    var cell = chance(90) ? one(of: cells, or: "CB-11") : ""
    if let place = Self.smallPlace(number) { (agency, cell) = (small[place], "") }
    let isLeader = chance(12)
    var form = isLeader ? "leader" : "staff"
    if chance(4) { form = "" }
    var status = "active"
    if chance(4) { status = one(of: ["exempt", "temporarily_exempt", "left"], or: "left") }
    let manager = chance(90) ? leaders.suffix(40).randomElement(using: &dice) ?? "" : ""
    members.append(
      "\(code),Người \(number),,,,,2010-01-01,2011-01-01,\(cell),\(agency),,\(form),\(manager),"
        + "insured,7000000,\(status)")
    if isLeader { leaders.append(code) }
    let unit = agency.isEmpty ? cell : agency
    if status == "active", !form.isEmpty, !unit.isEmpty {
      expected.append((code, isLeader, unit))
    }
  }

  /// Twelve small units of 1 to 6 members.
  private static func smallPlace(_ number: Int) -> Int? {
    var left = number
    for place in 0..<12 {
      let size = place % 6 + 1
      if left <= size { return place }
      left -= size
    }
    return nil
  }

  private mutating func laySheets() {
    for (code, isLeader, unit) in expected {
      if chance(3) { continue }
      var framework = isLeader ? "decree-335-2025.leader" : usual[unit] ?? "hanoi-2018"
      if !isLeader, chance(10) { framework = one(of: Array(Set(usual.values)).sorted(), or: "") }
      lay(sheet(of: code, framework))
    }
    for unit in cells + agencies where chance(40) {
      lay(sheet(of: "unit:" + unit, "collective-2025"))
    }
  }

  private mutating func lay(_ lines: [String]) {
    if chance(3) { drafts.append(lines) } else { sheets.append(lines) }
  }
}

extension GivenMonth {
  /// Every way in which a sheet can turn out, the usual ones more often.
  private mutating func sheet(of code: String, _ framework: String) -> [String] {
    var lines: [String] = []
    func put(_ fields: String) { lines.append("\(code),\(framework),\(fields)") }
    if chance(2) { put("event,on_leave,,,,,,,,,,,") }
    if chance(1) { put("event,nothing_to_report,,,,,,,,,,,") }
    if chance(3) { put("event,disciplined,,,,,,,,,,,") }
    if chance(2) { put("event,praised,Khen thưởng,,,,,,,,,,") }
    // Two in five lie on a cut or just below it, so that many are the same to the last figure.
    let isPlain = chance(40) && framework != "kpi-okr"
    for line in criteria(framework, isPlain: isPlain) { put(line) }
    if framework == "kpi-okr" {
      for line in indicators() + keyResults() { put(line) }
    } else {
      for line in isPlain ? plainWork() : work() { put(line) }
    }
    if framework == "decree-335-2025.leader" {
      for factor in ["organising", "cohesion"] where !chance(1) {
        put("factor,\(factor),,,,,,,,,,\(one(of: ["1", "0.5", "1.0"], or: "1")),")
      }
      if chance(5) { put("factor,unit_results,,,,,,,,,,0.5,1") }
    }
    return lines
  }

  private mutating func criteria(_ framework: String, isPlain: Bool) -> [String] {
    var lines: [String] = []
    var list = [("G1", 1000), ("G2", 1000), ("G3", 1000)]
    if framework == "hanoi-2018" { list = [("T1", 2000)] }
    if framework == "kpi-okr" { list = [("G1", 3000)] }
    // A hundredth more or less decides at a cut.
    let short = isPlain ? one(of: [0, 0, 1, 1000, 1001], or: 0) : 0
    for (place, (code, maximum)) in list.enumerated() {
      var points = maximum - (place == 0 ? min(short, maximum) : 0)
      if !isPlain { points -= one(of: [0, 0, 0, 50, 125, 333, maximum / 2, maximum], or: 0) }
      guard !chance(1) else { continue }
      let own = chance(50) ? Self.decimal(maximum) : ""
      lines.append("criterion,\(code),,,,,,,,,,\(chance(1) ? "" : Self.decimal(points)),\(own)")
    }
    if framework == "hanoi-2018", chance(60) {
      lines.append("criterion,X1,,,,,,,,,,\(one(of: ["10", "2.5", "0", "10.00"], or: "0")),")
    }
    return lines
  }

  /// One product: 70, 40 or 20 points.
  private mutating func plainWork() -> [String] {
    let done = one(of: [7, 7, 7, 7, 4, 2], or: 7)
    return ["work,W1,Hồ sơ,,1,7,\(done),,,,,,"]
  }

  private mutating func work() -> [String] {
    guard !chance(1) else { return [] }
    let spirit = one(of: [(95, 5), (95, 5), (60, 30), (20, 60)], or: (60, 30))
    return (1...Int.random(in: 1...5, using: &dice)).map { number in
      let target = Int.random(in: 1...40, using: &dice)
      var actual = "\(target)"
      if !chance(spirit.0) { actual = "\(Int.random(in: 0...target, using: &dice))" }
      if chance(35) { actual = "\(target + 1).50" }
      if chance(1) { actual = "" }
      let weight = one(of: ["1", "2.5", "0.3333", "10"], or: "1")
      let failures = chance(spirit.1) ? "\(Int.random(in: 0...6, using: &dice))" : ""
      let delays = chance(spirit.1) ? one(of: ["1", "0.5", "3.00"], or: "1") : ""
      // Codes whose byte order is not the order of numbers.
      return "work,W-\(number * 7),\"Việc, số \(number)\",,\(weight),\(target),\(actual),,,"
        + "\(failures),\(delays),,"
    }
  }

  private mutating func indicators() -> [String] {
    guard !chance(2) else { return [] }
    return (1...Int.random(in: 1...3, using: &dice)).map { number in
      let actual = chance(1) ? "" : "\(Int.random(in: 0...12, using: &dice))"
      let direction = one(of: ["up", "down"], or: "up")
      return "kpi,K\(number),,,\(number).5,10,\(actual),\(direction),,,,,"
    }
  }

  private mutating func keyResults() -> [String] {
    guard !chance(2) else { return [] }
    return (1...Int.random(in: 1...4, using: &dice)).map { number in
      let (from, to) = one(of: [(0, 10), (100, 40), (7, 13)], or: (0, 10))
      let actual = chance(1) ? "" : "\(Int.random(in: 0...14, using: &dice) * max(1, from / 10))"
      return "key_result,R\(number),,O\(number % 2),\(number),\(to),\(actual),,\(from),,,,"
    }
  }

  private static func decimal(_ hundredths: Int) -> String {
    let rest = String(hundredths % 100 + 100).dropFirst()
    return "\(hundredths / 100).\(rest)"
  }
}
