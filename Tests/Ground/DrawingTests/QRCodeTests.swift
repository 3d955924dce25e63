import Basics
import Foundation
import FoundationXML
import TestKit
import Testing

@testable import Drawing

/// Reads a picture back with a scanner that shares nothing with the encoder.
private enum Scanner {
  static let path = "/usr/bin/zbarimg"
  static var isHere: Bool { FileManager.default.isExecutableFile(atPath: path) }
  static let missing: Comment = "zbarimg is not on this machine: install zbar-tools"

  /// What the code in an image file says.
  static func read(_ image: String) async throws -> String {
    let run = try await Program(path: path).run([
      "--quiet", "--raw", "--oneshot", "-Sdisable", "-Sqrcode.enable", image,
    ])
    guard run.code == 0 else { throw TestKitProblem("zbarimg \(run.code): \(run.errors)") }
    return run.output
  }

  /// What the code says that is made of these pixels, each drawn several times as large.
  static func read(dark pixels: [[Bool]], scale: Int = 4) async throws -> String {
    var bytes = Array(
      "P5\n\((pixels.first?.count ?? 0) * scale) \(pixels.count * scale)\n255\n".utf8)
    for row in pixels {
      let line = row.flatMap { Array(repeating: UInt8($0 ? 0 : 255), count: scale) }
      for _ in 0..<scale { bytes += line }
    }
    let path = try Scratch.folder("pgm") + "/it.pgm"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return try await read(path)
  }
}

@Suite struct `A QR code` {
  static let texts = [
    "A",
    "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA5303704540515930"
      + "5802VN62180814DP 202602 T00163044E27", "Đảng phí tháng 11 năm 2026: 123.457 ₫",
    String(repeating: "chi bộ ", count: 60),
  ]

  @Test(.enabled(if: Scanner.isHere, Scanner.missing), arguments: texts)
  func `is read back from PNG, from SVG and from a terminal`(text: String) async throws {
    let code = try QRCode(text)
    let path = try Scratch.folder("qr") + "/it.png"
    try code.writePNG(to: path, square: 4)
    #expect(try await Scanner.read(path) == text)
    let pixels = try Raster.pixels(of: code.svg(title: text, square: 3))
    #expect(pixels.count == (code.size + 8) * 3)
    #expect(try await Scanner.read(dark: pixels) == text)
    for screen in QRCode.Screen.allCases {
      #expect(try await Scanner.read(dark: shown(code.lines(on: screen), on: screen)) == text)
    }
  }

  @Test(.enabled(if: Scanner.isHere, Scanner.missing))
  func `of any text is read back`() async throws {
    var random = Seeded.forTest()
    let letters = Array("0123456789ABCXYZabcxyz $%*+-./:đĐơƯễ₫😀\n".unicodeScalars)
    for _ in 0..<20 {
      let length = Int.random(in: 1...400, using: &random)
      var text = String.UnicodeScalarView()
      for _ in 0..<length { text.append(letters.randomElement(using: &random) ?? "0") }
      let code = try QRCode(String(text))
      let read = try await Scanner.read(dark: shown(code.lines(), on: .dark))
      #expect(read.utf8.elementsEqual(String(text).utf8), "\(String(text)) → \(read)")
    }
  }

  @Test(.enabled(if: Scanner.isHere, Scanner.missing))
  func `on a printed page is read back`() async throws {
    let folder = try Scratch.folder("page")
    let code = try QRCode(Self.texts[1])
    try Given.document([.code(code, width: 120, caption: "Quét để nộp")]).writePDF(
      to: folder + "/it.pdf")
    let run = try await Program(path: "/usr/bin/pdftoppm").run([
      "-r", "150", "-gray", "-singlefile", folder + "/it.pdf", folder + "/it",
    ])
    #expect(run.code == 0, "\(run.errors)")
    #expect(try await Scanner.read(folder + "/it.pgm") == Self.texts[1])
  }

  @Test func `has three corners, a dark square that all have, and light around it`() throws {
    for text in Self.texts {
      let code = try QRCode(text)
      #expect((21...177).contains(code.size) && code.size % 4 == 1)
      for (row, column) in [(0, 0), (0, code.size - 7), (code.size - 7, 0)] {
        for step in 0..<7 {
          #expect(code.isDark(row: row, column: column + step))
          #expect(code.isDark(row: row + 6, column: column + step))
          #expect(code.isDark(row: row + step, column: column))
          #expect(code.isDark(row: row + step, column: column + 6))
        }
        #expect(!code.isDark(row: row + 1, column: column + 1))
        #expect(code.isDark(row: row + 3, column: column + 3))
      }
      #expect(code.isDark(row: code.size - 8, column: 8))
      #expect(!code.isDark(row: -1, column: 0) && !code.isDark(row: 0, column: code.size))
      // The two squares that say how much may be unreadable: 00 under the mask 10 is M.
      #expect(code.isDark(row: 8, column: 0) && !code.isDark(row: 8, column: 1))
    }
  }

