import Basics

/// Puts marks on pages from the top down, and begins a new page where one is full.
struct Layout {
  /// Where the parts of the document may stand on each page.
  let area: Box
  let letters: Typesetter
  let style: PageStyle
  private(set) var pages: [[Mark]] = [[]]
  var y: Double
  private let banner: [String]
  private let bannerTop: Double

  var left: Double { area.bottom - y }
  var isAtTop: Bool { y <= area.y }

  private init(_ document: Document, _ letters: Typesetter) {
    let size = document.paper.size
    let (above, below) = document.paper == .slip ? (26.0, 37.0) : (48.0, 58.0)
    // 20 mm on the left for the binding, 15 mm on the right.
    var area = Box(
      x: 56.7, y: above, width: size.width - 56.7 - 42.5, height: size.height - above - below)
    style = document.look.style
    (bannerTop, banner) = (
      above,
      document.banner.isEmpty
        ? [] : letters.balanced(document.banner, to: area.width - 16, in: style.banner)
    )
    if !banner.isEmpty {
      let taken = Double(banner.count) * style.banner.lineHeight + 22
      (area.y, area.height) = (area.y + taken, area.height - taken)
    }
    self.area = area
    y = area.y
    self.letters = letters
  }

  static func pages(of document: Document, _ letters: Typesetter) -> [[Mark]] {
    var layout = Layout(document, letters)
    let style = layout.style
    if !document.head.isEmpty {
      layout.write(blocks: document.head, style.head, firstShare: document.headShare)
      layout.y += style.gap + 6
    }
    layout.write(document.title, style.title, .centre)
    layout.write(document.subtitle, style.subtitle, .centre)
    if style.rulesTitle { layout.ruleTitle() }
    if !document.title.isEmpty || !document.subtitle.isEmpty { layout.y += style.gap }
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
      need(3 * style.heading.lineHeight)
      write(text, style.heading, .left)
      y += 3
    case .paragraph(let text):
      write(text, style.body, .left, indent: style.indent)
      y += 6
    case .table(let table): TablePrinter.write(table, on: &self)
    case .fields(let fields): write(fields)
    case .chart(let chart): write(chart)
    case .code(let code, let width, let caption): write(code, width, caption)
    case .seal(let code, let widths, let lines): write(seal: code, widths, lines)
    case .notes(let notes): write(notes: notes)
    case .blocks(let blocks):
      y += style.gap
      write(blocks: blocks, style.head)
      y += 8
    case .newPage: if !isAtTop { newPage() }
    }
  }

  /// Writes text over the whole width, line by line; nothing where it is empty.
  ///
  /// The first line of each paragraph is drawn in by `indent`.
  mutating func write(
    _ text: String, _ style: TextStyle, _ alignment: Alignment, _ colour: Colour = .ink,
    indent: Double = 0
  ) {
    guard !text.isEmpty else { return }
    for paragraph in PlainText.lines(of: text) {
      var x = area.start(of: alignment) + indent
      for line in letters.wrapped(paragraph, to: area.width, in: style, indent: indent) {
        need(style.lineHeight)
        add([.text(line, Place(x: x, y: y + style.ascent), style, alignment, colour)])
        (x, y) = (area.start(of: alignment), y + style.lineHeight)
      }
    }
  }

  private mutating func ruleTitle() {
    let (middle, height) = (area.x + area.width / 2, y + 3)
    let rule = Stroke(from: Place(x: middle - 40, y: height), to: Place(x: middle + 40, y: height))
    add([.strokes([rule], .ink, width: 0.7)])
    y += 4
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
    let (style, names) = (style.body, style.names)
    var bold = style
    bold.bold = true
    let widest = fields.map { letters.width(of: $0.name, in: style) }.max() ?? 0
    let edge = min(widest, area.width * 0.4) + 10
    for field in fields {
      let (titles, values) = (
        letters.wrapped(field.name, to: edge - 8, in: style),
        letters.wrapped(field.value, to: area.width - edge, in: field.isBold ? bold : style)
      )
      for row in 0..<max(titles.count, values.count) {
        need(style.lineHeight)
        let baseline = y + style.ascent
        if row < titles.count {
          add([.text(titles[row], Place(x: area.x, y: baseline), style, .left, names)])
        }
        if row < values.count {
          let place = Place(x: area.x + edge, y: baseline)
          add([.text(values[row], place, field.isBold ? bold : style, .left, .ink)])
        }
        y += style.lineHeight
      }
      y += self.style.rowGap
    }
    y += 6
  }

  private mutating func write(_ code: QRCode, _ width: Double, _ caption: String) {
    let width = min(width, area.width)
    let squares = Double(code.size + 2 * QRCode.quietZone)
    need(width + (caption.isEmpty ? 0 : style.note.lineHeight))
    let picture = code.picture(title: caption, square: width / squares)
    let left = area.x + (area.width - width) / 2
    add(picture.marks.map { $0.moved(byX: left, y: y) })
    y += width
    write(caption, style.note, .centre)
    y += 6
  }

  /// A code at the foot of the page, so that it is found in the same place on every letter.
  private mutating func write(
    seal code: QRCode, _ widths: ClosedRange<Double>, _ lines: [Document.Line]
  ) {
    let style = style.note
    need(max(widths.lowerBound, Double(lines.count) * style.lineHeight))
    // On a letter that fills its page a code gives way before it asks for another page.
    let width = min(max(left, widths.lowerBound), widths.upperBound)
    let room = Box(
      x: area.x + width + 10, y: y, width: area.width - width - 10, height: style.lineHeight)
    let texts = wrapped(lines, to: room.width, style)
    let height = max(width, Double(texts.count) * style.lineHeight)
    need(height)
    y = max(y, area.bottom - height)
    let squares = Double(code.size + 2 * QRCode.quietZone)
    // Its quiet zone reaches into the margin, where nothing stands.
    let quiet = width / squares * Double(QRCode.quietZone)
    let picture = code.picture(title: "", square: width / squares)
    add(picture.marks.map { $0.moved(byX: area.x - quiet, y: y + quiet) })
    var top = y + height - Double(texts.count) * style.lineHeight
    for line in texts {
      let text = style.of(line)
      add([
        .text(line.text, Place(x: room.x, y: top + style.ascent), text, .left, .ink)
      ])
      top += style.lineHeight
    }
    y += height
  }

  private mutating func write(notes: [String]) {
    guard !notes.isEmpty else { return }
    y += 2
    need(style.note.lineHeight + 8)
    let rule = Stroke(from: Place(x: area.x, y: y + 2), to: Place(x: area.x + 90, y: y + 2))
    add([.strokes([rule], .rule, width: 0.6)])
    y += 5
    for note in notes { write(note, style.note, .left) }
    y += 6
  }

  // MARK: The foot of the pages

  private func numbered(_ document: Document) -> [[Mark]] {
    let (style, frame) = (style.foot, bannerMarks)
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
      return frame + marks + foot
    }
  }

  private var bannerMarks: [Mark] {
    guard !banner.isEmpty else { return [] }
    let text = style.banner
    let height = Double(banner.count) * text.lineHeight + 10
    let frame = Box(x: area.x, y: bannerTop, width: area.width, height: height)
    return [.box(frame, fill: nil, line: .ink, width: 1)]
      + banner.enumerated().map { row, line in
        let baseline = bannerTop + 5 + Double(row) * text.lineHeight + text.ascent
        return .text(line, Place(x: area.start(of: .centre), y: baseline), text, .centre, .ink)
      }
  }
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
