import Basics
import Members
import Organisation

/// The columns of `units.csv`.
package enum UnitColumn: String, Sendable, CaseIterable, Hashable {
  case code, name
  case parentCode = "parent_code"
  case tree, level
  case wageRegion = "wage_region"

  var vietnamese: String {
    switch self {
    case .code: "Mã"
    case .name: "Tên"
    case .parentCode: "Mã cấp trên"
    case .tree: "Hệ thống"
    case .level: "Bậc"
    case .wageRegion: "Vùng lương"
    }
  }

  static let names = Dictionary(
    uniqueKeysWithValues: allCases.map { ($0, [$0.rawValue, $0.vietnamese]) })
}

/// One row of `units.csv`, checked by itself.
struct UnitRow: Sendable, Hashable {
  let line: Int
  let draft: Unit.Draft

  /// Reads a row, or says everything that is wrong with it.
  static func read(
    line: Int, _ field: (UnitColumn) -> String
  ) -> Result<UnitRow, UnitRowFlaws> {
    var flaws: [RowFlaw] = []
    func refuse(_ column: UnitColumn, _ reason: Phrase) {
      flaws.append(
        RowFlaw(line: line, column: column.rawValue, value: field(column), reason: reason))
    }
    let codeForm = Phrase(
      vi: "mã gồm 1 đến 40 chữ không dấu, chữ số, dấu . _ -",
      en: "a code has 1 to 40 of A-Z a-z 0-9 . _ -")
    let code = Code(field(.code))
    if code == nil { refuse(.code, codeForm) }
    var parent: Code?
    if !field(.parentCode).isEmpty {
      parent = Code(field(.parentCode))
      if parent == nil { refuse(.parentCode, codeForm) }
    }
    var name = ""
    do {
      name = try TextGate.clean(field(.name))
      if name.isEmpty { refuse(.name, Phrase(vi: "không được để trống", en: "must not be empty")) }
    } catch {
      refuse(.name, error.phrase)
    }
    let tree = tree(field(.tree))
    if tree == nil {
      refuse(.tree, Phrase(vi: "phải là party hoặc state", en: "is party or state"))
    }
    let level = whole(field(.level), in: 1...Unit.deepestLevel)
    if level == nil {
      refuse(
        .level,
        Phrase(
          vi: "phải là số nguyên từ 1 đến \(Unit.deepestLevel)",
          en: "is a whole number from 1 to \(Unit.deepestLevel)"))
    }
    var region: Int?
    if !field(.wageRegion).isEmpty {
      region = whole(field(.wageRegion), in: 1...4)
      if region == nil {
        refuse(
          .wageRegion,
          Phrase(vi: "phải từ 1 đến 4 hoặc để trống", en: "is 1 to 4, or empty"))
      }
    }
    guard flaws.isEmpty, let code, let tree, let level else { return .failure(.init(flaws: flaws)) }
    return .success(
      UnitRow(
        line: line,
        draft: Unit.Draft(
          code: code, name: name, parent: parent, tree: tree, level: level, wageRegion: region)))
  }

  private static func tree(_ text: String) -> Tree? {
    if let tree = Tree(rawValue: text) { return tree }
    switch VietnameseText.searchKey(text) {
    case "party", "dang": return .party
    case "state", "chinh quyen": return .state
    default: return nil
    }
  }

  private static func whole(_ text: String, in range: ClosedRange<Int>) -> Int? {
    guard !text.isEmpty, text.utf8.count <= 4, text.utf8.allSatisfy({ (48...57).contains($0) }),
      let number = Int(text), range.contains(number)
    else { return nil }
    return number
  }
}

struct UnitRowFlaws: Error, Sendable {
  let flaws: [RowFlaw]
}
