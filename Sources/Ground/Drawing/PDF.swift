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
    let letters = try Typesetter()
    let pages = Layout.pages(of: self, letters)
    let stream = CairoStream(to: sink)
    try withExtendedLifetime(stream) { try draw(pages, letters, into: stream) }
    return pages.count
  }

  private func draw(_ pages: [[Mark]], _ letters: Typesetter, into stream: CairoStream) throws {
    let size = paper.size
    let surface = cairo_pdf_surface_create_for_stream(
      CairoStream.write, stream.closure, size.width, size.height)
    // Destroying a surface finishes it, which may write: the stream outlives it.
    defer { cairo_surface_destroy(surface) }
    let moment = "\(made)".split(separator: " ").joined(separator: "T") + "+07:00"
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, PlainText.printable(title))
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, moment)
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, moment)
    guard let context = cairo_create(surface) else { throw DrawingProblem(CAIRO_STATUS_NO_MEMORY) }
    defer { cairo_destroy(context) }
    letters.attach(to: context)
    let canvas = Canvas(context: context, letters: letters)
    for page in pages {
      canvas.draw(page)
      cairo_show_page(context)
      try stream.check(cairo_status(context))
    }
    cairo_surface_finish(surface)
    try stream.check(cairo_surface_status(surface))
  }
}

extension Document.Paper {
  /// A4, in points.
  var size: (width: Double, height: Double) {
    switch self {
    case .portrait: (595.28, 841.89)
    case .landscape: (841.89, 595.28)
    }
  }
}
