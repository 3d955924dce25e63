/// A statement as a person writes it, whose interpolated values are bound and never spliced.
///
/// `"SELECT name FROM unit WHERE id = \(id)"` sends `$1` in the text and the value beside it.
/// `\(identifier:)` quotes a name, and `\(raw:)` splices text that the program itself wrote. Two
/// statements joined with `+` renumber what the second one binds.
@usableFromInline
package struct SQL: Sendable {
  /// The text with `$1`, `$2` and so on where values were.
  package private(set) var text = ""
  private(set) var parameters: [Parameter] = []
  private(set) var bytes = ByteWriter()
  /// The first value that could not be sent, told when the statement is run.
  private(set) var refusal: (number: Int, error: ValueError)?

  /// One bound value: its type, where its bytes are, and where in the text it is named.
  struct Parameter: Sendable {
    let type: PostgresType
    /// Offset into the bytes, or `nil` for NULL.
    var offset: Int?
    let count: Int
    /// Offset of the `$` into the text, in bytes.
    var mark: Int
  }

  package init(_ text: StaticString) { self.text = text.description }

  /// Text that the program wrote itself, for example read from a migration of its own.
  package init(trusted text: String) { self.text = text }

  package static func + (left: SQL, right: SQL) -> SQL {
    var sum = left
    sum.append(right)
    return sum
  }

  /// Joins fragments, such as conditions with `AND`; nothing for no fragments.
  package static func joined(_ fragments: [SQL], by separator: StaticString) -> SQL {
    var sum = SQL("")
    for (index, fragment) in fragments.enumerated() {
      if index > 0 { sum.text += separator.description }
      sum.append(fragment)
    }
    return sum
  }

  /// Quotes a name; a dot stands between a schema and what is in it.
  package static func quoted(_ identifier: String) -> String {
    identifier.split(separator: ".", omittingEmptySubsequences: false)
      .map { quoted(column: String($0)) }
      .joined(separator: ".")
  }

  /// Quotes a name in which a dot means nothing.
  static func quoted(column: String) -> String {
    let parts = column.split(separator: "\"", omittingEmptySubsequences: false)
    return "\"" + parts.joined(separator: "\"\"") + "\""
  }

  /// A fragment that is one of the parameters and nothing else.
  func only(_ index: Int) -> SQL {
    let parameter = parameters[index]
    var fragment = SQL("")
    if let offset = parameter.offset {
      fragment.bytes.bytes = Array(bytes.bytes[offset..<offset + parameter.count])
    }
    fragment.name(
      Parameter(
        type: parameter.type, offset: parameter.offset.map { _ in 0 }, count: parameter.count,
        mark: 0))
    return fragment
  }

  mutating func append(_ other: SQL) {
    guard !other.parameters.isEmpty else {
      text += other.text
      return
    }
    let source = Array(other.text.utf8)
    var start = 0
    let base = bytes.count
    for (index, parameter) in other.parameters.enumerated() {
      text += String(decoding: source[start..<parameter.mark], as: UTF8.self)
      start = parameter.mark + 1 + String(index + 1).utf8.count
      name(
        Parameter(
          type: parameter.type, offset: parameter.offset.map { $0 + base },
          count: parameter.count, mark: 0))
    }
    text += String(decoding: source[start...], as: UTF8.self)
    bytes.bytes.append(contentsOf: other.bytes.bytes)
    if refusal == nil, let theirs = other.refusal {
      refusal = (parameters.count - other.parameters.count + theirs.number, theirs.error)
    }
  }

  /// Names one more parameter in the text.
  private mutating func name(_ parameter: Parameter) {
    var parameter = parameter
    parameter.mark = text.utf8.count
    parameters.append(parameter)
    text += "$"
    text += String(parameters.count)
  }

  fileprivate mutating func bind<Value: PostgresValue>(_ value: Value) {
    let start = bytes.count
    guard !value.isNull else {
      return name(Parameter(type: Value.postgresType, offset: nil, count: 0, mark: 0))
    }
    do throws(ValueError) {
      try value.encode(into: &bytes)
    } catch {
      refusal = refusal ?? (parameters.count + 1, error)
    }
    name(
      Parameter(
        type: Value.postgresType, offset: start, count: bytes.count - start, mark: 0))
  }
}

extension SQL: ExpressibleByStringInterpolation {
  @usableFromInline package init(stringLiteral value: StaticString) { self.init(value) }

  @usableFromInline package init(stringInterpolation: StringInterpolation) {
    self = stringInterpolation.sql
  }

  @usableFromInline
  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var sql = SQL("")

    @usableFromInline package init(literalCapacity: Int, interpolationCount: Int) {
      sql.reserve(text: literalCapacity + interpolationCount * 3, parameters: interpolationCount)
    }

    @usableFromInline package mutating func appendLiteral(_ literal: StaticString) {
      sql.append(literal: literal)
    }

    package mutating func appendInterpolation<Value: PostgresValue>(_ value: Value) {
      sql.bind(value)
    }

    /// Binds a value or NULL.
    package mutating func appendInterpolation<Value: PostgresValue>(_ value: Value?) {
      sql.bind(value)
    }

    /// Quotes a name; a dot stands between a schema and what is in it.
    package mutating func appendInterpolation(identifier: String) {
      sql.append(SQL(trusted: SQL.quoted(identifier)))
    }

    package mutating func appendInterpolation(raw text: StaticString) {
      sql.append(literal: text)
    }

    @_disfavoredOverload
    package mutating func appendInterpolation(raw fragment: SQL) {
      sql.append(fragment)
    }
  }

  private mutating func reserve(text: Int, parameters count: Int) {
    self.text.reserveCapacity(text)
    guard count > 0 else { return }
    parameters.reserveCapacity(count)
    bytes.bytes.reserveCapacity(count * 16)
  }

  private mutating func append(literal: StaticString) {
    literal.withUTF8Buffer { text += String(decoding: $0, as: UTF8.self) }
  }
}
