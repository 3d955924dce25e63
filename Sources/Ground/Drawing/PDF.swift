import Basics
import CCairo
import Tabular

extension Document {
  /// The document as PDF.
  ///
  /// - Throws: ``DrawingProblem``.
  package func pdf() throws -> [UInt8] {
    let sink = MemorySink()
    try writePDF(into: sink)
    return sink.bytes
  }

  /// Writes the document as PDF; the file appears under its name only when it is whole.
  ///
  /// - Parameter path: the file, which is replaced where there is one.
  /// - Returns: how many pages it has.
  /// - Throws: ``DrawingProblem``, or the sink's `Problem` where the file cannot be written;
  ///   nothing is left behind.
  @discardableResult
  package func writePDF(to path: String) throws -> Int {
    let sink = try FileSink(path: path)
    let pages = try writePDF(into: sink)
    try sink.finish()
    return pages
  }

  /// Writes the document as PDF into any sink, which the caller finishes.
  ///
  /// - Returns: how many pages it has.
  @discardableResult
  package func writePDF(into sink: any ByteSink) throws -> Int {
    try Self.write([self], title: title, made: made, into: sink)
  }

  /// Writes several documents into one PDF, such as all receipts of a day; the file appears under
  /// its name only when it is whole.
  ///
  /// Each begins a page, keeps its paper and counts its own pages.
  ///
  /// - Parameters:
  ///   - documents: in their order; where there are none the file has no pages.
  ///   - title: what the file says of itself.
  ///   - made: the moment that the file says of itself.
  ///   - path: the file, which is replaced where there is one.
  /// - Returns: how many pages it has.
  /// - Throws: as ``writePDF(to:)``.
  @discardableResult
  package static func writePDF(
    of documents: [Document], title: String, made: Instant, to path: String
  ) throws -> Int {
    let sink = try FileSink(path: path)
    let pages = try write(documents, title: title, made: made, into: sink)
    try sink.finish()
    return pages
  }

  private static func write(
    _ documents: [Document], title: String, made: Instant, into sink: any ByteSink
  ) throws -> Int {
    let book = try DocumentBook(into: sink, title: title, made: made)
    // One after the other: a thousand receipts are not held at once.
    for document in documents { try book.add(document) }
    try book.close()
    return book.pages
  }
}

/// A PDF to which documents are added one by one, such as ten thousand letters: each is drawn and
/// let go.
package final class DocumentBook {
  private let sink: any ByteSink
  private let letters: Typesetter
  private let file: PDFFile
  /// How many pages there are.
  package private(set) var pages = 0

  /// - Parameters:
  ///   - path: the file, which appears under its name only with ``finish()``.
  ///   - title: what the file says of itself.
  ///   - made: the moment that the file says of itself.
  /// - Throws: as ``Document/writePDF(to:)``.
  package convenience init(path: String, title: String, made: Instant) throws {
    try self.init(into: try FileSink(path: path), title: title, made: made)
  }

  init(into sink: any ByteSink, title: String, made: Instant) throws {
    self.sink = sink
    letters = try Typesetter()
    file = try PDFFile(into: CairoStream(to: sink), title: title, made: made, letters)
  }

  /// Draws a document, which begins a page.
  package func add(_ document: Document) throws {
    let drawn = Layout.pages(of: document, letters)
    for page in drawn { try file.draw(page, on: document.paper) }
    pages += drawn.count
  }

  /// Ends the file and gives it its name.
  ///
  /// - Returns: how many pages it has.
  @discardableResult
  package func finish() throws -> Int {
    try close()
    try sink.finish()
    return pages
  }

  fileprivate func close() throws { try file.finish() }
}

/// A PDF that grows page by page.
private final class PDFFile {
  private let stream: CairoStream
  private let surface: OpaquePointer
  private let context: OpaquePointer
  private let canvas: Canvas

  init(into stream: CairoStream, title: String, made: Instant, _ letters: Typesetter) throws {
    let size = Document.Paper.portrait.size
    guard
      let surface = cairo_pdf_surface_create_for_stream(
        CairoStream.write, stream.closure, size.width, size.height)
    else { throw DrawingProblem(CAIRO_STATUS_NO_MEMORY) }
    let moment = "\(made)".split(separator: " ").joined(separator: "T") + "+07:00"
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, PlainText.printable(title))
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, moment)
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, moment)
    guard let context = cairo_create(surface) else {
      cairo_surface_destroy(surface)
      throw DrawingProblem(CAIRO_STATUS_NO_MEMORY)
    }
    self.stream = stream
    self.surface = surface
    self.context = context
    letters.attach(to: context)
    canvas = Canvas(context: context, letters: letters)
  }

  deinit {
    cairo_destroy(context)
    // Destroying a surface finishes it, which may write: the stream is still there.
    cairo_surface_destroy(surface)
  }

  func draw(_ page: [Mark], on paper: Document.Paper) throws {
    cairo_pdf_surface_set_size(surface, paper.size.width, paper.size.height)
    canvas.draw(page)
    cairo_show_page(context)
    try stream.check(cairo_status(context))
  }

  func finish() throws {
    cairo_surface_finish(surface)
    try stream.check(cairo_surface_status(surface))
  }
}

extension Document.Paper {
  /// A4 or half of it, in points.
  var size: (width: Double, height: Double) {
    switch self {
    case .portrait: (595.28, 841.89)
    case .landscape: (841.89, 595.28)
    case .slip: (595.28, 419.53)
    }
  }
}
