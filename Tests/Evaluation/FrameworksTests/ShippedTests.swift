import Basics
import Configuration
import TestKit
import Testing

@testable import Frameworks

@Suite struct `The frameworks that come with the program` {
  static func shipped() throws -> [String: Framework] {
    let read = try Configuration.frameworks().map { file in
      (file.name, try FrameworkFile.read(text: file.text, name: file.name))
    }
    return Dictionary(read) { first, _ in first }
  }

  /// As the page of the interface has it ("Built-in frameworks").
  static let promised = table(
    """
    id | form | sections | quota
    decree-335-2025.staff | staff | \
    general 30 G1 10 G2 10 G3 10, results 70 abc3 | 0.20 good unit 0.25
    decree-335-2025.leader | leader | \
    general 30 G1 10 G2 10 G3 10, results 70 abcdde6 | 0.20 good parent 0.25
    hanoi-2018 | staff | general 20 T1 20, results 70 abc3, bonus 10 X1 10? | 0.30 all unit 0.40
    kpi-okr | staff | general 30 G1 30, kpi 40 cap 1, okr 30 | none
    monthly-gated | staff | general 30 G1 10 G2 10 G3 10, results 70 abc3 | 0.20 good unit 0.25
    collective-2025 | collective | general 30 G1 10 G2 10 G3 10, results 70 abc3 | none
    """)

  /// After `disciplined`, which all of them have.
  static let promisedGates = [
    "monthly-gated": """
    incomplete_any ≤ B, exceeded_share_below 0.30 ≤ B, any_below 0.5 ≤ C, \
    failed_share_over 0.5 = D
    """
  ]

  @Test func `are those that the interface promises, and no other`() throws {
    let all = try Self.shipped()
    #expect(all.keys.sorted() == Self.promised.map { $0[0] + ".yaml" }.sorted())
  }

  @Test(arguments: promised)
  func `say what the interface promises`(row: [String]) throws {
    let framework = try #require(try Self.shipped()[row[0] + ".yaml"])
    #expect("\(framework.reference)" == row[0] + "@1")
    #expect(framework.form.rawValue == row[1])
    #expect(framework.sections.map(Self.words).joined(separator: ", ") == row[2])
    #expect(framework.quota.map(Self.words) ?? "none" == row[3])
    let more = Self.promisedGates[row[0]].map { [$0] } ?? []
    let gates = (["disciplined = D"] + more).joined(separator: ", ")
    #expect(framework.gates.map(Self.words).joined(separator: ", ") == gates)
    #expect(framework.bands.map(\.from.hundredths) == [9000, 7000, 5000, 0])
    #expect(framework.validFrom == Day(2026, 1, 1))
  }

  @Test func `have titles in two languages and a source for every figure`() throws {
    for (name, framework) in try Self.shipped() {
      #expect(framework.title.vi != framework.title.en, "\(name)")
      #expect(!framework.basis.document.isEmpty)
      #expect(framework.basis.checked.vi != framework.basis.checked.en)
      for section in framework.sections {
        let title = try #require(section.title, "\(name) \(section.code)")
        #expect(title.vi != title.en)
        guard case .criteria(let criteria) = section.family else { continue }
        #expect(criteria.allSatisfy { $0.title.map { $0.vi != $0.en } ?? false }, "\(name)")
      }
      for figure in framework.figures where !figure.key.hasSuffix("title") {
        let isHeading = ["form", "valid_from"].contains { figure.key == $0 }
        let isSaid = isHeading || figure.key.hasPrefix("basis.") || !figure.checked.en.isEmpty
        #expect(isSaid, "\(name): \(figure.key) does not say how far it was checked")
      }
    }
  }

  @Test func `say that the split of the 30 points is a local default`() throws {
    for file in try Configuration.frameworks() where file.text.contains("G2") {
      #expect(file.text.contains("split of the 30 points, 10 each, is a local default"))
      let framework = try FrameworkFile.read(text: file.text, name: file.name)
      let figure = framework.figures.first { $0.key == "sections.general.criteria.G2.max" }
      #expect(figure?.checked.en.contains("local default") == true)
      #expect(figure?.checked.vi.contains("mặc định tại chỗ") == true)
    }
  }