  @Test func `has four light squares on every side`() throws {
    let code = try QRCode("DP 2026-11 M000123")
    let pixels = try Raster.pixels(of: code.svg(title: "Đảng phí", square: 1))
    let image = try #require(pixels.first).count
    #expect(image == code.size + 8 && pixels.count == image)
    for (row, line) in pixels.enumerated() {
      for (column, dark) in line.enumerated() {
        #expect(dark == code.isDark(row: row - 4, column: column - 4), "\(row) \(column)")
      }
    }
    let lines = code.lines(on: .light)
    #expect(lines.count == (code.size + 9) / 2 && lines.allSatisfy { $0.count == image })
    #expect(lines[0].allSatisfy { $0 == " " } && lines[1].allSatisfy { $0 == " " })
  }

  @Test func `in SVG is well formed, and says what it is for`() throws {
    let svg = try QRCode("x").svg(title: "Nộp <đảng phí> & \"quỹ\"")
    let parser = XMLParser(data: Data(svg.utf8))
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
    #expect(svg.contains("<title>Nộp &lt;đảng phí&gt; &amp; &quot;quỹ&quot;</title>"))
    #expect(svg.hasSuffix("</svg>\n"))
  }

  @Test func `is plain text on a terminal without colours, and sets colours back on one with`()
    throws
  {
    let code = try QRCode("x")
    for line in code.lines(on: .dark) + code.lines(on: .light) {
      #expect(line.allSatisfy { "▀▄█ ".contains($0) })
    }
    for line in code.lines(on: .coloured) {
      #expect(line.hasPrefix("\u{1B}[38;5;16;48;5;231m") && line.hasSuffix("\u{1B}[0m"))
    }
  }

  @Test func `holds what fits, and refuses nothing and too much`() throws {
    #expect(try QRCode(String(repeating: "ă", count: 1_165)).size == 177)
    #expect(try QRCode(String(repeating: "7", count: 5_596)).size == 177)
    #expect(try QRCode("a\u{0}b").size == 21)
    for (text, bytes) in [
      ("", 0), (String(repeating: "ă", count: 1_166), 2_332),
      (String(repeating: "7", count: 5_597), 5_597),
      (String(repeating: "a", count: 99_999), 99_999),
    ] {
      #expect(throws: DrawingProblem(.notForCode(bytes: bytes))) { try QRCode(text) }
    }
    let problem = DrawingProblem(.notForCode(bytes: 0))
    #expect(problem.kind == .usage && problem.hint != nil)
    #expect(problem.message.vi != problem.message.en)
  }

  @Test func `of a size that makes no sense takes the nearest`() throws {
    let code = try QRCode("x")
    #expect(code.svg(title: "", square: -3) == code.svg(title: "", square: 1))
    #expect(try code.png(square: 9_999) == code.png(square: 64))
  }

  /// The squares of a terminal's lines, as an eye sees them: `true` is dark.
  private func shown(_ lines: [String], on screen: QRCode.Screen) -> [[Bool]] {
    lines.flatMap { line -> [[Bool]] in
      let blocks = line.replacing(/\u{1B}\[[0-9;]*m/, with: "")
      return ["▀█", "▄█"].map { inked in
        blocks.map { block in inked.contains(block) != (screen == .dark) }
      }
    }
  }
}

/// A rasteriser for the little SVG that a code is made of: rectangles, and paths of boxes.
private final class Raster: NSObject, XMLParserDelegate {
  private var pixels: [[Bool]] = []

  static func pixels(of svg: String) throws -> [[Bool]] {
    let (raster, parser) = (Raster(), XMLParser(data: Data(svg.utf8)))
    parser.delegate = raster
    guard parser.parse() else { throw TestKitProblem("no XML: \(svg.prefix(200))") }
    return raster.pixels
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    let isDark = attributes["fill"] == "#000000"
    if name == "svg", let width = Int(attributes["width"] ?? ""),
      let height = Int(attributes["height"] ?? "")
    {
      pixels = Array(repeating: Array(repeating: false, count: width), count: height)
    }
    if name == "rect" {
      fill(
        attributes["x"] ?? "0", attributes["y"] ?? "0", attributes["width"] ?? "",
        attributes["height"] ?? "", isDark)
    }
    let box = /M([0-9]+),([0-9]+)h([0-9]+)v([0-9]+)h-([0-9]+)z/
    var way = (attributes["d"] ?? "")[...]
    while let match = way.prefixMatch(of: box), match.3 == match.5 {
      fill(String(match.1), String(match.2), String(match.3), String(match.4), isDark)
      way = way[match.range.upperBound...]
    }
    #expect(way.isEmpty, "a path that is not made of boxes: \(way.prefix(40))")
  }

  private func fill(_ x: String, _ y: String, _ width: String, _ height: String, _ isDark: Bool) {
    guard let x = Int(x), let y = Int(y), let width = Int(width), let height = Int(height) else {
      return
    }
    for row in y..<y + height {
      for column in x..<x + width { pixels[row][column] = isDark }
    }
  }
}
