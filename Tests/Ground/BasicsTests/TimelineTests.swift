import Testing

@testable import Basics

@Suite struct `A timeline of facts` {
  struct Post: Hashable, Sendable {
    var agency = ""
    var title = ""
  }

  static func day(_ number: Int) -> Day { Day.first.adding(days: number) }

  @Test func `carries a correction of the past forward until something was meant to change it`() {
    var timeline = Timeline<Post>([
      .init(from: .beginning, fact: Post(agency: "A", title: "clerk")),
      .init(from: Self.day(10), fact: Post(agency: "A", title: "chief")),
      .init(from: Self.day(20), fact: Post(agency: "B", title: "chief")),
    ])
    let before = timeline
    timeline.state(\.agency, as: "C", from: Self.day(5), blank: Post())
    #expect(timeline.fact(on: Self.day(4)) == Post(agency: "A", title: "clerk"))
    #expect(timeline.fact(on: Self.day(5)) == Post(agency: "C", title: "clerk"))
    #expect(timeline.fact(on: Self.day(10)) == Post(agency: "C", title: "chief"))
    #expect(timeline.fact(on: Self.day(20)) == Post(agency: "B", title: "chief"))
    #expect(timeline.changes(since: before).map(\.from) == [Self.day(5), Self.day(10)])
  }

  @Test func `says nothing twice`() {
    let before = Timeline<Post>([.init(from: .beginning, fact: Post(agency: "A"))])
    var timeline = before
    timeline.state(\.agency, as: "A", from: Self.day(5), blank: Post())
    #expect(timeline.changes(since: before).isEmpty)
  }

  /// The same thing said independently: one line of days for each part of the fact.
  @Test(arguments: 0..<200)
  func `equals two separate lines of days, one for each part`(seed: UInt64) {
    var random = Sequence64(state: seed)
    var timeline = Timeline<Post>([])
    var parts: [[Int: String]] = [[:], [:]]
    for step in 0..<12 {
      let (part, from) = (random.next(2), random.next(30))
      let value = "\(step)"
      if part == 0 {
        timeline.state(\.agency, as: value, from: Self.day(from), blank: Post())
      } else {
        timeline.state(\.title, as: value, from: Self.day(from), blank: Post())
      }
      parts[part][from] = value
    }
    for number in 0..<40 {
      let expected = parts.map { line in
        line.filter { $0.key <= number }.max { $0.key < $1.key }?.value ?? ""
      }
      let found = timeline.fact(on: Self.day(number)) ?? Post()
      #expect([found.agency, found.title] == expected, "seed \(seed), day \(number)")
    }
  }
}

/// SplitMix64: small numbers from a seed, the same on every machine.
struct Sequence64 {
  var state: UInt64

  mutating func next(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
  }
}
