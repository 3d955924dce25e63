import Basics

extension TableProblem.Cause {
  /// What happened, to follow "Line 3, column code: ".
  package var sentence: Phrase {
    switch self {
    case .unfit(let what, _): what
    case .empty, .oldWorkbook, .utf16, .tabs, .readingFailed, .writingFailed, .sheetRefused,
      .notATable:
      fileSentence
    case .notUTF8, .nul, .unclosedQuote, .textAfterQuote, .fieldTooLong, .unclosedOrTooLong,
      .recordTooLong, .tooManyColumns, .textTooLong, .tooManyRows:
      textSentence
    case .unnamedColumn, .repeatedColumn, .fieldCount, .headerAgain: shapeSentence
    case .brokenWorkbook, .encrypted, .strangePartName, .repeatedPart, .documentType,
      .tooManyParts, .unpacksTooLarge, .unpacksTooFar, .attributeTooLong, .sharedTextsTooLarge,
      .badReference, .noSharedText, .outsideHeader, .formula, .errorValue, .badDay, .badNumber:
      workbookSentence
    }
  }

  /// What is wrong with the file as a whole.
  private var fileSentence: Phrase {
    switch self {
    case .empty:
      Phrase(vi: "Tệp không có dòng nào.", en: "The file has no rows at all.")
    case .oldWorkbook:
      Phrase(
        vi: "Tệp là bảng tính .xls đời cũ hoặc có đặt mật khẩu.",
        en: "The file is an old .xls workbook, or one with a password.")
    case .utf16:
      Phrase(
        vi: "Tệp được mã hóa UTF-16, không phải UTF-8.",
        en: "The file is encoded as UTF-16, not as UTF-8.")
    case .tabs:
      Phrase(
        vi: "Các cột ngăn cách bằng dấu tab.", en: "The columns are separated by tabs.")
    case .readingFailed(let errno):
      Phrase(
        vi: "Không đọc được tệp (lỗi hệ thống \(errno)).",
        en: "The file cannot be read (system error \(errno)).")
    case .writingFailed(let errno):
      Phrase(
        vi: "Không ghi được tệp (lỗi hệ thống \(errno)).",
        en: "The file cannot be written (system error \(errno)).")
    case .sheetRefused(let code):
      Phrase(
        vi: "Không ghi được bảng tính (lỗi \(code)).",
        en: "The workbook cannot be written (error \(code)).")
    default:
      Phrase(
        vi: "Tệp không phải bảng CSV hay XLSX.", en: "The file is neither a CSV nor an XLSX table.")
    }
  }

  /// What is wrong with its text and its sizes.
  private var textSentence: Phrase {
    switch self {
    case .notUTF8:
      Phrase(
        vi: "Có byte không phải UTF-8; có thể là bảng mã cũ như TCVN3, VNI hay Windows-1258.",
        en: "There are bytes that are not UTF-8, perhaps TCVN3, VNI or Windows-1258.")
    case .nul:
      Phrase(
        vi: "Có byte rỗng (NUL); tệp hỏng hoặc mã hóa UTF-16.",
        en: "There is a NUL byte; the file is damaged or encoded as UTF-16.")
    case .unclosedQuote:
      Phrase(
        vi: "Dấu ngoặc kép mở ở đây không được đóng.",
        en: "The quote that opens here is never closed.")
    case .fieldTooLong(let limit):
      Phrase(
        vi: "Ô dài hơn \(limit) byte.", en: "The field is longer than \(limit) bytes.")
    case .unclosedOrTooLong(let limit):
      Phrase(
        vi: "Ô mở ngoặc kép ở đây dài hơn \(limit) byte; có lẽ thiếu dấu ngoặc đóng.",
        en: "The quoted field is longer than \(limit) bytes; perhaps its quote is never closed.")
    case .recordTooLong(let limit):
      Phrase(vi: "Dòng dài hơn \(limit) byte.", en: "The row is longer than \(limit) bytes.")
    case .tooManyColumns(let limit):
      Phrase(vi: "Có hơn \(limit) cột.", en: "There are more than \(limit) columns.")
    case .textTooLong(let limit):
      Phrase(
        vi: "Bảng tính không chứa được ô dài hơn \(limit) ký tự.",
        en: "A sheet cannot hold a cell longer than \(limit) characters.")
    case .tooManyRows(let limit):
      Phrase(
        vi: "Bảng tính không chứa được hơn \(limit) dòng.",
        en: "A sheet cannot hold more than \(limit) rows.")
    default:
      Phrase(
        vi: "Có chữ ngay sau dấu ngoặc kép đóng.", en: "There is text right after a closing quote.")
    }
  }

  /// What is wrong with its header and its shape.
  private var shapeSentence: Phrase {
    switch self {
    case .unnamedColumn:
      Phrase(vi: "Tiêu đề cột bị bỏ trống.", en: "The column has no name in the header.")
    case .repeatedColumn:
      Phrase(
        vi: "Tiêu đề cột xuất hiện hai lần.", en: "The column name appears twice in the header.")
    case .fieldCount(let expected, let found):
      Phrase(
        vi: "Có \(found) ô trong khi tiêu đề có \(expected) cột.",
        en: "There are \(found) fields where the header has \(expected) columns.")
    default:
      Phrase(vi: "Dòng tiêu đề lặp lại.", en: "The header row appears again.")
    }
  }
}
