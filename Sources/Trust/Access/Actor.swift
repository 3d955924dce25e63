import Basics

/// The units from one unit up to the top of its tree, itself first.
///
/// Never empty: a line without units would lie under every grant or under none, and both are wrong.
package struct UnitLine: Hashable, Sendable {
  package let units: [Int64]

  package init?(_ units: [Int64]) {
    guard !units.isEmpty else { return nil }
    self.units = units
  }
}

/// What a grant covers.
package enum Scope: Hashable, Sendable {
  case everything
  /// A unit and everything below it.
  case subtree(of: Int64)

  package func covers(_ line: UnitLine) -> Bool {
    switch self {
    case .everything: true
    case .subtree(let unit): line.units.contains(unit)
    }
  }
}

/// A role over a part of a tree, for some days.
package struct Grant: Hashable, Sendable {
  package let role: Role
  package let scope: Scope
  package let period: Period

  package init(role: Role, scope: Scope, period: Period) {
    self.role = role
    self.scope = scope
    self.period = period
  }
}

/// Whoever acts: an account, where it acts from, and what it has been granted.
///
/// A value that knows no database: the same question has the same answer, and a test can ask it.
package struct Actor: Sendable {
  package let account: Code
  /// Where from, for the trail: `console root@host`, a job, a web session.
  package let origin: String
  package let grants: [Grant]
  /// The day that dated grants are read on.
  package let today: Day
  /// The member that this person is, where they are one: what is one's own needs no grant.
  package let member: Int64?

  package init(
    account: Code, origin: String, grants: [Grant], today: Day, member: Int64? = nil
  ) {
    self.member = member
    self.account = account
    self.origin = origin
    self.grants = grants
    self.today = today
  }

  private func holds(_ act: Act, where covers: (Scope) -> Bool) -> Bool {
    grants.contains { grant in
      grant.period.contains(today) && grant.role.acts.contains(act) && covers(grant.scope)
    }
  }

  /// Whether the act is allowed on any of the lines.
  ///
  /// A member stands under two lines, the cell's and the agency's; a grant over either will do. Who
  /// stands under none is seen only by a grant over everything.
  package func may(_ act: Act, on lines: [UnitLine]) -> Bool {
    holds(act) { scope in scope == .everything || lines.contains { scope.covers($0) } }
  }

  /// Whether the act is allowed on everything there is.
  package func mayEverywhere(_ act: Act) -> Bool {
    holds(act) { $0 == .everything }
  }

  /// The units under which the act is allowed; `nil` means everything.
  package func units(for act: Act) -> Set<Int64>? {
    if mayEverywhere(act) { return nil }
    var units: Set<Int64> = []
    for grant in grants where grant.period.contains(today) && grant.role.acts.contains(act) {
      if case .subtree(let unit) = grant.scope { units.insert(unit) }
    }
    return units
  }

  /// Goes on only where the act is allowed.
  ///
  /// - Throws: ``AccessError/refused`` otherwise.
  package func require(_ act: Act, on lines: [UnitLine]) throws(AccessError) {
    guard may(act, on: lines) else { throw .refused(act, account: account) }
  }

  /// Goes on only where the act is allowed on everything there is.
  package func requireEverywhere(_ act: Act) throws(AccessError) {
    guard mayEverywhere(act) else { throw .refused(act, account: account) }
  }

  /// Goes on only where the act is allowed somewhere.
  package func requireSomewhere(_ act: Act) throws(AccessError) {
    guard units(for: act).map({ !$0.isEmpty }) ?? true else {
      throw .refused(act, account: account)
    }
  }
}

/// Why somebody was turned away.
package enum AccessError: Problem, Hashable {
  case refused(Act, account: Code)

  package var kind: ProblemKind { .refused }

  package var message: Phrase {
    switch self {
    case .refused(let act, let account):
      Phrase(
        vi: "Tài khoản “\(account)” không có quyền: \(act.title.vi).",
        en: "The account “\(account)” may not: \(act.title.en).")
    }
  }

  package var hint: Phrase? {
    Phrase(
      vi:
        "Nhờ người quản trị tài khoản cấp vai trò: cadre account grant TÊN VAI_TRÒ --unit MÃ.",
      en:
        "Ask an account administrator for a role: cadre account grant NAME ROLE --unit CODE."
    )
  }
}

