import Foundation
import LocalCluster
import TestKit

/// `Package.swift` as the package manager understands it.
enum Manifest {
  private struct Dump: Decodable {
    struct Target: Decodable {
      let name: String
      let dependencies: [[String: [Name]]]
    }
    let targets: [Target]
  }

  /// The dump mixes names, nulls and conditions in one list; only names count here.
  private struct Name: Decodable {
    let text: String?
    init(from decoder: any Decoder) throws {
      text = try? decoder.singleValueContainer().decode(String.self)
    }
  }

  /// Each target of ours with what it depends on.
  static func read(at root: String) async throws -> [String: Set<String>] {
    let pipe = try ChildPipe()
    // A folder of its own: whoever runs these tests holds the lock on the usual one.
    let command = [
      "/usr/bin/env", "swift", "package", "--package-path", root, "--scratch-path",
      try Scratch.folder("manifest"), "dump-package",
    ]
    let child: Child
    do {
      defer { close(pipe.entry) }
      child = try Child(
        command, environment: ProcessInfo.processInfo.environment, folder: root,
        streams: Child.Streams(output: pipe.entry))
    }
    let bytes = await pipe.drained()
    _ = await child.exit()
    return try parse(Data(bytes))
  }

  static func parse(_ json: Data) throws -> [String: Set<String>] {
    let dump = try JSONDecoder().decode(Dump.self, from: json)
    return Dictionary(
      dump.targets.map { target in
        let names = target.dependencies.flatMap { $0.values.compactMap(\.first?.text) }
        return (target.name, Set(names))
      }, uniquingKeysWith: { $0.union($1) })
  }
}
