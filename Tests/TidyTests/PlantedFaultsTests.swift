import Foundation
import TestKit
import Testing

/// Each rule is shown a fault that it has to catch, and its innocent twin.
@Suite struct `A planted fault is caught` {
  private func file(_ source: String, at path: String = "Sources/Records/Dues/Dues.swift")
    -> SourceFile
  {
    SourceFile(path: path, source)
  }

  @Test func `an upward import`() {
    let below = file("import Basics\nimport Web\n")
    let others = [
      file("", at: "Sources/Doors/Web/Web.swift"), file("", at: "Sources/Ground/Basics/Day.swift"),
      file("import Web", at: "Sources/Cadre/Building.swift"),
    ]
    let found = TreeRules.upwardImports([below] + others)
    let expected = ["Sources/Records/Dues/Dues.swift:2: imports Web from above"]
    #expect(found.map(\.description) == expected)
    let roof = [file("import Cadre"), file("", at: "Sources/Cadre/Building.swift")]
    #expect(TreeRules.upwardImports(roof).count == 1)
  }

  @Test func `an undeclared import`() throws {
    let json = """
      {"targets": [
        {"name": "Dues", "dependencies": [{"byName": ["Basics", null]}]},
        {"name": "Basics", "dependencies": []},
        {"name": "Members", "dependencies": [{"product": ["NIO", "swift-nio", null, {"a": 1}]}]}
      ]}
      """
    let manifest = try Manifest.parse(Data(json.utf8))
    #expect(manifest["Members"] == ["NIO"])
    let source = "import Basics\nimport Foundation\n@testable import Members\nimport struct Dues.X"
    let found = TreeRules.undeclaredImports([file(source)], manifest: manifest)
    #expect(found.map(\.line) == [3])
  }

  @Test func `a wide line, a long file and a long function`() {
    let wide = String(repeating: "ế", count: 101)
    #expect(TextRules.tooWide(file("ok\n" + wide)).map(\.line) == [2])
    #expect(TextRules.tooWide(file(String(wide.dropLast()))).isEmpty)
    let full = String(repeating: "x\n", count: 400)
    #expect(TextRules.tooLong(file(full)).isEmpty)
    #expect(TextRules.tooLong(file(full + "x\n")).count == 1)
    let body = String(repeating: "    work()\n", count: 68)
    let plain = "struct A {\n  func run(_ next: () -> Void = {}) -> [Int] {\n\(body)  }\n}\n"
    #expect(FunctionRules.tooLong(file(plain)).isEmpty)
    let longer = plain.replacing("{\n    work", with: "{\n\n    work")
    #expect(FunctionRules.tooLong(file(longer)).map(\.line) == [2])
    let signature = "func run(_ next: () -> Void = {}) -> [Int]"
    let property = longer.replacing(signature, with: "var n: Int")
    #expect(FunctionRules.tooLong(file(property)).map(\.line) == [2])
    let start = longer.replacing(signature, with: "init?()")
    #expect(FunctionRules.tooLong(file(start)).map(\.line) == [2])
    let requirement = "protocol P {\n  func run() -> Int\n}\nstruct A {\n\(body)\(body)}\n"
    #expect(FunctionRules.tooLong(file(requirement)).isEmpty)
  }

  @Test(
    arguments: table(
      """
      source                                        | hits
      let sql = "SELECT 1 FROM member"              | 1
      let sql = "INSERT INTO member VALUES (1)"     | 1
      let sql = "UPDATE member SET name = $1"       | 1
      let sql = "DELETE FROM member"                | 1
      let word = "UPDATE_GOLDEN=1 rewrites"         | 0
      let say = "Please SELECTED"                   | 0
      // SELECT in a comment                        | 0
      let say = "select a unit"                     | 0
      """))
  func `a stray statement`(row: [String]) {
    #expect(TextRules.strayQueries(file(row[0])).count == Int(row[1]))
    let home = file(row[0], at: "Sources/Records/Dues/DuesQueries.swift")
    #expect(TextRules.strayQueries(home).isEmpty)
  }

  @Test func `a statement over several lines`() {
    let quotes = "\"\"\""
    let source = "let sql = \(quotes)\nWITH a AS (\nSELECT\n  1)\nUPDATE b\nSET c = 1\n\(quotes)"
    let found = TextRules.strayQueries(file(source))
    #expect(found.map(\.line).sorted() == [3, 5])
  }

  @Test(
    arguments: table(
      """
      source                                 | hits
      print("x")                             | 1
      if a { debugPrint(b) }                 | 1
      page.print(on: paper)                  | 0
      blueprint(x)                           | 0
      let a = "print(x)" // print(x)         | 0
      let a = "\\(print(x))"                 | 1
      func `can print(x)`() {}               | 0
      """))
  func `a print below the doors`(row: [String]) {
    #expect(TextRules.prints(file(row[0])).count == Int(row[1]))
    #expect(TextRules.prints(file(row[0], at: "Sources/Doors/Console/Dues.swift")).isEmpty)
  }

