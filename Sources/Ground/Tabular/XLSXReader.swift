/// Reads the first sheet of a workbook row by row.
///
/// The first sheet that is not hidden, in the workbook's own order. Memory is one block and the
/// texts that cells share, which are limited. Macros, links and pictures are never looked at.
package final class XLSXReader: TableReader {
  package let header: [String]
  package var separator: CSVSeparator? { nil }
  package var progress: TableProgress {
    TableProgress(
      bytesRead: bytesBefore + stream.packedBytesRead, totalBytes: bytesBefore + stream.part.packed)
  }

  private static let blockBytes = 16 << 10

  private let bytesBefore: Int
  private let stream: ZipStream
  private let parser: XMLStream
  private let rows: SheetParser
  private let block: Block
  private var isAtEnd = false
  private var failure: TableProblem?

  /// Opens the workbook and reads the header of its first sheet.
  ///
  /// - Throws: ``TableProblem`` where the workbook is damaged, dangerous or without a header.
  package init(path: String, limits: TableLimits = .standard) throws {
    let archive = try ZipArchive(path: path, limits: limits)
    let book = try Workbook(archive, limits: limits)
    let block = Block(byteCount: Self.blockBytes)
    bytesBefore = book.bytesBefore
    self.block = block
    stream = try archive.open(book.sheet)
    rows = SheetParser(book, limits: limits)
    parser = try XMLStream(rows, attributeBytes: limits.attributeBytes)
    var (isAtEnd, failure) = (false, TableProblem?.none)
    while rows.header == nil, !isAtEnd, failure == nil {
      try Task.checkCancellation()
      (isAtEnd, failure) = Self.load(stream, parser, rows, block)
    }
    guard let found = rows.header else { throw failure ?? TableProblem(.empty) }
    header = found.names
    (self.isAtEnd, self.failure) = (isAtEnd, failure)
  }

  package func next() throws -> TableItem? {
    while true {
      if let item = rows.take() { return item }
      if let failure { throw failure }
      guard !isAtEnd else { return nil }
      try Task.checkCancellation()
      (isAtEnd, failure) = Self.load(stream, parser, rows, block)
    }
  }

  /// Parses one more block: what went wrong is told after the rows before it.
  private static func load(
    _ stream: ZipStream, _ parser: XMLStream, _ rows: SheetParser, _ block: Block
  ) -> (isAtEnd: Bool, failure: TableProblem?) {
    do throws(TableProblem) {
      let count = try stream.read(into: block.space)
      try parser.feed(UnsafeRawBufferPointer(rebasing: block.space[..<count]), isLast: count == 0)
      return (count == 0, nil)
    } catch {
      let isPlaced = error.line != nil || rows.row == 0
      return (true, isPlaced ? error : TableProblem(error.cause, line: rows.row))
    }
  }
}
