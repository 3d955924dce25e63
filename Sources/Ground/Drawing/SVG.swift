/// A picture as SVG, its texts as texts.
///
/// Numbers have at most two decimals; nothing has an id, so several may stand in one page.
enum SVG {
  static func text(of picture: Picture) -> String {
    let (width, height) = (number(picture.width), number(picture.height))
    var lines = [
      """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
      viewBox="0 0 \(width) \(height)" role="img">
      """,
      "<title>\(escaped(picture.title))</title>",
      "<rect width=\"\(width)\" height=\"\(height)\" fill=\"#ffffff\"/>",
    ]
    lines += picture.marks.map(element)
    return (lines + ["</svg>", ""]).joined(separator: "\n")
  }

  private static func element(of mark: Mark) -> String {
    switch mark {
    case .box(let box, let fill, let line, let width):
      return """
        <rect x="\(number(box.x))" y="\(number(box.y))" width="\(number(box.width))" \
        height="\(number(box.height))" \(paint(fill, line, width))/>
        """
    case .boxes(let boxes, let colour):
      let way = boxes.map { box in
        let (width, height) = (number(box.width), number(box.height))
        return "M\(number(box.x)),\(number(box.y))h\(width)v\(height)h-\(width)z"
      }.joined()
      return "<path d=\"\(way)\" \(paint(colour, nil, 0)) shape-rendering=\"crispEdges\"/>"
    case .code(let code, let box):
      return element(of: .boxes(code.boxes(in: box), .black))
    case .strokes(let strokes, let colour, let width):
      let way = strokes.map { "M\(pair($0.from))L\(pair($0.to))" }.joined()
      return "<path d=\"\(way)\" \(paint(nil, colour, width))/>"
    case .path(let places, let colour, let width, let dashes):
      let way = places.map(pair).joined(separator: " ")
      let broken = dashes.map(number).joined(separator: " ")
      let dash = dashes.isEmpty ? "" : " stroke-dasharray=\"\(broken)\""
      return "<polyline points=\"\(way)\" \(paint(nil, colour, width))\(dash)/>"
    case .polygon(let places, let fill, let line, let width):
      let way = places.map(pair).joined(separator: " ")
      return "<polygon points=\"\(way)\" \(paint(fill, line, width))/>"
    case .text(let text, let place, let style, let alignment, let colour):
      let anchor =
        switch alignment {
        case .left: ""
        case .centre: " text-anchor=\"middle\""
        case .right: " text-anchor=\"end\""
        }
      let generic = style.face == .sans ? "sans-serif" : "serif"
      return """
        <text x="\(number(place.x))" y="\(number(place.y))"\(anchor) \
        font-family="\(style.face.rawValue), \(generic)" font-size="\(number(style.size))"\
        \(style.bold ? " font-weight=\"bold\"" : "") fill="\(name(colour))">\(escaped(text))</text>
        """
    }
  }

  private static func paint(_ fill: Colour?, _ line: Colour?, _ width: Double) -> String {
    let stroke = line.map { " stroke=\"\(name($0))\" stroke-width=\"\(number(width))\"" } ?? ""
    return "fill=\"\(fill.map(name) ?? "none")\"\(stroke)"
  }

  private static func name(_ colour: Colour) -> String {
    let digits = [colour.red, colour.green, colour.blue].map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return "#" + digits.joined()
  }

  private static func pair(_ place: Place) -> String { "\(number(place.x)),\(number(place.y))" }

  private static func number(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    let sign = hundredths < 0 ? "-" : ""
    guard rest > 0 else { return sign + String(whole) }
    let decimals = rest % 10 == 0 ? String(rest / 10) : (rest < 10 ? "0" : "") + String(rest)
    return sign + String(whole) + "." + decimals
  }

  static func escaped(_ text: String) -> String {
    var safe = ""
    for scalar in PlainText.printable(text).unicodeScalars {
      switch scalar {
      case "&": safe += "&amp;"
      case "<": safe += "&lt;"
      case ">": safe += "&gt;"
      case "\"": safe += "&quot;"
      default: safe.unicodeScalars.append(scalar)
      }
    }
    return safe
  }
}
