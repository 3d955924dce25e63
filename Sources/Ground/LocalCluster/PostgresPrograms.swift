import Foundation

/// Where PostgreSQL's own programs may be found on this machine, in order of preference.
package struct PostgresPrograms: Hashable, Sendable {
  package let folders: [String]

  package init(folders: [String]) { self.folders = folders }

  /// One installed set of programs.
  package struct Chosen: Hashable, Sendable {
    package let folder: String
    package let version: PostgresVersion

    package func path(_ program: String) -> String { folder + "/" + program }
  }

  /// Looks where Debian and Red Hat put them, newest first, then asks `pg_config`, then `PATH`.
  package static func installed(environment: [String: String]) -> PostgresPrograms {
    let path = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
    let debian = versioned(under: "/usr/lib/postgresql", pattern: /([0-9]+)/, then: "/bin")
    let redHat = versioned(under: "/usr", pattern: /pgsql-([0-9]+)/, then: "/bin")
    return PostgresPrograms(folders: debian + redHat + path)
  }

  private static func versioned(
    under folder: String, pattern: Regex<(Substring, Substring)>, then rest: String
  ) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return
      names
      .compactMap { name in
        name.wholeMatch(of: pattern).flatMap { Int($0.1) }.map { (name, $0) }
      }
      .sorted { $0.1 > $1.1 }
      .map { folder + "/" + $0.0 + rest }
  }

  /// The newest good programs, or those of `major` where data of that version lies.
  ///
  /// - Throws: ``ClusterProblem/noPrograms(major:)``, or what ``VersionGate`` says of those found.
  package func choose(major: Int?) async throws -> Chosen {
    var refusal: ClusterProblem?
    var other: Chosen?
    for folder in try await folders + configured() where Self.isComplete(folder) {
      let report = try await Child.capture([folder + "/postgres", "--version"])
      guard let version = PostgresVersion(report.text) else { continue }
      let chosen = Chosen(folder: folder, version: version)
      if let major, version.major != major {
        other = other ?? chosen
      } else if let problem = VersionGate.verdict(serverVersionNum: version.number).problem {
        refusal = refusal ?? problem
      } else {
        return chosen
      }
    }
    if let refusal { throw refusal }
    if let major, let other {
      throw ClusterProblem.otherMajor(data: major, programs: other.version)
    }
    throw ClusterProblem.noPrograms(major: major)
  }

  /// What `pg_config --bindir` says, where there is one.
  private func configured() async throws -> [String] {
    let known = folders.map { $0 + "/pg_config" }
    guard let program = known.first(where: { access($0, X_OK) == 0 }) else { return [] }
    let report = try await Child.capture([program, "--bindir"])
    return [report.text.trimmingCharacters(in: .whitespacesAndNewlines)]
  }

  private static func isComplete(_ folder: String) -> Bool {
    ["initdb", "postgres", "pg_ctl"].allSatisfy { access(folder + "/" + $0, X_OK) == 0 }
  }
}
