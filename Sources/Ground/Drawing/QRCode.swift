import CCairo
import CQRencode
import Tabular

/// A text as a QR code (ISO/IEC 18004) with error correction M: a seventh of it may be unreadable.
///
/// The same text gives the same squares. What is drawn has around it the quiet zone that the
/// standard asks for.
package struct QRCode: Sendable, Hashable {
  /// How many squares wide and high, without the quiet zone: 21 to 177.
  package let size: Int
  /// Whether each square is dark, row by row.
  private let squares: [Bool]

  /// How many light squares stand on every side.
  package static let quietZone = 4

  /// - Parameter text: 1 to 2,330 bytes of UTF-8; more where it has long runs of digits.
  /// - Throws: ``DrawingProblem`` where the text is empty or too long.
  package init(_ text: String) throws(DrawingProblem) {
    let bytes = Array(text.utf8)
    guard !bytes.isEmpty, bytes.count <= Self.mostDigits else {
      throw DrawingProblem(.notForCode(bytes: bytes.count))
    }
    guard let made = Self.encoded(bytes) else {
      throw bytes.count > Self.mostBytes
        ? DrawingProblem(.notForCode(bytes: bytes.count)) : DrawingProblem(CAIRO_STATUS_NO_MEMORY)
    }
    defer { QRcode_free(made) }
    let size = Int(made.pointee.width)
    self.size = size
    // The lowest bit says whether a square is dark, the others what it is for.
    squares = UnsafeBufferPointer(start: made.pointee.data, count: size * size).map { $0 & 1 == 1 }
  }

  /// What the largest code holds of any bytes, and of digits alone.
  private static let (mostBytes, mostDigits) = (2_330, 5_596)

  private static func encoded(_ bytes: [UInt8]) -> UnsafeMutablePointer<QRcode>? {
    // With digits and capitals packed more closely; this way ends at the first zero byte.
    if bytes.allSatisfy({ (1..<0x80).contains($0) }) {
      return (bytes + [0]).withUnsafeBytes {
        QRcode_encodeString(
          $0.baseAddress?.assumingMemoryBound(to: CChar.self), 0, QR_ECLEVEL_M, QR_MODE_8, 1)
      }
    }
    guard let input = QRinput_new2(0, QR_ECLEVEL_M) else { return nil }
    defer { QRinput_free(input) }
    // Says that it is UTF-8, or a reader guesses, and finds Chinese in Vietnamese.
    guard QRinput_appendECIheader(input, utf8) == 0,
      QRinput_append(input, QR_MODE_8, Int32(bytes.count), bytes) == 0
    else { return nil }
    return QRcode_encodeInput(input)
  }

  /// The number of UTF-8 among the character sets of AIM ECI.
  private static let utf8: UInt32 = 26

  /// Whether a square is dark; around the code all are light.
  package func isDark(row: Int, column: Int) -> Bool {
    (0..<size).contains(row) && (0..<size).contains(column) && squares[row * size + column]
  }

  // MARK: As a picture

  /// The code as an SVG image: UTF-8, ends with a line end, stays sharp at any size.
  ///
  /// - Parameters:
  ///   - title: what the code is for, in words, for who cannot see it.
  ///   - square: how wide a square is, 1 to 64 CSS pixels; what is outside is taken for the
  ///     nearest.
  /// - Returns: the image.
  package func svg(title: String, square: Int = usualSquare) -> String {
    SVG.text(of: picture(title: title, square: square))
  }

  /// The code as a PNG image.
  ///
  /// - Parameter square: how wide a square is, 1 to 64 pixels; what is outside is taken for the
  ///   nearest.
  /// - Returns: the bytes of the file.
  /// - Throws: ``DrawingProblem``.
  package func png(square: Int = usualSquare) throws -> [UInt8] {
    try PNG.bytes(of: picture(title: "", square: square), scale: 1)
  }

  /// Writes the code as SVG; the file appears under its name only when it is whole.
  package func writeSVG(to path: String, title: String, square: Int = usualSquare) throws {
    try FileSink.write(Array(svg(title: title, square: square).utf8), to: path)
  }

  /// Writes the code as PNG; the file appears under its name only when it is whole.
  package func writePNG(to path: String, square: Int = usualSquare) throws {
    try FileSink.write(try png(square: square), to: path)
  }

  /// The width of a square unless another is asked for, in pixels.
  package static var usualSquare: Int { 8 }

  private func picture(title: String, square: Int) -> Picture {
    picture(title: title, square: Double(min(max(square, 1), 64)))
  }

  func picture(title: String, square: Double) -> Picture {
    let width = Double(size + 2 * Self.quietZone) * square
    let quiet = Double(Self.quietZone) * square
    let box = Box(x: quiet, y: quiet, width: Double(size) * square, height: Double(size) * square)
    return Picture(title: title, width: width, height: width, marks: [.code(self, box)])
  }

  /// The dark squares, where the code fills a box.
  func boxes(in box: Box) -> [Box] {
    let square = box.width / Double(size)
    return (0..<size).flatMap { row in
      runs(inRow: row).map { run in
        Box(
          x: box.x + Double(run.lowerBound) * square, y: box.y + Double(row) * square,
          width: Double(run.count) * square, height: square)
      }
    }
  }

  /// Dark squares side by side, so that a row takes a few boxes.
  private func runs(inRow row: Int) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    for column in 0..<size where isDark(row: row, column: column) {
      if let last = runs.last, last.upperBound == column {
        runs[runs.count - 1] = last.lowerBound..<column + 1
      } else {
        runs.append(column..<column + 1)
      }
    }
    return runs
  }
}

// MARK: On a terminal

extension QRCode {
  /// What a terminal shows text on.
  package enum Screen: Sendable, Hashable, CaseIterable {
    /// Light letters on a dark ground, without colours: the light squares are written.
    case dark
    /// Dark letters on a light ground, without colours: the dark squares are written.
    case light
    /// Any ground: every line says that it is black on white, and sets colours back at its end.
    case coloured
  }

  /// The code in lines of half blocks (`▀ ▄ █`), two rows of squares a line, with its quiet zone.
  ///
  /// A terminal without colours does not say what ground it has. On the wrong one the code comes
  /// out inverted, which phones of recent years read and older ones do not.
  package func lines(on screen: Screen = .dark) -> [String] {
    let rows = stride(from: -Self.quietZone, to: size + Self.quietZone, by: 2)
    let columns = -Self.quietZone..<size + Self.quietZone
    return rows.map { row in
      // There is an odd number of rows, so below the last one stands nothing.
      let isLast = row + 1 >= size + Self.quietZone
      let line = columns.map { column -> String in
        var (upper, lower) = (
          isDark(row: row, column: column), isDark(row: row + 1, column: column)
        )
        if screen == .dark { (upper, lower) = (!upper, !lower && !isLast) }
        return switch (upper, lower) {
        case (true, true): "█"
        case (true, false): "▀"
        case (false, true): "▄"
        case (false, false): " "
        }
      }.joined()
      // Numbers of the fixed cube: what a theme calls black and white may be anything.
      return screen == .coloured ? "\u{1B}[38;5;16;48;5;231m\(line)\u{1B}[0m" : line
    }
  }
}
