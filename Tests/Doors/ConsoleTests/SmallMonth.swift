import Testing

/// An office small enough to know everybody's score by heart.
///
/// `VP`: the leader `L1`, whose subordinate `S20` fails; `S01` is the worked example of the rules
/// (87.63), `S02` keeps A with 98, `S03` and `S04` tie at 95 for the last place, `S05` loses A by
/// the quota with 92, eight have 80. `KT`: the leader `L2` under `L1`, without a failure; `K1` by
/// indicators and key results, `N1` without a sheet, `H1` on leave. `X1` is in no unit.
enum SmallMonth {
  static let units = """
    \(Town.unitHeader)
    UB,Uỷ ban nhân dân,,state,1,1
    VP,Văn phòng,UB,state,2,
    KT,Phòng Kinh tế,UB,state,2,
    DU,Đảng uỷ,,party,1,
    CB,Chi bộ cơ quan,DU,party,2,

    """

  private static let people: [(code: String, unit: String, form: String, manager: String)] =
    [
      ("L1", "VP", "leader", ""), ("L2", "KT", "leader", "L1"), ("S20", "VP", "staff", "L1"),
      ("K1", "KT", "staff", "L2"), ("N1", "KT", "staff", "L2"), ("H1", "KT", "staff", "L2"),
    ] + (1...13).map { ("S\($0 < 10 ? "0" : "")\($0)", "VP", "staff", "") }

  static let members = members(managerOfFirst: "")

  /// `members.csv`, in which `L1` has that manager; `L2` makes a ring.
  static func members(managerOfFirst: String) -> String {
    var text = Town.memberHeader + "\n"
    for one in people {
      let manager = one.code == "L1" ? managerOfFirst : one.manager
      text +=
        "\(one.code),Người \(one.code),,,,,2010-01-01,2011-01-01,CB,\(one.unit),,"
        + "\(one.form),\(manager),insured,7000000,active\n"
    }
    return text + "X1,Người X1,,,,,2010-01-01,2011-01-01,,,,staff,,insured,7000000,active\n"
  }

  static let sheets: String = {
    var lines = [GivenMonth.sheetHeader]
    func put(_ code: String, _ framework: String, _ entries: [String]) {
      for entry in entries { lines.append("\(code),\(framework),\(entry)") }
    }
    let staff = "decree-335-2025.staff"
    put("S01", staff, points("9", "10", "8.5") + example)
    for (code, third) in [("S02", "8"), ("S03", "5"), ("S04", "5"), ("S05", "2")] {
      put(code, staff, points("10", "10", third) + ["work,W1,Việc,,1,10,10,,,,,,"])
    }
    for number in 6...13 {
      let code = "S\(number < 10 ? "0" : "")\(number)"
      put(code, staff, points("10", "0", "0") + ["work,W1,Việc,,1,10,10,,,,,,"])
    }
    put("S20", staff, points("0", "0", "0") + ["work,W1,Việc,,1,10,1,,,,,,"])
    for code in ["L1", "L2"] {
      put(
        code, "decree-335-2025.leader",
        points("10", "10", "8") + example
          + ["factor,organising,,,,,,,,,,0.5,", "factor,cohesion,,,,,,,,,,1,"])
    }
    put(
      "K1", "kpi-okr",
      [
        "criterion,G1,,,,,,,,,,24,", "kpi,HS,Hồ sơ đúng hạn,,2,95,90,up,,,,,",
        "kpi,KN,Khiếu nại,,1,5,8,down,,,,,", "key_result,KR1,,O1,1,20,15,,5,,,,",
        "key_result,KR2,,O2,1,10,30,,50,,,,",
      ])
    put("H1", staff, ["event,on_leave,Nghỉ thai sản,,,,,,,,,,"])
    return lines.joined(separator: "\n") + "\n"
  }()

  /// The work of the worked examples.
  private static let example = [
    "work,W1,Hồ sơ,,1,10,10,,,0,0,,", "work,W2,Báo cáo,,2,5,4,,,1,0,,",
    "work,W3,Đề án,,3,2,3,,,0,2,,",
  ]

  private static func points(_ points: String...) -> [String] {
    zip(["G1", "G2", "G3"], points).map { "criterion,\($0),,,,,,,,,,\($1)," }
  }
}

extension TestHome {
  /// Runs `body` with the month of ``SmallMonth`` open and filled.
  static func smallMonth<Value: Sendable>(
    members: String = SmallMonth.members, _ body: (TestHome) async throws -> Value
  ) async throws -> Value {
    try await empty { home in
      try await home.done("unit", "import", try home.lay("units.csv", SmallMonth.units))
      try await home.done("member", "import", try home.lay("members.csv", members))
      try await home.done("period", "open", month)
      try await home.done(
        "sheet", "import", try home.lay("sheets.csv", SmallMonth.sheets), "--period", month)
      return try await body(home)
    }
  }
}
