import Basics

extension TableProblem.Cause {
  /// What to do next.
  var advice: Phrase? {
    switch self {
    case .unfit(_, let hint): hint
    case .brokenWorkbook, .strangePartName, .repeatedPart, .documentType, .attributeTooLong,
      .badReference, .noSharedText, .unpacksTooFar:
      Phrase(
        vi: "Mở tệp bằng bảng tính, lưu lại dạng .xlsx hoặc “CSV UTF-8” rồi thử lại.",
        en: "Open it in a spreadsheet, save it as .xlsx or “CSV UTF-8” and try again.")
    case .encrypted:
      Phrase(
        vi: "Bỏ mật khẩu rồi lưu lại.", en: "Remove the password and save it again.")
    case .tooManyParts, .unpacksTooLarge, .sharedTextsTooLarge:
      Phrase(
        vi: "Lưu trang đầu dạng “CSV UTF-8”, hoặc chia tệp thành nhiều phần.",
        en: "Save the first sheet as “CSV UTF-8”, or split the file.")
    case .formula:
      Phrase(
        vi: "Sao chép rồi dán lại dạng “chỉ giá trị”.",
        en: "Copy the cell and paste it back as a value.")
    case .errorValue, .badNumber:
      Phrase(vi: "Nhập lại giá trị của ô.", en: "Type the value of the cell again.")
    case .badDay:
      Phrase(
        vi: "Nhập ngày dạng YYYY-MM-DD hoặc dd/mm/yyyy.",
        en: "Type the day as YYYY-MM-DD or dd/mm/yyyy.")
    case .empty:
      Phrase(
        vi: "Dòng đầu phải là tên các cột.", en: "The first line has to name the columns.")
    case .notATable, .oldWorkbook, .utf16, .tabs, .notUTF8, .nul:
      Phrase(
        vi: "Mở tệp bằng bảng tính rồi lưu lại dạng “CSV UTF-8” hoặc .xlsx không mật khẩu.",
        en: "Open it in a spreadsheet and save it as “CSV UTF-8”, or as .xlsx without a password.")
    case .textTooLong, .tooManyRows:
      Phrase(vi: "Xuất ra CSV.", en: "Export it as CSV instead.")
    case .readingFailed, .writingFailed, .sheetRefused:
      Phrase(vi: "Kiểm tra ổ đĩa rồi thử lại.", en: "Check the disk and try again.")
    case .unclosedQuote, .textAfterQuote, .unclosedOrTooLong:
      Phrase(
        vi: "Đặt cả ô trong ngoặc kép và viết đôi (\"\") mỗi ngoặc kép bên trong.",
        en: "Put the whole field in quotes, and double (\"\") every quote inside it.")
    case .fieldTooLong, .recordTooLong, .tooManyColumns:
      Phrase(
        vi: "Xem lại tệp có đúng là bảng cần nhập không.",
        en: "Check that this is the table you meant to import.")
    case .outsideHeader:
      Phrase(
        vi: "Đặt tên cho cột đó hoặc xóa ô này.", en: "Name that column or delete the cell.")
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
