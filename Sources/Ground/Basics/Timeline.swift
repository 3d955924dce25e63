/// Facts that each hold from a day on, until the next one.
///
/// One answer for every day, by construction. This is the record as it is known at one moment;
/// what was known before stays in the database beside it.
package struct Timeline<Fact: Hashable & Sendable>: Hashable, Sendable {
  package struct Entry: Hashable, Sendable {
    package let from: Day
    package var fact: Fact

    package init(from: Day, fact: Fact) {
      self.from = from
      self.fact = fact
    }
  }

  /// In the order of their days, no two for one day.
  package private(set) var entries: [Entry]

  /// The facts in any order; of two for one day the later in the list stands.
  package init(_ entries: [Entry]) {
    let byDay = Dictionary(entries.map { ($0.from, $0) }, uniquingKeysWith: { _, later in later })
    self.entries = byDay.values.sorted { $0.from < $1.from }
  }

  /// What holds on that day; `nil` before the first fact.
  package func fact(on day: Day) -> Fact? {
    entries.last { $0.from <= day }?.fact
  }

  /// States one part of the fact from a day on, until a later fact already says otherwise.
  ///
  /// A correction of the past carries forward through later facts that only repeated the old value,
  /// and stops at the first that changed it: that change was meant.
  ///
  /// - Parameters:
  ///   - part: what is stated.
  ///   - value: its value.
  ///   - day: the first day on which it holds.
  ///   - blank: the fact that stands before the first one.
  package mutating func state<Value: Equatable>(
    _ part: WritableKeyPath<Fact, Value>, as value: Value, from day: Day, blank: Fact
  ) {
    let before = fact(on: day) ?? blank
    if !entries.contains(where: { $0.from == day }) {
      let place = entries.firstIndex { $0.from > day } ?? entries.count
      entries.insert(Entry(from: day, fact: before), at: place)
    }
    for index in entries.indices where entries[index].from >= day {
      guard entries[index].fact[keyPath: part] == before[keyPath: part] else { break }
      entries[index].fact[keyPath: part] = value
    }
  }

  /// The facts that have to be written so that `older` becomes this timeline.
  ///
  /// A fact for a day that says nothing new about that day is left out.
  package func changes(since older: Timeline) -> [Entry] {
    entries.filter { entry in
      if let same = older.entries.first(where: { $0.from == entry.from }) { return same != entry }
      return older.fact(on: entry.from) != entry.fact
    }
  }
}
