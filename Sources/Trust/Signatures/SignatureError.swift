import Basics

/// What can go wrong with keys and signatures, said to people.
package enum SignatureError: Problem, Hashable {
  case unknown(String)
  case retired(String, on: Day)
  /// On record already, as an own key or a trusted one.
  case known(String)

  package var kind: ProblemKind {
    switch self {
    case .unknown: .notFound
    case .retired, .known: .conflict
    }
  }

  package var message: Phrase {
    switch self {
    case .unknown(let id): Phrase(vi: "Không có khoá \(id).", en: "There is no key \(id).")
    case .retired(let id, let day):
      Phrase(
        vi: "Khoá \(id) đã thôi dùng từ ngày \(day).", en: "Key \(id) was retired on \(day).")
    case .known(let id):
      Phrase(vi: "Khoá \(id) đã có trong hồ sơ.", en: "Key \(id) is on record already.")
    }
  }

  package var hint: Phrase? {
    Phrase(vi: "Xem: cadre letter keys.", en: "See: cadre letter keys.")
  }

  /// What the database's constraints mean, in words.
  package static let sentences: [String: Phrase] = [
    "signing_key_form": Phrase(vi: "Khoá công khai sai dạng.", en: "The public key is malformed."),
    "signing_key_id_fits": Phrase(
      vi: "Số của khoá không khớp với khoá.", en: "The key's number is not that of the key."),
    "signing_key_holder_length": Phrase(
      vi: "Tên bên giữ khoá dài quá 200 ký tự.", en: "The holder's name is longer than 200."),
    "signing_key_event_known": noEvent,
    "signing_key_append_only": Phrase(
      vi: "Khoá chỉ được ghi thêm.", en: "Keys are only added to."),
    "signing_key_retirement_key_known": Phrase(
      vi: "Không có khoá ấy.", en: "There is no such key."),
    "signing_key_retirement_event_known": noEvent,
    "signing_key_retirement_append_only": Phrase(
      vi: "Việc thôi dùng khoá chỉ được ghi thêm.", en: "A retirement is not taken back."),
  ]

  private static let noEvent = Phrase(
    vi: "Thay đổi thiếu dòng nhật ký.", en: "The change has no event on the trail.")
}
