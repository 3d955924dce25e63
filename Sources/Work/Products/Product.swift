import Basics

/// A converted product: what work is counted in (Decree 335/2025/NĐ-CP, article 14).
package struct Product: Sendable, Hashable {
  package let code: Code
  /// From 1.
  package let version: Int
  package let title: String
  /// What one of it is: a document, a case, a day.
  package let measure: String
  /// In ten-thousandths: 10,000 is the standard product.
  package let coefficient: Int64
  package let validFrom: Day
  package let retired: Bool
  /// The decision that set it.
  package let document: String
}

extension Product {
  /// What is put into the catalogue; a version of its own once it is there.
  package struct Draft: Sendable, Hashable {
    package let code: Code
    package let title: String
    package let measure: String
    package let coefficient: Int64
    package let validFrom: Day
    /// Whether the row has a first day of its own: without one it only says what holds on that day.
    package let isDated: Bool
    package let document: String

    /// Reads the fields of a row; one without a first day holds from `named`, if there is one.
    ///
    /// - Throws: the first ``Flaw``.
    package init(
      code: String, title: String, measure: String, coefficient: String, validFrom: String,
      orElse named: Day? = nil, document: String
    ) throws(Flaw) {
      guard let code = Code(code) else { throw Flaw("code", code, .form) }
      guard let number = Product.coefficient(coefficient) else {
        throw Flaw("coefficient", coefficient, .coefficient)
      }
      isDated = !validFrom.isEmpty
      guard let day = isDated ? Day(validFrom) : named else {
        throw Flaw("valid_from", validFrom, .day)
      }
      self.code = code
      self.coefficient = number
      self.validFrom = day
      self.title = try Flaw.clean("title", title, limit: 300)
      self.measure = try Flaw.clean("measure", measure, limit: 100)
      self.document = try Flaw.clean("document", document, limit: 300)
      guard !self.title.isEmpty else { throw Flaw("title", title, .empty) }
    }
  }

  /// A proposal of the inbox: work that has no name in the catalogue yet.
  package struct Proposal: Sendable, Hashable {
    package let number: Int64
    package let unit: Code
    package let title: String
    package let measure: String
    package let coefficient: Int64
    package let reason: String
    package let proposedBy: Code
    package let proposedAt: Instant
    /// `nil` while it waits.
    package let outcome: Outcome?
    package let product: Code?
    package let answeredBy: Code?
    package let answer: String?

    package enum Outcome: String, Sendable, CaseIterable, Hashable { case approved, rejected }
  }

  /// A coefficient above 0 with at most 4 fraction digits, in ten-thousandths.
  package static func coefficient(_ text: String) -> Int64? {
    guard let exact = ExactDecimal(text)?.reduced, exact.scale <= 4 else { return nil }
    var mantissa = exact.mantissa
    for _ in exact.scale..<4 { mantissa *= 10 }
    return (1...10_000_000_000_000).contains(mantissa) ? Int64(mantissa) : nil
  }

  /// A coefficient as people write it.
  package static func text(ofCoefficient number: Int64) -> String {
    (ExactDecimal(mantissa: Int128(number), scale: 4) ?? ExactDecimal(0)).reduced.description
  }

  /// A field of a product that cannot be as it was given.
  package struct Flaw: Error, Hashable, Sendable {
    package let column: String
    package let value: String
    package let reason: Phrase

    init(_ column: String, _ value: String, _ cause: Cause) {
      self.init(column, value, reason: cause.phrase)
    }

    init(_ column: String, _ value: String, reason: Phrase) {
      self.column = column
      self.value = value
      self.reason = reason
    }

    static func clean(_ column: String, _ text: String, limit: Int) throws(Flaw) -> String {
      do {
        return try TextGate.clean(text, limit: limit)
      } catch {
        throw Flaw(column, text, reason: error.phrase)
      }
    }

    enum Cause { case form, coefficient, day, empty }
  }
}

extension Product.Flaw.Cause {
  var phrase: Phrase {
    switch self {
    case .form:
      Phrase(
        vi: "mã gồm 1 đến 40 chữ không dấu, chữ số, dấu . _ -",
        en: "a code has 1 to 40 of A-Z a-z 0-9 . _ -")
    case .coefficient:
      Phrase(
        vi: "hệ số là số lớn hơn 0, nhiều nhất 4 chữ số thập phân",
        en: "a coefficient is above 0, with at most 4 decimals")
    case .day:
      Phrase(
        vi: "không phải ngày (YYYY-MM-DD hoặc dd/mm/yyyy)",
        en: "is no day (YYYY-MM-DD or dd/mm/yyyy)")
    case .empty: Phrase(vi: "không được để trống", en: "must not be empty")
    }
  }
}
