import Foundation
import LocalCluster

/// A built program of ours, run as people run it.
///
/// The test target has to name the program among its dependencies, or it may not be built.
package struct Program: Sendable {
  package let path: String

  package init(path: String) { self.path = path }

  /// The program of that name that was built together with the running tests.
  package init(_ name: String) {
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    path = (own as NSString).deletingLastPathComponent + "/" + name
  }

  package static let cadre = Program("cadre")

  /// What a run left behind.
  package struct Outcome: Sendable {
    /// The exit code, or 128 and the number of the signal that ended it.
    package let code: Int32
    package let output: String
    package let errors: String
  }

  /// Runs the program to its end.
  ///
  /// It ends when the program has ended *and* nobody holds its output open: a server left behind
  /// with our pipe in its hands counts as a timeout.
  ///
  /// - Parameters:
  ///   - arguments: what follows the program's name.
  ///   - environment: all it gets, besides a plain `PATH`.
  ///   - input: what it reads from standard input.
  ///   - folder: where it runs.
  ///   - timeout: after that it is killed by its pid.
  /// - Returns: its exit code and what it wrote.
  /// - Throws: ``TestKitProblem`` on a timeout, with what had been written until then.
  package func run(
    _ arguments: [String], environment: [String: String] = [:], input: String = "",
    folder: String = "/", timeout: Duration = .seconds(120)
  ) async throws -> Outcome {
    let (output, errors) = (try ChildPipe(), try ChildPipe())
    let typed = try Scratch.folder("in") + "/stdin"
    try Data(input.utf8).write(to: URL(fileURLWithPath: typed))
    let reading = open(typed, O_RDONLY | O_CLOEXEC)
    let started = Result {
      try Child(
        [path] + arguments, environment: Child.plainEnvironment.merging(environment) { $1 },
        folder: folder,
        streams: Child.Streams(input: reading, output: output.entry, errors: errors.entry))
    }
    for descriptor in [reading, output.entry, errors.entry] { close(descriptor) }
    defer { for descriptor in [output.outlet, errors.outlet] { close(descriptor) } }
    let child = try started.get()
    let written = await offThePool {
      drain([output.outlet, errors.outlet], for: timeout)
    }
    if written.isCut { kill(child.pid, SIGKILL) }
    let exit = await child.exit()
    let texts = written.bytes.map { String(decoding: $0, as: UTF8.self) }
    guard !written.isCut else {
      throw TestKitProblem(
        "\(path) \(arguments) took longer than \(timeout):\n\(texts.joined(separator: "\n"))")
    }
    let code: Int32 =
      switch exit {
      case .code(let code): code
      case .signal(let signal): 128 + signal
      }
    return Outcome(code: code, output: texts[0], errors: texts[1])
  }
}

/// Reads several pipes at once until all are closed, or until `timeout`.
private func drain(_ outlets: [Int32], for timeout: Duration) -> (bytes: [[UInt8]], isCut: Bool) {
  let deadline = ContinuousClock.now + timeout
  var bytes = outlets.map { _ in [UInt8]() }
  var waiting = outlets.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
  var buffer = [UInt8](repeating: 0, count: 65_536)
  while waiting.contains(where: { $0.fd >= 0 }) {
    guard ContinuousClock.now < deadline else { return (bytes, true) }
    guard poll(&waiting, nfds_t(waiting.count), 100) > 0 else { continue }
    for index in waiting.indices where waiting[index].fd >= 0 && waiting[index].revents != 0 {
      let count = read(waiting[index].fd, &buffer, buffer.count)
      if count > 0 {
        bytes[index] += buffer[..<count]
      } else if count == 0 || errno != EINTR {
        waiting[index].fd = -1
      }
    }
  }
  return (bytes, false)
}
