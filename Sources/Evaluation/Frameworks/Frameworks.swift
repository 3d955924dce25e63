import Access
import Audit
import Basics
import Crypto
import Foundation
import Postgres

/// Everything that can be done to frameworks: each verb is one transaction and one event.
///
/// Reading asks for no right: whoever is scored may know by which rules.
package struct Frameworks: Sendable {
  package let database: Database

  package init(database: Database) { self.database = database }

  /// What a publication came to.
  package enum Publication: Sendable, Hashable {
    case published, replaced
    /// The very same file is on record.
    case unchanged
  }

  /// Puts a file on record.
  ///
  /// - Throws: ``FrameworkProblem`` for a file that says nothing usable; ``FrameworkError/frozen``
  ///   for another text of a version that a period has used; ``FrameworkError/otherForm`` where the
  ///   other versions of its code are for somebody else.
  @discardableResult
  package func publish(
    text: String, name: String, by actor: Actor, basis: Audit.Basis
  ) async throws -> (reference: Framework.Reference, publication: Publication) {
    try actor.requireEverywhere(.publishFrameworks)
    let framework = try FrameworkFile.read(text: text, name: name)
    let publication = try await database.write { transaction in
      try await transaction.lockFrameworks()
      return try await Frameworks.record(
        framework, source: text, replacing: true, by: actor, basis: basis, in: transaction)
    }
    return (framework.reference, publication)
  }

  /// Every version on record, by code and version.
  package func list() async throws -> [FrameworkLine] {
    try await database.read { try await $0.frameworkLines() }
  }

  /// One version and its file, named `id@version` or `id` for the newest.
  ///
  /// - Throws: ``FrameworkError/unknown(_:)``.
  package func show(
    _ text: String
  ) async throws -> (line: FrameworkLine, framework: Framework, source: String) {
    let (code, version) = try Framework.Reference.parts(of: text)
    let found = try await database.read { transaction in
      try await transaction.frameworkSource(code, version: version)
    }
    guard let found else { throw FrameworkError.unknown(text) }
    guard let framework = try? FrameworkFile.read(text: found.source, name: text) else {
      throw FrameworkError.unreadable(found.line.reference)
    }
    return (found.line, framework, found.source)
  }

  /// The file of a version, byte for byte as it was published.
  package func source(_ text: String) async throws -> String { try await show(text).source }

  /// What differs between two versions on record.
  package func diff(_ old: String, _ new: String) async throws -> FrameworkDiff {
    FrameworkDiff(from: try await show(old).framework, to: try await show(new).framework)
  }

  /// Puts those files on record that are not, and leaves everything that is as it stands.
  ///
  /// They come with the program, so that a month can be opened without anything having been
  /// published.
  ///
  /// - Returns: what was added.
  @discardableResult
  package static func ensureShipped(
    _ files: [(name: String, text: String)], in transaction: Transaction, by actor: Actor
  ) async throws -> [Framework.Reference] {
    try await transaction.lockFrameworks()
    let known = Set(try await transaction.frameworkLines().map(\.digest))
    var added: [Framework.Reference] = []
    for file in files where !known.contains(digest(of: file.text)) {
      let framework = try FrameworkFile.read(text: file.text, name: file.name)
      let publication = try await record(
        framework, source: file.text, replacing: false, by: actor,
        basis: .init(reason: "", document: framework.basis.document), in: transaction)
      if publication == .published { added.append(framework.reference) }
    }
    return added
  }

  /// SHA-256 of a file, lower-case hex.
  package static func digest(of text: String) -> String {
    SHA256.hash(data: Data(text.utf8)).map { byte in
      let hex = String(byte, radix: 16)
      return hex.count < 2 ? "0" + hex : hex
    }.joined()
  }
}

extension Frameworks {
  private static func record(
    _ framework: Framework, source: String, replacing: Bool, by actor: Actor,
    basis: Audit.Basis, in transaction: Transaction
  ) async throws -> Publication {
    let (reference, digest) = (framework.reference, digest(of: source))
    // Whoever freezes this version meanwhile waits, or is waited for.
    if replacing { try await transaction.lockFramework(reference) }
    let versions = try await transaction.frameworkLines().filter {
      $0.reference.code == reference.code
    }
    let before = versions.first { $0.reference == reference }
    if let before {
      if before.digest == digest || !replacing { return .unchanged }
      guard !before.isFrozen else {
        let last = versions.map(\.reference.version).max() ?? reference.version
        throw FrameworkError.frozen(reference, next: last + 1)
      }
    }
    if let other = versions.first(where: {
      $0.reference != reference && $0.form != framework.form
    }) {
      // Somebody has given the name of a shipped one to something else: theirs stays.
      guard replacing else { return .unchanged }
      throw FrameworkError.otherForm(reference, is: framework.form, was: other.form)
    }
    let event = try await Audit.note(
      "framework.publish", of: .init(kind: "framework", code: reference.description), by: actor,
      basis: basis, detail: [AuditDetail("digest", old: before?.digest, new: digest)],
      in: transaction)
    guard let before else {
      try await transaction.insertFramework(
        framework, source: source, digest: digest, event: event)
      return .published
    }
    try await transaction.replaceFramework(
      before.id, by: framework, source: source, digest: digest, event: event)
    return .replaced
  }
}

extension Framework.Reference {
  /// Reads `id@version`.
  package init?(_ text: String) {
    guard let parts = try? Self.parts(of: text), let version = parts.version else { return nil }
    self.init(code: parts.code, version: version)
  }

  /// Reads `id` or `id@version`.
  ///
  /// - Throws: ``FrameworkError/notAReference(_:)``.
  package static func parts(of text: String) throws(FrameworkError) -> (code: Code, version: Int?) {
    let words = text.split(separator: "@", omittingEmptySubsequences: false).map(String.init)
    guard let code = words.first.flatMap(Code.init), words.count <= 2 else {
      throw .notAReference(text)
    }
    guard words.count == 2 else { return (code, nil) }
    guard words[1].utf8.allSatisfy({ (48...57).contains($0) }), words[1].utf8.count <= 7,
      let version = Int(words[1]), version > 0, String(version) == words[1]
    else { throw .notAReference(text) }
    return (code, version)
  }
}
