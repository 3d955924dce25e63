import Access
import Audit
import Basics
import Organisation
import Postgres

/// The catalogue of converted products: each verb is one transaction and one event on the trail.
///
/// A version is never changed: another coefficient is another version, valid from its own day, so
/// last month's sheets keep the coefficient that they were written with.
package struct Products: Sendable {
  package let database: Database

  package init(database: Database) { self.database = database }

  /// What putting drafts into the catalogue comes to.
  package struct Change: Sendable, Hashable {
    package let added: [Code]
    package let newVersions: [Code]
    package let unchanged: Int

    package init(added: [Code], newVersions: [Code], unchanged: Int) {
      self.added = added
      self.newVersions = newVersions
      self.unchanged = unchanged
    }
  }

  /// Puts drafts into the catalogue, each as a new product or a new version; the same again
  /// changes nothing.
  ///
  /// - Parameters:
  ///   - drafts: in the order in which they are to stand.
  ///   - rehearses: only says what would change.
  ///   - actor: needs ``Act/keepRegisters`` everywhere: the catalogue is everybody's.
  ///   - basis: why.
  /// - Returns: what changed.
  /// - Throws: an access error, with nothing changed.
  package func put(
    _ drafts: [Product.Draft], rehearses: Bool = false, by actor: Actor, basis: Audit.Basis
  ) async throws -> Change {
    try actor.requireEverywhere(.keepRegisters)
    return try await database.write { transaction in
      try await transaction.holdCatalogue()
      var latest = Dictionary(
        try await transaction.latestProducts().map { ($0.code, $0) },
        uniquingKeysWith: { first, _ in first })
      var (added, newVersions, fresh): ([Code], [Code], [Product]) = ([], [], [])
      for draft in drafts {
        let old = latest[draft.code]
        guard !draft.says(whatStandsIn: old) else { continue }
        if old == nil { added.append(draft.code) } else { newVersions.append(draft.code) }
        let product = draft.product(version: (old?.version ?? 0) + 1)
        latest[draft.code] = product
        fresh.append(product)
      }
      let change = Change(
        added: added, newVersions: newVersions, unchanged: drafts.count - fresh.count)
      guard !rehearses, !fresh.isEmpty else { return change }
      let event = try await Audit.note(
        "product.put",
        of: .init(kind: "product", code: fresh.count == 1 ? "\(fresh[0].code)" : "*"),
        by: actor, basis: basis,
        detail: [
          AuditDetail("added", new: "\(added.count)"),
          AuditDetail("new_versions", new: "\(newVersions.count)"),
        ], in: transaction)
      for product in fresh { try await transaction.insert(product, event: event) }
      return change
    }
  }

  /// The catalogue as it holds on a day; all versions of all days with `all`.
  ///
  /// No grant is needed: it is public.
  package func list(on day: Day, all: Bool = false) async throws -> [Product] {
    try await database.read {
      all ? try await $0.allProducts() : try await $0.products(on: day)
    }
  }

  /// Puts work without a name into the inbox.
  ///
  /// - Parameters:
  ///   - draft: what it is; its code and first day are chosen by whoever approves it.
  ///   - unit: that proposes it.
  ///   - day: on which the unit has to be open.
  ///   - actor: needs ``Act/proposeProducts`` there.
  /// - Returns: the number of the proposal.
  /// - Throws: `UnitError`, or an access error, with nothing changed.
  package func propose(
    _ draft: ProposalDraft, for unit: Code, on day: Day, by actor: Actor
  ) async throws -> Int64 {
    try await database.write { transaction in
      let place = try await transaction.openUnit(unit, on: day)
      try actor.require(.proposeProducts, on: try await transaction.line(of: place, on: day))
      let event = try await Audit.note(
        "product.propose", of: .unit(unit), by: actor,
        basis: .init(reason: draft.reason, document: ""),
        detail: [
          AuditDetail("title", new: draft.title),
          AuditDetail("coefficient", new: Product.text(ofCoefficient: draft.coefficient)),
        ], in: transaction)
      return try await transaction.insert(draft, of: place.id, by: actor.account, event: event)
    }
  }

  /// Proposals that wait, oldest first; with `all`, the answered too.
  package func inbox(all: Bool = false, for actor: Actor) async throws -> [Product.Proposal] {
    if actor.units(for: .keepRegisters)?.isEmpty ?? false {
      try actor.requireSomewhere(.proposeProducts)
    }
    return try await database.read { try await $0.proposals(all: all) }
  }

  /// Gives a proposal a name in the catalogue; somebody else than who proposed it.
  ///
  /// The name has to be free: a product that stands there keeps what it says.
  ///
  /// - Parameters:
  ///   - number: of the proposal.
  ///   - code: its name from now on.
  ///   - coefficient: another than proposed; `nil`: as proposed.
  ///   - day: from when it holds.
  ///   - actor: needs ``Act/keepRegisters`` everywhere.
  ///   - basis: why, and by which document.
  /// - Returns: the product as it stands in the catalogue now.
  /// - Throws: ``ProductError``, or an access error, with nothing changed.
  package func approve(
    _ number: Int64, as code: Code, coefficient: Int64? = nil, from day: Day, by actor: Actor,
    basis: Audit.Basis
  ) async throws -> Product {
    try actor.requireEverywhere(.keepRegisters)
    return try await database.write { transaction in
      try await transaction.holdCatalogue()
      let proposal = try await transaction.open(number, for: actor)
      if let old = try await transaction.latestProducts().first(where: { $0.code == code }) {
        throw ProductError.codeInUse(code, title: old.title, proposal: number)
      }
      let event = try await Audit.note(
        "product.approve", of: .init(kind: "product", code: code.text), by: actor, basis: basis,
        detail: [AuditDetail("proposal", new: "\(number)")], in: transaction)
      let product = Product(
        code: code, version: 1, title: proposal.title, measure: proposal.measure,
        coefficient: coefficient ?? proposal.coefficient, validFrom: day, retired: false,
        document: basis.document)
      try await transaction.insert(product, event: event)
      try await transaction.answer(
        number, .approved, product: product, by: actor.account, answer: basis.reason, event: event)
      return product
    }
  }

  /// Turns a proposal down, with a reason; somebody else than who proposed it.
  package func reject(_ number: Int64, by actor: Actor, basis: Audit.Basis) async throws {
    try actor.requireEverywhere(.keepRegisters)
    guard !basis.reason.isEmpty else { throw ProductError.reasonMissing }
    try await database.write { transaction in
      _ = try await transaction.open(number, for: actor)
      let event = try await Audit.note(
        "product.reject", of: .init(kind: "product_proposal", code: "\(number)"), by: actor,
        basis: basis, in: transaction)
      try await transaction.answer(
        number, .rejected, product: nil, by: actor.account, answer: basis.reason, event: event)
    }
  }
}

