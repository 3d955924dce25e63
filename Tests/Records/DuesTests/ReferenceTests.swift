import Basics
import Foundation
import LocalCluster
import Members
import TestKit
import Testing

@testable import Dues

@Suite struct `The dues of random members` {
  /// One member in one month, as drawn.
  struct Drawn {
    let month: Month
    let given: DuesCase

    var line: String {
      func cell(_ value: (some CustomStringConvertible)?) -> String { value?.description ?? "" }
      let waivers = given.waivers.map { "\($0.id):\($0.ground.rawValue):\($0.percent)" }
      return [
        "\(month)", given.category?.rawValue ?? "", cell(given.base), given.sex?.rawValue ?? "",
        cell(given.birthDate), cell(given.joinedOn), cell(given.wageRegion),
        waivers.joined(separator: ";"),
      ].joined(separator: ",")
    }
  }

  /// Months from 2020 to 2040, dates that love the edges of months, and now and then a hole.
  static func draw(using random: inout Seeded) throws -> Drawn {
    func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &random) == 0 }
    func whole(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    let edges = ["2026-01", "2026-02", "2026-11", "2027-01", "2027-12", "2028-01", "2028-02"]
    let month =
      chance(3)
      ? try Given.month(edges.randomElement(using: &random) ?? "2026-11")
      : try Given.month("2020-01").adding(months: whole(0...240))
    func date(from year: Int, to last: Int) throws -> Day {
      let inside = try Given.month("\(whole(year...last))-01").adding(months: whole(0...11))
      let edge = [inside.firstDay, inside.lastDay, inside.lastDay.adding(days: -1)]
      let any = inside.firstDay.adding(days: whole(0...27))
      return chance(2) ? any : edge.randomElement(using: &random) ?? any
    }
    // Around the first of the month 50 years later, where it matters to the day.
    let joined =
      chance(4)
      ? month.adding(months: -600).firstDay.adding(days: whole(-2...2))
      : try date(from: 1950, to: 2025)
    let base: Int =
      switch whole(0...5) {
      case 0: whole(0...300)
      case 1: whole(29_998...30_002)
      case 2: whole(399_998...400_002)
      case 3: -whole(1...5)
      case 4: whole(0...50_000) * 100 + 50
      default: whole(0...100_000_000)
      }
    let numbers = (1...6).shuffled(using: &random).prefix(max(0, whole(-3...3)))
    let waivers = numbers.map { number in
      DuesCase.Waiver(
        id: Int64(number), ground: DuesGround.recorded[whole(0...2)],
        percent: [30, 40, 50, 70, 100, 100][whole(0...5)])
    }
    let categories = Member.DuesCategory.allCases + [.uninsured, .uninsured]
    let given = DuesCase(
      category: chance(40) ? nil : categories.randomElement(using: &random),
      base: chance(15) ? nil : Money(dong: Int64(base)),
      sex: chance(20) ? nil : Sex.allCases[whole(0...1)],
      birthDate: chance(20) ? nil : try date(from: 1930, to: 2005),
      joinedOn: chance(15) ? nil : joined, wageRegion: chance(15) ? nil : whole(0...5),
      waivers: waivers)
    return Drawn(month: month, given: given)
  }

  static func answer(_ drawn: Drawn, by rules: DuesRules) throws -> String {
    let rule = try rules.rule(for: drawn.month)
    do throws(DuesFlaw) {
      let charge = try rule.charge(drawn.given)
      return [
        charge.category.rawValue, charge.base?.description ?? "", charge.rate?.description ?? "",
        charge.amount?.description ?? "", "\(charge.percent)", charge.ground?.rawValue ?? "",
        "\(charge.net)", "\(charge.rule)", charge.waiver.map { "\($0)" } ?? "",
      ].joined(separator: ",")
    } catch {
      switch error {
      case .missingCategory: return "refused category"
      case .missingBase: return "refused base"
      case .missingSex: return "refused sex"
      case .missingBirthDate: return "refused birth"
      case .noWageRegion: return "refused region"
      case .baseBelowZero: return "refused below zero"
      case .baseOutsideBand: return "refused band"
      case .fixedSumMissing: return "refused fixed"
      }
    }
  }

  @Test func `are what a second statement of the rules says`() async throws {
    var random = Seeded.forTest()
    let rules = try Given.rules()
    let drawn = try (0..<20_000).map { _ in try Self.draw(using: &random) }
    let file = try Scratch.folder("dues") + "/members.csv"
    let header = "month,category,base,sex,born,joined,region,waivers\n"
    let text = header + drawn.map(\.line).joined(separator: "\n") + "\n"
    try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    let script = (#filePath as NSString).deletingLastPathComponent + "/Reference/dues.py"
    let (exit, said) = try await Child.capture(["/usr/bin/env", "python3", "-B", script, file])
    #expect(exit == .code(0), "\(said.suffix(2000))")
    let answers = said.split(separator: "\n").map(String.init)
    try #require(answers.count == drawn.count)
    var (charged, refused) = (0, 0)
    for (one, answer) in zip(drawn, answers) {
      let ours = try Self.answer(one, by: rules)
      #expect(ours == answer, "\(one.line)")
      if ours.hasPrefix("refused") { refused += 1 } else { charged += 1 }
    }
    // A draw that hardly ever charges, or never refuses, would prove little.
    #expect(charged > 8000 && refused > 1000, "\(charged) charged, \(refused) refused")
  }

  @Test func `never pay more than the amount, nor less than nothing`() throws {
    var random = Seeded.forTest()
    let rules = try Given.rules()
    for _ in 0..<20_000 {
      let drawn = try Self.draw(using: &random)
      guard let charge = try? rules.rule(for: drawn.month).charge(drawn.given) else { continue }
      #expect(charge.net >= .zero && charge.net <= (charge.amount ?? .zero), "\(drawn.line)")
      #expect((charge.ground == nil) == (charge.percent == 0), "\(drawn.line)")
      #expect(charge.percent < 100 || charge.net == .zero, "\(drawn.line)")
      #expect((charge.exact == nil) == (charge.amount == nil), "\(drawn.line)")
    }
  }
}
