import Basics
import Members
import Organisation

/// One member on one screen.
struct MemberSheet {
  let view: MemberView
  let today: Day
  let reveal: Bool
  let terminal: Terminal

  private func unit(_ id: Unit.ID?) -> String {
    guard let id, let name = view.units[id] else { return "" }
    return "\(name.code)  \(name.name)"
  }

  private func number(_ number: Personal<String?>) -> String {
    let text = number.reveal(for: .display)
    return reveal ? text ?? "" : MemberLine.masked(text)
  }

  /// Names and values, in the order shown; the keys are the columns of `members.csv`.
  private var fields: [(key: String, title: Phrase, value: String)] {
    let member = view.member
    let post = view.facts.post.fact(on: view.day) ?? .none
    let dues = view.facts.dues.fact(on: view.day) ?? .none
    let status = view.facts.status.fact(on: view.day)
    func field(_ column: MemberColumn, _ value: String) -> (String, Phrase, String) {
      (column.rawValue, column.title, value)
    }
    return [
      field(.sex, member.sex.map { terminal.say($0.title) } ?? ""),
      field(.birthDate, member.birthDate.reveal(for: .display)?.description ?? ""),
      field(.personalID, number(member.personalID)),
      field(.partyCard, number(member.partyCard)),
      field(.oldPartyCard, number(member.oldPartyCard)),
      field(.joinedOn, member.joinedOn?.description ?? ""),
      field(.officialOn, member.officialOn?.description ?? ""),
      field(.status, status.map { terminal.say($0.title) } ?? ""),
      field(.cellCode, unit(view.facts.cell.fact(on: view.day) ?? nil)),
      field(.agencyCode, unit(post.agency)),
      field(.position, post.position),
      field(.form, post.form.map { terminal.say($0.title) } ?? ""),
      field(.managerCode, view.manager?.text ?? ""),
      field(.duesCategory, dues.category.map { terminal.say($0.title) } ?? ""),
      field(.duesBase, dues.base.map { $0.text(in: terminal.language) } ?? ""),
    ] + badges
  }

  private var badges: [(key: String, title: Phrase, value: String)] {
    guard let joined = view.member.joinedOn else { return [] }
    let around = Badge.around(today, joinedOn: joined)
    var found: [(key: String, title: Phrase, value: String)] = []
    let given = Set(
      view.dossier.filter { $0.kind == .badge && !$0.withdrawn }.compactMap { Int($0.code) })
    if let due = around.reached, !given.contains(due.years) {
      found.append(
        (
          "badge_due", Phrase(vi: "Huy hiệu đến hạn", en: "Badge due"),
          terminal.say(
            vi: "\(due.years) năm, đủ từ \(due.reachedOn)",
            en: "\(due.years) years, full since \(due.reachedOn)")
        ))
    }
    if let next = around.next {
      found.append(
        (
          "badge_next", Phrase(vi: "Huy hiệu kế tiếp", en: "Next badge"),
          terminal.say(
            vi: "\(next.years) năm, trao \(next.awardDay)",
            en: "\(next.years) years, awarded \(next.awardDay)")
        ))
    }
    return found
  }

  var lines: [String] {
    let member = view.member
    var lines = ["\(member.code)  \(member.fullName.reveal(for: .display))"]
    if let kept = member.mergedInto {
      lines.append(
        terminal.say(
          vi: "Hồ sơ trùng, đã gộp vào \(kept).", en: "A duplicate, merged into \(kept)."))
    }
    let shown = fields.filter { !$0.value.isEmpty }
    let particulars = view.profile.map { ($0.field, $0.value) }
    let width =
      (shown.map { displayWidth(terminal.say($0.title)) } + particulars.map { $0.0.count })
      .max() ?? 0
    for field in shown {
      lines.append("  \(terminal.say(field.title).padded(toWidth: width))  \(field.value)")
    }
    for (name, value) in particulars { lines.append("  \(name.padded(toWidth: width))  \(value)") }
    for entry in view.dossier {
      let until = entry.until.map { " – \($0)" } ?? ""
      let words = [entry.code, entry.title, entry.introducer?.text ?? "", entry.document]
        .filter { !$0.isEmpty }.joined(separator: " · ")
      let amount = entry.amount.map { " \($0)" } ?? ""
      let step = entry.step.map { terminal.say(vi: " bậc \($0)", en: " step \($0)") } ?? ""
      let gone = entry.withdrawn ? terminal.say(vi: " (đã rút)", en: " (withdrawn)") : ""
      lines.append(
        "  \(entry.kind.rawValue.padded(toWidth: width))  #\(entry.number) \(entry.from.shown)"
          + "\(until)  \(words)\(step)\(amount)\(gone)")
    }
    if !view.duplicates.isEmpty {
      lines.append(
        terminal.say(vi: "  Đã gộp vào đây: ", en: "  Merged into this: ")
          + view.duplicates.map(\.text).joined(separator: ", "))
    }
    lines.append(
      terminal.say(
        vi: "  Phiên bản \(member.version), theo ngày \(view.day)",
        en: "  Version \(member.version), as of \(view.day)"))
    return lines
  }

  var listing: Listing {
    var listing = Listing([
      .init("field", vi: "Trường", en: "Field"), .init("value", vi: "Giá trị", en: "Value"),
    ])
    listing.add("code", view.member.code.text)
    listing.add("full_name", view.member.fullName.reveal(for: .display))
    for field in fields { listing.add(field.key, field.value) }
    for (name, value) in view.profile { listing.add(name, value) }
    listing.add("version", "\(view.member.version)")
    return listing
  }
}

extension Sex {
  fileprivate var title: Phrase {
    switch self {
    case .male: Phrase(vi: "nam", en: "male")
    case .female: Phrase(vi: "nữ", en: "female")
    }
  }
}
