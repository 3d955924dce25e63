/// A place on a page or a picture, in points (1/72 inch) from its upper left corner.
struct Place: Hashable {
  var x: Double
  var y: Double

  func moved(byX x: Double, y: Double) -> Place { Place(x: self.x + x, y: self.y + y) }
}

/// An upright rectangle, in points.
struct Box: Hashable {
  var x: Double
  var y: Double
  var width: Double
  var height: Double

  var right: Double { x + width }
  var bottom: Double { y + height }

  func moved(byX x: Double, y: Double) -> Box {
    Box(x: self.x + x, y: self.y + y, width: width, height: height)
  }
}

/// A stroke from one place to another.
struct Stroke: Hashable {
  var from: Place
  var to: Place
}

struct Colour: Hashable {
  let red: UInt8
  let green: UInt8
  let blue: UInt8

  init(_ hex: UInt32) {
    red = UInt8(hex >> 16 & 0xFF)
    green = UInt8(hex >> 8 & 0xFF)
    blue = UInt8(hex & 0xFF)
  }

  static let ink = Colour(0x1A1A1A)
  static let grey = Colour(0x595959)
  static let rule = Colour(0x8C8C8C)
  static let hairline = Colour(0xD9D9D9)
  static let shade = Colour(0xF0F2F5)
  static let black = Colour(0x000000)
  static let white = Colour(0xFFFFFF)
}

struct TextStyle: Hashable {
  enum Face: String { case serif = "DejaVu Serif", sans = "DejaVu Sans" }

  var face: Face
  /// In points.
  var size: Double
  var bold = false
  var italic = false

  /// From one baseline to the next.
  var lineHeight: Double { (size * 1.28 * 100).rounded() / 100 }

  /// From the top of a line to its baseline.
  var ascent: Double { size * 0.985 }
}

/// Where a text lies in the room it has, or on which side of its place it is written.
package enum Alignment: Sendable, Hashable, CaseIterable { case left, centre, right }

/// One thing drawn: all that a page or a chart is made of, whatever it is written to.
enum Mark: Hashable {
  case box(Box, fill: Colour?, line: Colour?, width: Double)
  /// Boxes of one colour that may touch: no line shows between them at any size.
  case boxes([Box], Colour)
  /// A QR code that fills a box, without its quiet zone.
  case code(QRCode, Box)
  case strokes([Stroke], Colour, width: Double)
  case path([Place], Colour, width: Double, dashes: [Double])
  case polygon([Place], fill: Colour?, line: Colour, width: Double)
  /// One line of text; the place is on its baseline.
  case text(String, Place, TextStyle, Alignment, Colour)

  func moved(byX x: Double, y: Double) -> Mark {
    switch self {
    case .box(let box, let fill, let line, let width):
      .box(box.moved(byX: x, y: y), fill: fill, line: line, width: width)
    case .boxes(let boxes, let colour): .boxes(boxes.map { $0.moved(byX: x, y: y) }, colour)
    case .code(let code, let box): .code(code, box.moved(byX: x, y: y))
    case .strokes(let strokes, let colour, let width):
      .strokes(
        strokes.map {
          Stroke(from: $0.from.moved(byX: x, y: y), to: $0.to.moved(byX: x, y: y))
        }, colour, width: width)
    case .path(let places, let colour, let width, let dashes):
      .path(
        places.map { $0.moved(byX: x, y: y) }, colour, width: width, dashes: dashes)
    case .polygon(let places, let fill, let line, let width):
      .polygon(places.map { $0.moved(byX: x, y: y) }, fill: fill, line: line, width: width)
    case .text(let text, let place, let style, let alignment, let colour):
      .text(text, place.moved(byX: x, y: y), style, alignment, colour)
    }
  }
}

/// Marks and the room that they take.
struct Picture {
  /// What the picture shows, for who cannot see it.
  var title: String
  var width: Double
  var height: Double
  var marks: [Mark]
}
