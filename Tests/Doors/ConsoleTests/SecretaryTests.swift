import Foundation
import LocalCluster
import TestKit
import Testing

/// What a secretary of a committee does in a day, from the first file to the export.
@Suite(.timeLimit(.minutes(15))) struct `A secretary` {
  /// The digest that a rehearsal names.
  static func digest(_ output: String) throws -> String {
    let words = output.split(whereSeparator: \.isWhitespace)
    let place = try #require(words.firstIndex(of: "--rehearsal"))
    return String(words[place + 1])
  }

  @Test func `rehearses an import, reads it, and applies exactly that`() async throws {
    try await TestHome.empty { home in
      let units = try home.lay("units.csv", Town.units)
      let rehearsed = try await home.done("unit", "import", units, "--dry-run")
      #expect(rehearsed.contains("A rehearsal, nothing was written"))
      #expect(try CSV.rows(try await home.done("unit", "list", "--format", "csv")).count == 1)
      let plan = try Self.digest(rehearsed)
      try await home.done("unit", "import", units, "--rehearsal", plan, "--reason", "Founded")
      let members = try home.lay("members.csv", Town.members)
      let read = try await home.done("member", "import", members, "--dry-run")
      let membersPlan = try Self.digest(read)
      // Somebody changes the file between the rehearsal and the import.
      _ = try home.lay("members.csv", Town.members + "M006,Một Người,male,,,,,,,,,,,,,active\n")
      let changed = try await home.cadre("member", "import", members, "--rehearsal", membersPlan)
      #expect(changed.code == 5 && changed.errors.contains("since the rehearsal"))
      #expect(try await home.members() == 0)
      _ = try home.lay("members.csv", Town.members)
      let done = try await home.done("member", "import", members, "--rehearsal", membersPlan)
      #expect(done.contains("Applied.") && done.contains("new 5"))
      // The record has changed since: the same digest is not good twice.
      let twice = try await home.cadre("member", "import", members, "--rehearsal", membersPlan)
      #expect(twice.code == 5, "\(twice.errors)")
      #expect(try await home.done("member", "import", members).contains("nothing new"))
      try await home.done("db", "check")
    }
  }

  @Test func `finds people without accents, by number and by code`() async throws {
    let home = try await SharedHome.reading()
    for (text, code) in [
      ("nguyen thi anh", "M001"), ("NGUYỄN ÁNH", "M001"), ("tran binh", "M002"),
      ("le hoa", "M003"), ("lê hòa", "M003"), ("dao", "M004"), ("Đào", "M004"), ("hoang y", "M005"),
      ("001080012345", "M002"), ("M004", "M004"),
    ] {
      let rows = try CSV.rows(try await home.done("member", "find", text, "--format", "csv"))
      #expect(rows.dropFirst().first?[0] == code, "\(text)")
    }
    let shown = try await home.done("member", "find", "nguyen thi anh")
    #expect(shown.contains("Nguyễn Thị Ánh") && !shown.contains("001175012345"))
    let sheet = try await home.done("member", "show", "M001")
    #expect(!sheet.contains("001175012345"))
    let revealed = try await home.done("member", "show", "M001", "--reveal")
    #expect(revealed.contains("001175012345") && revealed.contains("CB01  Chi bộ 1"))
  }

  @Test func `edits, is told of somebody else's edit, and sees the whole history`() async throws {
    try await TestHome.town { home in
      let first = try await home.done(
        "member", "edit", "M002", "--set", "cell_code=CB02", "--from", "2026-11-01", "--version",
        "1", "--reason", "Moved house", "--document", "12-QĐ/ĐU")
      #expect(first.contains("cell_code: CB01 → CB02") && first.contains("version 2"))
      let stale = try await home.cadre(
        "member", "edit", "M002", "--set", "position=Phó phòng", "--version", "1")
      #expect(stale.code == 5 && stale.errors.contains("yours is version 1, now it is 2"))
      try await home.done(
        "member", "edit", "M002", "--set", "position=Phó phòng", "--version", "2")
      let before = try await home.done("member", "show", "M002", "--on", "2026-10-31")
      let after = try await home.done("member", "show", "M002")
      #expect(before.contains("CB01") && !before.contains("CB02") && after.contains("CB02"))
      let history = try CSV.rows(
        try await home.done("member", "history", "M002", "--format", "csv"))
      let moved = try #require(history.first { $0[3].contains("CB02") })
      #expect(moved[1] == "2026-11-01" && moved[6] == "Moved house" && moved[7] == "12-QĐ/ĐU")
      #expect(history.contains { $0[3].contains("CB01") })
      let emptied = try await home.done("member", "edit", "M002", "--set", "manager_code=")
      #expect(emptied.contains("manager_code: M001 → "))
    }
  }

  @Test func `enters a reward, withdraws it, and it stays on the sheet`() async throws {
    try await TestHome.town { home in
      let entered = try await home.done(
        "member", "enter", "M001", "reward", "--title", "Bằng khen", "--on", "2026-02-03")
      let number = try #require(entered.firstMatch(of: /#(\d+)/)).1
      #expect(try await home.done("member", "show", "M001").contains("Bằng khen"))
      try await home.done(
        "member", "withdraw", "M001", String(number), "--reason", "Wrong person")
      let sheet = try await home.done("member", "show", "M001")
      #expect(sheet.contains("Bằng khen") && sheet.contains("(withdrawn)"))
      let twice = try await home.cadre("member", "withdraw", "M001", String(number))
      #expect([3, 4, 5].contains(twice.code), "\(twice.code) \(twice.errors)")
    }
  }

  @Test func `joins a duplicate to the record that stays, and takes it back`() async throws {
    try await TestHome.town { home in
      let before = try await home.done("member", "export")
      try await home.done(
        "member", "add", "M099", "Nguyen Thi Anh", "--set", "party_card=001234567890")
      let merged = try await home.done(
        "member", "merge", "M099", "--into", "M001", "--reason", "One person")
      #expect(merged.contains("1 fields were filled"))
      let kept = try await home.done("member", "show", "M001", "--reveal")
      #expect(kept.contains("001234567890") && kept.contains("Merged into this: M099"))
      #expect(try await home.done("member", "show", "M099").contains("merged into M001"))
      #expect(try await home.members() == Town.memberCount)
      let onDuplicate = try await home.cadre("member", "edit", "M099", "--set", "position=X")
      #expect(onDuplicate.code == 3 && onDuplicate.errors.contains("M001"))
      let twice = try await home.cadre("member", "merge", "M099", "--into", "M002")
      #expect([3, 5].contains(twice.code), "\(twice.code) \(twice.errors)")
      try await home.done("member", "merge", "M099", "--undo")
      let after = try await home.done("member", "export")
      #expect(after.split(separator: "\n").count == Town.memberCount + 2)
      for line in before.split(separator: "\n") { #expect(after.contains(line)) }
      let again = try await home.cadre("member", "merge", "M099", "--undo")
      #expect(again.code == 3, "\(again.errors)")
      try await home.done("db", "check")
    }
  }

  @Test(arguments: ["members.csv", "members.xlsx"])
  func `exports to a file that says nothing new when it is read back`(name: String) async throws {
    try await TestHome.town { home in
      let file = home.desk + "/" + name
      #expect(try await home.done("member", "export", "--output", file).contains("Wrote 5"))
      let again = try await home.done("member", "import", file)
      #expect(again.contains("unchanged 5") && again.contains("nothing new"))
      #expect(!FileManager.default.fileExists(atPath: file + ".rejected.csv"))
      let under = try await home.done("member", "export", "--under", "CB02")
      #expect(try CSV.rows(under).dropFirst().map { $0[0] } == ["M003", "M004"])
    }
  }

  @Test func `lets a colleague in, with as much as she needs and as long`() async throws {
    try await TestHome.town { home in
      let user = String(cString: getpwuid(geteuid()).pointee.pw_name)
      try await home.done(
        "account", "add", "hoa", "--full-name", "Lê Hoa", "--system-user", user)
      let nothing = try await home.cadre("member", "show", "M001", "--as", "hoa")
      #expect([3, 4].contains(nothing.code), "\(nothing.code) \(nothing.errors)")
      try await home.done(
        "account", "grant", "hoa", "cell_secretary", "--unit", "CB01", "--until", "2027-01-01")
      let twice = try await home.cadre(
        "account", "grant", "hoa", "cell_secretary", "--unit", "CB01", "--until", "2027-01-01")
      #expect(twice.code == 5 && twice.errors.contains("granted already"), "\(twice.errors)")
      let hoa = home.with(["CADRE_ACCOUNT": "hoa"])
      #expect(try await hoa.done("member", "show", "M001").contains("Nguyễn Thị Ánh"))
      let outside = try await hoa.cadre("member", "show", "M003")
      let absent = try await hoa.cadre("member", "show", "M999")
      #expect(outside.code == 4 && absent.code == 4)
      #expect(outside.errors.replacing("M003", with: "M999") == absent.errors)
      let edit = try await hoa.cadre("member", "edit", "M001", "--set", "position=X")
      #expect(edit.code == 3, "\(edit.code) \(edit.errors)")
      let trail = try await hoa.cadre("audit", "show")
      #expect(trail.code == 3)
      let late = try await hoa.with(["CADRE_TODAY": "2027-01-01"]).cadre("member", "show", "M001")
      #expect(late.code != 0)
      try await home.done("account", "revoke", "hoa", "cell_secretary", "--unit", "CB01")
      let revoked = try await hoa.cadre("member", "show", "M001")
      #expect(revoked.code == nothing.code)
      let events = try CSV.rows(
        try await home.done("audit", "show", "--format", "csv", "--limit", "1000"))
      let verbs = events.dropFirst().map { $0[4] }
      #expect(verbs.contains("account.add") && verbs.contains("account.grant"))
      #expect(verbs.contains("account.revoke"))
      let hers = try CSV.rows(
        try await home.done("audit", "show", "--account", "hoa", "--format", "csv"))
      #expect(hers.dropFirst().allSatisfy { $0[2] == "hoa" })
    }
  }
}
