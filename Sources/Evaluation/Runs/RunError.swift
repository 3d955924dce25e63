import Basics
import Sheets

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
  /// Members and units about whom boards decided after the run was started.
  case boardsDecided(Int32, Month, [Code])
  case notExpected(Code, Month)
  case unknownFramework(String)
  case notPublishedYet(Month)
  /// Ended by the person who ran it; what was stored is gone on with.
  case stopped(Month)

  package var kind: ProblemKind {
    switch self {
    case .unknownPeriod, .unknown, .noRun, .notExpected, .unknownFramework, .noSuchTie: .notFound
    case .notPublishedYet: .refused
    case .cycle, .tiesWaiting, .notFinal, .stopped: .refused
    case .notFinished, .beingBuilt, .lost, .notLatest, .periodMoved, .published, .boardsDecided:
      .conflict
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
    case .cycle(let codes): Stages.Ring.words(codes)
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
    case .boardsDecided(let number, _, let codes): Self.unheard(number, codes)
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
    case .notPublishedYet(let month):
      Phrase(
        vi: "Kết quả kỳ \(month) chưa công bố.",
        en: "The results of \(month) are not published yet.")
    case .stopped(let month):
      Phrase(
        vi: "Đã dừng theo yêu cầu khi chưa chấm xong kỳ \(month).",
        en: "Stopped as asked before \(month) was scored.")
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
        vi: "Sửa người quản lý: cadre member edit MÃ --set manager_code=…, rồi chấm lại; "
          + "kỳ đã đóng thì phải mở lại trước: cadre period reopen.",
        en: "Mend a manager: cadre member edit CODE --set manager_code=…, then score again; "
          + "a closed month has to be reopened first: cadre period reopen.")
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
    case .boardsDecided(_, let month, _):
      Phrase(
        vi: "Chấm lại rồi công bố lần chấm mới: cadre score run --period \(month).",
        en: "Score again and publish the new run: cadre score run --period \(month).")
    case .notExpected(let code, _):
      Phrase(
        vi: "Xem hồ sơ: cadre member show \(code) (tình trạng, hình thức đánh giá, đơn vị).",
        en: "Look: cadre member show \(code) (status, form of evaluation, unit).")
    case .unknownFramework:
      Phrase(
        vi: "Xem các bộ tiêu chí: cadre framework list.",
        en: "See the frameworks: cadre framework list.")
    case .notPublishedYet:
      Phrase(
        vi: "Điểm của mình xem được từ ngày công bố.",
        en: "One's own score can be seen from the day of publication.")
    case .stopped(let month):
      Phrase(
        vi: "Phần đã chấm còn đó, chạy lại để làm tiếp: cadre score run --period \(month).",
        en: "What was scored is kept; it goes on when run again: cadre score run --period \(month)."
      )
    case .published, .noSuchTie: nil
    }
  }

  private static func ties(_ names: [Code], _ places: Int) -> Phrase {
    let shown = names.prefix(20).map(\.text).joined(separator: ", ")
    let more = names.count > 20 ? ", …" : ""
    return Phrase(
      vi: "\(names.count) người bằng điểm ở ngưỡng, còn \(places) chỗ: \(shown)\(more).",
      en: "\(names.count) members tie at the line, \(places) places are open: \(shown)\(more).")
  }

  private static func unheard(_ number: Int32, _ codes: [Code]) -> Phrase {
    let shown = codes.prefix(20).map(\.text).joined(separator: ", ")
    let more = codes.count > 20 ? ", …" : ""
    return Phrase(
      vi: "Lần chấm \(number) chưa có các thay đổi mới của hội đồng: \(shown)\(more).",
      en: "Run \(number) does not know the latest changes of the boards: \(shown)\(more).")
  }

  private static func tieHint(_ number: Int32) -> Phrase {
    Phrase(
      vi: "Hội đồng quyết định: cadre board award MÃ --period KỲ --reason …; "
        + "hoặc để nguyên, nêu tên: cadre score publish \(number) --leave MÃ,… (hoặc --leave all).",
      en: "A board decides: cadre board award CODE --period MONTH --reason …; or leave them, by "
        + "name: cadre score publish \(number) --leave CODE,… (or --leave all).")
  }
}

