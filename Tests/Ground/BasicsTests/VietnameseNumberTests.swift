import TestKit
import Testing

@testable import Basics

@Suite struct `A number in Vietnamese words` {
  @Test(
    arguments: table(
      """
      number              | words
      0                   | không
      1                   | một
      4                   | bốn
      5                   | năm
      10                  | mười
      11                  | mười một
      14                  | mười bốn
      15                  | mười lăm
      20                  | hai mươi
      21                  | hai mươi mốt
      24                  | hai mươi tư
      25                  | hai mươi lăm
      55                  | năm mươi lăm
      91                  | chín mươi mốt
      100                 | một trăm
      101                 | một trăm linh một
      104                 | một trăm linh bốn
      105                 | một trăm linh năm
      110                 | một trăm mười
      111                 | một trăm mười một
      115                 | một trăm mười lăm
      121                 | một trăm hai mươi mốt
      999                 | chín trăm chín mươi chín
      1000                | một nghìn
      1005                | một nghìn không trăm linh năm
      1015                | một nghìn không trăm mười lăm
      1021                | một nghìn không trăm hai mươi mốt
      1100                | một nghìn một trăm
      10620               | mười nghìn sáu trăm hai mươi
      15930               | mười lăm nghìn chín trăm ba mươi
      21000               | hai mươi mốt nghìn
      100000              | một trăm nghìn
      123457              | một trăm hai mươi ba nghìn bốn trăm năm mươi bảy
      1000000             | một triệu
      1000005             | một triệu không trăm linh năm
      1005000             | một triệu không trăm linh năm nghìn
      1050000             | một triệu không trăm năm mươi nghìn
      12345678            | mười hai triệu ba trăm bốn mươi lăm nghìn sáu trăm bảy mươi tám
      1000000000          | một tỷ
      1000000001          | một tỷ không trăm linh một
      1000020000          | một tỷ không trăm hai mươi nghìn
      10000000000         | mười tỷ
      1000000000000       | một nghìn tỷ
      1005000000000       | một nghìn không trăm linh năm tỷ
      1000000000000000    | một triệu tỷ
      1000000000000000000 | một tỷ tỷ
      -21                 | âm hai mươi mốt
      """))
  func `follows the rules of the table`(row: [String]) throws {
    #expect(VietnameseNumber.words(try #require(Int64(row[0]))) == row[1])
  }

  @Test func `has an end at either side`() {
    let most = """
      chín tỷ hai trăm hai mươi ba triệu ba trăm bảy mươi hai nghìn không trăm ba mươi sáu tỷ \
      tám trăm năm mươi tư triệu bảy trăm bảy mươi lăm nghìn tám trăm linh
      """
    #expect(VietnameseNumber.words(.max) == most + " bảy")
    #expect(VietnameseNumber.words(.min) == "âm " + most + " tám")
  }

  /// Read again by a reader that knows only what each word is worth.
  @Test func `can be read back`() {
    var random = Seeded.forTest()
    for _ in 0..<20_000 {
      let number =
        Int64.random(in: 1...Int64.max, using: &random) >> Int64.random(in: 0...62, using: &random)
      let words = VietnameseNumber.words(number)
      #expect(Self.read(words) == number, "\(number): \(words)")
    }
  }

  private static func read(_ text: String) -> Int64? {
    let values: [String: Int64] = [
      "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5,
      "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
    ]
    // Below the billion in hand, the thousands and millions done, the group, the last digit.
    var (billions, done, group, digit) = (Int64(0), Int64(0), Int64(0), Int64(0))
    for word in text.split(separator: " ") {
      switch word {
      case "trăm": (group, digit) = (digit * 100, 0)
      case "mươi": (group, digit) = (group + digit * 10, 0)
      case "mười": group += 10
      case "linh": break
      case "nghìn": (done, group, digit) = (done + (group + digit) * 1_000, 0, 0)
      case "triệu": (done, group, digit) = (done + (group + digit) * 1_000_000, 0, 0)
      case "tỷ":
        (billions, done, group, digit) = (
          (billions + done + group + digit) * 1_000_000_000, 0, 0, 0
        )
      default:
        guard let value = values[String(word)] else { return nil }
        digit = value
      }
    }
    return billions + done + group + digit
  }
}
