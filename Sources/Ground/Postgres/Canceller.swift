import CLibpq
import Dispatch
import Synchronization

/// Stops the statement that one connection is running, from any thread.
///
/// A request to cancel names a connection and not a statement. So each statement has a number, the
/// request is sent only while that number is running, and a statement does not end while a request
/// for it is on its way: it can never hit the next one.
final class Canceller: Sendable {
  private struct Running {
    var last: UInt64 = 0
    var current: UInt64?
  }

  private let running = Mutex(Running())
  /// The bits of a `PGcancel` pointer, which may be used by any thread and is never changed.
  private let address: UInt?

  init(for handle: OpaquePointer) { address = PQgetCancel(handle).map { UInt(bitPattern: $0) } }

  deinit {
    if let pointer { PQfreeCancel(pointer) }
  }

  private var pointer: OpaquePointer? { address.flatMap { OpaquePointer(bitPattern: $0) } }

  /// A statement begins; the number is what ``fire(_:)`` and ``end()`` are about.
  func begin() -> UInt64 {
    running.withLock { running in
      running.last += 1
      running.current = running.last
      return running.last
    }
  }

  func end() { running.withLock { $0.current = nil } }

  /// Asks the server to stop that statement, again and again until it has ended.
  ///
  /// Again, because a request that arrives before the statement does is ignored by the server.
  func fire(_ number: UInt64, after milliseconds: Int = 0) {
    DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(milliseconds)) { [self] in
      if fireOnce(number) { fire(number, after: min(max(milliseconds * 2, 10), 1000)) }
    }
  }

  /// Asks once, and says whether that statement was still running.
  @discardableResult
  func fireOnce(_ number: UInt64) -> Bool {
    running.withLock { running in
      guard running.current == number, let pointer else { return false }
      withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
        _ = PQcancel(pointer, buffer.baseAddress, 256)
      }
      return true
    }
  }
}
