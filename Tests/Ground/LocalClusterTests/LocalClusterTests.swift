import Basics
import Foundation
import TestKit
import Testing

@testable import LocalCluster

/// A cluster in a folder of its own, which ends with the test process whatever happens.
func cluster(in home: String? = nil, durability: Durability = .none) throws -> LocalCluster {
  LocalCluster(
    home: try home ?? Scratch.folder("c"), programs: TestCluster.installed,
    durability: durability, patience: .seconds(60), shortRoot: try Scratch.root.get())
}

/// What the server answers to one query, through the machine's own client.
func ask(_ query: String, of running: LocalCluster.Running, as role: String = "postgres")
  async throws -> String
{
  let folder = try await TestCluster.installed.choose(major: running.version.major).folder
  let (_, text) = try await Child.capture([
    folder + "/psql", "-XAtq", "-h", running.socketDirectory, "-p", "\(running.port)", "-U", role,
    "-d", "postgres", "-c", query,
  ])
  return text.trimmingCharacters(in: .whitespacesAndNewlines)
}

@Suite(.timeLimit(.minutes(3))) struct `A private cluster` {
  @Test func `is made, started, found again and stopped twice`() async throws {
    let cluster = try cluster()
    guard case .notCreated = try await cluster.status().state else {
      Issue.record("an empty home has no cluster")
      return
    }
    let first = try await cluster.start()
    #expect(first.wasCreated && first.wasStarted)
    let second = try await cluster.start()
    #expect(!second.wasCreated && !second.wasStarted && second.pid == first.pid)
    #expect(VersionGate.verdict(serverVersionNum: second.version.number) == .accepted)

    let status = try await cluster.status()
    #expect(status.state == .running(second))
    #expect(status.dataBytes > 1 << 20 && status.major == first.version.major)

    try await cluster.stop()
    try await cluster.stop()
    #expect(try await cluster.status().state == .stopped)
    #expect(ProcessTable.pids(in: cluster.dataDirectory).isEmpty)

    let third = try await cluster.start()
    #expect(!third.wasCreated && third.wasStarted)
    try await cluster.stop()
  }

  @Test func `speaks UTF-8, sorts by bytes, checks its pages and listens to no network`()
    async throws
  {
    let cluster = try cluster()
    let running = try await cluster.start()
    #expect(running.version.number == Int(try await ask("SHOW server_version_num", of: running)))
    let asked = """
      SELECT concat_ws(' ', datcollate, datctype, pg_encoding_to_char(encoding),
        current_setting('data_checksums'), '[' || current_setting('listen_addresses') || ']',
        current_setting('log_error_verbosity'), current_setting('TimeZone'))
      FROM pg_database WHERE datname = 'template1'
      """
    #expect(try await ask(asked, of: running) == "C C.UTF-8 UTF8 on [] terse UTC")
    let wrong = "SELECT count(*) FROM pg_file_settings WHERE error IS NOT NULL"
    #expect(try await ask(wrong, of: running) == "0")
    var facts = stat()
    #expect(stat(running.socketDirectory, &facts) == 0 && facts.st_mode & 0o077 == 0)
    try await cluster.stop()
  }

  @Test func `lets its owner in as its roles and nobody as another`() async throws {
    let cluster = try cluster()
    let running = try await cluster.start()
    let made = try await ask("CREATE ROLE cadre_app LOGIN; CREATE ROLE mallory LOGIN", of: running)
    #expect(made == "")
    #expect(try await ask("SELECT current_user", of: running, as: "cadre_app") == "cadre_app")
    let stranger = try await ask("SELECT 1", of: running, as: "mallory")
    #expect(stranger.contains("Peer authentication failed"))
    try await cluster.stop()
  }

  @Test func `keeps what people typed out of its log`() async throws {
    let cluster = try cluster()
    let running = try await cluster.start()
    let refused = try await ask("SELECT 'Nguyen Thi Secret'::integer", of: running)
    #expect(refused.contains("Secret"))
    try await cluster.stop()
    let log = try String(contentsOfFile: cluster.logFile, encoding: .utf8)
    #expect(log.contains("shut down") && !log.contains("Secret"))
  }

  @Test func `takes a short folder for its socket when its home is far away`() async throws {
    let far = try Scratch.folder("far") + "/" + String(repeating: "đường-dài-", count: 12)
    let cluster = try cluster(in: far)
    let running = try await cluster.start()
    #expect(running.socketDirectory.utf8.count < 60)
    #expect(try await ask("SELECT 1", of: running) == "1")
    try await cluster.stop()
    #expect(access(running.socketDirectory, F_OK) != 0)
  }

  @Test func `does not trust a short folder that somebody else laid there`() async throws {
    let far = try Scratch.folder("far") + "/" + String(repeating: "x", count: 120)
    let cluster = try cluster(in: far)
    try cluster.home.make()
    #expect(mkdir(cluster.socketDirectory, 0o777) == 0)
    chmod(cluster.socketDirectory, 0o777)
    await #expect(throws: ClusterProblem.unsafeSocketFolder(cluster.socketDirectory)) {
      try await cluster.start()
    }
  }

  @Test func `says so when a folder is in its place`() async throws {
    let cluster = try cluster()
    #expect(mkdir(cluster.dataDirectory, 0o700) == 0)
    try Data("mine".utf8).write(to: URL(fileURLWithPath: cluster.dataDirectory + "/letter.txt"))
    await #expect(throws: ClusterProblem.notACluster(cluster.dataDirectory)) {
      try await cluster.start()
    }
  }

  @Test(arguments: ["a\"b", "a$(touch x)", "a`b`", "a\\b", "a\nb"])
  func `refuses a path that a shell would read as more than a path`(name: String) async throws {
    let home = try Scratch.folder("awkward") + "/" + name
    await #expect(throws: ClusterProblem.awkwardHome(home)) {
      try await cluster(in: home).start()
    }
    #expect(access(home, F_OK) != 0)
  }

  @Test func `does not open data of another major version`() async throws {
    let cluster = try cluster()
    #expect(mkdir(cluster.dataDirectory, 0o700) == 0)
    let file = URL(fileURLWithPath: cluster.dataDirectory + "/PG_VERSION")
    try Data("14\n".utf8).write(to: file)
    let chosen = try await TestCluster.installed.choose(major: nil)
    await #expect(throws: ClusterProblem.otherMajor(data: 14, programs: chosen.version)) {
      try await cluster.start()
    }
  }

  @Test func `says who is in the way when another command takes too long`() async throws {
    let home = try Scratch.folder("busy")
    let lock = try await FileLock.take(at: home + "/.lock", in: home, patience: .seconds(1))
    defer { lock.release() }
    let impatient = LocalCluster(
      home: home, programs: TestCluster.installed, durability: .none,
      patience: .milliseconds(200))
    await #expect(throws: ClusterProblem.busy(home: home)) { try await impatient.start() }
  }

  @Test(.enabled(if: geteuid() == 0, "only root lends its cluster to another account"))
  func `names the folder that keeps its account out`() async throws {
    let closed = try Scratch.folder("closed")
    chmod(closed, 0o700)
    let cluster = try cluster(in: closed + "/home")
    let expected = ClusterProblem.unreachable(
      home: closed + "/home", blocked: closed, account: "postgres")
    await #expect(throws: expected) { try await cluster.start() }
    #expect(expected.hint?.en.contains("chmod o+x \(closed)") == true)
  }

  @Test(.enabled(if: geteuid() == 0, "only root can give a home away"))
  func `runs as the owner of its home`() async throws {
    let nobody = try #require(Account.named("nobody"))
    let home = try Scratch.folder("given")
    chown(home, nobody.uid, nobody.gid)
    let running = try await cluster(in: home).start()
    var facts = stat()
    #expect(stat("/proc/\(running.pid)", &facts) == 0 && facts.st_uid == nobody.uid)
    // Root, which could become the owner, may sign in as well.
    #expect(try await ask("SELECT 1", of: running) == "1")
    try await cluster(in: home).stop()
  }

  @Test func `shows the server's own words when it cannot start`() async throws {
    let cluster = try cluster()
    _ = try await cluster.start()
    try await cluster.stop()
    let main = cluster.dataDirectory + "/postgresql.conf"
    let file = try #require(FileHandle(forWritingAtPath: main))
    try file.seekToEnd()
    try file.write(contentsOf: Data("no_such_setting = 1\n".utf8))
    try file.close()
    do {
      _ = try await cluster.start()
      Issue.record("a server with a wrong setting started")
    } catch let problem as ClusterProblem {
      #expect(problem.kind == .unavailable)
      #expect(problem.message.en.contains("no_such_setting"))
    }
  }
}

