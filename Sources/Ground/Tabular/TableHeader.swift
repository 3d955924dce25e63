/// The names of the columns, checked.
///
/// Names are compared as people see them: composed and decomposed Vietnamese letters are equal.
struct TableHeader {
  let names: [String]

  /// - Throws: ``TableProblem`` where a name is missing or appears twice.
  init(_ names: [String], line: Int) throws(TableProblem) {
    var seen: Set<String> = []
    for (index, name) in names.enumerated() {
      guard name.utf8.contains(where: { $0 > 0x20 }) else {
        throw TableProblem(.unnamedColumn, line: line, column: "\(index + 1)")
      }
      guard seen.insert(name).inserted else {
        throw TableProblem(.repeatedColumn, line: line, column: TableProblem.shortened(name))
      }
    }
    self.names = names
  }

  /// The name of the column, or where it has none its number from 1.
  func name(of column: Int) -> String {
    column < names.count ? TableProblem.shortened(names[column]) : "\(column + 1)"
  }

  /// Whether a row only repeats the header, as where files were put one behind the other.
  func isRepeated(by row: TableRow) -> Bool {
    names.count > 1 && row.fields.first == names.first && row.fields == names
  }
}
