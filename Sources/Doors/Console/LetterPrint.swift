import Access
import Basics
import Drawing
import Letters
import Reports
import Tabular

/// Comments of a cell about its residents, as a file.
enum CommentFile {
  private static let names = [
    ["member_code", "Mã đảng viên", "Mã"], ["comment", "Nhận xét"], ["conclusion", "Kết luận"],
  ]

  /// - Throws: a `Problem` that names the first line that cannot be read.
  static func read(_ path: String) throws -> [Code: ResidenceComment] {
    let table = try openTable(path: path, neutralised: true)
    let header = table.header.map(VietnameseText.searchKey)
    let places = try names.map { spellings in
      let keys = spellings.map(VietnameseText.searchKey)
      guard let place = header.firstIndex(where: keys.contains) else {
        throw refused(1, vi: "thiếu cột \(spellings[0])", en: "no column \(spellings[0])")
      }
      return place
    }
    var comments: [Code: ResidenceComment] = [:]
    while let item = try table.next() {
      switch item {
      case .bad(let problem): throw problem
      case .row(let row):
        guard let member = Code(row.fields[places[0]].trimmingPrefix(" ").description) else {
          throw refused(row.line, vi: "cần mã đảng viên", en: "a member's code is needed")
        }
        guard comments[member] == nil else {
          throw refused(row.line, vi: "\(member) có hai lần", en: "\(member) stands twice")
        }
        comments[member] = ResidenceComment(
          comment: try clean("comment", row.fields[places[1]], limit: 4000),
          conclusion: try clean("conclusion", row.fields[places[2]], limit: 300))
      }
    }
    return comments
  }

  private static func refused(_ line: Int, vi: String, en: String) -> PlainProblem {
    PlainProblem(
      .rowsRefused, Phrase(vi: "Dòng \(line): \(vi).", en: "Line \(line): \(en)."))
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
    let verbs = try desk.letters(in: office)
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
