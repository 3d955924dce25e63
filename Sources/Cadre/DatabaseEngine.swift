import Accounts
import Basics
import Console
import Foundation
import LocalCluster
import Postgres
import Schema

/// The database as a thing: embedded or somewhere else, opened, brought up to date, checked.
struct DatabaseEngine: Engine {
  let settings: Settings
  let terminal: Terminal
  let migrations: [Migration]

  static let databaseName = "cadre"

  var isEmbedded: Bool { settings.databaseURL == nil }

  var cluster: LocalCluster {
    LocalCluster(
      home: settings.home, programs: .installed(environment: settings.environment),
      durability: settings.environment["CADRE_UNSAFE_FAST"] == "1" ? .none : .full)
  }

  var consoleUser: ConsoleUser {
    ConsoleUser(
      systemUser: settings.systemUser, host: settings.host, ownsDatabase: isEmbedded)
  }

  /// Opens the database as the application.
  ///
  /// An embedded one is made, started and migrated on the way; one behind `DATABASE_URL` is not
  /// migrated by accident.
  func open() async throws -> Database {
    let database: Database
    if isEmbedded {
      let running = try await cluster.start()
      database = Database(address: local(running, user: "cadre_app"))
      var prepared = false
      if !running.wasCreated { prepared = try await isPrepared(database) }
      if !prepared { _ = try await prepare(running) }
    } else {
      let address = try remote(role: nil)
      try await refuseUnprepared(address)
      database = Database(address: try remote(role: "cadre_app"))
    }
    let migrator = Migrator(database: database, migrations: migrations)
    do {
      try await migrator.verify()
    } catch MigrationProblem.behind where isEmbedded {
      _ = try await prepare(try await cluster.start())
    }
    return database
  }

  /// Whether the application can sign in and finds a schema; a first start has neither.
  ///
  /// A server that mends itself after a crash takes no connections for a while, and is waited for.
  private func isPrepared(_ database: Database) async throws -> Bool {
    let patience = ContinuousClock.now + .seconds(60)
    while true {
      do {
        return try await database.read { try await $0.isPrepared() }
      } catch let error as PostgresError where error.kind == .unavailable {
        // "… is starting up", "… is in recovery mode", "… is not yet accepting connections".
        guard error.serverMessage?.contains("the database system is") == true,
          ContinuousClock.now < patience
        else { return false }
        try await Task.sleep(for: .milliseconds(100))
      }
    }
  }

  /// Roles, database and schema of the embedded cluster; safe to run twice and by two at once.
  private func prepare(_ running: LocalCluster.Running) async throws -> [String] {
    terminal.error(
      terminal.say(vi: "Đang chuẩn bị cơ sở dữ liệu…", en: "Preparing the database…"))
    let root = Database(address: local(running, user: running.superuser, database: "postgres"))
    try await root.withConnection { connection in
      // Held until the connection closes: CREATE DATABASE cannot run in a transaction.
      try await connection.holdPreparation()
      if !(try await connection.hasDatabase(Self.databaseName)) {
        try await connection.script("CREATE DATABASE cadre")
      }
    }
    await root.close()
    let superuser = Database(address: local(running, user: running.superuser))
    try await bootstrap(superuser)
    await superuser.close()
    let owner = Database(address: ownerAddress(local(running, user: "cadre_migrator")))
    let applied = try await Migrator(database: owner, migrations: migrations).migrate()
    await owner.close()
    return applied
  }

  func bootstrap(_ database: Database) async throws {
    try await database.write { transaction in
      try await transaction.holdMigrations()
      try await transaction.script(try Schema.bootstrap())
    }
  }

  func migrate() async throws -> [String] {
    if isEmbedded { return try await prepare(try await cluster.start()) }
    let plain = Database(address: try remote(role: nil))
    try await gate(plain)
    try await bootstrap(plain)
    await plain.close()
    let owner = Database(address: ownerAddress(try remote(role: nil)))
    defer { Task { await owner.close() } }
    return try await Migrator(database: owner, migrations: migrations).migrate()
  }

  func makeFirstAccount(name: String, fullName: String) async throws {
    let database = try await open()
    try await Accounts(database: database).makeFirst(
      name: try Building.code(name), fullName: fullName, for: consoleUser, today: settings.today)
  }

  func start() async throws { _ = try await open() }

  func stop() async throws {
    guard isEmbedded else { throw EngineProblem.notOurs }
    try await cluster.stop()
  }

