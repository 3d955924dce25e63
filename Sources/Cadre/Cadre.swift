import ArgumentParser
import Basics
import Console
import Foundation

/// The one executable: reads the command line, builds everything once, hands it to the door.
@main
struct Cadre {
  static func main() async {
    // A reader that goes away, such as `| head`, must not kill a transaction half-way.
    signal(SIGPIPE, SIG_IGN)
    let environment = ProcessInfo.processInfo.environment
    let terminal = Terminal(environment: environment)
    exit(await run(CommandLine.arguments, environment: environment, terminal: terminal))
  }

  private static func run(
    _ arguments: [String], environment: [String: String], terminal: Terminal
  ) async -> Int32 {
    let words = Array(arguments.dropFirst())
    let asJSON =
      words.contains("--format=json")
      || zip(words, words.dropFirst()).contains { $0 == "--format" && $1 == "json" }
    let command: any ParsableCommand
    do {
      command = try Commands.parseAsRoot(words)
    } catch {
      return report(error, terminal: terminal, asJSON: asJSON)
    }
    guard let command = command as? any DeskCommand else {
      return help(from: command, terminal: terminal, asJSON: asJSON)
    }
    let stop: any Error =
      command.keepsWhatIsDone ? ErrorReport.stoppedToGoOn : CancellationError()
    do {
      let building = try Building(
        settings: try Settings(environment: environment), terminal: terminal)
      let work = Task { try await command.run(at: building.desk) }
      Interruption.cancel(work)
      try await work.value
      guard Terminal.outputFailure == 0 else {
        throw ErrorReport.outputLost(errno: Terminal.outputFailure)
      }
      return 0
    } catch {
      if Interruption.happened {
        let said = ErrorReport.interruption(error, otherwise: stop)
        return ErrorReport.print(said, to: terminal, asJSON: asJSON, exit: 130)
      }
      return ErrorReport.print(error, to: terminal, asJSON: asJSON)
    }
  }

  /// What the parser's own help runs into; a noun without a verb is a wrong command line.
  private static func help(
    from command: any ParsableCommand, terminal: Terminal, asJSON: Bool
  ) -> Int32 {
    let type = type(of: command)
    let isNoun = Commands.configuration.subcommands.contains { $0 == type }
    var command = command
    do { try command.run() } catch {
      let code = report(error, terminal: terminal, asJSON: asJSON)
      return isNoun ? 2 : code
    }
    return 0
  }

  /// What the parser says: help goes to standard output, a wrong command line is exit 2.
  private static func report(_ error: any Error, terminal: Terminal, asJSON: Bool) -> Int32 {
    if Commands.exitCode(for: error) == .success {
      terminal.line(ParserWords.page(Commands.fullMessage(for: error), in: terminal.language))
      return 0
    }
    if error is any Problem { return ErrorReport.print(error, to: terminal, asJSON: asJSON) }
    let message = ParserWords.sentence(Commands.message(for: error), in: terminal.language)
    let problem = PlainProblem(
      .usage,
      Phrase(vi: "Dòng lệnh chưa đúng: \(message)", en: "The command line is wrong: \(message)"),
      hint: Phrase(
        vi: "Xem cách dùng và ví dụ: thêm --help.", en: "See how it works: add --help."))
    return ErrorReport.print(problem, to: terminal, asJSON: asJSON)
  }
}

/// All nouns.
struct Commands: AsyncParsableCommand {
  static let version = "cadre 0.4.0"

  static let configuration = CommandConfiguration(
    commandName: "cadre",
    abstract: Phrase(
      vi: "Hồ sơ đảng viên, công chức và đánh giá hằng tháng.",
      en: "Records of party members and civil servants, and their monthly evaluation."
    ).text(in: Language(environment: ProcessInfo.processInfo.environment)),
    discussion: Phrase(
      vi: """
        Ví dụ: cadre demo
               cadre unit import units.csv --dry-run
               cadre member find nguyen thi anh
        """,
      en: """
        Example: cadre demo
                 cadre unit import units.csv --dry-run
                 cadre member find nguyen thi anh
        """
    ).text(in: Language(environment: ProcessInfo.processInfo.environment)),
    version: version,
    subcommands: [
      DatabaseCommands.self, DemoCommand.self, UnitCommands.self, MemberCommands.self,
      FrameworkCommands.self, PeriodCommands.self, SheetCommands.self, ScoreCommands.self,
      RankCommands.self, BoardCommands.self, ExcuseCommands.self, ProductCommands.self,
      TransferCommands.self, LetterCommands.self, DuesCommands.self, ReportCommands.self,
      AccountCommands.self, AuditCommands.self,
    ])
}