extension RunError {
  /// What the database's constraints on runs and results mean, in words.
  package static let sentences: [String: Phrase] = [
    "run_period_known": Phrase(vi: "Không có kỳ này.", en: "There is no such period."),
    "run_previous_known": Phrase(
      vi: "Không có lần chấm trước.", en: "There is no such previous run."),
    "run_previous_earlier": Phrase(
      vi: "Lần chấm trước phải có số nhỏ hơn.", en: "A previous run has a smaller number."),
    "run_kind_known": Phrase(
      vi: "Loại: provisional, final.", en: "Kinds: provisional and final."),
    "run_state_known": Phrase(
      vi: "Trạng thái lần chấm không đúng.", en: "Not a state of a run."),
    "run_published_is_final": Phrase(
      vi: "Chỉ công bố lần chấm chính thức.", en: "Only a final run is published."),
    "run_sealed_whole": Phrase(
      vi: "Lần chấm xong phải có đủ mã băm.", en: "A finished run has all its digests."),
    "run_digest_form": Phrase(
      vi: "Mã băm là 64 chữ số hex.", en: "A digest is 64 hex digits."),
    "run_counts_add_up": Phrase(
      vi: "Số liệu lần chấm không khớp.", en: "The counts of a run add up."),
    "run_event_known": noEvent,
    "run_one_building": Phrase(
      vi: "Kỳ này đang được chấm.", en: "This period is being scored."),
    "run_one_published": Phrase(
      vi: "Kỳ này đã có lần chấm được công bố.", en: "This period has a published run."),
    "run_sealed": Phrase(
      vi: "Lần chấm đã xong không thể sửa.", en: "A finished run cannot be changed."),
    "run_chunk_run_known": Phrase(vi: "Không có lần chấm này.", en: "There is no such run."),
    "run_chunk_stage_range": Phrase(
      vi: "Bước chấm từ 0 trở lên.", en: "A stage is 0 or more."),
    "run_chunk_done_whole": Phrase(
      vi: "Phần đã chấm phải có đủ số liệu.", en: "A stored chunk has all its counts."),
    "run_member_form_known": Phrase(
      vi: "Hình thức: staff, leader.", en: "Forms: staff and leader."),
    "score_status_known": Phrase(
      vi: "Kết quả: rated, not_rated, incomplete.",
      en: "Statuses: rated, not_rated and incomplete."),
    "score_rated_whole": Phrase(
      vi: "Điểm đã xếp loại phải có đủ phần.", en: "A rating has all its parts."),
    "unit_score_status_known": Phrase(
      vi: "Kết quả tập thể không đúng.", en: "Not a status of a collective."),
    "unit_score_rated_whole": Phrase(
      vi: "Điểm tập thể phải có đủ phần.", en: "A collective's rating has all its parts."),
    "unit_input_digest_form": Phrase(
      vi: "Mã băm đầu vào là 64 chữ số hex.", en: "An input digest is 64 hex digits."),
    "quota_group_counts": Phrase(
      vi: "Số liệu nhóm hạn mức không khớp.", en: "The counts of a quota group add up."),
    "quota_change_grade_known": Phrase(vi: "Loại: A, B, C, D.", en: "Grades: A, B, C and D."),
    "quota_change_reason_known": Phrase(
      vi: "Lý do đổi loại không đúng.", en: "Not a reason for another grade."),
    "unit_result_counts_add_up": Phrase(
      vi: "Số liệu đơn vị không khớp.", en: "The counts of a unit add up."),
    "unit_result_note_known": Phrase(
      vi: "Ghi chú xếp hạng không đúng.", en: "Not a note of a ranking."),
    "unit_result_ranked_whole": Phrase(
      vi: "Đơn vị không xếp hạng phải nói vì sao.", en: "A unit without a rank says why."),
    "unit_result_digest_whole": Phrase(
      vi: "Đơn vị có người xếp loại phải có mã băm.", en: "A unit that grades has a digest."),
    "run_weights_run_known": Phrase(vi: "Không có lần chấm này.", en: "There is no such run."),
    "run_weights_range": Phrase(
      vi: "Trọng số xếp hạng phải lớn hơn 0; của đảng phí từ 0 trở lên.",
      en: "Weights of a ranking are over 0; that of dues is 0 or more."),
    "run_dues_collected_range": Phrase(
      vi: "Đảng phí đã thu từ 0 đến số phải thu.",
      en: "What is collected lies between 0 and what was assessed."),
    "publication_run_known": Phrase(
      vi: "Không có lần chấm để công bố.", en: "There is no such run to publish."),
    "publication_period_known": Phrase(
      vi: "Không có kỳ để công bố.", en: "There is no such period to publish."),
    "publication_event_known": noPublicationEvent,
    "publication_append_only": Phrase(
      vi: "Công bố không sửa được.", en: "A publication is never changed."),
  ]

  private static let noEvent = Phrase(
    vi: "Lần chấm phải có dòng nhật ký.", en: "A run has its line on the trail.")
  private static let noPublicationEvent = Phrase(
    vi: "Công bố phải có dòng nhật ký.", en: "A publication has its line on the trail.")
}
