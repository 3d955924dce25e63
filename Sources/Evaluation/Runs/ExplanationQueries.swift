import Basics
import Frameworks
import Postgres

/// What a quota group and a board made of one grade.
struct SettledMember: Readable {
  let rated: Int
  let a: Int
  let b: Int
  let share: String
  let allowed: Int
  let kept: Int
  let pooled: Bool
  let excepted: Bool
  let standsAt: Code
  let finalGrade: Framework.Grade?
  let reason: String?

  init(_ row: Row) throws {
    rated = try row.value("rated")
    a = try row.value("a")
    b = try row.value("b")
    share = try row.value("share")
    allowed = try row.value("allowed")
    kept = try row.value("kept")
    pooled = try row.value("pooled")
    excepted = try row.value("excepted")
    standsAt = try row.value("stands_at")
    finalGrade = try row.value("final_grade")
    reason = try row.value("reason")
  }

  /// The effect of the quota in words.
  func words(grade: Framework.Grade?) -> [Phrase] {
    guard let grade else { return [] }
    var lines = [
      Phrase(
        vi: "Nhóm tại \(standsAt)\(pooled ? " (gộp các nhóm nhỏ)" : ""): \(rated) người xếp loại, "
          + "A \(a), B \(b); tỷ lệ \(share)\(excepted ? " (ngoại lệ)" : "") → được \(allowed) A, "
          + "giữ \(kept)",
        en: "Group at \(standsAt)\(pooled ? " (small groups pooled)" : ""): \(rated) rated, "
          + "A \(a), B \(b); share \(share)\(excepted ? " (exception)" : "") → "
          + "\(allowed) A allowed, \(kept) kept")
    ]
    switch reason {
    case "quota":
      lines.append(
        Phrase(
          vi: "Ngoài hạn mức: A thành \(finalGrade?.rawValue ?? "")",
          en: "Beyond the quota: A becomes \(finalGrade?.rawValue ?? "")"))
    case "quota_tie":
      lines.append(
        Phrase(
          vi: "Bằng điểm ở ngưỡng: chờ hội đồng quyết định",
          en: "Tied at the line: a board may decide"))
    case "board_award", "board_move":
      lines.append(
        Phrase(
          vi: "Hội đồng quyết định: \(finalGrade?.rawValue ?? "")",
          en: "Decided by a board: \(finalGrade?.rawValue ?? "")"))
    default:
      if grade == .a {
        lines.append(Phrase(vi: "Trong hạn mức: giữ A", en: "Within the quota: A is kept"))
      }
    }
    return lines
  }
}

extension Transaction {
  /// The group of a member in a run and what became of the grade; `nil` without a quota.
  func settled(
    _ member: Int64, framework: Int32, _ unit: Int64, in run: Run
  ) async throws -> SettledMember? {
    try await first(
      """
      SELECT quota_group.rated, a, b, share, allowed, kept, pooled, excepted,
             unit.code AS stands_at, change.final_grade, change.reason
        FROM quota_unit
        JOIN quota_group ON quota_group.period_id = quota_unit.period_id
         AND quota_group.run_id = quota_unit.run_id AND number = group_number
        JOIN unit ON unit.id = quota_group.unit_id
        LEFT JOIN quota_change AS change ON change.period_id = quota_unit.period_id
         AND change.run_id = quota_unit.run_id AND change.member_id = \(member)
       WHERE quota_unit.period_id = \(run.month.periodID) AND quota_unit.run_id = \(run.number)
         AND quota_unit.framework_id = \(framework) AND quota_unit.unit_id = \(unit)
      """, as: SettledMember.self)
  }

  func codeOfUnit(_ unit: Int64) async throws -> Code? {
    try await value("SELECT code FROM unit WHERE id = \(unit)", as: Code.self)
  }
}
