import Dispatch
import Foundation
import Synchronization

/// Ctrl-C and a polite kill: the command's task is cancelled, its transaction rolled back.
enum Interruption {
  private static let hit = Mutex(false)

  static var happened: Bool { hit.withLock { $0 } }

  /// Cancels the task at the first signal; a second one ends the program at once.
  static func cancel(_ task: Task<Void, any Error>) {
    for number in [SIGINT, SIGTERM] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        let again = hit.withLock { was in
          defer { was = true }
          return was
        }
        if again { _exit(130) }
        task.cancel()
      }
      source.resume()
      // Held for the life of the program: nothing else keeps it.
      _ = Unmanaged.passRetained(source as AnyObject)
    }
  }
}
