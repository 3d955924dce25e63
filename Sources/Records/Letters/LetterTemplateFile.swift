import Basics
import ConfigFile

extension LetterTemplate {
  /// Reads one file of `config/letters`.
  ///
  /// - Parameters:
  ///   - text: the file.
  ///   - name: its path, for flaws; its last part has to be the kind and `.yaml`.
  /// - Returns: the template.
  /// - Throws: `FileProblem` with everything that is wrong, each with file, line and reason.
  package static func read(text: String, name: String) throws(FileProblem) -> LetterTemplate {
    let root = try PlainYAML.read(text, file: name)
    var reading = FileReading(file: name)
    let read = reading.letterTemplate(root, source: text)
    return try reading.result(read)
  }
}

extension FileReading {
  fileprivate mutating func letterTemplate(_ root: FilePart, source: String) -> LetterTemplate? {
    guard
      let fields = map(
        root,
        required: ["kind", "version", "title", "symbol", "body", "signing", "recipients", "basis"],
        optional: ["subtitle", "valid_days", "addressee"])
    else { return nil }
    let kind = kind(fields["kind"])
    let version = whole(fields["version"])
    let validDays = validDays(fields["valid_days"])
    let basis = basis(fields["basis"])
    // Without its kind nobody knows which places a template may have.
    guard let kind, let wording = wording(fields, kind: kind) else { return nil }
    // A text that was refused says itself what is wrong with it.
    if flaws.isEmpty { refuseMissing(from: wording, of: kind, at: fields["body"] ?? root) }
    guard let version, let basis else { return nil }
    return LetterTemplate(
      kind: kind, version: version, source: source, validDays: validDays, basis: basis,
      wording: wording)
  }

  private mutating func kind(_ part: FilePart?) -> LetterKind? {
    guard let part, let kind = choice(part, of: LetterKind.self) else { return nil }
    let last = file.split(separator: "/").last.map(String.init) ?? ""
    if last != kind.rawValue + ".yaml" {
      refuse(
        part, vi: "mẫu loại này phải nằm trong tệp tên \(kind.rawValue).yaml",
        en: "a template of this kind has to stand in a file named \(kind.rawValue).yaml")
      return nil
    }
    return kind
  }

  private mutating func validDays(_ part: FilePart?) -> Int? {
    let span = Span(
      least: ExactDecimal(1), most: ExactDecimal(3_650), places: 0,
      words: Phrase(
        vi: "phải là số ngày nguyên từ 1 đến 3650", en: "has to be whole days from 1 to 3650"))
    return number(part, span).flatMap { Int($0.description) }
  }

  private mutating func basis(_ part: FilePart?) -> LetterTemplate.Basis? {
    guard let fields = map(part, required: ["document", "articles", "checked"]) else { return nil }
    let (document, checked) = (
      text(fields["document"], limit: 300), phrase(fields["checked"], limit: 500)
    )
    let articles = list(fields["articles"], least: 0)?.compactMap { text($0, limit: 60) }
    guard let document, let checked, let articles else { return nil }
    return LetterTemplate.Basis(document: document, articles: articles, checked: checked)
  }

  private mutating func wording(_ fields: Fields, kind: LetterKind) -> LetterTemplate.Wording? {
    let title = plain(fields["title"], limit: 120)
    let subtitle = letterText(fields["subtitle"], limit: 300, kind)
    let addressee = letterText(fields["addressee"], limit: 300, kind)
    let symbols = roles(fields["symbol"]) { reading, part in reading.symbol(part) }
    let body = list(fields["body"])?.compactMap { passage($0, kind) }
    let signing = roles(fields["signing"]) { reading, part in reading.blocks(part, kind) }
    let recipients = list(fields["recipients"], least: 0)?.compactMap {
      letterText($0, limit: 300, kind)
    }
    guard let title, let symbols, let body, let signing, let recipients else { return nil }
    return LetterTemplate.Wording(
      title: title, subtitle: subtitle, symbols: symbols, addressee: addressee, body: body,
      signing: signing, recipients: recipients)
  }

  /// One value for each role of who gives out the letter.
  private mutating func roles<Value>(
    _ part: FilePart?, _ read: (inout FileReading, FilePart) -> Value?
  ) -> [LetterIssuerRole: Value]? {
    let roles = LetterIssuerRole.allCases
    guard let fields = map(part, required: roles.map(\.rawValue)) else { return nil }
    var found: [LetterIssuerRole: Value] = [:]
    for role in roles {
      if let part = fields[role.rawValue] { found[role] = read(&self, part) }
    }
    return found.count == roles.count ? found : nil
  }

  // MARK: Texts

  private mutating func letterText(
    _ part: FilePart?, limit: Int, _ kind: LetterKind
  ) -> LetterText? {
    guard let part, let typed = text(part, limit: limit) else { return nil }
    do throws(LetterText.Flaw) { return try LetterText(typed, kind: kind) } catch {
      refuse(part, error.reason)
      return nil
    }
  }

