import Basics

/// Puts marks on pages from the top down, and begins a new page where one is full.
struct Layout {
  /// Where the parts of the document may stand on each page.
  let area: Box
  let letters: Typesetter
  private(set) var pages: [[Mark]] = [[]]
  var y: Double

  var left: Double { area.bottom - y }
  var isAtTop: Bool { y <= area.y }

  private init(_ paper: Document.Paper, _ letters: Typesetter) {
    let size = paper.size
    let (above, below) = paper == .slip ? (26.0, 37.0) : (48.0, 58.0)
    // 20 mm on the left for the binding, 15 mm on the right.
    area = Box(
      x: 56.7, y: above, width: size.width - 56.7 - 42.5, height: size.height - above - below)
    y = area.y
    self.letters = letters
  }

  static func pages(of document: Document, _ letters: Typesetter) -> [[Mark]] {
    var layout = Layout(document.paper, letters)
    if !document.head.isEmpty {
      layout.write(blocks: document.head, PageStyle.head)
      layout.y += 16
    }
    layout.write(document.title, PageStyle.title, .centre)
    layout.write(document.subtitle, PageStyle.subtitle, .centre)
    if !document.title.isEmpty || !document.subtitle.isEmpty { layout.y += 10 }
    for part in document.parts { layout.write(part) }
    return layout.numbered(document)
  }

  // MARK: Room

  mutating func newPage() {
    pages.append([])
    y = area.y
  }

  /// Begins a new page unless so much still fits on this one; at the top nothing fits better.
  mutating func need(_ height: Double) {
    if height > left + 0.01, !isAtTop { newPage() }
  }

  /// Adds marks to the present page, where they are.
  mutating func add(_ marks: [Mark]) { pages[pages.count - 1] += marks }

  // MARK: Parts

  private mutating func write(_ part: Document.Part) {
    switch part {
    case .heading(let text):
      y += 4
      need(3 * PageStyle.heading.lineHeight)
      write(text, PageStyle.heading, .left)
      y += 3
    case .paragraph(let text):
      write(text, PageStyle.body, .left)
      y += 6
    case .table(let table): TablePrinter.write(table, on: &self)
    case .fields(let fields): write(fields)
    case .chart(let chart): write(chart)
    case .code(let code, let width, let caption): write(code, width, caption)
    case .notes(let notes): write(notes: notes)
    case .blocks(let blocks):
      y += 10
      write(blocks: blocks, PageStyle.head)
      y += 8
    case .newPage: if !isAtTop { newPage() }
    }
  }

  /// Writes text over the whole width, line by line; nothing where it is empty.
  mutating func write(
    _ text: String, _ style: TextStyle, _ alignment: Alignment, _ colour: Colour = .ink
  ) {
    guard !text.isEmpty else { return }
    let x = area.start(of: alignment)
    for line in letters.wrapped(text, to: area.width, in: style) {
      need(style.lineHeight)
      add([.text(line, Place(x: x, y: y + style.ascent), style, alignment, colour)])
      y += style.lineHeight
    }
  }

  /// Draws a chart on one page if one can hold it, else from here on over several.
  private mutating func write(_ chart: any Chart) {
    guard let chart = chart as? any Drawn else { return }
    // The margin of a chart that stands alone is not needed beside text.
    let width = area.width + 2 * ChartStyle.margin
    var pictures = [chart.picture(width: width)]
    if pictures[0].height > area.height {
      need(area.height * 0.4)
      pictures = chart.pictures(width: width, first: left, limit: area.height)
    }
    for picture in pictures {
      need(picture.height)
      add(picture.marks.map { $0.moved(byX: area.x - ChartStyle.margin, y: y) })
      y += picture.height + 4
    }
  }

  /// The values begin below one another, as far to the right as the longest name asks for.
  private mutating func write(_ fields: [Document.Field]) {
    let style = PageStyle.body
    var bold = style
    bold.bold = true
    let widest = fields.map { letters.width(of: $0.name, in: style) }.max() ?? 0
    let edge = min(widest, area.width * 0.4) + 10
    for field in fields {
      let (names, values) = (
        letters.wrapped(field.name, to: edge - 8, in: style),
        letters.wrapped(field.value, to: area.width - edge, in: field.isBold ? bold : style)
      )
      for row in 0..<max(names.count, values.count) {
        need(style.lineHeight)
        let baseline = y + style.ascent
        if row < names.count {
          add([.text(names[row], Place(x: area.x, y: baseline), style, .left, .grey)])
        }
        if row < values.count {
          let place = Place(x: area.x + edge, y: baseline)
          add([.text(values[row], place, field.isBold ? bold : style, .left, .ink)])
        }
        y += style.lineHeight
      }
      y += 2
    }
    y += 6
  }

