import Basics
import Frameworks
import Postgres


extension Framework.Form {
  /// The form in words.
  package var title: Phrase {
    switch self {
    case .staff: Phrase(vi: "người không giữ chức vụ", en: "staff")
    case .leader: Phrase(vi: "lãnh đạo, quản lý", en: "leaders")
    case .collective: Phrase(vi: "tập thể", en: "collectives")
    }
  }
}
