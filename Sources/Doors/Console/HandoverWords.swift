import Basics
import Exchange
import Transfers

/// What travels with a transfer, in words.
extension TransferWords {
  /// The checklist on the page of a transfer.
  func page(_ checklist: Handovers.Checklist) -> [String] {
    var lines = [""]
    if let origin = checklist.origin {
      lines.append(
        terminal.say(
          vi: "Từ \(origin.holder): \(origin.party.name) (\(origin.party.code))",
          en: "From \(origin.holder): \(origin.party.name) (\(origin.party.code))")
          + (origin.isVerified ? "  ✔" : "  ✘"))
    }
    if let code = checklist.origin?.letterCode, !code.isEmpty {
      lines.append(
        terminal.say(
          vi: "Mã kiểm tra giấy giới thiệu: \(code)", en: "Code of the introduction letter: \(code)"
        ))
    }
    for export in checklist.exports {
      let holder = export.holder.isEmpty ? "" : " → \(export.holder)"
      lines.append(
        terminal.say(
          vi: "Đã xuất \(export.kind == .member ? "gói bàn giao" : "biên nhận") ngày \(export.day)",
          en: "Exported on \(export.day): \(export.kind == .member ? "handover" : "receipt")")
          + "\(holder), \(export.digest.prefix(16))")
    }
    lines.append(terminal.say(vi: "Việc chuyển theo", en: "What travels along"))
    return lines + self.lines(of: checklist.load)
  }

  /// A line for each thing: `·` is to be done, `✔` is for knowing.
  func lines(of load: HandoverLoad) -> [String] {
    var lines = load.dues.map { open in
      "  · "
        + terminal.say(
          vi: "đảng phí tháng \(open.month) còn nợ \(open.sum) đ",
          en: "dues of \(open.month) are open: \(open.sum) đ")
    }
    if load.credit != "0" {
      lines.append(
        "  · "
          + terminal.say(
            vi: "đã nộp trước \(load.credit) đ", en: "paid ahead: \(load.credit) đ"))
    }
    if !load.paidThrough.isEmpty {
      lines.append(
        "  ✔ "
          + terminal.say(
            vi: "đảng phí đã nộp hết đến tháng \(load.paidThrough); sau đó chi bộ mới thu",
            en: "dues are paid through \(load.paidThrough); the new cell charges from its day on"))
    }
    if let last = load.scores.last {
      lines.append(
        "  ✔ "
          + terminal.say(
            vi: "điểm \(load.scores.count) tháng, gần nhất \(last.month): \(last.total) "
              + last.finalGrade,
            en: "scores of \(load.scores.count) months, last \(last.month): \(last.total) "
              + last.finalGrade))
    }
    for sheet in load.work {
      lines.append(
        "  · "
          + terminal.say(
            vi: "phiếu tháng \(sheet.month) còn mở (\(sheet.state)), \(sheet.framework)",
            en: "the sheet of \(sheet.month) is open (\(sheet.state)), \(sheet.framework)"))
      lines += sheet.entries.filter { !$0.target.isEmpty }.map { entry in
        let title = Terminal.harmless(entry.title.isEmpty ? entry.code : entry.title)
        let done = entry.actual.isEmpty ? "0" : entry.actual
        return "      \(entry.code)  \(title)  \(done)/\(entry.target)"
      }
    }
    if lines.isEmpty { lines.append("  ✔ " + terminal.say(vi: "không có gì", en: "nothing")) }
    return lines
  }

  /// The same for programs.
  func fields(_ checklist: Handovers.Checklist) -> [(String, String)] {
    let load = checklist.load
    var fields: [(String, String)] = []
    if let origin = checklist.origin {
      fields.append(("handover_from", origin.holder))
      fields.append(("letter_code", origin.letterCode))
      fields.append(("handover_verified", "\(origin.isVerified)"))
    }
    fields += checklist.exports.map { ("exported_\($0.kind.rawValue)", "\($0.day) \($0.digest)") }
    fields += load.dues.map { ("carries_dues_\($0.month)", $0.sum) }
    fields.append(("carries_credit", load.credit))
    fields.append(("dues_paid_through", load.paidThrough))
    fields += load.scores.map {
      ("carries_score_\($0.month)", "\($0.total) \($0.finalGrade) \($0.unit)")
    }
    for sheet in load.work {
      fields.append(("carries_sheet_\(sheet.month)", "\(sheet.state) \(sheet.framework)"))
      fields += sheet.entries.filter { !$0.target.isEmpty }.map { entry in
        ("carries_work_\(sheet.month)_\(entry.code)", "\(entry.actual)/\(entry.target)")
      }
    }
    return fields
  }
}