extension Act {
  /// The act in words.
  package var title: Phrase {
    switch self {
    case .viewUnits: Phrase(vi: "xem đơn vị", en: "view units")
    case .changeUnits: Phrase(vi: "thay đổi đơn vị", en: "change units")
    case .viewMembers: Phrase(vi: "xem hồ sơ đảng viên", en: "view members")
    case .changeMembers: Phrase(vi: "sửa hồ sơ đảng viên", en: "change members")
    case .mergeMembers: Phrase(vi: "gộp hồ sơ trùng", en: "merge duplicate members")
    case .importRecords: Phrase(vi: "nhập dữ liệu từ tệp", en: "import files")
    case .exportRecords: Phrase(vi: "xuất dữ liệu ra tệp", en: "export files")
    case .viewSheets: Phrase(vi: "xem phiếu đánh giá", en: "view sheets and scores")
    case .writeSheets: Phrase(vi: "ghi phiếu đánh giá", en: "write on sheets")
    case .reviewSheets: Phrase(vi: "thẩm định phiếu đánh giá", en: "review sheets")
    case .decideSheets: Phrase(vi: "quyết định phiếu đánh giá", en: "decide sheets")
    case .importSheets: Phrase(vi: "nhập phiếu đánh giá từ tệp", en: "import sheets")
    case .keepRegisters:
      Phrase(vi: "ghi sổ nguyên nhân khách quan và danh mục sản phẩm", en: "keep the registers")
    case .proposeProducts: Phrase(vi: "đề xuất sản phẩm quy đổi", en: "propose products")
    case .publishFrameworks:
      Phrase(vi: "ban hành bộ tiêu chí", en: "publish evaluation frameworks")
    case .runPeriods:
      Phrase(vi: "mở, đóng và chấm kỳ đánh giá", en: "open, close and score periods")
    case .publishScores: Phrase(vi: "công bố kết quả", en: "publish scores")
    case .sitOnBoard: Phrase(vi: "quyết định tại hội đồng", en: "decide on a board")
    case .answerAppeals: Phrase(vi: "giải quyết kiến nghị", en: "answer appeals")
    case .viewDues: Phrase(vi: "xem đảng phí", en: "view dues")
    case .bookDues: Phrase(vi: "thu đảng phí", en: "book dues that are paid")
    case .reverseDues: Phrase(vi: "đảo và hoàn trả đảng phí", en: "reverse and refund dues")
    case .waiveDues: Phrase(vi: "ghi quyết định miễn, giảm đảng phí", en: "waive dues")
    case .assessDues: Phrase(vi: "tính đảng phí", en: "assess dues")
    case .remitDues: Phrase(vi: "nộp đảng phí lên trên", en: "remit dues")
    case .requestTransfers:
      Phrase(vi: "đề nghị chuyển sinh hoạt đảng", en: "request transfers")
    case .reviewTransfers:
      Phrase(vi: "xét đề nghị chuyển sinh hoạt tại chi bộ", en: "review transfers")
    case .releaseTransfers:
      Phrase(vi: "giới thiệu chuyển sinh hoạt đảng", en: "release transfers")
    case .receiveTransfers: Phrase(vi: "tiếp nhận đảng viên", en: "receive transfers")
    case .requestLetters: Phrase(vi: "đề nghị và soạn giấy tờ", en: "request and draft letters")
    case .reviewLetters: Phrase(vi: "soát giấy tờ", en: "review letters")
    case .signLetters: Phrase(vi: "ký và thu hồi giấy tờ", en: "sign and revoke letters")
    case .administerKeys: Phrase(vi: "quản trị khoá ký", en: "administer signing keys")
    case .viewTrail: Phrase(vi: "xem nhật ký", en: "view the trail")
    case .viewAccounts: Phrase(vi: "xem tài khoản", en: "view accounts")
    case .administerAccounts: Phrase(vi: "quản trị tài khoản", en: "administer accounts")
    }
  }
}
