import TestKit
import Testing

@testable import LocalCluster

@Suite struct `The settings of the server` {
  @Test(
    arguments: table(
      """
      MB     | cores | shared_buffers | work_mem | max_wal_size | gather
      256    | 1     | 64MB           | 4MB      | 512MB        | 0
      2048   | 2     | 512MB          | 4MB      | 512MB        | 1
      8192   | 4     | 2048MB         | 17MB     | 2048MB       | 2
      24105  | 2     | 4096MB         | 50MB     | 4096MB       | 1
      262144 | 64    | 4096MB         | 64MB     | 4096MB       | 4
      64     | 1     | 32MB           | 4MB      | 512MB        | 0
      """))
  func `follow memory and cores, between a floor and a ceiling`(row: [String]) throws {
    let settings = ServerSettings.settings(
      memoryBytes: try #require(Int64(row[0])) << 20, cores: try #require(Int(row[1])))
    #expect(settings["shared_buffers"] == row[2])
    #expect(settings["work_mem"] == row[3])
    #expect(settings["max_wal_size"] == row[4])
    #expect(settings["max_parallel_workers_per_gather"] == row[5])
  }

  @Test(
    arguments: table(
      """
      name                              | value
      log_min_messages                  | log
      log_min_error_statement           | panic
      log_error_verbosity               | terse
      log_statement                     | none
      log_parameter_max_length          | 0
      log_parameter_max_length_on_error | 0
      password_encryption               | scram-sha-256
      jit                               | off
      max_connections                   | 60
      client_connection_check_interval  | 1s
      timezone                          | UTC
      """))
  func `keep people out of the log and surprises out of plans`(row: [String]) {
    #expect(ServerSettings.settings(memoryBytes: 1 << 33, cores: 4)[row[0]] == row[1])
  }

  @Test func `turn flushes off for tests only`() {
    #expect(ServerSettings.settings(memoryBytes: 1 << 33, cores: 4)["fsync"] == nil)
    let unsafe = ServerSettings.settings(memoryBytes: 1 << 33, cores: 4, durability: .none)
    #expect(unsafe["fsync"] == "off")
  }

  @Test func `use files where a container has little shared memory`() {
    let small = ServerSettings.settings(memoryBytes: 1 << 33, cores: 4, sharedMemoryBytes: 1 << 26)
    #expect(small["dynamic_shared_memory_type"] == "mmap")
  }

  @Test func `quote places with blanks, quotes and backslashes`() {
    let text = ServerSettings(pairs: []).text(
      socketDirectory: #"/a "b" c'd"#, port: 5432, logDirectory: #"/l\og"#)
    #expect(text.contains(#"unix_socket_directories = '"/a ""b"" c''d"'"#))
    #expect(text.contains(#"log_directory = '/l\\og'"#))
    #expect(text.contains("listen_addresses = ''\n"))
  }

  @Test func `map root and the account to the superuser and our roles`() {
    let old = SignIn.map(account: "lan", major: 15)
    #expect(old.contains("cadre \"root\" postgres\n") && old.contains("cadre \"lan\" cadre_app\n"))
    #expect(!old.contains("/^"))
    #expect(SignIn.map(account: "lan", major: 16).contains("cadre \"lan\" /^cadre_[a-z0-9_]+$\n"))
  }
}