  @Test(arguments: [
    "final class A: @unchecked Sendable {}", "nonisolated(unsafe) var a = 1", "let a = try! b()",
    "default: fatalError(\"never\")",
  ])
  func `an unsafe word`(source: String) {
    #expect(TextRules.unsafeWords(file(source)).count == 1)
    #expect(TextRules.unsafeWords(file("let a = #\"\(source)\"#")).isEmpty)
    #expect(TextRules.unsafeWords(file("// " + source)).isEmpty)
  }

  @Test(arguments: [
    "let now = Date()", "let now = Date.now", "let now = ContinuousClock.now",
    "let now = ContinuousClock().now", "let now = Instant.now()", "let now = time(nil)",
  ])
  func `a look at the clock`(source: String) {
    #expect(!TextRules.clockReads(file(source), allowing: []).isEmpty)
    #expect(TextRules.clockReads(file(source, at: "Sources/Cadre/A.swift"), allowing: []).isEmpty)
    let allowed: Set = ["Sources/Records/Dues/Dues.swift"]
    #expect(TextRules.clockReads(file(source), allowing: allowed).isEmpty)
  }

  @Test func `work left for later`() {
    let word = "TO" + "DO"
    #expect(TextRules.loose(file("let a = 1 // \(word): later")).count == 1)
    #expect(TextRules.loose(file("/* \(word) */ let b = \"\(word)\"")).count == 1)
  }

  @Test func `escaping instead of parameters`() {
    #expect(TextRules.forbiddenLibpq(file("PQescapeLiteral(handle, text, 3)")).count == 1)
    #expect(TextRules.forbiddenLibpq(file("PQfn(a)\nPQfname(a)")).map(\.line) == [1])
  }

  @Test func `a bare migration`() {
    let header = "-- Why: a\n-- Risk: b\n-- Way back: c\n\nCREATE TABLE t ();"
    func found(_ migrations: [String: String], _ checks: Set<String>) -> [String] {
      TreeRules.incomplete(migrations: migrations, checks: checks).map(\.what)
    }
    #expect(found(["0001_a.sql": header], ["0001_a.sql"]).isEmpty)
    #expect(found(["0001_a.sql": header], []) == ["has no check in sql/checks"])
    #expect(found(["0001_a.sql": "CREATE TABLE t ();"], ["0001_a.sql"]).count == 3)
    #expect(found(["1_A.sql": header], ["1_A.sql"]) == ["is not named NNNN_what.sql"])
    #expect(found([:], ["0002_b.sql"]) == ["checks no migration"])
    let twice = ["0001_a.sql": header, "0001_b.sql": header]
    #expect(found(twice, Set(twice.keys)) == ["has a number twice used"])
  }

  @Test func `a stranger at the top`() {
    let found = TreeRules.strangers(atTop: ["Package.swift", "Sources", "notes.txt", "scripts"])
    #expect(found.map(\.path) == ["notes.txt", "scripts"])
  }
}

@Suite struct `The reader of Swift` {
  private func parts(_ source: String) -> (code: String, comments: String, text: String) {
    let lexer = Lexer(source)
    func words(_ part: Lexer.Part) -> String {
      String(decoding: lexer.bytes(of: part), as: UTF8.self)
        .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    return (words(.code), words(.comment), words(.text))
  }

  @Test func `tells code, comments and text apart`() {
    let read = parts("let a = \"b // c\" /* d /* e */ f */ + g // h \"i\"")
    #expect(read.code == "let a = \" \" + g")
    #expect(read.comments == "/* d /* e */ f */ // h \"i\"")
    #expect(read.text == "b // c")
  }

  @Test func `follows interpolation, raw text and quotes inside`() {
    #expect(parts(#"x("a\(b("c"))d") + e"#).code == #"x("a\(b("c"))d") + e"#.onlyCode)
    #expect(parts("y(#\"a\"b\\(c)\"#) + z").code == "y(#\" \"#) + z")
    #expect(parts("w(\"\"\"\n a \"b\" \\\"\"\" c\n\"\"\") + v").code == "w(\"\"\" \"\"\") + v")
  }

  @Test func `does not take a division for a pattern, nor a quote in one for text`() {
    #expect(parts("let a = b / c / d; e").code == "let a = b / c / d; e")
    #expect(parts("x.contains(/[^\"]/) + y").code == "x.contains( ) + y")
  }
}

extension String {
  /// Blanks the letters of text in the example above.
  fileprivate var onlyCode: String { #"x(" \(b(" ")) ") + e"# }
}
