import Foundation
import Testing

/// Expects `text` to be what the file `Golden/name` beside the calling test says.
///
/// With `UPDATE_GOLDEN=1` the file is rewritten instead, and the review happens in `git diff`.
package func expectGolden(
  _ text: String, _ name: String, filePath: String = #filePath,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let folder = (filePath as NSString).deletingLastPathComponent + "/Golden"
  let rewrites = ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1"
  if let complaint = complaint(about: text, name, in: folder, rewrites: rewrites) {
    Issue.record("\(complaint)", sourceLocation: sourceLocation)
  }
}

/// What is wrong between `text` and the golden file `name` in `folder`, or `nil`.
package func complaint(
  about text: String, _ name: String, in folder: String, rewrites: Bool
) -> String? {
  let file = folder + "/" + name
  let fresh = text.hasSuffix("\n") ? text : text + "\n"
  if rewrites {
    do {
      try FileManager.default.createDirectory(
        atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      try Data(fresh.utf8).write(to: URL(fileURLWithPath: file), options: .atomic)
      return nil
    } catch {
      return "cannot write \(file): \(error)"
    }
  }
  guard let data = FileManager.default.contents(atPath: file) else {
    return "there is no Golden/\(name) yet; UPDATE_GOLDEN=1 makes it"
  }
  let kept = String(decoding: data, as: UTF8.self)
  // Byte for byte: two spellings of one Vietnamese letter are equal strings.
  guard !kept.utf8.elementsEqual(fresh.utf8) else { return nil }
  return """
    Golden/\(name) says otherwise (- file, + now; UPDATE_GOLDEN=1 rewrites it):
    \(difference(from: kept, to: fresh))
    """
}

/// The lines that differ, each with its number; at most forty.
package func difference(from old: String, to new: String) -> String {
  let (before, after) = (lines(of: old), lines(of: new))
  let changes = after.difference(from: before) { $0.utf8.elementsEqual($1.utf8) }
  var marked: [(line: Int, order: Int, text: String)] = changes.map { change in
    switch change {
    case .remove(let offset, let line, _): (offset, 0, "\(offset + 1) - \(line)")
    case .insert(let offset, let line, _): (offset, 1, "\(offset + 1) + \(line)")
    }
  }
  marked.sort { ($0.line, $0.order) < ($1.line, $1.order) }
  let more = marked.count > 40 ? ["… and \(marked.count - 40) more"] : []
  return (marked.prefix(40).map(\.text) + more).joined(separator: "\n")
}

private func lines(of text: String) -> [String] {
  text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
}
