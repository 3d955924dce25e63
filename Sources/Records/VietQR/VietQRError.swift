import Basics

/// Why a transfer cannot be a VietQR code, or a text is none.
package enum VietQRError: Problem, Hashable {
  case bank(String)
  case account(String)
  case amount(Money)
  /// The purpose as it would be written, without accents.
  case purposeTooLong(String)
  /// The purpose has a letter that ASCII has not, even without accents.
  case purposeLetter(Unicode.Scalar)
  /// Too short, or with characters that no payload has.
  case noPayload
  case checksum(said: String, found: String)
  /// A field ends after the text, or does not begin as fields do.
  case cutOff(id: String)
  case missing(id: String)
  /// A field holds something that it does not hold here.
  case field(id: String, value: String)
  /// Fields are there twice, in another order, or are not known.
  case notOurs

  package var kind: ProblemKind { .usage }

  package var message: Phrase {
    switch self {
    case .bank(let text):
      Phrase(
        vi: "“\(text)” không phải là mã ngân hàng (BIN).",
        en: "“\(text)” is no number of a bank (BIN).")
    case .account(let text):
      Phrase(
        vi: "“\(text)” không phải là số tài khoản.", en: "“\(text)” is no number of an account.")
    case .amount(let amount):
      Phrase(
        vi: "Không làm được mã chuyển khoản cho \(amount.text(in: .vietnamese)).",
        en: "No code can ask for \(amount.text(in: .english)).")
    case .purposeTooLong(let text):
      Phrase(
        vi: "Nội dung chuyển khoản “\(text)” dài \(text.count) ký tự.",
        en: "The purpose “\(text)” has \(text.count) characters.")
    case .purposeLetter(let scalar):
      Phrase(
        vi: "Nội dung chuyển khoản có ký tự \(Self.name(scalar)), ngân hàng không nhận.",
        en: "The purpose has the character \(Self.name(scalar)), which banks do not take.")
    case .noPayload, .checksum, .cutOff, .missing, .field, .notOurs: unread
    }
  }

  private var unread: Phrase {
    switch self {
    case .checksum(let said, let found):
      Phrase(
        vi: "Mã VietQR bị sai: mã kiểm tra ghi \(said), tính ra \(found).",
        en: "The VietQR text is damaged: its checksum says \(said), and is \(found).")
    case .cutOff(let id):
      Phrase(
        vi: "Mã VietQR bị cắt ở trường \(id).", en: "The VietQR text is cut off in field \(id).")
    case .missing(let id):
      Phrase(vi: "Mã VietQR thiếu trường \(id).", en: "The VietQR text has no field \(id).")
    case .field(let id, let value):
      Phrase(
        vi: "Trường \(id) của mã VietQR ghi “\(value)”, không phải chuyển khoản đồng Việt Nam.",
        en: "Field \(id) of the VietQR text says “\(value)”: no transfer of đồng to an account.")
    case .notOurs:
      Phrase(
        vi: "Mã VietQR có trường thừa, lặp lại hoặc sai thứ tự.",
        en: "The VietQR text has fields too many, twice or in another order.")
    default:
      Phrase(vi: "Đây không phải là mã VietQR.", en: "This is no VietQR text.")
    }
  }

  package var hint: Phrase? {
    switch self {
    case .bank:
      Phrase(
        vi: "Mã ngân hàng có đúng 6 chữ số, thí dụ 970403.",
        en: "The number of a bank has six digits, such as 970403.")
    case .account:
      Phrase(
        vi: "Số tài khoản có 1 đến 19 chữ số hoặc chữ cái không dấu, viết liền.",
        en: "An account has 1 to 19 digits or plain letters, without spaces.")
    case .amount:
      Phrase(
        vi: "Số tiền từ 1 đến \(VietQR.largestAmount.text(in: .vietnamese)).",
        en: "The amount is from 1 to \(VietQR.largestAmount.text(in: .english)).")
    case .purposeTooLong:
      Phrase(
        vi: "Viết ngắn lại, nhiều nhất \(VietQR.longestPurpose) ký tự, giữ nguyên các mã ở trong.",
        en: "Make it shorter, \(VietQR.longestPurpose) at most; keep the codes in it whole.")
    case .purposeLetter:
      Phrase(
        vi: "Chỉ dùng chữ cái, chữ số và dấu câu thường.",
        en: "Use letters, digits and common punctuation.")
    case .noPayload, .checksum, .cutOff, .missing, .field, .notOurs:
      Phrase(vi: "Quét lại, hoặc làm mã mới.", en: "Scan it again, or make a new code.")
    }
  }

  private static func name(_ scalar: Unicode.Scalar) -> String {
    let hex = String(scalar.value, radix: 16, uppercase: true)
    let name = "U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
    return scalar.properties.generalCategory == .control ? name : "“\(scalar)” (\(name))"
  }
}
