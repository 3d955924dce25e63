package import Basics
import CLibpq

/// What the server, or the way to it, had against a statement.
///
/// Its description holds no data, so that a log cannot leak it.
package struct PostgresError: Problem {
  package var sqlState: String?
  package var serverMessage: String
  package var detail: String?
  package var serverHint: String?
  package var constraint: String?
  package var query: String?
  package var file: String
  package var line: Int

  package var kind: ProblemKind {
    guard let sqlState else { return .unavailable }
    switch sqlState.prefix(2) {
    case "08": return .unavailable
    case "23": return sqlState == "23505" || sqlState == "23P01" ? .conflict : .refused
    case "40": return .conflict
    default: break
    }
    switch sqlState {
    case "57P01", "57P02", "57P03", "53300", "53100", "53200", "58030": return .unavailable
    case "42501": return .refused
    case "55P03", "57014": return .conflict
    default: return .fault
    }
  }

  package var message: Phrase {
    let text = serverMessage
    return switch kind {
    case .unavailable:
      Phrase(
        vi: "Không kết nối được cơ sở dữ liệu: \(text)", en: "The database cannot be reached: \(text)")
    default:
      Phrase(
        vi: "Cơ sở dữ liệu từ chối: \(text) (\(sqlState ?? ""))",
        en: "The database refused: \(text) (\(sqlState ?? ""))")
    }
  }

  package var hint: Phrase? {
    switch kind {
    case .unavailable:
      Phrase(
        vi: "Kiểm tra DATABASE_URL hoặc cadre db status, rồi chạy lại; chưa ghi gì.",
        en: "Check DATABASE_URL or cadre db status, then run it again; nothing was written.")
    case .conflict:
      Phrase(vi: "Chạy lại lệnh.", en: "Run the command again.")
    default: nil
    }
  }
}

extension PostgresError: CustomStringConvertible {
  package var description: String {
    "PostgresError(\(sqlState ?? "connection") \(constraint ?? "") \(file):\(line))"
  }
}