  @Test func `show all their figures`() throws {
    var report = ""
    for (_, framework) in try Self.shipped().sorted(by: { $0.key < $1.key }) {
      report += "\(framework.reference)\n"
      for figure in framework.figures {
        report +=
          "  \(figure.key) | \(figure.title.vi) | \(figure.title.en) | \(figure.value.vi) | "
          + "\(figure.value.en) | \(figure.source) | \(figure.checked.vi) | \(figure.checked.en)\n"
      }
    }
    expectGolden(report, "figures.txt")
  }

  @Test func `come with the weights of the ranking`() throws {
    let ranking = try RankingFile.read(text: try Configuration.ranking(), name: "ranking.yaml")
    #expect(ranking.members == ExactDecimal(1) && ranking.collective == ExactDecimal(1))
    #expect(ranking.minimumMembers == 3)
  }

  static func words(_ section: Framework.Section) -> String {
    let head = "\(section.code) \(section.maximum.hundredths / 100)"
    return switch section.family {
    case .criteria(let criteria):
      head
        + criteria.map {
          " \($0.code) \($0.maximum.hundredths / 100)" + ($0.optional ? "?" : "")
        }.joined()
    case .work(let rule):
      rule.qualityStep == Given.decimal("0.25") && rule.progressStep == rule.qualityStep
        && rule.denominator == .assigned
        ? head + (rule.withFactors ? " abcdde6" : " abc3") : "another rule of work"
    case .kpi(let cap): "\(head) cap \(cap)"
    case .okr(let weights): weights.isEmpty ? head : "objectives weighed"
    }
  }

  static func words(_ gate: Framework.Gate) -> String {
    let share: ExactDecimal? =
      switch gate.when {
      case .exceededShareBelow(let share), .lateShareOver(let share), .anyBelow(let share),
        .failedShareOver(let share):
        share
      case .disciplined, .incompleteAny, .lateAny: nil
      }
    let effect =
      switch gate.effect {
      case .atMost(let grade): "≤ \(grade.rawValue)"
      case .grade(let grade): "= \(grade.rawValue)"
      }
    return [gate.when.name, share?.description, effect].compactMap { $0 }.joined(separator: " ")
  }

  static func words(_ quota: Framework.Quota) -> String {
    guard quota.smallGroups == .poolUp, quota.ties == .decide else { return "another way" }
    return [
      quota.share.description, quota.of.rawValue, quota.group.rawValue,
      quota.exceptionShare?.description ?? "",
    ].joined(separator: " ")
  }
}

@Suite struct `The file of the ranking` {
  static let broken = table(
    """
    text | line | reason
    minimum_members: 3                                                | 1 | “weights” is missing
    weights: {members: 1, collective: 1} | 1 | “minimum_members” is missing
    weights: {members: 0, collective: 1}\\nminimum_members: 3         | 1 | over 0
    weights: {members: 1, collective: 1e3}\\nminimum_members: 3       | 1 | plain number
    weights: {members: 1, collective: 1, tasks: 1}\\nminimum_members: 3 | 1 | unknown key
    weights: {members: 1, collective: 1, dues: -1}\\nminimum_members: 3 | 1 | over 0
    weights: {members: 1, collective: 1}\\nminimum_members: 0         | 2 | whole number
    weights: {members: 1, collective: 1}\\nminimum_members: 2.5       | 2 | whole number
    """)

  @Test(arguments: broken)
  func `is refused with line and reason`(row: [String]) {
    let text = row[0].replacing("\\n", with: "\n") + "\n"
    let problem = #expect(throws: FrameworkProblem.self) {
      try RankingFile.read(text: text, name: "ranking.yaml")
    }
    #expect(problem?.flaws.first.map { "\($0.line)" } == row[1])
    #expect(problem?.message.en.contains(row[2]) == true, "\(problem?.message.en ?? "")")
  }

  @Test func `keeps weights exactly`() throws {
    let text = "weights: {members: 0.7, collective: 0.3}\nminimum_members: 5\n"
    let ranking = try RankingFile.read(text: text, name: "ranking.yaml")
    #expect(ranking.members == Given.decimal("0.7") && ranking.minimumMembers == 5)
    #expect(ranking.dues == nil)
    let counted = try RankingFile.read(
      text: text.replacing("0.3}", with: "0.3, dues: 0.25}"), name: "ranking.yaml")
    #expect(counted.dues == Given.decimal("0.25"))
  }
}