  private mutating func write(_ code: QRCode, _ width: Double, _ caption: String) {
    let width = min(width, area.width)
    let squares = Double(code.size + 2 * QRCode.quietZone)
    need(width + (caption.isEmpty ? 0 : PageStyle.note.lineHeight))
    let picture = code.picture(title: caption, square: width / squares)
    let left = area.x + (area.width - width) / 2
    add(picture.marks.map { $0.moved(byX: left, y: y) })
    y += width
    write(caption, PageStyle.note, .centre)
    y += 6
  }

  private mutating func write(notes: [String]) {
    guard !notes.isEmpty else { return }
    y += 2
    need(PageStyle.note.lineHeight + 8)
    let rule = Stroke(from: Place(x: area.x, y: y + 2), to: Place(x: area.x + 90, y: y + 2))
    add([.strokes([rule], .rule, width: 0.6)])
    y += 5
    for note in notes { write(note, PageStyle.note, .left) }
    y += 6
  }

  /// Blocks side by side, each as wide as the others; together on one page if one can hold them.
  private mutating func write(blocks: [[Document.Line]], _ style: TextStyle) {
    let width = area.width / Double(max(blocks.count, 1))
    let gap = blocks.count > 1 ? 8.0 : 0
    var bold = style
    bold.bold = true
    let columns = blocks.map { block in
      block.flatMap { line -> [Document.Line] in
        let style = line.isBold ? bold : style
        let texts = letters.wrapped(line.text, to: width - 2 * gap, in: style)
        return texts.enumerated().map { number, text in
          var part = line
          part.text = text
          part.isRuled = line.isRuled && number == texts.count - 1
          return part
        }
      }
    }
    // Room for a rule, and for the accents of capitals below it.
    let heights = (0..<(columns.map(\.count).max() ?? 0)).map { row in
      style.lineHeight + (columns.contains { row < $0.count && $0[row].isRuled } ? 6 : 0)
    }
    let whole = heights.reduce(0, +)
    if whole <= area.height { need(whole) }
    for (row, height) in heights.enumerated() {
      need(height)
      for (number, column) in columns.enumerated() where row < column.count {
        let room = Box(
          x: area.x + Double(number) * width + gap, y: y, width: width - 2 * gap,
          height: style.lineHeight)
        write(column[row], column[row].isBold ? bold : style, in: room)
      }
      y += height
    }
  }

  private mutating func write(_ line: Document.Line, _ style: TextStyle, in room: Box) {
    let place = Place(x: room.start(of: line.alignment), y: room.y + style.ascent)
    add([.text(line.text, place, style, line.alignment, .ink)])
    guard line.isRuled else { return }
    let half = min(letters.width(of: line.text, in: style), room.width) / 4
    let (middle, height) = (room.x + room.width / 2, room.bottom + 2)
    let rule = Stroke(
      from: Place(x: middle - half, y: height), to: Place(x: middle + half, y: height))
    add([.strokes([rule], .ink, width: 0.7)])
  }

  // MARK: The foot of the pages

  private func numbered(_ document: Document) -> [[Mark]] {
    let style = PageStyle.foot
    let top = area.bottom + 14
    return pages.enumerated().map { number, marks in
      let asked = document.pageLabel(number + 1, pages.count)
      let label = letters.wrapped(asked, to: area.width / 2, in: style)[0]
      let labelWidth = label.isEmpty ? 0 : letters.width(of: label, in: style) + 14
      let rule = Stroke(
        from: Place(x: area.x, y: top - 4), to: Place(x: area.right, y: top - 4))
      var foot = [
        Mark.strokes([rule], .hairline, width: 0.6),
        .text(label, Place(x: area.right, y: top + style.ascent), style, .right, .grey),
      ]
      var texts =
        document.footer.isEmpty
        ? [] : letters.wrapped(document.footer, to: area.width - labelWidth - 8, in: style)
      if texts.count > 2 { texts = [texts[0], texts[1] + "…"] }
      for (row, text) in texts.enumerated() {
        let baseline = top + Double(row) * style.lineHeight + style.ascent
        foot.append(.text(text, Place(x: area.x, y: baseline), style, .left, .grey))
      }
      return marks + foot
    }
  }
}

enum PageStyle {
  static let head = TextStyle(face: .serif, size: 10)
  static let title = TextStyle(face: .serif, size: 14, bold: true)
  static let subtitle = TextStyle(face: .serif, size: 10.5)
  static let heading = TextStyle(face: .serif, size: 11, bold: true)
  static let body = TextStyle(face: .serif, size: 10)
  static let note = TextStyle(face: .sans, size: 7.5)
  static let foot = TextStyle(face: .sans, size: 7)
  static let caption = TextStyle(face: .sans, size: 9.5, bold: true)
  static let cell = TextStyle(face: .sans, size: 8.5)
}

extension Box {
  /// From where a text of that alignment is written.
  func start(of alignment: Alignment) -> Double {
    switch alignment {
    case .left: x
    case .centre: x + width / 2
    case .right: right
    }
  }
}
