import Basics
import Tabular

/// Months of evaluation for the sample city: who did how well, by a fixed rule.
///
/// Most are good, some fifteen to twenty-five in a hundred excellent before the quota; offices and
/// months differ, so that rankings move and trends can be seen. A few are on leave, disciplined or
/// not yet reported, and some have no sheet at all.
extension SampleCity {
  /// The columns of `sheets.csv`, in the order in which the lines are written.
  package static let sheetColumns = [
    "member_code", "framework", "entry", "code", "title", "group", "weight", "target", "actual",
    "direction", "baseline", "quality_failures", "delays", "points", "self_points",
  ]

  /// Writes `sheets.csv` of a month.
  ///
  /// Where everybody works for the commune, everybody has a sheet of exactly ten entries and there
  /// are no sheets of collectives: so many members are ten times as many lines.
  ///
  /// - Parameters:
  ///   - writer: takes the lines under ``sheetColumns``.
  ///   - month: the same month gives the same bytes.
  ///   - progress: told the number of members done.
  /// - Throws: a `Problem` where the file cannot be written.
  package func writeSheets(
    to writer: any TableWriter, month: Month, progress: (Int) -> Void = { _ in }
  ) throws {
    var number = 0
    for (index, commune) in communes.enumerated() {
      let boss = number + 1
      for place in 0..<members(of: index) {
        number += 1
        let post = post(place: place, commune: commune, boss: boss)
        if !post.form.isEmpty {
          try writeSheet(
            of: number, isLeader: post.form == "leader",
            climate: climate(index, office: place % Self.offices.count, month), to: writer, month)
        }
        if number % 10_000 == 0 { progress(number) }
      }
      if !everyoneInOffice { try writeCollectives(of: commune, index, to: writer, month) }
    }
    try writer.finish()
  }

  /// By how many in a hundred an office does better than the mean this month.
  private func climate(_ commune: Int, office: Int, _ month: Month) -> Int {
    var dice = Dice(seed: UInt64(commune * 31 + office) &+ 77)
    let (standing, rhythm) = (dice.roll(13) - 6, dice.roll(6))
    // An office has better and worse months, each in a rhythm of its own.
    let wave = [0, 2, 4, 2, -2, -4][(Int(month.number) + rhythm) % 6]
    return standing + wave
  }

  private func writeSheet(
    of number: Int, isLeader: Bool, climate: Int, to writer: any TableWriter, _ month: Month
  ) throws {
    var dice = Dice(seed: UInt64(number) &* 8191 &+ UInt64(month.number))
    let fate = dice.roll(1000)
    if fate < 25, !everyoneInOffice { return }
    var sheet = SampleSheet(
      subject: Self.memberCode(number),
      framework: isLeader ? "decree-335-2025.leader" : "decree-335-2025.staff")
    let event =
      switch fate {
      case 25..<45: "on_leave"
      case 45..<49: "disciplined"
      default: ""
      }
    if event == "on_leave", !everyoneInOffice {
      sheet.add("event", event)
    } else {
      let fixed = 3 + (isLeader ? 2 : 0) + (event.isEmpty ? 0 : 1)
      let works = everyoneInOffice ? 10 - fixed : 3 + dice.roll(6)
      let level = SampleLevel(dice.roll(100), climate: climate)
      sheet.addCriteria(level, &dice)
      sheet.addWork(works, level, isReported: fate >= 65, &dice)
      if isLeader { sheet.addFactors(level, &dice) }
      if !event.isEmpty { sheet.add("event", event) }
    }
    for line in sheet.lines { try writer.write(line) }
  }

  /// The commune's own sheet, and those of most of its offices.
  private func writeCollectives(
    of commune: Commune, _ index: Int, to writer: any TableWriter, _ month: Month
  ) throws {
    for place in -1..<Self.offices.count {
      var dice = Dice(
        seed: UInt64(1_000_000_007 + index * 16 + place) &* 8191 &+ UInt64(month.number))
      guard place < 0 || dice.roll(4) > 0 else { continue }
      var sheet = SampleSheet(
        subject: "unit:" + (place < 0 ? "UB\(commune.code)" : officeCode(commune, place)),
        framework: "collective-2025")
      let level = SampleLevel(
        dice.roll(100), climate: climate(index, office: max(place, 0), month))
      sheet.addCriteria(level, &dice)
      sheet.addWork(3 + dice.roll(4), level, isReported: true, &dice)
      for line in sheet.lines { try writer.write(line) }
    }
  }
}

/// How well a month went; the grade that comes of it is for the rules to say.
enum SampleLevel {
  case flawless, strong, good, fair, poor

  /// - Parameters:
  ///   - roll: 0 to 99.
  ///   - climate: how many in a hundred do better here than elsewhere.
  init(_ roll: Int, climate: Int) {
    self =
      switch roll - climate {
      case ..<8: .flawless
      case ..<20: .strong
      case ..<83: .good
      case ..<96: .fair
      default: .poor
      }
  }

