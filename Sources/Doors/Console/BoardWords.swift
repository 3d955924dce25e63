import Basics
import Boards
import Reports

/// The list of a board, in words, as a table and as rows.
struct BoardWords {
  let list: BoardList

  func say(as format: RowFormat, to terminal: Terminal) throws {
    guard format == .table else { return try rows.print(as: format, to: terminal) }
    terminal.heading("\(list.unit)  \(list.unitName)")
    terminal.line(
      vi: "Kỳ \(list.month) · lần chấm \(list.run)\(list.isProvisional ? " (tạm)" : "")",
      en: "Month \(list.month) · run \(list.run)\(list.isProvisional ? " (provisional)" : "")")
    terminal.line(terminal.say(signature))
    for group in list.groups {
      terminal.line()
      for line in header(of: group) { terminal.line(terminal.say(line)) }
      for line in lines(of: group, terminal) { terminal.line(line) }
    }
  }

  private var signature: Phrase {
    guard let signature = list.signature else {
      return Phrase(vi: "Chưa ký.", en: "Not signed.")
    }
    let (by, at) = ("\(signature.by)", "\(signature.at)")
    return switch list.signatureState {
    case .outdated:
      Phrase(
        vi: "\(by) đã ký lúc \(at), nhưng danh sách đã khác: ký lại.",
        en: "Signed by \(by) at \(at), but the list is another one since: sign again.")
    default: Phrase(vi: "\(by) đã ký lúc \(at).", en: "Signed by \(by) at \(at).")
    }
  }

  private func header(of group: BoardGroup) -> [Phrase] {
    guard let quota = group.quota else {
      return [
        Phrase(
          vi: "\(group.framework) tại \(group.unit): \(group.rows.count) người, không có hạn mức",
          en: "\(group.framework) at \(group.unit): \(group.rows.count) members, no quota")
      ]
    }
    let share = "\(quota.share.reduced)"
    var lines = [
      Phrase(
        vi: "\(group.framework) tại \(group.unit)\(quota.pooled ? " (gộp nhóm nhỏ)" : ""): "
          + "xếp loại \(quota.rated) · A \(quota.a) · B \(quota.b) · tỷ lệ \(share)"
          + "\(quota.excepted ? " (ngoại lệ)" : "") · \(quota.allowed) chỗ · giữ A \(quota.kept)",
        en: "\(group.framework) at \(group.unit)\(quota.pooled ? " (small groups pooled)" : ""): "
          + "rated \(quota.rated) · A \(quota.a) · B \(quota.b) · share \(share)"
          + "\(quota.excepted ? " (exception)" : "") · \(quota.allowed) places · keep A "
          + "\(quota.kept)")
    ]
    if group.placesToAward > 0, !group.undecidedTies.isEmpty {
      let (ties, places) = (group.undecidedTies.count, group.placesToAward)
      lines.append(
        Phrase(
          vi: "\(ties) người bằng điểm ở ngưỡng, còn \(places) chỗ.",
          en: "\(ties) tie at the line, \(places) places are left."))
    }
    if group.needsAnotherRun {
      lines.append(
        Phrase(
          vi: "Có ngoại lệ hoặc quyết định mới thay đổi: chấm lại để thấy kết quả.",
          en: "An exception or a decision changed since: score again to see what comes of it."))
    }
    return lines
  }

  /// The rows of a group with the line of its quota drawn between them.
  private func lines(of group: BoardGroup, _ terminal: Terminal) -> [String] {
    var listing = Listing(Self.columns.filter { !Self.onlyInFiles.contains($0.key) })
    for row in group.rows {
      listing.add(
        zip(Self.columns, Self.cells(of: row, in: group, for: terminal.language)).filter {
          !Self.onlyInFiles.contains($0.0.key)
        }.map(\.1))
    }
    var lines = listing.table(in: terminal.language, colour: terminal.usesColour)
    if let place = group.rows.firstIndex(where: { $0.line == .tie || $0.line == .below }) {
      let words = terminal.say(vi: " ngưỡng hạn mức ", en: " line of the quota ")
      let width = lines.map(displayWidth).max() ?? 0
      let rest = max(4, width - displayWidth(words) - 4)
      lines.insert("────" + words + String(repeating: "─", count: rest), at: place + 2)
    }
    return lines
  }

  /// Everything in one table, for spreadsheets and programs.
  private var rows: Listing {
    var listing = Listing(Self.columns)
    for group in list.groups {
      for row in group.rows { listing.add(Self.cells(of: row, in: group)) }
    }
    return listing
  }

  /// In csv and json each row says its group; on the screen the heading does.
  private static let onlyInFiles: Set<String> = [
    "framework", "group_unit", "pooled", "group_rated", "group_a", "group_b", "share", "excepted",
    "allowed", "kept", "places_open", "decision_reason",
  ]

