import Basics

extension TableProblem.Cause {
  /// What happened, to follow "Line 3, column code: ".
  var sentence: Phrase {
    switch self {
    case .empty:
      Phrase(vi: "Tệp không có dòng nào.", en: "The file has no rows at all.")
    case .notATable:
      Phrase(
        vi: "Tệp không phải bảng CSV hay XLSX.", en: "The file is neither a CSV nor an XLSX table.")
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
    case .textAfterQuote:
      Phrase(
        vi: "Có chữ ngay sau dấu ngoặc kép đóng.", en: "There is text right after a closing quote.")
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
    case .unnamedColumn:
      Phrase(vi: "Tiêu đề cột bị bỏ trống.", en: "The column has no name in the header.")
    case .repeatedColumn:
      Phrase(
        vi: "Tiêu đề cột xuất hiện hai lần.", en: "The column name appears twice in the header.")
    case .fieldCount(let expected, let found):
      Phrase(
        vi: "Có \(found) ô trong khi tiêu đề có \(expected) cột.",
        en: "There are \(found) fields where the header has \(expected) columns.")
    case .headerAgain:
      Phrase(vi: "Dòng tiêu đề lặp lại.", en: "The header row appears again.")
    }
  }

  /// What to do next.
  var advice: Phrase? {
    switch self {
    case .empty:
      Phrase(
        vi: "Dòng đầu phải là tên các cột.", en: "The first line has to name the columns.")
    case .notATable, .oldWorkbook, .utf16, .tabs, .notUTF8, .nul:
      Phrase(
        vi: "Mở tệp bằng bảng tính rồi lưu lại dạng “CSV UTF-8” hoặc .xlsx không mật khẩu.",
        en: "Open it in a spreadsheet and save it as “CSV UTF-8”, or as .xlsx without a password.")
    case .readingFailed, .writingFailed:
      Phrase(vi: "Kiểm tra ổ đĩa rồi thử lại.", en: "Check the disk and try again.")
    case .unclosedQuote, .textAfterQuote, .unclosedOrTooLong:
      Phrase(
        vi: "Đặt cả ô trong ngoặc kép và viết đôi (\"\") mỗi ngoặc kép bên trong.",
        en: "Put the whole field in quotes, and double (\"\") every quote inside it.")
    case .fieldTooLong, .recordTooLong, .tooManyColumns:
      Phrase(
        vi: "Xem lại tệp có đúng là bảng cần nhập không.",
        en: "Check that this is the table you meant to import.")
    case .unnamedColumn:
      Phrase(vi: "Đặt tên hoặc xóa cột này.", en: "Name the column or delete it.")
    case .repeatedColumn:
      Phrase(vi: "Đổi tên hoặc xóa một trong hai cột.", en: "Rename or delete one of the two.")
    case .fieldCount:
      Phrase(
        vi: "Ô có dấu phẩy hay chấm phẩy bên trong phải đặt trong ngoặc kép.",
        en: "A field with a comma or a semicolon inside has to be in quotes.")
    case .headerAgain:
      Phrase(vi: "Xóa dòng này.", en: "Delete this line.")
    }
  }
}
