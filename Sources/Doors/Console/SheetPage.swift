import Basics
import Sheets

/// A sheet on the screen.
enum SheetPage {
  static func head(of view: SheetView, on terminal: Terminal) {
    let (name, title) = (view.person.name, view.person.title.reveal(for: .display))
    terminal.line(
      vi: "Phiếu của \(name) — \(title) — kỳ \(view.period.month), \(view.period.state.title.vi)",
      en: "Sheet of \(name) — \(title) — \(view.period.month), \(view.period.state.title.en)")
    guard let sheet = view.sheet else {
      return terminal.line(vi: "Chưa có phiếu.", en: "There is no sheet yet.")
    }
    terminal.line(
      vi: "Bộ tiêu chí \(sheet.framework.reference) · \(view.state.title.vi) · bản "
        + "\(sheet.version) · lần \(sheet.revision)",
      en: "Framework \(sheet.framework.reference) · \(view.state.title.en) · version "
        + "\(sheet.version) · revision \(sheet.revision)")
    if view.isProposal {
      terminal.line(
        vi: "Chưa ai ghi; dưới đây là gợi ý từ tháng trước.",
        en: "Nobody has written on it; this is proposed from last month.")
    }
  }

  /// - Parameters:
  ///   - view: the sheet.
  ///   - language: of the words for people, who read the framework's name of a criterion as well;
  ///     `nil`: the keys of the files, and what the sheet itself says.
  /// - Returns: its entries as rows.
  static func entries(of view: SheetView, in language: Language?) -> Listing {
    var listing = Listing([
      .init("entry", vi: "Loại", en: "Kind"), .init("code", vi: "Mã", en: "Code"),
      .init("title", vi: "Tên", en: "Title"), .init("group", vi: "Mục tiêu", en: "Objective"),
      .init("weight", vi: "Hệ số", en: "Weight", isNumber: true),
      .init("target", vi: "Giao", en: "Target", isNumber: true),
      .init("actual", vi: "Xong", en: "Done", isNumber: true),
      .init("direction", vi: "Chiều", en: "Way"),
      .init("baseline", vi: "Ban đầu", en: "Start", isNumber: true),
      .init("quality_failures", vi: "Không đạt", en: "Failures", isNumber: true),
      .init("delays", vi: "Chậm", en: "Delays", isNumber: true),
      .init("points", vi: "Điểm", en: "Points", isNumber: true),
      .init("self_points", vi: "Tự chấm", en: "Self", isNumber: true),
    ])
    func text(_ quantity: Quantity?) -> String { quantity?.description ?? "" }
    func count(_ quantity: Quantity) -> String { quantity == .zero ? "" : quantity.description }
    for entry in view.entries {
      let known =
        entry.kind == .criterion
        ? view.criteria[entry.code]
        : entry.kind == .factor ? Entry.Factor(rawValue: entry.code)?.title : nil
      let title = entry.title.isEmpty ? language.flatMap { known?.text(in: $0) } : nil
      listing.add(
        language.map(entry.kind.title.text) ?? entry.kind.rawValue, entry.code,
        title ?? entry.title,
        entry.group ?? "", text(entry.weight),
        text(entry.target), text(entry.actual), entry.direction?.rawValue ?? "",
        text(entry.baseline), count(entry.qualityFailures), count(entry.delays),
        text(entry.points), text(entry.selfPoints))
    }
    return listing
  }

  static func foot(of view: SheetView, on terminal: Terminal) {
    for excuse in view.excuses {
      let withdrawn =
        excuse.withdrawnAt == nil ? "" : terminal.say(vi: " (đã rút)", en: " (withdrawn)")
      terminal.line(
        vi: "Nguyên nhân khách quan số \(excuse.number): \(excuse.work), "
          + "\(excuse.failures) lần không đạt, \(excuse.delays) lần chậm; \(excuse.cause) — "
          + "\(excuse.document), \(excuse.confirmedBy)\(withdrawn)",
        en: "Objective cause \(excuse.number): \(excuse.work), \(excuse.failures) failures, "
          + "\(excuse.delays) delays; \(excuse.cause) — \(excuse.document), "
          + "\(excuse.confirmedBy)\(withdrawn)")
    }
    for step in view.steps {
      let change = "\(terminal.say(step.step.title)) → \(terminal.say(step.to.title))"
      let parts = ["\(step.at)", "\(step.account)", change, step.reason]
      terminal.line(parts.filter { !$0.isEmpty }.joined(separator: "  "))
    }
  }
}
