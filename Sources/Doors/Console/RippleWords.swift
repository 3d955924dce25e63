import Basics
import Runs

/// What a correction changes, in words: the sheet itself, then those above it.
struct RippleWords {
  let ripple: Ripple

  func say(to terminal: Terminal) {
    for (place, change) in ripple.changes.enumerated() {
      let (before, after) = (Self.words(change.before), Self.words(change.after))
      if place == 0 {
        terminal.line(
          vi: "\(change.code): \(before) → \(after) (trước hạn mức)",
          en: "\(change.code): \(before) → \(after) (before the quota)")
      } else {
        terminal.line(
          vi: "↑ cấp trên \(change.code): \(before) → \(after), vì hệ số d đổi theo",
          en: "↑ above, \(change.code): \(before) → \(after), as the factor d follows")
      }
    }
  }

  private static func words(_ outcome: Ripple.Outcome) -> String {
    guard let total = outcome.total, let grade = outcome.grade else {
      return outcome.status.rawValue
    }
    return "\(total) \(grade.rawValue)"
  }
}
