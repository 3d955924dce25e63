import Foundation

/// The folders of one `CADRE_HOME`.
struct Home: Hashable, Sendable {
  let path: String
  /// Where a folder for the socket is made when `path` is too long.
  let shortRoot: String

  var data: String { path + "/data" }
  var log: String { path + "/log" }
  var lock: String { path + "/.lock" }
  /// Which server was started last, as `pid version`.
  var record: String { path + "/.server" }
  /// What a server says before its own log begins.
  var startLog: String { log + "/start.log" }

  static let port = 5432
  /// The kernel allows 107 bytes in the name of a socket; some clients fewer.
  static let socketLimit = 100
  static let socketName = ".s.PGSQL.\(port)"

  /// Data directories that are being made; whoever holds the lock may remove old ones.
  static let unfinished = "data.new-"

  init(path: String, shortRoot: String) {
    self.shortRoot = shortRoot
    let absolute =
      path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    let parts = absolute.split(separator: "/").filter { $0 != "." }
    self.path = "/" + parts.joined(separator: "/")
  }

  /// Where the socket lies: in the home, or in a short private folder where the home's path is too
  /// long for a socket's name.
  var socket: String {
    let plain = path + "/run"
    if (plain + "/" + Home.socketName).utf8.count <= Home.socketLimit { return plain }
    let owner = self.owner ?? geteuid()
    let account = owner == 0 ? Account.named("postgres")?.uid ?? 0 : owner
    return shortRoot + "/cadre-\(account)-\(Home.digest(path))"
  }

  var socketIsElsewhere: Bool { socket != path + "/run" }

  var socketFile: String { socket + "/" + Home.socketName }

  var owner: uid_t? {
    var facts = stat()
    return stat(path, &facts) == 0 ? facts.st_uid : nil
  }

  /// The major version that made the data, or `nil` where there is none yet.
  ///
  /// - Throws: ``ClusterProblem/notACluster(_:)`` where something else lies there.
  func dataMajor() throws -> Int? {
    if let text = try? String(contentsOfFile: data + "/PG_VERSION", encoding: .utf8),
      let major = Int(text.trimmingCharacters(in: .whitespacesAndNewlines))
    {
      return major
    }
    var facts = stat()
    guard lstat(data, &facts) == 0 else {
      if errno == ENOENT { return nil }
      throw ClusterProblem.unusableHome(data, code: errno)
    }
    // An empty folder gives way; anything else is somebody's.
    guard rmdir(data) == 0 else { throw ClusterProblem.notACluster(data) }
    return nil
  }

  /// The server's own log of today, or what it said before it had one.
  var latestLog: String {
    let manager = FileManager.default
    let names = (try? manager.contentsOfDirectory(atPath: log)) ?? []
    let dated = names.filter { $0.hasSuffix(".log") }.map { name in
      let facts = try? manager.attributesOfItem(atPath: log + "/" + name)
      return (log + "/" + name, facts?[.modificationDate] as? Date ?? .distantPast)
    }
    return dated.max { $0.1 < $1.1 }?.0 ?? startLog
  }

  /// FNV-1a, 64 bits: short and the same in every run, which `hashValue` is not.
  static func digest(_ text: String) -> String {
    let hash = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3
    }
    return String(hash, radix: 36)
  }
}

extension Home {
  /// Makes the home where it is missing, so that the server's account can pass through it.
  func make() throws {
    // pg_ctl hands the path to a shell, between double quotes and otherwise as it is.
    guard !path.utf8.contains(where: { $0 < 32 || "\"$`\\".utf8.contains($0) }) else {
      throw ClusterProblem.awkwardHome(path)
    }
    var facts = stat()
    if stat(path, &facts) == 0 {
      guard facts.st_mode & S_IFMT == S_IFDIR else {
        throw ClusterProblem.unusableHome(path, code: ENOTDIR)
      }
      return
    }
    var folder = ""
    for part in path.split(separator: "/") {
      folder += "/" + part
      let mode: mode_t = folder == path ? (geteuid() == 0 ? 0o711 : 0o700) : 0o755
      if mkdir(folder, mode) == 0 {
        // The umask may have taken away what the server's account needs to pass.
        chmod(folder, mode)
      } else if errno != EEXIST {
        throw ClusterProblem.unusableHome(folder, code: errno)
      }
    }
  }

  /// Makes one of our folders, for the server's account alone.
  func make(_ folder: String, for account: Account) throws {
    guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
      throw ClusterProblem.unusableHome(folder, code: errno)
    }
    try lend(folder, to: account)
  }

  /// Gives a file or folder of ours to the server's account.
  func lend(_ path: String, to account: Account) throws {
    guard geteuid() == 0 else { return }
    guard lchown(path, account.uid, account.gid) == 0 else {
      throw ClusterProblem.unusableHome(path, code: errno)
    }
  }

  /// Makes the socket's folder; one under `/tmp` may have been laid there by somebody else first.
  func makeSocketFolder(for account: Account) throws {
    guard socketIsElsewhere else { return try make(socket, for: account) }
    if mkdir(socket, 0o700) == 0 { return try lend(socket, to: account) }
    var facts = stat()
    guard lstat(socket, &facts) == 0, facts.st_mode & S_IFMT == S_IFDIR,
      facts.st_uid == account.uid, facts.st_mode & 0o077 == 0
    else { throw ClusterProblem.unsafeSocketFolder(socket) }
  }

  /// Writes a small file whole: nobody ever reads half of it.
  func write(_ text: String, to file: String, for account: Account?) throws {
    let draft = file + ".new"
    unlink(draft)
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw ClusterProblem.unusableHome(draft, code: errno) }
    let bytes = Array(text.utf8)
    let written = Foundation.write(descriptor, bytes, bytes.count)
    let code = errno
    close(descriptor)
    guard written == bytes.count else {
      throw ClusterProblem.unusableHome(draft, code: written < 0 ? code : ENOSPC)
    }
    if let account { try lend(draft, to: account) }
    guard rename(draft, file) == 0 else { throw ClusterProblem.unusableHome(file, code: errno) }
  }
}
