extension SQL {
  /// Binds one of the parameters to a setting of the transaction, as text.
  func setting(ofParameter index: Int) -> SQL {
    var statement = SQL(
      trusted: "SELECT set_config('\(Self.settingName(index))', ")
    statement.append(only(index))
    statement.append(SQL(trusted: "::text, true)"))
    return statement
  }

  /// The text, with every parameter read from its setting and cast back to its type.
  var textReadingSettings: String {
    let source = Array(text.utf8)
    var (result, start) = ("", 0)
    for (index, parameter) in parameters.enumerated() {
      result += String(decoding: source[start..<parameter.mark], as: UTF8.self)
      start = parameter.mark + 1 + String(index + 1).utf8.count
      let value =
        parameter.offset == nil ? "NULL" : "current_setting('\(Self.settingName(index))')"
      result += "(\(value)::\(parameter.type.sqlName ?? "text"))"
    }
    return result + String(decoding: source[start...], as: UTF8.self)
  }

  private static func settingName(_ index: Int) -> String { "copy.p\(index + 1)" }
}