  func status() async throws -> [(key: String, title: Phrase, value: String)] {
    guard isEmbedded else {
      let address = try remote(role: nil)
      let database = Database(address: address)
      defer { Task { await database.close() } }
      let version = try await database.read { try await $0.setting("server_version") }
      return [
        ("kind", Phrase(vi: "Loại", en: "Kind"), "DATABASE_URL"),
        ("address", Phrase(vi: "Địa chỉ", en: "Address"), address.description),
        ("server", Phrase(vi: "Máy chủ", en: "Server"), "PostgreSQL \(version)"),
      ]
    }
    let status = try await cluster.status()
    let (state, detail): (String, String) =
      switch status.state {
      case .notCreated: (terminal.say(vi: "chưa tạo", en: "not created"), "")
      case .stopped: (terminal.say(vi: "đã tắt", en: "stopped"), "")
      case .changing(let pid): (terminal.say(vi: "đang chuyển", en: "changing"), "pid \(pid)")
      case .running(let running):
        (
          terminal.say(vi: "đang chạy", en: "running"),
          "PostgreSQL \(running.version), pid \(running.pid)"
        )
      }
    return [
      ("kind", Phrase(vi: "Loại", en: "Kind"), terminal.say(vi: "kèm theo", en: "embedded")),
      ("state", Phrase(vi: "Trạng thái", en: "State"), state),
      ("server", Phrase(vi: "Máy chủ", en: "Server"), detail),
      ("home", Phrase(vi: "Thư mục", en: "Home"), status.home),
      ("socket", Phrase(vi: "Ổ cắm", en: "Socket"), status.socketDirectory),
      ("log", Phrase(vi: "Nhật ký máy chủ", en: "Server log"), status.logFile),
      ("bytes", Phrase(vi: "Dung lượng (byte)", en: "Size (bytes)"), "\(status.dataBytes)"),
    ]
  }
}

/// What can go wrong with the database as a thing.
enum EngineProblem: Problem, Hashable {
  case notOurs
  case unreadableURL
  case fileExists(String)
  case notEmpty
  case noBackup(String)
  case noFolder(String)
  case notRestored(String, String)
  case damaged(String)
  case program(String, String)

  var kind: ProblemKind {
    switch self {
    case .unreadableURL: .usage
    case .noBackup, .noFolder: .notFound
    case .notEmpty, .fileExists: .conflict
    case .program: .fault
    default: .refused
    }
  }

  var message: Phrase {
    switch self {
    case .notOurs:
      Phrase(
        vi: "Cơ sở dữ liệu ở DATABASE_URL không do chương trình này bật tắt.",
        en: "The database at DATABASE_URL is not this program's to start or stop.")
    case .unreadableURL:
      Phrase(vi: "Không đọc được DATABASE_URL.", en: "DATABASE_URL cannot be read.")
    case .fileExists(let path):
      Phrase(vi: "Tệp “\(path)” đã có.", en: "The file “\(path)” exists.")
    case .notEmpty:
      Phrase(
        vi: "Chỗ phục hồi không trống: cơ sở dữ liệu đã có dữ liệu.",
        en: "The place is not empty: there is a database with data.")
    case .noBackup(let path):
      Phrase(vi: "Không có tệp sao lưu “\(path)”.", en: "There is no backup “\(path)”.")
    case .noFolder(let path):
      Phrase(
        vi: "Không ghi được vào thư mục “\(path)”.",
        en: "The folder “\(path)” cannot be written to.")
    case .notRestored(let path, let text):
      Phrase(
        vi: "Không phục hồi được từ “\(path)”: \(text)",
        en: "“\(path)” could not be restored: \(text)")
    case .damaged(let path):
      Phrase(
        vi: "Tệp “\(path)” hỏng hoặc không phải bản sao lưu.",
        en: "The file “\(path)” is damaged, or no backup.")
    case .program(let name, let text):
      Phrase(vi: "\(name) báo lỗi: \(text)", en: "\(name) failed: \(text)")
    }
  }

  var hint: Phrase? {
    switch self {
    case .notOurs:
      Phrase(
        vi: "Bỏ biến DATABASE_URL để dùng cơ sở dữ liệu kèm theo.",
        en: "Unset DATABASE_URL to use the embedded database.")
    case .unreadableURL:
      Phrase(
        vi: "Viết postgres://tài_khoản@máy_chủ:5432/cơ_sở_dữ_liệu.",
        en: "Write postgres://user@host:5432/database.")
    case .fileExists: Phrase(vi: "Chọn tên khác.", en: "Choose another name.")
    case .notEmpty:
      Phrase(
        vi: "Phục hồi vào chỗ khác: CADRE_HOME=/chỗ/trống cadre db restore TỆP.",
        en: "Restore elsewhere: CADRE_HOME=/an/empty/place cadre db restore FILE.")
    case .noBackup, .noFolder: Phrase(vi: "Kiểm tra đường dẫn.", en: "Check the path.")
    case .damaged, .notRestored:
      Phrase(vi: "Dùng bản sao lưu khác.", en: "Use another backup.")
    case .program: nil
    }
  }
}
