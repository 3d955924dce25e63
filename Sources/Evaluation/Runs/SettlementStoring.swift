import Basics
import Ranking

extension RunEngine {
  /// In which group the members of each grading unit and framework were, after pooling.
  ///
  /// A group that was merged stands at the nearest unit above that has a pooled one.
  func groupNumbers(
    of counts: [GradeCount], in settlement: Settlement
  ) -> [(framework: Int32, unit: Int64, group: Int)] {
    var own: [QuotaPlace: Int] = [:]
    var pooled: [QuotaPlace: Int] = [:]
    for (number, group) in settlement.groups.enumerated() {
      let place = QuotaPlace(unit: group.unit, framework: group.framework)
      if group.pooled { pooled[place] = number } else { own[place] = number }
    }
    return counts.compactMap { count in
      guard let rules = shelf[count.framework], rules.framework.quota != nil else { return nil }
      let start = standing(of: count.unit, by: rules)
      if let number = own[QuotaPlace(unit: start, framework: count.framework)] {
        return (count.framework, count.unit, number)
      }
      var next: Int64? = start
      while let unit = next {
        if let number = pooled[QuotaPlace(unit: unit, framework: count.framework)] {
          return (count.framework, count.unit, number)
        }
        next = units.parents[unit]
      }
      return nil
    }
  }
}
