import Basics

extension Bool: PostgresValue {
  @inlinable package static var postgresType: PostgresType { .bool }

  @inlinable package func encode(into writer: inout ByteWriter) throws(ValueError) {
    writer.append(UInt8(self ? 1 : 0))
  }

  @inlinable package static func decode(_ cell: Cell) throws(ValueError) -> Bool {
    try cell.integer(UInt8.self, of: .bool) != 0
  }
}

extension Int16: PostgresValue {
  @inlinable package static var postgresType: PostgresType { .int2 }

  @inlinable package func encode(into writer: inout ByteWriter) throws(ValueError) {
    writer.append(self)
  }

  @inlinable package static func decode(_ cell: Cell) throws(ValueError) -> Int16 {
    try cell.integer(of: .int2)
  }
}

extension Int32: PostgresValue {
  @inlinable package static var postgresType: PostgresType { .int4 }

  @inlinable package func encode(into writer: inout ByteWriter) throws(ValueError) {
    writer.append(self)
  }

  @inlinable package static func decode(_ cell: Cell) throws(ValueError) -> Int32 {
    try cell.integer(of: .int4)
  }
}

extension Int64: PostgresValue {
  @inlinable package static var postgresType: PostgresType { .int8 }

  @inlinable package func encode(into writer: inout ByteWriter) throws(ValueError) {
    writer.append(self)
  }

  @inlinable package static func decode(_ cell: Cell) throws(ValueError) -> Int64 {
    try cell.integer(of: .int8)
  }
}

/// Sent as `int8`; reads every whole number of the server.
extension Int: PostgresValue {
  @inlinable package static var postgresType: PostgresType { .int8 }

  @inlinable package func encode(into writer: inout ByteWriter) throws(ValueError) {
    writer.append(Int64(self))
  }

  @inlinable package static func decode(_ cell: Cell) throws(ValueError) -> Int {
    switch cell.type {
    case .int4: Int(try cell.integer(Int32.self, of: .int4))
    case .int2: Int(try cell.integer(Int16.self, of: .int2))
    default: Int(try cell.integer(Int64.self, of: .int8))
    }
  }
}

extension ID: PostgresElement {}

/// An `int8` key.
extension ID: PostgresValue {
  package static var postgresType: PostgresType { .int8 }

  package func encode(into writer: inout ByteWriter) throws(ValueError) {
    writer.append(number)
  }

  package static func decode(_ cell: Cell) throws(ValueError) -> ID {
    ID(try cell.integer(Int64.self, of: .int8))
  }
}

/// An `int8` of đồng.
extension Money: PostgresValue {
  package static var postgresType: PostgresType { .int8 }

  package func encode(into writer: inout ByteWriter) throws(ValueError) {
    writer.append(dong)
  }

  package static func decode(_ cell: Cell) throws(ValueError) -> Money {
    Money(dong: try cell.integer(of: .int8))
  }
}
