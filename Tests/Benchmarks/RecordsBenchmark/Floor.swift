import Basics
import Configuration
import Foundation
import LocalCluster
import Sample
import Tabular

/// Writes the files of the sample city.
enum SampleFiles {
  static func write(members: Int, to folder: String) throws {
    let city = SampleCity(list: try Configuration.hanoiCommunes(), members: members)
    let units = ["code", "name", "parent_code", "tree", "level", "wage_region"]
    try city.writeUnits(to: try CSVWriter(path: folder + "/units.csv", header: units))
    let columns = [
      "code", "full_name", "sex", "birth_date", "personal_id", "party_card", "joined_on",
      "official_on", "cell_code", "agency_code", "position", "form", "manager_code",
      "dues_category", "dues_base", "status",
    ]
    try city.writeMembers(to: try CSVWriter(path: folder + "/members.csv", header: columns))
  }
}

/// The floor of an import: psql's `\copy` of ready rows into the same tables, with the same keys,
/// indexes, checks and triggers, in one transaction.
extension Bench {
  /// Tables in the order of their foreign keys, with the columns that are not generated.
  static let tables: [(name: String, columns: String)] = [
    (
      "member",
      "id, code, full_name, sex, birth_date, personal_id, party_card, joined_on, official_on, "
        + "version, changed_at, event_id"
    ),
    ("cell_membership", "member_id, valid_from, known_at, cell_id, event_id"),
    (
      "post_holding",
      "member_id, valid_from, known_at, agency_id, position, form, manager_id, event_id"
    ),
    ("party_standing", "member_id, valid_from, known_at, status, event_id"),
    ("dues_basis", "member_id, valid_from, known_at, category, base, event_id"),
  ]

  /// The rows as our import left them, to files.
  func copyOut() async throws {
    for table in Self.tables {
      try await psql(
        ["\\copy cadre.\(table.name) (\(table.columns)) TO '\(folder)/\(table.name).csv' CSV"],
        home: ours)
    }
  }

  /// The same rows into the same tables of a fresh database.
  func copyIn() async throws {
    let copies = Self.tables.map { table in
      "\\copy cadre.\(table.name) (\(table.columns)) FROM '\(folder)/\(table.name).csv' CSV"
    }
    try await psql(["BEGIN"] + copies + ["COMMIT"], home: floor)
  }

  func psql(_ commands: [String], home: String) async throws {
    let running = try await server(of: home)
    var environment = Child.plainEnvironment
    environment["PGHOST"] = running.socketDirectory
    environment["PGPORT"] = String(running.port)
    environment["PGUSER"] = running.superuser
    environment["PGDATABASE"] = "cadre"
    environment["PGOPTIONS"] = "-c search_path=cadre,pg_catalog"
    let words = commands.flatMap { ["-c", $0] }
    try await run(
      ["/usr/bin/psql", "-qX", "-v", "ON_ERROR_STOP=1"] + words, environment: environment)
  }

  func server(of home: String) async throws -> LocalCluster.Running {
    try await LocalCluster(
      home: home, programs: .installed(environment: ProcessInfo.processInfo.environment)
    ).start()
  }
}
