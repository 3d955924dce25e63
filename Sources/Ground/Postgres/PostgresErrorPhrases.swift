import Basics

extension PostgresError {
  package var message: Phrase {
    switch reason {
    case .connection:
      if let address {
        Phrase(
          vi: "Không kết nối được cơ sở dữ liệu (\(address)).",
          en: "The database cannot be reached (\(address)).")
      } else {
        Phrase(
          vi: "Mất kết nối với cơ sở dữ liệu.", en: "The database cannot be reached any more.")
      }
    case .outcomeUnknown:
      Phrase(
        vi: "Mất kết nối khi đang ghi: chưa rõ thay đổi đã được lưu hay chưa.",
        en: "The connection was lost while saving: the change may or may not have been stored.")
    case .exhausted:
      Phrase(
        vi: "Hệ thống đang bận, chưa có kết nối trống tới cơ sở dữ liệu.",
        en: "The system is busy: no connection to the database was free in time.")
    case .closed:
      Phrase(vi: "Hệ thống đang dừng.", en: "The system is shutting down.")
    case .rowCount:
      Phrase(
        vi: "Dữ liệu đã thay đổi hoặc không thuộc phạm vi được phép.",
        en: "The data has changed meanwhile, or is outside what you may change.")
    case .server: serverPhrase
    case .rolledBack, .column, .parameter, .misuse:
      Phrase(vi: "Lỗi chương trình khi dùng cơ sở dữ liệu.", en: "A fault in using the database.")
    }
  }

  private var serverPhrase: Phrase {
    switch kind {
    case .conflict:
      Phrase(
        vi: "Có người khác vừa thay đổi cùng dữ liệu này.",
        en: "Somebody else has just changed the same data.")
    case .refused:
      Phrase(
        vi: "Cơ sở dữ liệu không chấp nhận thay đổi này\(naming).",
        en: "The database does not accept this change\(naming).")
    case .unavailable where sqlstate?.hasPrefix("57P0") ?? false:
      Phrase(
        vi: "Cơ sở dữ liệu đang dừng hoặc đang khởi động.",
        en: "The database is being stopped or started.")
    case .unavailable:
      Phrase(
        vi: "Cơ sở dữ liệu không trả lời kịp.", en: "The database did not answer in time.")
    default:
      Phrase(
        vi: "Cơ sở dữ liệu báo lỗi \(sqlstate ?? "?").",
        en: "The database reported error \(sqlstate ?? "?").")
    }
  }

  private var naming: String { constraint.map { " (\($0))" } ?? "" }

  package var hint: Phrase? {
    switch reason {
    case .connection:
      Phrase(
        vi: "Kiểm tra máy chủ PostgreSQL và địa chỉ kết nối.\(because)",
        en: "Check that PostgreSQL runs and that its address is right.\(because)")
    case .outcomeUnknown:
      Phrase(
        vi: "Hãy mở lại để xem kết quả trước khi làm lại.",
        en: "Look whether it was stored before doing it again.")
    case .exhausted, .closed: Self.tryAgain
    case .rowCount: Phrase(vi: "Tải lại rồi thử lại.", en: "Reload and try again.")
    case .server where kind == .conflict || kind == .unavailable: Self.tryAgain
    default: nil
    }
  }

  /// The client library's own words, which hold no password.
  private var because: String { serverMessage.map { " [\($0)]" } ?? "" }

  private static var tryAgain: Phrase {
    Phrase(vi: "Thử lại sau giây lát.", en: "Try again in a moment.")
  }
}
