import Foundation

/// The table of contents of this folder, for the migrator and for `cadre db check`.
package enum Schema {
  /// One change of the schema.
  package struct Migration: Sendable, Equatable {
    package let number: Int
    package let name: String
    package let text: String
    /// What must be true once it is applied; raises unless it is.
    package let check: String
  }

  package enum Fault: Error, Equatable {
    case missing(String)
    case misnumbered(String)
  }

  /// Roles and schema: run before the first migration, safe to run again.
  package static func bootstrap() throws -> String { try text("bootstrap.sql") }

  /// The schema as it has to look after all migrations, in the words of `reports/catalogue.sql`.
  package static func golden() throws -> String { try text("schema.golden.sql") }

  /// A long read-only query, by the name of its file in `reports`.
  package static func report(_ name: String) throws -> String { try text("reports/\(name).sql") }

  /// All migrations in their order; numbers run from 1 without a gap.
  package static func migrations() throws -> [Migration] {
    let names = try FileManager.default.contentsOfDirectory(
      atPath: folder.appendingPathComponent("migrations").path
    ).filter { $0.hasSuffix(".sql") }.sorted()
    return try names.enumerated().map { index, file in
      let parts = file.dropLast(4).split(separator: "_", maxSplits: 1)
      guard parts.count == 2, let number = Int(parts[0]), number == index + 1 else {
        throw Fault.misnumbered(file)
      }
      return Migration(
        number: number, name: String(parts[1]), text: try text("migrations/\(file)"),
        check: try text("checks/\(file)"))
    }
  }

  /// Something that must always hold: a query that gives a line for everything that does not.
  package struct Invariant: Sendable, Equatable {
    package let name: String
    package let vietnamese: String
    package let english: String
    package let query: String
  }

  /// All invariants in their order; each file says what it checks in both languages.
  package static func invariants() throws -> [Invariant] {
    let names = try FileManager.default.contentsOfDirectory(
      atPath: folder.appendingPathComponent("invariants").path
    ).filter { $0.hasSuffix(".sql") }.sorted()
    return try names.map { file in
      let query = try text("invariants/\(file)")
      func sentence(_ language: String) throws -> String {
        guard
          let line = query.split(separator: "\n").first(where: { $0.hasPrefix("-- \(language): ") })
        else { throw Fault.missing("\(file): -- \(language):") }
        return String(line.dropFirst(7))
      }
      return Invariant(
        name: String(file.dropLast(4).drop { $0 != "_" }.dropFirst()),
        vietnamese: try sentence("vi"), english: try sentence("en"), query: query)
    }
  }

  private static var folder: URL { Bundle.module.resourceURL ?? Bundle.module.bundleURL }

  private static func text(_ path: String) throws -> String {
    guard let data = FileManager.default.contents(atPath: folder.appendingPathComponent(path).path),
      let text = String(bytes: data, encoding: .utf8)
    else { throw Fault.missing(path) }
    return text
  }
}
