import Basics
import Frameworks
import Reports
import Runs
import Scoring

/// The working of a score as people and programs read it.
struct ExplanationWords {
  let found: Explanation
  let terminal: Terminal

  init(_ found: Explanation, terminal: Terminal) {
    self.found = found
    self.terminal = terminal
  }

  /// What `score explain` prints.
  var lines: [String] {
    var lines = head
    for step in found.steps {
      lines.append("")
      lines.append(terminal.say(step.title))
      if let source = step.source {
        lines.append("  " + terminal.say(vi: "Căn cứ: \(source.vi)", en: "Basis: \(source.en)"))
      }
      lines += step.lines.map { "  " + terminal.say($0) }
    }
    lines += section(Phrase(vi: "Nguyên nhân khách quan", en: "Objective causes"), found.excused)
    lines += section(Phrase(vi: "Hạn mức", en: "Quota"), found.quota)
    lines.append("")
    lines.append(result)
    lines += section(
      Phrase(vi: "Để lên mức tiếp theo", en: "To the next grade"), found.distance)
    return lines
  }

  private var head: [String] {
    var lines = changed.map { [terminal.say($0)] } ?? []
    lines += [
      "\(found.person.name) · \(Terminal.harmless(found.person.title.reveal(for: .display)))",
      terminal.say(
        vi: "Đơn vị đánh giá: \(found.unit)", en: "Graded by: \(found.unit)"),
    ]
    if let framework = found.framework {
      lines.append(
        terminal.say(
          vi: "Bộ tiêu chí: \(framework.reference) — \(framework.title.vi)",
          en: "Framework: \(framework.reference) — \(framework.title.en)"))
    }
    if let run = found.run {
      let (kind, state) = (RunWords.kind(run), RunWords.state(run))
      lines.append(
        terminal.say(
          vi: "Kỳ \(run.month), lần chấm \(run.number) (\(kind.vi), \(state.vi))",
          en: "Period \(run.month), run \(run.number) (\(kind.en), \(state.en))"))
    } else {
      lines.append(
        terminal.say(
          vi: "Xem trước theo phiếu hiện nay: kỳ chưa được chấm.",
          en: "A preview of the sheet as it is: the period has not been scored."))
    }
    return lines
  }

  /// What the run has, where it is not what stands on the sheet now.
  private var changed: Phrase? {
    guard let run = found.run, let recorded = found.recorded else { return nil }
    var then = Words.status(recorded.status.rawValue)
    if let total = recorded.total, let grade = recorded.grade {
      let final = recorded.finalGrade ?? grade
      then = Phrase(
        vi: "\(total), \(grade.rawValue)"
          + (final == grade ? "" : ", sau hạn mức \(final.rawValue)"),
        en: "\(total), \(grade.rawValue)"
          + (final == grade ? "" : ", after the quota \(final.rawValue)"))
    }
    return Phrase(
      vi: "Phiếu đã thay đổi sau lần chấm \(run.number) (lần ấy: \(then.vi)); "
        + "dưới đây là phiếu hiện nay.",
      en: "The sheet was changed after run \(run.number) (which has: \(then.en)); "
        + "below is the sheet as it is now.")
  }

  private func section(_ title: Phrase, _ phrases: [Phrase]) -> [String] {
    guard !phrases.isEmpty else { return [] }
    return ["", terminal.say(title)] + phrases.map { "  " + terminal.say($0) }
  }

  private var result: String {
    guard let rating = found.score.rating, let final = found.finalGrade else {
      let status =
        found.score.status == .incomplete
        ? Phrase(vi: "chưa đủ để chấm", en: "incomplete")
        : Phrase(vi: "không xếp loại", en: "not rated")
      let reasons = found.score.reasons.map { terminal.say(Working.reason($0)) }
        .joined(separator: "; ")
      return terminal.say(
        vi: "Kết quả: \(status.vi) (\(reasons))", en: "Result: \(status.en) (\(reasons))")
    }
    guard found.recorded == nil else {
      return terminal.say(
        vi: "Kết quả theo phiếu hiện nay: \(rating.total) điểm, xếp loại "
          + "\(rating.grade.rawValue) (chưa xét hạn mức)",
        en: "Result by the sheet as it is: \(rating.total) points, grade "
          + "\(rating.grade.rawValue) (before any quota)")
    }
    return terminal.say(
      vi: "Kết quả: \(rating.total) điểm, xếp loại \(rating.grade.rawValue), "
        + "sau hạn mức \(final.rawValue)",
      en: "Result: \(rating.total) points, grade \(rating.grade.rawValue), "
        + "after the quota \(final.rawValue)")
  }

  /// Step and line, for programs.
  var listing: Listing {
    var listing = Listing([
      .init("step", vi: "Bước", en: "Step"), .init("source", vi: "Căn cứ", en: "Basis"),
      .init("line", vi: "Nội dung", en: "Line"),
    ])
    if let run = found.run, let changed {
      listing.add(
        terminal.say(vi: "Lần chấm \(run.number)", en: "Run \(run.number)"), "",
        terminal.say(changed))
    }
    for step in found.steps {
      for line in step.lines {
        listing.add(
          terminal.say(step.title), step.source.map { terminal.say($0) } ?? "",
          terminal.say(line))
      }
    }
    for (title, phrases) in [
      (Phrase(vi: "Nguyên nhân khách quan", en: "Objective causes"), found.excused),
      (Phrase(vi: "Hạn mức", en: "Quota"), found.quota),
      (Phrase(vi: "Để lên mức tiếp theo", en: "To the next grade"), found.distance),
    ] {
      for phrase in phrases { listing.add(terminal.say(title), "", terminal.say(phrase)) }
    }
    listing.add(terminal.say(vi: "Kết quả", en: "Result"), "", result)
    listing.add("score export", "", found.line)
    return listing
  }
}
