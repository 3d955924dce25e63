import Audit
import Basics
import Foundation
import Postgres
import RecordsKit
import TestKit
import Testing

@testable import Signatures

@Suite struct `A signature` {
  @Test func `hold for the text, the matter and the key, and for nothing one bit away`() throws {
    let (key, other) = (SigningKey(), SigningKey())
    let text = "Giấy số 12-XN/CB của đồng chí Nguyễn Thị Ánh"
    let signature = try key.signature(of: text, as: .letter)
    #expect(key.publicKey.verifies(signature, of: text, as: .letter))
    #expect(!key.publicKey.verifies(signature, of: text, as: .handover))
    #expect(!other.publicKey.verifies(signature, of: text, as: .letter))
    let bytes = Array(text.utf8)
    for place in bytes.indices {
      var altered = bytes
      altered[place] ^= 1
      let reads = String(decoding: altered, as: UTF8.self)
      #expect(!key.publicKey.verifies(signature, of: reads, as: .letter), "byte \(place)")
    }
    let signed = try #require(Hex.bytes(signature))
    for place in signed.indices {
      for bit in 0..<8 {
        var altered = signed
        altered[place] ^= 1 << UInt8(bit)
        #expect(!key.publicKey.verifies(Hex.text(altered), of: text, as: .letter), "bit \(bit)")
      }
    }
    for broken in [
      "", "00", String(signature.dropLast()), signature + "00", signature.uppercased(),
    ] {
      #expect(!key.publicKey.verifies(broken, of: text, as: .letter))
    }
  }

  @Test func `agree with the first test of RFC 8032`() throws {
    let key = try #require(
      SigningKey(hex: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))
    #expect(
      key.publicKey.hex == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    // Of no bytes at all, which no matter of ours is.
    let empty =
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555"
      + "fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    #expect(!key.publicKey.verifies(empty, of: "", as: .letter))
  }

  @Test func `read a key only as it was written`() throws {
    let key = SigningKey().publicKey
    #expect(PublicKey(line: key.line + "\nPhường Bạch Mai\n") == key)
    #expect(PublicKey(hex: key.hex) == key)
    let broken = [
      "", "cadre-key", "cadre-key rsa \(key.hex)", key.line + " x", String(key.line.dropLast()),
      "cadre-key ed25519 \(key.hex.uppercased())", "key ed25519 \(key.hex)",
      "cadre-key ed25519 \(key.hex.dropLast())g",
    ]
    for line in broken { #expect(PublicKey(line: line) == nil, "\(line)") }
  }

  @Test func `do not show the private half`() throws {
    let key = SigningKey()
    var dumped = ""
    dump(key, to: &dumped)
    for text in ["\(key)", String(reflecting: key), dumped] {
      #expect(!text.contains(key.hex) && text.contains(key.publicKey.id))
    }
  }
}

@Suite struct `The key of a machine` {
  static let admin = Cast.actor(.accountAdministrator)

  static func with(
    _ body: (Signatures, TestDatabase) async throws -> Void
  ) async throws {
    try await TestDatabase.with { database in
      let folder = KeyFolder(path: try Scratch.folder("keys") + "/keys")
      try await body(Signatures(database: database.app, folder: folder), database)
    }
  }

  @Test func `is made once, lies outside the database and is for its owner alone`() async throws {
    try await Self.with { signatures, _ in
      let first = try await signatures.current(today: Cast.today, by: Self.admin).publicKey
      let second = try await signatures.current(today: Cast.today, by: Self.admin).publicKey
      #expect(first == second)
      let names = try FileManager.default.contentsOfDirectory(atPath: signatures.folder.path)
      #expect(names == [first.id + ".key"])
      for (path, mode) in [
        (signatures.folder.path, 0o700), (signatures.folder.path + "/" + names[0], 0o600),
      ] {
        let found = try FileManager.default.attributesOfItem(atPath: path)
        #expect((found[.posixPermissions] as? NSNumber)?.intValue == mode)
      }
      let known = try await signatures.list()
      #expect(known.map(\.key) == [first] && known.map(\.isOwn) == [true])
    }
  }

  @Test func `changes, and the old one signs no more but is known for good`() async throws {
    try await Self.with { signatures, database in
      let old = try await signatures.current(today: Cast.today, by: Self.admin)
      let signature = try old.signature(of: "giấy", as: .letter)
      let new = try await signatures.rotate(
        today: Cast.today, by: Self.admin, basis: Cast.basis)
      let now = try await signatures.current(today: Cast.today, by: Self.admin).publicKey
      #expect(now == new && new != old.publicKey)
      let known = try await signatures.list()
      #expect(known.map(\.key) == [old.publicKey, new])
      #expect(known.map(\.retiredOn) == [Cast.today, nil])
      #expect(known[0].key.verifies(signature, of: "giấy", as: .letter))
      let names = try FileManager.default.contentsOfDirectory(atPath: signatures.folder.path)
      #expect(names == [new.id + ".key"])
      try await database.expectSound()
    }
  }

