import CLibpq
import Synchronization

/// A COPY that holds the connection until it ends.
final class CopyProgress {
  enum Direction { case fromProgram, toProgram }

  let direction: Direction
  /// Tells whether anybody still reads or writes.
  let interest: CopyInterest
  /// What the rows consist of, for rows that are decoded.
  let columns: Columns?
  /// Whether the file header that precedes the first row is still to come.
  var isBeforeHeader = true
  /// Where the cells of the row at hand are.
  let cells: UnsafeMutablePointer<CopyCell>

  init(_ direction: Direction, interest: CopyInterest, columns: Columns? = nil) {
    self.direction = direction
    self.interest = interest
    self.columns = columns
    cells = .allocate(capacity: max(columns?.count ?? 0, 1))
  }

  deinit { cells.deallocate() }
}

/// Whether anybody still reads or writes a COPY; whoever does holds it, and lets go at the end.
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
