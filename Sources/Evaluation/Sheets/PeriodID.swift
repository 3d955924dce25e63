import Basics

extension Month {
  /// The number by which the database knows the period of this month: 202610 is October 2026.
  package var periodID: Int32 { Int32(year * 100 + monthOfYear) }

  package init?(periodID: Int32) { self.init(Int(periodID) / 100, Int(periodID) % 100) }
}
