import Basics

/// An entry of the objective-cause register: what is not held against somebody.
///
/// A failure or delay is excused only by who confirmed it and by which document
/// (Decree 335/2025/NĐ-CP, article 14). Withdrawn, never edited.
package struct Excuse: Sendable, Hashable {
  package let number: Int64
  package let month: Month
  package let subject: SubjectName
  package let work: Code
  package let failures: Int
  package let delays: Int
  package let cause: String
  package let document: String
  package let confirmedBy: Code
  package let confirmedAt: Instant
  package let withdrawnAt: Instant?

  /// What is put on the register.
  package struct Draft: Sendable, Hashable {
    package let work: Code
    package let failures: Int
    package let delays: Int
    package let cause: String
    package let document: String

    /// - Throws: ``ExcuseError`` for nothing excused, and without cause or document.
    package init(
      work: Code, failures: Int, delays: Int, cause: String, document: String
    ) throws(ExcuseError) {
      guard failures >= 0, delays >= 0, failures + delays > 0, failures + delays <= 10_000 else {
        throw .nothing
      }
      guard !cause.isEmpty else { throw .causeMissing }
      guard !document.isEmpty else { throw .documentMissing }
      self.work = work
      self.failures = failures
      self.delays = delays
      self.cause = cause
      self.document = document
    }
  }
}

extension Entry {
  /// The entry without so many failures and delays.
  ///
  /// - Returns: `nil` where fewer are recorded.
  func excusing(failures: Int, delays: Int) -> Entry? {
    var entry = self
    guard let quality = qualityFailures.adding(-failures), let late = self.delays.adding(-delays)
    else { return nil }
    (entry.qualityFailures, entry.delays) = (quality, late)
    return entry
  }
}

extension Quantity {
  /// So many whole ones more or fewer; `nil` outside of what a sheet holds.
  func adding(_ count: Int) -> Quantity? {
    let (change, overflow) = Int64(count).multipliedReportingOverflow(by: 10_000)
    return overflow ? nil : Quantity(tenThousandths: tenThousandths + change)
  }
}

/// What can go wrong with the register, said to people.
package enum ExcuseError: Problem, Hashable {
  case nothing
  case causeMissing
  case documentMissing
  case ownExcuse(SubjectName)
  case moreThanRecorded(Code, failures: Quantity, delays: Quantity)
  case unknown(Int64)
  case withdrawn(Int64)
  /// The same cause and document of the same work stand under this number.
  case alreadyThere(Int64)
  case reasonMissing

  package var kind: ProblemKind {
    switch self {
    case .unknown: .notFound
    case .withdrawn, .alreadyThere: .conflict
    default: .refused
    }
  }

  package var message: Phrase {
    switch self {
    case .nothing:
      Phrase(
        vi: "Phải nêu số lần không đạt hoặc số lần chậm được loại trừ.",
        en: "An excuse is for some failures or delays.")
    case .causeMissing:
      Phrase(vi: "Phải nêu nguyên nhân khách quan.", en: "The objective cause is missing.")
    case .documentMissing:
      Phrase(vi: "Phải có văn bản xác nhận.", en: "The document that shows it is missing.")
    case .ownExcuse(let name):
      Phrase(
        vi: "Không ai tự xác nhận nguyên nhân khách quan cho chính mình (“\(name)”).",
        en: "Nobody confirms an objective cause for themselves (“\(name)”).")
    case .moreThanRecorded(let code, let failures, let delays):
      Phrase(
        vi: "“\(code)” chỉ ghi \(failures) lần không đạt, \(delays) lần chậm.",
        en: "“\(code)” has only \(failures) failures and \(delays) delays on record.")
    case .unknown(let number):
      Phrase(
        vi: "Không có nguyên nhân số \(number) trong sổ.",
        en: "There is no number \(number) on the register.")
    case .withdrawn(let number):
      Phrase(
        vi: "Nguyên nhân số \(number) đã được rút.", en: "Number \(number) is withdrawn already.")
    case .alreadyThere(let number):
      Phrase(
        vi: "Nguyên nhân và văn bản này đã có trong sổ, số \(number).",
        en: "This cause and document are on the register already, number \(number).")
    case .reasonMissing:
      Phrase(vi: "Rút khỏi sổ phải nêu lý do.", en: "Withdrawing from the register needs a reason.")
    }
  }

  package var hint: Phrase? {
    switch self {
    case .nothing:
      Phrase(vi: "Thêm --failures N hoặc --delays N.", en: "Add --failures or --delays.")
    case .causeMissing: Phrase(vi: "Thêm --cause.", en: "Add --cause.")
    case .documentMissing: Phrase(vi: "Thêm --document.", en: "Add --document.")
    case .reasonMissing: Phrase(vi: "Thêm --reason.", en: "Add --reason.")
    case .ownExcuse:
      Phrase(vi: "Người khác ghi sổ.", en: "Somebody else puts it on the register.")
    case .moreThanRecorded:
      Phrase(
        vi: "Xem phiếu: cadre sheet show MÃ --period YYYY-MM.",
        en: "Look at the sheet: cadre sheet show CODE --period YYYY-MM.")
    case .alreadyThere(let number):
      Phrase(
        vi: "Nếu là vụ việc khác, nêu rõ trong --cause hoặc --document; nếu ghi nhầm số lần, rút "
          + "số \(number) trước.",
        en: "If it is another case, say so in --cause or --document; if its counts are wrong, "
          + "withdraw number \(number) first.")
    case .unknown, .withdrawn:
      Phrase(
        vi: "Xem sổ: cadre excuse list --period YYYY-MM.",
        en: "See: cadre excuse list --period YYYY-MM.")
    }
  }
}
