import CLibpq

extension Statements {
  /// Streams the rows of a large query: as they come, and no faster than they are read.
  ///
  /// The connection does nothing else meanwhile. A loop that is left early may leave the rest
  /// unread; the next statement then has to wait until the server has sent it.
  package func copyOut<T: Readable>(
    _ sql: SQL, as type: T.Type = T.self, file: StaticString = #fileID, line: UInt = #line
  ) -> CopyOut<T> {
    let site = CallSite(file: file, line: line)
    return CopyOut(connection: connection, epoch: epoch, sql: sql, site: site)
  }

  /// Streams a large query as text or binary in PostgreSQL's own COPY format, in chunks of bytes.
  package func copyOut(
    _ sql: SQL, format: CopyFormat, file: StaticString = #fileID, line: UInt = #line
  ) -> CopyOutBytes {
    let site = CallSite(file: file, line: line)
    return CopyOutBytes(
      connection: connection, epoch: epoch, sql: sql, format: format, site: site)
  }
}

/// What the bytes of a COPY look like.
package enum CopyFormat: Sendable, Hashable {
  case binary, text, csv, csvWithHeader

  var options: String {
    switch self {
    case .binary: "FORMAT binary"
    case .text: "FORMAT text"
    case .csv: "FORMAT csv"
    case .csvWithHeader: "FORMAT csv, HEADER true"
    }
  }
}

/// The rows of a query, streamed.
@usableFromInline
package struct CopyOut<Element: Readable>: AsyncSequence, Sendable {
  let connection: Connection
  let epoch: UInt64
  let sql: SQL
  let site: CallSite

  /// The same rows by the thousand, for loops in which every nanosecond counts.
  package var batches: CopyOutBatches<Element> { CopyOutBatches(rows: self) }

  @usableFromInline
  package func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(batches: batches.makeAsyncIterator())
  }

  @usableFromInline
  package struct AsyncIterator: AsyncIteratorProtocol {
    @usableFromInline var batches: CopyOutBatches<Element>.AsyncIterator
    @usableFromInline var batch: [Element] = []
    @usableFromInline var place = 0

    init(batches: CopyOutBatches<Element>.AsyncIterator) { self.batches = batches }

    @inlinable
    package mutating func next() async throws -> Element? { try await next(isolation: nil) }

    @inlinable
    package mutating func next(
      isolation actor: isolated (any Actor)?
    ) async throws -> Element? {
      while place == batch.count {
        guard let more = try await batches.next(isolation: actor) else { return nil }
        (batch, place) = (more, 0)
      }
      place += 1
      return batch[place - 1]
    }
  }
}

extension Statements {
  /// Streams a large query and lends its rows where they lie, by the thousand: for those that are
  /// dear to copy.
  ///
  /// `take` reads the rows that it is lent to their end; it is called again as long as there are
  /// more.
  package func copyOut(
    _ sql: SQL, file: StaticString = #fileID, line: UInt = #line,
    lending take: @Sendable (inout CopyRows) throws -> Void
  ) async throws {
    let rows = copyOut(sql, as: Unread.self, file: file, line: line)
    var parts = rows.batches.makeAsyncIterator()
    while let part = try await parts.start(isolation: nil) {
      let hasRead = try await part.connection.lendCopyRows(
        for: part.interest, at: part.site, query: part.query, take)
      parts.isRead(tillEnd: !hasRead)
    }
  }
}

/// Stands for rows that are only lent.
private struct Unread: Readable {
  init(_ row: Row) {}
}

/// Some rows of a COPY one after another; valid only while they are lent.
package struct CopyRows {
  private let progress: CopyProgress
  private let row: Row
  private(set) var count = 0

  init(_ progress: CopyProgress, _ row: Row) { (self.progress, self.row) = (progress, row) }

  /// The next row, valid until the one after it; `nil` behind the last of those that are lent.
  package mutating func next() throws -> Row? {
    guard count < CopyProgress.batch, try progress.advance() else { return nil }
    count += 1
    return row
  }
}

/// The rows of a query, streamed by the thousand.
@usableFromInline
package struct CopyOutBatches<Row: Readable>: AsyncSequence, Sendable {
  @usableFromInline package typealias Element = [Row]

  let rows: CopyOut<Row>

  @usableFromInline
  package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(rows: rows) }

  @usableFromInline
  package struct AsyncIterator: AsyncIteratorProtocol {
    private let rows: CopyOut<Row>
    private var reader: CopyReader?
    private var isOver = false

    init(rows: CopyOut<Row>) { self.rows = rows }

    @inlinable
    package mutating func next() async throws -> [Row]? { try await next(isolation: nil) }

    @inlinable
    package mutating func next(isolation actor: isolated (any Actor)?) async throws -> [Row]? {
      guard let part = try await start(isolation: actor) else { return nil }
      let batch = try await part.connection.copyBatch(
        of: Row.self, for: part.interest, at: part.site, query: part.query)
      isRead(tillEnd: batch == nil)
      return batch
    }

    /// What the next batch is to be read from.
    @usableFromInline
    struct Part: Sendable {
      @usableFromInline let connection: Connection
      @usableFromInline let interest: CopyInterest
      @usableFromInline let site: CallSite
      @usableFromInline let query: SQL
    }

    /// Begins the COPY if it has not begun; `nil` if it is over.
    ///
    /// Over it is until a batch has been read, so that an error is the last word.
    @usableFromInline
    mutating func start(isolation actor: isolated (any Actor)?) async throws -> Part? {
      guard !isOver else { return nil }
      isOver = true
      let interest = reader?.interest ?? CopyInterest()
      if reader == nil {
        try await rows.connection.beginCopyOut(
          rows.sql, in: rows.epoch, at: rows.site, interest: interest)
        reader = CopyReader(interest: interest)
      }
      return Part(
        connection: rows.connection, interest: interest, site: rows.site, query: rows.sql)
    }

    @usableFromInline
    mutating func isRead(tillEnd: Bool) { isOver = tillEnd }
  }
}

/// Whoever reads a COPY; when nobody holds it any more, the COPY is abandoned.
final class CopyReader: Sendable {
  let interest: CopyInterest

  init(interest: CopyInterest) { self.interest = interest }

  deinit { interest.abandon() }
}

/// The bytes of a COPY, streamed in chunks of some 64 KiB, cut between rows.
package struct CopyOutBytes: AsyncSequence, Sendable {
  package typealias Element = [UInt8]

  let connection: Connection
  let epoch: UInt64
  let sql: SQL
  let format: CopyFormat
  let site: CallSite

  package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(bytes: self) }

  package struct AsyncIterator: AsyncIteratorProtocol {
    private let bytes: CopyOutBytes
    private var reader: CopyReader?
    private var isOver = false

    init(bytes: CopyOutBytes) { self.bytes = bytes }

    package mutating func next() async throws -> [UInt8]? { try await next(isolation: nil) }

    package mutating func next(isolation actor: isolated (any Actor)?) async throws -> [UInt8]? {
      guard !isOver else { return nil }
      let interest = reader?.interest ?? CopyInterest()
      if reader == nil {
        try await bytes.connection.beginCopyOut(
          bytes.sql, in: bytes.epoch, at: bytes.site, interest: interest, format: bytes.format)
        reader = CopyReader(interest: interest)
      }
      isOver = true
      guard let chunk = try await bytes.connection.copyChunk(for: interest, at: bytes.site) else {
        return nil
      }
      isOver = interest.isFinished
      return chunk
    }
  }
}
