import Access
import Basics
import Postgres

/// The trail: who did what, on whom, when and why, written in the transaction of the change itself.
package enum Audit {
  /// Why something is done, in the words of whoever does it, and the document it rests on.
  package struct Basis: Sendable, Hashable {
    package let reason: String
    package let document: String

    package static let none = Basis(reason: "", document: "")

    package init(reason: String, document: String) {
      self.reason = reason
      self.document = document
    }
  }

  /// What something is done to.
  package struct Subject: Sendable, Hashable {
    package let kind: String
    package let code: String

    package init(kind: String, code: String) {
      self.kind = kind
      self.code = code
    }

    package static func unit(_ code: Code) -> Subject { Subject(kind: "unit", code: code.text) }
    package static func member(_ code: Code) -> Subject { Subject(kind: "member", code: code.text) }
    package static func account(_ name: Code) -> Subject {
      Subject(kind: "account", code: name.text)
    }
  }

  /// Writes one event, `noun.verb`, in the transaction of the change, and returns its number.
  @discardableResult
  package static func note(
    _ verb: String, of subject: Subject, by actor: Actor, basis: Basis = .none,
    detail: [AuditDetail] = [], in transaction: Transaction
  ) async throws -> Int64 {
    try await transaction.insertEvent(
      verb, of: subject, by: actor, basis: basis, detail: AuditDetail.json(detail))
  }
}

/// One changed field of an event: its name, what it was and what it is.
package struct AuditDetail: Sendable, Hashable {
  package let field: String
  package let old: String?
  package let new: String?

  package init(_ field: String, old: String? = nil, new: String?) {
    self.field = field
    self.old = old
    self.new = new
  }

  /// `{"field": [old, new], …}`, in the order given.
  static func json(_ details: [AuditDetail]) -> String {
    let pairs = details.map { detail in
      "\(jsonQuoted(detail.field)): [\(detail.old.map(jsonQuoted) ?? "null"), "
        + "\(detail.new.map(jsonQuoted) ?? "null")]"
    }
    return "{" + pairs.joined(separator: ", ") + "}"
  }
}
