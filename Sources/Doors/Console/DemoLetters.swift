import Accounts
import Basics
import Dues
import Letters
import Members
import Transfers

/// A member moves to another cell in the demonstration, and letters are given out and checked.
///
/// Told again nothing is done twice, so that it can be repeated.
struct DemoLetters {
  let folder: String
  let office: Office
  let screen: DemoScreen
  let dues: Dues

  /// The second key: whoever releases does not receive, whoever drafts does not sign.
  private static let secretary = "thu.ky"
  /// The cell that lets go, and the one that receives, in another ward.
  private static let (here, there) = ("CB00004-1", "CB00008-1")

  private var second: [String] { ["--as", Self.secretary] }

  func show() async throws {
    screen.terminal.line()
    screen.terminal.line(
      vi: "Chuyển sinh hoạt và giấy tờ: hai người làm, ai cầm giấy cũng kiểm tra được.",
      en: "A transfer and letters: two people's work, and whoever holds a letter can check it.")
    try await addSecretary()
    guard let member = try await mover() else { return }
    try await move(member)
    try await confirm(member)
  }

  /// An account of the same person at the console, so that both keys can be tried by one.
  private func addSecretary() async throws {
    let accounts = try await office.accounts.list(for: office.actor).map(\.account)
    guard !accounts.contains(where: { $0.name.text == Self.secretary }),
      let user = accounts.first(where: { $0.name == office.actor.account })?.systemUser
    else { return }
    try await screen.show(
      "account", "add", Self.secretary, "--full-name", "Nguyễn Thị Thu Ký", "--system-user", user)
    try await screen.show("account", "grant", Self.secretary, "organisation_board")
  }

  /// Somebody of the cell who owes nothing; the one who has moved before, where there is one.
  private func mover() async throws -> Code? {
    let transfers = try screen.desk.transfers(in: office)
    var filter = Transfers.Filter()
    filter.unit = Code(Self.there)
    filter.states = Transfer.State.allCases
    let before = try await transfers.list(filter, today: office.today, for: office.actor)
    if let moved = before.first?.transfer.memberCode { return moved }
    guard let cell = Code(Self.here) else { return nil }
    let lines = try await dues.collection(
      of: cell, month: office.today.month.adding(months: -1), today: office.today,
      for: office.actor
    ).lines
    return lines.first { $0.open == .zero && $0.net > .zero }?.member
  }

  private func move(_ member: Code) async throws {
    let number = { try await transfer(of: member) }
    if try await number() == nil {
      try await screen.show(
        "transfer", "request", member.text, "--to", Self.there, "--paper", "self_review=4",
        "--paper", "member_sheet=2", "--paper", "party_card=1", "--paper", "dossier=NP-31")
    }
    guard let transfer = try await number() else { return }
    for step in ["review", "release", "send", "receive"] {
      guard let now = try await number(), step == now.state.next else { continue }
      // One key lets go, the other one receives.
      let key = step == "release" || step == "send" ? second : []
      try await screen.show(["transfer", step, "\(transfer.number)"] + key)
    }
    try await screen.show("transfer", "show", "\(transfer.number)")
    if let letter = try await letters(of: member, .introduction).first {
      try await screen.show(
        "letter", "show", "\(letter.id)", "--output", folder + "/reports/introduction.pdf")
    }
  }

  private func transfer(of member: Code) async throws -> Transfer? {
    var filter = Transfers.Filter()
    filter.member = member
    filter.states = Transfer.State.allCases
    return try await screen.desk.transfers(in: office).list(
      filter, today: office.today, for: office.actor
    ).last?.transfer
  }

  private func confirm(_ member: Code) async throws {
    if try await confirmation(of: member) == nil {
      let purpose = screen.terminal.say(vi: "vay vốn ngân hàng", en: "a bank loan")
      try await screen.show(
        "letter", "request", member.text, "--kind", "activity_confirmation", "--purpose", purpose)
    }
    guard let asked = try await confirmation(of: member) else { return }
    let id = "\(asked.id)"
    let file = folder + "/reports/confirmation.pdf"
    for words in [
      ["draft", id], ["review", id] + second, ["issue", id, "--output", file] + second,
    ] {
      guard let now = try await confirmation(of: member), words[0] == now.state.next else {
        continue
      }
      try await screen.show(["letter"] + words)
    }
    guard let code = try await confirmation(of: member)?.issue?.code else { return }
    try await screen.show("letter", "verify", "\(code)")
  }

  /// The last confirmation, unless it is over: months later another one is given out.
  private func confirmation(of member: Code) async throws -> Letter? {
    guard let last = try await letters(of: member, .activityConfirmation).first else { return nil }
    let isValid = last.issue?.validUntil.map { $0 >= office.today } ?? true
    return last.state.isOpen || last.state == .issued && isValid ? last : nil
  }

  private func letters(of member: Code, _ kind: LetterKind) async throws -> [Letter] {
    var filter = Letters.Filter()
    filter.member = member
    filter.kind = kind
    return try await screen.desk.letters(in: office).list(
      filter, today: office.today, for: office.actor)
  }
}

extension Transfer.State {
  /// What is done with it next.
  fileprivate var next: String? {
    switch self {
    case .submitted: "review"
    case .reviewed: "release"
    case .released: "send"
    case .inTransit: "receive"
    default: nil
    }
  }
}

extension Letter.State {
  /// What is done with it next.
  fileprivate var next: String? {
    switch self {
    case .requested: "draft"
    case .drafted: "review"
    case .reviewed: "issue"
    default: nil
    }
  }
}
