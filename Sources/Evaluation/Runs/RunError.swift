import Basics

/// What can go wrong with a run.
package enum RunError: Problem, Hashable {
  case unknownPeriod(Month)
  case unknown(Int32)
  case noRun(Month)
  case notFinished(Int32)
  /// Managers who manage each other in a ring.
  case cycle([Code])
  case beingBuilt(Month, Int32)
  case lost(Int32)
  case notFinal(Int32)
  case notLatest(Int32, latest: Int32)
  case periodMoved(Month)
  case published(Int32)
  case tiesWaiting(Int32, names: [Code], places: Int)
  case noSuchTie(Code)
  case notExpected(Code, Month)
  case unknownFramework(String)
  case ownSignature(Int32)

  package var kind: ProblemKind {
    switch self {
    case .unknownPeriod, .unknown, .noRun, .notExpected, .unknownFramework, .noSuchTie: .notFound
    case .cycle, .tiesWaiting, .notFinal, .ownSignature: .refused
    case .notFinished, .beingBuilt, .lost, .notLatest, .periodMoved, .published: .conflict
    }
  }

  package var message: Phrase {
    switch self {
    case .unknownPeriod(let month):
      Phrase(vi: "Kỳ \(month) chưa mở.", en: "The period \(month) was never opened.")
    case .unknown(let number):
      Phrase(vi: "Không có lần chấm \(number).", en: "There is no run \(number).")
    case .noRun(let month):
      Phrase(vi: "Kỳ \(month) chưa được chấm.", en: "The period \(month) has not been scored yet.")
    case .notFinished(let number):
      Phrase(
        vi: "Lần chấm \(number) chưa xong hoặc đã bỏ.",
        en: "Run \(number) is not finished, or was abandoned.")
    case .cycle(let codes): Self.ring(codes)
    case .beingBuilt(let month, let number):
      Phrase(
        vi: "Kỳ \(month) đang được chấm (lần \(number)).",
        en: "The period \(month) is being scored (run \(number)).")
    case .lost(let number):
      Phrase(
        vi: "Lần chấm \(number) đã bị bỏ trong lúc đang làm.",
        en: "Run \(number) was abandoned while it was under way.")
    case .notFinal(let number):
      Phrase(
        vi: "Lần chấm \(number) là lần chấm tạm, khi kỳ chưa đóng.",
        en: "Run \(number) is provisional: the period was open.")
    case .notLatest(let number, let latest):
      Phrase(
        vi: "Lần chấm \(number) không phải là lần mới nhất (lần \(latest)).",
        en: "Run \(number) is not the latest one (run \(latest)).")
    case .periodMoved(let month):
      Phrase(
        vi: "Kỳ \(month) đã mở lại sau lần chấm này.",
        en: "The period \(month) was reopened after this run.")
    case .published(let number):
      Phrase(vi: "Lần chấm \(number) đã công bố.", en: "Run \(number) is published.")
    case .tiesWaiting(_, let names, let places): Self.ties(names, places)
    case .noSuchTie(let code):
      Phrase(
        vi: "\(code) không nằm trong nhóm bằng điểm nào đang chờ.",
        en: "\(code) is in no tie that waits.")
    case .notExpected(let code, let month):
      Phrase(
        vi: "\(code) không thuộc diện đánh giá trong kỳ \(month).",
        en: "\(code) is not expected in \(month).")
    case .unknownFramework(let text):
      Phrase(vi: "Không có bộ tiêu chí “\(text)”.", en: "There is no framework “\(text)”.")
    case .ownSignature(let number):
      Phrase(
        vi: "Lần chấm \(number) không thể do chính người đó công bố.",
        en: "Run \(number) cannot be published by that person.")
    }
  }

  package var hint: Phrase? {
    switch self {
    case .unknownPeriod(let month):
      Phrase(vi: "Mở kỳ: cadre period open \(month).", en: "Open it: cadre period open \(month).")
    case .unknown, .notFinished:
      Phrase(vi: "Xem các lần chấm: cadre score list.", en: "See the runs: cadre score list.")
    case .noRun(let month):
      Phrase(
        vi: "Chấm điểm: cadre score run --period \(month).",
        en: "Score it: cadre score run --period \(month).")
    case .cycle:
      Phrase(
        vi: "Sửa người quản lý: cadre member edit MÃ --set manager_code=…, rồi chấm lại.",
        en: "Mend a manager: cadre member edit CODE --set manager_code=…, then score again.")
    case .beingBuilt(let month, _):
      Phrase(
        vi: "Đợi xong, hoặc cùng làm: cadre score run --period \(month).",
        en: "Wait for it, or help: cadre score run --period \(month).")
    case .lost(let number):
      Phrase(
        vi: "Lần chấm \(number) không còn dùng; chấm lại từ đầu.",
        en: "Run \(number) is no longer used; score again.")
    case .notFinal, .periodMoved:
      Phrase(
        vi: "Đóng kỳ, chấm lại rồi công bố lần chấm mới.",
        en: "Close the period, score it and publish the new run.")
    case .notLatest(_, let latest):
      Phrase(
        vi: "Công bố lần mới nhất: cadre score publish \(latest).",
        en: "Publish the latest: cadre score publish \(latest).")
    case .tiesWaiting(let number, _, _): Self.tieHint(number)
    case .notExpected(let code, _):
      Phrase(
        vi: "Xem hồ sơ: cadre member show \(code) (tình trạng, hình thức đánh giá, đơn vị).",
        en: "Look: cadre member show \(code) (status, form of evaluation, unit).")
    case .unknownFramework:
      Phrase(
        vi: "Xem các bộ tiêu chí: cadre framework list.",
        en: "See the frameworks: cadre framework list.")
    case .published, .noSuchTie, .ownSignature: nil
    }
  }

  private static func ring(_ codes: [Code]) -> Phrase {
    let ring = (codes + codes.prefix(1)).map(\.text).joined(separator: " → ")
    return Phrase(
      vi: "Người quản lý lẫn nhau thành vòng: \(ring).", en: "Managers form a ring: \(ring).")
  }

  private static func ties(_ names: [Code], _ places: Int) -> Phrase {
    let shown = names.prefix(20).map(\.text).joined(separator: ", ")
    let more = names.count > 20 ? ", …" : ""
    return Phrase(
      vi: "\(names.count) người bằng điểm ở ngưỡng, còn \(places) chỗ: \(shown)\(more).",
      en: "\(names.count) members tie at the line, \(places) places are open: \(shown)\(more).")
  }

  private static func tieHint(_ number: Int32) -> Phrase {
    Phrase(
      vi: "Hội đồng quyết định: cadre board award MÃ --period KỲ --reason …; hoặc để nguyên, nêu tên: "
        + "cadre score publish \(number) --leave MÃ,… (hoặc --leave all).",
      en: "A board decides: cadre board award CODE --period MONTH --reason …; or leave them, by "
        + "name: cadre score publish \(number) --leave CODE,… (or --leave all).")
  }
}
