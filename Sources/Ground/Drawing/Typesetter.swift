import CCairo

/// Knows the letters of the machine: how wide a text is, where it breaks, and how it is drawn.
///
/// Pango shapes; nothing is hinted, so that widths are the same at every size and on every surface.
final class Typesetter {
  private let map: OpaquePointer
  private let context: OpaquePointer
  private let layout: OpaquePointer
  private var fonts: [TextStyle: OpaquePointer] = [:]
  private var current: TextStyle?
  /// How wide texts were found to be: a thousand letters say mostly the same.
  private var known: [TextStyle: [String: Double]] = [:]

  /// - Parameter families: what has to be on this machine.
  /// - Throws: ``DrawingProblem`` where a family is not.
  init(families: [String] = [TextStyle.Face.sans.rawValue, TextStyle.Face.serif.rawValue]) throws {
    guard let made = pango_cairo_font_map_new() else {
      throw DrawingProblem(CAIRO_STATUS_NO_MEMORY)
    }
    map = made
    // One unit is one point.
    pango_cairo_font_map_set_resolution(made, 72)
    context = pango_font_map_create_context(made)
    layout = pango_layout_new(context)
    let options = cairo_font_options_create()
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    pango_cairo_context_set_font_options(context, options)
    cairo_font_options_destroy(options)
    pango_context_set_round_glyph_positions(context, 0)
    pango_context_set_language(context, pango_language_from_string("vi"))
    pango_layout_set_auto_dir(layout, 0)
    pango_layout_set_wrap(layout, ccairo_pango_wrap_word_char)
    for family in families where pango_font_map_get_family(made, family) == nil {
      throw DrawingProblem(.noFont(family))
    }
  }

  deinit {
    fonts.values.forEach(pango_font_description_free)
    g_object_unref(UnsafeMutableRawPointer(layout))
    g_object_unref(UnsafeMutableRawPointer(context))
    g_object_unref(UnsafeMutableRawPointer(map))
  }

  /// How wide one line of text is, in points.
  func width(of text: String, in style: TextStyle) -> Double {
    if let width = known[style]?[text] { return width }
    let width = measured(text, in: style)
    guard text.utf8.count <= Self.mostKnown else { return width }
    if known[style, default: [:]].count >= Self.mostKnown { known[style] = [:] }
    known[style, default: [:]][text] = width
    return width
  }

  /// How many widths of a style are kept, and of how many bytes a text that is.
  private static let mostKnown = 500

  private func measured(_ text: String, in style: TextStyle) -> Double {
    // Pango counts in 32 bits, which a book on one line would overflow.
    guard text.utf8.count > 4 * Self.piece else {
      set(text, style)
      return width
    }
    var (rest, sum) = (text.unicodeScalars[...], 0.0)
    while !rest.isEmpty {
      set(String(rest.prefix(Self.piece)), style)
      sum += width
      rest = rest.dropFirst(Self.piece)
    }
    return sum
  }

  /// Breaks a text into lines of that width in points, at spaces where it can; at least one line.
  ///
  /// The first line of each paragraph is shorter by `indent`.
  func wrapped(
    _ text: String, to width: Double, in style: TextStyle, indent: Double = 0
  ) -> [String] {
    PlainText.lines(of: text).flatMap { paragraph -> [String] in
      self.width(of: paragraph, in: style) <= width - indent
        ? [paragraph] : broken(paragraph, to: width, in: style, indent: indent)
    }
  }

  /// Breaks a text into as few lines as that width allows, none much longer than the others, as
  /// what stands in the middle looks best.
  func balanced(_ text: String, to width: Double, in style: TextStyle) -> [String] {
    PlainText.lines(of: text).flatMap { paragraph -> [String] in
      var lines = wrapped(paragraph, to: width, in: style)
      guard (2...6).contains(lines.count) else { return lines.map(trimmed) }
      var (narrow, wide) = (width / 2, width)
      for _ in 0..<5 {
        let middle = (narrow + wide) / 2
        let tried = wrapped(paragraph, to: middle, in: style)
        if tried.count > lines.count {
          narrow = middle
        } else {
          (wide, lines) = (middle, tried)
        }
      }
      return lines.map(trimmed)
    }
  }

