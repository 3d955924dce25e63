import Basics
import Reports
import Runs

/// What a correction changes, in words: the sheet itself, then those above it.
struct RippleWords {
  let ripple: Ripple

  func say(to terminal: Terminal) {
    for (place, change) in ripple.changes.enumerated() {
      let (before, after) = (Self.words(change.before), Self.words(change.after))
      if place == 0 {
        terminal.line(
          vi: "\(change.code): \(before.vi) → \(after.vi) (trước hạn mức)",
          en: "\(change.code): \(before.en) → \(after.en) (before the quota)")
      } else {
        terminal.line(
          vi: "↑ cấp trên \(change.code): \(before.vi) → \(after.vi), vì hệ số d đổi theo",
          en: "↑ above, \(change.code): \(before.en) → \(after.en), as the factor d follows")
      }
    }
  }

  private static func words(_ outcome: Ripple.Outcome) -> Phrase {
    guard let total = outcome.total, let grade = outcome.grade else {
      return Words.status(outcome.status.rawValue)
    }
    let rating = "\(total) \(grade.rawValue)"
    return Phrase(vi: rating, en: rating)
  }
}
