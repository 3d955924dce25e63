/// A stretch of days: from `from` on, up to and not including `until`; without `until`, open.
package struct Period: Hashable, Sendable {
  package let from: Day
  package let until: Day?

  /// A stretch of at least one day, or `nil` where it would be empty or run backwards.
  package init?(from: Day, until: Day? = nil) {
    if let until, until <= from { return nil }
    self.from = from
    self.until = until
  }

  package func contains(_ day: Day) -> Bool {
    from <= day && (until.map { day < $0 } ?? true)
  }

  package func overlaps(_ other: Period) -> Bool {
    (until.map { other.from < $0 } ?? true) && (other.until.map { from < $0 } ?? true)
  }
}

extension Period: CustomStringConvertible {
  package var description: String { "[\(from),\(until.map(\.description) ?? ""))" }
}