  @Test func `is made anew where a key was left half-way or its file is lost`() async throws {
    try await Self.with { signatures, _ in
      // Stopped between the file and the record: nobody can know that key.
      let orphan = SigningKey()
      try signatures.folder.keep(orphan)
      let first = try await signatures.current(today: Cast.today, by: Self.admin).publicKey
      #expect(first != orphan.publicKey)
      // Stopped between the record and dropping the old file.
      let old = try await signatures.current(today: Cast.today, by: Self.admin)
      let new = try await signatures.rotate(today: Cast.today, by: Self.admin, basis: Cast.basis)
      try signatures.folder.keep(old)
      let now = try await signatures.current(today: Cast.today, by: Self.admin).publicKey
      #expect(now == new)
      signatures.folder.drop(new)
      let third = try await signatures.current(today: Cast.today, by: Self.admin).publicKey
      #expect(third != new && third != old.publicKey)
    }
  }

  @Test func `is refused where others can read it, or where it is another`() async throws {
    try await Self.with { signatures, _ in
      let key = try await signatures.current(today: Cast.today, by: Self.admin).publicKey
      let file = signatures.folder.path + "/" + key.id + ".key"
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
      await #expect(throws: PlainProblem.self) {
        try await signatures.current(today: Cast.today, by: Self.admin)
      }
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
      let moved = signatures.folder.path + "/0123456789abcdef.key"
      try FileManager.default.moveItem(atPath: file, toPath: moved)
      await #expect(throws: PlainProblem.self) {
        try await signatures.current(today: Cast.today, by: Self.admin)
      }
    }
  }

  @Test func `is changed, trusted and retired by the administrator alone`() async throws {
    try await Self.with { signatures, _ in
      let foreign = SigningKey().publicKey
      let clerk = Cast.actor(.hrOfficer)
      await #expect(throws: (any Error).self) {
        try await signatures.rotate(today: Cast.today, by: clerk, basis: Cast.basis)
      }
      await #expect(throws: (any Error).self) {
        try await signatures.trust(
          foreign, of: "Tỉnh uỷ Bắc Ninh", today: Cast.today, by: clerk, basis: Cast.basis)
      }
      try await signatures.trust(
        foreign, of: "Tỉnh uỷ Bắc Ninh", today: Cast.today, by: Self.admin, basis: Cast.basis)
      let known = try await signatures.list()
      #expect(known.map(\.isOwn) == [false])
      await #expect(throws: SignatureError.known(foreign.id)) {
        try await signatures.trust(
          foreign, of: "khác", today: Cast.today, by: Self.admin, basis: Cast.basis)
      }
      // A trusted key of others never signs here.
      let own = try await signatures.current(today: Cast.today, by: Self.admin).publicKey
      #expect(own != foreign)
      try await signatures.retire(
        foreign.id, today: Cast.today, by: Self.admin, basis: Cast.basis)
      await #expect(throws: SignatureError.retired(foreign.id, on: Cast.today)) {
        try await signatures.retire(
          foreign.id, today: Cast.today, by: Self.admin, basis: Cast.basis)
      }
    }
  }

  @Test func `may be made by two at once, and both are good`() async throws {
    try await Self.with { signatures, _ in
      let keys = try await withThrowingTaskGroup(of: PublicKey.self) { group in
        for _ in 0..<4 {
          group.addTask {
            try await signatures.current(today: Cast.today, by: Self.admin).publicKey
          }
        }
        return try await group.reduce(into: Set()) { $0.insert($1) }
      }
      let known = Set(try await signatures.list().map(\.key))
      #expect(keys.isSubset(of: known))
      let now = try await signatures.current(today: Cast.today, by: Self.admin).publicKey
      #expect(known.contains(now))
    }
  }

  @Test func `cannot be taken from the record, nor its number be another's`() async throws {
    try await Self.with { signatures, database in
      let key = try await signatures.current(today: Cast.today, by: Self.admin).publicKey
      await #expect(throws: (any Error).self) {
        try await database.asOwner { database in
          try await database.write { try await $0.execute("DELETE FROM cadre.signing_key") }
        }
      }
      await #expect(throws: (any Error).self) {
        try await database.app.write { transaction in
          let event = try await Audit.note(
            "key.make", of: .init(kind: "key", code: "x"), by: Self.admin, in: transaction)
          try await transaction.execute(
            """
            INSERT INTO signing_key (id, public_key, holder, added_on, event_id)
            VALUES ('0123456789abcdef', \(SigningKey().publicKey.hex), '', '2026-07-15', \(event))
            """)
        }
      }
      let known = try await signatures.list()
      #expect(known.map(\.key) == [key])
    }
  }
}
