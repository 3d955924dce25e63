import Basics

/// Something that statements can be run on: a transaction, or a connection outside of any.
@usableFromInline
package protocol Statements: Sendable {
  var connection: Connection { get }
  /// Number of the transaction on its connection; 0 outside of any.
  var epoch: UInt64 { get }
}

/// A transaction that is running; of no use after it has ended.
@usableFromInline
package struct Transaction: Statements {
  @usableFromInline package let connection: Connection
  @usableFromInline package let epoch: UInt64
  /// The moment that the transaction takes for the present: the server's, or as given.
  package let now: Instant
}

/// Statements outside a transaction, each committed by itself.
extension Connection: Statements {
  @usableFromInline package nonisolated var connection: Connection { self }
  @usableFromInline package nonisolated var epoch: UInt64 { 0 }
}

extension Statements {
  /// Runs a statement; says how many rows it touched.
  ///
  /// A row that row-level security hides is not touched and not an error: use
  /// ``execute(_:expecting:file:line:)`` where the number is known.
  @discardableResult
  package func execute(
    _ sql: SQL, file: StaticString = #fileID, line: UInt = #line
  ) async throws -> Int {
    try await connection.affected(by: sql, in: epoch, at: CallSite(file: file, line: line))
  }

  /// Runs a statement that touches exactly so many rows.
  ///
  /// - Throws: a ``PostgresError`` of kind `conflict` for any other number; what the statement did
  ///   stands until the transaction is rolled back, which throwing on does.
  package func execute(
    _ sql: SQL, expecting rows: Int, file: StaticString = #fileID, line: UInt = #line
  ) async throws {
    let site = CallSite(file: file, line: line)
    let found = try await connection.affected(by: sql, in: epoch, at: site)
    guard found == rows else {
      throw PostgresError(.rowCount(expected: rows, found: found)).at(site, query: sql.text)
    }
  }

  /// All rows of a query.
  @inlinable
  package func rows<T: Readable>(
    _ sql: SQL, as type: T.Type = T.self, file: StaticString = #fileID, line: UInt = #line
  ) async throws -> [T] {
    try await connection.rows(sql, as: type, in: epoch, at: CallSite(file: file, line: line))
  }

  /// The row of a query that has one at most.
  ///
  /// - Throws: a ``PostgresError`` for a second row.
  @inlinable
  package func first<T: Readable>(
    _ sql: SQL, as type: T.Type = T.self, file: StaticString = #fileID, line: UInt = #line
  ) async throws -> T? {
    let site = CallSite(file: file, line: line)
    return try await connection.rows(sql, as: type, in: epoch, at: site, limit: 1).first
  }

  /// All values of a query with one column.
  @inlinable
  package func values<T: PostgresValue>(
    _ sql: SQL, as type: T.Type = T.self, file: StaticString = #fileID, line: UInt = #line
  ) async throws -> [T] {
    try await connection.values(sql, as: type, in: epoch, at: CallSite(file: file, line: line))
  }

  /// The value of a query with one column and one row at most.
  ///
  /// - Throws: a ``PostgresError`` for a second row or column.
  @inlinable
  package func value<T: PostgresValue>(
    _ sql: SQL, as type: T.Type = T.self, file: StaticString = #fileID, line: UInt = #line
  ) async throws -> T? {
    let site = CallSite(file: file, line: line)
    return try await connection.values(sql, as: type, in: epoch, at: site, limit: 1).first
  }

  /// Runs the text of a file of the program's own, such as a migration: any number of statements,
  /// none of which binds a value, begins a transaction or ends one.
  package func script(
    _ text: String, file: StaticString = #fileID, line: UInt = #line
  ) async throws {
    try await connection.script(text, in: epoch, at: CallSite(file: file, line: line))
  }
}

extension Transaction {
  /// Runs `body`; when it throws, undoes what it did and throws on.
  ///
  /// The transaction stays usable. Nests.
  @discardableResult
  package func savepoint<R>(
    file: StaticString = #fileID, line: UInt = #line, _ body: () async throws -> R
  ) async throws -> R {
    let site = CallSite(file: file, line: line)
    try await connection.savepoint(.set, in: epoch, at: site)
    do {
      let value = try await body()
      try await connection.savepoint(.release, in: epoch, at: site)
      return value
    } catch {
      // Where even this fails the connection is lost, and what the body threw says more.
      try? await connection.savepoint(.rollBack, in: epoch, at: site)
      throw error
    }
  }
}

/// The three commands around a savepoint.
///
/// All savepoints have one name: the innermost is meant.
enum SavepointStep {
  case set, release, rollBack

  var text: StaticString {
    switch self {
    case .set: "SAVEPOINT nested"
    case .release: "RELEASE SAVEPOINT nested"
    case .rollBack: "ROLLBACK TO SAVEPOINT nested; RELEASE SAVEPOINT nested"
    }
  }
}

extension Connection {
  func affected(by sql: SQL, in epoch: UInt64, at site: CallSite) async throws -> Int {
    try await ask(sql, in: epoch, at: site).affected
  }

  @inlinable
  func rows<T: Readable>(
    _ sql: SQL, as type: T.Type, in epoch: UInt64, at site: CallSite, limit: Int = .max
  ) async throws -> [T] {
    let answer = try await ask(sql, in: epoch, at: site)
    do {
      try answer.expect(atMost: limit)
      return try answer.rows(as: type)
    } catch {
      throw Self.placed(error, at: site, sql)
    }
  }

  @inlinable
  func values<T: PostgresValue>(
    _ sql: SQL, as type: T.Type, in epoch: UInt64, at site: CallSite, limit: Int = .max
  ) async throws -> [T] {
    let answer = try await ask(sql, in: epoch, at: site)
    do {
      try answer.expect(atMost: limit)
      return try answer.values(as: type)
    } catch {
      throw Self.placed(error, at: site, sql)
    }
  }

  /// An error in reading a result, told which statement and whose it was.
  @usableFromInline
  static func placed(_ error: any Error, at site: CallSite, _ sql: SQL) -> any Error {
    (error as? PostgresError)?.at(site, query: sql.text) ?? error
  }

  func savepoint(_ step: SavepointStep, in epoch: UInt64, at site: CallSite) throws {
    do throws(PostgresError) {
      let handle = try session(epoch)
      guard epoch != 0 else { throw PostgresError(.misuse("A savepoint needs a transaction.")) }
      try command(step.text, on: handle)
    } catch {
      throw error.at(site)
    }
  }
}
