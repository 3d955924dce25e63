import Basics
import Tabular
import Transfers

/// The list of a unit that merges, splits or closes, as a file: who moves where.
package struct TransferList: Sendable {
  /// The rows that could be read.
  package private(set) var rows: [TransferRequest.Row] = []
  /// What is wrong with the others.
  package private(set) var flaws: [RowFlaw] = []

  private enum Column: String, CaseIterable {
    case member = "member_code"
    case to = "to_cell"

    static let names: [Column: [String]] = [
      .member: ["member_code", "Mã đảng viên", "Mã"],
      .to: ["to_cell", "Chi bộ tiếp nhận", "Đến chi bộ"],
    ]
  }

  /// Reads the whole file, the bad rows too.
  ///
  /// - Throws: a `Problem` where the file as a whole cannot be taken, or holds nobody.
  package init(path: String) throws {
    let table = try openTable(path: path, neutralised: true)
    let header = try HeaderMap(
      table.header, names: Column.names, required: Column.allCases, title: \.rawValue)
    while let item = try table.next() {
      switch item {
      case .bad(let problem): flaws.append(RowFlaw(problem))
      case .row(let row): read(row, header)
      }
    }
    guard !rows.isEmpty || !flaws.isEmpty else {
      throw PlainProblem(
        .rowsRefused, Phrase(vi: "Danh sách không có ai.", en: "Nobody stands on the list."))
    }
  }

  private mutating func read(_ row: TableRow, _ header: HeaderMap<Column>) {
    let codes = Column.allCases.map { column in
      let text = header.text(column, in: row.fields)
      let code = Code(text)
      if code == nil {
        flaws.append(
          RowFlaw(
            line: row.line, column: column.rawValue, value: text,
            reason: Phrase(
              vi: "mã gồm 1 đến 40 chữ không dấu, chữ số, dấu . _ -",
              en: "a code has 1 to 40 of A-Z a-z 0-9 . _ -")))
      }
      return code
    }
    if let member = codes[0], let cell = codes[1] {
      rows.append(.init(line: row.line, member: member, to: cell))
    }
  }
}

extension RowFlaw {
  /// A line that a rule refused, as a flaw of the file that it came from.
  package init(_ refused: TransferError.Line) {
    self.init(
      line: refused.line ?? 0, column: "member_code", value: refused.member.text,
      reason: refused.refusal.reason)
  }
}
