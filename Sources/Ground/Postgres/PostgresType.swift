/// A type of the server, by the number that its catalogue fixes for ever.
@usableFromInline
package struct PostgresType: Hashable, Sendable {
  @usableFromInline package let oid: UInt32

  @inlinable package init(oid: UInt32) { self.oid = oid }

  @inlinable package static var bool: Self { Self(oid: 16) }
  @inlinable package static var bytea: Self { Self(oid: 17) }
  @inlinable package static var name: Self { Self(oid: 19) }
  @inlinable package static var int8: Self { Self(oid: 20) }
  @inlinable package static var int2: Self { Self(oid: 21) }
  @inlinable package static var int4: Self { Self(oid: 23) }
  @inlinable package static var text: Self { Self(oid: 25) }
  @inlinable package static var json: Self { Self(oid: 114) }
  @inlinable package static var bpchar: Self { Self(oid: 1042) }
  @inlinable package static var varchar: Self { Self(oid: 1043) }
  @inlinable package static var date: Self { Self(oid: 1082) }
  @inlinable package static var timestamptz: Self { Self(oid: 1184) }
  @inlinable package static var numeric: Self { Self(oid: 1700) }
  @inlinable package static var uuid: Self { Self(oid: 2950) }
  @inlinable package static var jsonb: Self { Self(oid: 3802) }
  @inlinable package static var tstzrange: Self { Self(oid: 3910) }
  @inlinable package static var daterange: Self { Self(oid: 3912) }

  /// Name, number and number of the array type of every type that this module reads and writes.
  private static let known: [(name: String, oid: UInt32, array: UInt32)] = [
    ("bool", 16, 1000), ("bytea", 17, 1001), ("name", 19, 1003), ("int8", 20, 1016),
    ("int2", 21, 1005), ("int4", 23, 1007), ("text", 25, 1009), ("json", 114, 199),
    ("bpchar", 1042, 1014), ("varchar", 1043, 1015), ("date", 1082, 1182),
    ("timestamptz", 1184, 1185), ("numeric", 1700, 1231), ("uuid", 2950, 2951),
    ("jsonb", 3802, 3807), ("tstzrange", 3910, 3911), ("daterange", 3912, 3913),
  ]

  /// The type of arrays of this type, where the module knows it.
  package var array: PostgresType? {
    Self.known.first { $0.oid == oid }.map { PostgresType(oid: $0.array) }
  }

  /// The type of this array type's elements, or `nil` for what is no array.
  package var element: PostgresType? {
    Self.known.first { $0.array == oid }.map { PostgresType(oid: $0.oid) }
  }

  /// What the type is called in SQL, or `nil` for a type that this module does not know.
  package var sqlName: String? {
    if let name = Self.known.first(where: { $0.oid == oid })?.name { return name }
    return Self.known.first { $0.array == oid }.map { $0.name + "[]" }
  }
}

extension PostgresType: CustomStringConvertible {
  @usableFromInline package var description: String { sqlName ?? "type \(oid)" }
}
