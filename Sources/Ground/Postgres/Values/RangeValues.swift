import Basics

/// A `daterange`: closed below and open above, as the server stores every range of days.
///
/// No lower bound and `-infinity` both read as ``Day/beginning``, which is sent as `-infinity`; no
/// upper bound and `infinity` both read as an open end. The empty range is refused.
extension Period: PostgresValue {
  package static var postgresType: PostgresType { .daterange }

  package func encode(into writer: inout ByteWriter) throws(ValueError) {
    let open = RangeForm.upperInfinite
    writer.append(until == nil ? RangeForm.lowerInclusive | open : RangeForm.lowerInclusive)
    try writer.appendCounted(from)
    if let until { try writer.appendCounted(until) }
  }

  package static func decode(_ cell: Cell) throws(ValueError) -> Period {
    try cell.expect(.daterange)
    let form = try RangeForm(cell, of: .date)
    guard !form.isEmpty else { throw .malformed("empty period") }
    var from = Day.beginning
    if let lower = form.lower {
      from = try Day.decode(lower)
      guard from == .beginning || form.flags & RangeForm.lowerInclusive != 0 else {
        throw .malformed("period that is open below")
      }
    }
    var until: Day?
    if let upper = form.upper, try upper.integer(Int32.self, of: .date) != .max {
      until = try Day.decode(upper)
    }
    guard let period = Period(from: from, until: until) else { throw .malformed("empty period") }
    return period
  }
}

/// A type that has a range type on the server.
package protocol PostgresRangeBound: PostgresValue {
  static var rangeType: PostgresType { get }
}

extension Instant: PostgresRangeBound {
  package static var rangeType: PostgresType { .tstzrange }
}

/// A range of the server: each bound in, out or absent.
package struct PostgresRange<Bound: PostgresRangeBound & Hashable>: Hashable, Sendable {
  package let lower: Bound?
  package let upper: Bound?
  package let includesLower: Bool
  package let includesUpper: Bool
  package let isEmpty: Bool

  /// A range that holds its lower bound and not its upper one, unless told otherwise.
  package init(
    from lower: Bound?, to upper: Bound?, includesLower: Bool = true, includesUpper: Bool = false
  ) {
    self.lower = lower
    self.upper = upper
    self.includesLower = includesLower && lower != nil
    self.includesUpper = includesUpper && upper != nil
    isEmpty = false
  }

  private init() {
    (lower, upper) = (nil, nil)
    (includesLower, includesUpper, isEmpty) = (false, false, true)
  }

  /// The range that holds nothing.
  package static var empty: Self { Self() }
}

extension PostgresRange: PostgresElement {}

extension PostgresRange: PostgresValue {
  package static var postgresType: PostgresType { Bound.rangeType }

  package func encode(into writer: inout ByteWriter) throws(ValueError) {
    var flags: UInt8 = isEmpty ? RangeForm.empty : 0
    if includesLower { flags |= RangeForm.lowerInclusive }
    if includesUpper { flags |= RangeForm.upperInclusive }
    if lower == nil, !isEmpty { flags |= RangeForm.lowerInfinite }
    if upper == nil, !isEmpty { flags |= RangeForm.upperInfinite }
    writer.append(flags)
    if let lower { try writer.appendCounted(lower) }
    if let upper { try writer.appendCounted(upper) }
  }

  package static func decode(_ cell: Cell) throws(ValueError) -> Self {
    try cell.expect(postgresType)
    let form = try RangeForm(cell, of: Bound.postgresType)
    if form.isEmpty { return .empty }
    var (lower, upper): (Bound?, Bound?) = (nil, nil)
    if let cell = form.lower { lower = try Bound.decode(cell) }
    if let cell = form.upper { upper = try Bound.decode(cell) }
    return Self(
      from: lower, to: upper, includesLower: form.flags & RangeForm.lowerInclusive != 0,
      includesUpper: form.flags & RangeForm.upperInclusive != 0)
  }
}

/// The binary form of a range: a byte of flags and the bounds that are there.
private struct RangeForm {
  static let empty: UInt8 = 0x01
  static let lowerInclusive: UInt8 = 0x02
  static let upperInclusive: UInt8 = 0x04
  static let lowerInfinite: UInt8 = 0x08
  static let upperInfinite: UInt8 = 0x10

  let flags: UInt8
  private(set) var lower: Cell?
  private(set) var upper: Cell?

  var isEmpty: Bool { flags & Self.empty != 0 }

  init(_ cell: Cell, of bound: PostgresType) throws(ValueError) {
    var reader = CellReader(cell)
    flags = try reader.integer()
    if flags & (Self.empty | Self.lowerInfinite) == 0 { lower = try reader.part(of: bound) }
    if flags & (Self.empty | Self.upperInfinite) == 0 { upper = try reader.part(of: bound) }
    guard reader.isAtEnd else { throw .malformed("length of range") }
  }
}
