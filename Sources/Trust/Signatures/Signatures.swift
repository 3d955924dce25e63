import Access
import Audit
import Basics
import Postgres

/// A key on record: an own one, or that of another installation which is trusted.
package struct KeyRecord: Sendable, Hashable {
  package let key: PublicKey
  /// Whose; empty for an own key.
  package let holder: String
  package let addedOn: Day
  /// From this day nothing new may be signed by it; what it has signed stays good.
  package let retiredOn: Day?

  package init(key: PublicKey, holder: String, addedOn: Day, retiredOn: Day?) {
    self.key = key
    self.holder = holder
    self.addedOn = addedOn
    self.retiredOn = retiredOn
  }

  package var isOwn: Bool { holder.isEmpty }
}

/// The keys that letters and handovers are signed with.
///
/// Private keys lie in a folder of the machine, public ones in the database. A key is made where
/// the first signature is asked for.
package struct Signatures: Sendable {
  package let database: Database
  package let folder: KeyFolder

  package init(database: Database, folder: KeyFolder) {
    self.database = database
    self.folder = folder
  }

  /// The key that signs on this machine; made and put on record where there is none.
  ///
  /// Two commands at once may make one each: both are good.
  ///
  /// - Throws: a `Problem` for a folder that cannot be read or written.
  package func current(today: Day, by actor: Actor) async throws -> SigningKey {
    let here = try folder.keys()
    let known = try await database.read { try await $0.keyRecords() }
    let usable = Set(known.filter { $0.isOwn && $0.retiredOn == nil }.map(\.key))
    if let key = here.first(where: { usable.contains($0.publicKey) }) { return key }
    return try await make(retiring: [], today: today, by: actor, basis: .none)
  }

  /// Makes a new key and retires all of this machine's; what they have signed stays good.
  ///
  /// - Parameters:
  ///   - today: the day of the change.
  ///   - actor: needs ``Act/administerKeys`` everywhere.
  ///   - basis: why.
  /// - Returns: the new key.
  /// - Throws: an access error, or a `Problem` for a folder that cannot be read or written.
  package func rotate(
    today: Day, by actor: Actor, basis: Audit.Basis
  ) async throws -> PublicKey {
    try actor.requireEverywhere(.administerKeys)
    let here = try folder.keys().map(\.publicKey)
    let known = try await database.read { try await $0.keyRecords() }
    let old = known.filter { $0.isOwn && $0.retiredOn == nil && here.contains($0.key) }.map(\.key)
    let key = try await make(retiring: old, today: today, by: actor, basis: basis)
    // Last: whatever happens before, a key that may sign is there.
    for key in old { folder.drop(key) }
    return key.publicKey
  }

  private func make(
    retiring old: [PublicKey], today: Day, by actor: Actor, basis: Audit.Basis
  ) async throws -> SigningKey {
    let key = SigningKey()
    // The file first: a key on record without its file would be of no use to anybody.
    try folder.keep(key)
    try await database.write { transaction in
      let event = try await Audit.note(
        old.isEmpty ? "key.make" : "key.rotate",
        of: Audit.Subject(kind: "key", code: key.publicKey.id), by: actor, basis: basis,
        detail: old.map { AuditDetail("retired", new: $0.id) }, in: transaction)
      try await transaction.insert(key.publicKey, of: "", on: today, event: event)
      for key in old { try await transaction.retire(key, on: today, event: event) }
    }
    return key
  }

  /// Trusts the key of another installation, or makes it signs no more.
  ///
  /// - Parameters:
  ///   - key: as the other side handed it over.
  ///   - holder: whose it is; not empty.
  ///   - today: the day of the change.
  ///   - actor: needs ``Act/administerKeys`` everywhere.
  ///   - basis: why.
  /// - Throws: an access error, or a conflict where the key is on record.
  package func trust(
    _ key: PublicKey, of holder: String, today: Day, by actor: Actor, basis: Audit.Basis
  ) async throws {
    try actor.requireEverywhere(.administerKeys)
    try await database.write { transaction in
      if try await transaction.keyRecords().contains(where: { $0.key == key }) {
        throw SignatureError.known(key.id)
      }
      let event = try await Audit.note(
        "key.trust", of: Audit.Subject(kind: "key", code: key.id), by: actor, basis: basis,
        detail: [AuditDetail("holder", new: holder)], in: transaction)
      try await transaction.insert(key, of: holder, on: today, event: event)
    }
  }

  /// Lets a key sign no more: an own one of another machine, or another installation's.
  package func retire(
    _ id: String, today: Day, by actor: Actor, basis: Audit.Basis
  ) async throws {
    try actor.requireEverywhere(.administerKeys)
    try await database.write { transaction in
      guard let found = try await transaction.keyRecords().first(where: { $0.key.id == id }) else {
        throw SignatureError.unknown(id)
      }
      if let day = found.retiredOn { throw SignatureError.retired(id, on: day) }
      let event = try await Audit.note(
        "key.retire", of: Audit.Subject(kind: "key", code: id), by: actor, basis: basis,
        in: transaction)
      try await transaction.retire(found.key, on: today, event: event)
    }
  }

  /// All keys on record, in the order in which they came.
  package func list() async throws -> [KeyRecord] {
    try await database.read { try await $0.keyRecords() }
  }
}
