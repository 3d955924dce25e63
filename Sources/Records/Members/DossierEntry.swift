import Basics

/// What else the files of a member hold: introducers, cards, badges, discipline, rewards, ranks.
///
/// Entries are added and withdrawn, never edited. Fields by kind (domain §5.3, §5.6):
/// `rank` has a rank code such as 01.003, a step and a coefficient; `discipline` a level; `badge`
/// its years; `political_theory` a level; the others a title.
package struct DossierEntry: Sendable {
  package enum Kind: String, Sendable, CaseIterable, Hashable {
    case introducer, card, badge, discipline, reward, rank, allowance, education
    case politicalTheory = "political_theory"
    case training, planning
    case concurrentPost = "concurrent_post"
  }

  package let number: Int64
  package let kind: Kind
  package let code: String
  package let title: String
  package let step: Int?
  package let amount: ExactDecimal?
  package let from: Day
  package let until: Day?
  package let introducer: Code?
  package let document: String
  package let withdrawn: Bool

  /// What is needed to add an entry.
  package struct Draft: Sendable, Hashable {
    package var kind: Kind
    package var code: String
    package var title: String
    package var step: Int?
    package var amount: ExactDecimal?
    package var from: Day
    package var until: Day?
    package var introducer: Code?
    package var document: String

    package init(
      kind: Kind, code: String = "", title: String = "", step: Int? = nil,
      amount: ExactDecimal? = nil, from: Day, until: Day? = nil, introducer: Code? = nil,
      document: String = ""
    ) {
      self.kind = kind
      self.code = code
      self.title = title
      self.step = step
      self.amount = amount
      self.from = from
      self.until = until
      self.introducer = introducer
      self.document = document
    }
  }

  /// The codes that an entry of this kind may have; `nil`: any.
  package static func codes(of kind: Kind) -> [String]? {
    switch kind {
    case .discipline: ["reprimand", "warning", "dismissal", "expulsion"]
    case .badge: Badge.years.map(String.init)
    case .politicalTheory: ["elementary", "intermediate", "advanced", "bachelor"]
    default: nil
    }
  }
}

extension DossierEntry.Draft {
  /// The draft with its texts through the gate.
  ///
  /// - Throws: ``FieldFlaw`` for what the kind does not allow; the database says the same again.
  package func checked() throws -> DossierEntry.Draft {
    var draft = self
    draft.code = try clean("code", code, limit: 60)
    draft.title = try clean("title", title, limit: 300)
    draft.document = try clean("document", document, limit: 300)
    if let allowed = DossierEntry.codes(of: kind), !allowed.contains(draft.code) {
      let names = allowed.joined(separator: ", ")
      throw FieldFlaw(
        column: "code", value: draft.code,
        reason: Phrase(vi: "phải là một trong: \(names)", en: "must be one of: \(names)"))
    }
    if kind == .rank,
      draft.code.wholeMatch(of: /[0-9]{2}\.[0-9]{3}/) == nil || step == nil
        || amount == nil
    {
      throw FieldFlaw(
        column: "code", value: draft.code,
        reason: Phrase(
          vi: "ngạch cần mã dạng 01.003, bậc và hệ số",
          en: "a rank needs a code such as 01.003, a step and a coefficient"))
    }
    if draft.code.isEmpty, draft.title.isEmpty, introducer == nil {
      throw FieldFlaw(
        column: "title", value: "",
        reason: Phrase(vi: "không được để trống", en: "must not be empty"))
    }
    if let until, until <= from {
      throw FieldFlaw(
        column: "until", value: "\(until)",
        reason: Phrase(vi: "phải sau ngày bắt đầu", en: "must lie after the first day"))
    }
    return draft
  }

  private func clean(_ field: String, _ text: String, limit: Int) throws -> String {
    do {
      return try TextGate.clean(text, limit: limit)
    } catch {
      throw FieldFlaw(column: field, value: String(text.prefix(60)), reason: error.phrase)
    }
  }
}
