import CLibpq

/// What can be read out of a row, by the names of its columns.
@usableFromInline
package protocol Readable: Sendable {
  init(_ row: Row) throws
}

/// One row of a result; valid only while it is being read.
@usableFromInline
package struct Row {
  let columns: Columns
  /// Changes from row to row, so that one value serves for all rows of a result.
  @usableFromInline var source: Source

  /// Where the cells are: in a whole result, or in one row of a COPY.
  @usableFromInline
  enum Source {
    case result(OpaquePointer, row: Int32)
    case cells(UnsafePointer<CopyCell>)
  }

  /// The value of the column of that name.
  ///
  /// - Throws: a ``PostgresError`` for a name that the result does not have exactly once, for a
  ///   column of another type, for NULL where `Value` is no `Optional`, and for malformed bytes.
  @inlinable
  package func value<Value: PostgresValue>(
    _ name: StaticString, as: Value.Type = Value.self
  ) throws -> Value {
    try read(find(name))
  }

  /// The value of a column by its position from 0: for results whose columns are computed.
  @inlinable
  package func value<Value: PostgresValue>(
    at index: Int, as: Value.Type = Value.self
  ) throws -> Value {
    try read(find(index))
  }

  package var columnCount: Int { columns.count }

  @inlinable
  func read<Value: PostgresValue>(_ found: Found) throws -> Value {
    do throws(ValueError) {
      guard let start = found.start else { return try Value.decodeNull() }
      return try Value.decode(
        Cell(start: start, count: found.count, type: PostgresType(oid: found.type)))
    } catch {
      throw problem(error, at: found.index)
    }
  }

  /// A cell and where it stands; without a start, NULL.
  @usableFromInline
  struct Found {
    @usableFromInline let start: UnsafeRawPointer?
    @usableFromInline let count: Int
    @usableFromInline let type: UInt32
    @usableFromInline let index: Int32
  }

  @usableFromInline
  func find(_ name: StaticString) throws -> Found {
    let index = columns.index(of: name)
    guard index >= 0 else { throw columns.unknown(name) }
    return cell(at: index)
  }

  @usableFromInline
  func find(_ index: Int) throws -> Found {
    guard (0..<columns.count).contains(index) else { throw columns.unknown("") }
    return cell(at: index)
  }

  @inline(__always)
  private func cell(at index: Int) -> Found {
    let (start, count) = place(of: index)
    return Found(
      start: start, count: count, type: columns.slots[index].type.oid,
      index: Int32(truncatingIfNeeded: index))
  }

  @inline(__always)
  private func place(of index: Int) -> (UnsafeRawPointer?, Int) {
    switch source {
    case .cells(let cells): return (cells[index].start, cells[index].count)
    case .result(let result, let row):
      let column = Int32(truncatingIfNeeded: index)
      let count = Int(PQgetlength(result, row, column))
      // Only what has no bytes may be NULL.
      if count == 0, PQgetisnull(result, row, column) != 0 { return (nil, 0) }
      return (UnsafeRawPointer(PQgetvalue(result, row, column)), count)
    }
  }

  @usableFromInline
  func problem(_ error: ValueError, at index: Int32) -> any Error {
    PostgresError(.column(columns.names[Int(index)], error))
  }
}

/// Where one cell of a row of a COPY is; without a start, NULL.
@usableFromInline
struct CopyCell {
  var start: UnsafeRawPointer?
  var count: Int
}

/// The columns of a result, and where each name was found the last time.
///
/// Rows are read in the same order again and again, by literals that stay where they are. So the
/// next name is nearly always the one after the last, and comparing two addresses is enough.
final class Columns {
  struct Slot {
    let type: PostgresType
    /// Address of the literal that found this column.
    var key: UnsafePointer<UInt8>?
  }

  let names: [String]
  let count: Int
  let slots: UnsafeMutablePointer<Slot>
  private let next: UnsafeMutablePointer<Int>

  /// The columns of a result, or of a described statement.
  init(of result: OpaquePointer) {
    count = Int(PQnfields(result))
    names = (0..<Int32(count)).map { PQfname(result, $0).map { String(cString: $0) } ?? "" }
    slots = .allocate(capacity: count)
    for index in 0..<count {
      let type = PostgresType(oid: PQftype(result, Int32(index)))
      slots.advanced(by: index).initialize(to: Slot(type: type, key: nil))
    }
    next = .allocate(capacity: 1)
    next.initialize(to: 0)
  }

  deinit {
    slots.deallocate()
    next.deallocate()
  }

  /// The position of the column, or -1 for a name that is not there exactly once.
  @inline(__always)
  func index(of name: StaticString) -> Int {
    guard name.hasPointerRepresentation else { return search(for: name) }
    let guess = next.pointee
    if guess < count, slots[guess].key == name.utf8Start {
      next.pointee = guess + 1 == count ? 0 : guess + 1
      return guess
    }
    return found(name)
  }

  @inline(never)
  private func found(_ name: StaticString) -> Int {
    for index in 0..<count where slots[index].key == name.utf8Start {
      next.pointee = index + 1 == count ? 0 : index + 1
      return index
    }
    let index = search(for: name)
    if index >= 0 {
      slots[index].key = name.utf8Start
      next.pointee = index + 1 == count ? 0 : index + 1
    }
    return index
  }

  private func search(for name: StaticString) -> Int {
    let text = name.description
    guard let index = names.firstIndex(of: text), names.lastIndex(of: text) == index else {
      return -1
    }
    return index
  }

  func unknown(_ name: StaticString) -> PostgresError {
    let times = names.count { $0 == name.description }
    return PostgresError(
      .misuse(times == 0 ? "No column is called \(name)." : "Two columns are called \(name)."))
  }
}

/// A result of the server, freed with this object.
@usableFromInline
final class Answer {
  let result: OpaquePointer
  let columns: Columns
  @usableFromInline let rowCount: Int

  init(_ result: OpaquePointer, columns: Columns) {
    self.result = result
    self.columns = columns
    rowCount = Int(PQntuples(result))
  }

  deinit { PQclear(result) }

  /// How many rows the statement touched.
  var affected: Int { PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0 }

  /// The first row, which ``point(_:at:)`` makes into any other.
  @usableFromInline
  var firstRow: Row { Row(columns: columns, source: .result(result, row: 0)) }

  @usableFromInline
  func point(_ row: inout Row, at index: Int) {
    row.source = .result(result, row: Int32(truncatingIfNeeded: index))
  }

  @inlinable
  func rows<T: Readable>(as: T.Type) throws -> [T] {
    var rows: [T] = []
    rows.reserveCapacity(rowCount)
    var row = firstRow
    for index in 0..<rowCount {
      point(&row, at: index)
      rows.append(try T(row))
    }
    return rows
  }

  @inlinable
  func values<T: PostgresValue>(as: T.Type) throws -> [T] {
    try expectOneColumn()
    var values: [T] = []
    values.reserveCapacity(rowCount)
    var row = firstRow
    for index in 0..<rowCount {
      point(&row, at: index)
      values.append(try row.value(at: 0))
    }
    return values
  }

  /// Refuses more rows than the caller can take.
  @usableFromInline
  func expect(atMost limit: Int) throws {
    guard rowCount <= limit else {
      throw PostgresError(.rowCount(expected: limit, found: rowCount))
    }
  }

  @usableFromInline
  func expectOneColumn() throws {
    guard columns.count == 1 else {
      throw PostgresError(.misuse("A list of values needs one column, not \(columns.count)."))
    }
  }
}
