import Configuration

/// The program's files of dues, with something changed.
enum Configured {
  static func files(
    _ change: (_ name: String, _ text: String) throws -> String = { $1 }
  ) throws -> [(name: String, text: String)] {
    try Configuration.dues().map { ($0.name, try change($0.name, $0.text)) }
  }
}
