import Basics
import Members

/// How the columns of a file of members are called, and which of them have to be there.
package enum MemberLayout: String, Sendable, CaseIterable {
  /// `members.csv`.
  case standard
  /// The national clean-up sheet of party-member data, 28 columns.
  case national
}

/// A row of a file of members, whatever its layout.
struct ImportedMember: Sendable {
  var row: MemberRow
  /// The particulars of the national sheet, in the order of `MemberProfile.textColumns`.
  var profile: [String]?
  var cardIssuedOn: Day?
  /// What the layout misses without refusing the row.
  var doubts: [FieldFlaw] = []
}

/// Which parts of the record a file speaks of; what it is silent about stays as it is.
struct StatedParts: Sendable {
  var oldPartyCard: Bool
  /// Agency, post, form, manager and dues.
  var service: Bool
  var profile: Bool
}

/// Reads one row at a time in one of the layouts.
enum MemberRowSource: Sendable {
  case standard(HeaderMap<MemberColumn>)
  case national(HeaderMap<NationalColumn>, cells: [String: [Code]])

  init(_ layout: MemberLayout, header: [String], cells: [String: [Code]]) throws {
    switch layout {
    case .standard:
      let names = Dictionary(
        uniqueKeysWithValues: MemberColumn.allCases.map { ($0, [$0.rawValue, $0.vietnamese]) })
      self = .standard(
        try HeaderMap(header, names: names, required: MemberColumn.standard, title: \.rawValue))
    case .national:
      self = .national(try NationalColumn.map(header), cells: cells)
    }
  }

  var unknownColumns: [String] {
    switch self {
    case .standard(let header): header.unknown
    case .national(let header, _): header.unknown
    }
  }

  var stated: StatedParts {
    switch self {
    case .standard(let header):
      StatedParts(
        oldPartyCard: header.known.contains(.oldPartyCard), service: true, profile: false)
    case .national: StatedParts(oldPartyCard: true, service: false, profile: true)
    }
  }

  /// Columns whose digits a spreadsheet must not have turned into a number.
  func digitColumns() -> [(place: Int, name: String)] {
    switch self {
    case .standard(let header):
      [MemberColumn.code, .personalID, .partyCard, .oldPartyCard].compactMap { column in
        header.place(of: column).map { ($0, column.rawValue) }
      }
    case .national(let header, _):
      [NationalColumn.personalID, .partyCard, .oldPartyCard, .oldIDNumber].compactMap { column in
        header.place(of: column).map { ($0, column.title) }
      }
    }
  }

  func read(
    _ fields: [String], today: Day, decimalComma: Bool
  ) -> Result<ImportedMember, MemberRowFlaws> {
    switch self {
    case .standard(let header):
      MemberRow.read(today: today, decimalComma: decimalComma) { header.text($0, in: fields) }
        .map { ImportedMember(row: $0) }
    case .national(let header, let cells):
      NationalSheet.read(header, fields, today: today, cells: cells)
    }
  }
}