@Suite struct `Programs of PostgreSQL` {
  private static func fake(_ version: String) throws -> String {
    let folder = try Scratch.folder("bin")
    for name in ["initdb", "postgres", "pg_ctl"] {
      let text = "#!/bin/sh\necho 'postgres (PostgreSQL) \(version)'\n"
      try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
      chmod(folder + "/" + name, 0o755)
    }
    return folder
  }

  @Test func `are missed with the command that installs them`() async throws {
    let none = PostgresPrograms(folders: [try Scratch.folder("empty")])
    await #expect(throws: ClusterProblem.noPrograms(major: nil)) {
      try await none.choose(major: nil)
    }
    let hint = ClusterProblem.noPrograms(major: nil).hint
    #expect(hint?.en.contains("apt-get install postgresql") == true)
  }

  @Test func `are refused below the gate and taken above it`() async throws {
    let (old, good) = (try Self.fake("15.19"), try Self.fake("16.16"))
    let faulty = ClusterProblem.faulty(
      PostgresVersion(number: 150_019), firstGood: PostgresVersion(number: 150_020))
    await #expect(throws: faulty) { try await PostgresPrograms(folders: [old]).choose(major: nil) }
    let chosen = try await PostgresPrograms(folders: [old, good]).choose(major: nil)
    #expect(chosen.version.number == 160_016)
  }

  @Test func `follow the version of the data`() async throws {
    let (newer, same) = (try Self.fake("17.12"), try Self.fake("15.20"))
    let both = PostgresPrograms(folders: [newer, same])
    #expect(try await both.choose(major: 15).folder == same)
    await #expect(
      throws: ClusterProblem.otherMajor(data: 14, programs: PostgresVersion(number: 170_012))
    ) { try await both.choose(major: 14) }
  }
}
