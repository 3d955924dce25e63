import Basics
import Configuration

@testable import Letters

enum Given {
  static let templates = Result { try LetterTemplates.read(try Configuration.letters()) }

  static let issuer = LetterIssuer(
    code: Code("CB00004-1") ?? .blank, name: "Chi bộ 1 phường Ba Đình",
    above: "Đảng ủy phường Ba Đình", place: "Hà Nội", role: .cell)

  /// Every field says its own name, so that a letter shows where each went.
  static let fields = Dictionary(
    uniqueKeysWithValues: LetterField.allCases.map { ($0, "<\($0.rawValue)>") })

  static let table = LetterTableContent(
    caption: "Bảng", columns: [.init("Tháng"), .init("Số", .right), .init("Loại", .centre)],
    rows: [["01/2026", "1", "A"], ["02/2026", "2"]], total: ["Cộng", "3", ""])

  static func values(
    _ fields: [LetterField: String] = fields, of issuer: LetterIssuer = issuer
  ) -> LetterValues {
    LetterValues(issuer: issuer, fields: fields, tables: [.scores: table, .dues: table])
  }

  static func content(_ kind: LetterKind) throws -> LetterContent {
    try templates.get()[kind].filled(values())
  }

  /// The program's template of a kind, with something changed.
  static func template(
    _ kind: LetterKind, _ change: (String) -> String = { $0 }
  ) throws -> LetterTemplate {
    let file = try Configuration.letters().first { $0.name.hasSuffix("/\(kind.rawValue).yaml") }
    return try LetterTemplate.read(text: change(file?.text ?? ""), name: file?.name ?? "")
  }
}
