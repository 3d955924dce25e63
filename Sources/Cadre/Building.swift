import Accounts
import Basics
import Configuration
import Console
import Frameworks
import Letters
import LocalCluster
import Postgres
import Ranking
import Schema
import Signatures

/// The only place where modules are put together.
struct Building: Sendable {
  let settings: Settings
  let terminal: Terminal
  let engine: DatabaseEngine

  init(settings: Settings, terminal: Terminal) throws {
    self.settings = settings
    self.terminal = terminal
    engine = DatabaseEngine(
      settings: settings, terminal: terminal,
      migrations: try Schema.migrations().map {
        Migration(number: $0.number, name: $0.name, text: $0.text, check: $0.check)
      })
  }

  /// What every command finds on its desk.
  var desk: Desk {
    Desk(
      terminal: terminal, engine: engine, sampleFolder: settings.home + "/sample",
      communes: Configuration.hanoiCommunes, frameworks: Configuration.frameworks,
      dues: DuesFiles(inFolder: settings.configuration + "/dues"),
      letters: LetterFiles(inFolder: settings.configuration + "/letters"),
      today: settings.today,
      holidays: { try HolidayFile.read(try Configuration.holidays()) },
      keys: KeyFolder(path: settings.home + "/keys"),
      open: { account in
        let database = try await engine.open()
        let named = account ?? settings.account
        let actor = try await Accounts(database: database).actor(
          for: engine.consoleUser, as: try named.map(Building.code), today: settings.today)
        return Office(
          database: database, actor: actor, today: settings.today,
          programVersion: Commands.version, ranking: try Building.ranking())
      },
      dispatch: { words, desk in
        guard let command = try Commands.parseAsRoot(words) as? any DeskCommand else { return }
        try await command.run(at: desk)
      })
  }

  /// How units are ranked: `config/ranking.yaml`.
  static func ranking() throws -> RankingWeights {
    RankingWeights(try RankingFile.read(text: try Configuration.ranking(), name: "ranking.yaml"))
  }

  static func code(_ text: String) throws -> Code {
    guard let code = Code(text) else {
      throw PlainProblem(
        .usage,
        Phrase(vi: "“\(text)” không phải tên tài khoản.", en: "“\(text)” is no account name."))
    }
    return code
  }
}
