/// What a crash of the machine may cost.
package enum Durability: Sendable {
  /// Nothing that was acknowledged.
  case full
  /// Everything: for tests, whose clusters live for seconds. Never for people's data.
  case none
}

/// The settings of the private server, computed from the machine and written at each start.
package struct ServerSettings: Sendable {
  /// Name and value, in the order they are written.
  package let pairs: [(name: String, value: String)]

  package subscript(name: String) -> String? { pairs.last { $0.name == name }?.value }

  /// The settings that do not depend on where the files lie.
  ///
  /// Pure. Memory is given in whole megabytes; below 512 MB the floors of the table hold.
  ///
  /// - Parameters:
  ///   - memoryBytes: what the machine or its container has.
  ///   - cores: processors in use.
  ///   - sharedMemoryBytes: the size of `/dev/shm`; below 1 GB parallel queries use files instead.
  ///   - durability: ``Durability/none`` turns every flush to disk off.
  /// - Returns: one value for each setting, ready to be written.
  package static func settings(
    memoryBytes: Int64, cores: Int, sharedMemoryBytes: Int64 = .max,
    durability: Durability = .full
  ) -> ServerSettings {
    let megabytes = memoryBytes / (1 << 20)
    func share(_ part: Int64, from least: Int64, to most: Int64) -> String {
      "\(min(max(megabytes / part, least), most))MB"
    }
    let memory = [
      ("shared_buffers", share(4, from: 32, to: durability == .none ? 256 : 4096)),
      ("effective_cache_size", share(2, from: 64, to: 1 << 20)),
      ("work_mem", share(480, from: 4, to: 64)),
      ("maintenance_work_mem", share(16, from: 32, to: 1024)),
      ("max_wal_size", share(4, from: 512, to: 4096)),
      ("min_wal_size", "128MB"),
      ("dynamic_shared_memory_type", sharedMemoryBytes < 1 << 30 ? "mmap" : "posix"),
    ]
    let processes = [
      // Tests all run at once, each with a database and a pool of its own.
      ("max_connections", durability == .none ? "300" : "60"),
      ("max_worker_processes", "\(max(8, cores))"),
      ("max_parallel_workers", "\(max(1, cores))"),
      ("max_parallel_workers_per_gather", "\(min(4, cores / 2))"),
      ("max_parallel_maintenance_workers", "\(min(4, (cores + 1) / 2))"),
    ]
    let unsafe = [
      ("fsync", "off"), ("synchronous_commit", "off"), ("full_page_writes", "off"),
    ]
    return ServerSettings(
      pairs: memory + processes + planning + (durability == .none ? unsafe : []) + privacy)
  }

  private static let planning = [
    ("jit", "off"), ("random_page_cost", "1.1"), ("effective_io_concurrency", "64"),
    ("checkpoint_timeout", "10min"), ("wal_compression", "on"),
    ("client_connection_check_interval", "1s"), ("default_text_search_config", "pg_catalog.simple"),
    ("password_encryption", "scram-sha-256"), ("timezone", "UTC"), ("log_timezone", "UTC"),
    ("lc_messages", "C"),
  ]

  /// Keeps facts about people out of the log, and the log to one week.
  ///
  /// `log_min_messages = log` leaves out errors of statements, which quote what people typed; the
  /// program that sent the statement is told, and knows what may be written down.
  private static let privacy = [
    ("log_min_messages", "log"), ("log_min_error_statement", "panic"),
    ("log_error_verbosity", "terse"), ("log_statement", "none"),
    ("log_min_duration_statement", "-1"), ("log_parameter_max_length", "0"),
    ("log_parameter_max_length_on_error", "0"), ("log_checkpoints", "off"),
    ("logging_collector", "on"), ("log_destination", "stderr"),
    ("log_filename", "server-%u.log"), ("log_file_mode", "0600"), ("log_rotation_age", "1d"),
    ("log_rotation_size", "0"), ("log_truncate_on_rotation", "on"),
  ]

  /// These settings and the places of this home, as the text of `cadre.conf`.
  func text(socketDirectory: String, port: Int, logDirectory: String) -> String {
    // The socket setting is a list, whose elements take double quotes of their own.
    let socket = "\"" + socketDirectory.replacing("\"", with: "\"\"") + "\""
    let places = [
      ("listen_addresses", ""), ("port", "\(port)"), ("unix_socket_directories", socket),
      ("unix_socket_permissions", "0700"), ("log_directory", logDirectory),
    ]
    let lines = (places + pairs).map { name, value in
      "\(name) = '\(value.replacing("\\", with: "\\\\").replacing("'", with: "''"))'\n"
    }
    return "# Written by cadre at each start; changes made here are lost.\n" + lines.joined()
  }
}

/// Who may sign in through the socket: the kernel says who is calling, no password is kept.
enum SignIn {
  static let superuser = "postgres"

  /// Roles of ours that sign in; before PostgreSQL 16 a map cannot say "every cadre_ name".
  static let roles = [
    "cadre_migrator", "cadre_app", "cadre_web", "cadre_batch", "cadre_sealer", "cadre_backup",
    "cadre_owner",
  ]

  static let rules = """
    # Written by cadre at each start; changes made here are lost.
    local all all peer map=cadre
    local replication all peer map=cadre

    """

  /// The account the cluster runs as, and root, which could become it anyway.
  static func map(account: String, major: Int) -> String {
    let names = account == "root" ? ["root"] : ["root", account]
    let lines = names.flatMap { name in
      ([superuser] + roles).map { "cadre \"\(name)\" \($0)\n" }
        + (major >= 16 ? ["cadre \"\(name)\" /^cadre_[a-z0-9_]+$\n"] : [])
    }
    return "# Written by cadre at each start; changes made here are lost.\n" + lines.joined()
  }
}
