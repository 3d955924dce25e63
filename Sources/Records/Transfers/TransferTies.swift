import Basics
import Members
import Organisation
import Postgres

/// What would be stranded if a unit ended or two records became one.
package struct TransferTies: Sendable, Hashable {
  /// Numbers of transfers that are not over.
  package var transfers: [Int64] = []
  /// Numbers of transfers whose stay lasts on.
  package var stays: [Int64] = []

  package var isEmpty: Bool { transfers.isEmpty && stays.isEmpty }
}

extension Transaction {
  /// Goes on only where the unit may end on that day: no open transfer names it and nobody stays in
  /// it that day or later.
  ///
  /// The database asks the same where the closing is written; here it is said by number.
  ///
  /// - Throws: ``TransferError/unitTied(_:_:)``.
  package func requireUntied(_ unit: Unit, from day: Day) async throws {
    let ties = try await ties(of: unit.id, on: day)
    guard ties.isEmpty else { throw TransferError.unitTied(unit.code, ties) }
  }

  /// The same of a unit that another one carries on: nobody may end up staying in the own cell.
  ///
  /// - Throws: ``TransferError/unitTied(_:_:)``, of the unit whose ties are in the way.
  package func requireUntied(_ unit: Unit, carriedOnBy successor: Unit, from day: Day) async throws
  {
    try await requireUntied(unit, from: day)
    let stays = try await staysAtHome(from: unit.id, to: successor.id, on: day)
    guard stays.isEmpty else {
      throw TransferError.unitTied(successor.code, TransferTies(stays: stays))
    }
  }

  /// Goes on only where these records may become one: none has an open transfer or a stay that
  /// lasts to the day or longer.
  ///
  /// Neither is carried over: the papers under way name one record, and two stays may overlap.
  ///
  /// - Throws: ``TransferError/memberTied(_:_:)``, of the first that is tied.
  package func requireUntied(_ members: [Member], on day: Day) async throws {
    for member in members {
      let ties = try await ties(of: member.id, on: day)
      guard ties.isEmpty else { throw TransferError.memberTied(member.code, ties) }
    }
  }
}

extension TransferTies {
  /// What is tied, as a part of a sentence about the unit or the member.
  var words: Phrase {
    var (vi, en): ([String], [String]) = ([], [])
    if !transfers.isEmpty {
      vi.append(
        "còn \(transfers.count) lần chuyển sinh hoạt chưa xong (số \(Self.some(transfers)))")
      en.append("has \(transfers.count) open transfers (\(Self.some(transfers)))")
    }
    if !stays.isEmpty {
      vi.append("còn \(stays.count) lần sinh hoạt tạm thời (số \(Self.some(stays)))")
      en.append("has \(stays.count) temporary stays running (\(Self.some(stays)))")
    }
    return Phrase(vi: vi.joined(separator: ", "), en: en.joined(separator: ", "))
  }

  /// What to do about the first of each.
  var hint: Phrase {
    var (vi, en): ([String], [String]) = ([], [])
    if let number = transfers.first {
      vi.append("Tiếp nhận, trả lại hoặc huỷ trước: cadre transfer show \(number).")
      en.append("Receive, return or cancel first: cadre transfer show \(number).")
    }
    if let number = stays.first {
      vi.append("Kết thúc trước: cadre transfer end \(number) --until NGÀY --reason …")
      en.append("End it first: cadre transfer end \(number) --until DAY --reason …")
    }
    return Phrase(vi: vi.joined(separator: " "), en: en.joined(separator: " "))
  }

  /// The first ten, for a sentence.
  private static func some(_ numbers: [Int64]) -> String {
    numbers.prefix(10).map(String.init).joined(separator: ", ") + (numbers.count > 10 ? " …" : "")
  }
}
