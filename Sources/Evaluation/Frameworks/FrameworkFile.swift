import Basics
import ConfigFile

/// A framework as it is written: one YAML file of `config/frameworks`.
package enum FrameworkFile {
  /// What is larger is refused unread, in bytes.
  package static let byteLimit = PlainYAML.byteLimit

  /// Reads a framework out of a file as it lies on the disk; `name` is what flaws call it.
  ///
  /// - Throws: ``FrameworkProblem`` with everything that is wrong, each with line and reason.
  package static func read(bytes: [UInt8], name: String) throws(FrameworkProblem) -> Framework {
    try read(text: try text(of: bytes, name: name), name: name)
  }

  /// The bytes of a file as text.
  ///
  /// - Throws: ``FrameworkProblem`` for what is not UTF-8, with the line of the first wrong byte.
  package static func text(of bytes: [UInt8], name: String) throws(FrameworkProblem) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    let wrong = String(decoding: bytes, as: UTF8.self).unicodeScalars.prefix { $0 != "\u{FFFD}" }
    let line = wrong.count { $0 == "\n" } + 1
    let reason = Phrase(vi: "không phải UTF-8", en: "is not UTF-8")
    throw FrameworkProblem([FileFlaw(file: name, line: line, column: 1, key: "", reason: reason)])
  }

  /// Reads a framework.
  ///
  /// - Throws: ``FrameworkProblem`` with everything that is wrong, each with line and reason.
  package static func read(text: String, name: String) throws(FrameworkProblem) -> Framework {
    do throws(FileProblem) {
      let root = try PlainYAML.read(text, file: name)
      var reading = FileReading(file: name)
      let framework = reading.framework(root)
      return try reading.result(framework)
    } catch { throw FrameworkProblem(error) }
  }
}

extension FileReading {
  fileprivate mutating func framework(_ root: FilePart) -> Framework? {
    guard
      let fields = map(
        root,
        required: ["id", "version", "title", "basis", "valid_from", "form", "sections", "grades"],
        optional: ["rounding", "gates", "quota"])
    else { return nil }
    let (code, version) = (code(fields["id"]), whole(fields["version"]))
    let (title, basis) = (phrase(fields["title"], limit: 300), basis(fields["basis"]))
    let (validFrom, form) = (
      day(fields["valid_from"]), choice(fields["form"], of: Framework.Form.self)
    )
    rounding(fields["rounding"])
    let sections = sections(fields["sections"], form: form)
    let bands = bands(fields["grades"])
    let gates = fields.has("gates") ? gates(fields["gates"]) : []
    let quota = quota(fields["quota"], form: form)
    guard let code, let version, let title, let basis, let validFrom, let form, let sections,
      let bands, let gates
    else { return nil }
    return Framework(
      reference: .init(code: code, version: version), title: title, basis: basis,
      validFrom: validFrom, form: form, sections: sections, bands: bands, gates: gates,
      quota: quota)
  }

  private mutating func basis(_ part: FilePart?) -> Framework.Basis? {
    guard let fields = map(part, required: ["document", "articles", "checked"]) else { return nil }
    let (document, checked) = (
      text(fields["document"], limit: 300), phrase(fields["checked"], limit: 500)
    )
    let articles = list(fields["articles"], least: 0)?.compactMap { text($0, limit: 60) }
    guard let document, let checked, let articles else { return nil }
    return Framework.Basis(document: document, articles: articles, checked: checked)
  }

  /// There is one rounding; a file may say it.
  private mutating func rounding(_ part: FilePart?) {
    guard let fields = map(part, required: ["scale", "mode"]) else { return }
    if let scale = fields["scale"], let (typed, _) = scalar(scale), typed != "2" {
      refuse(
        scale, vi: "phải là 2: điểm được làm tròn một lần, đến 2 chữ số",
        en: "has to be 2: a total is rounded once, to 2 decimals")
    }
    if let mode = fields["mode"], let (typed, _) = scalar(mode), typed != "half_up" {
      refuse(mode, vi: "phải là half_up", en: "has to be half_up")
    }
  }

