import Basics
import Drawing
import Organisation

/// A report before it becomes a table, a file or paper: the same numbers for all of them.
package struct Report: Sendable {
  package enum Kind: String, Sendable, CaseIterable, Hashable {
    case month, ranking, distribution, trend, readiness, history
  }

  package let kind: Kind
  package var title: Phrase
  /// Of which unit or units.
  package var subject: Phrase
  /// What a reader must not overlook, such as that the numbers are provisional.
  package var warning: Phrase?
  /// Who signs: the unit whose report it is, and the tree that gives the heading its form.
  package var issuer: Issuer
  /// What csv and json hold, and what stands first for people.
  package var main: ReportTable
  /// Further tables, for people only.
  package var others: [ReportTable] = []
  /// Drawn as svg and png.
  package var chart: @Sendable (Language) -> any Chart
  /// What is drawn on paper, below the table; `nil`: nothing.
  package var printedChart: (@Sendable (Language) -> any Chart)?
  /// What stands below the table on a terminal, such as a sparkline.
  package var lines: [Phrase] = []
  package var remarks: [Phrase] = []
  /// What to type next; on a terminal only.
  package var hints: [Phrase] = []
  /// Where the numbers come from: the run and its digest.
  package var source: Phrase
  /// The moment of making.
  package var made: Instant

  /// Whose report it is.
  package struct Issuer: Sendable, Hashable {
    package var tree: Tree
    /// The name of the unit above; empty at the top.
    package var above = ""
    package var name = ""

    package init(tree: Tree) { self.tree = tree }

    init(_ unit: Unit, in units: UnitTree) {
      tree = unit.tree
      name = unit.name
      above = unit.placement.parent.flatMap { units[$0]?.name } ?? ""
    }
  }
}

/// A table of a report.
package struct ReportTable: Sendable, Hashable {
  /// Where a column stands.
  package enum Face: Sendable, CaseIterable, Hashable {
    /// In csv, json and workbooks.
    case data
    case screen, paper
  }

  package enum Side: Sendable, Hashable { case left, right, centre }

  package struct Column: Sendable, Hashable {
    /// The field's name in csv and json, the same in every language.
    package let key: String
    package let title: Phrase
    package let side: Side
    package let faces: Set<Face>

    init(
      _ key: String, vi: String, en: String, _ side: Side = .left,
      on faces: Set<Face> = Set(Face.allCases)
    ) {
      self.key = key
      title = Phrase(vi: vi, en: en)
      self.side = side
      self.faces = faces
    }
  }

  package var caption = Phrase(vi: "", en: "")
  package var columns: [Column]
  package var rows: [[ReportValue]]
  /// For people only: programs add up for themselves.
  package var total: [ReportValue]?
  /// What is said where there are no rows.
  package var none: Phrase

  /// The columns of a face, by their places.
  package func places(on face: Face) -> [Int] {
    columns.indices.filter { columns[$0].faces.contains(face) }
  }

  /// A row as people read it on a screen or on paper.
  package func shown(
    _ row: [ReportValue], on face: Face, in language: Language
  ) -> [String] {
    places(on: face).map { row[$0].shown(in: language) }
  }

  /// A row as programs read it.
  package func data(_ row: [ReportValue]) -> [String] { places(on: .data).map { row[$0].data } }
}
