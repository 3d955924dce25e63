import Basics

/// What differs between two frameworks, in words.
package struct FrameworkDiff: Sendable, Hashable {
  package let changes: [Change]

  /// One difference: `before` is `nil` for what is new, `after` for what is gone.
  package struct Change: Sendable, Hashable {
    package let key: String
    package let title: Phrase
    package let before: Phrase?
    package let after: Phrase?

    /// `Ngưỡng A: 90 → 85`.
    package var sentence: Phrase {
      Phrase(vi: sentence(in: .vietnamese), en: sentence(in: .english))
    }

    private func sentence(in language: Language) -> String {
      let name = title.text(in: language)
      return switch (before?.text(in: language), after?.text(in: language)) {
      case (let before?, let after?): "\(name): \(before) → \(after)"
      case (nil, let after?):
        Phrase(vi: "Thêm – \(name): \(after)", en: "New – \(name): \(after)").text(in: language)
      case (let before?, nil):
        Phrase(vi: "Bỏ – \(name): \(before)", en: "Gone – \(name): \(before)").text(in: language)
      case (nil, nil): name
      }
    }
  }

  /// Compares figure by figure; the version itself is no difference.
  package init(from old: Framework, to new: Framework) {
    let (before, after) = (old.figures, new.figures)
    let old = Dictionary(before.map { ($0.key, $0) }) { first, _ in first }
    let new = Dictionary(after.map { ($0.key, $0) }) { first, _ in first }
    var changes: [Change] = []
    for figure in after {
      guard let was = old[figure.key] else {
        changes.append(Change(figure, before: nil, after: figure.value))
        continue
      }
      if was.value != figure.value {
        changes.append(Change(figure, before: was.value, after: figure.value))
      }
      changes += Change.ofOrigin(from: was, to: figure)
    }
    for figure in before where new[figure.key] == nil {
      changes.append(Change(figure, before: figure.value, after: nil))
    }
    self.changes = changes + Self.orders(from: before, to: after)
  }

  /// Sections and gates that stand in another order: reasons and the first section depend on it.
  private static func orders(from before: [Figure], to after: [Figure]) -> [Change] {
    [
      ("sections.", ".family", Phrase(vi: "Thứ tự các phần", en: "Order of the sections")),
      ("gates.", "", Phrase(vi: "Thứ tự các điều kiện", en: "Order of the gates")),
    ].compactMap { start, end, title in
      func names(_ figures: [Figure]) -> [String] {
        figures.map(\.key).filter { $0.hasPrefix(start) && $0.hasSuffix(end) }
          .map { String($0.dropFirst(start.count).dropLast(end.count)) }
      }
      let (old, new) = (names(before), names(after))
      let (kept, now) = (old.filter(new.contains), new.filter(old.contains))
      guard kept != now else { return nil }
      let (was, became) = (kept.joined(separator: ", "), now.joined(separator: ", "))
      return Change(
        key: start + "order", title: title, before: Phrase(vi: was, en: was),
        after: Phrase(vi: became, en: became))
    }
  }
}

extension FrameworkDiff.Change {
  fileprivate init(_ figure: Figure, before: Phrase?, after: Phrase?) {
    self.init(key: figure.key, title: figure.title, before: before, after: after)
  }

  fileprivate static func ofOrigin(from old: Figure, to new: Figure) -> [Self] {
    let (was, became) = (old.written, new.written)
    let inherited = Phrase(vi: "như cả bộ tiêu chí", en: "as the framework")
    var changes: [Self] = []
    if was?.source != became?.source {
      changes.append(
        Self(
          key: new.key + ".source",
          title: Phrase(vi: "Căn cứ của “\(new.title.vi)”", en: "Source of “\(new.title.en)”"),
          before: was?.source.map { Phrase(vi: $0, en: $0) } ?? inherited,
          after: became?.source.map { Phrase(vi: $0, en: $0) } ?? inherited))
    }
    if was?.checked != became?.checked {
      changes.append(
        Self(
          key: new.key + ".checked",
          title: Phrase(
            vi: "Mức độ kiểm tra “\(new.title.vi)”", en: "How far “\(new.title.en)” was checked"),
          before: was?.checked ?? inherited, after: became?.checked ?? inherited))
    }
    return changes
  }
}
