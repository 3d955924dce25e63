import Basics
import Dues
import Foundation
import Sample
import Tabular

/// A month of dues in the demonstration: assessed, read from the bank, paid at the desk, explained.
///
/// Told again nothing is booked again, so that it can be repeated.
struct DemoDues {
  let month: Month
  let folder: String
  let office: Office
  let screen: DemoScreen
  let dues: Dues

  /// Whose bank account everybody uses, and the cell that is looked at.
  private static let committee = "TU"
  private static let cell = "CB00004-1"

  private var period: [String] { ["--period", "\(month)"] }

  func show() async throws {
    screen.terminal.line()
    screen.terminal.line(
      vi: "Đảng phí tháng \(month): tính cho mọi người, thu qua ngân hàng và tiền mặt.",
      en: "Dues of \(month): assessed for everybody, paid by bank and in cash.")
    try await screen.show(["dues", "assess"] + period)
    let charges = folder + "/reports/dues-\(month).csv"
    try await screen.show(["dues", "export"] + period + ["--output", charges])
    let path = folder + "/statement-\(month).csv"
    let statement = try write(path, from: charges)
    if try await isBooked(statement) {
      screen.terminal.line(
        vi: "Sao kê tháng \(month) đã ghi từ trước, theo số tham chiếu cũ: để nguyên.",
        en: "The statement of \(month) was booked before, by older references: left as it is.")
    } else {
      try await screen.show("dues", "import-statement", path)
    }
    if let member = statement.byCash { try await payInCash(member) }
    try await screen.show(["dues", "statement", Self.cell] + period)
    try await screen.show(
      "dues", "bank-account", Self.committee, "--bin", "970403", "--account", "0011012345678")
    if let member = statement.byCash ?? statement.byBank {
      try await screen.show("dues", "qr", member, "--amount", "50000")
    }
  }

  /// A statement as a bank would send it, made of what was charged.
  private func write(_ path: String, from charges: String) throws -> SampleStatement {
    let reader = try CSVReader(path: charges)
    let places = Dictionary(
      reader.header.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let writer = try CSVWriter(path: path, header: SampleStatement.columns)
    var statement = SampleStatement(month: month, day: month.lastDay, to: writer)
    guard let member = places["member_code"], let net = places["net"] else { return statement }
    while let item = try reader.next() {
      guard case .row(let row) = item else { continue }
      try statement.add(member: row.fields[member], owes: Money(row.fields[net]) ?? .zero)
    }
    try statement.finish()
    return statement
  }

  /// Whether an older demonstration booked this month by references without their month.
  private func isBooked(_ statement: SampleStatement) async throws -> Bool {
    guard let member = statement.byBank else { return false }
    return try await status(of: try Console.code(member)).payments.contains { payment in
      payment.channel == .bank && payment.paidOn == month.lastDay
        && payment.reference == statement.olderReference
    }
  }

  private func payInCash(_ member: String) async throws {
    let code = try Console.code(member)
    guard let net = try await status(of: code).net(of: month) else { return }
    try await screen.show(
      "dues", "pay", member, "--amount", "\(net)", "--reference", "demo-\(month)")
    try await screen.show("dues", "status", member)
    guard let payment = try await status(of: code).lastInCash else { return }
    try await screen.show(
      "dues", "receipt", "\(payment)", "--output", folder + "/reports/receipt.pdf")
  }

  private func status(of code: Code) async throws -> DuesStatus {
    try await dues.status(of: code, today: office.today, for: office.actor)
  }
}

extension DuesStatus {
  fileprivate func net(of month: Month) -> Money? { months.first { $0.month == month }?.net }

  /// The number of the last payment that has a receipt.
  fileprivate var lastInCash: Int64? { payments.last { $0.receipt != nil }?.number }
}
