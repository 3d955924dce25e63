import Basics

/// Numbers month by month as lines, with a small table of the figures below the months.
///
/// A month without a figure is a gap in the line. The lines differ in marker and dashes as well as
/// in colour, and every figure stands in the table as it was given.
package struct LineChart: Chart, Hashable {
  /// One line.
  package struct Series: Sendable, Hashable {
    package var label: String
    /// Months outside the chart are not drawn.
    package var figures: [Month: Figure]

    package init(_ label: String, _ figures: [Month: Figure]) {
      self.label = label
      self.figures = figures
    }
  }

  package var title: String
  /// The months on the axis, in their order.
  package var months: [Month]
  package var series: [Series]
  /// What is written where there are no figures at all.
  package var none: String

  /// - Parameters:
  ///   - title: what is shown.
  ///   - first: the first month on the axis.
  ///   - count: how many months there are, 1 to 120; what is outside is taken for the nearest.
  ///   - series: the lines, in the order of the table.
  ///   - none: what is written where there are no figures at all.
  package init(
    title: String, from first: Month, months count: Int = 12, series: [Series], none: String = "—"
  ) {
    self.title = title
    months = (0..<min(max(count, 1), 120)).map { first.adding(months: $0) }
    self.series = series
    self.none = none
  }
}

extension LineChart {
  func pictures(width: Double, first: Double, limit: Double) -> [Picture] {
    let frame = Frame(of: self, width: width)
    var column = Column(y: ChartStyle.margin)
    if !title.isEmpty {
      let room = width - 2 * ChartStyle.margin
      let lines = PlainText.wrapped(title, to: room, in: ChartStyle.title, most: 4)
      column.write(lines, at: ChartStyle.margin, ChartStyle.title)
      column.y += 8
    }
    // The line of the highest figure is not cut in half.
    column.y += 4
    let plot = Box(
      x: frame.left, y: column.y, width: frame.cell * Double(months.count),
      height: min(max(width * 0.3, 90), 260))
    column.marks += frame.grid(in: plot)
    for (number, line) in series.enumerated() {
      column.marks += frame.line(line, Look.number(number), in: plot)
    }
    if !series.contains(where: { line in months.contains { line.figures[$0] != nil } }) {
      let place = Place(x: plot.x + plot.width / 2, y: plot.y + plot.height / 2)
      let text = PlainText.fitted(none, to: plot.width, in: ChartStyle.label)
      column.marks.append(.text(text, place, ChartStyle.label, .centre, .grey))
    }
    column.y = plot.bottom
    return frame.table(below: column, of: self, first: first, limit: limit)
  }

  /// Where everything stands from left to right, and the scale at the side.
  private struct Frame {
    let width: Double
    let months: [Month]
    let scale: Scale
    /// Where the months begin.
    let left: Double
    /// How wide one month is.
    let cell: Double
    /// What is written in the table, small enough for its cells.
    let style: TextStyle

    init(of chart: LineChart, width: Double) {
      self.width = width
      months = chart.months
      let shown = chart.series.map { line in chart.months.compactMap { line.figures[$0] } }
      scale = Scale(of: shown.flatMap { $0.map(\.value) })
      let room = width - 2 * ChartStyle.margin
      let names = chart.series.map {
        PlainText.width(of: PlainText.printable($0.label), in: ChartStyle.small) + 34
      }
      let ticks = scale.ticks.map { PlainText.width(of: $0.text, in: ChartStyle.small) + 8 }
      let gutter = min(max(names.max() ?? 0, ticks.max() ?? 0, 40), room * 0.3)
      left = ChartStyle.margin + gutter
      cell = (room - gutter) / Double(months.count)

      let texts = shown.flatMap { $0.map(\.text) } + [Frame.text(months[0])]
      let widest = texts.map { PlainText.width(of: $0, in: ChartStyle.small) }.max() ?? 0
      let fits = widest > 0 ? ChartStyle.small.size * (cell - 3) / widest : ChartStyle.small.size
      var style = ChartStyle.small
      style.size = (min(style.size, max(5, fits)) * 10).rounded(.down) / 10
      self.style = style
    }

    static func text(_ month: Month) -> String {
      let (year, number) = (String(month.year), String(month.monthOfYear))
      return (number.count < 2 ? "0" : "") + number + "/" + year
    }

    private func middle(ofMonth number: Int) -> Double { left + cell * (Double(number) + 0.5) }

