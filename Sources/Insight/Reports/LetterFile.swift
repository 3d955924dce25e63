import Basics
import Drawing

extension LetterPaper {
  /// Writes letters into one PDF, each from a page of its own on; the file appears under its name
  /// only when it is whole.
  ///
  /// - Parameters:
  ///   - papers: in their order.
  ///   - path: the file, which is replaced where there is one.
  /// - Returns: how many pages it has.
  /// - Throws: a `Problem` of kind `notFound` where there are none, of kind `usage` where there are
  ///   more than ``ReportError/mostPrinted``, or what stands in the way of the file.
  @discardableResult
  package static func write(_ papers: [LetterPaper], to path: String) throws -> Int {
    guard let first = papers.first else { throw nothing }
    guard papers.count <= ReportError.mostPrinted else { throw tooMany(papers.count) }
    let title = papers.count == 1 ? first.fileTitle : "Văn bản: \(papers.count)"
    let book = try DocumentBook(path: path, title: title, made: first.made)
    for paper in papers { try book.add(paper.document()) }
    return try book.finish()
  }

  /// Writes letters into one PDF as they come, so that ten thousand are never held at once; the
  /// file appears under its name only when it is whole.
  ///
  /// - Parameters:
  ///   - path: the file, which is replaced where there is one.
  ///   - title: what the file says of itself.
  ///   - made: the moment that the file says of itself.
  ///   - next: the next letter, or `nil` after the last; what it throws ends the writing.
  /// - Returns: how many letters and how many pages there are.
  /// - Throws: as ``write(_:to:)``.
  @discardableResult
  package static func write(
    to path: String, title: String, made: Instant,
    next: () async throws -> LetterPaper?
  ) async throws -> (letters: Int, pages: Int) {
    guard var paper = try await next() else { throw nothing }
    let book = try DocumentBook(path: path, title: title, made: made)
    var letters = 0
    while true {
      letters += 1
      guard letters <= ReportError.mostPrinted else { throw tooMany(letters) }
      try book.add(paper.document())
      guard let following = try await next() else { break }
      paper = following
    }
    return (letters, try book.finish())
  }

  private var fileTitle: String {
    let title = content.subtitle.isEmpty ? content.title : "\(content.title) \(content.subtitle)"
    return issued == nil ? "\(title) (dự thảo)" : title
  }

  private static let nothing = PlainProblem(
    .notFound, Phrase(vi: "Không có văn bản nào để in.", en: "There is no letter to print."),
    hint: Phrase(
      vi: "Kiểm tra số văn bản, đơn vị và năm.",
      en: "Check the number of the letter, the unit and the year."))

  private static func tooMany(_ count: Int) -> PlainProblem {
    PlainProblem(
      .usage,
      Phrase(
        vi: "\(count) văn bản là quá nhiều cho một tệp.",
        en: "\(count) letters are too many for one file."),
      hint: Phrase(
        vi: "In từng đơn vị, hoặc từng loại văn bản.", en: "Print unit by unit, or kind by kind."))
  }
}
