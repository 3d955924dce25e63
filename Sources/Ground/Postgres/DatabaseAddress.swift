import CLibpq

/// Where the database is and how a session there begins.
///
/// The encoding of the session is always UTF-8.
package struct DatabaseAddress: Sendable {
  /// The client library's own keywords: `host`, `port`, `dbname`, `user`, `sslmode` and so on.
  package private(set) var keywords: [String: String]

  /// Server settings that every session starts with: `role`, `statement_timeout` and so on.
  package var settings: [String: String] = [:]

  /// The oldest server that a session accepts, as `server_version_num` (150020 is 15.20).
  package var minimumServerVersion: Int32 = 0

  /// An address in parts; what is left out comes from the environment, as for every PostgreSQL
  /// program.
  ///
  /// `host` is a name or the directory of a Unix socket.
  package init(
    host: String? = nil, port: Int? = nil, database: String? = nil, user: String? = nil,
    password: String? = nil, applicationName: String = "cadre", connectTimeoutSeconds: Int = 5
  ) {
    let pairs: [(String, String?)] = [
      ("host", host), ("port", port.map(String.init)), ("dbname", database), ("user", user),
      ("password", password), ("application_name", applicationName),
      ("connect_timeout", String(connectTimeoutSeconds)),
    ]
    keywords = [:]
    for (keyword, value) in pairs { keywords[keyword] = value }
  }

  /// Reads `postgres://user@host/database?sslmode=verify-full` or `host=… dbname=…`.
  ///
  /// - Throws: a ``PostgresError`` for what the client library does not understand; it does not
  ///   quote the text, which may hold a password.
  package init(_ text: String) throws(PostgresError) {
    self.init()
    guard !text.utf8.contains(0), let options = PQconninfoParse(text, nil) else {
      throw PostgresError(.misuse("The address of the database cannot be read."))
    }
    defer { PQconninfoFree(options) }
    var next = options
    while let keyword = next.pointee.keyword {
      if let value = next.pointee.val {
        keywords[String(cString: keyword)] = String(cString: value)
      }
      next += 1
    }
  }

  package subscript(keyword: String) -> String? {
    get { keywords[keyword] }
    set { keywords[keyword] = newValue }
  }

  /// The same address with one more server setting.
  package func setting(_ name: String, _ value: String) -> DatabaseAddress {
    var address = self
    address.settings[name] = value
    return address
  }

  /// What the client library is given, in a fixed order.
  var connectionKeywords: [(keyword: String, value: String)] {
    var all = keywords
    all["client_encoding"] = "UTF8"
    var options = keywords["options"].map { [$0] } ?? []
    for (name, value) in settings.sorted(by: { $0.key < $1.key }) {
      options.append("-c \(name)=\(Self.escaped(value))")
    }
    if !options.isEmpty { all["options"] = options.joined(separator: " ") }
    return all.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// Spaces end an option unless a backslash stands before them.
  private static func escaped(_ value: String) -> String {
    String(value.flatMap { $0 == " " || $0 == "\\" ? ["\\", $0] : [$0] })
  }
}

extension DatabaseAddress: CustomStringConvertible {
  /// Where and as whom, never the password.
  package var description: String {
    ["host", "port", "dbname", "user"]
      .compactMap { key in keywords[key].map { "\(key)=\($0)" } }
      .joined(separator: " ")
  }
}

extension DatabaseAddress: CustomReflectable {
  package var customMirror: Mirror { Mirror(self, children: []) }
}
