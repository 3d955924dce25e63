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
}
