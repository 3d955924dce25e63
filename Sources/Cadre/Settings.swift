import Basics
import Foundation

/// Everything that comes in from outside, read once: environment → plain values.
struct Settings: Sendable {
  /// `DATABASE_URL`: any PostgreSQL 15 or later; `nil`: the embedded one.
  let databaseURL: String?
  /// `CADRE_HOME`: folder of the embedded cluster, its socket, logs and backups.
  let home: String
  /// `CADRE_CONFIG`: folder of the office's own files; else `config` in the home.
  let configuration: String
  /// `CADRE_ACCOUNT`: the account to act as at the console.
  let account: String?
  /// The system's name of whoever runs the program.
  let systemUser: String
  let host: String
  /// `CADRE_TODAY`, for rehearsals and tests; else the day in Viet Nam.
  let today: Day
  let environment: [String: String]

  init(environment: [String: String]) throws {
    self.environment = environment
    databaseURL = environment["DATABASE_URL"].flatMap { $0.isEmpty ? nil : $0 }
    home = Settings.home(environment)
    configuration = Settings.configuration(environment, home: home)
    account = environment["CADRE_ACCOUNT"].flatMap { $0.isEmpty ? nil : $0 }
    systemUser = Settings.userName()
    host = ProcessInfo.processInfo.hostName
    if let text = environment["CADRE_TODAY"], !text.isEmpty {
      guard let day = Day(text) else {
        throw PlainProblem(
          .usage,
          Phrase(
            vi: "CADRE_TODAY “\(text)” không phải là ngày.", en: "CADRE_TODAY “\(text)” is no day.")
        )
      }
      today = day
    } else {
      today = Settings.now().dayInVietnam
    }
  }

  private static func home(_ environment: [String: String]) -> String {
    if let home = environment["CADRE_HOME"], !home.isEmpty {
      return URL(fileURLWithPath: home).standardizedFileURL.path
    }
    if geteuid() == 0 { return "/var/lib/cadre" }
    if let data = environment["XDG_DATA_HOME"], !data.isEmpty { return data + "/cadre" }
    return (environment["HOME"] ?? NSHomeDirectory()) + "/.local/share/cadre"
  }

  private static func configuration(_ environment: [String: String], home: String) -> String {
    guard let folder = environment["CADRE_CONFIG"], !folder.isEmpty else { return home + "/config" }
    return URL(fileURLWithPath: folder).standardizedFileURL.path
  }

  /// By the password file, not by a variable that anybody can set.
  private static func userName() -> String {
    guard let entry = getpwuid(geteuid()) else { return "uid\(geteuid())" }
    return String(cString: entry.pointee.pw_name)
  }

  private static func now() -> Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
  }
}
