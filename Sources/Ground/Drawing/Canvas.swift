import CCairo
import Tabular

/// Draws marks with Cairo.
struct Canvas {
  let context: OpaquePointer
  let letters: Typesetter

  func draw(_ marks: [Mark]) {
    for mark in marks { draw(mark) }
  }

  private func draw(_ mark: Mark) {
    switch mark {
    case .box(let box, let fill, let line, let width):
      cairo_rectangle(context, box.x, box.y, box.width, box.height)
      paint(fill, line, width)
    case .boxes(let boxes, let colour):
      for box in boxes { cairo_rectangle(context, box.x, box.y, box.width, box.height) }
      paint(colour, nil, 0)
    case .code(let code, let box): draw(code, in: box)
    case .strokes(let strokes, let colour, let width):
      for stroke in strokes {
        cairo_move_to(context, stroke.from.x, stroke.from.y)
        cairo_line_to(context, stroke.to.x, stroke.to.y)
      }
      paint(nil, colour, width)
    case .path(let places, let colour, let width, let dashes):
      trace(places)
      cairo_set_dash(context, dashes, Int32(dashes.count), 0)
      paint(nil, colour, width)
      cairo_set_dash(context, nil, 0, 0)
    case .polygon(let places, let fill, let line, let width):
      trace(places)
      cairo_close_path(context)
      paint(fill, line, width)
    case .text(let text, let place, let style, let alignment, let colour):
      use(colour)
      letters.draw(text, at: place, in: style, alignment, on: context)
    }
  }

  /// As a picture of one bit a square, scaled without blurring: a tenth of what a thousand boxes
  /// take in a PDF, and no line shows between them.
  private func draw(_ code: QRCode, in box: Box) {
    let size = Int32(code.size)
    let image = cairo_image_surface_create(CAIRO_FORMAT_A1, size, size)
    defer { cairo_surface_destroy(image) }
    guard let bytes = cairo_image_surface_get_data(image) else { return }
    let stride = Int(cairo_image_surface_get_stride(image))
    for row in 0..<code.size {
      for column in 0..<code.size where code.isDark(row: row, column: column) {
        // Cairo counts bits from the end that the machine counts bytes from.
        let bit = 1.littleEndian == 1 ? column % 8 : 7 - column % 8
        bytes[row * stride + column / 8] |= 1 << UInt8(bit)
      }
    }
    cairo_surface_mark_dirty(image)
    let pattern = cairo_pattern_create_for_surface(image)
    defer { cairo_pattern_destroy(pattern) }
    cairo_pattern_set_filter(pattern, CAIRO_FILTER_NEAREST)
    cairo_save(context)
    cairo_translate(context, box.x, box.y)
    cairo_scale(context, box.width / Double(size), box.height / Double(size))
    use(.black)
    cairo_mask(context, pattern)
    cairo_restore(context)
  }

  private func trace(_ places: [Place]) {
    cairo_new_path(context)
    for place in places { cairo_line_to(context, place.x, place.y) }
  }

  private func paint(_ fill: Colour?, _ line: Colour?, _ width: Double) {
    if let fill {
      use(fill)
      cairo_fill_preserve(context)
    }
    if let line {
      use(line)
      cairo_set_line_width(context, width)
      cairo_stroke_preserve(context)
    }
    cairo_new_path(context)
  }

  private func use(_ colour: Colour) {
    cairo_set_source_rgb(
      context, Double(colour.red) / 255, Double(colour.green) / 255, Double(colour.blue) / 255)
  }
}

/// Takes bytes from Cairo to a sink, and keeps the error that a sink throws on the way.
final class CairoStream {
  private let sink: any ByteSink
  private var failure: (any Error)?

  init(to sink: any ByteSink) { self.sink = sink }

  /// What Cairo is given to call, with ``closure`` as its first argument.
  static let write: cairo_write_func_t = { closure, bytes, count in
    guard let closure else { return CAIRO_STATUS_WRITE_ERROR }
    let stream = Unmanaged<CairoStream>.fromOpaque(closure).takeUnretainedValue()
    return stream.take(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
  }

  var closure: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

  private func take(_ bytes: UnsafeRawBufferPointer) -> cairo_status_t {
    guard failure == nil else { return CAIRO_STATUS_WRITE_ERROR }
    do {
      try sink.write(bytes)
      return CAIRO_STATUS_SUCCESS
    } catch {
      failure = error
      return CAIRO_STATUS_WRITE_ERROR
    }
  }

  /// - Throws: what the sink threw, else a ``DrawingProblem`` where Cairo is not content.
  func check(_ status: cairo_status_t) throws {
    if let failure { throw failure }
    guard status == CAIRO_STATUS_SUCCESS else { throw DrawingProblem(status) }
  }
}

/// Pictures of pixels.
enum PNG {
  /// What Cairo can hold in one direction.
  static let largest = 32_767

  static func bytes(of picture: Picture, scale: Double) throws -> [UInt8] {
    let size = (picture.width * scale, picture.height * scale)
    let (width, height) = (Int(size.0.rounded(.up)), Int(size.1.rounded(.up)))
    guard width <= largest, height <= largest else {
      throw DrawingProblem(.tooLarge(width: width, height: height))
    }
    let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width), Int32(height))
    defer { cairo_surface_destroy(surface) }
    guard let context = cairo_create(surface) else { throw DrawingProblem(CAIRO_STATUS_NO_MEMORY) }
    defer { cairo_destroy(context) }
    cairo_set_source_rgb(context, 1, 1, 1)
    cairo_paint(context)
    cairo_scale(context, scale, scale)
    let letters = try Typesetter()
    letters.attach(to: context)
    Canvas(context: context, letters: letters).draw(picture.marks)
    let sink = MemorySink()
    let stream = CairoStream(to: sink)
    try stream.check(cairo_status(context))
    try withExtendedLifetime(stream) {
      try stream.check(
        cairo_surface_write_to_png_stream(surface, CairoStream.write, stream.closure))
    }
    return sink.bytes
  }
}
