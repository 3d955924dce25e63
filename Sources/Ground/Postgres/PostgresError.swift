import Basics

/// Why the database did not do what it was asked.
///
/// `description` holds no data, so that a log cannot leak any: SQLSTATE, constraint and the place
/// in the program. `String(reflecting:)` adds the server's message and the statement, though never
/// a value that was bound, nor the server's DETAIL, which quotes rows.
package struct PostgresError: Problem {
  package enum Reason: Hashable, Sendable {
    /// The server refused the statement; the other fields say how.
    case server
    /// No connection could be made, or the one in use was lost.
    case connection
    /// The answer to COMMIT was lost: it may or may not have happened.
    case outcomeUnknown
    /// COMMIT was asked for and the server rolled back, because a statement had failed before.
    case rolledBack
    /// All connections were in use for as long as a caller may wait.
    case exhausted
    /// The pool or the connection has been closed.
    case closed
    /// A column could not be read.
    case column(String, ValueError)
    /// A value could not be sent; counted from 1.
    case parameter(Int, ValueError)
    /// Another number of rows than the caller said.
    case rowCount(expected: Int, found: Int)
    /// The program used the module against its rules.
    case misuse(String)
  }

  package let reason: Reason
  /// Five characters that name the error, as in PostgreSQL's Appendix A.
  package var sqlstate: String?
  package var serverMessage: String?
  /// May quote rows: never for a log, never for a screen.
  package var detail: String?
  package var serverHint: String?
  package var schema: String?
  package var table: String?
  package var column: String?
  /// The constraint that refused, which a noun translates into a sentence of its own.
  package var constraint: String?
  /// Where in the statement, in characters from 1.
  package var position: Int?
  /// The text of the statement, with `$1` where values were.
  package var query: String?
  /// What was tried, for errors of connection: host, port, database and user.
  package var address: String?
  package var file: String?
  package var line: UInt?
  /// The schema changed under a prepared statement; the next try prepares it anew.
  package var isStalePlan = false

  package init(_ reason: Reason) { self.reason = reason }

  /// The same error, told where the caller stands unless it knows already.
  func at(_ site: CallSite, query: String? = nil) -> PostgresError {
    var error = self
    error.file = file ?? site.file.description
    error.line = line ?? site.line
    error.query = self.query ?? query
    return error
  }
}

/// A place in the program's text.
@usableFromInline
package struct CallSite: Sendable {
  let file: StaticString
  let line: UInt

  @usableFromInline package init(file: StaticString = #fileID, line: UInt = #line) {
    self.file = file
    self.line = line
  }
}

extension PostgresError {
  /// Whether running the whole transaction again may succeed: serialization failure or deadlock,
  /// or a schema that changed under a prepared statement.
  package var isWorthRetrying: Bool {
    guard case .server = reason else { return false }
    return sqlstate == "40001" || sqlstate == "40P01" || isStalePlan
  }

  package var kind: ProblemKind {
    switch reason {
    case .connection, .outcomeUnknown, .exhausted, .closed: .unavailable
    case .rowCount: .conflict
    case .rolledBack, .column, .parameter, .misuse: .fault
    case .server where isStalePlan: .unavailable
    case .server: Self.kind(of: sqlstate ?? "")
    }
  }

  private static func kind(of sqlstate: String) -> ProblemKind {
    switch sqlstate {
    case "40001", "40P01", "23505", "23P01", "55P03": .conflict
    case "42501": .refused
    case "57014", "53300", "57P01", "57P02", "57P03", "57P05", "25P03": .unavailable
    case _ where sqlstate.hasPrefix("08"): .unavailable
    case _ where sqlstate.hasPrefix("23"): .refused
    default: .fault
    }
  }
}

extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String {
    var parts = [name]
    if let sqlstate { parts.append("SQLSTATE \(sqlstate)") }
    if let constraint { parts.append("constraint \(constraint)") }
    if let file, let line { parts.append("at \(file):\(line)") }
    return parts.joined(separator: ", ")
  }

  private var name: String {
    switch reason {
    case .server: "PostgreSQL refused"
    case .connection: "PostgreSQL connection failed"
    case .outcomeUnknown: "COMMIT without an answer"
    case .rolledBack: "COMMIT rolled back"
    case .exhausted: "no free connection"
    case .closed: "database closed"
    case .column(let column, let error): "column \(column): \(error.sentence)"
    case .parameter(let number, let error): "parameter $\(number): \(error.sentence)"
    case .rowCount(let expected, let found): "\(found) rows instead of \(expected)"
    case .misuse(let rule): rule
    }
  }

  package var debugDescription: String {
    var lines = [description]
    // Class 22 is about bad values, and its messages quote them.
    if let serverMessage, sqlstate?.hasPrefix("22") != true { lines.append(serverMessage) }
    if let serverHint { lines.append("hint: \(serverHint)") }
    if let address { lines.append("tried: \(address)") }
    if let table { lines.append("table: \(schema.map { $0 + "." } ?? "")\(table)") }
    if let column { lines.append("column: \(column)") }
    if let query { lines.append("query: \(query)") }
    if let position { lines.append("position: \(position)") }
    return lines.joined(separator: "\n")
  }

  package var customMirror: Mirror { Mirror(self, children: []) }
}

extension ValueError {
  /// The error in words, without the value.
  var sentence: String {
    switch self {
    case .wrongType(let found, let wanted): "is \(found), not \(wanted)"
    case .null: "is NULL"
    case .malformed(let what): "cannot be read: \(what)"
    case .containsNUL: "contains a NUL character"
    case .outOfRange(let what): "out of range: \(what)"
    }
  }
}
