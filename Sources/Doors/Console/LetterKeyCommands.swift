import ArgumentParser
import Basics
import Letters
import Signatures
import Tabular

extension LetterCommands {
  package struct Keys: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Khoá ký: xem, đưa cho nơi khác kiểm tra, thay khoá, thôi dùng.",
        en: "The signing keys: list, hand out, rotate, retire."),
      discussion: words(
        vi: """
          Khoá riêng nằm trong CADRE_HOME/keys, không vào cơ sở dữ liệu. Giấy cũ vẫn kiểm tra được.
          Ví dụ: cadre letter keys --export khoa-phuong.txt
                 cadre letter keys --rotate --reason "thay máy"
          """,
        en: """
          Private keys lie in CADRE_HOME/keys, not in the database. Old letters stay checkable.
          Example: cadre letter keys --export ward-key.txt
                   cadre letter keys --rotate --reason "another machine"
          """))
    @Flag(
      help: help(vi: "Tạo khoá mới, thôi dùng khoá của máy này.", en: "A new key; the old rests."))
    var rotate = false
    @Option(help: help(vi: "Thôi dùng khoá số này.", en: "Retires the key of this number."))
    var retire: String?
    @Option(help: help(vi: "Ghi khoá công khai ra tệp này.", en: "Writes the public keys here."))
    var export: String?
    @OptionGroup var why: BasisOptions
    @OptionGroup var format: FormatOption
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      guard [rotate, retire != nil, export != nil].filter(\.self).count <= 1 else {
        throw wrong(
          vi: "Chỉ một trong --rotate, --retire, --export.",
          en: "One of --rotate, --retire and --export.")
      }
      let office = try await desk.open(actingAs.account)
      let signatures = desk.signatures(in: office)
      if rotate {
        let key = try await signatures.rotate(
          today: office.today, by: office.actor, basis: try why.basis())
        desk.terminal.line(vi: "Khoá mới: \(key.id).", en: "The new key: \(key.id).")
      } else if let retire {
        try await signatures.retire(
          retire, today: office.today, by: office.actor, basis: try why.basis())
        desk.terminal.line(vi: "Khoá \(retire) thôi dùng.", en: "Key \(retire) is retired.")
      } else if let export {
        let keys = try await signatures.list().filter(\.isOwn)
        guard !keys.isEmpty else {
          throw PlainProblem(
            .notFound, Phrase(vi: "Chưa có khoá nào.", en: "There is no key yet."),
            hint: Phrase(
              vi: "Khoá được tạo khi ký giấy đầu tiên.",
              en: "One is made with the first letter that is issued."))
        }
        let text = keys.map { $0.key.line + "\n" }.joined()
        let sink = try FileSink(path: export)
        try Array(text.utf8).withUnsafeBytes { try sink.write($0) }
        try sink.finish()
        desk.terminal.line(
          vi: "Đã ghi \(keys.count) khoá công khai vào \(export).",
          en: "Wrote \(keys.count) public keys to \(export).")
      } else {
        try list(try await signatures.list(), at: desk)
      }
    }

    private func list(_ keys: [KeyRecord], at desk: Desk) throws {
      var listing = Listing([
        .init("key", vi: "Khoá", en: "Key"), .init("holder", vi: "Của", en: "Whose"),
        .init("added_on", vi: "Từ ngày", en: "Since"),
        .init("retired_on", vi: "Thôi dùng", en: "Retired"),
        .init("public_key", vi: "Khoá công khai", en: "Public key"),
      ])
      for key in keys {
        listing.add(
          key.key.id, key.holder, "\(key.addedOn)", key.retiredOn?.description ?? "", key.key.line)
      }
      try listing.print(as: format.format, to: desk.terminal)
    }
  }

  package struct Templates: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Các mẫu giấy đang dùng; mẫu hỏng bị từ chối ở đây.",
        en: "The templates in use; a broken one is refused here."),
      discussion: words(
        vi: """
          Mẫu của đơn vị đặt trong CADRE_HOME/config/letters, cùng tên tệp thì thay mẫu có sẵn.
          Ví dụ: cadre letter templates
          """,
        en: """
          An office lays its own into CADRE_HOME/config/letters; the same name takes the place.
          Example: cadre letter templates
          """))
    @OptionGroup var format: FormatOption
    package init() {}

    package func run(at desk: Desk) async throws {
      let templates = try desk.letterTemplates
      let words = LetterWords(terminal: desk.terminal, format: format.format)
      var listing = Listing([
        .init("template", vi: "Mẫu", en: "Template"), .init("kind", vi: "Loại giấy", en: "Letter"),
        .init("valid_days", vi: "Số ngày có giá trị", en: "Days of validity", isNumber: true),
        .init("digest", vi: "Mã băm", en: "Digest"),
      ])
      for kind in LetterKind.allCases {
        let template = templates[kind]
        listing.add(
          template.reference, words.text(kind.rawValue, kind.title),
          template.validDays.map(String.init) ?? "", template.digest)
      }
      try listing.print(as: format.format, to: desk.terminal)
    }
  }

  package struct Residence: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Ghi chi bộ nơi cư trú của người làm việc nơi khác, và diện miễn nhận xét.",
        en: "States the residence cell of somebody who works elsewhere, and exemptions."),
      discussion: words(
        vi: """
          Theo 213-QĐ/TW, 33-HD/BTCTW. Các diện: barracks, mobile, rotated, student, pupil,
          special_mission (không giới thiệu về nơi cư trú).
          Ví dụ: cadre letter residence M002 --cell CB07 --from 2026-01-01
                 cadre letter residence M003 --cell CB07 --exempt mobile
                 cadre letter residence M004 --exempt special_mission
          """,
        en: """
          By 213-QĐ/TW, 33-HD/BTCTW. Groups: barracks, mobile, rotated, student, pupil,
          special_mission (not introduced at the residence).
          Example: cadre letter residence M002 --cell CB07 --from 2026-01-01
                   cadre letter residence M003 --cell CB07 --exempt mobile
                   cadre letter residence M004 --exempt special_mission
          """))
    @Argument(help: help(vi: "Mã người.", en: "The member's code.")) var code: String
    @Option(help: help(vi: "Chi bộ nơi cư trú.", en: "The cell at the residence."))
    var cell: String?
    @Option(help: help(vi: "Nơi cư trú ngoài hồ sơ này.", en: "A place outside this record."))
    var outside = ""
    @Option(help: help(vi: "Diện không lấy nhận xét hằng năm.", en: "The exempt group."))
    var exempt: ResidenceTie.Exemption?
    @Flag(help: help(vi: "Không còn nơi nào.", en: "None any longer.")) var none = false
    @Option(help: help(vi: "Từ ngày (mặc định hôm nay).", en: "From this day (default today)."))
    var from: String?
    @OptionGroup var why: BasisOptions
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      guard none == (cell == nil && outside.isEmpty && exempt == nil) else {
        throw wrong(
          vi: "Cần --cell, --outside, --exempt hoặc --none.",
          en: "Give --cell, --outside, --exempt or --none.")
      }
      let office = try await desk.open(actingAs.account)
      let day = try Console.day(from, or: office.today)
      let member = try Console.code(code)
      try await desk.letters(in: office).state(
        .init(
          cell: try cell.map(Console.code), place: try clean("--outside", outside, limit: 300),
          exemption: exempt),
        of: member, from: day, by: office.actor, basis: try why.basis())
      let place = cell ?? outside
      desk.terminal.line(
        vi: "\(member): nơi cư trú \(place.isEmpty ? "không có" : place) từ \(day).",
        en: "\(member): residence \(place.isEmpty ? "none" : place) from \(day).")
    }
  }

  package struct Residents: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Đảng viên nơi khác cư trú ở chi bộ này, và diện miễn.",
        en: "Members of other cells who live at this one, and who is exempt."),
      discussion: words(
        vi: "Ví dụ: cadre letter residents CB07", en: "Example: cadre letter residents CB07"))
    @Argument(help: help(vi: "Mã đơn vị.", en: "The unit's code.")) var unit: String
    @OptionGroup var format: FormatOption
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let office = try await desk.open(actingAs.account)
      let words = LetterWords(terminal: desk.terminal, format: format.format)
      var listing = Listing([
        .init("member_code", vi: "Mã", en: "Code"), .init("full_name", vi: "Họ tên", en: "Name"),
        .init("cell", vi: "Chi bộ nơi cư trú", en: "Residence cell"),
        .init("from", vi: "Từ ngày", en: "Since"),
        .init("exemption", vi: "Diện miễn", en: "Exempt as"),
      ])
      for tie in try await desk.letters(in: office).residents(
        of: try Console.code(unit), on: office.today, for: office.actor)
      {
        listing.add(
          tie.member.text, tie.memberName.reveal(for: .display), tie.cell?.text ?? tie.place,
          "\(tie.from)", tie.exemption.map { words.text($0.rawValue, $0.title) } ?? "")
      }
      try listing.print(as: format.format, to: desk.terminal)
    }
  }
}

extension ResidenceTie.Exemption: ExpressibleByArgument {}