/// What a proposal says.
package struct ProposalDraft: Sendable, Hashable {
  package let title: String
  package let measure: String
  package let coefficient: Int64
  package let reason: String

  /// - Throws: the first `Product.Flaw`.
  package init(
    title: String, measure: String, coefficient: String, reason: String
  ) throws(Product.Flaw) {
    guard let number = Product.coefficient(coefficient) else {
      throw Product.Flaw("coefficient", coefficient, .coefficient)
    }
    self.coefficient = number
    self.title = try Product.Flaw.clean("title", title, limit: 300)
    self.measure = try Product.Flaw.clean("measure", measure, limit: 100)
    self.reason = try Product.Flaw.clean("reason", reason, limit: 1000)
    guard !self.title.isEmpty else { throw Product.Flaw("title", title, .empty) }
  }
}

extension Product.Draft {
  fileprivate func says(whatStandsIn old: Product?) -> Bool {
    guard let old, !old.retired else { return false }
    let day = !isDated && old.validFrom <= validFrom ? old.validFrom : validFrom
    return product(version: old.version, from: day) == old
  }

  fileprivate func product(version: Int, from day: Day? = nil) -> Product {
    Product(
      code: code, version: version, title: title, measure: measure, coefficient: coefficient,
      validFrom: day ?? validFrom, retired: false, document: document)
  }
}

extension Transaction {
  /// A proposal that waits, if somebody else than the actor proposed it.
  fileprivate func open(_ number: Int64, for actor: Actor) async throws -> Product.Proposal {
    guard let proposal = try await proposal(number) else { throw ProductError.unknown(number) }
    guard proposal.outcome == nil else { throw ProductError.answered(number) }
    guard proposal.proposedBy != actor.account else { throw ProductError.samePerson(number) }
    return proposal
  }
}
