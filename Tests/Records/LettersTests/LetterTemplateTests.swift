import Basics
import ConfigFile
import Configuration
import TestKit
import Testing

@testable import Letters

@Suite struct `The templates of letters` {
  @Test func `that come with the program are one of each kind`() throws {
    let templates = try Given.templates.get()
    for kind in LetterKind.allCases {
      let template = templates[kind]
      #expect(template.kind == kind && template.reference == "\(kind.rawValue)@1")
      #expect(template.digest.count == 64 && template.basis.checked.vi != template.basis.checked.en)
    }
    #expect(templates[.activityConfirmation].validDays == 90)
    #expect(templates[.introduction].validDays == nil)
  }

  @Test func `are known by their bytes`() throws {
    let (one, other) = (
      try Given.template(.introduction), try Given.template(.introduction) { $0 + "# x\n" }
    )
    #expect(one.digest != other.digest && one.reference == other.reference)
  }

  @Test(arguments: LetterKind.allCases)
  func `ask for what the kind has, and say all of it in every role`(kind: LetterKind) throws {
    let template = try Given.templates.get()[kind]
    for role in LetterIssuerRole.allCases {
      var issuer = Given.issuer
      issuer.role = role
      let content = template.filled(Given.values(of: issuer))
      #expect(content.isParty == (role != .agency))
      #expect(!content.symbol.isEmpty && content.signing.last?.first?.isEmpty == false)
      for field in kind.required where field != .issuer {
        #expect(content.text.contains("<\(field.rawValue)>"), "\(field)")
      }
      #expect(
        content.values["full_name"] == "<full_name>" && content.values["issuer"] == issuer.name)
      #expect(Set(content.values.keys).isSubset(of: kind.fields.map(\.rawValue)))
    }
  }

  @Test func `leave out what the record has not`() throws {
    let template = try Given.template(.duesStatement)
    var fields = Given.fields
    for field in [LetterField.birthDate, .duesOpen, .purpose, .addressee] { fields[field] = " " }
    let content = template.filled(Given.values(fields))
    let text = content.text
    #expect(!text.contains("Ngày sinh") && !text.contains("Kính gửi") && !text.contains("để: "))
    #expect(text.contains("không còn nợ") && !text.contains("còn phải đóng "))
    #expect(content.addressee.isEmpty && content.recipients.first == "Đảng viên <full_name>")
    #expect(content.values["birth_date"] == nil && content.values["member_code"] == nil)
    let owing = template.filled(Given.values())
    #expect(owing.text.contains("còn phải đóng <dues_open>") && !owing.text.contains("không còn"))
  }

  @Test func `print braces that are doubled, and leave no double space`() throws {
    let template = try Given.template(.introduction) {
      $0.replacing(
        "\"{issuer} giới thiệu {salutation}:\"",
        with: "\"{issuer} {{giới}} thiệu {agency} {salutation}: }}{{\"")
    }
    var fields = Given.fields
    fields[.agency] = nil
    fields[.salutation] = "{full_name}"
    let content = template.filled(Given.values(fields))
    #expect(
      content.parts.first
        == .paragraph(text: "Chi bộ 1 phường Ba Đình {giới} thiệu {full_name}: }{"))
  }

  @Test func `keep lines of a form together and a table between texts`() throws {
    let content = try Given.content(.scoreStatement)
    let shape = content.parts.map { part in
      switch part {
      case .paragraph: "text"
      case .fields(let rows): "\(rows.count) rows"
      case .table(let table): "table of \(table.rows.count)"
      }
    }
    #expect(shape == ["text", "6 rows", "table of 2", "text", "text"])
  }

  @Test func `are refused where one is missing, stands twice or under another name`() throws {
    let files = try Configuration.letters()
    func reasons(_ files: [(name: String, text: String)]) -> [String] {
      do throws(FileProblem) {
        _ = try LetterTemplates.read(files, folder: "/office/letters")
        return []
      } catch { return error.flaws.map(\.sentence.en) }
    }
    #expect(
      reasons(files.filter { !$0.name.contains("dues") }) == [
        "/office/letters:1:1: the template dues_statement.yaml is missing (statement of dues)"
      ])
    #expect(reasons([]).count == 5)
    let twice = files.filter { $0.name.contains("dues") }.map { ("office/" + $0.name, $0.text) }
    #expect(reasons(files + twice).first?.contains("another template of the statement") == true)
    let renamed = files.map { ($0.name.replacing("dues_statement", with: "dues"), $0.text) }
    #expect(
      reasons(renamed).contains {
        $0.contains("dues.yaml:3:7, kind: ") && $0.contains("dues_statement.yaml")
      })
    let broken = files.map { ($0.name, $0.name.contains("dues") ? "kind: [" : $0.text) }
    #expect(reasons(broken).count == 1)
  }
}

