import Basics
import ConfigFile
import Organisation

/// `config/dues/split.yaml`: how much of the dues each level keeps, from month to month.
package struct DuesSplit: Sendable, Hashable {
  /// What the file is called, for those who have to fill it in.
  package let file: String
  /// In the order of their months; a month between them may have none.
  package let chains: [Chain]

  /// The levels of the party tree with what they keep, for a stretch of months.
  package struct Chain: Sendable, Hashable {
    package let file: String
    package let from: Month
    /// The last month; `nil`: until another chain begins.
    package let through: Month?
    package let steps: [Step]
  }

  /// What the units of one level keep; the rest goes to the level above.
  package struct Step: Sendable, Hashable {
    package let level: Int
    package let name: Phrase
    package let keep: ExactDecimal
    package let origin: DuesRegulation.Origin
  }

  /// Reads the file.
  ///
  /// - Throws: ``FileProblem`` with everything that is wrong, each with line and reason.
  package static func read(text: String, name: String) throws(FileProblem) -> DuesSplit {
    let root = try PlainYAML.read(text, file: name)
    var reading = FileReading(file: name)
    let split = reading.split(root)
    return try reading.result(split)
  }

  /// The chain of a month.
  ///
  /// - Throws: ``RemittanceError/noSplit(_:file:)`` where none is configured.
  package func chain(for month: Month) throws(RemittanceError) -> Chain {
    let found = chains.last { $0.from <= month && ($0.through.map { month <= $0 } ?? true) }
    guard let found else { throw .noSplit(month, file: file) }
    return found
  }
}

extension FileReading {
  fileprivate mutating func split(_ root: FilePart) -> DuesSplit? {
    guard let fields = map(root, required: ["splits"]),
      let items = list(fields["splits"], least: 0)
    else { return nil }
    var chains: [DuesSplit.Chain] = []
    for item in items {
      guard let chain = chain(item) else { continue }
      if let earlier = chains.last { refuseOverlap(item, chain, after: earlier) }
      chains.append(chain)
    }
    return DuesSplit(file: file, chains: chains)
  }

  private mutating func refuseOverlap(
    _ item: FilePart, _ chain: DuesSplit.Chain, after earlier: DuesSplit.Chain
  ) {
    if chain.from <= earlier.from {
      refuse(
        item, vi: "phải sau dòng trên (\(earlier.from))",
        en: "has to be after the row above (\(earlier.from))")
    } else if let through = earlier.through, chain.from <= through {
      refuse(
        item, vi: "chồng lên dòng trên, áp dụng đến hết \(through)",
        en: "overlaps the row above, which holds through \(through)")
    }
  }

  private mutating func chain(_ part: FilePart) -> DuesSplit.Chain? {
    guard let fields = map(part, required: ["from", "levels"], optional: ["through"]) else {
      return nil
    }
    let from = month(fields["from"])
    let through = fields.has("through") ? month(fields["through"]) : nil
    if let part = fields["through"], let from, let through, through < from {
      refuse(
        part, vi: "phải không trước from (\(from))", en: "has to be no earlier than from (\(from))")
    }
    guard let items = list(fields["levels"]) else { return nil }
    var steps: [DuesSplit.Step] = []
    for item in items {
      guard let step = step(item) else { continue }
      if steps.contains(where: { $0.level == step.level }) {
        refuse(
          item, vi: "bậc \(step.level) đã có ở trên", en: "level \(step.level) stands above already"
        )
      }
      steps.append(step)
    }
    guard let from else { return nil }
    return DuesSplit.Chain(file: file, from: from, through: through, steps: steps)
  }

  private mutating func step(_ part: FilePart) -> DuesSplit.Step? {
    guard let fields = map(part, required: ["level", "name", "keep", "source", "checked"]) else {
      return nil
    }
    let most = Unit.deepestLevel
    let levels = Span(
      least: ExactDecimal(1), most: ExactDecimal(Int64(most)), places: 0,
      words: Phrase(
        vi: "phải là bậc từ 1 đến \(most)", en: "has to be a level from 1 to \(most)"))
    let level = number(fields["level"], levels).flatMap { Int($0.description) }
    let (name, keep) = (phrase(fields["name"], limit: 200), number(fields["keep"], .share))
    guard let level, let name, let keep, let origin = origin(fields) else { return nil }
    return DuesSplit.Step(level: level, name: name, keep: keep, origin: origin)
  }
}
