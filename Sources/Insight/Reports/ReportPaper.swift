import Basics
import Drawing
import Organisation

extension Report {
  /// The report as it is printed: the heading of its tree, its tables, the places to sign.
  ///
  /// The heading is that of a party document or of an administrative one.
  package func document(in language: Language) -> Document {
    var parts: [Document.Part] = []
    parts.append(.table(printed(main, in: language)))
    if let printedChart { parts.append(.chart(printedChart(language))) }
    parts += others.map { .table(printed($0, in: language)) }
    let remarks = remarks + (kind == .month || kind == .readiness ? lines : [])
    parts += remarks.isEmpty ? [] : [.notes(remarks.map { $0.text(in: language) })]
    parts.append(.blocks(signing(in: language)))
    let subject = [subject, warning].compactMap { $0?.text(in: language) }
      .filter { !$0.isEmpty }.joined(separator: " – ")
    return Document(
      title: title.text(in: language), subtitle: subject, paper: isWide ? .landscape : .portrait,
      head: heading(in: language), parts: parts, footer: source.text(in: language), made: made
    ) { page, pages in
      Phrase(vi: "Trang \(page)/\(pages)", en: "Page \(page)/\(pages)").text(in: language)
    }
  }

  private var isWide: Bool {
    switch kind {
    case .month, .ranking, .readiness: main.places(on: .paper).count > 8
    case .distribution, .trend, .history: false
    }
  }

  private func printed(_ table: ReportTable, in language: Language) -> PrintedTable {
    PrintedTable(
      caption: table.caption.text(in: language),
      columns: table.places(on: .paper).map { place in
        let column = table.columns[place]
        let side: Alignment =
          switch column.side {
          case .left: .left
          case .right: .right
          case .centre: .centre
          }
        return PrintedTable.Column(column.title.text(in: language), side)
      }, rows: table.rows.map { table.shown($0, on: .paper, in: language) },
      total: table.total.map { table.shown($0, on: .paper, in: language) },
      none: table.none.text(in: language))
  }

  private func heading(in language: Language) -> [[Document.Line]] {
    OfficialHead(
      above: issuer.above, issuer: issuer.name, place: "", day: made.dayInVietnam, number: nil,
      isParty: issuer.tree == .party
    ).blocks(in: language)
  }

  private func signing(in language: Language) -> [[Document.Line]] {
    func line(vi: String, en: String, bold: Bool = false) -> Document.Line {
      Document.Line(Phrase(vi: vi, en: en).text(in: language), bold: bold)
    }
    let room = [
      line(vi: "(Ký, ghi rõ họ tên)", en: "(Signature and full name)"), Document.Line(""),
      Document.Line(""), Document.Line(""),
    ]
    let maker = [line(vi: "NGƯỜI LẬP BIỂU", en: "PREPARED BY", bold: true)]
    switch issuer.tree {
    case .party:
      return [
        [Document.Line("")] + maker + room,
        [
          line(vi: "T/M CẤP ỦY", en: "ON BEHALF OF THE COMMITTEE", bold: true),
          line(vi: "BÍ THƯ", en: "SECRETARY", bold: true),
        ] + room,
      ]
    case .state:
      return [
        maker + room,
        [line(vi: "THỦ TRƯỞNG ĐƠN VỊ", en: "HEAD OF THE UNIT", bold: true)] + room,
      ]
    }
  }
}
