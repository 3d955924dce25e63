import Access
import Basics
import Organisation
import Postgres
import Signatures
import Transfers

/// A letter with its number and its signature.
struct IssuedLetter: Sendable {
  let letter: Letter
  let number: Int
  let year: Int
  let signed: SignedSeal

  var digest: String { Hex.digest(signed.seal.text) }
}

extension LetterContent {
  /// The number as it is printed: `12-XN/CB` of the Party (05-HD/VPTW), `12/GXN` of the State
  /// (30/2020/NĐ-CP).
  package func printed(number: Int) -> String { "\(number)\(isParty ? "-" : "/")\(symbol)" }
}

extension Transaction {
  /// Writes the drafts that can be drawn up.
  func draft(
    _ letters: [Letter], _ round: LetterRound, _ templates: LetterTemplates, in units: UnitTree
  ) async throws -> (taken: [Int64], left: [Letters.Left]) {
    let sources = try await letterSources(of: letters, in: units, on: round.today)
    var (drafts, left) = ([(letter: Letter, content: LetterContent)](), [Letters.Left]())
    for letter in letters {
      do throws(LetterRefusal) {
        let values = try sources.values(
          of: letter, comment: round.comments[letter.memberCode] ?? ResidenceComment())
        var content = templates[letter.kind].filled(values)
        content.sign(as: round.post)
        drafts.append((letter, content))
      } catch {
        left.append(
          .init(member: letter.memberCode, name: letter.memberName, refusal: error))
      }
    }
    try await insert(drafts, by: round.actor, on: round.today, event: round.event)
    return (drafts.map(\.letter.id), left)
  }

  /// Numbers, signs and writes the letters: each book in turn, in the order of the letters.
  func issue(
    _ letters: [Letter], _ round: LetterRound, in units: UnitTree, key: SigningKey
  ) async throws -> [Int64] {
    let drafts = try await drafts(of: letters.map(\.id))
    let signer = try await signerName(of: round.actor)
    let year = round.today.civil.year
    var source = SystemRandomNumberGenerator()
    var issued: [IssuedLetter] = []
    // Books by their units, as everybody takes them.
    for (unit, some) in Dictionary(grouping: letters, by: \.issuer)
      .sorted(by: { $0.key.number < $1.key.number })
    {
      var number = try await heldBook(of: unit, year: year)
      for letter in some {
        guard let text = drafts[letter.id] else { throw LetterError.broken(letter.id) }
        let content = try LetterContent(text: text)
        number += 1
        let seal = LetterSeal(
          code: .random(using: &source), kind: letter.kind, number: content.printed(number: number),
          day: round.today, validUntil: content.validDays.map { round.today.adding(days: $0) },
          issuer: "\(letter.issuerCode) \(content.issuer)",
          member: "\(letter.memberCode) \(letter.memberName.reveal(for: .storage))",
          signer: signer, draft: Hex.digest(text))
        let signature = try key.signature(of: seal.text, as: .letter)
        issued.append(
          IssuedLetter(
            letter: letter, number: number, year: year,
            signed: SignedSeal(seal: seal, key: key.publicKey.id, signature: signature)))
      }
    }
    try await insert(issued, by: round.actor, event: round.event)
    return letters.map(\.id)
  }

  private func letterSources(
    of letters: [Letter], in units: UnitTree, on day: Day
  ) async throws -> LetterSources {
    let ids = letters.map(\.id)
    let facts = try await letterFacts(of: ids, on: day)
    let kinds = Set(letters.map(\.kind))
    let scores = kinds.contains(.scoreStatement) ? try await publishedMonths(of: ids) : []
    let dues = kinds.contains(.duesStatement) ? try await duesMonths(of: ids) : []
    var transfers: [Int64: TransferOfLetter] = [:]
    for letter in letters {
      guard let number = letter.transfer else { continue }
      transfers[number] = try await transferOfLetter(number)
    }
    return LetterSources(
      facts: Dictionary(facts.map { ($0.letter, $0) }) { first, _ in first },
      scores: Dictionary(grouping: scores, by: \.letter),
      dues: Dictionary(grouping: dues, by: \.letter), transfers: transfers, units: units,
      grassroots: try await grassrootsOrganisations(on: day), day: day)
  }

  private func transferOfLetter(_ number: Int64) async throws -> TransferOfLetter? {
    guard let transfer = try await transfers([number]).first else { return nil }
    return TransferOfLetter(
      transfer: transfer, papers: try await papers(of: number).map(\.paper),
      duesReason: try await transferSteps(of: number).last { $0.step == .release }?.duesReason
        ?? "")
  }
}
