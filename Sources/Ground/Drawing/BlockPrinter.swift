/// Prints blocks side by side, each line below the one before it in its own column.
extension Layout {
  /// Writes blocks, together on one page if one can hold them.
  ///
  /// - Parameters:
  ///   - blocks: from left to right.
  ///   - style: of lines that are not said to look otherwise.
  ///   - firstShare: how much of the width the first one takes; `nil` for as much as each other.
  mutating func write(
    blocks: [[Document.Line]], _ style: TextStyle, firstShare: Double? = nil
  ) {
    let rooms = rooms(for: blocks.count, firstShare: firstShare)
    var rests = zip(blocks, rooms).map { wrapped($0, to: $1.width, style)[...] }
    let whole = rests.map { $0.map { height(of: $0, style) }.reduce(0, +) }.max() ?? 0
    if whole <= area.height { need(whole) }
    while true {
      let top = y
      for (column, room) in rooms.enumerated() {
        var bottom = top
        while let line = rests[column].first {
          let height = height(of: line, style)
          guard bottom + height <= area.bottom + 0.01 || (isAtTop && bottom == top) else { break }
          write(line, style.of(line), in: Box(x: room.x, y: bottom, width: room.width, height: 0))
          bottom += height
          rests[column] = rests[column].dropFirst()
        }
        y = max(y, bottom)
      }
      guard rests.contains(where: { !$0.isEmpty }) else { return }
      newPage()
    }
  }

  private static let gap = 8.0

  private func rooms(for count: Int, firstShare: Double?) -> [Box] {
    guard count > 1 else { return [Box(x: area.x, y: 0, width: area.width, height: 0)] }
    let first = firstShare ?? 1 / Double(count)
    let other = (1 - first) / Double(count - 1)
    return (0..<count).map { number in
      let start = number == 0 ? 0 : first + Double(number - 1) * other
      return Box(
        x: area.x + area.width * start + Self.gap, y: 0,
        width: area.width * (number == 0 ? first : other) - 2 * Self.gap, height: 0)
    }
  }

  /// The lines of a block, each as wide as its room allows; a rule stands below the last.
  func wrapped(
    _ lines: [Document.Line], to width: Double, _ style: TextStyle
  ) -> [Document.Line] {
    lines.flatMap { line -> [Document.Line] in
      let style = style.of(line)
      let texts =
        line.alignment == .centre
        ? letters.balanced(line.text, to: width, in: style)
        : letters.wrapped(line.text, to: width, in: style)
      return texts.enumerated().map { number, text in
        var part = line
        part.text = text
        part.isRuled = line.isRuled && number == texts.count - 1
        return part
      }
    }
  }

  /// With room for a rule, and for the accents of capitals below it.
  private func height(of line: Document.Line, _ style: TextStyle) -> Double {
    style.of(line).lineHeight + (line.isRuled ? 6 : 0)
  }

  private mutating func write(_ line: Document.Line, _ style: TextStyle, in room: Box) {
    // What stands on the left begins with the text above, without the gap between columns.
    let isFirst = room.x - Self.gap <= area.x
    let x = line.alignment == .left && isFirst ? area.x : room.start(of: line.alignment)
    let place = Place(x: x, y: room.y + style.ascent)
    add([.text(line.text, place, style, line.alignment, .ink)])
    guard line.isRuled else { return }
    let width = min(letters.width(of: line.text, in: style), room.width) * line.ruleShare
    let (middle, height) = (room.x + room.width / 2, room.y + style.lineHeight + 2)
    let rule = Stroke(
      from: Place(x: middle - width / 2, y: height), to: Place(x: middle + width / 2, y: height))
    add([.strokes([rule], .ink, width: 0.7)])
  }
}
