import Basics

/// Why a table, or one row of it, cannot be taken.
package struct TableProblem: Problem, Hashable {
  /// Where in the file, counted from 1; `nil` where the file as a whole is meant.
  package let line: Int?
  /// The name of the column, or its number from 1 where it has no name yet.
  package let column: String?
  /// What the file has in that place, shortened to 40 characters.
  ///
  /// Kept out of ``message``: it may be a personal fact.
  package let value: String?
  package let cause: Cause
  /// The row as the file has it, for a report of refused rows; `nil` where there is none.
  package let row: TableRow?

  package init(
    _ cause: Cause, line: Int? = nil, column: String? = nil, value: String? = nil,
    row: TableRow? = nil
  ) {
    self.cause = cause
    self.line = line
    self.column = column
    self.value = value.map(Self.shortened)
    self.row = row
  }

  package var kind: ProblemKind { row == nil ? .usage : .rowsRefused }

  package var message: Phrase {
    let said = cause.sentence
    switch (line, column) {
    case (let line?, let column?):
      return Phrase(
        vi: "Dòng \(line), cột \(column): \(said.vi)",
        en: "Line \(line), column \(column): \(said.en)")
    case (let line?, nil):
      return Phrase(vi: "Dòng \(line): \(said.vi)", en: "Line \(line): \(said.en)")
    case (nil, let column?):
      return Phrase(vi: "Cột \(column): \(said.vi)", en: "Column \(column): \(said.en)")
    case (nil, nil):
      return said
    }
  }

  package var hint: Phrase? { cause.advice }

  /// The first 40 characters, without line ends and other control characters.
  static func shortened(_ text: String) -> String {
    // A grapheme may be as long as the whole text, so scalars are counted.
    var short = ""
    var left = 40
    for scalar in text.unicodeScalars {
      guard left > 0 else { return short + "…" }
      let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
      short.unicodeScalars.append(isControl ? "\u{FFFD}" : scalar)
      left -= 1
    }
    return short
  }
}

extension TableProblem {
  /// What is wrong with a table: a closed set, so that each has its sentence.
  package enum Cause: Sendable, Hashable {
    // The file as a whole.
    case empty, notATable, oldWorkbook, utf16, tabs
    case readingFailed(errno: Int32), writingFailed(errno: Int32)
    // Text and quoting.
    case notUTF8, nul, unclosedQuote, textAfterQuote
    // Sizes.
    case fieldTooLong(limit: Int), unclosedOrTooLong(limit: Int), recordTooLong(limit: Int)
    case tooManyColumns(limit: Int)
    // The header and the shape.
    case textTooLong(limit: Int), tooManyRows(limit: Int), sheetRefused(code: Int)
    case unnamedColumn, repeatedColumn, fieldCount(expected: Int, found: Int), headerAgain
    /// What a reader further up finds wrong with a value, so that all rows are reported alike.
    case unfit(Phrase, hint: Phrase?)
    // The zip and the XML of a workbook.
    case brokenWorkbook, encrypted, strangePartName, repeatedPart, documentType
    case tooManyParts(limit: Int), unpacksTooLarge(limit: Int), unpacksTooFar(ratio: Int)
    case attributeTooLong(limit: Int), sharedTextsTooLarge(limit: Int)
    // The cells of a sheet.
    case badReference, noSharedText, outsideHeader, formula, errorValue, badDay, badNumber
  }
}

extension TableProblem: CustomStringConvertible, CustomReflectable {
  /// The English sentence, without the value and the row: they may be personal facts.
  package var description: String { message.en }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
