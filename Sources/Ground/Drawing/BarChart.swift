import Basics

/// Counts as lying bars, such as how many have which grade: in total, or unit by unit.
///
/// Every bar has its name on its left and its figure at its end, so nothing hangs on a colour; bars
/// of the same name look the same in all groups.
package struct BarChart: Chart, Hashable {
  /// One bar.
  package struct Bar: Sendable, Hashable {
    package var label: String
    /// How long the bar is; below zero there is no bar, only the text.
    package var figure: Figure

    package init(_ label: String, _ figure: Figure) {
      self.label = label
      self.figure = figure
    }
  }

  /// Bars that belong together, under a heading of their own.
  package struct Group: Sendable, Hashable {
    /// Empty where there is but one group that needs no heading.
    package var label: String
    package var bars: [Bar]

    package init(_ label: String = "", _ bars: [Bar]) {
      self.label = label
      self.bars = bars
    }
  }

  package var title: String
  package var groups: [Group]
  /// What is written where there are no bars at all.
  package var none: String

  package init(title: String, groups: [Group], none: String = "—") {
    self.title = title
    self.groups = groups
    self.none = none
  }

  package init(title: String, bars: [Bar], none: String = "—") {
    self.init(title: title, groups: [Group(bars)], none: none)
  }
}

extension BarChart.Group {
  fileprivate init(_ bars: [BarChart.Bar]) { self.init("", bars) }
}

extension BarChart {
  func pictures(width: Double, first: Double, limit: Double) -> [Picture] {
    let plan = Plan(of: self, width: width)
    var pictures: [Picture] = []
    var column = start(plan, width: width)
    var isFresh = true
    for (number, row) in plan.rows.enumerated() {
      // A heading never stands alone at the foot of a page.
      let needed =
        row.height + (row.isHeading ? plan.rows.dropFirst(number + 1).first?.height ?? 0 : 0)
      let room = pictures.isEmpty ? first : limit
      if !isFresh, column.y + needed + ChartStyle.margin > room {
        pictures.append(finished(column, width: width))
        column = start(plan, width: width)
      }
      isFresh = false
      plan.draw(row, into: &column)
    }
    return pictures + [finished(column, width: width)]
  }

  private func start(_ plan: Plan, width: Double) -> Column {
    var column = Column(y: ChartStyle.margin)
    let room = width - 2 * ChartStyle.margin
    let lines = PlainText.wrapped(title, to: room, in: ChartStyle.title, most: 4)
    if !title.isEmpty {
      column.write(lines, at: ChartStyle.margin, ChartStyle.title)
      column.y += 6
    }
    if plan.rows.isEmpty {
      let none = PlainText.fitted(none, to: room, in: ChartStyle.label)
      column.write([none], at: width / 2, ChartStyle.label, .centre, .grey)
    }
    return column
  }

  private func finished(_ column: Column, width: Double) -> Picture {
    Picture(
      title: title, width: width, height: (column.y + ChartStyle.margin).rounded(.up),
      marks: column.marks)
  }

  /// One line of the chart: a heading or a bar.
  private struct Row {
    var heading: [String] = []
    var label: [String] = []
    var bar: Bar?
    var look = 0
    var height: Double
    var isHeading: Bool { bar == nil }
  }

  /// Where everything stands from left to right.
  private struct Plan {
    private(set) var rows: [Row] = []
    private var left: Double
    private var plot: Double
    private var figures: Double
    private var longest: Double

    init(of chart: BarChart, width: Double) {
      let bars = chart.groups.flatMap(\.bars)
      let room = width - 2 * ChartStyle.margin
      func widest(_ texts: [String]) -> Double {
        let all = texts.map { PlainText.width(of: PlainText.printable($0), in: ChartStyle.label) }
        return min(all.max() ?? 0, room * 0.3)
      }
      left = ChartStyle.margin + widest(bars.map(\.label)) + 8
      figures = widest(bars.map(\.figure.text))
      plot = width - ChartStyle.margin - figures - 6 - left
      longest = bars.map(\.figure.value.coordinate).max() ?? 0

      var looks: [String: Int] = [:]
      for group in chart.groups {
        if !group.label.isEmpty {
          let lines = PlainText.wrapped(group.label, to: room, in: ChartStyle.group, most: 4)
          let height = Double(lines.count) * ChartStyle.group.lineHeight + 7
          rows.append(Row(heading: lines, height: height))
        }
        for bar in group.bars {
          let lines = PlainText.wrapped(
            bar.label, to: left - 8 - ChartStyle.margin, in: ChartStyle.label, most: 4)
          let look = looks[bar.label] ?? looks.count
          looks[bar.label] = look
          let height = max(18, Double(lines.count) * ChartStyle.label.lineHeight + 5)
          rows.append(Row(label: lines, bar: bar, look: look, height: height))
        }
      }
    }

    func draw(_ row: Row, into column: inout Column) {
      let (top, style) = (column.y, ChartStyle.label)
      guard let bar = row.bar else {
        column.y += 5
        column.write(row.heading, at: ChartStyle.margin, ChartStyle.group)
        column.y = top + row.height
        return
      }
      let middle = top + row.height / 2
      column.y = middle - Double(row.label.count) * style.lineHeight / 2
      column.write(row.label, at: left - 8, style, .right)
      let value = bar.figure.value.coordinate
      let length = longest > 0 ? max(0, value / longest * plot) : 0
      if length > 0 {
        let box = Box(x: left, y: middle - 6.5, width: length, height: 13)
        column.marks += Look.number(row.look).bar(box)
      }
      let axis = Stroke(
        from: Place(x: left, y: top), to: Place(x: left, y: top + row.height))
      column.marks.append(.strokes([axis], .rule, width: 0.8))
      column.y = middle - style.lineHeight / 2
      let figure = PlainText.fitted(bar.figure.text, to: figures + 1, in: style)
      column.write([figure], at: left + length + 6, style)
      column.y = top + row.height
    }
  }
}
