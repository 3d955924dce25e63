import Foundation
import LocalCluster
import TestKit
import Testing

/// A member goes from one installation to another, by signed files and two keys.
@Suite(.timeLimit(.minutes(20))) struct `Two installations` {
  @Test func `hand a member over and get the receipt, each file once`() async throws {
    try await TwoHomes.with { homes in
      let (hanoi, dalat) = (homes.hanoi, homes.dalat)
      let own = try await hanoi.done("transfer", "show", "1")
      for text in [
        "dues of 2026-10 are open: 70000", "paid through 2026-09",
        "scores of 1 months, last 2026-10", "sheet of 2026-11 is open (draft)",
        "W1  Hồ sơ cấp phép  4/10",
      ] {
        #expect(own.contains(text), "\(text) in \(own)")
      }
      let file = try await homes.package("--to", try await TwoHomes.key(of: dalat))
      let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions]
      #expect((mode as? NSNumber)?.intValue == 0o600)
      #expect(try await hanoi.done("transfer", "show", "1").contains("handover → Đà Lạt"))
      let back = try await hanoi.cadre("transfer", "cancel", "1", "--reason", "stays")
      #expect(back.code == 3 && back.errors.contains("may be received already"), "\(back.errors)")
      #expect(try await hanoi.done("audit", "who-read", "M002").contains("transfer.export"))
      let rehearsed = try await dalat.done(
        "transfer", "import", file, "--to", "L01", "--dry-run")
      #expect(rehearsed.contains("Signed by Hà Nội") && rehearsed.contains("nothing was written"))
      #expect(try await dalat.state() == nil)
      #expect(try await dalat.members() == 0)

      let taken = try await dalat.done("transfer", "import", file, "--to", "L01")
      #expect(taken.contains("A new record was made") && taken.contains("4/10"))
      let row = try #require(try await dalat.rows("transfer", "list").first)
      #expect(row["state"] == "in_transit")
      let number = try #require(row["number"])
      let page = try await dalat.done("transfer", "show", number)
      for text in [
        "From Hà Nội: Chi bộ 1 (CB01)  ✔", "70000", "NP-31", "2026-12-01",
        "Code of the introduction letter: ",
      ] {
        #expect(page.contains(text), "\(text) in \(page)")
      }
      let score = try #require(try await dalat.rows("transfer", "scores", "M002").first)
      #expect(score["period"] == "2026-10" && score["verified"] == "true")
      #expect(score["signed_by"] == "Hà Nội" && score["run_digest"]?.count == 64)

      let twice = try await dalat.cadre("transfer", "import", file, "--to", "L01")
      #expect(twice.code == 5 && twice.errors.contains("as transfer \(number)"), "\(twice.errors)")
      let early = try await dalat.cadre("transfer", "export", number, "--output", "early")
      #expect(early.code == 3 && early.errors.contains("no answer yet"), "\(early.errors)")
      #expect(!FileManager.default.fileExists(atPath: dalat.desk + "/early"))

      try await dalat.done("transfer", "receive", number, "--document", "8-BB")
      try await Self.answer(homes, number)
    }
  }

  private static func answer(_ homes: TwoHomes, _ number: String) async throws {
    let (hanoi, dalat) = (homes.hanoi, homes.dalat)
    let receipt = hanoi.desk + "/m002.receipt"
    try await dalat.done("transfer", "export", number, "--output", receipt)
    #expect(try await hanoi.state() == "in_transit")
    let said = try await hanoi.done("transfer", "import", receipt, "--dry-run")
    #expect(said.contains("Signed by Đà Lạt"))
    #expect(try await hanoi.state() == "in_transit")
    try await hanoi.done("transfer", "import", receipt)
    #expect(try await hanoi.state() == "received")
    let again = try await hanoi.cadre("transfer", "import", receipt)
    #expect(again.code == 5, "\(again.errors)")
    let second = hanoi.desk + "/second.receipt"
    try await dalat.done("transfer", "export", number, "--output", second)
    let late = try await hanoi.cadre("transfer", "import", second)
    #expect(late.code == 5 && late.errors.contains("“received”"), "\(late.errors)")
    // One cell on every day, over both records.
    for (day, here, there) in [("2026-11-30", "CB01", ""), ("2026-12-01", "", "L01")] {
      #expect(try await hanoi.cells(on: day)["M002"] == here)
      #expect(try await dalat.cells(on: day)["M002"] == there)
    }
    for home in [hanoi, dalat] {
      try await home.done("dues", "assess", "--period", "2026-12")
      try await home.done("db", "check")
    }
    let charged = try await dalat.rows("dues", "export", "--period", "2026-12")
    #expect(charged.map { $0["cell_code"] } == ["L01"])
    let left = try await hanoi.rows("dues", "export", "--period", "2026-12")
    #expect(left.allSatisfy { $0["member_code"] != "M002" })
    let trail = try await hanoi.done("audit", "show", "--format", "csv")
    #expect(trail.contains("transfer.export") && trail.contains("transfer.import"))
  }

  @Test func `refuse what is not signed for them, and change nothing`() async throws {
    try await TwoHomes.with { homes in
      let dalat = homes.dalat
      let file = try await homes.package("--to", try await TwoHomes.key(of: dalat))
      let good = try Data(contentsOf: URL(fileURLWithPath: file))
      var dice = Seeded.forTest()
      func refused(_ words: [String], _ code: Int32, _ text: String) async throws {
        let outcome = try await dalat.cadre(["transfer", "import"] + words)
        #expect(outcome.code == code && outcome.errors.contains(text), "\(words) \(outcome)")
      }
      for _ in 0..<6 {
        var altered = good
        let place = Int.random(in: 0..<altered.count, using: &dice)
        altered[place] ^= 1 << UInt8.random(in: 0..<8, using: &dice)
        let path = try dalat.lay("altered", Array(altered))
        let outcome = try await dalat.cadre("transfer", "import", path, "--to", "L01")
        #expect(outcome.code == 3, "byte \(place), CADRE_SEED=\(dice.seed): \(outcome.errors)")
      }
      try await refused([file], 2, "--to")
      try await refused([file, "--to", "L09"], 4, "L09")
      try await refused([dalat.desk + "/none", "--to", "L01"], 4, "none")
      // The receiver does not take what it signed itself, nor does the sender.
      let back = try await homes.hanoi.cadre("transfer", "import", file, "--to", "CB02")
      #expect(back.code == 3 && back.errors.contains("signed here"), "\(back.errors)")
      // Somebody else whom the sender trusts, and who trusts the sender, is not meant.
      try await TestHome.beside { third in
        try await third.done("unit", "import", try third.lay("units.csv", TwoHomes.units))
        let unknown = try await third.cadre("transfer", "import", file, "--to", "L01")
        #expect(unknown.code == 3 && unknown.errors.contains("is not trusted"))
        let key = third.desk + "/hanoi.key"
        try await homes.hanoi.done("transfer", "key", "--output", key)
        try await third.done("transfer", "trust", key, "--name", "Hà Nội")
        let other = try await third.cadre("transfer", "import", file, "--to", "L01")
        #expect(other.code == 3 && other.errors.contains("is for the holder"), "\(other.errors)")
        let twice = try await third.cadre("transfer", "trust", key, "--name", "Hà Nội")
        #expect(twice.code == 5)
      }
      #expect(try await dalat.members() == 0)
      try await dalat.done("db", "check")
    }
  }

  @Test func `know whom they have: in a cell, left before, under another code`() async throws {
    try await TwoHomes.with { homes in
      let dalat = homes.dalat
      let file = try await homes.package()
      // Somebody else has the code; the new record gets another one.
      let other =
        "M002,Người khác,male,1970-01-01,068070000001,,1999-01-01,2000-01-01,L02,,,,,,,active\n"
      let header = Town.memberHeader + "\n"
      try await dalat.done("member", "import", try dalat.lay("other.csv", header + other))
      let taken = try await dalat.cadre("transfer", "import", file, "--to", "L01")
      #expect(taken.code == 5 && taken.errors.contains("--code"), "\(taken.errors)")
      // The same person is in a cell already.
      let same =
        "B7,Trần Văn Bình,male,1980-07-15,001080012345,,2005-02-03,,L02,,,,,,,active\n"
      try await dalat.done("member", "import", try dalat.lay("same.csv", header + same))
      let here = try await dalat.cadre("transfer", "import", file, "--to", "L01")
      #expect(here.code == 5 && here.errors.contains("“B7”") && here.errors.contains("“L02”"))
      // They moved away a year ago and come back.
      try await dalat.done("member", "edit", "B7", "--set", "cell_code=", "--from", "2025-06-01")
      let back = try await dalat.done("transfer", "import", file, "--to", "L01")
      #expect(back.contains("The record was there") && back.contains("official_on differs"))
      try await dalat.done("transfer", "receive", "1")
      #expect(try await dalat.cells(on: "2026-12-01")["B7"] == "L01")
      #expect(try await dalat.cells(on: "2025-05-31")["B7"] == "L02")
      // Another file of the same person comes too late.
      let second = try await homes.package()
      let late = try await dalat.cadre("transfer", "import", second, "--to", "L01")
      #expect(late.code == 5, "\(late.errors)")
      try await dalat.done("db", "check")
    }
  }

  @Test func `give a member back, and the sender's transfer ends as returned`() async throws {
    try await TwoHomes.with { homes in
      let (hanoi, dalat) = (homes.hanoi, homes.dalat)
      try await dalat.done(
        "transfer", "import", try await homes.package(), "--to", "L01", "--code", "N1")
      try await dalat.done("transfer", "return", "1", "--reason", "thiếu bản tự kiểm điểm")
      let receipt = hanoi.desk + "/m002.receipt"
      try await dalat.done("transfer", "export", "1", "--output", receipt)
      try await hanoi.done("transfer", "import", receipt)
      #expect(try await hanoi.state() == "returned")
      let page = try await hanoi.done("transfer", "show", "1")
      #expect(page.contains("thiếu bản tự kiểm điểm") && page.contains("return  key."))
      #expect(try await hanoi.cells(on: "2026-12-01")["M002"] == "CB01")
      for home in [hanoi, dalat] { try await home.done("db", "check") }
    }
  }

  @Test func `are killed at random moments, and told again end in one state`() async throws {
    var dice = Seeded.forTest()
    try await TwoHomes.with { homes in
      let (hanoi, dalat) = (homes.hanoi, homes.dalat)
      let (file, receipt) = (dalat.desk + "/m002.handover", hanoi.desk + "/m002.receipt")
      var killed = 0
      func push(_ home: TestHome, _ words: String..., until: () async throws -> Bool) async throws {
        for attempt in 0..<5 {
          let run = try Running(home, ["transfer"] + words)
          if attempt < 3 {
            try await Task.sleep(for: .milliseconds(Int64.random(in: 0...250, using: &dice)))
            if await run.killed() == .signal(SIGKILL) { killed += 1 }
            if dice.next() % 3 == 0 { try await home.done("db", "stop") }
          } else {
            _ = await run.exit()
          }
          if try await until() { return }
        }
        Issue.record("\(words) did not come to its end, CADRE_SEED=\(dice.seed)")
      }
      func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
      try await push(hanoi, "export", "1", "--output", file) { exists(file) }
      try await push(dalat, "import", file, "--to", "L01") {
        let (state, count) = (try await dalat.state(), try await dalat.members())
        // The record, the transfer and the package come together or not at all.
        #expect((state == nil && count == 0) || (state == "in_transit" && count == 1))
        return state != nil
      }
      try await push(dalat, "receive", "1") { try await dalat.state() == "received" }
      try await push(dalat, "export", "1", "--output", receipt) { exists(receipt) }
      try await push(hanoi, "import", receipt) { try await hanoi.state() == "received" }
      #expect(killed > 0)
      for (home, words) in [(dalat, [file, "--to", "L01"]), (hanoi, [receipt])] {
        #expect(try await home.cadre(["transfer", "import"] + words).code == 5)
        try await home.done("db", "check")
      }
      #expect(try await hanoi.cells(on: "2026-12-01")["M002"] == "")
      #expect(try await dalat.cells(on: "2026-12-01")["M002"] == "L01")
    }
  }
}
