import Basics
import BigInt
import Frameworks
import Sheets

/// One gate in words: whether it holds, and why.
struct GateWorking {
  let gate: Framework.Gate
  let facts: SheetFacts
  let entries: ArraySlice<Entry>

  func line(holds: Bool, before: Framework.Grade, after: Framework.Grade) -> Phrase {
    let (name, why) = (gate.when.name, why)
    guard holds else {
      return Phrase(
        vi: "\(name): không áp dụng, vì \(why.vi)", en: "\(name): does not hold: \(why.en)")
    }
    let effect = effect
    let change =
      before == after
      ? Phrase(vi: "giữ \(after.rawValue)", en: "it stays \(after.rawValue)")
      : Phrase(
        vi: "\(before.rawValue) → \(after.rawValue)", en: "\(before.rawValue) → \(after.rawValue)")
    return Phrase(
      vi: "\(name): áp dụng, vì \(why.vi); \(effect.vi): \(change.vi)",
      en: "\(name): holds: \(why.en); \(effect.en): \(change.en)")
  }

  private var effect: Phrase {
    switch gate.effect {
    case .atMost(let grade):
      Phrase(vi: "cao nhất là \(grade.rawValue)", en: "at most \(grade.rawValue)")
    case .grade(let grade): Phrase(vi: "xếp mức \(grade.rawValue)", en: "grade \(grade.rawValue)")
    }
  }

  private var why: Phrase {
    switch gate.when {
    case .disciplined:
      return facts.isDisciplined
        ? Phrase(vi: "phiếu ghi bị kỷ luật", en: "the sheet says disciplined")
        : Phrase(vi: "phiếu không ghi kỷ luật", en: "no disciplinary event is on the sheet")
    case .incompleteAny:
      return Phrase(
        vi: "\(facts.unmet) việc chưa đủ số lượng\(list { $0.isBelow(ExactDecimal(1)) })",
        en: "\(facts.unmet) short of their quantity\(list { $0.isBelow(ExactDecimal(1)) })")
    case .lateAny:
      return Phrase(
        vi: "\(facts.late) việc trễ hạn\(list { $0.delays > .zero })",
        en: "\(facts.late) late\(list { $0.delays > .zero })")
    case .anyBelow(let share):
      let codes = list { $0.isBelow(share) }
      let limit = share.reduced
      return codes.isEmpty
        ? Phrase(
          vi: "không việc nào dưới \(limit) số được giao",
          en: "nothing is below \(limit) of what was assigned")
        : Phrase(
          vi: "có việc dưới \(limit) số được giao\(codes)",
          en: "below \(limit) of what was assigned\(codes)")
    case .exceededShareBelow(let limit):
      return share(
        facts.exceeded, limit, Phrase(vi: "việc vượt mức", en: "beyond what was assigned"))
    case .lateShareOver(let limit):
      return share(facts.late, limit, Phrase(vi: "việc trễ hạn", en: "late"))
    case .failedShareOver(let limit):
      return share(
        facts.failed, limit,
        Phrase(vi: "việc dưới một nửa số được giao", en: "below half of what was assigned"))
    }
  }

  private func share(_ count: Int, _ limit: ExactDecimal, _ what: Phrase) -> Phrase {
    guard let part = Fraction(Int64(count), over: Int64(facts.works)) else {
      return Phrase(vi: "phiếu không có việc nào", en: "no work is on the sheet")
    }
    let bound = Fraction(limit)
    let relation = part == bound ? "=" : part < bound ? "<" : ">"
    let numbers = "\(count)/\(facts.works) \(relation) \(limit.reduced)"
    return Phrase(vi: "\(what.vi): \(numbers)", en: "\(what.en): \(numbers)")
  }

  /// The codes of the work that `holds` for, after a colon; empty where there is none.
  private func list(_ holds: (Entry) -> Bool) -> String {
    let codes = entries.filter { $0.kind == .work && holds($0) }.map(\.code)
    return codes.isEmpty ? "" : ": " + codes.joined(separator: ", ")
  }
}

extension Entry {
  /// Whether p < share·q, by the rule of the gate.
  fileprivate func isBelow(_ share: ExactDecimal) -> Bool {
    GateRules<BigInt>.isAnyBelow(share, [self])
  }
}
