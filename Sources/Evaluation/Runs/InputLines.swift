import Basics
import Frameworks
import Scoring
import Sheets

/// The digests of what a chunk has read, by grading unit: `scoring.md` §8.
struct InputLines {
  let units: RunUnits
  let shelf: RuleShelf

  /// - Parameters:
  ///   - members: of whole units.
  ///   - read: their sheets, both in the order of numbers.
  ///   - own: the units' own sheets.
  /// - Returns: the digest of each unit that has any line.
  func digests(
    of members: [PlannedMember], _ read: ReadSheets, units own: ReadSheets
  ) -> [(unit: Int64, digest: String)] {
    var sources: [Int64: [Source]] = [:]
    var place = 0
    for member in members {
      while place < read.sheets.count, read.sheets[place].subject < member.id { place += 1 }
      guard place < read.sheets.count, read.sheets[place].subject == member.id else { continue }
      sources[member.unit, default: []].append(.member(member.code.text, read.sheets[place]))
    }
    for sheet in own.sheets {
      guard case .unit(let unit) = Sheet.Subject(number: sheet.subject),
        let code = units.codes[unit]
      else { continue }
      sources[unit, default: []].append(.unit("unit:" + code.text, sheet))
    }
    var digest = EntryDigest()
    return sources.sorted { $0.key < $1.key }.compactMap { unit, sources in
      digest.reset()
      for source in sources {
        switch source {
        case .member(let code, let sheet):
          guard let rules = shelf[sheet.framework] else { continue }
          digest.add(
            memberCode: code, framework: rules.framework.reference, read.entries(of: sheet))
        case .unit(let code, let sheet):
          guard let rules = shelf[sheet.framework] else { continue }
          digest.add(
            memberCode: code, framework: rules.framework.reference, own.entries(of: sheet))
        }
      }
      return digest.hex().map { (unit, $0) }
    }
  }

  private enum Source {
    case member(String, ReadSheets.Sheet)
    case unit(String, ReadSheets.Sheet)
  }
}
