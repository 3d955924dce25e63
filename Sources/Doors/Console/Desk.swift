import Access
import Accounts
import ArgumentParser
import Audit
import Basics
import Exchange
import Frameworks
import Letters
import Members
import Organisation
import Postgres
import Products
import Ranking
import Runs
import Scoring
import Sheets
import Signatures

/// What a command finds on its desk: the terminal, and the way to the database.
///
/// Put together by the roof; a command never finds a database by itself.
package struct Desk: Sendable {
  package let terminal: Terminal
  /// Opens the database, as the account named by `--as`, `CADRE_ACCOUNT` or the system user.
  package let open: @Sendable (_ account: String?) async throws -> Office
  /// What only an operator of the database itself needs.
  package let engine: any Engine
  /// The list of communes that a sample city is built on.
  package let communes: @Sendable () throws -> String
  /// The frameworks that come with the program: names and texts of their files.
  package let frameworks: @Sendable () throws -> [(name: String, text: String)]
  /// The rules of dues and their split.
  package let dues: DuesFiles
  /// The templates of letters.
  package let letters: LetterFiles
  /// The day, also where no database is needed.
  package let today: Day
  /// Public holidays, for deadlines in working days.
  package let holidays: @Sendable () throws -> WorkCalendar
  /// Where private keys lie.
  package let keys: KeyFolder
  /// Where the files of a sample go, unless somebody says otherwise.
  package let sampleFolder: String
  /// Runs another command as if it had been typed.
  package let dispatch: @Sendable (_ words: [String], _ desk: Desk) async throws -> Void

  package init(
    terminal: Terminal, engine: any Engine, sampleFolder: String,
    communes: @escaping @Sendable () throws -> String,
    frameworks: @escaping @Sendable () throws -> [(name: String, text: String)],
    dues: DuesFiles, letters: LetterFiles, today: Day,
    holidays: @escaping @Sendable () throws -> WorkCalendar, keys: KeyFolder,
    open: @escaping @Sendable (_ account: String?) async throws -> Office,
    dispatch: @escaping @Sendable (_ words: [String], _ desk: Desk) async throws -> Void
  ) {
    self.terminal = terminal
    self.engine = engine
    self.sampleFolder = sampleFolder
    self.communes = communes
    self.frameworks = frameworks
    self.dues = dues
    self.letters = letters
    self.today = today
    self.holidays = holidays
    self.keys = keys
    self.open = open
    self.dispatch = dispatch
  }

  package func run(_ words: [String]) async throws { try await dispatch(words, self) }

  /// The last day for appeals against what is published on a day.
  func appealWindow() throws -> @Sendable (Day) -> Day {
    let calendar = try holidays()
    return { AppealWindow.last(from: $0, calendar: calendar) }
  }
}

/// An open database with somebody acting in it.
package struct Office: Sendable {
  package let database: Database
  package let actor: Actor
  package let today: Day
  /// The version of the program, as runs record it.
  package let programVersion: String
  package let ranking: RankingWeights

  package init(
    database: Database, actor: Actor, today: Day, programVersion: String, ranking: RankingWeights
  ) {
    self.database = database
    self.actor = actor
    self.today = today
    self.programVersion = programVersion
    self.ranking = ranking
  }

  package var units: Units { Units(database: database) }
  package var members: Members { Members(database: database) }
  package var accounts: Accounts { Accounts(database: database) }
  package var runs: Runs {
    Runs(database: database, programVersion: programVersion, weights: ranking)
  }
  package var frameworks: Frameworks { Frameworks(database: database) }
  package var periods: Periods { Periods(database: database) }
  /// Sheets whose entries are held against the framework that they name.
  package var sheets: Sheets {
    Sheets(database: database) { known, entries, transaction in
      guard let stored = try await transaction.framework(known.reference) else {
        return Sheets.Findings()
      }
      let flaws = EntryRules.flaws(of: entries, by: stored.framework).map { flaw in
        SheetError.Flaw(entry: entries[flaw.index].code, reason: flaw.reason)
      }
      return Sheets.Findings(
        flaws: flaws, missing: Score.awaitedPoints(entries, by: stored.framework))
    }
  }
  package var excuses: Excuses { Excuses(sheets: sheets) }
  package var products: Products { Products(database: database) }

  /// The month that was typed, or else the latest that was opened.
  func month(_ text: String?) async throws -> Month {
    if let text { return try Console.month(text) }
    guard let latest = try await periods.latest() else {
      throw PeriodError.unknown(Month(containing: today))
    }
    return latest
  }
}

/// The database as a thing to be started, stopped, copied and checked.
package protocol Engine: Sendable {
  /// Where everything lies, for `db status`: name and value, in the order shown.
  func status() async throws -> [(key: String, title: Phrase, value: String)]
  func start() async throws
  func stop() async throws
  /// Applies what is missing of the schema; returns the names of what was applied.
  func migrate() async throws -> [String]
  func backup(to path: String) async throws -> (bytes: Int, digest: String)
  func restore(from path: String) async throws
  /// Runs every checker; one line each.
  func check() async throws -> [CheckResult]
  /// Makes the first account of a database that is not embedded.
  func makeFirstAccount(name: String, fullName: String) async throws
}

/// What one checker found.
package struct CheckResult: Sendable {
  package let name: String
  package let statement: Phrase
  /// Nothing found: it holds.
  package let findings: [String]
  package let milliseconds: Int

  package init(name: String, statement: Phrase, findings: [String], milliseconds: Int) {
    self.name = name
    self.statement = statement
    self.findings = findings
    self.milliseconds = milliseconds
  }
}

/// A command that does something.
package protocol DeskCommand: AsyncParsableCommand {
  func run(at desk: Desk) async throws

  /// Whether what it wrote before it was stopped stays, and is gone on with the next time.
  var keepsWhatIsDone: Bool { get }
}

extension DeskCommand {
  package var keepsWhatIsDone: Bool { false }

  package mutating func run() async throws {
    throw PlainProblem(
      .fault,
      Phrase(vi: "Lệnh chưa được nối với chương trình.", en: "The command has no desk."))
  }
}

/// An option that every command has: who acts.
package struct ActingAs: ParsableArguments {
  @Option(
    name: .customLong("as"),
    help: help(
      vi: "Làm việc với tài khoản này (hoặc biến CADRE_ACCOUNT).",
      en: "Act as this account (or the variable CADRE_ACCOUNT)."))
  package var account: String?

  package init() {}
}

/// Options of commands that change something: why, and by which document.
package struct BasisOptions: ParsableArguments {
  @Option(
    help: help(vi: "Lý do, được ghi vào nhật ký.", en: "Why; it goes on the trail."))
  package var reason = ""

  @Option(
    help: help(
      vi: "Văn bản làm căn cứ, ví dụ “12-QĐ/ĐU”.", en: "The basis document, such as 12-QĐ/ĐU."))
  package var document = ""

  package init() {}

  func basis() throws -> Audit.Basis {
    Audit.Basis(
      reason: try clean("--reason", reason, limit: 1000),
      document: try clean("--document", document, limit: 300))
  }
}

/// How rows are printed.
package struct FormatOption: ParsableArguments {
  @Option(help: help(vi: "Dạng in: table, csv hoặc json.", en: "How rows are printed."))
  package var format = RowFormat.table

  package init() {}
}