@Suite struct `A broken template` {
  /// One place of a good file changed; the first column stands in it, the first time counts.
  static let places = table(
    #"""
    file         | in the file                 | becomes
    introduction | version: 1                  | version: 0
    introduction | version: 1                  | version: "1"
    introduction | version: 1                  | version: 1\ncolour: red
    introduction | kind: introduction          | kind: passport
    introduction | kind: introduction          | kind: dues_statement
    introduction | title: "GIẤY GIỚI THIỆU"    | title: ""
    introduction | title: "GIẤY GIỚI THIỆU"    | title: "GIẤY {full_name}"
    introduction | title: "GIẤY GIỚI THIỆU"    | title: "GIẤY \u0007"
    introduction | title: "GIẤY GIỚI THIỆU"    | title: "GIẤY \u202E"
    introduction | subtitle: "chuyển           | subtitle: "{year} chuyển
    introduction | committee: "GT/ĐU", agency  | committee: "GT ĐU", agency
    introduction | committee: "GT/ĐU", agency  | agency
    introduction | committee: "GT/ĐU", agency  | board: "GT", committee: "GT/ĐU", agency
    introduction | "Kính gửi: {destination}"   | "Kính gửi: {destination"
    introduction | "Kính gửi: {destination}"   | "Kính gửi: destination}"
    introduction | "Kính gửi: {destination}"   | "Kính gửi: {{full_name}"
    introduction | "Kính gửi: {destination}"   | "Kính gửi: {desti{nation}}"
    introduction | "Kính gửi: {destination}"   | "Kính gửi: {}"
    introduction | "Kính gửi: {destination}"   | "Kính gửi: {Destination}"
    introduction | value: "{full_name}"        | value: "{fullname}"
    introduction | value: "{full_name}"        | value: "{comment}"
    introduction | value: "{full_name}"        | value: "{sex}"
    introduction | value: "{destination}"      | value: "{destination}", if: purpose
    introduction | nhất ngày {present_by}      | nhất
    introduction | tính đến ngày {facts_on}    | tính đến nay
    introduction | bold: true                  | bold: yes
    introduction | bold: true                  | italic: true
    introduction | value: "{sex}"}             | value: "{sex}", if: gender}
    introduction | value: "{sex}"}             | value: "{sex}", text: "x"}
    introduction | value: "{sex}"}             | value: "{sex}", if: sex, unless: sex}
    introduction | value: "{sex}"}             | bold: true}
    introduction | {name: "Giới tính",         | {table: scores,
    introduction | {name: "Giới tính",         | {line: "x",
    introduction | {name: "Giới tính", value: "{sex}"} | {table: scores}
    introduction | {name: "Giới tính", value: "{sex}"} | {table: people}
    introduction | {name: "Giới tính", value: "{sex}"} | [x]
    introduction | ["THỦ TRƯỞNG CƠ QUAN"]      | []
    introduction | ["THỦ TRƯỞNG CƠ QUAN"]      | ["1", "2", "3", "4", "5", "6", "7"]
    introduction | agency:\n    -              | bureau:\n    -
    introduction | recipients: [               | recipients: [{a: b},
    introduction | recipients: [               | copies: [
    introduction | document: "294-QĐ/TW;       | documents: "294-QĐ/TW;
    activity_confirmation | valid_days: 90     | valid_days: 0
    activity_confirmation | valid_days: 90     | valid_days: 3651
    activity_confirmation | valid_days: 90     | valid_days: ninety
    activity_confirmation | value: "{cell}"    | value: "{grassroots}"
    residence_comment | nơi cư trú: {comment}  | nơi cư trú:
    residence_comment | {text: "Kết luận       | {paragraph: "Kết luận
    score_statement | - {table: scores}        | - {table: dues}
    score_statement | - {table: scores}        | - {table: scores, if: purpose}
    score_statement | {table: scores}          | {table: scores, bold: true}
    """#)

  @Test func `is refused with file, line and reason`() throws {
    var told: [String] = []
    for row in Self.places {
      let place = row[1].replacing("\\n", with: "\n")
      let file = try #require(
        try Configuration.letters().first { $0.name.hasSuffix("/\(row[0]).yaml") })
      try #require(file.text.contains(place), "\(place)")
      let text = file.text.replacing(
        place, with: row[2].replacing("\\n", with: "\n"), maxReplacements: 1)
      told.append("\(row[1])  →  \(row[2])")
      do throws(FileProblem) {
        _ = try LetterTemplate.read(text: text, name: file.name)
        Issue.record("\(row) was taken")
      } catch {
        told += error.flaws.map {
          "  \($0.sentence.vi)".replacing(/mẫu này có: .*/, with: "mẫu này có: …")
        }
        for flaw in error.flaws {
          #expect(flaw.file == file.name && flaw.line > 1 && flaw.reason.vi != flaw.reason.en)
        }
      }
    }
    expectGolden(told.joined(separator: "\n"), "refusals.txt")
  }

  @Test func `is refused where a text is too long`() throws {
    for (place, limit) in [("Đề nghị tổ chức", 2_000), ("Kính gửi: ", 300), ("GIẤY GIỚI", 120)] {
      let problem = #expect(throws: FileProblem.self) {
        try Given.template(.introduction) {
          $0.replacing(place, with: place + String(repeating: "x", count: limit))
        }
      }
      #expect(problem?.flaws.first?.reason.en == "is longer than \(limit) characters")
    }
    #expect(throws: FileProblem.self) {
      try Given.template(.introduction) { $0 + String(repeating: "# x\n", count: 60_000) }
    }
  }
}
