import Basics
import ConfigFile

/// `config/ranking.yaml`: what makes up the score of a unit.
package struct RankingFile: Sendable, Hashable {
  /// Weight of the mean of the members.
  package let members: ExactDecimal
  /// Weight of the unit's own sheet.
  package let collective: ExactDecimal
  /// Weight of the dues collected; `nil`: they do not count.
  package let dues: ExactDecimal?
  /// A unit with fewer rated members shows its score without a rank.
  package let minimumMembers: Int

  /// Reads the file.
  ///
  /// - Throws: ``FrameworkProblem`` with everything that is wrong, each with line and reason.
  package static func read(text: String, name: String) throws(FrameworkProblem) -> RankingFile {
    do throws(FileProblem) {
      let root = try PlainYAML.read(text, file: name)
      var reading = FileReading(file: name)
      let ranking = reading.ranking(root)
      return try reading.result(ranking)
    } catch { throw FrameworkProblem(error) }
  }
}

extension FileReading {
  fileprivate mutating func ranking(_ root: FilePart) -> RankingFile? {
    guard let fields = map(root, required: ["weights", "minimum_members"]) else { return nil }
    let least = whole(fields["minimum_members"])
    let weights = map(
      fields["weights"], required: ["members", "collective"], optional: ["dues"])
    let (members, collective) = (
      number(weights?["members"], .weight), number(weights?["collective"], .weight)
    )
    let dues = number(weights?["dues"], .weight)
    guard let least, let members, let collective else { return nil }
    return RankingFile(
      members: members, collective: collective, dues: dues, minimumMembers: least)
  }
}
