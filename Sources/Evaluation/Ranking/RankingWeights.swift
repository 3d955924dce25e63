import Basics
import Frameworks

/// What makes up the score of a unit: `config/ranking.yaml`, `scoring.md` §7.
package struct RankingWeights: Sendable, Hashable {
  package let members: ExactDecimal
  package let collective: ExactDecimal
  /// 0: dues do not count.
  package let dues: ExactDecimal
  /// A unit with fewer rated members shows its score without a rank.
  package let minimumMembers: Int

  package init(
    members: ExactDecimal, collective: ExactDecimal, dues: ExactDecimal = ExactDecimal(0),
    minimumMembers: Int
  ) {
    self.members = members
    self.collective = collective
    self.dues = dues
    self.minimumMembers = minimumMembers
  }

  package static let standard = RankingWeights(
    members: ExactDecimal(1), collective: ExactDecimal(1), minimumMembers: 3)
}

extension RankingWeights {
  /// As the file says.
  package init(_ file: RankingFile) {
    self.init(
      members: file.members, collective: file.collective, dues: file.dues ?? ExactDecimal(0),
      minimumMembers: file.minimumMembers)
  }
}