  /// Where a figure comes from: the keys `source` and `checked` beside it.
  mutating func origin(
    _ fields: Fields, source: String = "source", checked: String = "checked"
  ) -> Framework.Origin {
    Framework.Origin(
      source: text(fields[source], limit: 300), checked: phrase(fields[checked], limit: 500))
  }
}

extension FileReading {
  /// A, B, C, D, each from fewer points than the one before, D from 0.
  private mutating func bands(_ part: FilePart?) -> [Framework.Band]? {
    guard let part, let items = list(part) else { return nil }
    let bands = items.compactMap { band($0) }
    guard bands.count == items.count else { return nil }
    guard bands.map(\.grade) == Framework.Grade.allCases else {
      refuse(
        part, vi: "phải có đúng A, B, C, D, mỗi mức một lần, theo thứ tự ấy",
        en: "has to have exactly A, B, C, D, each once, in this order")
      return nil
    }
    for ((upper, lower), item) in zip(zip(bands, bands.dropFirst()), items.dropFirst())
    where lower.from >= upper.from {
      refuse(
        item,
        vi: "mức \(lower.grade.rawValue) từ \(lower.from) chồng lên mức \(upper.grade.rawValue) "
          + "từ \(upper.from): ngưỡng phải giảm dần",
        en: "grade \(lower.grade.rawValue) from \(lower.from) overlaps grade "
          + "\(upper.grade.rawValue) from \(upper.from): the cuts have to fall")
    }
    if let last = bands.last, let item = items.last, last.from.hundredths != 0 {
      refuse(
        item, vi: "mức D phải từ 0, nếu không có điểm không thuộc mức nào",
        en: "grade D has to be from 0, or some points have no grade")
    }
    return bands
  }

  private mutating func band(_ part: FilePart) -> Framework.Band? {
    guard
      let fields = map(part, required: ["grade", "from"], optional: ["source", "checked"])
    else { return nil }
    let (grade, from) = (
      choice(fields["grade"], of: Framework.Grade.self), points(fields["from"], .cut)
    )
    let origin = origin(fields)
    guard let grade, let from else { return nil }
    return Framework.Band(grade: grade, from: from, origin: origin)
  }

  private mutating func quota(_ part: FilePart?, form: Framework.Form?) -> Framework.Quota? {
    guard let part,
      let fields = map(
        part, required: ["share", "of", "group"],
        optional: [
          "grade", "small_groups", "exception_share", "ties", "basis", "checked",
          "exception_basis", "exception_checked",
        ])
    else { return nil }
    if form == .collective {
      refuse(
        part, vi: "tập thể không có hạn mức: bỏ khoá này",
        en: "collectives have no quota: leave this key out")
    }
    if let grade = fields["grade"], let (typed, _) = scalar(grade), typed != "A" {
      refuse(grade, vi: "hạn mức chỉ áp dụng cho mức A", en: "a quota is on grade A")
    }
    let share = number(fields["share"], .share)
    let of = choice(fields["of"], of: Framework.Quota.Base.self)
    let group = choice(fields["group"], of: Framework.Quota.Group.self)
    let small = choice(fields["small_groups"], of: Framework.Quota.SmallGroups.self)
    let ties = choice(fields["ties"], of: Framework.Quota.Ties.self)
    let exception = number(fields["exception_share"], .share)
    if let part = fields["exception_share"], let exception, let share, exception < share {
      refuse(
        part, vi: "phải không nhỏ hơn share (\(share))",
        en: "has to be at least share (\(share))")
    }
    let origin = origin(fields, source: "basis")
    let exceptionOrigin = self.origin(
      fields, source: "exception_basis", checked: "exception_checked")
    guard let share, let of, let group else { return nil }
    return Framework.Quota(
      share: share, of: of, group: group, smallGroups: small ?? .poolUp,
      exceptionShare: exception, ties: ties ?? .decide, origin: origin,
      exceptionOrigin: exceptionOrigin)
  }
}
