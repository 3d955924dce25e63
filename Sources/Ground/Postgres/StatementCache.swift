/// A statement that the server has parsed and keeps under a name, for one connection.
final class PreparedStatement {
  let name: String
  let text: String
  let types: [PostgresType]
  /// Known from the first result, and kept so that rows find their columns at once.
  var columns: Columns?
  var lastUse: UInt64 = 0

  init(name: String, text: String, types: [PostgresType]) {
    self.name = name
    self.text = text
    self.types = types
  }

  func fits(_ sql: SQL) -> Bool {
    guard types.count == sql.parameters.count else { return false }
    for index in types.indices where types[index] != sql.parameters[index].type { return false }
    return true
  }
}

/// The statements that one connection has prepared, by their text; the least used makes room.
struct StatementCache {
  let limit: Int
  private var byText: [String: PreparedStatement] = [:]
  private var uses: UInt64 = 0
  private var names: UInt64 = 0
  /// Names that the server still holds and nobody uses any more.
  private(set) var abandoned: [String] = []

  init(limit: Int) { self.limit = max(limit, 1) }

  var count: Int { byText.count }

  mutating func find(_ sql: SQL) -> PreparedStatement? {
    guard let statement = byText[sql.text] else { return nil }
    guard statement.fits(sql) else {
      forget(statement)
      return nil
    }
    uses += 1
    statement.lastUse = uses
    return statement
  }

  /// A statement that is not in the cache yet, under a name never used before.
  mutating func draft(_ sql: SQL) -> PreparedStatement {
    names += 1
    return PreparedStatement(name: "c\(names)", text: sql.text, types: sql.parameters.map(\.type))
  }

  /// Makes room for one more.
  mutating func makeRoom() {
    if byText.count >= limit, let oldest = byText.values.min(by: { $0.lastUse < $1.lastUse }) {
      forget(oldest)
    }
  }

  /// Keeps a statement that the server has accepted.
  mutating func keep(_ statement: PreparedStatement) {
    uses += 1
    statement.lastUse = uses
    byText[statement.text] = statement
  }

  mutating func forget(_ statement: PreparedStatement) {
    guard byText[statement.text] === statement else { return }
    byText[statement.text] = nil
    abandoned.append(statement.name)
  }

  /// The schema has changed: every statement is suspect.
  mutating func forgetAll() {
    for statement in byText.values { forget(statement) }
  }

  mutating func takeAbandoned() -> [String] {
    defer { abandoned = [] }
    return abandoned
  }
}
