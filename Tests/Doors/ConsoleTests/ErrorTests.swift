import Foundation
import TestKit
import Testing

/// What goes wrong has one exit code by its kind and two lines: what happened, and what to do next.
@Suite(.timeLimit(.minutes(10))) struct `What goes wrong` {
  /// A blank inside a word is written `␣`.
  static let commands = table(
    """
    code | command                                                | says
    2 | nonsense                                                  | nonsense
    2 | unit nonsense                                             | nonsense
    2 | unit list --nonsense                                      | --nonsense
    2 | unit show                                                 | code
    2 | unit show two words                                       | words
    2 | unit show no␣code                                         | is not a code
    2 | unit show Đỏ                                              | is not a code
    2 | unit list --on 2026-02-30                                 | is not a day
    2 | unit list --on yesterday                                  | is not a day
    2 | unit list --level high                                    | high
    2 | unit list --tree church                                   | party or state
    2 | unit list --format xml                                    | xml
    2 | unit add X1 Name --tree church --level 3                  | party or state
    2 | unit add X1 Name --tree party --level 0                   | level
    2 | unit merge --into CB01                                    | codes
    2 | unit split CB01 --into A:One                              | two --into
    2 | unit split CB01 --into A --into B                         | CODE:NAME
    2 | unit import                                               | file
    2 | member import a.csv --layout strange                      | strange
    2 | member show M001 --known-on 31/02/2026                    | is not a day
    2 | member edit M001                                          | set
    2 | member edit M001 --set position                           | no “=”
    2 | member edit M001 --set shoe_size=43                       | shoe_size
    2 | member edit M001 --set position=Clerk --version first     | first
    2 | member edit M001 --set position=Trưởng␣phòng              | nothing to change
    2 | member merge M001                                         | --into CODE
    2 | member merge M001 --into M002 --undo                      | --into CODE
    2 | member enter M001 knighthood --on 2026-01-01              | knighthood
    2 | member enter M001 rank --on 2026-01-01 --amount much      | no number
    2 | member find --limit many x                                | many
    2 | account grant lan emperor                                 | emperor
    2 | account grant lan inspector --from 2026-05-01 --until 2026-05-01 | --until
    2 | account add two␣words                                     | is not a code
    2 | demo --members 3                                          | --members
    2 | unit list --as two␣words                                  | two words
    3 | unit close CB01                                           | still has 2 members
    3 | unit close DU                                             | still has 3 units
    3 | unit move CB01 --under UB                                 | not of one tree
    3 | unit move DU --under CB01                                 | cannot stand under
    3 | unit add X1 Name --tree party --level 2                   | needs a unit above
    3 | unit add X1 Name --tree party --level 2 --parent CB01     | cannot stand under
    3 | member add X1 Name --set sex=robot                        | male or female
    3 | member add X1 Name --set personal_id=12                   | 12 digits
    3 | member edit M001 --set cell_code=NOPE                     | no such open unit
    3 | member edit M001 --set manager_code=M001                  | own manager
    3 | member merge M001 --into M001                             | one record
    3 | member enter M001 badge --code 31 --on 2026-01-01         | 30, 40, 45
    3 | account revoke root account_administrator                 | administrator
    3 | unit list --as lan                                        | may not
    4 | unit show NOPE                                            | no unit “NOPE”
    4 | unit tree NOPE                                            | no unit “NOPE”
    4 | unit move CB01 --under NOPE                               | no unit “NOPE”
    4 | unit merge NOPE --into CB01                               | no unit “NOPE”
    4 | unit import nowhere.csv                                   | nowhere.csv
    4 | member import nowhere.xlsx                                | nowhere.xlsx
    4 | member show NOPE                                          | no member “NOPE”
    4 | member history NOPE                                       | no member “NOPE”
    4 | member edit NOPE --set position=Clerk                     | no member “NOPE”
    4 | member merge NOPE --into M001                             | no member “NOPE”
    4 | member withdraw M001 999                                  | no dossier entry 999
    4 | member find zzzz                                          | Nobody was found
    4 | member export --under NOPE                                | NOPE
    4 | account grant nobody inspector                            | no account “nobody”
    4 | account grant lan inspector --unit NOPE                   | NOPE
    4 | account revoke lan inspector                              | no
    4 | unit list --as nobody                                     | no account “nobody”
    4 | db restore nowhere.dump                                   | nowhere.dump
    1 | framework publish /etc/passwd                             | /etc/passwd:1:1
    2 | framework validate                                        | file
    2 | framework show a␣b                                        | names no framework
    2 | framework show kpi-okr@0                                  | names no framework
    3 | framework publish /etc/passwd --as lan                    | may not
    4 | framework show NOPE                                       | no framework “NOPE”
    4 | framework show kpi-okr@9                                  | no framework “kpi-okr@9”
    4 | framework diff kpi-okr NOPE                               | no framework “NOPE”
    4 | framework validate nowhere.yaml                           | nowhere.yaml
    4 | framework publish nowhere.yaml                            | nowhere.yaml
    5 | unit add CB01 Name --tree party --level 3 --parent DU     | in use
    5 | member add M001 Name                                      | in use
    5 | member add X1 Name --set personal_id=001175012345         | M001
    5 | member edit M001 --set position=Clerk --version 99        | version 99
    5 | account add lan                                           | exists
    5 | account add second --first                                | made once
    5 | db backup /dev/null                                       | exists
    """)

  @Test(arguments: commands)
  func `has the exit code of its kind and says it in two lines`(row: [String]) async throws {
    let outcome = try await SharedHome.battered().cadre(Self.words(of: row[1]))
    #expect("\(outcome.code)" == row[0], "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
    let lines = outcome.errors.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 3 && lines.last?.isEmpty == true, "not two lines: \(outcome.errors)")
    #expect(!lines.dropLast().contains { $0.isEmpty })
    #expect(lines.first?.contains(row[2]) == true, "\(outcome.errors)")
  }

  @Test(arguments: commands)
  func `is an object with --format json, wherever there is that option`(row: [String]) async throws
  {
    guard
      ["unit list", "unit show", "unit tree", "member show", "member find", "unit import"]
        .contains(where: row[1].hasPrefix), !row[1].contains("--format"),
      row[1] != "member find zzzz"
    else { return }
    let words = Self.words(of: row[1]) + ["--format", "json"]
    let outcome = try await SharedHome.battered().cadre(words)
    #expect("\(outcome.code)" == row[0] && outcome.output.isEmpty)
    let report = try JSONDecoder().decode(JSONError.self, from: Data(outcome.errors.utf8)).error
    #expect("\(report.exit)" == row[0] && !report.message.isEmpty && !report.kind.isEmpty)
  }

  @Test func `has its rows in the report when a file has bad rows`() async throws {
    try await TestHome.town { home in
      let file = try home.lay("u.csv", Town.unitHeader + "\nX1,,DU,party,3,\nX2,Y,DU,party,a,\n")
      let table = try await home.cadre("unit", "import", file)
      #expect(table.code == 1)
      #expect(table.output.contains("✘ line 2, name = “”: must not be empty"))
      #expect(table.output.contains("✘ line 3, level = “a”"))
      let lines = table.errors.split(separator: "\n")
      #expect(lines.count == 2 && lines[0].contains("2 rows were refused; nothing was written"))
      let json = try await home.cadre("unit", "import", file, "--format", "json")
      #expect(json.code == 1)
      let report = try JSONDecoder().decode(JSONError.self, from: Data(json.errors.utf8)).error
      #expect(report.kind == "rowsRefused" && report.exit == 1)
      #expect(report.hint?.contains("u.csv.rejected.csv") == true)
      let rejected = try home.read("u.csv.rejected.csv")
      #expect(rejected.contains("2,name,,must not be empty"))
      #expect(try await home.members() == Town.memberCount)
    }
  }

  @Test func `is not a fault of the program, whatever somebody types`() async throws {
    let home = try await SharedHome.battered()
    let strange = [
      "", " ", "-", "--", "'; DROP TABLE member; --", "../../etc/passwd", "%s%n", "\u{202E}",
      "A\u{301}", "\u{FEFF}X", "🇻🇳", String(repeating: "x", count: 5000), "1e999", "-1", "\n",
      "\u{1}", "C:\\tệp.csv", "9223372036854775808", "0000-00-00", "2026-99-99",
    ]
    for text in strange {
      for words in [
        [text], ["unit", "show", text], ["unit", "list", "--on", text],
        ["unit", "list", "--level", text], ["member", "find", text], ["member", "show", text],
        ["unit", "import", text], ["member", "edit", "M001", "--set", text],
        ["member", "edit", "M001", "--set", "position=Clerk", "--version", text, "--from", text],
        ["unit", "list", "--as", text], ["db", "restore", text], ["audit", "show", "--unit", text],
      ] {
        let outcome = try await home.cadre(words)
        #expect((0...5).contains(outcome.code), "\(words): \(outcome.code) \(outcome.errors)")
        #expect(outcome.errors.split(separator: "\n").count <= 2, "\(words): \(outcome.errors)")
      }
    }
    #expect(try await home.members() == Town.memberCount)
  }

  @Test func `says what was tried, and no password, when there is no database`() async throws {
    let home = try await SharedHome.battered().with(
      ["DATABASE_URL": "postgres://clerk:s3cret@127.0.0.1:1/records"])
    for words in [["unit", "list"], ["db", "status"], ["db", "migrate"], ["db", "check"]] {
      let outcome = try await home.cadre(words)
      #expect(outcome.code == 6, "\(outcome.errors)")
      for part in ["127.0.0.1", "port 1", "database records", "user clerk"] {
        #expect(outcome.errors.contains(part), "\(words): \(outcome.errors)")
      }
      #expect(!(outcome.errors + outcome.output).contains("s3cret"))
      #expect(outcome.errors.split(separator: "\n").count == 2, "\(outcome.errors)")
    }
    for address in ["nonsense", "postgres://a:s3cret@[::1", "mysql://u:s3cret@h/d", "postgres://%"]
    {
      let outcome = try await home.with(["DATABASE_URL": address]).cadre("unit", "list")
      #expect(
        outcome.code == 2 || outcome.code == 6, "\(address): \(outcome.code) \(outcome.errors)")
      #expect(!outcome.errors.contains("s3cret"))
      #expect(outcome.errors.split(separator: "\n").count == 2, "\(outcome.errors)")
    }
  }

  @Test func `of the surroundings is said as well`() async throws {
    let home = try await SharedHome.battered()
    let day = try await home.with(["CADRE_TODAY": "someday"]).cadre("unit", "list")
    #expect(day.code == 2 && day.errors.contains("CADRE_TODAY"))
    let account = try await home.with(["CADRE_ACCOUNT": "no such"]).cadre("unit", "list")
    #expect(account.code == 2)
    let place = try await home.with(["CADRE_HOME": "/proc/no/home"]).cadre("unit", "list")
    #expect(place.code == 6 && place.errors.contains("/proc"))
    #expect(place.errors.split(separator: "\n").count == 2)
  }

  static func words(of command: String) -> [String] {
    command.split(separator: " ").map { String($0).replacing("␣", with: " ") }
  }
}

struct JSONError: Decodable {
  struct Report: Decodable {
    let kind: String
    let exit: Int
    let message: String
    let hint: String?
  }
  let error: Report
}
