import Basics
import Foundation

extension ClusterProblem {
  package var hint: Phrase? {
    switch self {
    case .noPrograms(nil), .noAccount:
      Phrase(
        vi: "Chạy: apt-get install postgresql (hoặc đặt DATABASE_URL tới máy chủ có sẵn).",
        en: "Run: apt-get install postgresql (or point DATABASE_URL at a server you have).")
    case .noPrograms(let major?):
      Phrase(
        vi: "Chạy: apt-get install postgresql-\(major)",
        en: "Run: apt-get install postgresql-\(major)")
    case .tooOld:
      Phrase(
        vi: "Nâng cấp máy chủ lên PostgreSQL 15.20 trở lên.",
        en: "Upgrade the server to PostgreSQL 15.20 or later.")
    case .faulty(let version, _):
      Phrase(
        vi: "Chạy: apt-get update && apt-get install --only-upgrade postgresql-\(version.major); "
          + "rồi: cadre db stop",
        en: "Run: apt-get update && apt-get install --only-upgrade postgresql-\(version.major); "
          + "then: cadre db stop")
    case .otherMajor(let data, _):
      Phrase(
        vi: "Chạy: apt-get install postgresql-\(data), sao lưu bằng cadre db backup, "
          + "rồi khôi phục vào một CADRE_HOME mới bằng bản mới.",
        en: "Run: apt-get install postgresql-\(data), save with cadre db backup, "
          + "then restore into a new CADRE_HOME with the newer version.")
    default: hintAboutTheHome ?? hintAboutTheServer
    }
  }

  private var hintAboutTheHome: Phrase? {
    switch self {
    case .noWayToChangeAccount:
      Phrase(
        vi: "Chạy: apt-get install util-linux, hoặc chạy cadre bằng tài khoản thường.",
        en: "Run: apt-get install util-linux, or run cadre as an ordinary user.")
    case .notOurHome(_, let owner):
      Phrase(
        vi: "Chạy lệnh bằng tài khoản \(owner), hoặc đặt CADRE_HOME tới thư mục của bạn.",
        en: "Run the command as \(owner), or set CADRE_HOME to a folder of your own.")
    case .unreachable(_, let blocked, _):
      Phrase(
        vi: "Đặt CADRE_HOME tới nơi khác, như /var/lib/cadre, hoặc chạy: chmod o+x \(blocked)",
        en: "Set CADRE_HOME elsewhere, such as /var/lib/cadre, or run: chmod o+x \(blocked)")
    case .unusableHome(_, code: ENOSPC): fullDisk
    case .awkwardHome:
      Phrase(
        vi: "Đặt CADRE_HOME tới đường dẫn không có ký tự đó.",
        en: "Set CADRE_HOME to a path without it.")
    case .unusableHome:
      Phrase(
        vi: "Đặt CADRE_HOME tới một thư mục mà bạn ghi được.",
        en: "Set CADRE_HOME to a folder that you can write to.")
    case .notACluster(let path):
      Phrase(
        vi: "Dời \(path) đi nơi khác, hoặc đặt CADRE_HOME tới thư mục khác.",
        en: "Move \(path) away, or set CADRE_HOME to another folder.")
    case .unsafeSocketFolder(let path):
      Phrase(
        vi: "Xoá \(path) nếu không ai dùng, hoặc đặt CADRE_HOME tới đường dẫn ngắn hơn.",
        en: "Remove \(path) if nobody uses it, or set CADRE_HOME to a shorter path.")
    default: nil
    }
  }

  private var fullDisk: Phrase {
    Phrase(
      vi: "Ổ đĩa đầy: giải phóng chỗ trống rồi chạy lại lệnh.",
      en: "The disk is full: free some space, then run the command again.")
  }

  private var hintAboutTheServer: Phrase? {
    switch self {
    case .busy, .stillStarting:
      Phrase(vi: "Chờ một lát rồi chạy lại lệnh.", en: "Wait a little, then run the command again.")
    case .cannotCreate(let report), .cannotStart(let report):
      if report.contains("No space left on device") {
        fullDisk
      } else {
        Phrase(
          vi: "Sửa điều nhật ký nêu trên, rồi chạy lại lệnh.",
          en: "Mend what the lines above say, then run the command again.")
      }
    case .cannotStop(let pid):
      Phrase(
        vi: "Xem tiến trình \(pid) đang chờ ổ đĩa nào; khởi động lại máy nếu cần.",
        en: "See which disk process \(pid) is waiting for; restart the machine if need be.")
    case .cannotRun:
      Phrase(
        vi: "Cài lại: apt-get install --reinstall postgresql util-linux",
        en: "Install it again: apt-get install --reinstall postgresql util-linux")
    default: nil
    }
  }
}
