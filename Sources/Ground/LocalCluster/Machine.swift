import Foundation

/// What the machine, or the container we are in, gives a server to work with.
struct Machine: Hashable, Sendable {
  let memoryBytes: Int64
  let cores: Int
  /// Room in `/dev/shm`, which containers often keep at 64 MB.
  let sharedMemoryBytes: Int64

  static func here() -> Machine {
    let physical = Int64(clamping: ProcessInfo.processInfo.physicalMemory)
    let limit = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"]
      .compactMap { try? String(contentsOfFile: $0, encoding: .utf8) }
      .compactMap { Int64($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
      .filter { $0 > 0 }
    var shared = statvfs()
    let sharedBytes =
      statvfs("/dev/shm", &shared) == 0 ? Int64(shared.f_blocks) * Int64(shared.f_frsize) : 0
    return Machine(
      memoryBytes: limit.reduce(physical, min),
      cores: ProcessInfo.processInfo.activeProcessorCount, sharedMemoryBytes: sharedBytes)
  }
}
