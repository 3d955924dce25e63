import Basics
import Foundation
import TestKit
import Testing

@testable import Exchange
@testable import Signatures

@Suite struct `The file of a handover` {
  static let key = SigningKey()

  static func record(_ retiredOn: Day? = nil, holder: String = "Đà Lạt") throws -> KeyRecord {
    KeyRecord(
      key: key.publicKey, holder: holder, addedOn: try #require(Day("2026-01-01")),
      retiredOn: retiredOn)
  }

  static let content: HandoverContent = {
    var content = HandoverContent(
      id: String(repeating: "0a", count: 16), kind: .member, day: "2026-11-21",
      unit: .init(code: "CB01", name: "Chi bộ 1"), authority: .init(code: "TU", name: "Thành uỷ"))
    content.member = .init(
      fields: ["code": "M002", "full_name": "Trần Văn Bình / “B”"],
      history: [.init(from: "", kind: "cell", code: "CB01", name: "Chi bộ 1")])
    content.load = HandoverLoad()
    return content
  }()

  static func bytes() throws -> Data {
    Data(try HandoverFile(content, with: key).text.utf8)
  }

  @Test func `is read as it was written, by whoever trusts the key`() throws {
    let file = try HandoverFile(Self.content, with: Self.key)
    let read = try HandoverFile(Data(file.text.utf8), trusting: [Self.record()])
    #expect(read == file && read.content == Self.content)
    #expect(file.text.hasPrefix("cadre-handover 1 \(Self.key.publicKey.id) "))
    #expect(file.text.split(separator: "\n").count == 2)
  }

  @Test func `is refused with any byte altered, dropped or added`() throws {
    let (bytes, trusted) = (try Self.bytes(), [try Self.record()])
    var dice = Seeded.forTest()
    func expectRefused(_ altered: Data, _ what: String) {
      #expect(throws: HandoverError.self, "\(what), CADRE_SEED=\(dice.seed)") {
        _ = try HandoverFile(altered, trusting: trusted)
      }
    }
    for index in bytes.indices {
      for bit in 0..<8 {
        var altered = bytes
        altered[index] ^= 1 << UInt8(bit)
        expectRefused(altered, "bit \(bit) of byte \(index)")
      }
      var shorter = bytes
      shorter.remove(at: index)
      if shorter != bytes { expectRefused(shorter, "without byte \(index)") }
      var longer = bytes
      longer.insert(UInt8.random(in: 0...255, using: &dice), at: index)
      expectRefused(longer, "with a byte before \(index)")
    }
    expectRefused(bytes + [0x0A], "with a line at its end")
    expectRefused(Data([0xEF, 0xBB, 0xBF]) + bytes, "with a byte-order mark")
    expectRefused(Data(), "empty")
  }

  @Test func `is refused from an unknown key, another's, one's own, and of another version`()
    throws
  {
    let bytes = try Self.bytes()
    #expect(throws: HandoverError.unknownKey(Self.key.publicKey.id)) {
      _ = try HandoverFile(bytes, trusting: [])
    }
    #expect(throws: HandoverError.own) {
      _ = try HandoverFile(bytes, trusting: [Self.record(holder: "")])
    }
    // Signed by a key that is trusted, under the number of another one that is trusted too.
    let other = SigningKey()
    let keys = [
      try Self.record(),
      KeyRecord(
        key: other.publicKey, holder: "X", addedOn: try #require(Day("2026-01-01")), retiredOn: nil
      ),
    ]
    let text = String(decoding: bytes, as: UTF8.self)
    let borrowed = text.replacing(Self.key.publicKey.id, with: other.publicKey.id)
    #expect(throws: HandoverError.altered) {
      _ = try HandoverFile(Data(borrowed.utf8), trusting: keys)
    }
    for version in [0, 2] {
      let odd = text.replacing("cadre-handover 1 ", with: "cadre-handover \(version) ")
      #expect(throws: HandoverError.otherVersion(version)) {
        _ = try HandoverFile(Data(odd.utf8), trusting: keys)
      }
    }
  }

  @Test func `of a retired key is good where it was signed before`() throws {
    let bytes = try Self.bytes()
    let (day, next) = (try #require(Day("2026-11-21")), try #require(Day("2026-11-22")))
    #expect(throws: HandoverError.retired(Self.key.publicKey.id, day)) {
      _ = try HandoverFile(bytes, trusting: [Self.record(day)])
    }
    _ = try HandoverFile(bytes, trusting: [Self.record(next)])
  }

  @Test func `is refused where more is signed than is read`() throws {
    let signed =
      "1 \(Self.key.publicKey.id)\n{\"day\":\"2026-11-21\",\"id\":\"0a\",\"kind\":"
      + "\"member\",\"more\":1,\"to\":\"\",\"unit\":{\"code\":\"\",\"name\":\"\"},"
      + "\"authority\":{\"code\":\"\",\"name\":\"\"}}\n"
    let signature = try Self.key.signature(of: signed, as: .handover)
    #expect(throws: HandoverError.malformed("")) {
      _ = try HandoverFile(
        signed: signed, keyID: Self.key.publicKey.id, signature: signature,
        trusting: [Self.record()])
    }
    let letter = try Self.key.signature(of: signed, as: .letter)
    #expect(throws: HandoverError.altered) {
      _ = try HandoverFile(
        signed: signed, keyID: Self.key.publicKey.id, signature: letter,
        trusting: [Self.record()])
    }
  }
}
