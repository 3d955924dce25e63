/// A fact about a person, which can be stored and shown but not logged by accident.
package struct Personal<Value: Sendable>: Sendable {
  private let value: Value

  package init(_ value: Value) { self.value = value }

  /// Reads the fact, on the record: `reason` is where a reviewer's eye should stop.
  package func reveal(for reason: PersonalReason) -> Value { value }

  package func map<Other>(_ transform: (Value) throws -> Other) rethrows -> Personal<Other> {
    Personal<Other>(try transform(value))
  }
}

/// Why a personal fact is read.
package enum PersonalReason: Sendable { case display, storage, export, comparison }

extension Personal: Equatable where Value: Equatable {}
extension Personal: Hashable where Value: Hashable {}

extension Personal: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "‹personal›" }
  package var debugDescription: String { "‹personal›" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
