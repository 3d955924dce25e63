import Basics

/// Reads the parts of one file, and goes on after a flaw so that all of them are found at once.
package struct FileReading {
  package let file: String
  package private(set) var flaws: [FileFlaw] = []

  package init(file: String) { self.file = file }

  package mutating func refuse(_ part: FilePart, _ reason: Phrase) {
    let flaw = FileFlaw(
      file: file, line: part.line, column: part.column, key: part.key, reason: reason)
    // What is read for several reasons is still wrong once.
    if !flaws.contains(flaw) { flaws.append(flaw) }
  }

  package mutating func refuse(_ part: FilePart, vi: String, en: String) {
    refuse(part, Phrase(vi: vi, en: en))
  }

  /// What was read, if nothing at all was wrong.
  package func result<Value>(_ value: Value?) throws(FileProblem) -> Value {
    if let value, flaws.isEmpty { return value }
    guard flaws.isEmpty else { throw FileProblem(flaws) }
    let reason = Phrase(vi: "không đọc được", en: "cannot be read")
    throw FileProblem([FileFlaw(file: file, line: 1, column: 1, key: "", reason: reason)])
  }

  // MARK: Shapes

  /// A map with these keys only; what is `required` has to be there.
  package mutating func map(
    _ part: FilePart?, required: [String], optional: [String] = []
  ) -> Fields? {
    guard let part else { return nil }
    guard case .map(let pairs) = part.content else {
      refuse(
        part, vi: "phải là các khoá và giá trị", en: "has to be a map of keys and values")
      return nil
    }
    let known = required + optional
    for (key, value) in pairs where !known.contains(key) {
      refuse(
        value, vi: "khoá lạ; ở đây chỉ có: \(known.joined(separator: ", "))",
        en: "unknown key; known here: \(known.joined(separator: ", "))")
    }
    for key in required where !pairs.contains(where: { $0.key == key }) {
      refuse(part, vi: "thiếu khoá “\(key)”", en: "the key “\(key)” is missing")
    }
    return Fields(part: part, pairs: pairs)
  }

  /// A list of at least `least` items.
  package mutating func list(_ part: FilePart?, least: Int = 1) -> [FilePart]? {
    guard let part else { return nil }
    guard case .list(let items) = part.content else {
      refuse(part, vi: "phải là một danh sách", en: "has to be a list")
      return nil
    }
    guard (least...200).contains(items.count) else {
      refuse(
        part, vi: "phải có từ \(least) đến 200 mục", en: "has to have \(least) to 200 items")
      return nil
    }
    return items
  }

  /// The text of a scalar, as typed.
  package mutating func scalar(_ part: FilePart?) -> (text: String, isQuoted: Bool)? {
    guard let part else { return nil }
    guard case .text(let text, let isQuoted) = part.content else {
      refuse(part, vi: "phải là một giá trị đơn", en: "has to be a single value")
      return nil
    }
    if text.isEmpty || (!isQuoted && ["~", "null", "Null", "NULL"].contains(text)) {
      refuse(part, vi: "để trống", en: "is empty")
      return nil
    }
    return (text, isQuoted)
  }

  // MARK: Words

  /// A text for people, through the gate.
  package mutating func text(_ part: FilePart?, limit: Int) -> String? {
    guard let part, let (typed, _) = scalar(part) else { return nil }
    do {
      let cleaned = try TextGate.clean(typed, limit: limit)
      if !cleaned.isEmpty { return cleaned }
      refuse(part, vi: "để trống", en: "is empty")
    } catch { refuse(part, error.phrase) }
    return nil
  }

  /// One text for both languages, or `{vi: …, en: …}`.
  package mutating func phrase(_ part: FilePart?, limit: Int) -> Phrase? {
    guard let part else { return nil }
    guard case .map = part.content else {
      return text(part, limit: limit).map { Phrase(vi: $0, en: $0) }
    }
    guard let fields = map(part, required: ["vi", "en"]) else { return nil }
    let (vi, en) = (text(fields["vi"], limit: limit), text(fields["en"], limit: limit))
    guard let vi, let en else { return nil }
    return Phrase(vi: vi, en: en)
  }

  package mutating func code(_ part: FilePart?) -> Code? {
    guard let part, let (typed, _) = scalar(part) else { return nil }
    if let code = Code(typed) { return code }
    refuse(
      part, vi: "không phải là mã: 1 đến 40 chữ không dấu, chữ số, dấu . _ -",
      en: "is no code: 1 to 40 of A-Z a-z 0-9 . _ -")
    return nil
  }

  package mutating func day(_ part: FilePart?) -> Day? {
    guard let part, let (typed, _) = scalar(part) else { return nil }
    if let day = Day(typed) { return day }
    refuse(
      part, vi: "không phải là ngày: viết YYYY-MM-DD", en: "is not a day: write YYYY-MM-DD")
    return nil
  }

  package mutating func month(_ part: FilePart?) -> Month? {
    guard let part, let (typed, _) = scalar(part) else { return nil }
    if let month = Month(typed) { return month }
    refuse(part, vi: "không phải là tháng: viết YYYY-MM", en: "is not a month: write YYYY-MM")
    return nil
  }

  package mutating func truth(_ part: FilePart?) -> Bool? {
    guard let part, let (typed, isQuoted) = scalar(part) else { return nil }
    if !isQuoted, typed == "true" || typed == "false" { return typed == "true" }
    refuse(part, vi: "phải là true hoặc false", en: "has to be true or false")
    return nil
  }

  /// One of a few words.
  package mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ part: FilePart?, of type: Choice.Type = Choice.self
  ) -> Choice? where Choice.RawValue == String {
    guard let part, let (typed, _) = scalar(part) else { return nil }
    if let choice = Choice(rawValue: typed) { return choice }
    let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    refuse(part, vi: "phải là một trong: \(known)", en: "has to be one of: \(known)")
    return nil
  }
}

/// The pairs of a map.
package struct Fields {
  package let part: FilePart
  package let pairs: [(key: String, part: FilePart)]

  package subscript(key: String) -> FilePart? { pairs.first { $0.key == key }?.part }

  package func has(_ key: String) -> Bool { self[key] != nil }
}
