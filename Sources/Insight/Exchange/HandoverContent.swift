import Basics

/// What one installation tells another about a member who moves, before it is signed.
///
/// Everything is a text or a list of texts: whoever receives it reads each through the same gates
/// as a file of members.
package struct HandoverContent: Codable, Sendable, Hashable {
  package enum Kind: String, Codable, Sendable {
    /// A member on the way.
    case member
    /// The answer: received, or returned.
    case receipt
  }

  /// 32 random hexadecimal digits: what is imported twice is known by it.
  package var id: String
  package var kind: Kind
  /// The day of the signature.
  package var day: String
  /// The cell that the member leaves, or is received by.
  package var unit: Party
  /// The committee that gave the introduction letter, or whose office answers.
  package var authority: Party
  /// The number of a key of the installation that it is for; empty: for whoever trusts the signer.
  package var to = ""
  package var member: Subject?
  package var transfer: Move?
  package var load: HandoverLoad?
  package var receipt: Answer?

  package struct Party: Codable, Sendable, Hashable {
    package var code: String
    package var name: String
  }

  /// The record of the member.
  package struct Subject: Codable, Sendable, Hashable {
    /// By the columns of `members.csv`; empty fields are left out.
    package var fields: [String: String]
    /// Cells and posts, the oldest first.
    package var history: [Stretch]
  }

  /// Where somebody was from a day on, as far as the sender knows.
  package struct Stretch: Codable, Sendable, Hashable {
    /// Empty: as far back as the record reaches.
    package var from: String
    /// `cell` or `post`.
    package var kind: String
    package var code: String
    package var name: String
  }

  /// The transfer at the sender.
  package struct Move: Codable, Sendable, Hashable {
    package var number: Int64
    package var kind: String
    package var destination: String
    package var effectiveOn: String
    package var eventOn: String
    package var askedOn: String
    package var startBy: String
    package var presentBy: String
    package var reason: String
    package var document: String
    package var steps: [Step]
    /// By which anybody can check the introduction letter; empty: written by hand.
    package var letterCode: String
    /// The papers in the file, by their kinds, with their numbers.
    package var papers: [String: String]
  }

  package struct Step: Codable, Sendable, Hashable {
    package var step: String
    package var day: String
    package var document: String
    package var duesReason: String
  }

  /// What became of a member who was handed over.
  package struct Answer: Codable, Sendable, Hashable {
    /// The package that it answers, and the digest of what was signed there.
    package var package: String
    package var digest: String
    /// `receive` or `return`: the step that the sender's transfer takes.
    package var step: String
    package var day: String
    package var reason: String
    package var document: String
    /// The member's number in the receiving record.
    package var code: String
  }
}

/// What travels with a member: open dues, scores, and the work to go on with.
package struct HandoverLoad: Codable, Sendable, Hashable {
  package var dues: [OpenMonth] = []
  /// The last month up to which nothing is open; empty: none was ever charged.
  package var paidThrough = ""
  /// Paid and not used, in đồng.
  package var credit = "0"
  package var scores: [HandoverScore] = []
  /// SHA-256 over the lines of the scores.
  package var scoresDigest = ""
  package var work: [Sheet] = []

  package struct OpenMonth: Codable, Sendable, Hashable {
    package var month: String
    /// In đồng.
    package var sum: String
  }

  /// An open sheet with what stands on it.
  package struct Sheet: Codable, Sendable, Hashable {
    package var month: String
    package var framework: String
    package var state: String
    package var entries: [Entry]
  }

  package struct Entry: Codable, Sendable, Hashable {
    package var kind: String
    package var code: String
    package var title: String
    package var group: String
    package var weight: String
    package var target: String
    package var actual: String
  }
}

/// A published score of one month.
package struct HandoverScore: Codable, Sendable, Hashable {
  package var month: String
  package var unit: String
  package var unitName: String
  package var form: String
  package var framework: String
  package var status: String
  package var general: String
  package var results: String
  package var total: String
  package var grade: String
  package var finalGrade: String
  package var reasons: String
  /// The digest of the run that it comes from.
  package var run: String

  /// What is digested.
  ///
  /// The name of the unit is left out: it is no part of the run, and may hold any character.
  package var line: String {
    [
      month, unit, form, framework, status, general, results, total, grade, finalGrade, reasons,
      run,
    ].joined(separator: "|") + "\n"
  }
}
