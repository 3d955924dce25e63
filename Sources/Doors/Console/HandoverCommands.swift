import ArgumentParser
import Basics
import Exchange
import Foundation
import Signatures
import Tabular
import Transfers

/// Members handed over to another installation, and taken over from one.
extension TransferCommands {
  package struct Export: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Xuất gói bàn giao có ký cho nơi khác; ở nơi nhận: xuất biên nhận.",
        en: "Signs a file for another installation; where it was received: the receipt."),
      discussion: words(
        vi: """
          Gói có hồ sơ, giấy tờ, đảng phí còn nợ, điểm các tháng và việc đang làm: dữ liệu cá nhân.
          Ví dụ: cadre transfer export 12 --output M002.handover --to 5f0c1a2b3c4d5e6f
          """,
        en: """
          It holds the record, papers, open dues, scores and open work: personal data.
          Example: cadre transfer export 12 --output M002.handover --to 5f0c1a2b3c4d5e6f
          """))
    @Argument(help: help(vi: "Số đề nghị.", en: "The transfer's number.")) var number: Int64
    @Option(help: help(vi: "Tệp để ghi.", en: "The file to write.")) var output: String
    @Option(
      help: help(
        vi: "Số khoá của nơi nhận: chỉ nơi ấy nhập được.",
        en: "The key number of whom it is for: nobody else imports it."))
    var to: String?
    @OptionGroup var why: BasisOptions
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let office = try await desk.open(actingAs.account)
      // Opened first, so that nothing is on the trail that cannot be written; under its name it
      // lies only when the trail has it.
      let sink = try FileSink(path: output)
      let done = try await desk.handovers(in: office).export(
        number, to: to, today: office.today, by: office.actor, basis: try why.basis())
      try Array(done.text.utf8).withUnsafeBytes { try sink.write($0) }
      try sink.finish()
      switch done.kind {
      case .member:
        desk.terminal.line(
          vi: "Đã xuất gói bàn giao \(done.member), mã kiểm tra \(done.digest.prefix(16)).",
          en: "Exported the handover of \(done.member), digest \(done.digest.prefix(16)).")
        desk.terminal.line(
          vi: "Có dữ liệu cá nhân: giao tận tay. Khi có biên nhận: cadre transfer import TỆP",
          en: "It is personal data: hand it over. With the receipt: cadre transfer import FILE")
      case .receipt:
        desk.terminal.line(
          vi: "Đã xuất biên nhận \(done.member): gửi về nơi đi.",
          en: "Exported the receipt for \(done.member): send it back.")
      }
    }
  }

  package struct Import: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Nhập gói bàn giao của nơi khác, hoặc biên nhận của gói đã gửi.",
        en: "Takes over a member from a file, or the receipt of one that was sent."),
      discussion: words(
        vi: """
          Gói phải do khoá đã tin ký; mỗi gói nhập một lần. Sau đó chi bộ họp: transfer receive.
          Ví dụ: cadre transfer import M002.handover --to CB02 --dry-run
                 cadre transfer import M002.receipt
          """,
        en: """
          Signed by a trusted key, each file once. Then the cell meets: transfer receive.
          Example: cadre transfer import M002.handover --to CB02 --dry-run
                   cadre transfer import M002.receipt
          """))
    @Argument(help: help(vi: "Tệp.", en: "The file.")) var file: String
    @Option(help: help(vi: "Chi bộ tiếp nhận.", en: "The cell that is to receive.")) var to: String?
    @Option(
      help: help(
        vi: "Mã hồ sơ mới; mặc định: mã của nơi đi.",
        en: "Code of the new record; the sender's unless given."))
    var code: String?
    @Flag(help: help(vi: "Chỉ diễn tập, không ghi.", en: "Only say what would be done."))
    var dryRun = false
    @OptionGroup var why: BasisOptions
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let office = try await desk.open(actingAs.account)
      let done = try await desk.handovers(in: office).import(
        file, to: try to.map(Console.code), code: try code.map(Console.code), rehearses: dryRun,
        today: office.today, by: office.actor, basis: try why.basis())
      let terminal = desk.terminal
      let name = Terminal.harmless(done.name.reveal(for: .display))
      terminal.line(vi: "✔ \(done.holder) đã ký.", en: "✔ Signed by \(done.holder).")
      terminal.line("\(done.member)  \(name)")
      let words = TransferWords(terminal: terminal, format: .table)
      for difference in done.differences {
        terminal.line(
          vi: "! \(difference.field): ở đây khác với gói", en: "! \(difference.field) differs")
      }
      if let load = done.load { for line in words.lines(of: load) { terminal.line(line) } }
      if dryRun {
        terminal.line(
          vi: "Diễn tập: nhập được, chưa ghi gì.", en: "A rehearsal: nothing was written.")
      } else if done.kind == .member {
        terminal.line(
          vi: done.isNew ? "Đã lập hồ sơ mới." : "Đã có hồ sơ cũ.",
          en: done.isNew ? "A new record was made." : "The record was there.")
        terminal.line(
          vi: "Số \(done.number). Chi bộ họp rồi: cadre transfer receive \(done.number)",
          en: "Transfer \(done.number). When the cell has met: transfer receive \(done.number)")
      } else {
        terminal.line(
          vi: "Số \(done.number): \(terminal.say(done.state.title)).",
          en: "Transfer \(done.number): \(terminal.say(done.state.title)).")
      }
    }
  }

  package struct Scores: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Điểm các tháng mà nơi khác đã ký gửi theo.",
        en: "Scores of months that came signed from elsewhere."),
      discussion: words(
        vi: "Ví dụ: cadre transfer scores M002", en: "Example: cadre transfer scores M002"))
    @Argument(help: help(vi: "Mã người.", en: "The member's code.")) var code: String
    @OptionGroup var format: FormatOption
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let office = try await desk.open(actingAs.account)
      var listing = Listing([
        .init("period", vi: "Tháng", en: "Month"), .init("unit_code", vi: "Đơn vị", en: "Unit"),
        .init("unit_name", vi: "Tên đơn vị", en: "Name"), .init("form", vi: "Mẫu", en: "Form"),
        .init("framework", vi: "Bộ tiêu chí", en: "Framework"),
        .init("status", vi: "Tình trạng", en: "Status"),
        .init("total", vi: "Tổng", en: "Total", isNumber: true),
        .init("grade", vi: "Loại", en: "Grade"),
        .init("final_grade", vi: "Loại cuối", en: "Final"),
        .init("reasons", vi: "Lý do", en: "Reasons"),
        .init("run_digest", vi: "Mã lần chấm", en: "Run"),
        .init("signed_by", vi: "Nơi ký", en: "Signed by"),
        .init("verified", vi: "Chữ ký", en: "Verified"),
      ])
      let isTable = format.format == .table
      for (found, isVerified) in try await desk.handovers(in: office).scores(
        of: try Console.code(code), today: office.today, for: office.actor)
      {
        let score = found.score
        listing.add(
          score.month, score.unit, score.unitName, score.form, score.framework, score.status,
          score.total, score.grade, score.finalGrade, score.reasons,
          isTable ? String(score.run.prefix(12)) : score.run, found.holder,
          isTable ? (isVerified ? "✔" : "✘") : "\(isVerified)")
      }
      try listing.print(as: format.format, to: desk.terminal)
    }
  }

  package struct Trust: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Tin khoá công khai của một nơi khác; khoá phải nhận tận tay.",
        en: "Trusts the public key of another installation, handed over in person."),
      discussion: words(
        vi: "Ví dụ: cadre transfer trust dalat.key --name \"Thành uỷ Đà Lạt\"",
        en: "Example: cadre transfer trust dalat.key --name \"City Committee of Dalat\""))
    @Argument(help: help(vi: "Tệp có khoá.", en: "The file with the key.")) var file: String
    @Option(help: help(vi: "Của nơi nào.", en: "Whose it is.")) var name: String
    @OptionGroup var why: BasisOptions
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let office = try await desk.open(actingAs.account)
      let holder = try clean("--name", name)
      guard let bytes = FileManager.default.contents(atPath: file) else {
        throw HandoverError.noFile(file)
      }
      guard bytes.count < 10_000, !holder.isEmpty,
        let key = PublicKey(line: String(decoding: bytes, as: UTF8.self))
      else {
        throw PlainProblem(
          .refused,
          Phrase(
            vi: "\(file) không có khoá công khai của Cadre.",
            en: "\(file) holds no public key of Cadre."),
          hint: Phrase(
            vi: "Nơi ấy xuất khoá bằng: cadre transfer key --output TỆP.",
            en: "They export it with: cadre transfer key --output FILE."))
      }
      try await desk.signatures(in: office).trust(
        key, of: holder, today: office.today, by: office.actor, basis: try why.basis())
      desk.terminal.line(
        vi: "Từ nay tin khoá \(key.id) của \(holder).",
        en: "The key \(key.id) of \(holder) is trusted from now on.")
    }
  }

  package struct Key: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Khoá công khai của nơi này, để nơi khác tin.",
        en: "The public key of this installation, for others to trust."),
      discussion: words(
        vi: "Ví dụ: cadre transfer key --output hanoi.key",
        en: "Example: cadre transfer key --output hanoi.key"))
    @Option(help: help(vi: "Tệp để ghi.", en: "The file to write.")) var output: String?
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let office = try await desk.open(actingAs.account)
      try office.actor.requireSomewhere(.viewUnits)
      let key = try await desk.signatures(in: office).current(
        today: office.today, by: office.actor
      ).publicKey
      guard let output else { return desk.terminal.line(key.line) }
      let sink = try FileSink(path: output)
      try Array((key.line + "\n").utf8).withUnsafeBytes { try sink.write($0) }
      try sink.finish()
      desk.terminal.line(vi: "Đã ghi khoá \(key.id).", en: "Wrote the key \(key.id).")
    }
  }
}

extension Desk {
  func signatures(in office: Office) -> Signatures {
    Signatures(database: office.database, folder: keys)
  }

  func handovers(in office: Office) throws -> Handovers {
    Handovers(transfers: try transfers(in: office), signatures: signatures(in: office))
  }
}
