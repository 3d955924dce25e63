import Basics

/// A version of PostgreSQL, as the server counts it: 15.20 is 150020.
package struct PostgresVersion: Hashable, Comparable, Sendable {
  package let number: Int

  package init(number: Int) { self.number = number }

  package var major: Int { number / 10_000 }

  package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}

extension PostgresVersion: LosslessStringConvertible {
  /// Reads `15.20`, or what `postgres --version` says; `19beta1` and `19devel` count as 19.0.
  package init?(_ text: String) {
    guard let match = text.firstMatch(of: /(?:^|\(PostgreSQL\) )([0-9]{1,3})(?:\.([0-9]{1,4}))?/),
      let major = Int(match.1)
    else { return nil }
    number = major * 10_000 + (match.2.flatMap { Int($0) } ?? 0)
  }

  package var description: String { "\(major).\(number % 10_000)" }
}

/// Which servers are trusted with a rule.
///
/// The named minor versions mend serializability (a conflict missed on an empty index, and
/// `ON CONFLICT` without a predicate lock: release notes of 15.19 and 15.20) and row-level security
/// under role changes. Below them, data that every check calls right can still be wrong.
package enum VersionGate {
  /// The first good minor version of each major version we know; later ones are taken as they are.
  package static let firstGood = [
    15: PostgresVersion(number: 150_020), 16: PostgresVersion(number: 160_016),
    17: PostgresVersion(number: 170_012), 18: PostgresVersion(number: 180_006),
  ]

  package enum Verdict: Hashable, Sendable {
    case accepted
    /// A major version that lacks what we use.
    case tooOld(PostgresVersion)
    /// The right major version with known faults; mended by a free minor upgrade.
    case faulty(PostgresVersion, firstGood: PostgresVersion)
  }

  /// Judges a server by its `server_version_num`, the same for a private cluster and for
  /// `DATABASE_URL`.
  package static func verdict(serverVersionNum: Int) -> Verdict {
    let version = PostgresVersion(number: serverVersionNum)
    if version.major < 15 { return .tooOld(version) }
    if let good = firstGood[version.major], version < good {
      return .faulty(version, firstGood: good)
    }
    return .accepted
  }
}

extension VersionGate.Verdict {
  /// What to tell people, or `nil` where the server is accepted.
  package var problem: ClusterProblem? {
    switch self {
    case .accepted: nil
    case .tooOld(let version): .tooOld(version)
    case .faulty(let version, let firstGood): .faulty(version, firstGood: firstGood)
    }
  }
}
