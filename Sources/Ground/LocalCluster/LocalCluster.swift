import Basics
import Foundation

/// The private PostgreSQL of one `CADRE_HOME`: made, started and found again by whoever needs it.
///
/// Reached by a Unix socket only, and left running for the next command. Safe to use from several
/// processes at once, and after any of them, or the server, was killed.
package struct LocalCluster: Sendable {
  let home: Home
  let programs: PostgresPrograms
  let durability: Durability
  let patience: Duration

  /// Describes a cluster; nothing is touched yet.
  ///
  /// - Parameters:
  ///   - home: `CADRE_HOME`.
  ///   - programs: where to look for PostgreSQL.
  ///   - durability: what a crash of the machine may cost.
  ///   - patience: how long to wait for another starter, for recovery and for a stop.
  ///   - shortRoot: where the socket goes when the home's path is too long for its name.
  package init(
    home: String, programs: PostgresPrograms, durability: Durability = .full,
    patience: Duration = .seconds(300), shortRoot: String = "/tmp"
  ) {
    self.home = Home(path: home, shortRoot: shortRoot)
    self.programs = programs
    self.durability = durability
    self.patience = patience
  }

  package var dataDirectory: String { home.data }
  package var socketDirectory: String { home.socket }
  /// The newest log there is; it holds what the server says of itself, nothing about people.
  package var logFile: String { home.latestLog }

  /// A server that takes connections.
  package struct Running: Hashable, Sendable {
    package let pid: Int32
    package let socketDirectory: String
    package let port: Int
    package let version: PostgresVersion
    /// The role that the owner of the home may sign in as before there is any other.
    package let superuser: String
    /// This call made the data directory: nothing is in it yet.
    package let wasCreated: Bool
    /// This call started the server.
    package let wasStarted: Bool
  }

  /// Makes the cluster if there is none, starts it if it is not running, and says where it is.
  ///
  /// - Throws: ``ClusterProblem``; a half-made data directory is never left as the real one.
  package func start() async throws -> Running {
    if let running = found() { return running }
    try home.make()
    let account = try Account.running(homeOf: home.owner ?? geteuid(), at: home.path)
    let lock = try await FileLock.take(at: home.lock, in: home.path, patience: patience)
    defer { lock.release() }
    try home.lend(home.lock, to: account)
    if let running = found() { return running }

    try await account.mustReach(home.path)
    let major = try home.dataMajor()
    let chosen = try await programs.choose(major: major)
    try removeUnfinished()
    try home.make(home.log, for: account)
    try home.makeSocketFolder(for: account)
    if major == nil { try await create(with: chosen, as: account, holding: lock) }
    try await settle(as: account)
    if ServerProcess.running(on: home.data) == nil {
      try await removeRemains()
      try configure(as: account, major: chosen.version.major)
      try await launch(with: chosen, as: account)
    }
    guard let running = found(created: major == nil, started: true) else {
      throw ClusterProblem.cannotStart(report: logTail())
    }
    return running
  }

  /// Stops the server if it is running: politely first, then firmly.
  ///
  /// - Throws: ``ClusterProblem/cannotStop(pid:)``, or ``ClusterProblem/busy(home:)``.
  package func stop() async throws {
    guard let owner = home.owner, try home.dataMajor() != nil else { return }
    let account = try Account.running(homeOf: owner, at: home.path)
    let lock = try await FileLock.take(at: home.lock, in: home.path, patience: patience)
    defer { lock.release() }
    try home.lend(home.lock, to: account)
    try await halt()
    try await removeRemains()
    unlink(home.record)
    if home.socketIsElsewhere { rmdir(home.socket) }
  }

  /// What there is, without touching it.
  package func status() async throws -> Status {
    guard let owner = home.owner else { return Status(state: .notCreated, home: home) }
    _ = try Account.running(homeOf: owner, at: home.path)
    guard let text = try? String(contentsOfFile: home.data + "/PG_VERSION", encoding: .utf8)
    else { return Status(state: .notCreated, home: home) }
    let major = Int(text.trimmingCharacters(in: .whitespacesAndNewlines))
    let state: Status.State =
      if let running = found() {
        .running(running)
      } else if let server = ServerProcess.running(on: home.data) {
        .changing(pid: server.pid)
      } else {
        .stopped
      }
    return Status(
      state: state, home: home, major: major, dataBytes: await Status.size(of: home.data))
  }

  /// The server, if it runs and takes connections: costs two small reads.
  private func found(created: Bool = false, started: Bool = false) -> Running? {
    guard let server = ServerProcess.running(on: home.data), server.isReady,
      access(home.socketFile, F_OK) == 0,
      let record = try? String(contentsOfFile: home.record, encoding: .utf8)
    else { return nil }
    let words = record.split(whereSeparator: \.isWhitespace).map(String.init)
    guard words.count == 2, words[0] == "\(server.pid)", let version = PostgresVersion(words[1])
    else { return nil }
    return Running(
      pid: server.pid, socketDirectory: home.socket, port: Home.port, version: version,
      superuser: SignIn.superuser, wasCreated: created, wasStarted: started)
  }
}

extension LocalCluster {
  /// What ``LocalCluster/status()`` finds.
  package struct Status: Sendable {
    package enum State: Hashable, Sendable {
      case notCreated
      case stopped
      /// On its way up or down, or recovering after a crash.
      case changing(pid: Int32)
      case running(Running)
    }

    package let state: State
    package let home: String
    package let socketDirectory: String
    package let logFile: String
    /// The major version that made the data.
    package let major: Int?
    package let dataBytes: Int64

    init(state: State, home: Home, major: Int? = nil, dataBytes: Int64 = 0) {
      self.state = state
      self.home = home.path
      socketDirectory = home.socket
      logFile = home.latestLog
      self.major = major
      self.dataBytes = dataBytes
    }

    /// The bytes of all files below `folder`; files that vanish meanwhile do not count.
    static func size(of folder: String) async -> Int64 {
      await offThePool {
        var total: Int64 = 0
        for case let path as String in FileManager.default.enumerator(atPath: folder)
          ?? FileManager.DirectoryEnumerator()
        {
          var facts = stat()
          if lstat(folder + "/" + path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG {
            total += Int64(facts.st_size)
          }
        }
        return total
      }
    }
  }
}
