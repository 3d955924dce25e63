import Basics

/// A change of one entry of a sheet; what is `nil` stays as it is.
package struct EntryEdit: Sendable, Hashable {
  package let kind: Entry.Kind
  package let code: Code
  package var removes = false
  package var title: String?
  package var group: Code?
  package var weight: Quantity?
  package var target: Quantity?
  package var actual: Quantity?
  package var direction: Entry.Direction?
  package var baseline: Quantity?
  /// Without what the objective-cause register excuses.
  package var qualityFailures: Quantity?
  package var delays: Quantity?
  package var points: Quantity?
  package var selfPoints: Quantity?

  package init(_ kind: Entry.Kind, _ code: Code) {
    self.kind = kind
    self.code = code
  }

  /// Points of the approver, of a criterion or of a leader's factor.
  package static func points(_ code: Code, _ points: Quantity) -> EntryEdit {
    let kind = Entry.Factor(rawValue: code.text) == nil ? Entry.Kind.criterion : .factor
    var edit = EntryEdit(kind, code)
    edit.points = points
    return edit
  }

  package static func points(_ points: [Code: Quantity]) -> [EntryEdit] {
    points.sorted { $0.key < $1.key }.map { .points($0.key, $0.value) }
  }

  /// Points that the person gives.
  package static func selfPoints(_ code: Code, _ points: Quantity) -> EntryEdit {
    var edit = EntryEdit(.criterion, code)
    edit.selfPoints = points
    return edit
  }

  /// What was completed or measured.
  package static func actual(_ kind: Entry.Kind, _ code: Code, _ actual: Quantity) -> EntryEdit {
    var edit = EntryEdit(kind, code)
    edit.actual = actual
    return edit
  }

  package static func event(_ code: Code) -> EntryEdit { EntryEdit(.event, code) }

  package static func removal(_ kind: Entry.Kind, _ code: Code) -> EntryEdit {
    var edit = EntryEdit(kind, code)
    edit.removes = true
    return edit
  }

  /// Whether only whoever signs, or the office, may make it.
  package var isApprovers: Bool { points != nil || kind == .factor }
}

extension [Entry] {
  package func first(_ kind: Entry.Kind, _ code: Code) -> Entry? {
    first { $0.kind == kind && $0.code == code.text }
  }

  /// The entries after all edits, in their order.
  ///
  /// - Throws: ``SheetError`` for an entry that would lack what its kind needs, and for the removal
  ///   of what is not there.
  package func applying(_ edits: [EntryEdit]) throws(SheetError) -> [Entry] {
    var entries = self
    for edit in edits {
      let place = entries.firstIndex { $0.kind == edit.kind && $0.code == edit.code.text }
      if edit.removes {
        guard let place else { throw .noEntry(edit.kind, edit.code) }
        entries.remove(at: place)
        continue
      }
      var entry = place.map { entries[$0] } ?? Entry(kind: edit.kind, code: edit.code.text)
      entry.apply(edit)
      if let lack = entry.lack { throw .entryLacks(edit.kind, edit.code, lack) }
      if let place { entries[place] = entry } else { entries.append(entry) }
    }
    return entries
  }

  /// The entries as next month begins with them: what is to be done, without what was done.
  ///
  /// Events and factors are facts of their month and do not come along.
  package var emptied: [Entry] {
    compactMap { entry in
      guard entry.kind != .event, entry.kind != .factor else { return nil }
      var entry = entry
      (entry.actual, entry.points, entry.selfPoints) = (nil, nil, nil)
      (entry.qualityFailures, entry.delays) = (.zero, .zero)
      return entry
    }
  }

  /// The codes of what was assigned and not reported, in their order.
  package var unreported: [String] {
    filter { [.work, .kpi, .keyResult].contains($0.kind) && $0.actual == nil }.map(\.code)
  }

  /// Whether an event leaves the month unrated.
  package var excuses: Bool {
    contains { $0.kind == .event && Entry.Event(rawValue: $0.code)?.excuses == true }
  }
}

extension Entry {
  fileprivate mutating func apply(_ edit: EntryEdit) {
    title = edit.title ?? title
    group = edit.group?.text ?? group
    weight = edit.weight ?? weight
    target = edit.target ?? target
    actual = edit.actual ?? actual
    direction = edit.direction ?? direction
    baseline = edit.baseline ?? baseline
    qualityFailures = edit.qualityFailures ?? qualityFailures
    delays = edit.delays ?? delays
    points = edit.points ?? points
    selfPoints = edit.selfPoints ?? selfPoints
  }

  /// The field without which an entry of its kind means nothing, if it is missing.
  ///
  /// The database says the same by `sheet_entry_form`.
  package var lack: Lack? {
    func none(_ quantity: Quantity?) -> Bool { quantity.map { $0 == .zero } ?? true }
    switch kind {
    case .criterion:
      return weight == nil && target == nil && actual == nil ? pointsLack : .points
    case .work:
      return none(weight) ? .weight : none(target) ? .target : points != nil ? .points : nil
    case .kpi:
      return none(weight)
        ? .weight
        : none(target)
          ? .target
          : direction == nil
            ? .direction
            : points != nil ? .points : nil
    case .keyResult:
      guard !none(weight) else { return .weight }
      guard group != nil else { return .group }
      guard let baseline else { return .baseline }
      guard let target, target != baseline else { return .target }
      return points != nil ? .points : nil
    case .factor:
      guard Factor(rawValue: code) != nil else { return .code }
      guard let points else { return nil }
      return [5_000, 10_000].contains(points.tenThousandths) ? nil : .points
    case .event:
      return weight == nil && points == nil ? nil : .points
    }
  }

  /// Points have 2 fraction digits at most (`scoring.md` §1).
  private var pointsLack: Lack? {
    let all = [points, selfPoints].compactMap { $0?.tenThousandths }
    return all.allSatisfy { $0 % 100 == 0 } ? nil : .points
  }

  /// A field that is missing or cannot be as it is.
  package enum Lack: String, Sendable, Hashable {
    case weight, target, direction, group, baseline, points, code
  }
}
