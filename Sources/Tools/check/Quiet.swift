import Foundation
import Synchronization

/// How long nothing has been said.
final class Quiet: Sendable {
  private let last = Mutex(ContinuousClock.now)

  var lasted: Duration { last.withLock { ContinuousClock.now - $0 } }

  /// Something was said just now.
  func isOver() { last.withLock { $0 = .now } }
}

/// The processes of this machine, as the kernel tells of them.
enum Processes {
  /// The children of a process and theirs, the eldest first.
  static func below(_ process: pid_t) -> [pid_t] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    let children = Dictionary(grouping: names.compactMap { pid_t($0) }) { parent(of: $0) ?? 0 }
    var found: [pid_t] = []
    var next = [process]
    while let parent = next.popLast() {
      let own = (children[parent] ?? []).sorted()
      found += own
      next += own
    }
    return found
  }

  private static func parent(of process: pid_t) -> pid_t? {
    // The name stands in brackets and may hold spaces and brackets itself.
    guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
      let end = text.lastIndex(of: ")")
    else { return nil }
    return text[end...].split(separator: " ").dropFirst(2).first.flatMap { pid_t($0) }
  }
}
