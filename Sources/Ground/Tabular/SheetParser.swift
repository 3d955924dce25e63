import Basics

/// Turns the elements of a sheet into rows.
///
/// The first row that is not empty is the header. Gaps are filled with empty fields; rows with
/// nothing in them are passed over; the sheet's own claim of its size is not even read.
final class SheetParser: XMLHandler {
  private(set) var header: TableHeader?
  /// Rows that are whole and have not been taken.
  private var items: [TableItem] = []
  private var taken = 0

  private let book: Workbook
  private let limits: TableLimits
  private var cell = SheetCell()
  private var fields: [String] = []
  private var numbers = ColumnSet()
  private var flaw: TableProblem?
  private(set) var row = 0
  private var rowBytes = 0
  private var isInData = false
  private var isInRow = false

  init(_ book: Workbook, limits: TableLimits) {
    self.book = book
    self.limits = limits
  }

  func take() -> TableItem? {
    guard taken < items.count else {
      items.removeAll(keepingCapacity: true)
      taken = 0
      return nil
    }
    taken += 1
    return items[taken - 1]
  }

  func start(_ element: XMLName, _ attributes: XMLAttributes) throws(TableProblem) {
    if isInRow {
      if element("c") {
        try startCell(attributes)
      } else {
        cell.start(element)
      }
    } else if isInData, element("row") {
      try startRow(attributes)
    } else if element("sheetData") {
      isInData = true
    }
  }

  func end(_ element: XMLName) throws(TableProblem) {
    guard isInRow else {
      if element("sheetData") { isInData = false }
      return
    }
    if element("c") {
      try endCell()
    } else if element("row") {
      try endRow()
    } else {
      cell.end(element)
    }
  }

  func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(TableProblem) {
    guard isInRow, cell.isCollecting else { return }
    guard cell.bytes.count + bytes.count <= limits.fieldBytes else {
      throw problem(.fieldTooLong(limit: limits.fieldBytes))
    }
    cell.bytes.append(contentsOf: bytes)
  }

  // MARK: Rows

  private func startRow(_ attributes: XMLAttributes) throws(TableProblem) {
    let number = attributes["r"].map { SheetReference.number($0) } ?? row + 1
    guard let number, number > row, number <= XLSXWriter.maximumRows else {
      throw TableProblem(.badReference, line: row, value: attributes.string("r"))
    }
    row = number
    isInRow = true
    rowBytes = 0
    flaw = nil
    numbers.removeAll()
    fields = header.map { [String](repeating: "", count: $0.names.count) } ?? []
    cell.startRow()
  }

  private func endRow() throws(TableProblem) {
    isInRow = false
    let found = TableRow(line: row, fields: fields, numbers: numbers)
    guard let header else {
      if let flaw { throw TableProblem(flaw.cause, line: row, column: flaw.column) }
      if !fields.isEmpty { header = try TableHeader(fields, line: row) }
      return
    }
    if let flaw {
      items.append(
        .bad(
          TableProblem(
            flaw.cause, line: row, column: flaw.column, value: flaw.value, row: found)))
    } else if header.isRepeated(by: found) {
      items.append(.bad(TableProblem(.headerAgain, line: row, row: found)))
    } else if rowBytes > 0 {
      items.append(.row(found))
    }
  }

  // MARK: Cells

  private func startCell(_ attributes: XMLAttributes) throws(TableProblem) {
    var column: Int? = cell.column + 1
    if let reference = attributes["r"] { column = SheetReference.column(reference, inRow: row) }
    guard !cell.isOpen, let column, column > cell.column, column < XLSXWriter.maximumColumns else {
      throw TableProblem(.badReference, line: row, value: attributes.string("r"))
    }
    cell.open(
      column: column, kind: SheetCell.Kind(attributes["t"]),
      format: attributes["s"].flatMap { SheetReference.number($0) } ?? 0)
  }

  private func endCell() throws(TableProblem) {
    cell.isOpen = false
    guard !cell.hasFormula else { return flaw(.formula) }
    let text: String
    switch cell.kind {
    case .shared:
      guard let index = Int(cell.text), book.texts.indices.contains(index) else {
        throw problem(.noSharedText)
      }
      text = book.texts[index]
    case .text: text = SheetText.unescaped(cell.bytes)
    case .truth:
      guard let truth = ["0": "FALSE", "1": "TRUE"][cell.text] else { return flaw(.badNumber) }
      text = truth
    case .error: return flaw(.errorValue)
    case .day:
      guard let day = Day(String(cell.text.prefix(10))) else { return flaw(.badDay) }
      text = day.description
    case .number:
      guard !cell.bytes.isEmpty else { return }
      guard let number = numberText() else { return }
      text = number
    }
    guard cell.kind == .number || !text.utf8.contains(0) else { return flaw(.nul) }
    try put(text)
  }

  /// The cell's number as people see it, or `nil` with a flaw noted.
  private func numberText() -> String? {
    let format = book.formats.indices.contains(cell.format) ? book.formats[cell.format] : .number
    guard format != .number else {
      guard let plain = SheetNumber.plain(cell.text) else {
        flaw(.badNumber)
        return nil
      }
      numbers.insert(cell.column)
      return plain
    }
    let serial = SheetNumber.plain(cell.text).flatMap { Double($0) }
    guard let serial,
      let text = SheetDay.text(serial, in: book.system, isTime: format == .time)
    else {
      flaw(.badDay)
      return nil
    }
    return text
  }

  private func put(_ text: String) throws(TableProblem) {
    guard !text.isEmpty else { return }
    rowBytes += text.utf8.count
    guard rowBytes <= limits.recordBytes else {
      throw TableProblem(.recordTooLong(limit: limits.recordBytes), line: row)
    }
    if header == nil {
      guard cell.column < limits.columns else {
        throw TableProblem(.tooManyColumns(limit: limits.columns), line: row)
      }
      while fields.count <= cell.column { fields.append("") }
    }
    guard cell.column < fields.count else {
      return flaw(.outsideHeader)
    }
    fields[cell.column] = text
  }

  /// Notes what is wrong with the row; the first flaw is the one reported.
  private func flaw(_ cause: TableProblem.Cause) {
    guard flaw == nil else { return }
    flaw = problem(cause)
  }

  private func problem(_ cause: TableProblem.Cause) -> TableProblem {
    TableProblem(
      cause, line: row, column: header?.name(of: cell.column) ?? "\(cell.column + 1)",
      value: String(decoding: cell.bytes.prefix(160), as: UTF8.self))
  }
}
