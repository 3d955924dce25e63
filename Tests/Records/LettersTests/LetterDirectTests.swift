import Basics
import Postgres
import RecordsKit
import Signatures
import Testing

@testable import Letters

@Suite(.timeLimit(.minutes(15))) struct `The database of letters` {
  struct Attempt: CustomTestStringConvertible {
    let testDescription: String
    /// Where the letter of M2 stands beforehand; it was drafted by `clerk`.
    let state: Letter.State
    /// The constraint, or the SQLSTATE where it is a matter of rights.
    let answer: String
    let statement: String

    init(
      _ description: String, in state: Letter.State = .requested, _ answer: String,
      _ statement: String
    ) {
      (testDescription, self.state, self.answer, self.statement) = (
        description, state, answer, statement
      )
    }

    /// A step written past the program.
    init(
      step: String, from: String, to: String, number: Int, by account: String = "x",
      reason: String = "x", in state: Letter.State, _ answer: String
    ) {
      self.init(
        "\(step) of what is \(state.rawValue) by \(account)", in: state, answer,
        """
        INSERT INTO letter_step (letter_id, number, step, from_state, to_state, account, day, at,
          reason, content, event_id)
        SELECT id, \(number), '\(step)', '\(from)', '\(to)', '\(account)', '2026-07-15',
               clock_timestamp(), '\(reason)', \(step == "draft" ? "'{}'" : "NULL"), 1 FROM letter
        """)
    }

    /// An issue written past the program, all of it right but `change`.
    init(_ description: String, issue change: String, _ answer: String, with value: String) {
      var columns = [
        "letter_id": "letter.id", "unit_id": "issuer_id", "year": "2026", "number": "1",
        "code": "'000000000000'",
        "key_id": """
        (SELECT id FROM signing_key WHERE holder = ''
         EXCEPT SELECT key_id FROM signing_key_retirement)
        """,
        "signature": "repeat('0', 128)", "account": "'x'", "day": "'2026-07-15'",
        "at": "clock_timestamp()", "event_id": "1",
        "seal": """
        E'cadre-letter 1\\ncode: 000000000000\\nnumber: 1-XN/CB\\nday: 2026-07-15\\ndraft: '
          || encode(sha256(convert_to(content, 'UTF8')), 'hex') || E'\\n'
        """,
      ]
      columns[change] = value
      let seal = columns["seal"] ?? "''"
      columns["digest"] = columns["digest"] ?? "encode(sha256(convert_to(\(seal), 'UTF8')), 'hex')"
      let names = columns.keys.sorted()
      self.init(
        description, in: .reviewed, answer,
        """
        SELECT hold_letter_book(issuer_id, 2026::smallint) FROM letter;
        INSERT INTO letter_issue (\(names.joined(separator: ", ")))
        SELECT \(names.map { columns[$0] ?? "" }.joined(separator: ", "))
          FROM letter JOIN letter_step AS step
            ON step.letter_id = letter.id AND step.number = letter.draft_step
        """)
    }
  }

  static let attempts =
    steps + issues + [
      Attempt("a state of one's own", "42501", "UPDATE letter SET state = 'issued'"),
      Attempt(
        "a letter that begins issued", "42501",
        """
        INSERT INTO letter (member_id, kind, issuer_id, state, event_id)
        SELECT member_id, kind, issuer_id, 'issued', event_id FROM letter
        """),
      Attempt(
        "a second unfinished letter", "letter_open_once",
        """
        INSERT INTO letter (member_id, kind, issuer_id, event_id)
        SELECT member_id, kind, issuer_id, event_id FROM letter
        """),
      Attempt(
        "an introduction without a transfer", "letter_transfer_of_introduction",
        """
        INSERT INTO letter (member_id, kind, issuer_id, event_id)
        SELECT member_id, 'introduction', issuer_id, event_id FROM letter
        """),
      Attempt(
        "a comment without an occasion", "letter_occasion_of_comment",
        """
        INSERT INTO letter (member_id, kind, issuer_id, event_id)
        SELECT member_id, 'residence_comment', issuer_id, event_id FROM letter
        """),
      Attempt(
        "a statement without months", "letter_months_of_statement",
        """
        INSERT INTO letter (member_id, kind, issuer_id, event_id)
        SELECT member_id, 'dues_statement', issuer_id, event_id FROM letter
        """),
      Attempt("a number of one's own", "42501", "INSERT INTO letter_book VALUES (1, 2026, 5)"),
      Attempt("a book set back", "42501", "UPDATE letter_book SET last_number = 0"),
      Attempt("a step taken back", "42501", "DELETE FROM letter_step"),
      Attempt("another workflow", "42501", "DELETE FROM letter_workflow"),
      Attempt(
        "a residence in two places", "residence_tie_one_place",
        """
        INSERT INTO residence_tie (member_id, valid_from, known_at, cell_id, place, event_id)
        SELECT member_id, '2026-07-15', now(), issuer_id, 'Bắc Ninh', 1 FROM letter
        """),
      Attempt(
        "a special mission with a residence cell", "residence_tie_exemption_suits",
        """
        INSERT INTO residence_tie (member_id, valid_from, known_at, cell_id, exemption, event_id)
        SELECT member_id, '2026-07-15', now(), issuer_id, 'special_mission', 1 FROM letter
        """),
    ]

  static let steps = [
    Attempt(
      step: "review", from: "drafted", to: "reviewed", number: 2, in: .requested,
      "letter_step_follows"),
    Attempt(
      step: "draft", from: "requested", to: "drafted", number: 3, in: .requested,
      "letter_step_follows"),
    Attempt(
      step: "review", from: "requested", to: "reviewed", number: 2, in: .requested,
      "letter_step_in_workflow"),
    Attempt(
      step: "review", from: "drafted", to: "reviewed", number: 3, by: "clerk", in: .drafted,
      "letter_step_two_keys"),
    Attempt(
      step: "review", from: "drafted", to: "reviewed", number: 3, by: "clerk.too", in: .drafted,
      "letter_step_two_keys"),
    Attempt(
      step: "review", from: "drafted", to: "reviewed", number: 3, by: "binh", in: .drafted,
      "letter_step_not_own"),
    Attempt(
      step: "revoke", from: "issued", to: "revoked", number: 5, by: "binh", in: .issued,
      "letter_step_not_own"),
    Attempt(
      step: "revoke", from: "issued", to: "revoked", number: 5, reason: "", in: .issued,
      "letter_step_reason_given"),
    Attempt(
      step: "issue", from: "reviewed", to: "issued", number: 4, in: .reviewed,
      "letter_step_signed"),
    Attempt(
      step: "draft", from: "issued", to: "drafted", number: 5, in: .issued,
      "letter_step_in_workflow"),
  ]

  static let issues = [
    Attempt(
      "a number that leaves a gap", issue: "number", "letter_issue_numbers_follow", with: "2"
    ).sealed("number: 2-XN/CB", for: "number: 1-XN/CB"),
    Attempt(
      "another unit's book", issue: "unit_id", "letter_issue_book_known", with: "issuer_id + 1"),
    Attempt(
      "a seal that names another number", issue: "seal", "letter_issue_seal_of_draft",
      with: """
        E'cadre-letter 1\\ncode: 000000000000\\nnumber: 7-XN/CB\\nday: 2026-07-15\\ndraft: '
          || encode(sha256(convert_to(content, 'UTF8')), 'hex') || E'\\n'
        """),
    Attempt(
      "a seal over another draft", issue: "seal", "letter_issue_seal_of_draft",
      with: """
        E'cadre-letter 1\\ncode: 000000000000\\nnumber: 1-XN/CB\\nday: 2026-07-15\\ndraft: '
          || encode(sha256(convert_to(content || ' ', 'UTF8')), 'hex') || E'\\n'
        """),
    Attempt(
      "a digest of another seal", issue: "digest", "letter_issue_digest_of_seal",
      with: "repeat('0', 64)"),
    Attempt(
      "a signature of no form", issue: "signature", "letter_issue_signature_form", with: "'x'"),
    Attempt("a code of no form", issue: "code", "letter_issue_code_form", with: "'ILOU'"),
    Attempt(
      "a year of another day", issue: "day", "letter_issue_year_of_day", with: "'2027-01-01'"),
    Attempt(
      "a key that nobody knows", issue: "key_id", "letter_issue_signed_with", with: "'0000'"),
    Attempt(
      "a key that was retired", issue: "key_id", "letter_issue_key_in_use",
      with: "(SELECT min(key_id) FROM signing_key_retirement)"),
    Attempt(
      "a key of another installation", issue: "key_id", "letter_issue_key_in_use",
      with: "(SELECT min(id) FROM signing_key WHERE holder <> '')"),
    Attempt(
      "whoever drafted", issue: "account", "letter_step_two_keys", with: "'clerk'"),
    Attempt("the member", issue: "account", "letter_step_not_own", with: "'binh'"),
    Attempt(
      "an end before the beginning", issue: "valid_until", "letter_issue_valid_until_later",
      with: "'2026-07-14'"),
  ]

  @Test(arguments: attempts)
  func `refuses, whoever writes to it,`(attempt: Attempt) async throws {
    try await LetterStory.with { story in
      let admin = Cast.actor(.accountAdministrator)
      let signatures = story.letters.signatures
      let first = try await signatures.current(today: Cast.today, by: admin)
      _ = try await signatures.rotate(today: Cast.today, by: admin, basis: LetterStory.basis)
      try await signatures.trust(
        SigningKey().publicKey, of: "Bắc Ninh", today: Cast.today, by: admin,
        basis: LetterStory.basis)
      #expect(first.publicKey.id.count == 16)
      let id = try await story.ask("M2")
      for step in [Letter.Step.draft, .review, .issue] {
        let now = try await story.letters.show(id, today: Cast.today, for: LetterStory.clerk)
        if now.letter.state == attempt.state { break }
        try await story.take(step, id)
      }
      try await story.cast.database.asOwner { owner in
        try await owner.write {
          try await $0.script(
            """
            INSERT INTO account (name, full_name, member_id, event_id)
            SELECT 'binh', 'Trần Văn Bình', id, 1 FROM member WHERE code = 'M2'
            UNION ALL SELECT name, 'Nguyễn Thị Ánh', id, 1
              FROM member, unnest(ARRAY['clerk', 'clerk.too']) AS name WHERE code = 'M1'
            """)
        }
      }
      let error = await #expect(throws: PostgresError.self) {
        try await story.cast.database.app.write { try await $0.script(attempt.statement) }
      }
      #expect((error?.constraint ?? error?.sqlstate) == attempt.answer)
      let now = try await story.letters.show(id, today: Cast.today, for: LetterStory.clerk)
      #expect(now.letter.state == attempt.state)
      try await story.cast.database.expectSound()
    }
  }

  @Test func `is found out where somebody with all its rights changes it`() async throws {
    let tampered = [
      """
      UPDATE cadre.letter_step SET content = replace(content, 'Trần', 'Trịnh')
       WHERE step = 'draft'
      """,
      "UPDATE cadre.letter_issue SET signature = repeat('0', 128)",
      """
      UPDATE cadre.letter_issue SET seal = replace(seal, 'Trần', 'Trịnh'),
        digest = encode(sha256(convert_to(replace(seal, 'Trần', 'Trịnh'), 'UTF8')), 'hex')
      """,
      "UPDATE cadre.letter_issue SET key_id = "
        + "(SELECT id FROM cadre.signing_key WHERE id <> letter_issue.key_id LIMIT 1)",
    ]
    for statement in tampered {
      try await LetterStory.with { story in
        let letter = try await story.issue("M2")
        let code = try #require(letter.issue?.code)
        _ = try await story.letters.signatures.rotate(
          today: Cast.today, by: Cast.actor(.accountAdministrator), basis: LetterStory.basis)
        try await story.cast.database.asSuperuser { database in
          try await database.write {
            try await $0.script(
              """
              ALTER TABLE cadre.letter_issue DISABLE TRIGGER USER;
              ALTER TABLE cadre.letter_step DISABLE TRIGGER USER;
              \(statement)
              """)
          }
        }
        let verdict = try await story.letters.verify(code, today: Cast.today)
        #expect(!verdict.isGood, "\(statement)")
        let sweep = try await story.letters.sweep(by: LetterStory.clerk)
        #expect(sweep.letters == 1 && sweep.flaws.map(\.letter) == [letter.id], "\(statement)")
      }
    }
  }
}

extension `The database of letters`.Attempt {
  /// The same with another word in its statement.
  func sealed(_ new: String, for old: String) -> Self {
    .init(testDescription, in: state, answer, statement.replacing(old, with: new))
  }
}
