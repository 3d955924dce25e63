import Basics
import Tabular

/// A drawing of numbers, which can stand alone or in a ``Document``.
///
/// One layout serves all: SVG is written with its texts as texts and depends on no font of the
/// machine; PNG and PDF are drawn by Cairo.
package protocol Chart: Sendable {
  var title: String { get }
}

/// How a chart makes its pictures.
protocol Drawn: Chart {
  /// The chart in pictures of that width, the first at most `first` high and the others `limit`,
  /// where its parts allow that.
  func pictures(width: Double, first: Double, limit: Double) -> [Picture]
}

extension Drawn {
  /// The chart in one picture, as high as it has to be.
  func picture(width: Double) -> Picture {
    pictures(width: width, first: .infinity, limit: .infinity).first
      ?? Picture(title: title, width: width, height: 1, marks: [])
  }
}

extension BarChart: Drawn {}
extension LineChart: Drawn {}

extension Chart {
  /// The width that a chart has unless another is asked for, in pixels.
  package static var usualWidth: Int { 720 }

  /// The chart as an SVG image: UTF-8, ends with a line end.
  ///
  /// - Parameter width: in CSS pixels, 240 to 4,000; what is outside is taken for the nearest.
  /// - Returns: the image, whose texts are texts.
  package func svg(width: Int = usualWidth) -> String { SVG.text(of: picture(width: width)) }

  /// The chart as a PNG image of twice as many pixels, for sharp screens.
  ///
  /// - Parameter width: in CSS pixels as above; the image is `2 × width` pixels wide.
  /// - Returns: the bytes of the file.
  /// - Throws: ``DrawingProblem``.
  package func png(width: Int = usualWidth) throws -> [UInt8] {
    try PNG.bytes(of: picture(width: width), scale: 2)
  }

  /// Writes the chart as SVG; the file appears under its name only when it is whole.
  package func writeSVG(to path: String, width: Int = usualWidth) throws {
    try FileSink.write(Array(svg(width: width).utf8), to: path)
  }

  /// Writes the chart as PNG; the file appears under its name only when it is whole.
  package func writePNG(to path: String, width: Int = usualWidth) throws {
    try FileSink.write(try png(width: width), to: path)
  }

  private func picture(width: Int) -> Picture {
    let width = Double(min(max(width, 240), 4000))
    let drawn = (self as? any Drawn)?.picture(width: width)
    return drawn ?? Picture(title: title, width: width, height: 1, marks: [])
  }
}

extension FileSink {
  /// Writes a whole file at once.
  static func write(_ bytes: [UInt8], to path: String) throws {
    let sink = try FileSink(path: path)
    try bytes.withUnsafeBytes { try sink.write($0) }
    try sink.finish()
  }
}

/// Marks that are written from the top down.
struct Column {
  var marks: [Mark] = []
  var y: Double

  /// Writes lines of text below what is there.
  mutating func write(
    _ lines: [String], at x: Double, _ style: TextStyle, _ alignment: Alignment = .left,
    _ colour: Colour = .ink
  ) {
    for line in lines {
      marks.append(.text(line, Place(x: x, y: y + style.ascent), style, alignment, colour))
      y += style.lineHeight
    }
  }
}

enum ChartStyle {
  static let margin = 10.0
  static let title = TextStyle(face: .sans, size: 11, bold: true)
  static let group = TextStyle(face: .sans, size: 9.5, bold: true)
  static let label = TextStyle(face: .sans, size: 9)
  static let small = TextStyle(face: .sans, size: 8)
}
