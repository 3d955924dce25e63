import Basics
import Foundation

/// What can go wrong between us and our own PostgreSQL.
package enum ClusterProblem: Problem, Hashable {
  case noPrograms(major: Int?)
  case tooOld(PostgresVersion)
  case faulty(PostgresVersion, firstGood: PostgresVersion)
  /// The data was made by another major version than the programs.
  case otherMajor(data: Int, programs: PostgresVersion)
  case noAccount(String)
  case noWayToChangeAccount
  case notOurHome(home: String, owner: String)
  case unreachable(home: String, blocked: String, account: String)
  case unusableHome(String, code: Int32)
  /// The path has characters that PostgreSQL's own programs trip over.
  case awkwardHome(String)
  case notACluster(String)
  case unsafeSocketFolder(String)
  case busy(home: String)
  case cannotCreate(report: String)
  case cannotStart(report: String)
  case stillStarting(log: String)
  case cannotStop(pid: Int32)
  case cannotRun(String, Int32)

  package var kind: ProblemKind {
    switch self {
    case .tooOld, .faulty, .otherMajor, .notOurHome, .notACluster, .unsafeSocketFolder,
      .awkwardHome:
      .refused
    case .noPrograms, .noAccount, .noWayToChangeAccount, .unreachable, .unusableHome, .busy,
      .cannotCreate, .cannotStart, .stillStarting, .cannotStop, .cannotRun:
      .unavailable
    }
  }

  package var message: Phrase {
    switch self {
    case .noPrograms(nil):
      Phrase(
        vi: "Máy này chưa có chương trình PostgreSQL 15 trở lên.",
        en: "This machine has no PostgreSQL 15 or later.")
    case .noPrograms(let major?):
      Phrase(
        vi: "Dữ liệu thuộc PostgreSQL \(major), nhưng máy này không có chương trình của bản đó.",
        en: "The data belongs to PostgreSQL \(major), whose programs are not on this machine.")
    case .tooOld(let version):
      Phrase(
        vi: "PostgreSQL \(version) quá cũ; cần bản 15.20 trở lên.",
        en: "PostgreSQL \(version) is too old; 15.20 or later is needed.")
    case .faulty(let version, let good):
      Phrase(
        vi: "PostgreSQL \(version) có lỗi bảo mật và lỗi nhất quán đã biết, sửa ở bản \(good).",
        en: "PostgreSQL \(version) has known security and serializability faults, "
          + "mended in \(good).")
    case .otherMajor(let data, let programs):
      Phrase(
        vi: "Dữ liệu do PostgreSQL \(data) tạo, không mở được bằng chương trình \(programs).",
        en: "The data was made by PostgreSQL \(data) and cannot be opened by \(programs).")
    default: aboutTheHome ?? aboutTheServer
    }
  }

  private var aboutTheHome: Phrase? {
    switch self {
    case .noAccount(let name):
      Phrase(vi: "Không có tài khoản \(name).", en: "There is no account \(name).")
    case .noWayToChangeAccount:
      Phrase(
        vi: "PostgreSQL không chạy dưới quyền root, và máy không có setpriv hay runuser.",
        en: "PostgreSQL refuses to run as root, and there is no setpriv or runuser here.")
    case .notOurHome(let home, let owner):
      Phrase(
        vi: "Thư mục dữ liệu \(home) thuộc về \(owner).",
        en: "The data folder \(home) belongs to \(owner).")
    case .unreachable(let home, let blocked, let account):
      Phrase(
        vi: "Tài khoản \(account) không vào được \(home): bị chặn ở \(blocked).",
        en: "The account \(account) cannot reach \(home): it is stopped at \(blocked).")
    case .unusableHome(let path, let code):
      Phrase(
        vi: "Không dùng được \(path): \(reason(code)).", en: "Cannot use \(path): \(reason(code)).")
    case .awkwardHome(let path):
      Phrase(
        vi: "Đường dẫn \(path.debugDescription) có ký tự mà PostgreSQL không nhận "
          + #"(", $, `, \ hoặc ký tự điều khiển)."#,
        en: "The path \(path.debugDescription) has a character that PostgreSQL does not take "
          + #"(", $, `, \ or a control character)."#)
    case .notACluster(let path):
      Phrase(
        vi: "Thư mục \(path) có tệp nhưng không phải dữ liệu PostgreSQL.",
        en: "The folder \(path) holds files but is not PostgreSQL data.")
    case .unsafeSocketFolder(let path):
      Phrase(
        vi: "Thư mục \(path) không phải của riêng tài khoản chạy máy chủ.",
        en: "The folder \(path) is not private to the account that runs the server.")
    default: nil
    }
  }

  private var aboutTheServer: Phrase {
    switch self {
    case .busy(let home):
      Phrase(
        vi: "Một lệnh khác đang khởi động hoặc dừng cơ sở dữ liệu ở \(home).",
        en: "Another command is starting or stopping the database in \(home).")
    case .cannotCreate(let report):
      Phrase(
        vi: "Không tạo được cơ sở dữ liệu:\n\(report)",
        en: "The database could not be created:\n\(report)")
    case .cannotStart(let report):
      Phrase(
        vi: "Máy chủ cơ sở dữ liệu không khởi động được:\n\(report)",
        en: "The database server could not be started:\n\(report)")
    case .stillStarting:
      Phrase(
        vi: "Máy chủ cơ sở dữ liệu vẫn đang khôi phục sau sự cố.",
        en: "The database server is still recovering from a crash.")
    case .cannotStop(let pid):
      Phrase(
        vi: "Máy chủ cơ sở dữ liệu (tiến trình \(pid)) không dừng.",
        en: "The database server (process \(pid)) does not stop.")
    case .cannotRun(let program, let code):
      Phrase(
        vi: "Không chạy được \(program): \(reason(code)).",
        en: "Cannot run \(program): \(reason(code)).")
    default: Phrase(vi: "Cơ sở dữ liệu không dùng được.", en: "The database cannot be used.")
    }
  }

  private func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
