import Foundation

/// What `postmaster.pid` says of the server of a data directory.
struct ServerProcess: Hashable, Sendable {
  let pid: pid_t
  /// `starting`, `ready`, `stopping`: the eighth line, which the postmaster keeps up to date.
  let status: String

  var isReady: Bool { status == "ready" }

  /// The server that runs on `data` now, or `nil`.
  ///
  /// A file that a killed server left behind does not count, nor does another process that was
  /// given its number since, nor a zombie: a server works in its data directory.
  static func running(on data: String) -> ServerProcess? {
    guard let text = try? String(contentsOfFile: data + "/postmaster.pid", encoding: .utf8)
    else { return nil }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let first = lines.first, let pid = pid_t(first), pid > 0,
      ProcessTable.folder(of: pid) == ProcessTable.resolved(data)
    else { return nil }
    let status = lines.count > 7 ? lines[7].trimmingCharacters(in: .whitespaces) : "starting"
    return ServerProcess(pid: pid, status: status)
  }
}

/// Looks at processes through `/proc`.
enum ProcessTable {
  /// The folder that a living process works in; `nil` for the dead, for zombies and for what we
  /// may not see.
  static func folder(of pid: pid_t) -> String? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 4097) { buffer in
      guard let room = buffer.baseAddress else { return nil }
      let count = readlink("/proc/\(pid)/cwd", room, 4096)
      guard count > 0 else { return nil }
      buffer[count] = 0
      return String(cString: room)
    }
  }

  /// The processes that work in `folder`: of a data directory, its server and all its helpers.
  static func pids(in folder: String) -> [pid_t] {
    let wanted = resolved(folder)
    let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return all.compactMap { pid_t($0) }.filter {
      $0 != getpid() && self.folder(of: $0) == wanted && isPostgres($0)
    }
  }

  /// The helpers that are starting a server on `data` now: of a starter that was killed meanwhile,
  /// and whose server has not signed its name into the data directory yet.
  static func starters(of data: String) -> [pid_t] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return all.compactMap { pid_t($0) }.filter { pid in
      let bytes = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") ?? Data()
      let words = bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
      return words.contains(data) && words.contains { $0.hasSuffix("/pg_ctl") }
    }
  }

  /// Somebody's shell may stand in the folder too; it is none of ours to stop.
  private static func isPostgres(_ pid: pid_t) -> Bool {
    let name = try? String(contentsOfFile: "/proc/\(pid)/comm", encoding: .utf8)
    return name?.trimmingCharacters(in: .whitespacesAndNewlines) == "postgres"
  }

  /// The path without symbolic links, as the kernel shows it.
  static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }
}
