import Basics
import Members
import Organisation
import Transfers

/// A comment by the cell at a residence, as it is put into a draft.
package struct ResidenceComment: Sendable, Hashable {
  package var comment: String
  package var conclusion: String

  package init(comment: String = "", conclusion: String = "") {
    self.comment = comment
    self.conclusion = conclusion
  }
}

/// Everything that a draft is made of, read in one transaction.
struct LetterSources: Sendable {
  let facts: [Int64: LetterFacts]
  let scores: [Int64: [PublishedMonth]]
  let dues: [Int64: [DuesMonth]]
  let transfers: [Int64: TransferOfLetter]
  let units: UnitTree
  let grassroots: Set<Int64>
  let day: Day
}

/// A transfer with its papers, for the introduction letter.
struct TransferOfLetter: Sendable {
  let transfer: Transfer
  let papers: [Transfer.Paper]
  let duesReason: String
}

extension LetterSources {
  /// What stands on a letter, or why there is none.
  func values(
    of letter: Letter, comment: ResidenceComment
  ) throws(LetterRefusal) -> LetterValues {
    guard let facts = facts[letter.id], let issuer = units[letter.issuer] else { throw .noMember }
    if let kept = facts.mergedInto { throw .merged(into: kept) }
    if facts.status == .left || facts.status == .deceased { throw .gone(facts.status) }
    try letter.requireIssuer(
      cell: facts.cell, agency: facts.agency, residence: facts.residence, in: units)
    var fields = personal(letter, facts)
    var tables: [LetterTable: LetterTableContent] = [:]
    switch letter.kind {
    case .activityConfirmation: break
    case .introduction: fields.merge(introduction(letter)) { _, own in own }
    case .residenceComment:
      guard !comment.comment.isEmpty else { throw .commentMissing }
      fields[.comment] = comment.comment
      fields[.conclusion] = comment.conclusion
      fields[.occasion] = letter.occasion?.title.vi ?? ""
      fields[.year] = letter.year.map(String.init) ?? String(day.civil.year)
      fields[.residenceCell] = name(of: facts.residence)
    case .scoreStatement: tables[.scores] = try scoreTable(scores[letter.id] ?? [])
    case .duesStatement:
      let months = dues[letter.id] ?? []
      tables[.dues] = try duesTable(months)
      fields[.duesOpen] = open(facts, and: months)
    }
    if let months = letter.months {
      fields[.firstMonth] = Self.month(months.lowerBound)
      fields[.lastMonth] = Self.month(months.upperBound)
    }
    return LetterValues(
      issuer: LetterIssuer(
        code: letter.issuerCode, name: issuer.name,
        above: issuer.placement.parent.flatMap { units[$0]?.name } ?? "",
        place: LetterPlace.name(
          from: (units.line(of: issuer.id)?.units ?? []).compactMap { units[Unit.ID($0)]?.name }),
        role: issuer.tree == .state
          ? .agency : units.children(of: issuer.id).isEmpty ? .cell : .committee),
      fields: fields, tables: tables)
  }

  private func personal(_ letter: Letter, _ facts: LetterFacts) -> [LetterField: String] {
    [
      .memberCode: letter.memberCode.text,
      .fullName: letter.memberName.reveal(for: .display),
      .sex: facts.sex.map { $0 == .male ? "nam" : "nữ" } ?? "",
      .birthDate: Self.day(facts.birthDate.reveal(for: .display)),
      .personalID: facts.personalID.reveal(for: .display) ?? "",
      .partyCard: facts.partyCard.reveal(for: .display) ?? "",
      .joinedOn: Self.day(facts.joinedOn), .officialOn: Self.day(facts.officialOn),
      .position: facts.position, .status: facts.status.title.vi,
      .cell: name(of: facts.cell), .grassroots: name(of: grassroots(of: facts.cell)),
      .cellSince: facts.cellSince == .beginning ? "" : Self.day(facts.cellSince),
      .agency: name(of: facts.agency), .factsOn: Self.day(day), .purpose: letter.purpose,
      .addressee: letter.addressee, .salutation: "đồng chí",
      .duesThrough: facts.duesThrough.map { Self.month($0.month) } ?? "",
      .duesOpen: open(facts, and: []),
      .discipline: facts.discipline.isEmpty ? "Không" : facts.discipline,
    ]
  }