    func grid(in plot: Box) -> [Mark] {
      var marks: [Mark] = []
      for tick in scale.ticks {
        let y = plot.bottom - (tick.coordinate - scale.low) / (scale.high - scale.low) * plot.height
        let stroke = Stroke(from: Place(x: plot.x, y: y), to: Place(x: plot.right, y: y))
        marks.append(.strokes([stroke], .hairline, width: 0.6))
        let place = Place(x: plot.x - 5, y: y + 3)
        let text = PlainText.fitted(
          tick.text, to: left - 5 - ChartStyle.margin, in: ChartStyle.small)
        marks.append(.text(text, place, ChartStyle.small, .right, .grey))
      }
      marks.append(.box(plot, fill: nil, line: .rule, width: 0.8))
      return marks
    }

    /// The runs of months that have figures, each one line, and a marker at every figure.
    func line(_ series: Series, _ look: Look, in plot: Box) -> [Mark] {
      var (runs, run): ([[Place]], [Place]) = ([], [])
      for (number, month) in months.enumerated() {
        if let figure = series.figures[month] {
          let y = plot.bottom - scale.share(of: figure.value) * plot.height
          run.append(Place(x: middle(ofMonth: number), y: y))
        } else if !run.isEmpty {
          runs.append(run)
          run = []
        }
      }
      if !run.isEmpty { runs.append(run) }
      let lines = runs.filter { $0.count > 1 }.map {
        Mark.path($0, look.colour, width: 1.6, dashes: look.dashes)
      }
      return lines + runs.joined().map(look.marker(at:))
    }

    /// The months and, line by line, their figures; further pictures where there is no room.
    func table(below plot: Column, of chart: LineChart, first: Double, limit: Double) -> [Picture] {
      var (column, pictures) = (plot, [Picture]())
      func finished(_ column: Column) -> Picture {
        Picture(
          title: chart.title, width: width, height: (column.y + ChartStyle.margin).rounded(.up),
          marks: column.marks)
      }
      writeMonths(into: &column)
      for (number, series) in chart.series.enumerated() {
        let name = PlainText.wrapped(
          series.label, to: left - ChartStyle.margin - 32, in: ChartStyle.small, most: 4)
        let height = Double(max(name.count, 1)) * ChartStyle.small.lineHeight + 4
        if column.y + height + ChartStyle.margin > (pictures.isEmpty ? first : limit) {
          pictures.append(finished(column))
          column = Column(y: ChartStyle.margin)
          writeMonths(into: &column)
        }
        write(series, name, Look.number(number), height: height, into: &column)
      }
      return pictures + [finished(column)]
    }

    private func writeMonths(into column: inout Column) {
      let texts = months.enumerated().map { ($0, Frame.text($1)) }
      let widest = PlainText.width(of: "00/0000", in: style)
      let every = max(1, Int((widest / cell).rounded(.up)))
      writeRow(texts.filter { $0.0 % every == 0 }, at: column.y + 2, every, into: &column)
      column.y += style.lineHeight + 5
    }

    private func write(
      _ series: Series, _ name: [String], _ look: Look, height: Double, into column: inout Column
    ) {
      let top = column.y
      let rule = Stroke(
        from: Place(x: ChartStyle.margin, y: top), to: Place(x: width - ChartStyle.margin, y: top))
      column.marks.append(.strokes([rule], .hairline, width: 0.6))
      let middle = top + height / 2
      let sample = [
        Place(x: ChartStyle.margin, y: middle), Place(x: ChartStyle.margin + 24, y: middle),
      ]
      column.marks.append(.path(sample, look.colour, width: 1.6, dashes: look.dashes))
      column.marks.append(look.marker(at: Place(x: ChartStyle.margin + 12, y: middle)))
      column.y = top + 2
      column.write(name, at: ChartStyle.margin + 28, ChartStyle.small)
      let texts = months.enumerated().map { ($0, series.figures[$1]?.text ?? "–") }
      writeRow(texts, at: middle - style.lineHeight / 2, into: &column)
      column.y = top + height
    }

    /// Texts under their months, each as wide as so many of them.
    private func writeRow(
      _ texts: [(Int, String)], at y: Double, _ cells: Int = 1, into column: inout Column
    ) {
      for (number, text) in texts {
        let fitted = PlainText.fitted(text, to: cell * Double(cells), in: style)
        let place = Place(x: middle(ofMonth: number), y: y + style.ascent)
        column.marks.append(.text(fitted, place, style, .centre, .ink))
      }
    }
  }
}
