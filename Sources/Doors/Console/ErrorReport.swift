import Accounts
import Basics
import Boards
import Dues
import Exchange
import Frameworks
import Letters
import Members
import Organisation
import Postgres
import Products
import Runs
import Sheets
import Signatures
import Transfers

/// Errors as people and programs read them: two lines, or one object.
package enum ErrorReport {
  /// What the constraints of the database mean in words, noun by noun.
  package static let dictionaries: [[String: Phrase]] = [
    UnitError.sentences, AccountError.sentences, MemberError.sentences, groundSentences,
    FrameworkError.sentences, PeriodError.sentences, SheetError.sentences, ExcuseError.sentences,
    ProductError.sentences, RunError.sentences, BoardError.sentences, AppealError.sentences,
    DuesError.sentences, TransferError.sentences, HandoverError.sentences, SignatureError.sentences,
    LetterError.sentences,
  ]

  /// The same in one dictionary.
  package static let sentences: [String: Phrase] = dictionaries.reduce(into: [:]) { all, some in
    all.merge(some) { first, _ in first }
  }

  private static let groundSentences: [String: Phrase] = [
    "clean_text_form": Phrase(
      vi: "Chữ phải ở dạng NFC, không có ký tự điều khiển hay ký tự ẩn.",
      en: "Text is in NFC, without control or invisible characters."),
    "business_code_form": Phrase(
      vi: "Mã gồm 1 đến 40 chữ không dấu, chữ số, dấu . _ -",
      en: "A code has 1 to 40 of A-Z a-z 0-9 . _ -"),
    "migration_number_positive": Phrase(vi: "Số thứ tự từ 1.", en: "Numbers start at 1."),
    "migration_checksum_form": Phrase(vi: "Mã kiểm tra hỏng.", en: "The checksum is broken."),
    "audit_event_verb_form": Phrase(vi: "Tên việc sai dạng.", en: "The verb is malformed."),
    "audit_event_subject_kind_form": Phrase(
      vi: "Loại đối tượng sai dạng.", en: "The kind of subject is malformed."),
    "audit_event_reason_length": Phrase(
      vi: "Lý do dài quá 1000 ký tự.", en: "The reason is longer than 1000 characters."),
    "audit_event_document_length": Phrase(
      vi: "Tên văn bản dài quá 300 ký tự.", en: "The document is longer than 300 characters."),
    "audit_event_append_only": Phrase(
      vi: "Nhật ký chỉ được ghi thêm.", en: "The trail is only added to."),
    "import_batch_kind_form": Phrase(vi: "Loại tệp sai dạng.", en: "The kind is malformed."),
    "import_batch_file_digest_form": Phrase(
      vi: "Mã tệp hỏng.", en: "The digest of the file is broken."),
    "import_batch_plan_digest_form": Phrase(
      vi: "Mã diễn tập hỏng.", en: "The digest of the plan is broken."),
    "import_batch_rows_add_up": Phrase(
      vi: "Số dòng không khớp.", en: "The counts of rows do not add up."),
    "import_batch_event_known": Phrase(
      vi: "Thay đổi thiếu dòng nhật ký.", en: "The change has no event on the trail."),
  ]

  /// What to say of work that was interrupted: a run itself says how far it came.
  package static func interruption(
    _ error: any Error, otherwise stop: any Error
  ) -> any Error {
    if case RunError.stopped = error { return error }
    return stop
  }

  /// The error as a problem that can be said to people.
  package static func problem(of error: any Error) -> any Problem {
    if let error = error as? PostgresError {
      if let name = error.constraint, let sentence = sentences[name] {
        let isConflict = error.kind == .conflict || name.hasSuffix("_period_closed")
        return PlainProblem(isConflict ? .conflict : .refused, sentence)
      }
      if error.sqlstate == "53100" { return diskFull }
      return error
    }
    if let problem = error as? any Problem { return problem }
    if error is CancellationError {
      return PlainProblem(
        .refused,
        Phrase(
          vi: "Đã dừng theo yêu cầu; không có gì được ghi.",
          en: "Stopped as asked; nothing was written."),
        hint: Phrase(vi: "Chạy lại lệnh khi sẵn sàng.", en: "Run the command again when ready."))
    }
    return PlainProblem(
      .fault,
      Phrase(
        vi: "Chương trình gặp lỗi: \(error).", en: "The program failed: \(error)."),
      hint: Phrase(
        vi: "Ghi lại câu trên và báo cho người quản trị.",
        en: "Keep the line above and tell the administrator."))
  }

  /// What a command that goes on where it was stopped says of the stop.
  package static let stoppedToGoOn = PlainProblem(
    .refused,
    Phrase(
      vi: "Đã dừng theo yêu cầu; phần đã làm được giữ lại.",
      en: "Stopped as asked; what was done so far is kept."),
    hint: Phrase(
      vi: "Chạy lại đúng lệnh ấy để làm tiếp.", en: "Run the same command again to go on."))

  /// What stopped standard output, such as a full disk under `> file`.
  package static func outputLost(errno: Int32) -> PlainProblem {
    PlainProblem(
      .usage,
      Phrase(
        vi: "Không in ra được hết (lỗi hệ thống \(errno)); phần đã in là chưa đủ.",
        en: "Not all could be printed (system error \(errno)); what was printed is not complete."),
      hint: Phrase(
        vi: "Kiểm tra ổ đĩa rồi xem lại; việc mà lệnh làm thì đã xong.",
        en: "Check the disk and look again; what the command does is done."))
  }

  private static let diskFull = PlainProblem(
    .unavailable,
    Phrase(
      vi: "Ổ đĩa của cơ sở dữ liệu đã đầy; không có gì được ghi.",
      en: "The disk of the database is full; nothing was written."),
    hint: Phrase(
      vi: "Dọn chỗ trống rồi chạy lại lệnh: cadre db status cho biết thư mục.",
      en: "Make room and run the command again: cadre db status names the folder."))

  /// Prints an error and returns the exit code, which is that of its kind unless another is given.
  ///
  /// With `CADRE_DEBUG=1` all that is known of it follows; it can hold facts about people.
  package static func print(
    _ error: any Error, to terminal: Terminal, asJSON: Bool, exit: Int32? = nil
  ) -> Int32 {
    let problem = problem(of: error)
    let code = exit ?? problem.kind.exitCode
    let message = terminal.say(problem.message)
    let hint = problem.hint.map(terminal.say)
    defer { if terminal.debugs { terminal.error(String(reflecting: error)) } }
    if asJSON {
      let fields = [
        "\"kind\": \(jsonQuoted(problem.kind.rawValue))", "\"exit\": \(code)",
        "\"message\": \(jsonQuoted(message))", "\"hint\": \(hint.map(jsonQuoted) ?? "null")",
      ]
      terminal.error("{\"error\": {" + fields.joined(separator: ", ") + "}}")
    } else {
      terminal.error(oneLine(message))
      terminal.error(
        hint.map(oneLine)
          ?? terminal.say(problem.kind.usualHint))
    }
    return code
  }

  /// One line of a message; the lines of a server's report are parted by ` · `.
  private static func oneLine(_ text: String) -> String {
    Terminal.harmless(
      text.split(whereSeparator: \.isNewline)
        .map { $0.split(whereSeparator: { $0 == " " || $0 == "\t" }).joined(separator: " ") }
        .filter { !$0.isEmpty }.joined(separator: " · "))
  }
}

extension ProblemKind {
  /// The exit code of the console (interface, "Exit codes").
  package var exitCode: Int32 {
    switch self {
    case .rowsRefused: 1
    case .usage: 2
    case .refused: 3
    case .notFound: 4
    case .conflict: 5
    case .unavailable: 6
    case .fault: 70
    }
  }
}

extension ProblemKind {
  /// What to do next where a problem has no hint of its own.
  fileprivate var usualHint: Phrase {
    switch self {
    case .usage: Phrase(vi: "Xem cách dùng: thêm --help.", en: "See how it works: add --help.")
    case .fault:
      Phrase(
        vi: "Báo cho người quản trị; CADRE_DEBUG=1 cho biết thêm.",
        en: "Tell the administrator; CADRE_DEBUG=1 says more.")
    case .conflict:
      Phrase(vi: "Xem lại rồi làm lại.", en: "Look again, then repeat.")
    case .rowsRefused, .refused, .notFound, .unavailable:
      Phrase(
        vi: "Sửa rồi chạy lại; chưa ghi gì.", en: "Mend it and run again; nothing was written.")
    }
  }
}
