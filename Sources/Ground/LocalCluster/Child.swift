import CSpawn
import Foundation

/// A program that runs beside ours, started with nothing but what it is given.
///
/// It inherits no descriptor, no blocked signal and no environment, so a server that outlives us
/// holds neither our terminal nor a pipe that somebody waits to see closed.
package struct Child: Sendable {
  package let pid: pid_t

  /// What the child reads and writes; `nil` is `/dev/null`.
  package struct Streams: Sendable {
    package var input: Int32?
    package var output: Int32?
    package var errors: Int32?
    /// One more descriptor the child holds as long as it lives, as its number 3.
    package var kept: Int32?

    package init(
      input: Int32? = nil, output: Int32? = nil, errors: Int32? = nil, kept: Int32? = nil
    ) {
      self.input = input
      self.output = output
      self.errors = errors
      self.kept = kept
    }
  }

  /// How a child ended.
  package enum Exit: Hashable, Sendable {
    case code(Int32)
    case signal(Int32)
  }

  /// An environment in which programs speak plain English and find their own helpers.
  package static let plainEnvironment = [
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C",
  ]

  /// Starts `command`, whose first word is the program's full path.
  ///
  /// - Throws: ``ClusterProblem/cannotRun(_:_:)``; nothing is running then.
  package init(
    _ command: [String], environment: [String: String] = Child.plainEnvironment,
    folder: String = "/", streams: Streams = Streams(), ownSession: Bool = false
  ) throws {
    let program = command.first ?? ""
    let null = open("/dev/null", O_RDWR | O_CLOEXEC)
    guard null >= 0 else { throw ClusterProblem.cannotRun("/dev/null", errno) }
    defer { close(null) }

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, streams.input ?? null, 0)
    posix_spawn_file_actions_adddup2(&actions, streams.output ?? null, 1)
    posix_spawn_file_actions_adddup2(&actions, streams.errors ?? null, 2)
    if let kept = streams.kept { posix_spawn_file_actions_adddup2(&actions, kept, 3) }
    posix_spawn_file_actions_addclosefrom_np(&actions, streams.kept == nil ? 3 : 4)
    posix_spawn_file_actions_addchdir_np(&actions, folder)

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // Threads of the pool block every signal; the child must not begin life deaf.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    var flags = Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF)
    if ownSession { flags |= cspawn_setsid }
    posix_spawnattr_setflags(&attributes, flags)

    var child: pid_t = 0
    let words = environment.map { "\($0)=\($1)" }.sorted()
    let failure = withWords(command) { arguments in
      withWords(words) { posix_spawn(&child, program, &actions, &attributes, arguments, $0) }
    }
    guard failure == 0 else { throw ClusterProblem.cannotRun(program, failure) }
    pid = child
  }

  /// Waits for the end and takes the child off the process table.
  ///
  /// Blocks a thread of its own, so it goes on when the task is cancelled: a child half waited for
  /// would stay behind as a zombie. To be called once.
  package func exit() async -> Exit {
    await offThePool {
      var status: Int32 = 0
      while waitpid(pid, &status, 0) < 0 {
        guard errno == EINTR else { return .code(127) }
      }
      let signal = status & 0x7f
      return signal == 0 ? .code(status >> 8 & 0xff) : .signal(signal)
    }
  }

  /// Runs `command` to its end and gives back all it wrote, to either stream.
  package static func capture(_ command: [String], keeping kept: Int32? = nil) async throws
    -> (exit: Exit, text: String)
  {
    let pipe = try ChildPipe()
    let child: Child
    do {
      defer { close(pipe.entry) }
      child = try Child(
        command, streams: Streams(output: pipe.entry, errors: pipe.entry, kept: kept))
    } catch {
      close(pipe.outlet)
      throw error
    }
    let text = await pipe.drained()
    return (await child.exit(), String(decoding: text, as: UTF8.self))
  }
}

/// A pipe that no other child can inherit by chance.
package struct ChildPipe: Sendable {
  /// Where bytes come out.
  package let outlet: Int32
  /// Where bytes go in.
  package let entry: Int32

  package init() throws {
    var ends: [Int32] = [-1, -1]
    guard pipe2(&ends, O_CLOEXEC) == 0 else { throw ClusterProblem.cannotRun("pipe", errno) }
    outlet = ends[0]
    entry = ends[1]
  }

  /// Everything that comes out until the last writer is gone; then the outlet is closed.
  package func drained() async -> [UInt8] {
    await offThePool {
      defer { close(outlet) }
      var bytes: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 65_536)
      while true {
        let count = read(outlet, &buffer, buffer.count)
        if count > 0 {
          bytes += buffer[..<count]
        } else if count == 0 || errno != EINTR {
          return bytes
        }
      }
    }
  }
}

/// Does blocking work on a thread of its own.
///
/// Neither on the cooperative pool, which it would starve, nor on Dispatch's, which takes up to a
/// second to notice that its few threads are all waiting.
package func offThePool<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
  await withCheckedContinuation { continuation in
    Thread.detachNewThread { continuation.resume(returning: work()) }
  }
}

/// Lends `words` as C strings with the closing null pointer that `exec` wants.
private func withWords<Result>(
  _ words: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
  let copies = words.map { strdup($0) }
  defer { for copy in copies { free(copy) } }
  return body(copies + [nil])
}
