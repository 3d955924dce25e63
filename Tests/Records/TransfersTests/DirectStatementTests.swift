import Basics
import Postgres
import RecordsKit
import Testing

@testable import Transfers

@Suite(.timeLimit(.minutes(15))) struct `The database of transfers` {
  struct Attempt: CustomTestStringConvertible {
    let testDescription: String
    /// Where the transfer of M2 stands beforehand; it was released by `office`.
    let state: Transfer.State
    /// The constraint, or the SQLSTATE where it is a matter of rights.
    let answer: String
    let statement: String

    init(
      _ description: String, in state: Transfer.State = .submitted, _ answer: String,
      _ statement: String
    ) {
      (testDescription, self.state, self.answer, self.statement) = (
        description, state, answer, statement
      )
    }

    /// A step written past the program.
    init(
      step: String, from: String, to: String, number: Int, by account: String = "x",
      in state: Transfer.State, _ answer: String, more: String = ""
    ) {
      let present = step == "release" ? "'2026-12-31'" : "NULL"
      self.init(
        "\(step) of what is \(state.rawValue) by \(account)\(more)", in: state, answer,
        """
        INSERT INTO transfer_step (transfer_id, number, step, from_state, to_state, account, day,
          at, reason, present_by, event_id)
        SELECT id, \(number), '\(step)', '\(from)', '\(to)', '\(account)', '2026-07-15',
               clock_timestamp(), 'x', \(present), 1 FROM transfer
        """)
    }
  }

  static let attempts = [
    Attempt(
      step: "release", from: "reviewed", to: "released", number: 2, in: .submitted,
      "transfer_step_follows"),
    Attempt(
      step: "review", from: "submitted", to: "reviewed", number: 3, in: .submitted,
      "transfer_step_follows"),
    Attempt(
      step: "review", from: "submitted", to: "reviewed", number: 0, in: .submitted,
      "transfer_step_number_positive"),
    Attempt(
      step: "release", from: "submitted", to: "released", number: 2, in: .submitted,
      "transfer_step_in_workflow"),
    Attempt(
      step: "receive", from: "submitted", to: "received", number: 2, in: .submitted,
      "transfer_step_in_workflow"),
    Attempt(
      step: "receive", from: "released", to: "received", number: 4, in: .released,
      "transfer_step_in_workflow", more: " without its papers"),
    Attempt(
      step: "review", from: "submitted", to: "received", number: 2, in: .submitted,
      "transfer_step_in_workflow", more: " to another state"),
    Attempt(
      step: "receive", from: "in_transit", to: "received", number: 5, by: "office",
      in: .inTransit, "transfer_step_two_keys"),
    Attempt(
      step: "receive", from: "in_transit", to: "received", number: 5, by: "office.too",
      in: .inTransit, "transfer_step_two_keys"),
    Attempt(
      step: "receive", from: "in_transit", to: "received", number: 5, by: "binh",
      in: .inTransit, "transfer_step_not_own"),
    Attempt(
      step: "review", from: "submitted", to: "reviewed", number: 2, by: "binh", in: .submitted,
      "transfer_step_not_own"),
    Attempt("a state of one's own", "42501", "UPDATE transfer SET state = 'received'"),
    Attempt(
      "a transfer that begins released", "42501",
      """
      INSERT INTO transfer (member_id, kind, from_cell_id, to_cell_id, authority_id, effective_on,
        event_on, asked_on, start_by, state, event_id)
      SELECT member_id, kind, from_cell_id, to_cell_id, authority_id, effective_on, event_on,
             asked_on, start_by, 'released', event_id FROM transfer
      """),
    Attempt(
      "a second open transfer", "transfer_open_once",
      """
      INSERT INTO transfer (member_id, kind, from_cell_id, to_cell_id, authority_id, effective_on,
        event_on, asked_on, start_by, event_id)
      SELECT member_id, kind, from_cell_id, to_cell_id, authority_id, effective_on, event_on,
             asked_on, start_by, event_id FROM transfer
      """),
    Attempt(
      "a stay of one's own", "42501",
      """
      INSERT INTO temporary_stay (member_id, valid_from, known_at, last_on, cell_id, transfer_id,
        event_id)
      SELECT member_id, effective_on, now(), '2026-12-31', to_cell_id, id, 1 FROM transfer
      """),
    Attempt("a step taken back", "42501", "DELETE FROM transfer_step"),
    Attempt("another workflow", "42501", "DELETE FROM transfer_workflow"),
  ]

  @Test(arguments: attempts)
  func `refuses, whoever writes to it,`(attempt: Attempt) async throws {
    try await TransferStory.with { story in
      let number = try await story.ask("M2", to: "CB2")
      try await story.bring(number, to: attempt.state)
      try await story.cast.database.asOwner { owner in
        try await owner.write {
          try await $0.script(
            """
            INSERT INTO account (name, full_name, member_id, event_id)
            SELECT 'binh', 'Trần Văn Bình', id, 1 FROM member WHERE code = 'M2'
            UNION ALL SELECT name, 'Nguyễn Thị Ánh', id, 1
              FROM member, unnest(ARRAY['office', 'office.too']) AS name WHERE code = 'M1'
            """)
        }
      }
      let error = await #expect(throws: PostgresError.self) {
        try await story.cast.database.app.write { try await $0.script(attempt.statement) }
      }
      #expect((error?.constraint ?? error?.sqlstate) == attempt.answer)
      let now = try await story.transfers.show(
        number, today: TransferStory.today, for: TransferStory.office)
      #expect(now.transfer.state == attempt.state)
      try await story.cast.database.expectSound()
    }
  }
}