  /// What is overdue, and what is open in the months that a statement shows: the month that runs
  /// is not overdue, but the statement must not say beside its open sum that nothing is owed.
  private func open(_ facts: LetterFacts, and months: [DuesMonth]) -> String {
    let more = months.filter { $0.month >= day.month.firstDay && $0.settled < $0.charged }
    let count = facts.openMonths + more.count
    let sum = more.reduce(facts.openSum) { $0 + ($1.charged - $1.settled) }
    return count == 0 ? "" : "\(sum.text(in: .vietnamese)) (\(count) tháng)"
  }

  private func introduction(_ letter: Letter) -> [LetterField: String] {
    guard let known = letter.transfer.flatMap({ transfers[$0] }) else { return [:] }
    let transfer = known.transfer
    return [
      .transfer: "\(transfer.number)", .transferKind: transfer.kind.title.vi,
      .destination: transfer.to.map { place(of: $0) } ?? transfer.destination,
      .effectiveOn: Self.day(transfer.effectiveOn), .lastOn: Self.day(transfer.lastOn),
      .presentBy: Self.day(transfer.presentBy),
      .papers: known.papers.filter { $0 != .introductionLetter }.map(\.title.vi)
        .joined(separator: ", "),
      .duesReason: known.duesReason, .decision: transfer.document,
    ]
  }

  private func scoreTable(
    _ months: [PublishedMonth]
  ) throws(LetterRefusal) -> LetterTableContent {
    if months.isEmpty { throw .nothingInMonths }
    return LetterTableContent(
      columns: [
        .init("Tháng"), .init("Đơn vị đánh giá"), .init("Điểm", .right), .init("Xếp loại", .centre),
      ],
      rows: months.map { month in
        [
          "\(month.period % 100 < 10 ? "0" : "")\(month.period % 100)/\(month.period / 100)",
          month.unit, month.total.map(Self.points) ?? "",
          month.grade.map { Self.grades[$0] ?? $0 } ?? "không xếp loại",
        ]
      })
  }

  private func duesTable(_ months: [DuesMonth]) throws(LetterRefusal) -> LetterTableContent {
    if months.isEmpty { throw .nothingInMonths }
    func money(_ sum: Money) -> String { sum.text(in: .vietnamese) }
    let charged = months.reduce(Money.zero) { $0 + $1.charged }
    let settled = months.reduce(Money.zero) { $0 + $1.settled }
    return LetterTableContent(
      columns: [
        .init("Tháng"), .init("Phải đóng", .right), .init("Đã đóng", .right),
        .init("Còn phải đóng", .right),
      ],
      rows: months.map {
        [
          Self.month($0.month.month), money($0.charged), money($0.settled),
          money($0.charged - $0.settled),
        ]
      }, total: ["Cộng", money(charged), money(settled), money(charged - settled)])
  }

  // MARK: Words

  /// Titles of the four grades (335/2025/NĐ-CP, 366-QĐ/TW).
  private static let grades = [
    "A": "Hoàn thành xuất sắc nhiệm vụ", "B": "Hoàn thành tốt nhiệm vụ",
    "C": "Hoàn thành nhiệm vụ", "D": "Không hoàn thành nhiệm vụ",
  ]

  private static func points(_ hundredths: Int) -> String {
    let rest = hundredths % 100
    return "\(hundredths / 100),\(rest < 10 ? "0" : "")\(rest)"
  }

  static func day(_ day: Day?) -> String {
    guard let (year, month, number) = day?.civil else { return "" }
    return "\(number < 10 ? "0" : "")\(number)/\(month < 10 ? "0" : "")\(month)/\(year)"
  }

  static func month(_ month: Month) -> String {
    "\(month.monthOfYear < 10 ? "0" : "")\(month.monthOfYear)/\(month.year)"
  }

  private func name(of unit: Unit.ID?) -> String { unit.flatMap { units[$0]?.name } ?? "" }

  /// A cell with the committee above it, so that two cells of one name can be told apart.
  private func place(of unit: Unit.ID) -> String {
    let above = units[unit]?.placement.parent.flatMap { units[$0]?.name }
    return [name(of: unit), above].compactMap(\.self).filter { !$0.isEmpty }
      .joined(separator: ", ")
  }

  private func grassroots(of cell: Unit.ID?) -> Unit.ID? {
    cell.flatMap { units.line(of: $0) }
      .map { Unit.ID(TransferAuthority(line: $0, stated: grassroots).grassroots) }
  }
}
