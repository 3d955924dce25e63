import Basics
import Foundation
import TestKit

@testable import Drawing

/// What the tests of this module draw.
enum Given {
  /// 2026-11-21 10:00:00 in Viet Nam.
  static let made = Instant(microseconds: 1_795_230_000_000_000)

  static let columns = [
    PrintedTable.Column("STT", .right), PrintedTable.Column("Họ và tên"),
    PrintedTable.Column("Đơn vị"), PrintedTable.Column("Điểm", .right),
    PrintedTable.Column("Xếp loại", .centre), PrintedTable.Column("Ghi chú"),
  ]

  static let units = [
    "Chi bộ Văn phòng Đảng ủy", "Chi bộ Phòng Kinh tế, Hạ tầng và Đô thị phường Ba Đình",
    "Chi bộ Quân sự", "Chi bộ Trường Tiểu học Nguyễn Thị Minh Khai",
  ]

  static func rows(_ count: Int) -> [[String]] {
    let names = [
      "Nguyễn Ánh Dương", "Trần Thị Mỹ Lệ", "Lê Hữu Phước", "Đỗ Quỳnh Như", "Vũ Ngọc Ẩn",
    ]
    return (0..<count).map { row in
      let note = row % 9 == 3 ? "Vắng họp có phép hai kỳ; đã kiểm điểm trước chi bộ" : ""
      let points = Points(hundredths: Int64(9_950 - row * 137 % 4_000)).description
      return [
        "\(row + 1)", names[row % names.count], units[row % units.count], points,
        ["A", "B", "C", "D"][row % 4], note,
      ]
    }
  }

  static func table(_ count: Int) -> PrintedTable {
    PrintedTable(
      caption: "Biểu 1. Kết quả đánh giá tháng 10/2026", columns: columns, rows: rows(count),
      total: ["", "Tổng cộng", "", "4321.50", "", ""], none: "Không có đảng viên nào")
  }

  static func document(
    title: String = "BÁO CÁO KẾT QUẢ ĐÁNH GIÁ, XẾP LOẠI ĐẢNG VIÊN",
    _ parts: [Document.Part], paper: Document.Paper = .portrait
  ) -> Document {
    Document(
      title: title, subtitle: "Tháng 10 năm 2026", paper: paper,
      head: [
        [
          Document.Line("ĐẢNG BỘ THÀNH PHỐ HÀ NỘI"),
          Document.Line("ĐẢNG ỦY PHƯỜNG BA ĐÌNH", bold: true, ruled: true),
          Document.Line("Số: 12-BC/ĐU"),
        ],
        [
          Document.Line("ĐẢNG CỘNG SẢN VIỆT NAM", bold: true, ruled: true),
          Document.Line("Hà Nội, ngày 21 tháng 11 năm 2026"),
        ],
      ],
      parts: parts, footer: "Lần tính 2026-10 · SHA-256 9f86d081884c7d65", made: made
    ) { "Trang \($0)/\($1)" }
  }

  static let grades = BarChart(
    title: "Xếp loại toàn đảng bộ",
    bars: [
      BarChart.Bar("A – Hoàn thành xuất sắc", Figure(ExactDecimal(12), text: "12 (20 %)")),
      BarChart.Bar("B – Hoàn thành tốt", Figure(ExactDecimal(36), text: "36 (60 %)")),
      BarChart.Bar("C – Hoàn thành", Figure(ExactDecimal(9), text: "9 (15 %)")),
      BarChart.Bar("D – Không hoàn thành", Figure(ExactDecimal(3), text: "3 (5 %)")),
    ])

  static let byUnit = BarChart(
    title: "Xếp loại theo chi bộ",
    groups: units.enumerated().map { number, unit in
      BarChart.Group(
        unit,
        ["A", "B", "C", "D"].enumerated().map { place, grade in
          BarChart.Bar(grade, Figure(ExactDecimal(Int64((number * 7 + place * 5) % 11))))
        })
    })

  static let trend: LineChart = {
    func series(_ label: String, _ texts: [String?]) -> LineChart.Series {
      var figures: [Month: Figure] = [:]
      for (number, text) in texts.enumerated() {
        guard let text, let points = Points(text), let month = first?.adding(months: number)
        else { continue }
        figures[month] = Figure(points)
      }
      return LineChart.Series(label, figures)
    }
    return LineChart(
      title: "Điểm bình quân mười hai tháng", from: first ?? Month(containing: .first),
      series: [
        series(
          "Đảng bộ phường",
          [
            "81.25", "82.00", "82.50", nil, "84.00", "83.75", "85.10", "86.00", nil, "87.35",
            "87.00", "88.40",
          ]),
        series(
          "Chi bộ Văn phòng",
          [
            "78.00", "77.50", "79.25", "80.00", "80.50", "82.00", nil, "83.00", "82.10", "84.00",
            "84.75", "85.00",
          ]),
      ])
  }()

  private static let first = Month(2025, 11)

  /// What a reader of the file sees as text, page by page.
  static func text(of pdf: [UInt8]) async throws -> [String] {
    let path = try Scratch.folder("pdf") + "/it.pdf"
    try Data(pdf).write(to: URL(fileURLWithPath: path))
    let run = try await Program(path: "/usr/bin/pdftotext").run([
      "-layout", "-enc", "UTF-8", path, "-",
    ])
    guard run.code == 0 else { throw TestKitProblem("pdftotext: \(run.errors)") }
    // Every page ends in a form feed.
    return run.output.split(separator: "\u{0C}", omittingEmptySubsequences: false).dropLast()
      .map(String.init)
  }
}
