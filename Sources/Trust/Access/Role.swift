/// What an account is for; the words of the office.
package enum Role: String, Sendable, CaseIterable {
  /// A party member or civil servant: their own record.
  case member
  /// The secretary of a cell: the members of the cell, without changing the record.
  case cellSecretary = "cell_secretary"
  /// The organisation board of a committee: units and members below it.
  case organisationBoard = "organisation_board"
  /// An HR officer: runs the month, imports and exports.
  case hrOfficer = "hr_officer"
  /// An inspector: reads everything, the trail too, and changes nothing.
  case inspector
  /// Adds accounts and grants roles, and reads no member by it.
  case accountAdministrator = "account_administrator"
}

/// Something that a person may or may not do to what lies under a unit.
package enum Act: String, Sendable, CaseIterable {
  case viewUnits = "view_units"
  case changeUnits = "change_units"
  case viewMembers = "view_members"
  case changeMembers = "change_members"
  case mergeMembers = "merge_members"
  case importRecords = "import_records"
  case exportRecords = "export_records"
  case viewSheets = "view_sheets"
  case writeSheets = "write_sheets"
  case reviewSheets = "review_sheets"
  case decideSheets = "decide_sheets"
  case importSheets = "import_sheets"
  case keepRegisters = "keep_registers"
  case proposeProducts = "propose_products"
  case publishFrameworks = "publish_frameworks"
  case runPeriods = "run_periods"
  case publishScores = "publish_scores"
  case sitOnBoard = "sit_on_board"
  case answerAppeals = "answer_appeals"
  case viewDues = "view_dues"
  case bookDues = "book_dues"
  case reverseDues = "reverse_dues"
  case waiveDues = "waive_dues"
  case assessDues = "assess_dues"
  case remitDues = "remit_dues"
  case requestTransfers = "request_transfers"
  case reviewTransfers = "review_transfers"
  case releaseTransfers = "release_transfers"
  case receiveTransfers = "receive_transfers"
  case requestLetters = "request_letters"
  case reviewLetters = "review_letters"
  case signLetters = "sign_letters"
  case administerKeys = "administer_keys"
  case viewTrail = "view_trail"
  case viewAccounts = "view_accounts"
  case administerAccounts = "administer_accounts"
}

extension Role {
  /// The whole policy: everything not listed here is refused.
  package var acts: Set<Act> {
    switch self {
    case .member:
      []  // one's own record, and that is not a matter of a unit: see `Actor.member`
    case .cellSecretary:
      [
        .viewUnits, .viewMembers, .viewSheets, .reviewSheets, .proposeProducts, .viewDues,
        .bookDues, .requestTransfers, .reviewTransfers, .requestLetters, .reviewLetters,
        .signLetters,
      ]
    case .organisationBoard:
      [
        .viewUnits, .changeUnits, .viewMembers, .changeMembers, .mergeMembers, .exportRecords,
        .viewSheets, .writeSheets, .reviewSheets, .decideSheets, .keepRegisters, .proposeProducts,
        .publishScores, .sitOnBoard, .answerAppeals, .viewDues, .bookDues, .reverseDues,
        .waiveDues, .releaseTransfers, .receiveTransfers, .requestLetters, .reviewLetters,
        .signLetters,
      ]
    case .hrOfficer:
      [
        .viewUnits, .changeUnits, .viewMembers, .changeMembers, .mergeMembers, .importRecords,
        .exportRecords, .viewSheets, .writeSheets, .importSheets, .keepRegisters,
        .proposeProducts, .publishFrameworks, .runPeriods, .publishScores, .answerAppeals,
        .viewDues, .bookDues, .reverseDues, .waiveDues, .assessDues, .remitDues,
        .requestTransfers, .reviewTransfers, .releaseTransfers, .receiveTransfers,
        .requestLetters, .reviewLetters, .signLetters,
      ]
    case .inspector:
      [
        .viewUnits, .viewMembers, .exportRecords, .viewSheets, .viewDues, .viewTrail,
        .viewAccounts,
      ]
    case .accountAdministrator:
      [.viewUnits, .viewTrail, .viewAccounts, .administerAccounts, .administerKeys]
    }
  }

  /// The policy as a table: one line an act, one column a role.
  package static var matrix: String {
    let width = (Act.allCases.map(\.rawValue.count).max() ?? 0) + 2
    let header = Role.allCases.map(\.rawValue)
    func line(_ first: String, _ cells: [String]) -> String {
      var text = first.padding(to: width)
      for (cell, role) in zip(cells, header) { text += cell.padding(to: role.count + 2) }
      while text.last == " " { text.removeLast() }
      return text
    }
    let rows = Act.allCases.map { act in
      line(act.rawValue, Role.allCases.map { $0.acts.contains(act) ? "✔" : "·" })
    }
    return ([line("act", header)] + rows).joined(separator: "\n") + "\n"
  }
}

extension String {
  fileprivate func padding(to width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(0, width - count))
  }
}
