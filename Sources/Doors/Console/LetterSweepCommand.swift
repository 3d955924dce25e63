import ArgumentParser
import Basics
import Letters

extension LetterCommands {
  package struct Check: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Kiểm tra chữ ký và nội dung của mọi giấy đã ký trong hồ sơ.",
        en: "Checks signature and content of every letter on record."),
      discussion: words(
        vi: """
          Cơ sở dữ liệu tự giữ số và mã băm; chữ ký thì chỉ khoá mới kiểm tra được.
          Ví dụ: cadre letter check
          """,
        en: """
          The database keeps numbers and digests by itself; signatures are checked by the keys.
          Example: cadre letter check
          """))
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let office = try await desk.open(actingAs.account)
      let progress = ProgressLine(desk.terminal)
      let sweep = try await desk.letters(in: office).sweep(by: office.actor) { done, total in
        progress.show(
          Phrase(vi: "Kiểm tra giấy", en: "Checking letters"), done: done, of: total)
      }
      progress.finish()
      for flaw in sweep.flaws.prefix(ImportRun.shownFlaws) {
        desk.terminal.line("✘ \(flaw.letter): \(desk.terminal.say(flaw.finding.phrase))")
      }
      guard sweep.flaws.isEmpty else {
        throw PlainProblem(
          .refused,
          Phrase(
            vi: "\(sweep.flaws.count) điều không đúng trong \(sweep.letters) giấy.",
            en: "\(sweep.flaws.count) things are wrong in \(sweep.letters) letters."),
          hint: Phrase(
            vi: "Đừng sửa tay; giữ bản sao lưu và báo người quản trị.",
            en: "Do not mend it by hand; keep the backups and tell the administrator."))
      }
      desk.terminal.line(
        vi: "✔ \(sweep.letters) giấy đều đúng như đã ký.",
        en: "✔ All \(sweep.letters) letters are as they were signed.")
    }
  }
}
