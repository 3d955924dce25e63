import Foundation

/// The right to create, start or stop the cluster of one home: one holder at a time.
///
/// Held through `flock`, so the kernel takes it back however the holder ends.
struct FileLock: Sendable {
  /// Handed to `initdb`, so that an orphaned one keeps the next starter waiting until it is done.
  let descriptor: Int32

  /// Waits for the lock.
  ///
  /// - Throws: ``ClusterProblem/busy(home:)`` after `patience`.
  static func take(at path: String, in home: String, patience: Duration) async throws -> FileLock {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw ClusterProblem.unusableHome(path, code: errno) }
    do {
      try await waitUntil(within: patience, every: .milliseconds(15)) {
        flock(descriptor, LOCK_EX | LOCK_NB) == 0
      } orElse: {
        ClusterProblem.busy(home: home)
      }
    } catch {
      close(descriptor)
      throw error
    }
    return FileLock(descriptor: descriptor)
  }

  func release() { close(descriptor) }
}

/// Asks again and again until `isTrue`, for as long as `patience` lasts.
///
/// - Throws: what `orElse` makes, or the task's cancellation.
func waitUntil(
  within patience: Duration, every pause: Duration = .milliseconds(10), _ isTrue: () -> Bool,
  orElse problem: () -> any Error
) async throws {
  let deadline = ContinuousClock.now + patience
  while !isTrue() {
    guard ContinuousClock.now < deadline else { throw problem() }
    try await Task.sleep(for: pause)
  }
}
