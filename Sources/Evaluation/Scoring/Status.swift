/// Whether a sheet has a score: `scoring.md` §3.
package enum Status: String, Sendable, CaseIterable, Hashable {
  case rated
  case notRated = "not_rated"
  case incomplete
}
