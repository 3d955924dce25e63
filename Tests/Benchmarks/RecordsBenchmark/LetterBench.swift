import Access
import Basics
import Configuration
import Foundation
import Letters
import Postgres
import Signatures

/// Confirmation letters of whole cells, from the request to the pages, and checking one.
extension Bench {
  static let lettersGiven = 10_000
  static let lettersChecked = 200

  func letters() async throws {
    let database = try await database()
    let result: Result<Void, any Error>
    do { result = .success(try await giveOut(database)) } catch { result = .failure(error) }
    await database.close()
    try result.get()
  }

  private func giveOut(_ database: Database) async throws {
    let (clerk, today) = try officer()
    let signer = Actor(
      account: Code("signer") ?? .blank, origin: "bench", grants: clerk.grants, today: today)
    let letters = Letters(
      database: database,
      signatures: Signatures(database: database, folder: KeyFolder(path: folder + "/keys")),
      templates: { try LetterTemplates.read(try Configuration.letters()) })
    let unit = try await unitOfLetters(database)
    var (asked, drafted, reviewed, issued) = (0, 0, 0, [Int64]())
    func take(_ step: Letter.Step, _ actor: Actor) async throws -> [Int64] {
      try await letters.take(
        step, on: .waiting(at: unit, kind: nil), today: today, by: actor, basis: .none
      ).taken.map(\.id)
    }
    let request = try await seconds {
      asked = try await letters.request(
        LetterRequest(kind: .activityConfirmation), for: .unit(unit), today: today, by: clerk,
        basis: .none
      ).ids.count
    }
    let draft = try await seconds { drafted = try await take(.draft, clerk).count }
    let review = try await seconds { reviewed = try await take(.review, signer).count }
    let issue = try await seconds { issued = try await take(.issue, signer) }
    guard asked == drafted, asked == reviewed, asked == issued.count, asked > 0 else {
      throw BenchFault.unexpected("not every letter was issued")
    }
    let printed = try await printed(unit)
    let each = Double(Self.lettersGiven) / Double(asked)
    let all = request + draft + review + issue + printed.seconds
    say(
      "letters     \(asked) confirmations: request \(shown(request)) s, draft \(shown(draft)) s, "
        + "review \(shown(review)) s, issue \(shown(issue)) s, PDF \(shown(printed.seconds)) s "
        + "(\(printed.megabytes) MB of file) · for \(Self.lettersGiven): \(shown(all * each)) s "
        + "(goal ≤ 60 s)")
    try await check(issued, letters, database, today: today)
  }

  /// A ward of about as many members as letters are wanted.
  private func unitOfLetters(_ database: Database) async throws -> Code {
    let found = try await database.read { transaction in
      try await transaction.value(
        """
        WITH RECURSIVE below AS (
          SELECT unit_id AS top, unit_id FROM unit_placement
          UNION SELECT below.top, placement.unit_id
            FROM below JOIN unit_placement AS placement ON placement.parent_id = below.unit_id)
        SELECT unit.code FROM below
          JOIN cell_membership ON cell_id = below.unit_id
          JOIN unit ON unit.id = below.top
         GROUP BY unit.code
         ORDER BY abs(count(*) - \(Int64(Self.lettersGiven))), unit.code LIMIT 1
        """, as: Code.self)
    }
    guard let found else { throw BenchFault.unexpected("no unit has members") }
    return found
  }

  /// The pages, by the real program.
  private func printed(_ unit: Code) async throws -> (seconds: Double, megabytes: Int) {
    let file = folder + "/letters.pdf"
    let spent = try await seconds {
      try await cadre(["letter", "print", "--unit", unit.text, "--output", file], home: ours)
    }
    let size = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int ?? 0
    return (spent, size / 1_000_000)
  }

  private func check(
    _ ids: [Int64], _ letters: Letters, _ database: Database, today: Day
  ) async throws {
    let codes = try await database.read {
      try await $0.values(
        """
        SELECT code FROM letter_issue WHERE letter_id = ANY (\(ids)) ORDER BY md5(code) LIMIT 200
        """, as: String.self)
    }
    var spent: [Double] = []
    for code in codes.compactMap({ LetterCode($0) }) {
      spent.append(
        try await seconds {
          guard try await letters.verify(code, today: today).isGood else {
            throw BenchFault.unexpected("a letter is not good")
          }
        })
    }
    spent.sort()
    let program = try await seconds {
      try await cadre(["letter", "verify", codes[0]], home: ours)
    }
    say(
      "letters     verify: median \(shown(spent[spent.count / 2] * 1000)) ms, worst "
        + "\(shown((spent.last ?? 0) * 1000)) ms of \(spent.count) (goal < 50 ms) · the whole "
        + "command \(shown(program * 1000)) ms")
  }
}
