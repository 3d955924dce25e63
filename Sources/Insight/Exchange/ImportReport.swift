import Basics
import Members

/// Something about one row of a file: why it was refused, or what speaks against it.
package struct RowFlaw: Sendable, Hashable {
  /// Counted from 1, as the file has it.
  package let line: Int
  package let column: String
  package let value: String
  package let reason: Phrase

  package init(line: Int, column: String, value: String, reason: Phrase) {
    self.line = line
    self.column = column
    self.value = value
    self.reason = reason
  }

  init(_ flaw: FieldFlaw, line: Int) {
    self.init(line: line, column: flaw.column, value: flaw.value, reason: flaw.reason)
  }
}

/// What an import did, or would do.
package struct ImportReport: Sendable {
  package internal(set) var read = 0
  package internal(set) var added = 0
  package internal(set) var changed = 0
  package internal(set) var unchanged = 0
  package internal(set) var refused = 0
  /// How many sheets were written, or would be; `nil` where the file holds none.
  package internal(set) var sheets: Int?
  /// Lines of a bank statement that wait for a person; `nil` where the file is none.
  package internal(set) var waiting: Int?
  /// Rows of the file that were refused, in the order of lines; at most ``flawLimit``.
  package internal(set) var flaws: [RowFlaw] = []
  /// What speaks against rows that were taken all the same; at most ``flawLimit``.
  package internal(set) var warnings: [RowFlaw] = []
  package internal(set) var warningCount = 0
  /// Columns of the file that the program does not know, and leaves alone.
  package internal(set) var unknownColumns: [String] = []
  package internal(set) var fileDigest = ""
  /// What the rehearsal names and the import is held to: file, options and the state of the record.
  package internal(set) var planDigest = ""
  package internal(set) var applied = false
  /// Where the refused rows were written, if there were any.
  package internal(set) var rejectedFile: String?

  /// More flaws than anybody reads; the rest are counted.
  package static let flawLimit = 100_000

  mutating func refuse(_ flaw: RowFlaw) {
    if flaws.count < Self.flawLimit { flaws.append(flaw) }
  }

  mutating func warn(_ flaw: RowFlaw) {
    warningCount += 1
    if warnings.count < Self.flawLimit { warnings.append(flaw) }
  }
}

/// How an import is run.
package struct ImportOptions: Sendable {
  /// Only says what would change.
  package var rehearsal = false
  /// The digest of a rehearsal: the import is refused unless it would do exactly that.
  package var expectedPlan: String?
  /// Applies the good rows where others are refused.
  package var partial = false
  /// The day from which changed facts hold.
  package var from: Day
  /// The day from which new records hold: as far back as the record reaches, unless one was named.
  package var newFrom = Day.beginning
  package var today: Day

  package init(today: Day) {
    self.today = today
    from = today
  }
}

/// What an import is doing, for a progress bar.
package enum ImportStep: Sendable, Hashable {
  case reading(bytes: Int, of: Int?)
  case checking
  case comparing
  case writing
}

/// What can go wrong with an import as a whole.
package enum ImportError: Problem, Hashable {
  case missingColumns([String])
  case repeatedColumn(String)
  case planChanged(expected: String, found: String)
  case busy
  case noFile(String)
  /// A folder, a device or a pipe.
  case notPlain(String)

  package var kind: ProblemKind {
    switch self {
    case .missingColumns, .repeatedColumn: .rowsRefused
    case .planChanged, .busy: .conflict
    case .noFile: .notFound
    case .notPlain: .usage
    }
  }

  package var message: Phrase {
    switch self {
    case .missingColumns(let names):
      Phrase(
        vi: "Dòng 1: thiếu cột \(names.joined(separator: ", ")).",
        en: "Line 1: missing columns \(names.joined(separator: ", ")).")
    case .repeatedColumn(let name):
      Phrase(
        vi: "Dòng 1: cột “\(name)” có hai lần.", en: "Line 1: the column “\(name)” comes twice.")
    case .planChanged(let expected, let found):
      Phrase(
        vi:
          "Dữ liệu hoặc tệp đã đổi từ lần diễn tập: \(expected.prefix(12)) nay là "
          + "\(found.prefix(12)).",
        en: "The record or the file changed since the rehearsal: \(expected.prefix(12)) is now "
          + "\(found.prefix(12)).")
    case .busy:
      Phrase(
        vi: "Người khác đang nhập dữ liệu cùng lúc.", en: "Somebody else is importing right now.")
    case .noFile(let path):
      Phrase(vi: "Không mở được tệp “\(path)”.", en: "The file “\(path)” cannot be opened.")
    case .notPlain(let path):
      Phrase(vi: "“\(path)” không phải là một tệp.", en: "“\(path)” is no plain file.")
    }
  }

  package var hint: Phrase? {
    switch self {
    case .missingColumns, .repeatedColumn:
      Phrase(
        vi: "Sửa dòng tiêu đề; cadre … import --help có mẫu.",
        en: "Mend the header line; cadre … import --help shows one.")
    case .planChanged:
      Phrase(
        vi: "Diễn tập lại với --dry-run, xem kết quả rồi áp dụng bằng mã mới.",
        en: "Rehearse again with --dry-run, read it, then apply it by the new digest.")
    case .busy:
      Phrase(vi: "Đợi vài phút rồi làm lại.", en: "Wait a few minutes and repeat.")
    case .noFile:
      Phrase(
        vi: "Kiểm tra đường dẫn và quyền đọc tệp.", en: "Check the path and the right to read it.")
    case .notPlain:
      Phrase(
        vi: "Tệp được đọc hai lần, nên hãy lưu ra đĩa trước.",
        en: "It is read twice, so save it to a file on disk first.")
    }
  }
}
