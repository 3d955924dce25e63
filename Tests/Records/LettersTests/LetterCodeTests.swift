import Basics
import RecordsKit
import Signatures
import TestKit
import Testing

@testable import Letters

@Suite struct `The check code` {
  @Test func `is read as it is printed, and as people type it`() throws {
    var random = Seeded.forTest()
    for _ in 0..<500 {
      let code = LetterCode.random(using: &random)
      let printed = "\(code)"
      #expect(printed.count == 14 && code.text.count == 12)
      let typed = [
        printed, code.text, printed.lowercased(), " " + printed.replacing("-", with: " "),
        printed.replacing("0", with: "O"), printed.replacing("1", with: "l"),
        printed.replacing("1", with: "I"),
      ]
      for text in typed { #expect(LetterCode(text) == code, "\(text) CADRE_SEED=\(random.seed)") }
    }
  }

  @Test func `catches every single mistyped character`() throws {
    var random = Seeded.forTest()
    let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    for _ in 0..<50 {
      let code = Array(LetterCode.random(using: &random).text)
      for place in code.indices {
        for other in alphabet where other != code[place] {
          var typed = code
          typed[place] = other
          #expect(LetterCode(String(typed)) == nil, "\(String(typed)) CADRE_SEED=\(random.seed)")
        }
      }
    }
  }

  @Test(arguments: ["", "K7MF", "K7MF-2QXP-9D3", "K7MF-2QXP-9D3TT", "ĐẢNG-2QXP-9D3T", "K7MF-2QXU"])
  func `is nothing else`(text: String) { #expect(LetterCode(text) == nil) }
}

@Suite struct `A seal` {
  static func seal(
    number: String = "12-XN/CB", validUntil: Day? = Cast.day(2026, 10, 13), name: String = "Ánh"
  ) -> LetterSeal {
    var source = SystemRandomNumberGenerator()
    return LetterSeal(
      code: .random(using: &source), kind: .activityConfirmation, number: number, day: Cast.today,
      validUntil: validUntil, issuer: "CB1 Chi bộ 1", member: "M1 \(name)", signer: "Trần Thị Lan",
      draft: Hex.digest("x"))
  }

  /// The same text as scanners and other systems hand it on.
  static func scans(of text: String) -> [String] {
    let own = [text, "QR-Code:" + text, "\n \n" + text + "\n\n", "\n\nQR-Code:" + text + "\n"]
    let others = own + own.map { $0.replacing("\n", with: "\r\n") + "\r\n" }
    return others + others.map { "\u{FEFF}" + $0 }
  }

  @Test func `is read back as it was written, with its signature`() throws {
    let key = SigningKey()
    for seal in [Self.seal(), Self.seal(validUntil: nil), Self.seal(name: "key: day: 2026")] {
      #expect(LetterSeal(text: seal.text) == seal)
      let signed = SignedSeal(
        seal: seal, key: key.publicKey.id,
        signature: try key.signature(of: seal.text, as: .letter))
      let read = try #require(SignedSeal(scan: signed.scan))
      #expect(read == signed && read.holds(with: key.publicKey))
      for scan in Self.scans(of: signed.scan) { #expect(SignedSeal(scan: scan) == signed) }
      for scan in ["x\n" + signed.scan, "QR-Code: " + signed.scan, signed.scan + "\nx"] {
        #expect(SignedSeal(scan: scan) == nil)
      }
      #expect(!read.holds(with: SigningKey().publicKey))
    }
  }

  @Test func `fits a QR code that a phone reads, with the longest names that there are`() throws {
    let key = SigningKey()
    let seal = Self.seal(name: "Công Tằng Tôn Nữ Nguyễn Phúc Hoàng Thị Bảo Ngọc")
    let signed = SignedSeal(
      seal: seal, key: key.publicKey.id, signature: try key.signature(of: seal.text, as: .letter))
    #expect(signed.scan.utf8.count <= 500)
  }

  @Test func `does not hold once a byte of the scan is another`() throws {
    let key = SigningKey()
    let seal = Self.seal()
    let signed = SignedSeal(
      seal: seal, key: key.publicKey.id, signature: try key.signature(of: seal.text, as: .letter))
    let record = KeyRecord(
      key: key.publicKey, holder: "", addedOn: Cast.today, retiredOn: nil)
    #expect(signed.findings(with: [record], today: Cast.today) == [])
    let bytes = Array(signed.scan.utf8)
    for place in bytes.indices {
      for flip: UInt8 in [1, 4, 32] {
        var altered = bytes
        altered[place] ^= flip
        let text = String(decoding: altered, as: UTF8.self)
        let found = SignedSeal(scan: text)?.findings(with: [record], today: Cast.today)
        #expect(found != [], "byte \(place) may be changed unseen: \(text)")
      }
      var shorter = bytes
      shorter.remove(at: place)
      let found = SignedSeal(scan: String(decoding: shorter, as: UTF8.self))?
        .findings(with: [record], today: Cast.today)
      #expect(found != [], "byte \(place) may be left out unseen")
    }
  }

  @Test func `expires, and does not hold with a key that had been retired`() throws {
    let key = SigningKey()
    let seal = Self.seal()
    let signed = SignedSeal(
      seal: seal, key: key.publicKey.id, signature: try key.signature(of: seal.text, as: .letter))
    func findings(retired: Day?, today: Day) -> [LetterVerdict.Finding] {
      let record = KeyRecord(
        key: key.publicKey, holder: "", addedOn: .first, retiredOn: retired)
      return signed.findings(with: [record], today: today)
    }
    #expect(findings(retired: Cast.today, today: Cast.today) == [])
    let before = Cast.today.adding(days: -1)
    #expect(
      findings(retired: before, today: Cast.today)
        == [.keyRetired(key.publicKey.id, on: before)])
    let last = Cast.day(2026, 10, 13)
    #expect(findings(retired: nil, today: last) == [])
    #expect(findings(retired: nil, today: last.adding(days: 1)) == [.expired(on: last)])
    #expect(signed.findings(with: [], today: Cast.today) == [.unknownKey(key.publicKey.id)])
  }
}
