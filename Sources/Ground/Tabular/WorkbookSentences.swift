import Basics

extension TableProblem.Cause {
  /// What happened to a workbook.
  var workbookSentence: Phrase {
    switch self {
    case .encrypted:
      Phrase(vi: "Tệp có đặt mật khẩu.", en: "The file is protected by a password.")
    case .strangePartName, .repeatedPart:
      Phrase(
        vi: "Tệp .xlsx chứa phần có tên không hợp lệ hoặc trùng nhau.",
        en: "The .xlsx file has parts with names that are not allowed or not unique.")
    case .documentType:
      Phrase(
        vi: "Tệp .xlsx chứa khai báo DOCTYPE, không được chấp nhận.",
        en: "The .xlsx file has a DOCTYPE, which is not accepted.")
    case .tooManyParts(let limit):
      Phrase(
        vi: "Tệp .xlsx có hơn \(limit) phần.", en: "The .xlsx file has more than \(limit) parts.")
    case .unpacksTooLarge(let limit):
      Phrase(
        vi: "Tệp .xlsx bung ra lớn hơn \(limit) byte.",
        en: "The .xlsx file unpacks to more than \(limit) bytes.")
    case .unpacksTooFar(let ratio):
      Phrase(
        vi: "Tệp .xlsx bung ra lớn hơn \(ratio) lần, như một “bom nén”.",
        en: "The .xlsx file unpacks to more than \(ratio) times its size, as a zip bomb does.")
    case .attributeTooLong(let limit):
      Phrase(
        vi: "Tệp .xlsx có thuộc tính dài hơn \(limit) byte.",
        en: "The .xlsx file has an attribute longer than \(limit) bytes.")
    case .sharedTextsTooLarge(let limit):
      Phrase(
        vi: "Chữ dùng chung trong tệp .xlsx lớn hơn \(limit) byte.",
        en: "The shared texts of the .xlsx file are larger than \(limit) bytes.")
    case .badReference:
      Phrase(
        vi: "Ô hoặc dòng có vị trí không hợp lệ.",
        en: "A cell or a row is in a place that does not exist or is out of order.")
    case .noSharedText:
      Phrase(
        vi: "Ô trỏ tới chữ không có trong tệp.", en: "The cell points to a text that is missing.")
    case .outsideHeader:
      Phrase(
        vi: "Ô nằm ngoài các cột của dòng tiêu đề.",
        en: "The cell is outside the columns that the header names.")
    case .formula:
      Phrase(
        vi: "Ô chứa công thức; công thức không được nhận.",
        en: "The cell holds a formula, which is not taken.")
    case .errorValue:
      Phrase(vi: "Ô chứa giá trị lỗi.", en: "The cell holds an error value.")
    case .badDay:
      Phrase(
        vi: "Ô chứa ngày không có trong lịch.", en: "The cell holds a day that never was.")
    case .badNumber:
      Phrase(vi: "Ô chứa số không đọc được.", en: "The cell holds a number that cannot be read.")
    default:
      Phrase(vi: "Tệp .xlsx bị hỏng.", en: "The .xlsx file is damaged.")
    }
  }
}
