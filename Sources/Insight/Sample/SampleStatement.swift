import Basics
import Tabular

/// A bank statement that does not exist: six in ten pay by bank, as people write.
///
/// The same charges give the same bytes, so that a demonstration can be repeated.
package struct SampleStatement {
  package static let columns = ["date", "reference", "amount", "content"]

  private let month: Month
  private let day: Day
  private let writer: any TableWriter
  private var number = 0
  /// Somebody who owes and does not pay by bank: for the cash desk.
  package private(set) var byCash: String?
  /// Somebody whose payment is in the statement.
  package private(set) var byBank: String?
  /// The reference that older samples gave that payment, without its month.
  package private(set) var olderReference: String?

  /// - Parameters:
  ///   - month: the month that is paid.
  ///   - day: of every line.
  ///   - writer: takes the lines, with the header ``columns``.
  package init(month: Month, day: Day, to writer: any TableWriter) {
    self.month = month
    self.day = day
    self.writer = writer
  }

  /// Writes the line of somebody who owes something, if they pay by bank.
  package mutating func add(member: String, owes net: Money) throws {
    guard net > .zero else { return }
    number += 1
    var dice = Dice(seed: UInt64(number))
    guard dice.roll(10) < 6 else {
      byCash = byCash ?? member
      return
    }
    let plain = "\(month)".replacing("-", with: "")
    let content: String
    switch dice.roll(100) {
    case 0..<50: content = "DP \(month) \(member)"
    case 50..<70: content = "dp \(plain) \(member.lowercased())"
    case 70..<85: content = "IBFT DP\(plain)\(member)"
    case 85..<98: content = "DP \(month) \(member) nop dang phi"
    default:
      // Nobody can tell by the content who that was.
      try write(net, "nop dang phi thang \(month.monthOfYear)")
      return
    }
    if byBank == nil {
      (byBank, olderReference) = (member, "FT\(month.year)\(100_000_000 + number)")
    }
    try write(net, content)
  }

  package func finish() throws { try writer.finish() }

  /// Of the line at hand: no two months share one, and a month repeated has the same.
  private var reference: String {
    "FT" + "\(month)".replacing("-", with: "") + "\(100_000_000 + number)"
  }

  private func write(_ amount: Money, _ content: String) throws {
    try writer.write(["\(day)", reference, "\(amount)", content])
  }
}
