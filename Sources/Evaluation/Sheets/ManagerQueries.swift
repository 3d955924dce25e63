import Basics
import Postgres

/// Somebody expected, by number and code.
package struct ExpectedName: Readable {
  package let id: Int64
  package let code: Code

  package init(_ row: Row) throws {
    id = try row.value("id")
    code = try row.value("code")
  }
}

/// Who manages whom among those in the temporary table `expected`.
extension Transaction {
  /// Whom anybody expected names as manager; the temporary table `expected` has those.
  package func managersNamed() async throws -> [Int64] {
    try await values(
      "SELECT DISTINCT manager_id FROM expected WHERE manager_id IS NOT NULL", as: Int64.self)
  }

  /// Those of some members who are expected.
  package func expected(among members: [Int64]) async throws -> [ExpectedManager] {
    try await rows(
      """
      SELECT member_id, form = 'leader' AS is_leader, manager_id FROM expected
       WHERE member_id = ANY (\(members))
      """, as: ExpectedManager.self)
  }

  package func names(ofExpected members: [Int64]) async throws -> [ExpectedName] {
    try await rows(
      """
      SELECT member_id AS id, member_code AS code FROM expected WHERE member_id = ANY (\(members))
      """, as: ExpectedName.self)
  }

  /// Members who manage each other in a ring, by their codes; empty where there is none.
  ///
  /// A month with a ring cannot be scored: nobody of it comes before the others.
  func managerRing() async throws -> [Code] {
    var managers = try await expected(among: try await managersNamed())
    let known = Set(managers.lazy.map(\.id))
    for place in managers.indices {
      if let manager = managers[place].manager, !known.contains(manager) {
        managers[place].manager = nil
      }
    }
    do {
      _ = try Stages.of(managers.map { ($0.id, $0.manager) })
      return []
    } catch {
      let names = try await names(ofExpected: error.members)
      let codes = Dictionary(names.map { ($0.id, $0.code) }, uniquingKeysWith: { one, _ in one })
      return error.members.compactMap { codes[$0] }
    }
  }

  /// Members expected whom no unit grades: at most so many codes, and how many there are.
  func expectedWithoutUnit(limit: Int) async throws -> (codes: [Code], count: Int) {
    let codes = try await values(
      """
      SELECT member_code FROM expected WHERE unit_id IS NULL ORDER BY member_code COLLATE "C"
       LIMIT \(Int64(limit))
      """, as: Code.self)
    let count = try await value(
      "SELECT count(*)::int FROM expected WHERE unit_id IS NULL", as: Int.self)
    return (codes, count ?? 0)
  }
}