  private static var columns: [Listing.Column] {
    [
      .init("framework", vi: "Bộ tiêu chí", en: "Framework"),
      .init("group_unit", vi: "Nhóm tại", en: "Group at"),
      .init("pooled", vi: "Gộp", en: "Pooled"),
      .init("group_rated", vi: "Xếp loại", en: "Rated", isNumber: true),
      .init("group_a", vi: "A", en: "A", isNumber: true),
      .init("group_b", vi: "B", en: "B", isNumber: true),
      .init("share", vi: "Tỷ lệ", en: "Share", isNumber: true),
      .init("excepted", vi: "Ngoại lệ", en: "Exception"),
      .init("allowed", vi: "Chỗ", en: "Places", isNumber: true),
      .init("kept", vi: "Giữ A", en: "Keep A", isNumber: true),
      .init("places_open", vi: "Còn chỗ", en: "Open", isNumber: true),
      .init("rank", vi: "Hạng", en: "Rank", isNumber: true),
      .init("member_code", vi: "Mã", en: "Code"),
      .init("full_name", vi: "Họ và tên", en: "Name"),
      .init("unit_code", vi: "Đơn vị", en: "Unit"),
      .init("total", vi: "Tổng", en: "Total", isNumber: true),
      .init("exceeded", vi: "Vượt", en: "Exceeded"),
      .init("general", vi: "Phần đầu", en: "First part"),
      .init("grade", vi: "Mức", en: "Grade"),
      .init("final_grade", vi: "Kết quả", en: "Final"),
      .init("reason", vi: "Lý do", en: "Reason"),
      .init("line", vi: "Ngưỡng", en: "Line"),
      .init("margin", vi: "Cách", en: "Margin", isNumber: true),
      .init("decision", vi: "Hội đồng", en: "Board"),
      .init("decision_reason", vi: "Lý do của hội đồng", en: "The board's reason"),
      .init("lost_last_month", vi: "Kỳ trước mất A", en: "Lost A before"),
    ]
  }

  /// - Parameters:
  ///   - row: a member.
  ///   - group: where the member competes.
  ///   - language: of the words for people; `nil`: the keys that programs go by.
  /// - Returns: a cell for each of the columns.
  private static func cells(
    of row: BoardRow, in group: BoardGroup, for language: Language? = nil
  ) -> [String] {
    let reason = row.decision?.runReason ?? row.reason
    func number(_ value: Int?) -> String { value.map(String.init) ?? "" }
    let quota = group.quota
    return [
      group.framework.description, group.unit.text, quota?.pooled == true ? "yes" : "",
      number(quota?.rated), number(quota?.a), number(quota?.b),
      quota.map { "\($0.share.reduced)" } ?? "", quota?.excepted == true ? "yes" : "",
      number(quota?.allowed), number(quota?.kept), number(quota.map { _ in group.placesToAward }),
      "\(row.rank)", row.member.text, row.name, row.gradingUnit.text, row.total.description,
      row.works > 0 ? "\(row.exceeded)/\(row.works)" : "", row.first.decimal,
      row.grade.rawValue, row.outcome.rawValue,
      language.map(Words.reasons(reason).text) ?? reason,
      row.line.map { line in language.map(line.title.text) ?? line.rawValue } ?? "",
      row.margin?.description ?? "",
      row.decision.map { one in
        "\(language.map(one.kind.title.text) ?? one.kind.rawValue) \(one.grade.rawValue)"
      } ?? "",
      row.decision?.reason ?? "", row.lostLastMonth ? "yes" : "",
    ]
  }
}

extension BoardWords {
  static func sayCleared(_ units: [Code], to terminal: Terminal) {
    guard !units.isEmpty else { return }
    let names = Set(units).sorted().map(\.text).joined(separator: ", ")
    terminal.line(
      vi: "Chữ ký dưới danh sách của \(names) không còn hiệu lực: ký lại.",
      en: "The signature under the list of \(names) no longer stands: sign again.")
  }

  static func sayAgain(_ month: Month, to terminal: Terminal) {
    terminal.line(
      vi: "Chấm lại để có hiệu lực: cadre score run --period \(month)",
      en: "Score again for it to take effect: cadre score run --period \(month)")
  }

  /// The exception, and each group that it is of with its share.
  static func say(_ done: Boards.Excepted, to terminal: Terminal) {
    let (framework, unit) = (done.framework, done.unit)
    if let share = done.share {
      terminal.line(
        vi: "Đã ghi ngoại lệ \(share.reduced) theo \(framework) tại \(unit), cho:",
        en: "Recorded the exception \(share.reduced) under \(framework) at \(unit), for:")
    } else {
      terminal.line(
        vi: "Đã rút ngoại lệ theo \(framework) tại \(unit), của:",
        en: "Withdrew the exception under \(framework) at \(unit), of:")
    }
    for group in done.groups {
      let (before, after) = (group.before.reduced, group.after.reduced)
      terminal.line(
        vi: "- \(group.pooled ? "nhóm gộp các nhóm nhỏ" : "nhóm riêng") tại \(unit): "
          + "\(group.rated) người xếp loại, tỷ lệ \(before) → \(after)",
        en: "- \(group.pooled ? "the pool of small groups" : "the own group") at \(unit): "
          + "\(group.rated) rated, share \(before) → \(after)")
    }
  }

  static func say(_ signed: Boards.Signed, to terminal: Terminal) {
    let digest = "\(signed.digest.prefix(16))…"
    if signed.wasSigned {
      terminal.line(
        vi: "Danh sách của \(signed.unit) đã được ký từ trước (mã \(digest)): không thay đổi gì.",
        en: "The list of \(signed.unit) was signed before (digest \(digest)): nothing changed.")
    } else {
      terminal.line(
        vi: "Đã ký danh sách của \(signed.unit): \(signed.members) người, lần chấm \(signed.run), "
          + "mã \(digest)",
        en: "Signed the list of \(signed.unit): \(signed.members) members, run \(signed.run), "
          + "digest \(digest)")
    }
    if signed.isProvisional {
      terminal.line(
        vi: "! Lần chấm \(signed.run) là chấm tạm: kỳ chưa đóng, danh sách còn có thể thay đổi.",
        en: "! Run \(signed.run) is provisional: the month is open and the list may still change.")
    }
  }
}
