import Access
import Audit
import Basics
import Configuration
import Foundation
import Members
import Postgres
import RecordsKit
import TestKit
import Testing
import Transfers

@testable import Exchange
@testable import Signatures

/// What the database keeps of handovers, whoever writes to it.
@Suite(.timeLimit(.minutes(5))) struct `The database of handovers` {
  static let hr = Cast.actor([(.hrOfficer, .everything), (.accountAdministrator, .everything)])

  /// A package of M3, who is taken over anew as N3 by CB1 of the same record.
  static func with(
    _ body: (Cast, _ handovers: Handovers, _ key: SigningKey) async throws -> Void
  ) async throws {
    try await Cast.with { cast in
      let folder = KeyFolder(path: try Scratch.folder("keys"))
      let signatures = Signatures(database: cast.database.app, folder: folder)
      let key = SigningKey()
      try await signatures.trust(
        key.publicKey, of: "Đà Lạt", today: Cast.day(2026, 1, 1), by: hr, basis: Cast.basis)
      let transfers = Transfers(
        database: cast.database.app,
        calendar: try HolidayFile.read(try Configuration.holidays()))
      try await body(cast, Handovers(transfers: transfers, signatures: signatures), key)
    }
  }

  static func content(_ id: Character = "a") -> HandoverContent {
    var content = HandoverContent(
      id: String(repeating: id, count: 32), kind: .member, day: "2026-07-15",
      unit: .init(code: "X1", name: "Chi bộ X"), authority: .init(code: "X", name: "Đảng uỷ X"))
    content.member = .init(
      fields: [
        "code": "N3", "full_name": "Ngô Văn Nam", "personal_id": "001090000999",
        "joined_on": "2016-09-02", "status": "active",
      ], history: [])
    content.transfer = .init(
      number: 7, kind: "official", destination: "Quận", effectiveOn: "2026-08-01",
      eventOn: "2026-07-01", askedOn: "2026-07-02", startBy: "2026-09-24",
      presentBy: "2026-08-21", reason: "", document: "12-QĐ",
      steps: ["review", "release", "send"].map {
        .init(step: $0, day: "2026-07-10", document: "", duesReason: "")
      }, letterCode: "", papers: ["self_review": "4"])
    var load = HandoverLoad()
    load.scores = [
      HandoverScore(
        month: "2026-06", unit: "VP", unitName: "Văn phòng", form: "staff",
        framework: "decree-335-2025.staff@1", status: "rated", general: "27.00",
        results: "63.00", total: "90.00", grade: "A", finalGrade: "B", reasons: "quota",
        run: String(repeating: "0f", count: 32))
    ]
    load.scoresDigest = HandoverScore.digest(load.scores)
    content.load = load
    return content
  }

  static func take(
    _ content: HandoverContent, _ key: SigningKey, in handovers: Handovers, to cell: String = "CB1",
    by actor: Actor = hr
  ) async throws -> Handovers.Imported {
    let path = try Scratch.folder("handover") + "/file"
    try Data(try HandoverFile(content, with: key).text.utf8).write(to: URL(fileURLWithPath: path))
    return try await handovers.import(
      path, to: Cast.code(cell), code: nil, rehearses: false, today: Cast.today, by: actor,
      basis: Cast.basis)
  }

  struct Attempt: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let answer: String
    let statement: String

    init(_ description: String, _ answer: String, _ statement: String) {
      (testDescription, self.answer, self.statement) = (description, answer, statement)
    }

    /// A step in the name of a key.
    init(step: String, to state: String, by account: String, event: String, _ answer: String) {
      self.init(
        "a \(step) by \(account) under \(event)", answer,
        """
        INSERT INTO transfer_step (transfer_id, number, step, from_state, to_state, account, day,
          at, reason, event_id)
        SELECT transfer.id, steps + 1, '\(step)', state, '\(state)', \(account), '2026-07-15',
               clock_timestamp(), 'x', \(event)
          FROM transfer JOIN handover_import ON transfer_id = transfer.id
        """)
    }
  }

  static let attempts = [
    Attempt(
      step: "receive", to: "received", by: "'key.' || key_id", event: "handover_import.event_id",
      "transfer_step_of_handover"),
    Attempt(
      step: "receive", to: "received", by: "'key.0123456789abcdef'", event: "1",
      "transfer_step_of_handover"),
    Attempt("a changed package", "42501", "UPDATE handover_import SET signed = 'x'"),
    Attempt("a package taken away", "42501", "DELETE FROM handover_import"),
    Attempt("a better score", "42501", "UPDATE imported_score SET total = '99.00'"),
    Attempt(
      "a score that comes later", "imported_score_of_package",
      """
      INSERT INTO imported_score SELECT package_id, '2026-05', unit_code, unit_name, form,
        framework, status, general, results, total, grade, final_grade, reasons, run_digest,
        event_id FROM imported_score
      """),
    Attempt(
      "the same package again", "handover_import_pkey",
      "INSERT INTO handover_import SELECT * FROM handover_import"),
    Attempt(
      "a package of one's own key", "handover_import_key_trusted",
      """
      INSERT INTO handover_import (package_id, kind, transfer_id, key_id, signed, digest,
        signature, signed_on, event_id)
      SELECT repeat('b', 32), kind, transfer_id, (SELECT id FROM signing_key WHERE holder = ''),
             signed, digest, signature, signed_on, event_id FROM handover_import
      """),
    Attempt(
      "another text under the digest", "handover_import_digest_of_text",
      """
      INSERT INTO handover_import (package_id, kind, transfer_id, key_id, signed, digest,
        signature, signed_on, event_id)
      SELECT repeat('b', 32), kind, transfer_id, key_id, signed || ' ', digest, signature,
             signed_on, event_id FROM handover_import
      """),
    Attempt(
      "a receipt of nothing", "handover_import_receipt_answers",
      """
      INSERT INTO handover_import (package_id, kind, transfer_id, key_id, signed, digest,
        signature, signed_on, event_id)
      SELECT repeat('b', 32), 'receipt', transfer_id, key_id, signed, digest, signature,
             signed_on, event_id FROM handover_import
      """),
    Attempt(
      "a receipt of another's", "handover_import_answers_known",
      """
      INSERT INTO handover_import (package_id, kind, transfer_id, answers, key_id, signed, digest,
        signature, signed_on, event_id)
      SELECT repeat('b', 32), 'receipt', transfer_id, repeat('c', 32), key_id, signed, digest,
             signature, signed_on, event_id FROM handover_import
      """),
  ]

  @Test(arguments: attempts)
  func `refuses, whoever writes to it,`(attempt: Attempt) async throws {
    try await Self.with { cast, handovers, key in
      _ = try await handovers.signatures.current(today: Cast.today, by: Self.hr)
      let taken = try await Self.take(Self.content(), key, in: handovers)
      #expect(taken.isNew && taken.state == .inTransit)
      try await cast.database.expectSound()
      let error = await #expect(throws: PostgresError.self) {
        try await cast.database.app.write { try await $0.script(attempt.statement) }
      }
      #expect((error?.constraint ?? error?.sqlstate) == attempt.answer)
      try await cast.database.expectSound()
    }
  }

  @Test func `lets nobody take back what has left, but by the receiver's word`() async throws {
    try await Self.with { cast, handovers, _ in
      let number = try await Self.sent("M2", cast, handovers.transfers)
      let file = try await handovers.export(
        number, to: nil, today: Cast.today, by: Self.hr, basis: Cast.basis)
      #expect(file.kind == .member && file.text.contains("\"personal_id\""))
      let bare = Audit.Basis(reason: "stays", document: "")
      let states: [Transfer.Step: String] = [
        .receive: "received", .cancel: "cancelled", .return: "returned",
      ]
      for step in [Transfer.Step.receive, .cancel, .return] {
        await #expect(throws: TransferError.handedOver(number)) {
          _ = try await handovers.transfers.take(
            step, on: .one(number), today: Cast.today, by: Self.hr, basis: bare)
        }
        let error = await #expect(throws: PostgresError.self) {
          try await cast.database.app.write {
            try await $0.script(
              """
              INSERT INTO transfer_step (transfer_id, number, step, from_state, to_state, account,
                day, at, reason, event_id)
              SELECT id, steps + 1, '\(step.rawValue)', state,
                     '\(states[step] ?? "")', 'x', '2026-07-15',
                     clock_timestamp(), 'x', 1 FROM transfer
              """)
          }
        }
        #expect(error?.constraint == "transfer_step_handed_over")
      }
      _ = try await handovers.transfers.take(
        .cancel, on: .one(number), today: Cast.today, by: Self.hr,
        basis: Audit.Basis(reason: "stays", document: "7-CV/TU"))
      try await cast.database.expectSound()
    }
  }

  /// A transfer to a place outside whose papers are on the way.
  static func sent(_ member: String, _ cast: Cast, _ transfers: Transfers) async throws -> Int64 {
    var request = TransferRequest(
      [.init(member: Cast.code(member), to: nil)], effectiveOn: Cast.today)
    request.destination = "Đà Lạt"
    let asked = try await transfers.request(
      request, today: Cast.today, by: hr, basis: Cast.basis)
    let number = try #require(asked.numbers.first)
    var details = StepDetails()
    details.papers = Dictionary(
      uniqueKeysWithValues: Transfer.Paper.allCases.map { ($0, "7") })
    for step in [Transfer.Step.review, .release, .send] {
      _ = try await transfers.take(
        step, on: .one(number), step == .send ? details : StepDetails(), today: Cast.today,
        by: hr, basis: Cast.basis)
    }
    return number
  }

  @Test func `takes a package once, whoever of eight is first`() async throws {
    try await Self.with { cast, handovers, key in
      let told = await withTaskGroup(of: ProblemKind?.self) { group in
        for _ in 0..<8 {
          group.addTask {
            do {
              _ = try await Self.take(Self.content(), key, in: handovers)
              return nil
            } catch let problem as any Problem { return problem.kind } catch { return .fault }
          }
        }
        return await group.reduce(into: [ProblemKind?]()) { $0.append($1) }
      }
      #expect(told.count { $0 == nil } == 1 && told.count { $0 == .conflict } == 7, "\(told)")
      try await cast.database.expectSound()
    }
  }

  @Test func `takes a transfer once, whatever files and keys were signed for it`() async throws {
    try await Self.with { cast, handovers, key in
      let first = try await Self.take(Self.content(), key, in: handovers)
      let newer = SigningKey()
      try await handovers.signatures.trust(
        newer.publicKey, of: "Đà Lạt", today: Cast.today, by: Self.hr, basis: Cast.basis)
      for signer in [key, newer] {
        await #expect(throws: HandoverError.handedOverBefore(first.number)) {
          _ = try await Self.take(Self.content("b"), signer, in: handovers)
        }
      }
      let error = await #expect(throws: PostgresError.self) {
        try await cast.database.app.write { transaction in
          try await transaction.insertImport(
            HandoverFile(Self.content("c"), with: newer), of: first.number, event: 1)
        }
      }
      #expect(error?.constraint == "handover_import_once")
      var other = Self.content("d")
      other.transfer?.number = 8
      await #expect(throws: HandoverError.hasCell(Cast.code("N3"), Cast.code("CB1"))) {
        _ = try await handovers.transfers.take(
          .receive, on: .one(first.number), today: Cast.today, by: Self.hr,
          basis: Cast.basis)
        _ = try await Self.take(other, key, in: handovers)
      }
    }
  }

  @Test func `takes the key of a retired installation for what it signed before`() async throws {
    try await Self.with { cast, handovers, key in
      try await handovers.signatures.retire(
        key.publicKey.id, today: Cast.day(2026, 7, 16), by: Self.hr, basis: Cast.basis)
      var late = Self.content("b")
      late.day = "2026-07-16"
      let refused = HandoverError.retired(key.publicKey.id, Cast.day(2026, 7, 16))
      await #expect(throws: refused) { _ = try await Self.take(late, key, in: handovers) }
      _ = try await Self.take(Self.content(), key, in: handovers)
      try await cast.database.expectSound()
    }
  }

  @Test func `takes nothing that its own gates would not let through`() async throws {
    try await Self.with { cast, handovers, key in
      var odd: [HandoverContent] = []
      func bad(_ change: (inout HandoverContent) -> Void) {
        var content = Self.content()
        change(&content)
        odd.append(content)
      }
      bad { $0.member?.fields["full_name"] = "Ngô\u{202E}Nam" }
      bad { $0.member?.fields["personal_id"] = "12" }
      bad { $0.member = nil }
      bad { $0.transfer?.kind = "temporary" }
      bad { $0.transfer?.steps.removeLast() }
      bad { $0.transfer?.effectiveOn = "soon" }
      bad { $0.transfer?.papers = ["passport": "1"] }
      bad { $0.transfer?.document = "x\ny" }
      bad { $0.load?.scores[0].total = "91.00" }
      bad { $0.load?.dues = [.init(month: "2026-06", sum: "-1")] }
      bad { $0.load?.work = [.init(month: "x", framework: "", state: "", entries: [])] }
      for content in odd {
        await #expect(throws: (any Error).self) {
          _ = try await Self.take(content, key, in: handovers)
        }
      }
      var scored = Self.content()
      var load = try #require(scored.load)
      load.scores[0].status = "glorious"
      load.scoresDigest = HandoverScore.digest(load.scores)
      scored.load = load
      let error = await #expect(throws: PostgresError.self) {
        _ = try await Self.take(scored, key, in: handovers)
      }
      #expect(error?.constraint == "imported_score_whole")
      let left = try await cast.database.app.read { try await $0.member(Cast.code("N3")) }
      #expect(left == nil)
    }
  }

  @Test func `needs the right over the cell, and tells nobody else anything`() async throws {
    try await Self.with { cast, handovers, key in
      let (near, far) = (
        try cast.actor(.organisationBoard, over: "CB1"),
        try cast.actor(.organisationBoard, over: "CB2")
      )
      await #expect(throws: AccessError.self) {
        _ = try await Self.take(Self.content(), key, in: handovers, by: far)
      }
      let taken = try await Self.take(Self.content(), key, in: handovers, by: near)
      await #expect(throws: MemberError.unknown("N3")) {
        _ = try await handovers.scores(of: Cast.code("N3"), today: Cast.today, for: far)
      }
      let scores = try await handovers.scores(of: Cast.code("N3"), today: Cast.today, for: near)
      #expect(scores.map(\.score.score.finalGrade) == ["B"] && scores.allSatisfy(\.isVerified))
      await #expect(throws: TransferError.unknown(taken.number)) {
        _ = try await handovers.checklist(of: taken.number, today: Cast.today, for: far)
      }
      let list = try await handovers.checklist(of: taken.number, today: Cast.today, for: near)
      #expect(list?.origin?.isVerified == true && list?.load.scores.count == 1)
      try await cast.database.expectSound()
    }
  }
}
