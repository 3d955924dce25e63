import Basics
import Frameworks

/// Small groups are merged upwards until they have a place, so that the size of an office shuts
/// nobody out: `scoring.md` §5.
struct QuotaPooling {
  let rules: [Int32: Framework.Quota]
  let exceptions: [QuotaPlace: ExactDecimal]
  let parentOf: (Int64) -> Int64?

  /// What has to be the same in groups that are merged, and where they stand together.
  private struct Key: Hashable {
    let framework: Int32
    let form: Framework.Form
    let unit: Int64
  }

  /// The groups after pooling, in order of framework, form and unit, a pooled one last.
  ///
  /// - Parameter groups: as they stand; each is a source of the group that it becomes part of.
  /// - Returns: the groups, each with the places of its sources in `groups`.
  ///
  /// Goes from the deepest units upwards, so that a group that is still starved at a unit meets the
  /// other starved groups of that unit's siblings.
  func settled(_ groups: [QuotaGroup]) -> [StandingGroup] {
    var settled: [StandingGroup] = []
    var starved: [Int: [StandingGroup]] = [:]
    var depths: [Int64: Int] = [:]
    for group in whole(groups) {
      if isStarved(group.value), parentOf(group.value.unit) != nil {
        starved[depth(of: group.value.unit, &depths), default: []].append(group)
      } else {
        settled.append(group)
      }
    }
    for depth in stride(from: starved.keys.max() ?? 0, through: 1, by: -1) {
      for merged in raised(starved.removeValue(forKey: depth) ?? []) {
        if isStarved(merged.value), parentOf(merged.value.unit) != nil {
          starved[depth - 1, default: []].append(merged)
        } else {
          settled.append(merged)
        }
      }
    }
    return settled.sorted { $0.precedes($1) }
  }

  /// The pieces of a group put together.
  private func whole(_ groups: [QuotaGroup]) -> [StandingGroup] {
    var places: [Key: Int] = [:]
    var whole: [StandingGroup] = []
    for (source, group) in groups.enumerated() {
      let key = Key(framework: group.framework, form: group.form, unit: group.unit)
      let piece = StandingGroup(value: group, sources: [Int32(source)])
      if let place = places[key] {
        whole[place].take(piece)
      } else {
        places[key] = whole.count
        whole.append(piece)
      }
    }
    return whole
  }

  /// Starved groups of one depth, merged with those that have the same parent, at that parent.
  private func raised(_ groups: [StandingGroup]) -> [StandingGroup] {
    var places: [Key: Int] = [:]
    var merged: [StandingGroup] = []
    for group in groups {
      guard let parent = parentOf(group.value.unit) else { continue }
      let key = Key(framework: group.value.framework, form: group.value.form, unit: parent)
      if let place = places[key] {
        merged[place].take(group)
      } else {
        places[key] = merged.count
        var raised = group
        raised.value.unit = parent
        raised.pooled = true
        merged.append(raised)
      }
    }
    return merged
  }

  /// Somebody has A, and nobody may keep it.
  private func isStarved(_ group: QuotaGroup) -> Bool {
    guard let rule = rules[group.framework], rule.smallGroups == .poolUp, group.a > 0 else {
      return false
    }
    let share = exceptions[group.place] ?? rule.share
    return Quota.allowed(
      share: share, of: rule.of, rated: group.rated, a: group.a, b: group.b) == 0
  }

  /// How many units stand above it.
  private func depth(of unit: Int64, _ known: inout [Int64: Int]) -> Int {
    var path: [Int64] = []
    var current = unit
    while known[current] == nil {
      path.append(current)
      // A tree is no deeper than this; a loop in what the caller says of it must not hang.
      guard path.count < 1000, let parent = parentOf(current) else { break }
      current = parent
    }
    var depth = known[current] ?? -1
    for unit in path.reversed() {
      depth += 1
      known[unit] = depth
    }
    return known[unit] ?? 0
  }
}

/// A group, and whether starved groups were merged into it.
struct StandingGroup: Sendable, Hashable {
  var value: QuotaGroup
  var pooled = false
  /// Which of the groups that were given it is made of.
  var sources: [Int32]

  mutating func take(_ other: StandingGroup) {
    value.rated += other.value.rated
    value.a += other.value.a
    value.b += other.value.b
    sources += other.sources
  }
}

extension StandingGroup {
  func precedes(_ other: StandingGroup) -> Bool {
    let (left, right) = (value, other.value)
    if left.framework != right.framework { return left.framework < right.framework }
    if left.form != right.form { return left.form.rawValue < right.form.rawValue }
    if left.unit != right.unit { return left.unit < right.unit }
    return !pooled && other.pooled
  }
}
