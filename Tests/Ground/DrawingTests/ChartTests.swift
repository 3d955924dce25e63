import Basics
import CCairo
import Foundation
import FoundationXML
import TestKit
import Testing

@testable import Drawing

@Suite struct `A chart` {
  @Test func `of bars is what the golden file shows`() {
    expectGolden(Given.grades.svg(), "grades.svg")
    expectGolden(Given.byUnit.svg(width: 480), "by-unit.svg")
  }

  @Test func `of months is what the golden file shows`() {
    expectGolden(Given.trend.svg(), "trend.svg")
  }

  @Test func `is a PNG of twice the width, with something on it`() throws {
    let path = try Scratch.folder("png") + "/it.png"
    try Given.grades.writePNG(to: path, width: 600)
    let image = try Pixels(path: path)
    let height = Given.grades.picture(width: 600).height
    #expect(image.width == 1200 && image.height == Int(height) * 2)
    #expect(image.count(of: 0xFFFFFF) > image.width * image.height / 2)
    // The solid bar of the first grade, and the lines in that of the second.
    #expect(image.count(of: 0x1F4E79) > 2_000)
    #expect(image.count(of: 0xB85410) > 200)
    #expect(try Given.grades.png(width: 600) == Array(Data(contentsOf: URL(fileURLWithPath: path))))
  }

  @Test func `says in a document all that it says alone`() async throws {
    let document = Given.document([.chart(Given.byUnit), .chart(Given.trend)])
    let text = try await Given.text(of: try document.pdf()).joined()
    let drawn = [Given.byUnit as any Drawn, Given.trend].flatMap {
      $0.picture(width: 515).texts
    }
    #expect(drawn.count > 70)
    #expect(drawn.filter { !text.contains($0) } == [])
  }

