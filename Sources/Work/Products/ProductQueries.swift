import Basics
import Organisation
import Postgres

extension Product.Proposal.Outcome: PostgresText {}

extension Product: Readable {
  package init(_ row: Row) throws {
    self.init(
      code: try row.value("code"), version: try row.value("version"),
      title: try row.value("title"), measure: try row.value("measure"),
      coefficient: try row.value("coefficient"), validFrom: try row.value("valid_from"),
      retired: try row.value("retired"), document: try row.value("document"))
  }
}

extension Product.Proposal: Readable {
  package init(_ row: Row) throws {
    self.init(
      number: try row.value("id"), unit: try row.value("unit_code"),
      title: try row.value("title"), measure: try row.value("measure"),
      coefficient: try row.value("coefficient"), reason: try row.value("reason"),
      proposedBy: try row.value("proposed_by"), proposedAt: try row.value("proposed_at"),
      outcome: try row.value("outcome"), product: try row.value("product_code"),
      answeredBy: try row.value("answered_by"), answer: try row.value("answer"))
  }
}

extension Transaction {
  private var productColumns: SQL {
    "code, version, title, measure, coefficient, valid_from, retired, document"
  }

  private var proposalColumns: SQL {
    """
    product_proposal.id, unit.code AS unit_code, title, measure, coefficient, reason, proposed_by,
    proposed_at, outcome, product_code, answered_by, answer
    """
  }

  /// Lets nobody else change the catalogue before this transaction is over.
  func holdCatalogue() async throws {
    try await execute("SELECT pg_advisory_xact_lock(43, 1)")
  }

  /// The version of a product that holds on a day; `nil` also for a retired one.
  package func product(_ code: Code, on day: Day) async throws -> Product? {
    let found = try await first(
      """
      SELECT \(raw: productColumns) FROM product WHERE code = \(code) AND valid_from <= \(day)
       ORDER BY valid_from DESC, version DESC LIMIT 1
      """, as: Product.self)
    return found.flatMap { $0.retired ? nil : $0 }
  }

  /// What holds on a day, by code.
  package func products(on day: Day) async throws -> [Product] {
    try await rows(
      """
      SELECT \(raw: productColumns) FROM (
        SELECT DISTINCT ON (code) \(raw: productColumns) FROM product WHERE valid_from <= \(day)
         ORDER BY code, valid_from DESC, version DESC) AS known
       WHERE NOT retired ORDER BY code
      """, as: Product.self)
  }

  func allProducts() async throws -> [Product] {
    try await rows(
      "SELECT \(raw: productColumns) FROM product ORDER BY code, version", as: Product.self)
  }

  /// The version of each product that was written last.
  func latestProducts() async throws -> [Product] {
    try await rows(
      """
      SELECT DISTINCT ON (code) \(raw: productColumns) FROM product ORDER BY code, version DESC
      """, as: Product.self)
  }

  func insert(_ product: Product, event: Int64) async throws {
    try await execute(
      """
      INSERT INTO product
        (code, version, title, measure, coefficient, valid_from, retired, document, event_id)
      VALUES (\(product.code), \(Int32(clamping: product.version)), \(product.title),
        \(product.measure), \(product.coefficient), \(product.validFrom), \(product.retired),
        \(product.document), \(event))
      """, expecting: 1)
  }

  func insert(
    _ draft: ProposalDraft, of unit: Unit.ID, by account: Code, event: Int64
  ) async throws -> Int64 {
    try await value(
      """
      INSERT INTO product_proposal
        (unit_id, title, measure, coefficient, reason, proposed_by, proposed_at, event_id)
      VALUES (\(unit), \(draft.title), \(draft.measure), \(draft.coefficient), \(draft.reason),
        \(account), \(now), \(event))
      RETURNING id
      """, as: Int64.self) ?? 0
  }

  func proposal(_ number: Int64) async throws -> Product.Proposal? {
    _ = try await value(
      "SELECT id FROM product_proposal WHERE id = \(number) FOR UPDATE", as: Int64.self)
    return try await first(
      """
      SELECT \(raw: proposalColumns) FROM product_proposal JOIN unit ON unit.id = unit_id
       WHERE product_proposal.id = \(number)
      """, as: Product.Proposal.self)
  }

  func proposals(all: Bool) async throws -> [Product.Proposal] {
    try await rows(
      """
      SELECT \(raw: proposalColumns) FROM product_proposal JOIN unit ON unit.id = unit_id
       WHERE \(all) OR outcome IS NULL ORDER BY product_proposal.id
      """, as: Product.Proposal.self)
  }

  func answer(
    _ number: Int64, _ outcome: Product.Proposal.Outcome, product: Product?, by account: Code,
    answer: String, event: Int64
  ) async throws {
    try await execute(
      """
      UPDATE product_proposal
         SET outcome = \(outcome), product_code = \(product?.code),
             product_version = \(product.map { Int32(clamping: $0.version) }),
             answered_by = \(account), answered_at = \(now), answer = \(answer),
             answer_event_id = \(event)
       WHERE id = \(number) AND outcome IS NULL
      """, expecting: 1)
  }
}
