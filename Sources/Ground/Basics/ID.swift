/// An identifier that knows what it identifies, so a member can never be passed for a unit.
///
/// A whole number given out by the database. It never leaves the program: people and files use
/// codes (``Code``).
package struct ID<Entity>: Hashable, Sendable, Comparable {
  package let number: Int64

  package init(_ number: Int64) { self.number = number }

  package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}

extension ID: CustomStringConvertible {
  package var description: String { String(number) }
}
