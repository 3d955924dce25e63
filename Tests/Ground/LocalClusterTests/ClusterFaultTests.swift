import Foundation
import TestKit
import Testing

@testable import LocalCluster

@Suite(.serialized, .timeLimit(.minutes(10))) struct `A private cluster under faults` {
  static let probe = Program("cluster-probe")

  @Test func `serves two commands at once on an empty home`() async throws {
    let home = try Scratch.folder("two")
    async let left = Self.probe.run(["start", home])
    async let right = Self.probe.run(["start", home])
    async let here = cluster(in: home).start()
    let (outcomes, running) = (try await [left, right], try await here)
    #expect(outcomes.map(\.code) == [0, 0])
    let made = outcomes.filter { $0.output.contains("created=true") }.count
    #expect(made + (running.wasCreated ? 1 : 0) == 1)
    let pids = Set(outcomes.map { $0.output.prefix { $0 != " " } })
    #expect(pids == ["pid=\(running.pid)"])
    let stopped = try await Self.probe.run(["stop", home])
    #expect(stopped.code == 0 && ServerProcess.running(on: home + "/data") == nil)
  }

  @Test func `outlives the command that started it, without its pipes or its session`()
    async throws
  {
    let home = try Scratch.folder("daemon")
    // The runner reads until end of file: a server that held the pipe would make it time out.
    let started = try await Self.probe.run(["start", home], timeout: .seconds(60))
    #expect(started.code == 0 && started.output.contains("created=true"))
    let server = try #require(ServerProcess.running(on: home + "/data"))
    #expect(getsid(server.pid) != getsid(0))
    try await cluster(in: home).stop()
  }

  @Test func `starts again after kill -9 of the server, with nothing lost`() async throws {
    let cluster = try cluster(durability: .full)
    let first = try await cluster.start()
    let wrote = try await ask("CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)", of: first)
    #expect(wrote == "")
    try await end(first.pid)
    let second = try await cluster.start()
    #expect(second.wasStarted && !second.wasCreated && second.pid != first.pid)
    #expect(try await ask("SELECT n FROM kept", of: second) == "7")
    try await cluster.stop()
  }

  @Test func `ends a busy helper that outlived its killed server`() async throws {
    let cluster = try cluster()
    let first = try await cluster.start()
    // A loop that never looks up from its work, so it does not see that its server is gone.
    let busy = "SELECT count(*) FROM generate_series(1, 100000000000)"
    let folder = try await TestCluster.installed.choose(major: first.version.major).folder
    let client = try Child([
      folder + "/psql", "-Xq", "-h", first.socketDirectory, "-U", "postgres", "-c", busy,
    ])
    let active = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%100000000000)'"
    for _ in 0..<200 where try await ask(active, of: first) != "1" {
      try await Task.sleep(for: .milliseconds(20))
    }
    try await end(first.pid)
    let second = try await cluster.start()
    #expect(try await ask("SELECT 1", of: second) == "1")
    kill(client.pid, SIGKILL)
    _ = await client.exit()
    try await cluster.stop()
  }

  @Test func `is not fooled by an old number that now belongs to another process`() async throws {
    let cluster = try cluster()
    let first = try await cluster.start()
    let file = cluster.dataDirectory + "/postmaster.pid"
    let text = try String(contentsOfFile: file, encoding: .utf8)
    try await cluster.stop()
    let other = try await TestCluster.running()
    let stale = text.replacing("\(first.pid)\n", with: "\(other.pid)\n")
    try Data(stale.utf8).write(to: URL(fileURLWithPath: file))
    let second = try await cluster.start()
    #expect(second.wasStarted)
    try await cluster.stop()
    #expect(ServerProcess.running(on: cluster.dataDirectory) == nil)
  }

  @Test func `starts clean after kill -9 of a starter in the middle of initdb`() async throws {
    let home = try Scratch.folder("killed")
    for _ in rounds(3, soak: 50) {
      let starter = try Child([Self.probe.path, "start", home])
      try await waitUntil(within: .seconds(20), every: .milliseconds(2)) {
        unfinished(in: home).contains { access($0 + "/base", F_OK) == 0 }
      } orElse: {
        TestKitProblem("initdb never began")
      }
      kill(starter.pid, SIGKILL)
      #expect(await starter.exit() == .signal(SIGKILL))
      #expect(access(home + "/data", F_OK) != 0)
    }
    let running = try await cluster(in: home).start()
    #expect(running.wasCreated && unfinished(in: home).isEmpty)
    #expect(try await ask("SELECT 1", of: running) == "1")
    try await cluster(in: home).stop()
  }

  @Test func `starts clean after initdb itself was killed`() async throws {
    let home = try Scratch.folder("initdb")
    let starter = try Child([Self.probe.path, "start", home])
    try await waitUntil(within: .seconds(20), every: .milliseconds(2)) {
      guard let initdb = initdb(of: home) else { return false }
      return kill(initdb, SIGKILL) == 0
    } orElse: {
      TestKitProblem("initdb never began")
    }
    #expect(await starter.exit() != .code(0))
    #expect(unfinished(in: home).isEmpty)
    #expect(try await cluster(in: home).start().wasCreated)
    try await cluster(in: home).stop()
  }

  @Test func `starts again when somebody removed its socket`() async throws {
    let cluster = try cluster()
    let first = try await cluster.start()
    unlink(cluster.home.socketFile)
    let second = try await cluster.start()
    #expect(second.pid != first.pid)
    #expect(try await ask("SELECT 1", of: second) == "1")
    try await cluster.stop()
  }
}

@Suite(.serialized, .timeLimit(.minutes(30))) struct `A private cluster under random faults` {
  @Test func `starts after kill -9 of a starter and of the server at any moment`() async throws {
    var seeded = Seeded.forTest()
    for round in rounds(5, soak: 300) {
      let home = try Scratch.folder("sweep")
      if round % 2 == 1 {
        try await end(cluster(in: home).start().pid)
      }
      let starter = try Child([`A private cluster under faults`.probe.path, "start", home])
      try await Task.sleep(for: .milliseconds(Int.random(in: 0...600, using: &seeded)))
      kill(starter.pid, SIGKILL)
      _ = await starter.exit()
      let running = try await cluster(in: home).start()
      #expect(try await ask("SELECT 1", of: running) == "1", "round \(round)")
      #expect(unfinished(in: home).isEmpty, "round \(round)")
      try await cluster(in: home).stop()
      #expect(ProcessTable.pids(in: home + "/data").isEmpty, "round \(round)")
      try FileManager.default.removeItem(atPath: home)
    }
  }
}

private func unfinished(in home: String) -> [String] {
  let names = (try? FileManager.default.contentsOfDirectory(atPath: home)) ?? []
  return names.filter { $0.hasPrefix(Home.unfinished) }.map { home + "/" + $0 }
}

private func initdb(of home: String) -> pid_t? {
  let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
  return all.compactMap { pid_t($0) }.first { pid in
    let bytes = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") ?? Data()
    let words = bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    return words.first?.hasSuffix("/initdb") == true && words.contains { $0.hasPrefix(home + "/") }
  }
}

/// `kill -9`, and waits until it is done: a signal takes a moment to arrive.
private func end(_ pid: pid_t) async throws {
  kill(pid, SIGKILL)
  try await waitUntil(within: .seconds(10)) {
    ProcessTable.folder(of: pid) == nil
  } orElse: {
    TestKitProblem("process \(pid) outlived kill -9")
  }
}
