/// The languages that people are spoken to in.
package enum Language: String, Sendable, CaseIterable {
  case vietnamese = "vi"
  case english = "en"

  /// The language for `CADRE_LANG`, else for `LANG`, else Vietnamese.
  package init(environment: [String: String]) {
    if let asked = environment["CADRE_LANG"], let language = Language(rawValue: asked) {
      self = language
    } else if let locale = environment["LANG"], locale.hasPrefix("en") {
      self = .english
    } else {
      self = .vietnamese
    }
  }
}

/// One sentence for people, in both languages.
package struct Phrase: Hashable, Sendable {
  package let vi: String
  package let en: String

  package init(vi: String, en: String) {
    self.vi = vi
    self.en = en
  }

  package func text(in language: Language) -> String {
    switch language {
    case .vietnamese: vi
    case .english: en
    }
  }
}
