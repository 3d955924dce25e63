/// The rows of a table drawn as text, without its header, for `@Test(arguments:)`.
///
/// Cells are parted by `|` and lose the blanks around them; empty lines do not count. A row that is
/// not as wide as the header comes back as it is, so the test that unpacks it fails and names it.
package func table(_ text: String) -> [[String]] {
  let rows = text.split(separator: "\n").map { line in
    line.split(separator: "|", omittingEmptySubsequences: false).map(trimmed)
  }
  return Array(rows.filter { $0 != [""] }.dropFirst())
}

private func trimmed(_ cell: Substring) -> String {
  let start = cell.drop { $0.isWhitespace }
  guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
  return String(start[...last])
}
