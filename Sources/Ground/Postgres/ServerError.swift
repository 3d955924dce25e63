import CLibpq

extension PostgresError {
  /// What the server said in a result, or the client library about the connection.
  ///
  /// - Parameters:
  ///   - result: the failed result; `nil` where there is not even one.
  ///   - handle: the connection that it came from.
  init(_ result: OpaquePointer?, from handle: OpaquePointer?) {
    let isLost = handle == nil || PQstatus(handle) == CONNECTION_BAD
    self.init(isLost ? .connection : .server)
    func field(_ code: Character) -> String? {
      guard let result, let ascii = code.asciiValue else { return nil }
      return PQresultErrorField(result, Int32(ascii)).map { String(cString: $0) }
    }
    sqlstate = field("C") ?? (isLost ? "08006" : nil)
    serverMessage = field("M") ?? PQerrorMessage(handle).map { Self.line(String(cString: $0)) }
    detail = field("D")
    serverHint = field("H")
    schema = field("s")
    table = field("t")
    column = field("c")
    constraint = field("n")
    position = field("P").flatMap { Int($0) }
    // "cached plan must not change result type", whatever the language of the server.
    isStalePlan =
      sqlstate == "26000" || (sqlstate == "0A000" && field("R") == "RevalidateCachedQuery")
  }

  /// The client library's message in one line.
  static func line(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
