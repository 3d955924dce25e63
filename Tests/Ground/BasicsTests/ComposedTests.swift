import Foundation
import TestKit
import Testing

@testable import Basics

@Suite struct `Text in one spelling` {
  @Test func `is what Foundation makes of it, whatever it is made of`() throws {
    var chance = Seeded.forTest()
    let ranges: [ClosedRange<UInt32>] = [
      0...0x2FF, 0x300...0x36F, 0x1E00...0x1EFF, 0x1F00...0x20FF, 0xAC00...0xAC20, 0x1100...0x11FF,
      0x1D15E...0x1D164, 0x212A...0x212B,
    ]
    for _ in 0..<5_000 {
      var scalars = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 0...6, using: &chance) {
        let range = ranges.randomElement(using: &chance) ?? 0...0x2FF
        if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &chance)) {
          scalars.append(scalar)
        }
      }
      let text = String(scalars)
      let composed = text.precomposedStringWithCanonicalMapping
      #expect(text.composed.utf8.elementsEqual(composed.utf8), "\(scalars.map(\.value))")
    }
  }

  @Test func `every scalar of the short way stands as it is`() {
    for value in UInt32(0)...0x2FFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let text = String(scalar)
      #expect(
        text.composed.utf8.elementsEqual(text.precomposedStringWithCanonicalMapping.utf8),
        "\(value)")
    }
  }

  @Test func `is quoted as JSON readers expect`() throws {
    for text in ["", "Nguyễn Thị Ánh", "\"", "\\", "a\nb\t\u{0}\u{1F}", "\u{7F}\u{2028}/", "😀"] {
      let read = try JSONDecoder().decode([String].self, from: Data("[\(jsonQuoted(text))]".utf8))
      #expect(read.first?.utf8.elementsEqual(text.utf8) == true)
    }
  }
}
