import CLibpq
import Glibc

/// What somebody said by NOTIFY.
package struct Notification: Hashable, Sendable {
  package let channel: String
  package let payload: String
  /// The server process of the session that said it.
  package let process: Int32
}

extension Database {
  /// What is said on a channel from now on, heard on a connection of its own.
  ///
  /// The connection is made when iteration begins, and closed when it ends. A lost connection ends
  /// it with an error: whoever listens again has to look for what they missed meanwhile.
  package func listen(
    on channel: String, file: StaticString = #fileID, line: UInt = #line
  ) -> Notifications {
    Notifications(address: address, channel: channel, site: CallSite(file: file, line: line))
  }
}

/// The notifications on one channel.
package struct Notifications: AsyncSequence, Sendable {
  package typealias Element = Notification

  let address: DatabaseAddress
  let channel: String
  let site: CallSite

  package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(notifications: self) }

  package struct AsyncIterator: AsyncIteratorProtocol {
    private let notifications: Notifications
    private var connection: Connection?

    init(notifications: Notifications) { self.notifications = notifications }

    /// Starts to listen before the first notification is asked for.
    ///
    /// What is said after this has returned will be heard.
    package mutating func start() async throws {
      guard connection == nil else { return }
      let connection = Connection(to: notifications.address)
      do {
        try await connection.open()
        let name = SQL.quoted(column: notifications.channel)
        try await connection.script("LISTEN \(name)", in: 0, at: notifications.site)
      } catch let error as PostgresError {
        throw error.at(notifications.site)
      }
      self.connection = connection
    }

    /// The next notification; `nil` when the task is cancelled.
    package mutating func next() async throws -> Notification? { try await next(isolation: nil) }

    package mutating func next(
      isolation actor: isolated (any Actor)?
    ) async throws -> Notification? {
      do {
        try await start()
        return try await connection?.nextNotification()
      } catch is CancellationError {
        await connection?.close()
        return nil
      } catch let error as PostgresError {
        throw error.at(notifications.site)
      }
    }
  }
}

/// Wakes a thread that waits for the server: a pipe that somebody writes one byte into.
final class Alarm: Sendable {
  let readEnd: Int32
  private let writeEnd: Int32

  init() throws(PostgresError) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw PostgresError(.misuse("No pipe could be made.")) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    (readEnd, writeEnd) = (ends[0], ends[1])
  }

  deinit {
    Glibc.close(readEnd)
    Glibc.close(writeEnd)
  }

  func ring() {
    var byte: UInt8 = 1
    _ = write(writeEnd, &byte, 1)
  }
}

extension Connection {
  /// Waits for the next notification.
  ///
  /// - Throws: `CancellationError` for a task that is cancelled, and a ``PostgresError`` for a
  ///   connection that is lost.
  func nextNotification() async throws -> Notification {
    let alarm = try Alarm()
    return try await withTaskCancellationHandler {
      // Naming `self` keeps this closure on the connection's queue.
      try self.waitForNotification(or: alarm)
    } onCancel: {
      alarm.ring()
    }
  }

  private func waitForNotification(or alarm: Alarm) throws -> Notification {
    let handle = try session(0)
    while true {
      if let found = PQnotifies(handle) {
        defer { PQfreemem(found) }
        return Notification(
          channel: String(cString: found.pointee.relname),
          payload: String(cString: found.pointee.extra), process: found.pointee.be_pid)
      }
      try Task.checkCancellation()
      var descriptors = [
        pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0),
        pollfd(fd: alarm.readEnd, events: Int16(POLLIN), revents: 0),
      ]
      _ = poll(&descriptors, 2, -1)
      try Task.checkCancellation()
      guard PQconsumeInput(handle) == 1 else { throw PostgresError(nil, from: handle) }
    }
  }
}
