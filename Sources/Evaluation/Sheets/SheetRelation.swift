import Access
import Basics

/// What somebody is to a sheet: the only thing that decides who may take which step.
///
/// A value that knows no database. Nobody reviews, decides or returns their own sheet, whatever
/// roles they hold; the database refuses it once more (`sheet_step_not_own`).
package struct SheetRelation: Sendable, Hashable {
  package let isOwn: Bool
  /// The actor is the manager of the member on the last day of the month.
  package let isManager: Bool
  /// Whether the member has a manager at all.
  package let hasManager: Bool
  package let views: Bool
  package let writes: Bool
  package let reviews: Bool
  package let decides: Bool

  package init(
    isOwn: Bool = false, isManager: Bool = false, hasManager: Bool = true, views: Bool = false,
    writes: Bool = false, reviews: Bool = false, decides: Bool = false
  ) {
    self.isOwn = isOwn
    self.isManager = isManager
    self.hasManager = hasManager
    self.views = views
    self.writes = writes
    self.reviews = reviews
    self.decides = decides
  }

  /// - Parameters:
  ///   - actor: whoever acts.
  ///   - subject: whose sheet it is.
  ///   - manager: the member who manages the subject on the last day of the month.
  ///   - lines: where the subject stands on that day.
  package init(of actor: Actor, to subject: Sheet.Subject, manager: Int64?, lines: [UnitLine]) {
    self.init(
      isOwn: actor.member.map { subject == .member($0) } ?? false,
      isManager: actor.member != nil && actor.member == manager, hasManager: manager != nil,
      views: actor.may(.viewSheets, on: lines), writes: actor.may(.writeSheets, on: lines),
      reviews: actor.may(.reviewSheets, on: lines), decides: actor.may(.decideSheets, on: lines))
  }

  /// Whether they may know of the sheet at all.
  package var sees: Bool { isOwn || isManager || views || writes || reviews || decides }

  /// As what a step is taken.
  package enum Capacity: String, Sendable, CaseIterable, Hashable {
    case own, office, manager
    /// A board in place of a manager who is not there.
    case boardForManager = "board_for_manager"
    case board
  }

  /// Why a step is not theirs.
  package enum Refusal: Error, Hashable, Sendable {
    case own
    /// One's own sheet is signed already: it has to be returned first.
    case signed
    /// The last call is over for what people write of themselves.
    case lastCall
    case act(Act)
  }

  /// As what this person takes the step, if they may.
  ///
  /// - Parameters:
  ///   - step: one that a sheet stores.
  ///   - state: where the sheet stands.
  ///   - period: where the month stands.
  /// - Returns: the capacity in which they take it.
  /// - Throws: the ``Refusal``.
  package func capacity(
    for step: Sheet.Step, in state: Sheet.State, of period: EvaluationPeriod.State
  ) throws(Refusal) -> Capacity {
    switch step {
    case .edit, .import, .score:
      if writes { return isOwn ? .own : .office }
      guard isOwn, step != .import else { throw .act(.writeSheets) }
      guard state == .draft || state == .selfScored else { throw .signed }
      guard period == .open else { throw .lastCall }
      return .own
    case .review:
      guard !isOwn else { throw .own }
      if isManager { return .manager }
      guard reviews else { throw .act(.reviewSheets) }
      return hasManager ? .boardForManager : .board
    case .decide:
      guard !isOwn else { throw .own }
      guard decides else { throw .act(.decideSheets) }
      return .board
    case .return:
      guard !isOwn else { throw .own }
      if decides { return .board }
      guard state != .decided else { throw .act(.decideSheets) }
      if isManager { return .manager }
      guard reviews else { throw .act(.reviewSheets) }
      return .board
    case .publish, .appeal, .answer:
      throw .act(.publishScores)
    }
  }
}
