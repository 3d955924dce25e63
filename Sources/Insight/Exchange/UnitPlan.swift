import Basics
import Organisation

/// What a file of units would change: pure, from the rows and the record as it stands.
struct UnitPlan: Sendable {
  private(set) var added: [Unit.Draft] = []
  private(set) var changed: [(unit: Unit, draft: Unit.Draft)] = []
  private(set) var unchanged = 0
  private(set) var flaws: [RowFlaw] = []

  /// - Parameters:
  ///   - rows: the rows that are right by themselves.
  ///   - known: every unit on record by code, open or closed.
  init(_ rows: [UnitRow], known: [Code: Unit]) {
    var byCode: [Code: UnitRow] = [:]
    for row in rows {
      if let first = byCode[row.draft.code] {
        refuse(
          row, .code,
          Phrase(
            vi: "mã đã có ở dòng \(first.line)", en: "the code stands on line \(first.line) too"))
      } else {
        byCode[row.draft.code] = row
      }
    }
    var good = byCode
    let codesOf = Dictionary(
      known.values.map { ($0.id, $0.code) }, uniquingKeysWith: { first, _ in first })
    // A row falls with the row of its parent, so look again until nothing more falls.
    var falling = true
    while falling {
      falling = false
      for row in good.values.sorted(by: { $0.line < $1.line }) {
        guard let (column, reason) = fault(of: row, among: good, all: byCode, known: known) else {
          continue
        }
        refuse(row, column, reason)
        good[row.draft.code] = nil
        falling = true
      }
    }
    for row in good.values.sorted(by: {
      $0.draft.level == $1.draft.level
        ? $0.line < $1.line : $0.draft.level < $1.draft.level
    }) {
      guard let unit = known[row.draft.code] else {
        added.append(row.draft)
        continue
      }
      let parent = unit.placement.parent.flatMap { codesOf[$0] }
      let same =
        unit.name == row.draft.name && parent == row.draft.parent
        && unit.placement.wageRegion == row.draft.wageRegion && unit.placement.open
      if same { unchanged += 1 } else { changed.append((unit, row.draft)) }
    }
    flaws.sort { $0.line < $1.line }
  }

  private mutating func refuse(_ row: UnitRow, _ column: UnitColumn, _ reason: Phrase) {
    let value: String =
      switch column {
      case .parentCode: row.draft.parent?.text ?? ""
      case .level: String(row.draft.level)
      case .tree: row.draft.tree.rawValue
      default: row.draft.code.text
      }
    flaws.append(RowFlaw(line: row.line, column: column.rawValue, value: value, reason: reason))
  }

  private func fault(
    of row: UnitRow, among good: [Code: UnitRow], all: [Code: UnitRow], known: [Code: Unit]
  ) -> (UnitColumn, Phrase)? {
    if let unit = known[row.draft.code] {
      if unit.tree != row.draft.tree {
        return (.tree, Phrase(vi: "hệ thống của đơn vị không đổi được", en: "a tree is for life"))
      }
      if unit.level != row.draft.level {
        return (
          .level,
          Phrase(
            vi: "bậc của đơn vị là \(unit.level), không đổi được; hãy mở đơn vị mới",
            en: "the unit's level is \(unit.level) for life; open a new unit")
        )
      }
    }
    guard let parent = row.draft.parent else {
      guard row.draft.level > 1 else { return nil }
      return (
        .parentCode,
        Phrase(
          vi: "chỉ đơn vị bậc 1 không có cấp trên", en: "only level 1 has no unit above")
      )
    }
    if let cycle = cycle(from: row.draft.code, in: all) {
      let names = cycle.map(\.text).joined(separator: " → ")
      return (.parentCode, Phrase(vi: "vòng lặp: \(names)", en: "a cycle: \(names)"))
    }
    let (tree, level): (Tree, Int)
    if let above = good[parent] {
      (tree, level) = (above.draft.tree, above.draft.level)
    } else if all[parent] != nil {
      return (
        .parentCode,
        Phrase(vi: "dòng của cấp trên bị từ chối", en: "the row of the unit above is refused")
      )
    } else if let above = known[parent], above.placement.open {
      (tree, level) = (above.tree, above.level)
    } else {
      return (
        .parentCode,
        Phrase(
          vi: "không có đơn vị cấp trên này", en: "there is no such unit above")
      )
    }
    if tree != row.draft.tree {
      return (
        .parentCode,
        Phrase(vi: "cấp trên thuộc hệ thống kia", en: "the unit above is of the other tree")
      )
    }
    if level >= row.draft.level {
      return (
        .level,
        Phrase(
          vi: "phải lớn hơn bậc \(level) của cấp trên",
          en: "must be larger than level \(level) of the unit above")
      )
    }
    return nil
  }

  /// The codes of a cycle through `start`, first and last the same; `nil` where there is none.
  private func cycle(from start: Code, in rows: [Code: UnitRow]) -> [Code]? {
    var path = [start]
    var seen: Set<Code> = [start]
    while let next = path.last.flatMap({ rows[$0]?.draft.parent }) {
      path.append(next)
      if next == start { return path }
      guard seen.insert(next).inserted else { return nil }
    }
    return nil
  }
}
