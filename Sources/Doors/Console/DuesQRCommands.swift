import ArgumentParser
import Basics
import Drawing
import Dues
import Reports
import VietQR

extension DuesCommands {
  package struct QR: DeskCommand {
    package static let configuration = CommandConfiguration(
      commandName: "qr",
      abstract: words(
        vi: "Mã VietQR để chuyển khoản đảng phí: chữ, hình trên màn hình, PNG hoặc SVG.",
        en: "A VietQR code to pay dues by transfer: text, drawn here, PNG or SVG."),
      discussion: words(
        vi: """
          Số tiền mặc định là số còn phải nộp; nội dung nêu tháng và mã để sao kê tự khớp.
          Ví dụ: cadre dues qr M000123
                 cadre dues qr M000123 --amount 200000 --output nop.png
          """,
        en: """
          The sum is what is open unless given; the content names month and code, so that the
          bank's statement is matched by itself.
          Example: cadre dues qr M000123
                   cadre dues qr M000123 --amount 200000 --output pay.png
          """))
    @Argument(help: help(vi: "Mã.", en: "The code.")) var code: String
    @Option(
      help: help(vi: "Số tiền (mặc định số còn phải nộp).", en: "The sum (default what is open)."))
    var amount: String?
    @Option(name: .shortAndLong, help: help(vi: "Tệp .png hoặc .svg.", en: "A .png or .svg file."))
    var output: String?
    @OptionGroup var format: FormatOption
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let (member, sum) = (try Console.code(code), try amount.map { try money("--amount", $0) })
      let picture = try output.map(Picture.init)
      let rules = try desk.duesRules
      let office = try await desk.open(actingAs.account)
      let transfer = try await DuesTransfer(
        to: member, amount: sum, by: office.dues(by: rules), in: office)
      let drawing = try QRCode(transfer.qr.payload)
      if let output, let picture {
        switch picture {
        case .png: try drawing.writePNG(to: output)
        case .svg:
          try drawing.writeSVG(to: output, title: desk.terminal.say(transfer.caption))
        }
        return desk.terminal.line(
          vi: "Đã ghi mã vào \(output): \(transfer.caption.vi).",
          en: "Wrote the code to \(output): \(transfer.caption.en).")
      }
      guard format.format == .table else {
        return try transfer.listing.print(as: format.format, to: desk.terminal)
      }
      desk.terminal.line(desk.terminal.say(transfer.caption))
      desk.terminal.line(transfer.qr.payload)
      for line in drawing.lines(on: desk.terminal.usesColour ? .coloured : .dark) {
        desk.terminal.line(line)
      }
    }

    private enum Picture {
      case png, svg

      init(_ path: String) throws {
        if path.lowercased().hasSuffix(".png") {
          self = .png
        } else if path.lowercased().hasSuffix(".svg") {
          self = .svg
        } else {
          throw PlainProblem(
            .usage,
            Phrase(
              vi: "“\(path)” không phải tệp .png hay .svg.",
              en: "“\(path)” is neither a .png nor an .svg file."),
            hint: Phrase(
              vi: "Đặt tên tệp có đuôi .png hoặc .svg.",
              en: "Give the file a name in .png or .svg."))
        }
      }
    }
  }

  package struct SetBankAccount: DeskCommand {
    package static let configuration = CommandConfiguration(
      commandName: "bank-account",
      abstract: words(
        vi: "Ghi tài khoản thu đảng phí của một đơn vị; cấp dưới không có thì dùng chung.",
        en: "Records a unit's bank account for dues; units below without one use it."),
      discussion: words(
        vi: "Ví dụ: cadre dues bank-account DU00004 --bin 970436 --account 0011001234567",
        en: "Example: cadre dues bank-account DU00004 --bin 970436 --account 0011001234567"))
    @Argument(help: help(vi: "Mã đơn vị.", en: "The unit's code.")) var unit: String
    @Option(
      help: help(vi: "Mã ngân hàng tại NAPAS, 6 chữ số.", en: "The bank at NAPAS, six digits."))
    var bin: String
    @Option(help: help(vi: "Số tài khoản.", en: "The account.")) var account: String
    @Option(help: help(vi: "Từ ngày (mặc định hôm nay).", en: "From this day (default today)."))
    var from: String?
    @OptionGroup var why: BasisOptions
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let (unit, basis) = (try code(unit), try why.basis())
      // Asked here, so that nobody finds out by a code that no phone reads.
      _ = try VietQR(bank: bin, account: account, amount: nil, purpose: "")
      let rules = try desk.duesRules
      let office = try await desk.open(actingAs.account)
      let from = try day(from, or: office.today)
      let isNew = try await office.dues(by: rules).setBankAccount(
        of: unit, bankBIN: bin, number: account, from: from, by: office.actor, basis: basis)
      desk.terminal.line(
        vi: isNew
          ? "Đã ghi tài khoản \(account) (ngân hàng \(bin)) của \(unit) từ \(from)."
          : "Tài khoản của \(unit) vốn như vậy; không đổi gì.",
        en: isNew
          ? "Recorded the account \(account) (bank \(bin)) of \(unit) from \(from)."
          : "The account of \(unit) was the same; no change.")
    }
  }
}

