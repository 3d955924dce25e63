import CLibpq
import Synchronization

/// A COPY that holds the connection until it ends.
@usableFromInline
final class CopyProgress {
  /// Rows that are read before anybody sees them.
  @usableFromInline static var batch: Int { 1000 }

  enum Direction { case fromProgram, toProgram }

  let direction: Direction
  /// Tells whether anybody still reads or writes.
  let interest: CopyInterest
  let handle: OpaquePointer
  /// Of rows that are decoded, how many cells each has.
  let count: Int
  /// Where the cells of the row at hand are.
  let cells: UnsafeMutablePointer<CopyCell>
  /// The row at hand, for rows that are decoded; it stays the same value, its cells change.
  @usableFromInline let row: Row?
  /// What changes with every row, kept beside the object to be quick to reach.
  let state: UnsafeMutablePointer<State>

  struct State {
    /// Whether the file header that precedes the first row is still to come.
    var isBeforeHeader = true
    var isAtEnd = false
    /// What the client library holds of the row at hand.
    var buffer: UnsafeMutablePointer<CChar>?
  }

  init(
    _ direction: Direction, on handle: OpaquePointer, interest: CopyInterest,
    columns: Columns? = nil
  ) {
    self.direction = direction
    self.handle = handle
    self.interest = interest
    count = columns?.count ?? 0
    let cells = UnsafeMutablePointer<CopyCell>.allocate(capacity: max(count, 1))
    self.cells = cells
    row = columns.map { Row(columns: $0, source: .cells(cells)) }
    state = .allocate(capacity: 1)
    state.initialize(to: State())
  }

  deinit {
    PQfreemem(state.pointee.buffer)
    state.deallocate()
    cells.deallocate()
  }

  var isAtEnd: Bool { state.pointee.isAtEnd }
}

/// Whether anybody still reads or writes a COPY; whoever does holds it, and lets go at the end.
@usableFromInline
final class CopyInterest: Sendable {
  private let isGone = Atomic<Bool>(false)

  var isAbandoned: Bool { isGone.load(ordering: .acquiring) }
  func abandon() { isGone.store(true, ordering: .releasing) }

  private let isRead = Atomic<Bool>(false)

  /// Whether the end has been read, with the last rows that there were.
  var isFinished: Bool { isRead.load(ordering: .acquiring) }
  func finish() { isRead.store(true, ordering: .releasing) }
}

extension Connection {
  /// The COPY that `interest` belongs to.
  func progress(of interest: CopyInterest) throws(PostgresError) -> (CopyProgress, OpaquePointer) {
    guard let handle else { throw PostgresError(.closed) }
    guard let copy, copy.interest === interest else {
      throw PostgresError(.misuse("The COPY is over already."))
    }
    return (copy, handle)
  }

  /// Ends a COPY that was left in the middle, so that the next statement can run.
  ///
  /// - Throws: a ``PostgresError`` while somebody still reads or writes it.
  func settleAbandonedCopy(_ handle: OpaquePointer) throws(PostgresError) {
    guard let copy else { return }
    guard copy.interest.isAbandoned else {
      throw PostgresError(.misuse("A COPY is under way on this connection."))
    }
    endCopy(on: handle, because: "abandoned")
  }

  /// Starts a COPY statement, which binds nothing.
  func startCopy(_ text: String, on handle: OpaquePointer) throws(PostgresError) {
    let result = PQexecParams(handle, text, 0, nil, nil, nil, nil, 1)
    let status = PQresultStatus(result)
    guard status == PGRES_COPY_IN || status == PGRES_COPY_OUT else {
      defer { PQclear(result) }
      throw PostgresError(result, from: handle)
    }
    PQclear(result)
  }

  /// Reads the last word on a COPY: how many rows, or why not.
  func finishCopy(on handle: OpaquePointer) throws(PostgresError) -> Int {
    copy = nil
    var rows = 0
    var failure: PostgresError?
    while let result = PQgetResult(handle) {
      if PQresultStatus(result) == PGRES_COMMAND_OK {
        rows = PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0
      } else {
        failure = failure ?? PostgresError(result, from: handle)
      }
      PQclear(result)
      if PQstatus(handle) == CONNECTION_BAD { break }
    }
    if let failure { throw failure }
    guard PQstatus(handle) == CONNECTION_OK else { throw PostgresError(nil, from: handle) }
    return rows
  }

  /// Brings the connection out of any COPY, whatever becomes of its data.
  func endCopy(on handle: OpaquePointer, because reason: StaticString) {
    let isHalfWritten = copy?.direction == .fromProgram
    copy = nil
    if isHalfWritten { refuseRest(on: handle, because: reason) }
    var row: UnsafeMutablePointer<CChar>?
    while PQgetCopyData(handle, &row, 0) > 0 { PQfreemem(row) }
    while let result = PQgetResult(handle) {
      let status = PQresultStatus(result)
      PQclear(result)
      if PQstatus(handle) == CONNECTION_BAD { return }
      if status == PGRES_COPY_IN { refuseRest(on: handle, because: reason) }
      if status == PGRES_COPY_OUT {
        while PQgetCopyData(handle, &row, 0) > 0 { PQfreemem(row) }
      }
    }
  }

  /// Tells the server that the rest of the rows will not come, so that it forgets the others.
  private func refuseRest(on handle: OpaquePointer, because reason: StaticString) {
    _ = reason.withUTF8Buffer { PQputCopyEnd(handle, $0.baseAddress) }
  }
}
