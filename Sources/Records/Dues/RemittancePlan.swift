import Basics
import Organisation

/// How one month's collection goes up the tree: what each unit has, keeps and passes on.
///
/// Each unit's money is its own collection and what the units below pass to it; it keeps a share,
/// rounded half away from zero, and passes exactly the rest. So nothing is lost to rounding: all
/// that was collected is what all keep and what leaves the top.
package struct RemittancePlan: Sendable, Hashable {
  /// A unit of the party tree with the dues that were collected in it.
  package struct Collection: Sendable, Hashable {
    package let unit: Unit.ID
    /// The unit above; one that is not among the units counts as none.
    package let parent: Unit.ID?
    package let level: Int
    package let collected: Money
    /// What the unit has passed on for this month already.
    package let passedBefore: Money

    package init(
      unit: Unit.ID, parent: Unit.ID?, level: Int, collected: Money, passedBefore: Money = .zero
    ) {
      self.unit = unit
      self.parent = parent
      self.level = level
      self.collected = collected
      self.passedBefore = passedBefore
    }
  }

  /// What becomes of one unit's money.
  package struct Line: Sendable, Hashable {
    package let unit: Unit.ID
    /// Who gets what is passed on; `nil` at the top, where it leaves the tree.
    package let parent: Unit.ID?
    package let level: Int
    package let collected: Money
    /// From the units directly below.
    package let received: Money
    package let keep: ExactDecimal
    package let kept: Money
    /// In all for this month, what went before included.
    package let passed: Money
    package let passedBefore: Money

    /// What is still to pass on; below zero where too much was passed before.
    package var due: Money { passed - passedBefore }
  }

  /// In the order of the units given.
  package let lines: [Line]

  package var collected: Money { lines.reduce(.zero) { $0 + $1.collected } }
  package var kept: Money { lines.reduce(.zero) { $0 + $1.kept } }
  /// What leaves the tree at its top.
  package var leaving: Money {
    lines.reduce(.zero) { $1.parent == nil ? $0 + $1.passed : $0 }
  }

  /// Plans a month.
  ///
  /// - Throws: ``RemittanceError`` for a level without a step and for a tree that is none.
  package init(_ units: [Collection], by chain: DuesSplit.Chain) throws(RemittanceError) {
    var placeOf: [Unit.ID: Int] = [:]
    for (place, unit) in units.enumerated() {
      guard placeOf.updateValue(place, forKey: unit.unit) == nil else {
        throw .notATree(unit.unit)
      }
    }
    let keeps = Dictionary(chain.steps.map { ($0.level, $0.keep) }) { first, _ in first }
    var received = [Int64](repeating: 0, count: units.count)
    var lines = [Line?](repeating: nil, count: units.count)
    // The unit above always has a smaller level, so the deepest go first.
    for place in units.indices.sorted(by: { units[$0].level > units[$1].level }) {
      let unit = units[place]
      guard let keep = keeps[unit.level] else {
        throw .levelWithoutStep(unit.level, file: chain.file)
      }
      let above = unit.parent.flatMap { placeOf[$0] }
      if let above, units[above].level >= unit.level { throw .notATree(unit.unit) }
      let base = unit.collected.dong + received[place]
      let kept = Self.share(keep, of: base)
      if let above { received[above] += base - kept }
      lines[place] = Line(
        unit: unit.unit, parent: above.map { units[$0].unit }, level: unit.level,
        collected: unit.collected, received: Money(dong: received[place]), keep: keep,
        kept: Money(dong: kept), passed: Money(dong: base - kept), passedBefore: unit.passedBefore)
    }
    self.lines = lines.compactMap { $0 }
  }

  /// Rounded half away from zero.
  private static func share(_ keep: ExactDecimal, of base: Int64) -> Int64 {
    let whole = (0..<keep.scale).reduce(Int128(1)) { product, _ in product * 10 }
    return rounded(Int128(base) * keep.mantissa, over: whole)
  }
}

/// Why dues cannot be remitted, said to people.
package enum RemittanceError: Problem, Hashable {
  case noSplit(Month, file: String)
  case levelWithoutStep(Int, file: String)
  case notATree(Unit.ID)

  package var kind: ProblemKind {
    switch self {
    case .noSplit, .levelWithoutStep: .refused
    case .notATree: .fault
    }
  }

  package var message: Phrase {
    switch self {
    case .noSplit(let month, let file):
      Phrase(
        vi: "Tháng \(month) chưa có tỷ lệ trích nộp đảng phí trong \(file).",
        en: "\(file) has no split of the dues for \(month).")
    case .levelWithoutStep(let level, let file):
      Phrase(
        vi: "Bậc \(level) của hệ thống đảng không có tỷ lệ trích nộp trong \(file).",
        en: "\(file) does not say what level \(level) of the party tree keeps.")
    case .notATree:
      Phrase(
        vi: "Cây đơn vị không đúng: có đơn vị không ở dưới cấp trên của nó.",
        en: "The units are no tree: one does not stand below the unit above it.")
    }
  }

  package var hint: Phrase? {
    switch self {
    case .noSplit(let month, let file):
      Phrase(
        vi: "Ghi vào \(file), dưới splits: from: \(month), và levels: mỗi bậc một dòng "
          + "level, name, keep (phần giữ lại, từ 0 đến 1), source, checked. Chưa có tệp thì in ra "
          + "trước: cadre dues rules --split --source > \(file)",
        en: "Add to \(file), under splits: from: \(month), and levels: for each level a line with "
          + "level, name, keep (the share kept, 0 to 1), source, checked. Where there is no such "
          + "file yet, print it first: cadre dues rules --split --source > \(file)")
    case .levelWithoutStep(let level, let file):
      Phrase(
        vi: "Thêm vào levels của \(file): {level: \(level), name: …, keep: …, source: …, "
          + "checked: …}.",
        en: "Add to levels in \(file): {level: \(level), name: …, keep: …, source: …, "
          + "checked: …}.")
    case .notATree:
      Phrase(
        vi: "Xem cây: cadre unit tree; rồi cadre db check.",
        en: "Look at the tree: cadre unit tree; then cadre db check.")
    }
  }
}
