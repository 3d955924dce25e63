import Access
import Basics
import Drawing
import Foundation
import Letters
import Reports
import Tabular

/// Comments of a cell about its residents, as a file.
enum CommentFile {
  private static let names = [
    ["member_code", "Mã đảng viên", "Mã"], ["comment", "Nhận xét"], ["conclusion", "Kết luận"],
  ]

  /// - Throws: a `Problem` that names every line that is wrong; then nothing of the file counts.
  static func read(_ path: String) throws -> [Code: ResidenceComment] {
    let table = try openTable(path: path, neutralised: true)
    let header = table.header.map(VietnameseText.searchKey)
    let places = try names.map { spellings in
      let keys = spellings.map(VietnameseText.searchKey)
      guard let place = header.firstIndex(where: keys.contains) else {
        throw refused([
          flaw(1, vi: "thiếu cột \(spellings[0])", en: "no column \(spellings[0])")
        ])
      }
      return place
    }
    var (comments, flaws): ([Code: ResidenceComment], [Phrase]) = ([:], [])
    while let item = try table.next() {
      switch item {
      case .bad(let problem): flaws.append(problem.message)
      case .row(let row):
        let fields = places.map { row.fields[$0] }
        guard let member = Code(fields[0].trimmingCharacters(in: .whitespaces)) else {
          flaws.append(flaw(row.line, vi: "cần mã đảng viên", en: "a member's code is needed"))
          continue
        }
        guard comments[member] == nil else {
          flaws.append(flaw(row.line, vi: "\(member) có hai lần", en: "\(member) stands twice"))
          continue
        }
        do throws(TextGate.Flaw) {
          comments[member] = ResidenceComment(
            comment: try TextGate.clean(fields[1], limit: 4000),
            conclusion: try TextGate.clean(fields[2], limit: 300))
        } catch {
          flaws.append(flaw(row.line, vi: error.phrase.vi, en: error.phrase.en))
        }
      }
    }
    guard flaws.isEmpty else { throw refused(flaws) }
    return comments
  }

  private static func flaw(_ line: Int, vi: String, en: String) -> Phrase {
    Phrase(vi: "Dòng \(line): \(vi).", en: "Line \(line): \(en).")
  }

  private static func refused(_ flaws: [Phrase]) -> PlainProblem {
    let shown = flaws.prefix(ImportRun.shownFlaws)
    let more = flaws.count - shown.count
    return PlainProblem(
      .rowsRefused,
      Phrase(
        vi: (shown.map(\.vi) + (more > 0 ? ["… và \(more) dòng nữa."] : []))
          .joined(separator: "\n"),
        en: (shown.map(\.en) + (more > 0 ? ["… and \(more) more lines."] : []))
          .joined(separator: "\n")),
      hint: Phrase(
        vi: "Chưa soạn giấy nào. Sửa các dòng ấy rồi chạy lại.",
        en: "No letter was drafted. Mend those lines and run it again."))
  }
}

/// Letters on paper, made of what was frozen and signed.
enum LetterPrint {
  static func paper(_ view: LetterView, isCopy: Bool, made: Instant) -> LetterPaper? {
    guard let content = view.content else { return nil }
    var issued: LetterPaper.Issued?
    if let issue = view.letter.issue, let signed = view.signed {
      issued = LetterPaper.Issued(
        number: issue.number, year: issue.year, day: issue.day, code: "\(issue.code)",
        scan: signed.scan, validUntil: issue.validUntil, signedBy: signed.seal.signer)
    }
    let revoked = view.revocation.map { step in
      LetterPaper.Revoked(
        day: step.day, reason: step.reason,
        replacedBy: view.replacement?.issue.map { "\($0.number)/\($0.year)" } ?? "")
    }
    return LetterPaper(
      content: content, issued: issued, revoked: revoked, isCopy: isCopy, made: made)
  }

  /// Prints letters into one PDF, a part of them at a time.
  ///
  /// - Returns: how many pages it has.
  static func write(
    _ letters: [Letter], to path: String, isCopy: Bool, at desk: Desk, in office: Office
  ) async throws -> Int {
    guard let first = letters.first else { return 0 }
    let verbs = desk.letters(in: office)
    var waiting = letters.map(\.id)[...]
    var views: [LetterView] = []
    let day = first.issue?.day ?? office.today
    return try await LetterPaper.write(
      to: path,
      title: letters.count == 1
        ? first.kind.title.vi : "\(letters.count) giấy của \(first.issuerCode)",
      made: day.startInVietnam
    ) {
      if views.isEmpty, !waiting.isEmpty {
        // So many at a time that ten thousand are never held at once.
        views = try await verbs.views(
          of: Array(waiting.prefix(500)), under: first.issuerCode, today: office.today,
          for: office.actor
        ).reversed()
        waiting = waiting.dropFirst(500)
      }
      return views.popLast().flatMap {
        paper($0, isCopy: isCopy, made: ($0.letter.issue?.day ?? day).startInVietnam)
      }
    }.pages
  }
}