  /// Without the space at which a line was broken, which would move it off the middle.
  private func trimmed(_ line: String) -> String {
    line.last == " " ? String(line.dropLast()) : line
  }

  /// Makes the letters fit for a surface, before the first text is drawn on it.
  func attach(to surface: OpaquePointer) {
    pango_cairo_update_context(surface, context)
    pango_layout_context_changed(layout)
  }

  /// Draws one line of text on a Cairo context whose colour is set.
  func draw(
    _ text: String, at place: Place, in style: TextStyle, _ alignment: Alignment,
    on surface: OpaquePointer
  ) {
    guard !text.isEmpty else { return }
    set(text, style)
    let offset =
      switch alignment {
      case .left: 0.0
      case .centre: width / 2
      case .right: width
      }
    cairo_move_to(surface, place.x - offset, place.y)
    pango_cairo_show_layout_line(surface, pango_layout_get_line_readonly(layout, 0))
  }

  private var width: Double {
    var (width, height) = (Int32(0), Int32(0))
    pango_layout_get_size(layout, &width, &height)
    return Double(width) / Double(ccairo_pango_scale)
  }

  private func set(_ text: String, _ style: TextStyle) {
    if style != current {
      pango_layout_set_font_description(layout, font(style))
      current = style
    }
    var plain = PlainText.printable(text)
    plain.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        guard let start = $0.baseAddress else { return pango_layout_set_text(layout, "", 0) }
        pango_layout_set_text(layout, start, Int32(clamping: $0.count))
      }
    }
  }

  private func font(_ style: TextStyle) -> OpaquePointer? {
    if let made = fonts[style] { return made }
    guard let made = pango_font_description_new() else { return nil }
    pango_font_description_set_family(made, style.face.rawValue)
    pango_font_description_set_size(
      made, Int32((style.size * Double(ccairo_pango_scale)).rounded()))
    pango_font_description_set_weight(
      made, style.bold ? ccairo_pango_weight_bold : ccairo_pango_weight_normal)
    pango_font_description_set_style(
      made, style.italic ? ccairo_pango_style_italic : ccairo_pango_style_normal)
    fonts[style] = made
    return made
  }

  /// What Pango makes of one paragraph; a very long one is broken piece by piece, since the work
  /// grows faster than the text.
  private func broken(
    _ paragraph: String, to width: Double, in style: TextStyle, indent: Double
  ) -> [String] {
    var (lines, rest) = ([String](), paragraph.unicodeScalars[...])
    while !rest.isEmpty {
      let piece = rest.prefix(Self.piece)
      var found = brokenPiece(
        String(piece), to: width, in: style, indent: lines.isEmpty ? indent : 0)
      // The last line of a piece may have room for what follows.
      let isLast = piece.endIndex == rest.endIndex
      let carried = !isLast && found.count > 1 ? found.removeLast() : ""
      lines += found
      rest = rest.dropFirst(piece.count - carried.unicodeScalars.count)
    }
    return lines.isEmpty ? [""] : lines
  }

  /// How many code points Pango is given at once.
  private static let piece = 1_000

  private func brokenPiece(
    _ text: String, to width: Double, in style: TextStyle, indent: Double
  ) -> [String] {
    set(text, style)
    pango_layout_set_width(layout, Int32(max(width, 1) * Double(ccairo_pango_scale)))
    pango_layout_set_indent(layout, Int32(indent * Double(ccairo_pango_scale)))
    defer {
      pango_layout_set_width(layout, -1)
      pango_layout_set_indent(layout, 0)
    }
    let bytes = Array(PlainText.printable(text).utf8)
    return (0..<pango_layout_get_line_count(layout)).map { number in
      guard let line = pango_layout_get_line_readonly(layout, number) else { return "" }
      let start = Int(pango_layout_line_get_start_index(line))
      let length = Int(pango_layout_line_get_length(line))
      return String(decoding: bytes[start..<start + length], as: UTF8.self)
    }
  }
}
