import ArgumentParser
import Basics
import Boards
import Frameworks

/// `cadre board`: the list with the line of the quota, decisions, exceptions, signatures.
package struct BoardCommands: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "board",
    abstract: words(
      vi: "Hội đồng: danh sách và ngưỡng hạn mức, trao, chuyển, ngoại lệ, ký.",
      en: "A board: the list and the quota line, award, move, exception, sign."),
    discussion: words(
      vi: "Ví dụ: cadre board list UB00004 --period 2026-10",
      en: "Example: cadre board list UB00004 --period 2026-10"),
    subcommands: [
      List.self, Award.self, Move.self, Withdraw.self, Except.self, Sign.self,
    ])

  package init() {}

  package struct List: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Các nhóm tại một đơn vị, xếp theo điểm, có ngưỡng, người bằng điểm, cách ngưỡng.",
        en: "The groups at a unit, ranked, with the line, its ties and margins."),
      discussion: words(
        vi: """
          Ví dụ: cadre board list UB00004 --period 2026-10
                 cadre board list UB00004 --period 2026-10 --run 3 --format csv
          """,
        en: """
          Example: cadre board list UB00004 --period 2026-10
                   cadre board list UB00004 --period 2026-10 --run 3 --format csv
          """))
    @Argument(help: help(vi: "Mã đơn vị.", en: "The unit's code.")) var unit: String
    @Option(help: help(vi: "Kỳ, YYYY-MM.", en: "The period, YYYY-MM.")) var period: String
    @Option(
      name: .customLong("run"),
      help: help(vi: "Lần chấm (mặc định mới nhất).", en: "The run (default the newest)."))
    var number: Int32?
    @OptionGroup var format: FormatOption
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let month = try Console.month(period)
      let office = try await desk.open(actingAs.account)
      let list = try await office.boards.list(
        try Console.code(unit), in: month, run: number, for: office.actor)
      try BoardWords(list: list).say(as: format.format, to: desk.terminal)
    }
  }

  package struct Award: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Trao chỗ còn lại cho người bằng điểm ở ngưỡng, có lý do.",
        en: "Gives the places left to members who tie at the line, with a reason."),
      discussion: words(
        vi:
          "Ví dụ: cadre board award M000123 --period 2026-10 --reason \"Sáng kiến cấp thành phố\"",
        en: "Example: cadre board award M000123 --period 2026-10 --reason \"City award\""))
    @Argument(help: help(vi: "Mã những người được trao.", en: "Codes of those who get a place."))
    var codes: [String]
    @Option(help: help(vi: "Kỳ, YYYY-MM.", en: "The period, YYYY-MM.")) var period: String
    @OptionGroup var why: BasisOptions
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let month = try Console.month(period)
      let office = try await desk.open(actingAs.account)
      let settled = try await office.boards.award(
        try codes.map(Console.code), in: month, by: office.actor, basis: try why.basis())
      for (code, one) in zip(codes, settled) {
        let left = one.placesLeft ?? 0
        desk.terminal.line(
          vi: "Đã trao A cho \(code); nhóm tại \(one.unit) còn \(left) chỗ cho người bằng điểm.",
          en: "Awarded A to \(code); at \(one.unit) \(left) places are left for who tie.")
      }
      BoardWords.sayCleared(settled.flatMap(\.cleared), to: desk.terminal)
      BoardWords.sayAgain(month, to: desk.terminal)
    }
  }

  package struct Move: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Chuyển một người sang mức khác, có lý do; sang A thì cần còn chỗ.",
        en: "Gives somebody another grade, with a reason; A needs a free place."),
      discussion: words(
        vi:
          "Ví dụ: cadre board move M000123 --to B --period 2026-10 --reason \"Đơn thư có căn cứ\"",
        en: "Example: cadre board move M000123 --to B --period 2026-10 --reason \"Complaint\""))
    @Argument(help: help(vi: "Mã người.", en: "The member's code.")) var code: String
    @Option(help: help(vi: "Mức mới: A, B, C hoặc D.", en: "The new grade: A, B, C or D."))
    var to: String
    @Option(help: help(vi: "Kỳ, YYYY-MM.", en: "The period, YYYY-MM.")) var period: String
    @OptionGroup var why: BasisOptions
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      guard let grade = Framework.Grade(rawValue: to.uppercased()) else {
        throw PlainProblem(
          .usage, Phrase(vi: "--to là A, B, C hoặc D.", en: "--to is A, B, C or D."))
      }
      let month = try Console.month(period)
      let office = try await desk.open(actingAs.account)
      let settled = try await office.boards.move(
        try Console.code(code), to: grade, in: month, by: office.actor, basis: try why.basis())
      desk.terminal.line(
        vi: "Đã chuyển \(code) sang \(grade.rawValue)"
          + (settled.placesLeft.map { "; nhóm tại \(settled.unit) còn \($0) chỗ mức A." } ?? "."),
        en: "Moved \(code) to \(grade.rawValue)"
          + (settled.placesLeft.map { "; at \(settled.unit) \($0) places for A are left." } ?? ".")
      )
      BoardWords.sayCleared(settled.cleared, to: desk.terminal)
      BoardWords.sayAgain(month, to: desk.terminal)
    }
  }

  package struct Withdraw: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Rút quyết định về một người; quyết định cũ vẫn còn ghi.",
        en: "Takes a decision about somebody back; it stays on record."),
      discussion: words(
        vi: "Ví dụ: cadre board withdraw M000123 --period 2026-10 --reason \"Nhầm người\"",
        en: "Example: cadre board withdraw M000123 --period 2026-10 --reason \"Mistaken\""))
    @Argument(help: help(vi: "Mã người.", en: "The member's code.")) var code: String
    @Option(help: help(vi: "Kỳ, YYYY-MM.", en: "The period, YYYY-MM.")) var period: String
    @OptionGroup var why: BasisOptions
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let month = try Console.month(period)
      let office = try await desk.open(actingAs.account)
      let settled = try await office.boards.withdraw(
        try Console.code(code), in: month, by: office.actor, basis: try why.basis())
      desk.terminal.line(
        vi: "Đã rút quyết định về \(code).", en: "Withdrew the decision about \(code).")
      BoardWords.sayCleared(settled.cleared, to: desk.terminal)
      BoardWords.sayAgain(month, to: desk.terminal)
    }
  }

  package struct Except: DeskCommand {
    package static let configuration = CommandConfiguration(
      commandName: "exception",
      abstract: words(
        vi: "Ghi tỷ lệ cao hơn cho một nhóm, có căn cứ pháp lý; hoặc rút.",
        en: "Records a larger share for a group, with its legal basis; or withdraws it."),
      discussion: words(
        vi: "Ví dụ: cadre board exception UB00004 --period 2026-10 --share 0.25 "
          + "--reason \"Dẫn đầu thành phố\" --document 12-QĐ/TU",
        en: "Example: cadre board exception UB00004 --period 2026-10 --share 0.25 "
          + "--reason \"First of the city\" --document 12-QĐ/TU"))
    @Argument(help: help(vi: "Mã đơn vị nơi nhóm đứng.", en: "The unit where the group stands."))
    var unit: String
    @Option(help: help(vi: "Kỳ, YYYY-MM.", en: "The period, YYYY-MM.")) var period: String
    @Option(help: help(vi: "Tỷ lệ, ví dụ 0.25.", en: "The share, such as 0.25.")) var share: String?
    @Option(
      help: help(
        vi: "Bộ tiêu chí, khi tại đơn vị có nhiều nhóm.",
        en: "The framework, where several groups stand there."))
    var framework: String?
    @Flag(help: help(vi: "Rút ngoại lệ đã ghi.", en: "Withdraw the exception.")) var withdraw =
      false
    @OptionGroup var why: BasisOptions
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let month = try Console.month(period)
      let wanted = share.flatMap { ExactDecimal($0) }
      guard withdraw != (share != nil), withdraw || wanted != nil else {
        throw PlainProblem(
          .usage,
          Phrase(
            vi: "Cần --share với một số thập phân, hoặc --withdraw.",
            en: "It takes --share with a decimal, or --withdraw."))
      }
      let office = try await desk.open(actingAs.account)
      let (place, basis) = (try Console.code(unit), try why.basis())
      let done =
        if let wanted {
          try await office.boards.except(
            wanted, at: place, framework: framework, in: month, by: office.actor, basis: basis)
        } else {
          try await office.boards.withdrawException(
            at: place, framework: framework, in: month, by: office.actor, basis: basis)
        }
      BoardWords.say(done, to: desk.terminal)
      BoardWords.sayCleared(done.cleared, to: desk.terminal)
      BoardWords.sayAgain(month, to: desk.terminal)
    }
  }

  package struct Sign: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Ký danh sách của một hay nhiều đơn vị: ký hết hoặc không ký gì.",
        en: "Signs the lists of one or more units: all of them or none."),
      discussion: words(
        vi: """
          Ví dụ: cadre board sign UB00004 UB00008 --period 2026-10
                 cadre board sign UB00004 --period 2026-10 --leave-ties
          """,
        en: """
          Example: cadre board sign UB00004 UB00008 --period 2026-10
                   cadre board sign UB00004 --period 2026-10 --leave-ties
          """))
    @Argument(help: help(vi: "Mã các đơn vị.", en: "Codes of the units.")) var units: [String]
    @Option(help: help(vi: "Kỳ, YYYY-MM.", en: "The period, YYYY-MM.")) var period: String
    @Flag(
      help: help(
        vi: "Để nguyên những người bằng điểm chưa quyết định.",
        en: "Leave ties that are not decided as they are."))
    var leaveTies = false
    @OptionGroup var why: BasisOptions
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let month = try Console.month(period)
      let office = try await desk.open(actingAs.account)
      let signed = try await office.boards.sign(
        try units.map(Console.code), in: month, leavingTies: leaveTies, by: office.actor,
        basis: try why.basis())
      for one in signed { BoardWords.say(one, to: desk.terminal) }
    }
  }
}

extension Office {
  package var boards: Boards { Boards(database: database) }
  package var appeals: Appeals { Appeals(database: database) }
}
