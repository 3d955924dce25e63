/// Counts tests by what their runners say of each, not by what a summary claims.
struct Tally: Hashable, Sendable {
  private(set) var passed = 0
  private(set) var failed = 0
  private(set) var skipped = 0
  /// Names of failed tests, in the order they failed.
  private(set) var failures: [String] = []
  /// The closing lines of the runners: Swift Testing and XCTest each have their own.
  private(set) var summaries: [String] = []

  /// Tests that have begun and not ended, in the order they began.
  private(set) var running: [String] = []

  var ran: Bool { passed + failed > 0 }

  /// Reads one line of a runner's output.
  mutating func read(_ line: String) {
    // A runner also prints arguments, and some are long: looking for words in them takes time.
    let isOfThisRunner = line.dropFirst().hasPrefix(" Test ")
    guard isOfThisRunner || line.contains("Test Case '") || line.contains("Executed ") else {
      return
    }
    if line.contains(/Test run with [0-9]+ tests?/) || line.contains(/Executed [0-9]+ tests?/) {
      summaries.append(line)
    } else if let match = line.wholeMatch(of: /. Test (?!case |run )(.*) started\./) {
      running.append(String(match.1))
    } else if let match = line.wholeMatch(of: /. Test (?!case |run )(.*) passed after .*/) {
      passed += match.1.isEmpty ? 0 : 1
      end(match.1)
    } else if let match = line.wholeMatch(of: /. Test (?!case |run )(.*) failed after .*/) {
      failed += 1
      failures.append(String(match.1))
      end(match.1)
    } else if line.contains(/^. Test (?!case |run ).* skipped/) {
      skipped += 1
    } else if line.contains(/^Test Case '.*' passed \(/) {
      passed += 1
    } else if let match = line.firstMatch(of: /^Test Case '(.*)' failed \(/) {
      failed += 1
      failures.append(String(match.1))
    }
  }

  private mutating func end(_ test: Substring) {
    let name = test.replacing(/\ with [0-9]+ test cases?$/, with: "")
    if let index = running.firstIndex(where: { $0 == name }) { running.remove(at: index) }
  }

  /// What is said last; without a count where nothing was counted.
  var closing: String {
    guard ran else { return "no test ran" }
    let names = failures.map { "failed: \($0)" } + running.map { "did not end: \($0)" }
    let aside = skipped > 0 ? ["\(skipped) skipped"] : []
    return (summaries + names + aside + ["\(passed) passed, \(failed) failed"])
      .joined(separator: "\n")
  }
}
