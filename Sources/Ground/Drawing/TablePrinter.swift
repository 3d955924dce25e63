/// Prints one table: ruled, its titles on every page it reaches, its numbers aligned.
struct TablePrinter {
  private let columns: [PrintedTable.Column]
  private let widths: ColumnWidths
  private let titles: [[String]]
  private let plain: TextStyle
  private let bold: TextStyle
  /// Where the lines between the columns stand, the outer ones included.
  private let edges: [Double]
  /// Where the part of the table on this page begins.
  private var top = 0.0

  /// Room above and below the text of a cell.
  private static let padding = 2.6

  static func write(_ table: PrintedTable, on layout: inout Layout) {
    let count = (table.rows + [table.total ?? []]).map(\.count).max() ?? 0
    let missing = max(0, count - table.columns.count)
    let columns = table.columns + Array(repeating: PrintedTable.Column(""), count: missing)
    if !table.caption.isEmpty {
      layout.need(layout.style.caption.lineHeight * 4)
      layout.write(table.caption, layout.style.caption, .left)
      layout.y += 4
    }
    guard !columns.isEmpty else { return }
    var printer = TablePrinter(table, columns, on: layout)
    printer.writeAll(table, on: &layout)
    layout.y += 8
  }

  private init(_ table: PrintedTable, _ columns: [PrintedTable.Column], on layout: Layout) {
    self.columns = columns
    widths = ColumnWidths(
      of: table, columns: columns, room: layout.area.width, usual: layout.style.cell,
      letters: layout.letters)
    plain = widths.style
    var bold = plain
    bold.bold = true
    self.bold = bold
    edges = widths.widths.reduce(into: [layout.area.x]) { $0.append(($0.last ?? 0) + $1) }
    let (letters, rooms) = (layout.letters, widths.rooms)
    titles = zip(columns, rooms).map { column, room in
      let lines = letters.wrapped(column.title, to: room, in: bold)
      return lines.count > 12 ? Array(lines.prefix(11)) + ["…"] : lines
    }
  }

  private mutating func writeAll(_ table: PrintedTable, on layout: inout Layout) {
    layout.need(headHeight + 2 * (plain.lineHeight + 2 * Self.padding))
    open(on: &layout)
    for (number, row) in table.rows.enumerated() {
      write(cells(of: row, number: number, on: layout), plain, on: &layout)
    }
    if table.rows.isEmpty { writeNone(table.none, on: &layout) }
    if let total = table.total {
      let cells = columns.indices.map { column in
        layout.letters.wrapped(
          column < total.count ? total[column] : "", to: widths.rooms[column], in: bold)
      }
      write(cells, bold, isTotal: true, on: &layout)
    }
    close(on: &layout)
  }

  private func cells(of row: [String], number: Int, on layout: Layout) -> [[String]] {
    columns.indices.map { column in
      guard column < row.count else { return [""] }
      // Most cells were found to fit when the widths were measured.
      return widths.fits(row: number, column: column)
        ? [row[column]]
        : layout.letters.wrapped(row[column], to: widths.rooms[column], in: plain)
    }
  }

  // MARK: Rows

  /// Writes a row, over several pages where it is higher than one.
  private mutating func write(
    _ cells: [[String]], _ style: TextStyle, isTotal: Bool = false, on layout: inout Layout
  ) {
    var rest = cells.map { $0[...] }
    while true {
      let lines = rest.map(\.count).max() ?? 0
      let wanted = Double(lines) * style.lineHeight + 2 * Self.padding
      let isFresh = layout.y <= top + headHeight + 0.01
      if wanted > layout.left + 0.01, !isFresh {
        close(on: &layout)
        layout.newPage()
        open(on: &layout)
      }
      let fitting = Int((layout.left - 2 * Self.padding + 0.01) / style.lineHeight)
      let piece = min(lines, max(1, fitting))
      draw(rest.map { $0.prefix(piece) }, lines: piece, style, isTotal: isTotal, on: &layout)
      rest = rest.map { $0.dropFirst(piece) }
      guard rest.contains(where: { !$0.isEmpty }) else { return }
    }
  }

  private func draw(
    _ cells: [ArraySlice<String>], lines: Int, _ style: TextStyle, isTotal: Bool,
    on layout: inout Layout
  ) {
    let height = Double(lines) * style.lineHeight + 2 * Self.padding
    var marks: [Mark] = []
    if isTotal {
      let box = Box(x: layout.area.x, y: layout.y, width: layout.area.width, height: height)
      marks.append(.box(box, fill: .shade, line: nil, width: 0))
      marks.append(rule(at: layout.y, .rule, width: 0.8))
    }
    for (column, texts) in cells.enumerated() {
      let room = room(ofColumn: column)
      let alignment = columns[column].alignment
      var y = layout.y + Self.padding
      for text in texts {
        let place = Place(x: room.start(of: alignment), y: y + style.ascent)
        if !text.isEmpty { marks.append(.text(text, place, style, alignment, .ink)) }
        y += style.lineHeight
      }
    }
    layout.y += height
    marks.append(rule(at: layout.y, .hairline, width: 0.5))
    layout.add(marks)
  }

  private mutating func writeNone(_ text: String, on layout: inout Layout) {
    for line in layout.letters.wrapped(text, to: layout.area.width - 8, in: plain) {
      layout.y += Self.padding
      let place = Place(x: layout.area.start(of: .centre), y: layout.y + plain.ascent)
      layout.add([.text(line, place, plain, .centre, .grey)])
      layout.y += plain.lineHeight + Self.padding
    }
    // No lines between the columns of what has none.
    layout.add([rule(at: layout.y, .hairline, width: 0.5)])
  }

  // MARK: The frame

  private var headHeight: Double {
    Double(titles.map(\.count).max() ?? 1) * bold.lineHeight + 2 * Self.padding + 2
  }

  /// Writes the titles of the columns.
  private mutating func open(on layout: inout Layout) {
    top = layout.y
    let box = Box(x: layout.area.x, y: top, width: layout.area.width, height: headHeight)
    var marks = [Mark.box(box, fill: .shade, line: nil, width: 0)]
    for (column, lines) in titles.enumerated() {
      let x = room(ofColumn: column).start(of: .centre)
      var y = top + (headHeight - Double(lines.count) * bold.lineHeight) / 2
      for line in lines {
        marks.append(.text(line, Place(x: x, y: y + bold.ascent), bold, .centre, .ink))
        y += bold.lineHeight
      }
    }
    layout.y = top + headHeight
    marks.append(rule(at: layout.y, .rule, width: 0.8))
    layout.add(marks)
  }

  /// Draws the lines between the columns and around the table, down to where it has come.
  private func close(on layout: inout Layout) {
    let inner = edges.dropFirst().dropLast().map {
      Stroke(from: Place(x: $0, y: top), to: Place(x: $0, y: layout.y))
    }
    let frame = Box(
      x: layout.area.x, y: top, width: layout.area.width, height: layout.y - top)
    layout.add([
      .strokes(inner, .hairline, width: 0.5), .box(frame, fill: nil, line: .rule, width: 0.8),
    ])
  }

  private func rule(at y: Double, _ colour: Colour, width: Double) -> Mark {
    .strokes(
      [Stroke(from: Place(x: edges[0], y: y), to: Place(x: edges[edges.count - 1], y: y))],
      colour, width: width)
  }

  private func room(ofColumn column: Int) -> Box {
    let gap = widths.gap
    return Box(
      x: edges[column] + gap, y: 0, width: edges[column + 1] - edges[column] - 2 * gap, height: 0)
  }
}
