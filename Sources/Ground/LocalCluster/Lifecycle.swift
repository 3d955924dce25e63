import Foundation

/// The steps of a start and a stop; whoever calls them holds the lock.
extension LocalCluster {
  /// Makes the data directory beside its place and moves it there when it is whole, so that no
  /// crash leaves a half-made one behind.
  func create(
    with chosen: PostgresPrograms.Chosen, as account: Account, holding lock: FileLock
  ) async throws {
    let draft = home.path + "/" + Home.unfinished + "\(getpid())"
    try home.make(draft, for: account)
    let initdb = [
      chosen.path("initdb"), "--pgdata", draft, "--username", SignIn.superuser,
      "--encoding=UTF8", "--locale=C", "--lc-collate=C", "--lc-ctype=C.UTF-8",
      "--data-checksums", "--auth-local=peer", "--auth-host=scram-sha-256", "--no-instructions",
    ]
    let command = try account.running(initdb + (durability == .none ? ["--no-sync"] : []))
    let (exit, text) = try await Child.capture(command, keeping: lock.descriptor)
    guard exit == .code(0) else {
      try? FileManager.default.removeItem(atPath: draft)
      throw ClusterProblem.cannotCreate(report: lastLines(of: text))
    }
    let main = draft + "/postgresql.conf"
    let made = (try? String(contentsOfFile: main, encoding: .utf8)) ?? ""
    try home.write(made + "\ninclude 'cadre.conf'\n", to: main, for: account)
    guard rename(draft, home.data) == 0 else {
      throw ClusterProblem.unusableHome(home.data, code: errno)
    }
    let folder = open(home.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if folder >= 0 {
      fsync(folder)
      close(folder)
    }
  }

  /// Clears away what killed starters left; nobody works in it, or the lock would be held.
  func removeUnfinished() throws {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: home.path)) ?? []
    for name in names where name.hasPrefix(Home.unfinished) {
      try FileManager.default.removeItem(atPath: home.path + "/" + name)
    }
  }

  /// Waits while a server that somebody started or stopped comes up or goes down; one that cannot
  /// be reached any more, because its socket is gone, is stopped.
  func settle(as account: Account) async throws {
    try await waitUntil(within: patience, every: .milliseconds(40)) {
      ProcessTable.starters(of: home.data).isEmpty
    } orElse: {
      ClusterProblem.stillStarting(log: home.latestLog)
    }
    guard ServerProcess.running(on: home.data) != nil else { return }
    try await waitUntil(within: patience) {
      ServerProcess.running(on: home.data)?.isReady ?? true
    } orElse: {
      ClusterProblem.stillStarting(log: home.latestLog)
    }
    guard let server = ServerProcess.running(on: home.data) else { return }
    if access(home.socketFile, F_OK) != 0 { return try await halt() }
    // A starter that was killed before it could write down what it had started.
    let chosen = try await programs.choose(major: try home.dataMajor())
    try home.write("\(server.pid) \(chosen.version)\n", to: home.record, for: account)
  }

  /// Ends what a killed server left: its orphaned helpers, its lock files and its socket.
  ///
  /// Helpers outlive a killed postmaster until they look up from their work, and as long as one
  /// lives the shared memory is in use and no new server starts. Zombies with the old number would
  /// make it believe that the old server lives.
  func removeRemains() async throws {
    let steps: [(signal: Int32?, patience: Duration)] = [
      (nil, .milliseconds(300)), (SIGTERM, .seconds(2)), (SIGQUIT, .seconds(2)),
      (SIGKILL, .seconds(10)),
    ]
    for step in steps {
      let orphans = ProcessTable.pids(in: home.data)
      if orphans.isEmpty { break }
      if let signal = step.signal { for orphan in orphans { kill(orphan, signal) } }
      let left = orphans[0]
      do {
        try await waitUntil(within: step.patience, every: .milliseconds(40)) {
          ProcessTable.pids(in: home.data).isEmpty
        } orElse: {
          ClusterProblem.cannotStop(pid: left)
        }
      } catch let problem as ClusterProblem {
        if step.signal == SIGKILL { throw problem }
      }
    }
    unlink(home.data + "/postmaster.pid")
    unlink(home.socketFile)
    unlink(home.socketFile + ".lock")
  }

  /// Writes the settings of this machine and who may sign in.
  func configure(as account: Account, major: Int) throws {
    let machine = Machine.here()
    let settings = ServerSettings.settings(
      memoryBytes: machine.memoryBytes, cores: machine.cores,
      sharedMemoryBytes: machine.sharedMemoryBytes, durability: durability)
    let text = settings.text(
      socketDirectory: home.socket, port: Home.port, logDirectory: home.log)
    try home.write(text, to: home.data + "/cadre.conf", for: account)
    try home.write(SignIn.rules, to: home.data + "/pg_hba.conf", for: account)
    try home.write(
      SignIn.map(account: account.name, major: major), to: home.data + "/pg_ident.conf",
      for: account)
  }

  /// Starts the server as nobody's child, in a session of its own, and waits until it answers.
  func launch(with chosen: PostgresPrograms.Chosen, as account: Account) async throws {
    unlink(home.startLog)
    let command = try account.running([
      chosen.path("pg_ctl"), "--pgdata", home.data, "--log", home.startLog, "--wait",
      "--timeout", "\(max(1, patience.components.seconds))", "--silent", "start",
    ])
    let (exit, text) = try await Child.capture(command)
    guard let server = ServerProcess.running(on: home.data) else {
      throw ClusterProblem.cannotStart(report: lastLines(of: text + logTail()))
    }
    guard exit == .code(0) else { throw ClusterProblem.stillStarting(log: home.latestLog) }
    try home.write("\(server.pid) \(chosen.version)\n", to: home.record, for: account)
  }

  /// Stops the server: open transactions are rolled back; if that takes too long, at once without
  /// a last checkpoint, which the next start makes good; and if all fails, by force.
  func halt() async throws {
    let steps = [(SIGINT, patience), (SIGQUIT, .seconds(10)), (SIGKILL, .seconds(10))]
    for (signal, patience) in steps {
      guard let server = ServerProcess.running(on: home.data) else { return }
      kill(server.pid, signal)
      do {
        try await waitUntil(within: patience) {
          ServerProcess.running(on: home.data)?.pid != server.pid
        } orElse: {
          ClusterProblem.cannotStop(pid: server.pid)
        }
        return
      } catch let problem as ClusterProblem {
        if signal == SIGKILL { throw problem }
      }
    }
  }

  /// The last lines of what the server said, for people to act on.
  func logTail() -> String {
    let texts = Set([home.startLog, home.latestLog]).sorted().map { path in
      (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    }
    return lastLines(of: texts.joined(separator: "\n"))
  }

  private func lastLines(of text: String) -> String {
    let lines = text.split(separator: "\n").filter {
      !$0.contains("logging collector process") && !$0.contains("Future log output will appear")
    }
    return lines.suffix(8).joined(separator: "\n")
  }
}