/// A transfer of somebody's dues.
struct DuesTransfer {
  let qr: VietQR
  let account: BankAccount
  let member: Code

  /// - Throws: `DuesError` where there is no account, `VietQRError` for what a code cannot hold.
  init(to member: Code, amount: Money?, by dues: Dues, in office: Office) async throws {
    let target = try await dues.transferTarget(
      of: member, today: office.today, for: office.actor)
    (account, self.member) = (target.account, member)
    qr = try VietQR(
      bank: account.bankBIN, account: account.number,
      amount: amount ?? (target.open > .zero ? target.open : nil),
      purpose: StatementContent.plainText(
        month: target.month ?? office.today.month, code: member))
  }

  var caption: Phrase {
    let sum = Phrase(
      vi: qr.amount.map { $0.text(in: .vietnamese) } ?? "số tiền tuỳ người nộp",
      en: qr.amount.map { $0.text(in: .english) } ?? "any sum")
    return Phrase(
      vi: "\(sum.vi) vào tài khoản \(qr.account), ngân hàng \(qr.bank), nội dung \(qr.purpose)",
      en: "\(sum.en) to the account \(qr.account), bank \(qr.bank), content \(qr.purpose)")
  }

  var listing: Listing {
    var listing = Listing([
      .init("member_code", vi: "Mã", en: "Code"), .init("unit", vi: "Đơn vị", en: "Unit"),
      .init("bank", vi: "Ngân hàng", en: "Bank"), .init("account", vi: "Tài khoản", en: "Account"),
      .init("amount", vi: "Số tiền", en: "Amount", isNumber: true),
      .init("content", vi: "Nội dung", en: "Content"),
      .init("payload", vi: "Chuỗi VietQR", en: "Payload"),
    ])
    listing.add(
      member.text, account.unit.text, qr.bank, qr.account, qr.amount?.description ?? "",
      qr.purpose, qr.payload)
    return listing
  }

  /// The code on a statement, where something is owed and can be transferred.
  static func statementCode(
    of status: DuesStatus, by dues: Dues, in office: Office
  ) async throws -> DuesStatement.Code? {
    guard status.open > .zero else { return nil }
    do {
      let transfer = try await DuesTransfer(
        to: status.member, amount: nil, by: dues, in: office)
      guard let sum = transfer.qr.amount else { return nil }
      return DuesStatement.Code(
        try QRCode(transfer.qr.payload),
        caption: Phrase(
          vi: "Quét mã để nộp \(sum.text(in: .vietnamese))",
          en: "Scan to pay \(sum.text(in: .english))"))
    } catch is DuesError {
      return nil
    } catch is VietQRError {
      return nil
    }
  }
}
