import Access
import Basics

/// All units as they stood on one day, as known at one moment.
package struct UnitTree: Sendable {
  package let units: [Unit.ID: Unit]
  private let childIDs: [Unit.ID: [Unit.ID]]
  private let codes: [Code: Unit.ID]
  package let roots: [Unit.ID]

  package init(_ list: [Unit]) {
    units = Dictionary(list.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    codes = Dictionary(list.map { ($0.code, $0.id) }, uniquingKeysWith: { first, _ in first })
    var children: [Unit.ID: [Unit.ID]] = [:]
    var roots: [Unit.ID] = []
    for unit in list.sorted(by: { $0.code < $1.code }) {
      if let parent = unit.placement.parent, units[parent] != nil {
        children[parent, default: []].append(unit.id)
      } else {
        roots.append(unit.id)
      }
    }
    childIDs = children
    self.roots = roots
  }

  package subscript(code: Code) -> Unit? { codes[code].flatMap { units[$0] } }
  package subscript(id: Unit.ID) -> Unit? { units[id] }

  /// Units right below, in the order of their codes.
  package func children(of id: Unit.ID) -> [Unit] { (childIDs[id] ?? []).compactMap { units[$0] } }

  /// From the unit up to the top of its tree, itself first.
  ///
  /// Levels fall on the way up, so the walk ends even if the input were wrong.
  package func line(of id: Unit.ID) -> UnitLine? {
    var line: [Int64] = []
    var next: Unit.ID? = id
    while let current = next, let unit = units[current], line.count <= Unit.deepestLevel {
      line.append(current.number)
      next = unit.placement.parent
    }
    return UnitLine(line)
  }

  /// Every unit below and including `top`, parents before children, each with its depth.
  package func subtree(of top: Unit.ID) -> [(unit: Unit, depth: Int)] {
    var found: [(Unit, Int)] = []
    var waiting: [(Unit.ID, Int)] = [(top, 0)]
    while let (id, depth) = waiting.popLast() {
      guard let unit = units[id] else { continue }
      found.append((unit, depth))
      for child in children(of: id).reversed() { waiting.append((child.id, depth + 1)) }
    }
    return found
  }

  /// The numbers of these units and of all below them, in their order.
  package func numbers(below tops: Set<Int64>) -> [Int64] {
    Set(tops.flatMap { subtree(of: .init($0)).map(\.unit.id.number) }).sorted()
  }

  /// The wage region of a unit: its own, or that of the nearest unit above that has one.
  package func wageRegion(of id: Unit.ID) -> Int? {
    for number in line(of: id)?.units ?? [] {
      if let region = units[Unit.ID(number)]?.placement.wageRegion { return region }
    }
    return nil
  }

  /// What is different in `later`: opened, closed, renamed, moved, in the order of codes.
  package func differences(to later: UnitTree) -> [Difference] {
    let codes = Set(self.codes.keys).union(later.codes.keys).sorted()
    return codes.flatMap { code -> [Difference] in
      switch (self[code], later[code]) {
      case (nil, let unit?): [Difference(code: code, kind: .opened, was: "", is: unit.name)]
      case (let unit?, nil): [Difference(code: code, kind: .closed, was: unit.name, is: "")]
      case (let old?, let new?): changes(from: old, to: new, in: later)
      case (nil, nil): []
      }
    }
  }

  private func changes(from old: Unit, to new: Unit, in later: UnitTree) -> [Difference] {
    var found: [Difference] = []
    if old.name != new.name {
      found.append(Difference(code: old.code, kind: .renamed, was: old.name, is: new.name))
    }
    let was = old.placement.parent.flatMap { self[$0]?.code.text } ?? ""
    let now = new.placement.parent.flatMap { later[$0]?.code.text } ?? ""
    if was != now {
      found.append(Difference(code: old.code, kind: .moved, was: was, is: now))
    }
    if old.placement.wageRegion != new.placement.wageRegion {
      func text(_ region: Int?) -> String { region.map(String.init) ?? "" }
      found.append(
        Difference(
          code: old.code, kind: .region, was: text(old.placement.wageRegion),
          is: text(new.placement.wageRegion)))
    }
    return found
  }

  /// One difference between the trees of two days.
  package struct Difference: Sendable, Hashable {
    package enum Kind: String, Sendable { case opened, closed, renamed, moved, region }
    package let code: Code
    package let kind: Kind
    package let was: String
    package let `is`: String
  }
}

extension Unit {
  package var name: String { placement.name }
}
