import Basics
import Tabular

/// The file of a ranking, as the interface has it.
package enum RankingFile {
  package static let header = [
    "period", "tree", "level", "unit_code", "score", "rank", "members_rated", "a", "b", "c", "d",
    "members_mean", "collective", "previous_rank", "note",
  ]

  package static func cells(_ row: UnitMonth, of month: Month) -> [Cell] {
    func whole(_ number: Int?) -> Cell { number.map { .whole(Int64($0)) } ?? .empty }
    func points(_ number: Int?) -> Cell {
      number.flatMap { ExactDecimal(mantissa: Int128($0), scale: 2) }.map(Cell.decimal) ?? .empty
    }
    return [
      .text("\(month)"), .text(row.tree.rawValue), whole(row.level), .text(row.code.text),
      points(row.score), whole(row.rank), whole(row.rated),
    ] + row.grades.map(whole) + [
      points(row.mean), points(row.collective), whole(row.previousRank), .text(row.note),
    ]
  }
}
