import Basics

/// A transfer as the QR code of a bank account says it: VietQR of NAPAS, in the fields of EMVCo
/// (`domain.md` §10.4).
///
/// With an amount the code is for one payment (`12`), without for many (`11`).
package struct VietQR: Sendable, Hashable {
  /// The bank by its number at NAPAS (acquirer BIN): six digits.
  package let bank: String
  /// The account: 1 to 19 ASCII letters and digits.
  package let account: String
  /// What is to be paid, 1 to 9,999,999,999,999 đồng; `nil`: who pays says it.
  package let amount: Money?
  /// What stands on the statement: at most 25 characters of ASCII, without accents; may be empty.
  package let purpose: String

  package static let longestPurpose = 25
  /// Thirteen digits.
  package static let largestAmount = Money(dong: 9_999_999_999_999)

  /// - Parameters:
  ///   - bank: six digits.
  ///   - account: 1 to 19 letters and digits.
  ///   - amount: above zero, or `nil`.
  ///   - purpose: loses its accents, and spaces that are too many.
  /// - Throws: ``VietQRError``, which says what does not fit and why; nothing is cut off.
  package init(
    bank: String, account: String, amount: Money?, purpose: String
  ) throws(VietQRError) {
    let words = VietnameseText.unaccented(purpose).split(whereSeparator: \.isWhitespace)
    try self.init(
      checking: bank, account: account, amount: amount, purpose: words.joined(separator: " "))
  }

  private init(
    checking bank: String, account: String, amount: Money?, purpose: String
  ) throws(VietQRError) {
    guard bank.utf8.count == 6, bank.utf8.allSatisfy(Self.isDigit) else { throw .bank(bank) }
    guard (1...19).contains(account.utf8.count), account.utf8.allSatisfy(Self.isDigitOrLetter)
    else {
      throw .account(account)
    }
    if let amount, amount <= .zero || amount > Self.largestAmount { throw .amount(amount) }
    if let odd = purpose.unicodeScalars.first(where: { !(0x20...0x7E).contains($0.value) }) {
      throw .purposeLetter(odd)
    }
    guard purpose.utf8.count <= Self.longestPurpose else { throw .purposeTooLong(purpose) }
    self.bank = bank
    self.account = account
    self.amount = amount
    self.purpose = purpose
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func isDigitOrLetter(_ byte: UInt8) -> Bool {
    isDigit(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  // MARK: Writing

  /// The text that the code holds: ASCII, its checksum at the end.
  package var payload: String {
    let beneficiary = Self.field("00", bank) + Self.field("01", account)
    var text = Self.field("00", "01") + Self.field("01", amount == nil ? "11" : "12")
    text += Self.field(
      "38",
      Self.field("00", Self.napas) + Self.field("01", beneficiary)
        + Self.field("02", Self.toAccount))
    text += Self.field("53", Self.dong)
    if let amount { text += Self.field("54", amount.description) }
    text += Self.field("58", "VN")
    if !purpose.isEmpty { text += Self.field("62", Self.field("08", purpose)) }
    text += "6304"
    return text + Self.checksum(of: text)
  }

  private static let napas = "A000000727"
  /// The service: a transfer to an account (`QRIBFTTC` would be to a card).
  private static let toAccount = "QRIBFTTA"
  /// Vietnamese đồng in ISO 4217.
  private static let dong = "704"

  private static func field(_ id: String, _ value: String) -> String {
    let length = value.utf8.count
    return id + (length < 10 ? "0" : "") + String(length) + value
  }

  /// CRC-16/CCITT-FALSE over all that stands before it, in four hexadecimal digits.
  package static func checksum(of text: String) -> String {
    var rest: UInt16 = 0xFFFF
    for byte in text.utf8 {
      rest ^= UInt16(byte) << 8
      for _ in 0..<8 { rest = rest & 0x8000 != 0 ? rest << 1 ^ 0x1021 : rest << 1 }
    }
    let digits = String(rest, radix: 16, uppercase: true)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }

  // MARK: Reading

  /// Reads a payload, and takes only what ``payload`` would write.
  ///
  /// - Throws: ``VietQRError``: for a checksum that is not of this text, a field that is cut off,
  ///   is missing, is not known or holds something else.
  package init(parsing text: String) throws(VietQRError) {
    guard text.utf8.count > 8, text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
      throw .noPayload
    }
    let (head, said) = (String(text.dropLast(4)), String(text.suffix(4)))
    let found = Self.checksum(of: head)
    guard head.hasSuffix("6304"), found == said else { throw .checksum(said: said, found: found) }
    let fields = try Self.fields(of: head.dropLast(4))
    let target = try Self.fields(of: Self.value("38", in: fields)[...], inside: "38.")
    let owner = try Self.fields(of: Self.value("01", in: target, "38.")[...], inside: "38.01.")
    let more = try Self.fields(of: (fields["62"] ?? "")[...], inside: "62.")
    var amount: Money?
    if let text = fields["54"] {
      guard let read = Money(text) else { throw .field(id: "54", value: text) }
      amount = read
    }
    try self.init(
      checking: Self.value("00", in: owner, "38.01."),
      account: Self.value("01", in: owner, "38.01."), amount: amount, purpose: more["08"] ?? "")
    try compare(fields, target)
    // Whatever else was written otherwise: the order, a field twice, a sum with zeros before it.
    guard payload == text else { throw .notOurs }
  }

  private func compare(
    _ fields: [String: String], _ target: [String: String]
  ) throws(VietQRError) {
    let fixed = [
      ("00", "01"), ("01", amount == nil ? "11" : "12"), ("53", Self.dong), ("58", "VN"),
    ]
    for (id, wanted) in fixed {
      let value = try Self.value(id, in: fields)
      guard value == wanted else { throw .field(id: id, value: value) }
    }
    for (id, wanted) in [("00", Self.napas), ("02", Self.toAccount)] {
      let value = try Self.value(id, in: target, "38.")
      guard value == wanted else { throw .field(id: "38.\(id)", value: value) }
    }
  }

  private static func value(
    _ id: String, in fields: [String: String], _ prefix: String = ""
  ) throws(VietQRError) -> String {
    guard let value = fields[id] else { throw .missing(id: prefix + id) }
    return value
  }

  /// Takes a text apart into its fields: two digits of name, two of length, so many characters.
  private static func fields(
    of text: Substring, inside prefix: String = ""
  ) throws(VietQRError) -> [String: String] {
    var (fields, rest) = ([String: String](), text)
    while !rest.isEmpty {
      let head = rest.prefix(4)
      guard head.count == 4, head.utf8.allSatisfy(isDigit), let length = Int(head.suffix(2)),
        rest.count >= 4 + length
      else { throw .cutOff(id: prefix + rest.prefix(2)) }
      fields[String(head.prefix(2))] = String(rest.dropFirst(4).prefix(length))
      rest = rest.dropFirst(4 + length)
    }
    return fields
  }
}
