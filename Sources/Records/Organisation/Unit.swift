import Basics
import Postgres

/// One of the two trees that every member can stand in.
package enum Tree: String, Sendable, CaseIterable, Hashable {
  /// Party organisations: committees, cells.
  case party
  /// State agencies: people's committees, departments.
  case state
}

/// A unit of the party or of the state.
///
/// Its code, tree and level are fixed for its life; what else there is holds from a day on.
package struct Unit: Sendable, Hashable {
  package typealias ID = Basics.ID<Unit>

  package let id: ID
  package let code: Code
  package let tree: Tree
  /// The level in its tree, 1 at the top.
  ///
  /// The level of a unit above is always smaller. Also the peer group of rankings.
  package let level: Int
  package let version: Int
  package let placement: Placement

  /// What holds of a unit from a day on, until the next placement.
  package struct Placement: Sendable, Hashable {
    package var name: String
    package var parent: ID?
    /// Region 1 to 4 of the regional minimum wage; `nil`: as the unit above.
    package var wageRegion: Int?
    package var open: Bool

    package init(name: String, parent: ID?, wageRegion: Int?, open: Bool) {
      self.name = name
      self.parent = parent
      self.wageRegion = wageRegion
      self.open = open
    }

    /// Before its first placement a unit is not there.
    static let none = Placement(name: "", parent: nil, wageRegion: nil, open: false)
  }

  /// What is needed to open a unit.
  package struct Draft: Sendable, Hashable {
    package let code: Code
    package let name: String
    package let parent: Code?
    package let tree: Tree
    package let level: Int
    package let wageRegion: Int?

    package init(
      code: Code, name: String, parent: Code?, tree: Tree, level: Int, wageRegion: Int?
    ) {
      self.code = code
      self.name = name
      self.parent = parent
      self.tree = tree
      self.level = level
      self.wageRegion = wageRegion
    }
  }

  /// Which unit carries on which.
  package struct Succession: Sendable, Hashable {
    package let predecessor: Code
    package let successor: Code
    package let day: Day
    package let kind: String
  }
}

extension Unit {
  /// The most levels that a tree may have.
  package static let deepestLevel = 20

  /// Whether a unit of this tree and level may stand under `parent`.
  ///
  /// The database says the same by its keys, so a cycle has no spelling.
  package static func mayStand(
    tree: Tree, level: Int, code: Code, under parent: Unit
  ) throws(UnitError) {
    guard parent.tree == tree else { throw .otherTree(code, parent: parent.code) }
    guard parent.level < level else {
      throw .parentNotAbove(code, level: level, parent: parent.code, parentLevel: parent.level)
    }
    guard parent.placement.open else { throw .closed(parent.code) }
  }
}