  /// Half points taken off each criterion of ten: at least, and how many more there can be.
  var criterion: (least: Int, spread: Int) {
    switch self {
    case .flawless: (0, 2)
    case .strong: (1, 2)
    case .good: (2, 4)
    case .fair: (4, 6)
    case .poor: (9, 8)
    }
  }

  /// Of a hundred assigned, how many are done: at least, and how many more there can be.
  var done: (least: Int, spread: Int) {
    switch self {
    case .flawless: (100, 1)
    case .strong: (92, 24)
    case .good: (72, 40)
    case .fair: (48, 42)
    case .poor: (8, 50)
    }
  }

  /// How many in a hundred products failed once for content, and as many came late.
  var failing: Int {
    switch self {
    case .flawless: 0
    case .strong: 6
    case .good: 24
    case .fair: 45
    case .poor: 60
    }
  }
}

/// The lines of one sheet.
struct SampleSheet {
  let subject: String
  let framework: String
  private(set) var lines: [[String]] = []

  init(subject: String, framework: String) {
    self.subject = subject
    self.framework = framework
  }

  mutating func add(
    _ entry: String, _ code: String, title: String = "", weight: String = "", target: String = "",
    actual: String = "", failures: String = "", delays: String = "", points: String = "",
    selfPoints: String = ""
  ) {
    lines.append([
      subject, framework, entry, code, title, "", weight, target, actual, "", "", failures, delays,
      points, selfPoints,
    ])
  }

  mutating func addCriteria(_ level: SampleLevel, _ dice: inout Dice) {
    for code in ["G1", "G2", "G3"] {
      let taken = min(20, level.criterion.least + dice.roll(level.criterion.spread + 1))
      let selfTaken = max(0, taken - dice.roll(3))
      add(
        "criterion", code, points: Self.halves(20 - taken),
        selfPoints: Self.halves(20 - selfTaken))
    }
  }

  /// Adds products; where not everything is reported, one of them has no result yet.
  mutating func addWork(
    _ count: Int, _ level: SampleLevel, isReported: Bool, _ dice: inout Dice
  ) {
    var number = dice.roll(Self.products.count)
    let silent = isReported ? -1 : dice.roll(max(1, count))
    for place in 0..<count {
      // Five steps through 24 products come back to none of them within nine.
      number = (number + 5) % Self.products.count
      let (product, target) = (Self.products[number], 2 + dice.roll(14))
      let share = level.done.least + dice.roll(level.done.spread)
      let actual = (target * share + 50) / 100
      let (failed, late) = (dice.roll(100) < level.failing, dice.roll(100) < level.failing)
      add(
        "work", "SP" + (number < 9 ? "0" : "") + "\(number + 1)", title: product.title,
        weight: product.weight, target: "\(target)", actual: place == silent ? "" : "\(actual)",
        failures: failed ? "\(1 + dice.roll(2))" : "0", delays: late ? "\(1 + dice.roll(2))" : "0")
    }
  }

  /// đ and e stand on the sheet; d is derived from the grades of those whom the leader manages.
  mutating func addFactors(_ level: SampleLevel, _ dice: inout Dice) {
    for code in ["organising", "cohesion"] {
      add("factor", code, points: dice.roll(100) < level.failing ? "0.5" : "1")
    }
  }

  private static func halves(_ count: Int) -> String {
    count % 2 == 0 ? "\(count / 2)" : "\(count / 2).5"
  }

  /// Converted products of a commune's offices, with their coefficients.
  private static let products: [(title: String, weight: String)] = [
    ("Báo cáo tháng của đơn vị", "1"), ("Tờ trình, dự thảo quyết định", "2"),
    ("Kế hoạch công tác chuyên đề", "2.5"), ("Hồ sơ thủ tục hành chính một cửa", "0.5"),
    ("Giải quyết đơn thư, kiến nghị", "2"), ("Biên bản họp giao ban", "0.5"),
    ("Thẩm định hồ sơ đất đai", "2"), ("Xác nhận hồ sơ hộ tịch", "0.25"),
    ("Kiểm tra trật tự xây dựng", "1.5"), ("Chi trả trợ cấp xã hội", "1"),
    ("Cập nhật cơ sở dữ liệu dân cư", "0.5"), ("Tuyên truyền, phổ biến pháp luật", "1"),
    ("Quyết toán thu, chi tháng", "2"), ("Hướng dẫn chuyên môn cho tổ dân phố", "1"),
    ("Phối hợp kiểm tra liên ngành", "1.5"), ("Số hoá hồ sơ lưu trữ", "0.5"),
    ("Dự thảo nghị quyết của HĐND", "3"), ("Trả lời kiến nghị cử tri", "1.5"),
    ("Tiếp công dân định kỳ", "1"), ("Rà soát hộ nghèo, cận nghèo", "1.5"),
    ("Tổ chức hoạt động văn hoá, thể thao", "2"), ("Công khai, niêm yết văn bản", "0.25"),
    ("Theo dõi giải ngân đầu tư công", "2.5"), ("Đánh giá mức độ hài lòng", "1"),
  ]
}
