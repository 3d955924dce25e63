import Basics
import Frameworks
import Scoring
import TestKit
import Testing

@testable import Ranking

@Suite struct `Places that are given out while the candidates come` {
  @Test func `hold a group's candidates until its last, and no group's that has room for all`() {
    let crowded = (1...6).map { Given.candidate($0, 9_000 + $0) }
    let roomy = [Given.candidate(10, 9_500)]
    let groups = [
      Given.group(1, rated: 24, b: 18, crowded), Given.group(2, rated: 24, b: 23, roomy),
    ]
    var settling = QuotaSettling(
      groups.map(\.value), rules: [1: Given.rule()], parentOf: { _ in nil })
    #expect(settling.isContested(0) && !settling.isContested(1))
    for (count, candidate) in crowded.dropLast().enumerated() {
      settling.add(candidate, of: 0)
      settling.add(roomy[0], of: 1)
      #expect(settling.held == count + 1)
    }
    settling.add(crowded[5], of: 0)
    #expect(settling.held == 0)
    let (changes, reports) = settling.settled()
    #expect(Given.words(changes) == ["1 B quota", "2 B quota"])
    #expect(reports.map(\.kept) == [4, 1])
  }

  @Test func `say in which group the members of each unit are, after pooling`() {
    let one = Given.candidate(1, 9_000)
    let groups = [
      Given.group(3, rated: 24, b: 23, [one]), Given.group(1, rated: 3, b: 2, [one]),
      Given.group(2, rated: 3, b: 2, [one]), Given.group(4, rated: 3, b: 2, framework: 2, [one]),
      Given.group(9, rated: 3, b: 2, [one]),
    ]
    let settling = QuotaSettling(
      groups.map(\.value), rules: [1: Given.rule()],
      parentOf: { ($0 < 4 ? 10 : nil) as Int64? })
    let numbers = groups.indices.map { settling.number(of: $0) }
    #expect(numbers == [0, 2, 2, nil, 1])
  }

  @Test func `find a board's place gone for the others, and its members out of their number`() {
    var candidates = (1...6).map { Given.candidate($0, 9_000 + $0) }
    candidates[0] = Given.candidate(1, 9_001, decided: .awarded)
    candidates[1] = Given.candidate(2, 9_002, decided: .moved(to: .c))
    candidates.append(Given.candidate(7, 8_000, grade: .b, decided: .awarded))
    let (changes, groups) = Given.allot(
      [Given.group(rated: 24, b: 18, candidates)], order: { $0.reversed() })
    #expect(
      Given.words(changes) == [
        "1 A board_award", "2 C board_move", "3 B quota", "4 B quota", "7 A board_award",
      ])
    #expect(groups.map(\.kept) == [3])
  }
}