  /// A text in which nothing is filled.
  private mutating func plain(_ part: FilePart?, limit: Int) -> String? {
    guard let part, let typed = text(part, limit: limit) else { return nil }
    guard !typed.contains("{"), !typed.contains("}") else {
      refuse(part, vi: "ở đây không có chỗ điền {…}", en: "nothing is filled in here: no braces")
      return nil
    }
    return typed
  }

  private mutating func symbol(_ part: FilePart) -> String? {
    guard let symbol = plain(part, limit: 20) else { return nil }
    guard symbol.allSatisfy({ $0.isLetter || $0.isNumber || "-/.".contains($0) }) else {
      refuse(
        part, vi: "ký hiệu chỉ gồm chữ, số và các dấu - / . như XN/CB",
        en: "a symbol holds letters, digits and - / . only, such as XN/CB")
      return nil
    }
    return symbol
  }

  private mutating func blocks(_ part: FilePart, _ kind: LetterKind) -> [[LetterText]]? {
    guard let items = list(part) else { return nil }
    guard items.count <= 3 else {
      refuse(part, vi: "nhiều nhất 3 ô ký", en: "at most 3 places to sign")
      return nil
    }
    let blocks = items.map { item in
      list(item)?.compactMap { letterText($0, limit: 120, kind) } ?? []
    }
    for (item, lines) in zip(items, blocks) where lines.count > 6 {
      refuse(item, vi: "nhiều nhất 6 dòng cho một ô ký", en: "at most 6 lines in a place to sign")
    }
    return blocks
  }

  // MARK: The body

  private mutating func passage(
    _ part: FilePart, _ kind: LetterKind
  ) -> LetterTemplate.Passage? {
    guard case .map(let pairs) = part.content else {
      return letterText(part, limit: 2_000, kind).map {
        LetterTemplate.Passage(part: .paragraph($0), only: nil, unless: nil)
      }
    }
    let keys = ["text", "table", "name"].filter { key in pairs.contains { $0.key == key } }
    guard keys.count == 1 else {
      refuse(
        part, vi: "cần đúng một trong các khoá: text, table, name",
        en: "needs exactly one of the keys: text, table, name")
      return nil
    }
    let isRow = keys == ["name"]
    guard
      let fields = map(
        part, required: isRow ? ["name", "value"] : keys,
        optional: (isRow ? ["bold"] : []) + ["if", "unless"])
    else { return nil }
    let (only, unless) = (guardField(fields["if"], kind), guardField(fields["unless"], kind))
    if let part = fields["unless"], let only, only == unless {
      refuse(
        part, vi: "if và unless cùng một chỗ điền: đoạn này không bao giờ được in",
        en: "if and unless name the same place: this is never printed")
    }
    guard let content = content(of: fields, kind) else { return nil }
    return LetterTemplate.Passage(part: content, only: only, unless: unless)
  }

  private mutating func content(
    of fields: Fields, _ kind: LetterKind
  ) -> LetterTemplate.Passage.Part? {
    if fields.has("text") {
      return letterText(fields["text"], limit: 2_000, kind).map { .paragraph($0) }
    }
    guard let part = fields["table"] else {
      let (name, value) = (
        plain(fields["name"], limit: 120), letterText(fields["value"], limit: 1_000, kind)
      )
      let isBold = fields.has("bold") ? truth(fields["bold"]) ?? false : false
      guard let name, let value else { return nil }
      return .row(name: name, value: value, isBold: isBold)
    }
    guard let table = choice(part, of: LetterTable.self) else { return nil }
    guard kind.tables.contains(table) else {
      refuse(
        part, vi: "\(kind.title.vi) không có bảng này",
        en: "the \(kind.title.en) does not have this table")
      return nil
    }
    return .table(table)
  }

  private mutating func guardField(_ part: FilePart?, _ kind: LetterKind) -> LetterField? {
    guard let part, let (name, _) = scalar(part) else { return nil }
    do throws(LetterText.Flaw) { return try LetterText.field(name, of: kind) } catch {
      refuse(part, error.reason)
      return nil
    }
  }

  /// What has to be said has to be said always, so guarded passages do not count.
  private mutating func refuseMissing(
    from wording: LetterTemplate.Wording, of kind: LetterKind, at part: FilePart
  ) {
    let always = wording.body.filter { $0.only == nil && $0.unless == nil }
    let said = Set(always.flatMap(\.fields))
    for field in kind.required where !said.contains(field) {
      refuse(
        part, vi: "thiếu {\(field.rawValue)} ở một đoạn không có điều kiện",
        en: "{\(field.rawValue)} is missing from what is always printed")
    }
    for table in kind.tables where !always.contains(where: { $0.part == .table(table) }) {
      refuse(
        part, vi: "thiếu bảng {table: \(table.rawValue)}",
        en: "the table {table: \(table.rawValue)} is missing")
    }
  }
}
