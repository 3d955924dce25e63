import Basics
import Tabular

/// A city that does not exist, on the real list of Hanoi's wards and communes.
///
/// The same size gives the same bytes, so that a demonstration can be repeated and measured. Names,
/// numbers and salaries are made up by a fixed rule.
package struct SampleCity: Sendable {
  /// A ward or commune: its official code, its name and its kind.
  package struct Commune: Sendable {
    package let code: String
    package let name: String
    package let isWard: Bool
  }

  package let communes: [Commune]
  package let members: Int
  /// Whether everybody works for the commune, not four in ten: then everybody is evaluated.
  package let everyoneInOffice: Bool

  /// - Parameters:
  ///   - list: `code,name,kind` with a header line.
  ///   - members: how many people; at least one a commune.
  ///   - everyoneInOffice: whether everybody works for the commune, as a measurement wants it.
  package init(list: String, members: Int, everyoneInOffice: Bool = false) {
    self.everyoneInOffice = everyoneInOffice
    communes = list.split(whereSeparator: \.isNewline).dropFirst().compactMap { line in
      let fields = line.split(separator: ",").map(String.init)
      guard fields.count == 3 else { return nil }
      return Commune(code: fields[0], name: fields[1], isWard: fields[2] == "ward")
    }
    self.members = max(members, communes.count)
  }

  package static let membersPerCell = 25
  static let offices = [
    "Văn phòng HĐND và UBND", "Phòng Kinh tế, Hạ tầng và Đô thị", "Phòng Văn hoá - Xã hội",
    "Trung tâm Phục vụ hành chính công",
  ]

  func members(of commune: Int) -> Int {
    members / communes.count + (commune < members % communes.count ? 1 : 0)
  }

  func cells(of commune: Int) -> Int {
    max(1, (members(of: commune) + Self.membersPerCell - 1) / Self.membersPerCell)
  }

  /// Writes `units.csv`: both trees, three levels each.
  package func writeUnits(to writer: any TableWriter) throws {
    try writer.write(["TU", "Thành uỷ Hà Nội", "", "party", "1", ""])
    try writer.write(["UBTP", "Uỷ ban nhân dân thành phố Hà Nội", "", "state", "1", ""])
    for (index, commune) in communes.enumerated() {
      let name = commune.name.prefix(1).lowercased() + commune.name.dropFirst()
      let region = commune.isWard ? "1" : "2"
      try writer.write(["DU\(commune.code)", "Đảng bộ \(name)", "TU", "party", "2", region])
      for cell in 1...cells(of: index) {
        try writer.write([
          cellCode(commune, cell), "Chi bộ \(cell) \(name)", "DU\(commune.code)", "party", "3", "",
        ])
      }
      try writer.write(["UB\(commune.code)", "UBND \(name)", "UBTP", "state", "2", region])
      for (place, office) in Self.offices.enumerated() {
        try writer.write([
          officeCode(commune, place), "\(office) \(name)", "UB\(commune.code)", "state", "3", "",
        ])
      }
    }
    try writer.finish()
  }

  /// Writes `members.csv`.
  package func writeMembers(
    to writer: any TableWriter, progress: (Int) -> Void = { _ in }
  ) throws {
    var number = 0
    for (index, commune) in communes.enumerated() {
      let boss = number + 1
      for place in 0..<members(of: index) {
        number += 1
        try writer.write(member(number, place: place, commune: commune, index, boss: boss))
        if number % 10_000 == 0 { progress(number) }
      }
    }
    try writer.finish()
  }

  func cellCode(_ commune: Commune, _ cell: Int) -> String { "CB\(commune.code)-\(cell)" }
  func officeCode(_ commune: Commune, _ place: Int) -> String { "VP\(commune.code)-\(place + 1)" }

  package static func memberCode(_ number: Int) -> String {
    "M" + String(repeating: "0", count: max(0, 7 - String(number).count)) + String(number)
  }

  private func member(
    _ number: Int, place: Int, commune: Commune, _ index: Int, boss: Int
  ) -> [String] {
    var dice = Dice(seed: UInt64(number))
    let person = SamplePerson(number: number, dice: &dice, inOffice: isInOffice(place))
    let cell = cellCode(commune, place % cells(of: index) + 1)
    let post = post(place: place, commune: commune, boss: boss)
    return [
      Self.memberCode(number), person.name, person.sex, person.birthDate, person.personalID,
      person.partyCard, person.joinedOn, person.officialOn, cell, post.agency, post.position,
      post.form, post.manager, person.duesCategory, person.duesBase, "active",
    ]
  }

  /// Four in ten work for the commune; the first is its chairman, the next four lead its offices.
  func isInOffice(_ place: Int) -> Bool { everyoneInOffice || place < 5 || place % 5 < 2 }

  func post(
    place: Int, commune: Commune, boss: Int
  ) -> (agency: String, position: String, form: String, manager: String) {
    let offices = Self.offices.count
    if place == 0 { return ("UB\(commune.code)", "Chủ tịch UBND", "leader", "") }
    if place <= offices {
      return (
        officeCode(commune, place - 1), "Trưởng phòng", "leader", Self.memberCode(boss)
      )
    }
    guard isInOffice(place) else { return ("", "", "", "") }
    let office = place % offices
    return (
      officeCode(commune, office), "Chuyên viên", "staff", Self.memberCode(boss + office + 1)
    )
  }
}
