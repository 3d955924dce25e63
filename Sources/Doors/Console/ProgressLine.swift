import Basics
import Foundation
import Synchronization

/// Says how far long work has come: a bar on a terminal, a line every few seconds elsewhere.
///
/// Written to standard error, so that what is printed can be piped.
package final class ProgressLine: Sendable {
  private struct State {
    var lastShown = ContinuousClock.now - .seconds(60)
    var shown = false
  }

  private let state = Mutex(State())
  private let terminal: Terminal
  private let started = ContinuousClock.now

  package init(_ terminal: Terminal) { self.terminal = terminal }

  /// Shows a stage and, where the whole is known, how much of it is done.
  package func show(_ stage: Phrase, done: Int = 0, of total: Int? = nil, force: Bool = false) {
    let pause: Duration = terminal.errorsAreInteractive ? .milliseconds(100) : .seconds(3)
    state.withLock { state in
      let now = ContinuousClock.now
      let due = now - state.lastShown >= pause
      guard due || (force && terminal.errorsAreInteractive) else { return }
      // Elsewhere than on a terminal, work of a moment needs no words.
      guard terminal.errorsAreInteractive || now - started >= .seconds(2) else { return }
      state.lastShown = now
      state.shown = true
      let text = line(stage, done: done, of: total)
      if terminal.errorsAreInteractive {
        Terminal.write("\r\u{1B}[2K" + text, to: STDERR_FILENO)
      } else {
        Terminal.write(text + "\n", to: STDERR_FILENO)
      }
    }
  }

  /// Takes the bar off the terminal.
  package func finish() {
    state.withLock { state in
      if state.shown, terminal.errorsAreInteractive {
        Terminal.write("\r\u{1B}[2K", to: STDERR_FILENO)
      }
      state.shown = false
    }
  }

  private func line(_ stage: Phrase, done: Int, of total: Int?) -> String {
    let seconds = (ContinuousClock.now - started).components.seconds
    let clock = "\(seconds / 60):\(seconds % 60 < 10 ? "0" : "")\(seconds % 60)"
    guard let total, total > 0 else { return "\(terminal.say(stage)) … \(clock)" }
    let share = min(100, done * 100 / total)
    let filled = share * 24 / 100
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 24 - filled)
    return "\(terminal.say(stage)) \(bar) \(share) % · \(clock)"
  }
}
