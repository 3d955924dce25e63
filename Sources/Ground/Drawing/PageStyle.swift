/// What the texts of a document look like, each in its place.
struct PageStyle: Hashable {
  var head = TextStyle(face: .serif, size: 10)
  var title = TextStyle(face: .serif, size: 14, bold: true)
  var subtitle = TextStyle(face: .serif, size: 10.5)
  var heading = TextStyle(face: .serif, size: 11, bold: true)
  var body = TextStyle(face: .serif, size: 10)
  var note = TextStyle(face: .sans, size: 7.5)
  var foot = TextStyle(face: .sans, size: 7)
  var caption = TextStyle(face: .sans, size: 9.5, bold: true)
  var cell = TextStyle(face: .sans, size: 8.5)
  var banner = TextStyle(face: .sans, size: 10, bold: true)
  /// The colour of what stands on the left of a form.
  var names = Colour.grey
  /// By how much the first line of a paragraph is drawn in, in points.
  var indent = 0.0
  /// Above blocks and below the title, in points.
  var gap = 10.0
  /// Between the lines of a form.
  var rowGap = 2.0
  /// Whether a short rule stands below the title.
  var rulesTitle = false

  static let report = PageStyle()

  /// One family of letters, as offices write; DejaVu at 10.5 points is as high as Times at 13.
  static let letter: PageStyle = {
    var style = PageStyle()
    style.subtitle = TextStyle(face: .serif, size: 11, bold: true)
    style.body = TextStyle(face: .serif, size: 10.5)
    style.note = TextStyle(face: .serif, size: 8)
    style.caption = TextStyle(face: .serif, size: 10, bold: true)
    style.cell = TextStyle(face: .serif, size: 9)
    style.names = .ink
    style.indent = 28.3
    (style.gap, style.rowGap) = (6, 1.2)
    style.rulesTitle = true
    return style
  }()
}

extension Document.Look {
  var style: PageStyle {
    switch self {
    case .report: .report
    case .letter: .letter
    }
  }
}

extension TextStyle {
  /// How a line of a block looks among others of this style.
  func of(_ line: Document.Line) -> TextStyle {
    var style = self
    style.bold = line.isBold
    style.italic = line.isItalic
    if line.isSmall { style.size -= 1.5 }
    return style
  }
}
