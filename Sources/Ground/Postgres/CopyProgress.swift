import CLibpq
import Synchronization

/// A COPY that holds the connection until it ends.
struct CopyProgress {
  enum Direction { case fromProgram, toProgram }

  let direction: Direction
  /// Tells whether anybody still reads or writes.
  let interest: CopyInterest
}

/// Whether anybody still reads or writes a COPY; whoever does holds it, and lets go at the end.
final class CopyInterest: Sendable {
  private let isGone = Atomic<Bool>(false)

  var isAbandoned: Bool { isGone.load(ordering: .acquiring) }
  func abandon() { isGone.store(true, ordering: .releasing) }
}

extension Connection {
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

  /// Brings the connection out of any COPY, whatever becomes of its data.
  func endCopy(on handle: OpaquePointer, because reason: StaticString) {
    copy = nil
    while let result = PQgetResult(handle) {
      let status = PQresultStatus(result)
      PQclear(result)
      if status == PGRES_COPY_IN || status == PGRES_COPY_BOTH {
        _ = reason.withUTF8Buffer { reason in
          reason.withMemoryRebound(to: CChar.self) { PQputCopyEnd(handle, $0.baseAddress) }
        }
      }
      if status == PGRES_COPY_OUT {
        var row: UnsafeMutablePointer<CChar>?
        while PQgetCopyData(handle, &row, 0) > 0 { PQfreemem(row) }
      }
      if PQstatus(handle) == CONNECTION_BAD { return }
    }
  }
}
