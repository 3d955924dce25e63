import Foundation
import TestKit
import Testing

/// Two installations: `hanoi`, which M002 is leaving, and `dalat`, which is to receive them.
struct TwoHomes: Sendable {
  let hanoi: TestHome
  let dalat: TestHome

  /// Copies of both, which trust each other.s keys.
  static func with(_ body: (TwoHomes) async throws -> Void) async throws {
    let made = try await prepared.value
    let (left, right) = (try Scratch.folder("hanoi"), try Scratch.folder("dalat"))
    try await TestHome.copy(made.hanoi, to: left)
    try await TestHome.copy(made.dalat, to: right)
    try await TestHome.using(left) { hanoi in
      try await TestHome.using(right) { dalat in
        try await body(TwoHomes(hanoi: hanoi, dalat: dalat))
      }
    }
  }

  static let units = """
    \(Town.unitHeader)
    TD,Thành uỷ Đà Lạt,,party,1,2
    PL,Đảng uỷ phường Lâm,TD,party,2,
    L01,Chi bộ Lâm 1,PL,party,3,
    L02,Chi bộ Lâm 2,PL,party,3,

    """

  private static let sheets =
    GivenMonth.sheetHeader + "\n"
    + ["G1,,,,,,,,,,9,", "G2,,,,,,,,,,9,", "G3,,,,,,,,,,9,"].map {
      "M002,decree-335-2025.staff,criterion,\($0)\n"
    }.joined() + "M002,decree-335-2025.staff,work,W1,Hồ sơ cấp phép,,1,10,"

  private static let prepared = Task {
    let dalat = try TestHome(at: Scratch.folder("template"))
    try await dalat.done("unit", "import", try dalat.lay("units.csv", units))
    let town = try await SharedHome.template.value
    let path = try Scratch.folder("template")
    try await TestHome.copy(town, to: path)
    let hanoi = try TestHome(at: path)
    try await hanoi.done("period", "open", "2026-10")
    try await hanoi.done(
      "sheet", "import", try hanoi.lay("october.csv", sheets + "10,,,,,,\n"), "--period",
      "2026-10", "--as", "decided")
    try await hanoi.done("period", "close", "2026-10")
    try await hanoi.done("score", "run", "--period", "2026-10")
    try await hanoi.done("score", "publish", "1", "--leave", "all")
    try await hanoi.done("period", "open", "2026-11")
    try await hanoi.done(
      "sheet", "import", try hanoi.lay("november.csv", sheets + "4,,,,,,\n"), "--period",
      "2026-11", "--as", "draft")
    try await hanoi.done("dues", "assess", "--period", "2026-09")
    try await hanoi.done("dues", "assess", "--period", "2026-10")
    try await hanoi.done("dues", "pay", "M002", "--amount", "70000", "--reference", "PT-1")
    try await hanoi.done(
      "transfer", "request", "M002", "--outside", "Thành uỷ Đà Lạt", "--from", "2026-12-01",
      "--event", "2026-11-01", "--document", "12-QĐ/TU", "--paper", "self_review=4")
    try await hanoi.done("transfer", "review", "1", "--document", "3-BB")
    try await hanoi.done("transfer", "release", "1", "--despite-dues", "thu sau", "--document", "9")
    try await hanoi.done(
      "transfer", "send", "1", "--paper", "introduction_letter=45", "--paper", "member_sheet=1",
      "--paper", "admission_file=9", "--paper", "party_card=2", "--paper", "dossier=NP-31")
    let (here, there) = (hanoi.desk + "/hanoi.key", dalat.desk + "/dalat.key")
    try await hanoi.done("transfer", "key", "--output", here)
    try await dalat.done("transfer", "key", "--output", there)
    try await hanoi.done("transfer", "trust", there, "--name", "Đà Lạt")
    try await dalat.done("transfer", "trust", here, "--name", "Hà Nội")
    for home in [hanoi, dalat] { try await home.done("db", "stop") }
    return (hanoi: hanoi.path, dalat: dalat.path)
  }

  /// Exports M002's package onto the desk of `dalat`.
  func package(_ more: String...) async throws -> String {
    let file = dalat.desk + "/m002.handover"
    let outcome = try await hanoi.cadre(["transfer", "export", "1", "--output", file] + more)
    #expect(outcome.code == 0, "\(outcome.errors)")
    return file
  }

  /// The number of the key with which a home signs.
  static func key(of home: TestHome) async throws -> String {
    let said = try await home.done("transfer", "key", "--output", home.desk + "/own.key")
    return try #require(said.split(separator: " ").last).trimmingCharacters(
      in: .punctuationCharacters.union(.whitespacesAndNewlines))
  }
}

extension TestHome {
  /// Whether a transfer, if it is there, stands in this state.
  func state(of number: Int = 1) async throws -> String? {
    try await rows("transfer", "list", "--all").first { $0["number"] == "\(number)" }?["state"]
  }
}
