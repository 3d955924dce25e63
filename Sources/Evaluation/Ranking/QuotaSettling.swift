import Basics
import Frameworks
import Scoring

/// Gives out the places of all groups while their candidates come by, in any order.
///
/// How many have grade A is known beforehand, so a group is settled with its last candidate and
/// holds nobody from then on: who is kept at once are those of groups that are not yet complete.
/// The result depends on the groups and candidates and not on their order.
package struct QuotaSettling: Sendable {
  /// The groups after pooling, in order of framework, form and unit, a pooled one after the unit's
  /// own.
  private var places: [QuotaPlaces] = []
  /// Of each group that was given: which of these it is part of; -1 where no quota is.
  private var numbers: [Int32]
  private var changes: [QuotaChange] = []
  /// Candidates of groups that are not yet complete.
  private(set) var held = 0

  /// - Parameters:
  ///   - groups: as they stand before pooling. Groups of one form and framework that stand at one
  ///     unit are one group, in however many pieces they come.
  ///   - rules: by number of the framework; without a rule nobody is held back.
  ///   - parentOf: the parent of a unit, `nil` at the root.
  ///   - exceptions: the larger shares of groups that carry one.
  package init(
    _ groups: [QuotaGroup], rules: [Int32: Framework.Quota],
    parentOf: @escaping (Int64) -> Int64?, exceptions: [QuotaPlace: ExactDecimal] = [:]
  ) {
    numbers = Array(repeating: -1, count: groups.count)
    let pooling = QuotaPooling(rules: rules, exceptions: exceptions, parentOf: parentOf)
    for group in pooling.settled(groups) {
      guard let rule = rules[group.value.framework] else { continue }
      for source in group.sources { numbers[Int(source)] = Int32(places.count) }
      places.append(
        QuotaPlaces(
          group, rule, exception: exceptions[group.value.place], number: places.count))
    }
  }

  /// In which group, by its place among the reports, the members of a given one are; `nil` where no
  /// quota is.
  package func number(of group: Int) -> Int? { numbers[group] < 0 ? nil : Int(numbers[group]) }

  /// Takes somebody about whom a board decided.
  ///
  /// All of them come before anybody else: a place that a board gave is gone for the others.
  package mutating func add(decided candidate: QuotaCandidate, of group: Int) {
    if let number = number(of: group) {
      if let change = places[number].take(decided: candidate) { changes.append(change) }
    } else if let change = candidate.decided(group: nil) {
      changes.append(change)
    }
  }

  /// Whether the places of a group are too few, so that its candidates have to be looked at.
  package func isContested(_ group: Int) -> Bool {
    number(of: group).map { places[$0].isContested } ?? false
  }

  /// Takes somebody with grade A about whom nobody has decided; where there is room for all, it is
  /// enough to know how many they are.
  package mutating func add(_ candidate: QuotaCandidate, of group: Int) {
    guard let number = number(of: group), places[number].isContested else { return }
    held += 1
    let inGroup = places[number].take(candidate)
    guard places[number].isComplete else { return }
    changes += places[number].giveOut()
    held -= inGroup
  }

  /// All final grades that were settled, in order of members; and the groups after pooling.
  package consuming func settled() -> (changes: [QuotaChange], groups: [QuotaReport]) {
    for number in places.indices where !places[number].isGivenOut {
      changes += places[number].giveOut()
    }
    changes.sort { $0.member < $1.member }
    return (changes, places.map(\.report))
  }
}
