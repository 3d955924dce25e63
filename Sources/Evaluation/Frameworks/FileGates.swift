import Basics
import ConfigFile

/// Reads the gates of a framework, in all spellings that are accepted.
extension FileReading {
  /// The gates that need a share, and those that do not.
  private static let plain: [String: Framework.Gate.Condition] = [
    "disciplined": .disciplined, "incomplete_any": .incompleteAny, "late_any": .lateAny,
  ]
  private static let shared = [
    "exceeded_share_below", "late_share_over", "any_below", "failed_share_over",
  ]

  mutating func gates(_ part: FilePart?) -> [Framework.Gate]? {
    guard let items = list(part, least: 0) else { return nil }
    var gates: [Framework.Gate] = []
    for item in items {
      guard let gate = gate(item) else { continue }
      if gates.contains(where: { $0.when == gate.when }) {
        refuse(
          item, vi: "điều kiện này đã có ở trên", en: "this condition stands above already")
      }
      gates.append(gate)
    }
    return gates
  }

  private mutating func gate(_ part: FilePart) -> Framework.Gate? {
    guard
      let fields = map(
        part, required: [],
        optional: ["when", "value", "grade", "at_most", "source", "checked"] + Self.shared)
    else { return nil }
    let condition = condition(fields)
    let effect = effect(fields)
    let origin = origin(fields)
    guard let condition, let effect else { return nil }
    return Framework.Gate(when: condition, effect: effect, origin: origin)
  }

  private mutating func effect(_ fields: Fields) -> Framework.Gate.Effect? {
    guard fields.has("grade") != fields.has("at_most") else {
      refuse(
        fields.part, vi: "cần đúng một trong hai khoá: grade hoặc at_most",
        en: "needs exactly one of the keys grade and at_most")
      return nil
    }
    if let grade = choice(fields["grade"], of: Framework.Grade.self) { return .grade(grade) }
    return choice(fields["at_most"], of: Framework.Grade.self).map { .atMost($0) }
  }

  /// `when: NAME`, with the share after a colon, in `value` or as a map; or the name as a key.
  private mutating func condition(_ fields: Fields) -> Framework.Gate.Condition? {
    let named = fields.pairs.filter { Self.shared.contains($0.key) }
    guard named.count + (fields.has("when") ? 1 : 0) == 1 else {
      refuse(
        fields.part, vi: "cần đúng một điều kiện, ở khoá when",
        en: "needs exactly one condition, under the key when")
      return nil
    }
    if let (name, part) = named.first {
      if let value = fields["value"] {
        refuse(value, vi: "thừa: số đã viết ở \(name)", en: "is one too many: \(name) has it")
      }
      return condition(name, share: number(part, .share), at: part)
    }
    guard let when = fields["when"] else { return nil }
    if case .map(let pairs) = when.content {
      guard let (name, part) = pairs.first, pairs.count == 1, !fields.has("value") else {
        refuse(when, vi: "cần đúng một điều kiện", en: "needs exactly one condition")
        return nil
      }
      guard Self.shared.contains(name) else { return unknown(name, at: part) }
      return condition(name, share: number(part, .share), at: part)
    }
    guard let (typed, _) = scalar(when) else { return nil }
    return condition(typed: typed, at: when, value: fields["value"])
  }

  private mutating func condition(
    typed: String, at when: FilePart, value: FilePart?
  ) -> Framework.Gate.Condition? {
    let words = typed.split(separator: ":", maxSplits: 1).map { word in
      String(word).split(separator: " ").joined(separator: " ")
    }
    guard let name = words.first, words.count > 1 || !typed.contains(":") else {
      return unknown(typed, at: when)
    }
    if let plain = Self.plain[name] {
      if words.count > 1 || value != nil {
        refuse(value ?? when, vi: "“\(name)” không có số", en: "“\(name)” takes no number")
      }
      return plain
    }
    guard Self.shared.contains(name) else { return unknown(name, at: when) }
    guard (words.count > 1) != (value != nil) else {
      refuse(
        when, vi: "“\(name)” cần đúng một số, như “\(name): 0.30”",
        en: "“\(name)” needs exactly one number, as in “\(name): 0.30”")
      return nil
    }
    let share =
      words.count > 1
      ? number(words[1], isQuoted: false, at: when, .share) : number(value, .share)
    return condition(name, share: share, at: when)
  }

  private mutating func condition(
    _ name: String, share: ExactDecimal?, at part: FilePart
  ) -> Framework.Gate.Condition? {
    guard let share else { return nil }
    switch name {
    case "exceeded_share_below": return .exceededShareBelow(share)
    case "late_share_over": return .lateShareOver(share)
    case "any_below": return .anyBelow(share)
    case "failed_share_over": return .failedShareOver(share)
    default: return unknown(name, at: part)
    }
  }

  private mutating func unknown(_ name: String, at part: FilePart) -> Framework.Gate.Condition? {
    let known = (Self.plain.keys.sorted() + Self.shared).joined(separator: ", ")
    refuse(
      part, vi: "không có điều kiện “\(name)”; chỉ có: \(known)",
      en: "there is no gate “\(name)”; known are: \(known)")
    return nil
  }
}
