/// How wide the columns of a table are, found from what stands in them.
///
/// A column wants the room of its widest cell, and needs that of its longest word; numbers, which
/// stand on the right, need all they want. Where the page is too narrow for what is needed, the
/// letters become smaller, down to 6 points; after that words break.
struct ColumnWidths {
  /// Each column with its padding, in points; together as wide as the page.
  let widths: [Double]
  let style: TextStyle
  /// The padding on either side of a cell.
  let gap: Double
  /// How much room text has in each column.
  var rooms: [Double] { widths.map { max(1, $0 - 2 * gap) } }

  /// How wide every cell is on one line at the usual size, row by row; infinite for several lines.
  private let measured: [[Double]]
  private let shrunk: Double

  private static let smallest = 6.0
  private static let usualGap = 3.6

  init(
    of table: PrintedTable, columns: [PrintedTable.Column], room: Double,
    usual: TextStyle = PageStyle.report.cell, letters: Typesetter
  ) {
    var bold = usual
    bold.bold = true
    var wants = columns.map { min(letters.width(of: $0.title, in: bold), room / 5) }
    var needs = columns.map { Self.longestWord(of: $0.title, in: bold, letters) }
    measured = table.rows.map { row in
      row.map { cell in
        cell.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D })
          ? .infinity : letters.width(of: cell, in: usual)
      }
    }
    func take(_ cell: String, _ width: Double, _ column: Int, _ style: TextStyle) {
      wants[column] = max(wants[column], min(width, room))
      if columns[column].alignment == .right {
        needs[column] = max(needs[column], min(width, room / 4))
      } else if width > needs[column] {
        let word = Self.longestWord(of: cell, in: style, letters)
        needs[column] = max(needs[column], min(width, word, room / 4))
      }
    }
    for (row, cells) in zip(measured, table.rows) {
      for (column, width) in row.enumerated() { take(cells[column], width, column, usual) }
    }
    for (column, cell) in (table.total ?? []).enumerated() {
      take(cell, letters.width(of: cell, in: bold), column, bold)
    }
    let padding = 2 * Self.usualGap
    (needs, wants) = (needs.map { $0 + padding }, wants.map { $0 + padding + 0.5 })
    let needed = needs.reduce(0, +)
    shrunk = needed > room ? max(Self.smallest / usual.size, room / needed) : 1
    gap = Self.usualGap * shrunk
    var style = usual
    style.size = (usual.size * shrunk * 100).rounded(.down) / 100
    self.style = style
    let scale = shrunk
    widths = Self.shared(
      room, needs: needs.map { $0 * scale }, wants: wants.map { $0 * scale }, columns: columns)
  }

  /// Whether a cell is known to fit on one line.
  func fits(row: Int, column: Int) -> Bool {
    measured[row][column] * shrunk <= widths[column] - 2 * gap
  }

  /// Gives each column what it needs, and what is left to those that want more.
  private static func shared(
    _ room: Double, needs: [Double], wants: [Double], columns: [PrintedTable.Column]
  ) -> [Double] {
    let (needed, wanted) = (needs.reduce(0, +), zip(needs, wants).map(max).reduce(0, +))
    if needed >= room { return needs.map { $0 * room / needed } }
    if wanted > room { return filled(needs, wants, room - needed) }
    // Room to spare goes to the texts; where there are none, to all.
    let texts = columns.map { $0.alignment == .left }
    let takes = texts.contains(true) ? texts : texts.map { _ in true }
    let whole = zip(zip(needs, wants).map(max), takes).map { $1 ? $0 : 0 }.reduce(0, +)
    return zip(zip(needs, wants).map(max), takes).map { want, takes in
      takes ? want + (room - wanted) * want / whole : want
    }
  }

  /// Adds to every column the same, but to none more than it wants: so names stay on one line, and
  /// the few long texts are those that break.
  private static func filled(_ needs: [Double], _ wants: [Double], _ more: Double) -> [Double] {
    var (widths, rest) = (needs, more)
    var open = needs.indices.filter { wants[$0] > needs[$0] }
    while !open.isEmpty {
      let share = rest / Double(open.count)
      let content = open.filter { wants[$0] - needs[$0] <= share }
      for column in content.isEmpty ? open : content {
        let added = content.isEmpty ? share : wants[column] - needs[column]
        widths[column] += added
        rest -= added
      }
      if content.isEmpty { break }
      open.removeAll { content.contains($0) }
    }
    return widths
  }

  private static func longestWord(
    of text: String, in style: TextStyle, _ letters: Typesetter
  ) -> Double {
    let words = text.split(whereSeparator: \.isWhitespace)
    let widest = words.max {
      PlainText.width(of: String($0), in: style) < PlainText.width(of: String($1), in: style)
    }
    return widest.map { letters.width(of: String($0), in: style) } ?? 0
  }
}
