import Access
import Basics
import Postgres
import RecordsKit
import TestKit
import Testing

@testable import Members

@Suite struct `Finding members` {
  static func find(
    _ text: String, limit: Int = 20, by actor: Actor = Cast.actor(.hrOfficer), in cast: Cast
  ) async throws -> [String] {
    try await cast.members.find(text, limit: limit, today: Cast.today, for: actor)
      .lines.map(\.code.text)
  }

  @Test(
    arguments: table(
      """
      typed            | found
      nguyen thi anh   | M1
      ÁNH              | M1
      anh nguyen       | M1
      le duc cuong     | M3
      đào              | M4
      Đ                |
      h’hen            | M5
      van              | M2
      001175000001     | M1
      001200000004     | M4
      12.345678        | M5
      12345678         | M5
      M3               | M3
      m3               |
      '%; DROP TABLE   |
      \u{20}           |
      """))
  func `goes by name without accents, personal number, card, old card and code`(
    row: [String]
  ) async throws {
    try await Cast.with { cast in
      let found = try await Self.find(row[0], in: cast)
      #expect(found == (row[1].isEmpty ? [] : [row[1]]))
    }
  }

  @Test func `lists the very name first, then ends, then beginnings, in Vietnamese order`()
    async throws
  {
    try await Cast.with { cast in
      let names = ["An", "An Bình", "Lê An", "Đỗ An Chi", "Bùi An", "Dương An"]
      for (index, name) in names.enumerated() {
        try await `Members on record`.add(
          [.code: "F\(index)", .fullName: name, .cellCode: "CB1"], in: cast)
      }
      #expect(try await Self.find("an", in: cast) == ["F0", "F4", "F5", "F2", "F1", "F3"])
      let (lines, more) = try await cast.members.find(
        "an", limit: 2, today: Cast.today, for: Cast.actor(.hrOfficer))
      #expect(lines.map(\.code.text) == ["F0", "F4"] && more)
    }
  }

  @Test func `shows a secretary only the own cell, whatever is typed`() async throws {
    try await Cast.with { cast in
      let secretary = try cast.actor(.cellSecretary, over: "CB1")
      for (text, found) in [
        ("cuong", [String]()), ("001090000003", []), ("M4", []), ("001200000004", []),
        ("binh", ["M2"]), ("M1", ["M1"]),
      ] {
        #expect(try await Self.find(text, by: secretary, in: cast) == found, "\(text)")
      }
      await #expect(throws: AccessError.self) {
        try await Self.find("anh", by: Cast.stranger, in: cast)
      }
    }
  }

  @Test func `is not crowded out by people who were in the cell once`() async throws {
    try await Cast.with { cast in
      for (code, cell) in [("F1", "CB1"), ("F2", "CB1")] {
        try await `Members on record`.add(
          [.code: code, .fullName: "Đỗ An", .cellCode: cell], in: cast)
      }
      try await cast.edit("F1", [.cellCode: "CB2"])
      let secretary = try cast.actor(.cellSecretary, over: "CB1")
      let (lines, more) = try await cast.members.find(
        "do an", limit: 1, today: Cast.today, for: secretary)
      #expect(lines.map(\.code.text) == ["F2"])
      #expect(!more)
    }
  }

  @Test func `uses one search key in the program and in the database`() async throws {
    var random = Seeded.forTest()
    let letters = Array(
      "aăâbcdđeêghiklmnoôơpqrstuưvxyAĂÂĐÊÔƠƯáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữự"
        + "ýỳỷỹỵÝỲỶỸỴ’'-.ÇŞñÑöÜßłžÅ0123456789")
    var names = Cast.rows.map { $0[1] } + ["H’Hen Niê Kđăm", "Đặng Thị ƯỞNG", "K’Brễu", "Straße"]
    for _ in 0..<1500 {
      let words = (0..<Int.random(in: 1...5, using: &random)).map { _ in
        String(
          (0..<Int.random(in: 1...7, using: &random)).map { _ in
            letters.randomElement(using: &random) ?? "a"
          })
      }
      names.append(try TextGate.clean(words.joined(separator: " ")))
    }
    let typed = names
    try await TestDatabase.with { database in
      let keys = try await database.app.read {
        try await $0.values(
          """
          SELECT search_key(name) FROM unnest(\(typed)) WITH ORDINALITY AS list (name, place)
           ORDER BY place
          """, as: String.self)
      }
      let wrong = zip(typed, keys).filter { VietnameseText.searchKey($0) != $1 }
      #expect(wrong.isEmpty, "\(wrong.prefix(5)), seed \(random.seed)")
      #expect(keys.count == typed.count)
    }
  }
}