  @Test func `goes on over the pages it needs`() async throws {
    let groups = (1...126).map { number in
      BarChart.Group(
        "Phường số \(number)",
        ["A", "B", "C", "D"].map { BarChart.Bar($0, Figure(ExactDecimal(Int64(number)))) })
    }
    let chart = BarChart(title: "Theo phường", groups: groups)
    let pages = try await Given.text(of: try Given.document([.chart(chart)]).pdf())
    #expect(pages.count == 17)
    for number in 1...126 {
      let found = pages.filter { page in
        page.split(separator: "\n").contains { $0.hasSuffix("Phường số \(number)") }
      }
      #expect(found.count == 1, "\(number)")
    }
    for page in pages { #expect(page.contains("Theo phường")) }
    let months = LineChart(
      title: "Nhiều đường", from: try #require(Month(2026, 1)),
      series: (1...90).map { LineChart.Series("Đường \($0)", [:]) })
    let more = try await Given.text(of: try Given.document([.chart(months)]).pdf())
    #expect(more.count == 3)
    for page in more { #expect(page.contains("01/2026")) }
  }

  @Test func `of nothing says so`() throws {
    let month = try #require(Month(2026, 1))
    let empty: [any Chart] = [
      BarChart(title: "", bars: [], none: "Không có số liệu"),
      LineChart(title: "", from: month, series: [], none: "Không có số liệu"),
      LineChart(
        title: "", from: month,
        series: [
          LineChart.Series("a", [month.adding(months: -1): Figure(ExactDecimal(1))])
        ], none: "Không có số liệu"),
    ]
    for chart in empty {
      #expect(chart.svg().contains("Không có số liệu"))
      #expect(try chart.png().count > 100)
    }
  }

  @Test(arguments: [240, 720, 4_000])
  func `of strange text and numbers is still a picture`(width: Int) throws {
    let odd = "<b>&\"'\u{0}\u{8}\u{FFFE} ]]> 😀 " + String(repeating: "dàidằngdặc", count: 90)
    let huge = try #require(ExactDecimal("9999999999999999999999999999"))
    let tiny = try #require(ExactDecimal("0.000000000000000001"))
    let month = try #require(Month(2026, 1))
    let values = [huge, tiny, ExactDecimal(0), ExactDecimal(-5)]
    let bars = BarChart(
      title: odd,
      groups: [
        BarChart.Group(odd, values.map { BarChart.Bar(odd, Figure($0, text: odd)) })
      ])
    let lines = [values, [tiny, ExactDecimal(0)], [huge, huge], [ExactDecimal(-5)]].map { values in
      LineChart(
        title: odd, from: month, months: 40,
        series: [
          LineChart.Series(
            odd,
            Dictionary(
              uniqueKeysWithValues: values.enumerated().map {
                (month.adding(months: $0), Figure($1, text: odd))
              }))
        ], none: odd)
    }
    for chart in [bars as any Drawn] + lines {
      let svg = chart.svg(width: width)
      let parser = XMLParser(data: Data(svg.utf8))
      #expect(parser.parse(), "\(String(describing: parser.parserError))")
      #expect(!svg.contains("nan") && !svg.contains("inf"))
      let picture = chart.picture(width: Double(width))
      for place in picture.places {
        #expect((-1...picture.width + 1).contains(place.x))
        #expect((-1...picture.height + 1).contains(place.y))
      }
    }
  }
}

@Suite struct `The scale of a chart` {
  @Test(
    arguments: table(
      """
      values        | ticks
      81.25 88.40   | 80 82 84 86 88 90
      0 1           | 0.0 0.2 0.4 0.6 0.8 1.0
      3             | 2.0 2.5 3.0 3.5 4.0
      100 100       | 90 95 100 105 110
      -3 4          | -4 -2 0 2 4
      0 1200000     | 0 200000 400000 600000 800000 1000000 1200000
      0.01 0.02     | 0.010 0.012 0.014 0.016 0.018 0.020
      """))
  func `has round numbers`(row: [String]) throws {
    let values = try row[0].split(separator: " ").map { try #require(ExactDecimal(String($0))) }
    let scale = Scale(of: values)
    #expect(scale.ticks.map(\.text).joined(separator: " ") == row[1])
    #expect(values.allSatisfy { (0...1).contains(scale.share(of: $0)) })
  }
}

@Suite struct `A line of sparks` {
  @Test(
    arguments: table(
      """
      values                    | sparks
      1 2 3 4 5 6 7 8           | ▁▂▃▄▅▆▇█
      0 100                     | ▁█
      5 5 5                     | ▄▄▄
      - 5 -                     | ·▄·
      - -                       | ··
      -2 0 2                    | ▁▅█
      87.50 - 88.25 90.00       | ▁·▃█
      1000000000000000000000000001 1000000000000000000000000002 | ▁█
                                |
      """))
  func `runs from the lowest to the highest`(row: [String]) throws {
    let values = row[0].split(separator: " ").map { $0 == "-" ? nil : ExactDecimal(String($0)) }
    #expect(sparkline(values) == row[1])
  }
}

/// An image as it was written to a file.
private struct Pixels {
  let width: Int
  let height: Int
  private let colours: [UInt32]

  init(path: String) throws {
    let surface = cairo_image_surface_create_from_png(path)
    defer { cairo_surface_destroy(surface) }
    width = Int(cairo_image_surface_get_width(surface))
    height = Int(cairo_image_surface_get_height(surface))
    let stride = Int(cairo_image_surface_get_stride(surface))
    guard let data = cairo_image_surface_get_data(surface) else {
      throw TestKitProblem("\(path) is no image")
    }
    let (columns, rows) = (width, height)
    colours = (0..<rows).flatMap { y in
      (0..<columns).map { x in
        UnsafeRawPointer(data).loadUnaligned(fromByteOffset: y * stride + x * 4, as: UInt32.self)
          & 0xFFFFFF
      }
    }
  }

  func count(of colour: UInt32) -> Int { colours.count { $0 == colour } }
}

extension Picture {
  fileprivate var texts: [String] {
    marks.compactMap { mark in
      if case .text(let text, _, _, _, _) = mark { text } else { nil }
    }
  }

  fileprivate var places: [Place] {
    marks.flatMap { mark -> [Place] in
      switch mark {
      case .box(let box, _, _, _), .code(_, let box):
        [Place(x: box.x, y: box.y), Place(x: box.right, y: box.bottom)]
      case .boxes(let boxes, _):
        boxes.flatMap { [Place(x: $0.x, y: $0.y), Place(x: $0.right, y: $0.bottom)] }
      case .strokes(let strokes, _, _): strokes.flatMap { [$0.from, $0.to] }
      case .path(let places, _, _, _), .polygon(let places, _, _, _): places
      case .text(_, let place, _, _, _): [place]
      }
    }
  }
}
