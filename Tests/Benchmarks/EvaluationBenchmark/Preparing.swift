import Audit
import Basics
import Configuration
import Foundation
import Frameworks
import Sample
import Sheets
import Tabular

/// What every part stands on: a city in which everybody is evaluated, and an opened month.
extension Bench {
  func city() throws -> SampleCity {
    SampleCity(
      list: try Configuration.hanoiCommunes(), members: members, everyoneInOffice: true)
  }

  /// Units, members and the frameworks of the program, on a server of their own.
  func prepare() async throws {
    say("machine     \(machine())")
    let city = try city()
    let units = ["code", "name", "parent_code", "tree", "level", "wage_region"]
    try city.writeUnits(to: try CSVWriter(path: folder + "/units.csv", header: units))
    let columns = [
      "code", "full_name", "sex", "birth_date", "personal_id", "party_card", "joined_on",
      "official_on", "cell_code", "agency_code", "position", "form", "manager_code",
      "dues_category", "dues_base", "status",
    ]
    try city.writeMembers(to: try CSVWriter(path: folder + "/members.csv", header: columns))
    let spent = try await seconds {
      try await cadre(["unit", "import", folder + "/units.csv"])
      try await cadre(["member", "import", folder + "/members.csv"])
    }
    say("prepared    \(members) members in \(shown(spent)) s")
    let officer = try officer()
    let frameworks = try Configuration.frameworks()
    try await withDatabase { database in
      _ = try await database.write { transaction in
        try await Frameworks.ensureShipped(frameworks, in: transaction, by: officer)
      }
    }
  }

  /// The month opened for everybody.
  func open() async throws {
    let officer = try officer()
    try await withDatabase { database in
      let spent = try await seconds {
        _ = try await Periods(database: database).open(month, by: officer, basis: .none)
      }
      say("open        \(members) sheets: \(shown(spent)) s (goal ≤ 10 s)")
    }
  }

  private func machine() -> String {
    let memory = ProcessInfo.processInfo.physicalMemory / (1 << 30)
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let model =
      text.split(separator: "\n").first { $0.hasPrefix("model name") }?
      .split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? "?"
    return "\(ProcessInfo.processInfo.activeProcessorCount) cores, \(memory) GiB, \(model)"
  }
}
