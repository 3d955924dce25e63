/// How one of several things in a chart is told from the others: by colour, and without colour.
struct Look {
  let colour: Colour
  let hatch: Hatch
  let dashes: [Double]
  let marker: Marker

  /// What a bar is filled with.
  enum Hatch { case solid, rising, level, falling, empty, crossed }

  /// What stands at a point of a line.
  enum Marker { case disc, square, triangle, diamond, ring, cross }

  private static let all = [
    Look(colour: Colour(0x1F4E79), hatch: .solid, dashes: [], marker: .disc),
    Look(colour: Colour(0xB85410), hatch: .rising, dashes: [6, 3], marker: .square),
    Look(colour: Colour(0x4B7A2B), hatch: .level, dashes: [2, 2], marker: .triangle),
    Look(colour: Colour(0x8A2252), hatch: .crossed, dashes: [8, 3, 2, 3], marker: .diamond),
    Look(colour: Colour(0x5B5B5B), hatch: .falling, dashes: [10, 4], marker: .ring),
    Look(colour: Colour(0x00727A), hatch: .empty, dashes: [4, 2, 1, 2], marker: .cross),
  ]

  /// The look of the thing of that number, from 0; after six they come again.
  static func number(_ number: Int) -> Look { all[number % all.count] }

  // MARK: Bars

  func bar(_ box: Box) -> [Mark] {
    if hatch == .solid { return [.box(box, fill: colour, line: colour, width: 0.7)] }
    let frame = Mark.box(box, fill: .white, line: colour, width: 0.7)
    let strokes =
      switch hatch {
      case .solid, .empty: [Stroke]()
      case .rising: slanted(in: box, rising: true, every: 5)
      case .falling: slanted(in: box, rising: false, every: 5)
      case .crossed:
        slanted(in: box, rising: true, every: 6) + slanted(in: box, rising: false, every: 6)
      case .level: level(in: box, every: 3)
      }
    return strokes.isEmpty ? [frame] : [frame, .strokes(strokes, colour, width: 1)]
  }

  /// Lines at 45°, cut off at the edges of the box.
  private func slanted(in box: Box, rising: Bool, every gap: Double) -> [Stroke] {
    var strokes: [Stroke] = []
    var start = gap
    while start < box.width + box.height {
      // The line on which the ways along both edges add up to `start`.
      let (x1, y1) = start <= box.height ? (0, start) : (start - box.height, box.height)
      let (x2, y2) = start <= box.width ? (start, 0) : (box.width, start - box.width)
      let ends = [(x1, y1), (x2, y2)].map { x, y in
        Place(x: box.x + x, y: rising ? box.y + y : box.bottom - y)
      }
      strokes.append(Stroke(from: ends[0], to: ends[1]))
      start += gap
    }
    return strokes
  }

  private func level(in box: Box, every gap: Double) -> [Stroke] {
    stride(from: box.y + gap, to: box.bottom - 0.5, by: gap).map {
      Stroke(from: Place(x: box.x, y: $0), to: Place(x: box.right, y: $0))
    }
  }

  // MARK: Points

  func marker(at place: Place) -> Mark {
    func polygon(_ ways: [(Double, Double)], fill: Colour) -> Mark {
      .polygon(ways.map { place.moved(byX: $0, y: $1) }, fill: fill, line: colour, width: 1)
    }
    // Twelve corners look round enough at this size.
    let round = [
      (3.0, 0.0), (2.6, 1.5), (1.5, 2.6), (0, 3), (-1.5, 2.6), (-2.6, 1.5), (-3, 0), (-2.6, -1.5),
      (-1.5, -2.6), (0, -3), (1.5, -2.6), (2.6, -1.5),
    ]
    switch marker {
    case .disc: return polygon(round, fill: colour)
    case .ring: return polygon(round, fill: .white)
    case .square:
      return polygon([(-2.6, -2.6), (2.6, -2.6), (2.6, 2.6), (-2.6, 2.6)], fill: colour)
    case .triangle: return polygon([(0, -3.4), (3.2, 2.4), (-3.2, 2.4)], fill: colour)
    case .diamond: return polygon([(0, -3.6), (3.6, 0), (0, 3.6), (-3.6, 0)], fill: colour)
    case .cross:
      let strokes = [(-2.6, -2.6, 2.6, 2.6), (-2.6, 2.6, 2.6, -2.6)].map {
        Stroke(from: place.moved(byX: $0.0, y: $0.1), to: place.moved(byX: $0.2, y: $0.3))
      }
      return .strokes(strokes, colour, width: 1.4)
    }
  }
}
