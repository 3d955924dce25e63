import Basics
import Members

/// Why one member cannot be asked for, or received; the rule in words.
package enum TransferRefusal: Error, Hashable, Sendable {
  case unknownMember
  case merged(into: Code)
  case gone(Member.Status)
  case unknownCell(Code)
  case closedCell(Code, Day)
  case ownCell(Code)
  case noCell(Day)
  case hasCell(Code)
  case laterCell(Day)
  case beforeJoining(Day, joined: Day)
  case alreadyOpen(Int64, Transfer.State)
  case withinOrganisation
  case otherOrganisation
  case staying(until: Day)
  case twiceInList(line: Int)
  case unpaidDues(months: Int, sum: Money)
  case own
  case sameKey
  /// The introduction letter no longer stands, and no other does in its place.
  case letterRevoked
  case obstacle(Obstacle)

  /// What stands in the way of receiving, as the database names it.
  package enum Obstacle: String, Sendable, CaseIterable, Hashable {
    case memberGone = "transfer_member_gone"
    case fromCellLeft = "transfer_from_cell_left"
    case stayRunning = "transfer_stay_running"
    case toCellClosed = "transfer_to_cell_closed"
  }

  package var kind: ProblemKind {
    switch self {
    case .unknownMember: .notFound
    case .alreadyOpen, .obstacle(.fromCellLeft), .laterCell: .conflict
    default: .refused
    }
  }

  /// The rule, as a part of a sentence about the member.
  package var reason: Phrase {
    switch self {
    case .unknownMember: Phrase(vi: "không có hồ sơ này", en: "there is no such member")
    case .merged(let kept):
      Phrase(vi: "hồ sơ trùng, đã gộp vào “\(kept)”", en: "was merged into “\(kept)”")
    case .gone(let status):
      Phrase(
        vi: "\(status.title.vi), không còn sinh hoạt để chuyển",
        en: "has the status “\(status.title.en)” and cannot be transferred")
    case .unknownCell(let code):
      Phrase(
        vi: "“\(code)” không phải tổ chức đảng nào trong hồ sơ",
        en: "“\(code)” is no unit of the party tree")
    case .closedCell(let code, let day):
      Phrase(
        vi: "“\(code)” không mở từ ngày \(day)", en: "“\(code)” is not open from \(day) on")
    case .ownCell(let code):
      Phrase(
        vi: "đang sinh hoạt chính thức tại “\(code)”, không chuyển về chính chi bộ mình",
        en: "is in “\(code)” already; nobody transfers into the own cell")
    case .noCell(let day):
      Phrase(
        vi: "ngày \(day) không sinh hoạt ở chi bộ nào", en: "is in no cell on \(day)")
    case .hasCell(let code):
      Phrase(
        vi: "đang sinh hoạt tại “\(code)”, không phải từ nước ngoài về",
        en: "is in “\(code)” and does not return from abroad")
    case .laterCell(let day):
      Phrase(
        vi: "hồ sơ đã ghi một chi bộ khác từ ngày \(day)",
        en: "the record already names another cell from \(day) on")
    case .beforeJoining(let day, let joined):
      Phrase(
        vi: "ngày \(day) trước ngày vào Đảng \(joined)",
        en: "\(day) lies before the day of joining, \(joined)")
    default: stepReason
    }
  }

  private var stepReason: Phrase {
    switch self {
    case .alreadyOpen(let number, let state):
      Phrase(
        vi: "đang có đề nghị số \(number) (\(state.title.vi)); mỗi người một lần chuyển",
        en: "has transfer \(number) open (\(state.title.en)); one at a time")
    case .withinOrganisation:
      Phrase(
        vi: "hai chi bộ cùng một đảng uỷ cơ sở: là chuyển nội bộ",
        en: "both cells are of one grassroots committee: the transfer is internal")
    case .otherOrganisation:
      Phrase(
        vi: "hai chi bộ không cùng một đảng uỷ cơ sở: không phải chuyển nội bộ",
        en: "the cells are not of one grassroots committee: the transfer is not internal")
    case .staying(let day):
      Phrase(
        vi: "đang sinh hoạt tạm thời đến \(day)", en: "is on a temporary stay until \(day)")
    case .twiceInList(let line):
      Phrase(vi: "đã có ở dòng \(line)", en: "stands in line \(line) already")
    case .unpaidDues(let months, let sum):
      Phrase(
        vi: "còn nợ đảng phí \(months) tháng, \(sum.text(in: .vietnamese))",
        en: "owes dues of \(months) months, \(sum.text(in: .english))")
    case .own:
      Phrase(
        vi: "không ai xét, giới thiệu hay tiếp nhận cho chính mình",
        en: "nobody reviews, releases or receives themselves")
    case .sameKey:
      Phrase(
        vi: "người đã giới thiệu không được tiếp nhận: hai bên, hai người",
        en: "whoever released may not receive: two sides, two people")
    case .letterRevoked:
      Phrase(
        vi: "giấy giới thiệu đã bị thu hồi, chưa có giấy nào thay: cadre letter replace",
        en: "the introduction letter is revoked, and none stands in its place: cadre letter replace"
      )
    case .obstacle(let obstacle): obstacle.reason
    default: Phrase(vi: "bị từ chối", en: "is refused")
    }
  }
}

extension TransferRefusal.Obstacle {
  var reason: Phrase {
    switch self {
    case .memberGone:
      Phrase(
        vi: "không còn là đảng viên vào ngày chuyển", en: "is no member on the day of the move")
    case .fromCellLeft:
      Phrase(
        vi: "không còn ở chi bộ ghi trong đề nghị: hồ sơ đã đổi chi bộ từ đó đến nay",
        en: "is no longer in the cell that the transfer names: the record has changed since")
    case .stayRunning:
      Phrase(
        vi: "đang có một lần sinh hoạt tạm thời trong những ngày ấy",
        en: "has a temporary stay in those days")
    case .toCellClosed:
      Phrase(
        vi: "chi bộ tiếp nhận không mở từ ngày ấy",
        en: "goes to a cell that is not open from that day on")
    }
  }
}

extension Transfer.State {
  package var title: Phrase {
    switch self {
    case .submitted: Phrase(vi: "đã đề nghị", en: "submitted")
    case .reviewed: Phrase(vi: "chi bộ đã xét", en: "reviewed by the cell")
    case .released: Phrase(vi: "đã giới thiệu", en: "released")
    case .inTransit: Phrase(vi: "đang chuyển hồ sơ", en: "in transit")
    case .received: Phrase(vi: "đã tiếp nhận", en: "received")
    case .returned: Phrase(vi: "bị trả lại", en: "returned")
    case .cancelled: Phrase(vi: "đã huỷ", en: "cancelled")
    }
  }
}

extension Transfer.Step {
  package var title: Phrase {
    switch self {
    case .request: Phrase(vi: "đề nghị", en: "request")
    case .review: Phrase(vi: "chi bộ xét", en: "review")
    case .release: Phrase(vi: "giới thiệu", en: "release")
    case .send: Phrase(vi: "giao hồ sơ", en: "send")
    case .receive: Phrase(vi: "tiếp nhận", en: "receive")
    case .return: Phrase(vi: "trả lại", en: "return")
    case .cancel: Phrase(vi: "huỷ", en: "cancel")
    case .extend: Phrase(vi: "gia hạn", en: "extend")
    case .end: Phrase(vi: "kết thúc sớm", en: "end")
    }
  }
}

extension Transfer.Kind {
  package var title: Phrase {
    switch self {
    case .official: Phrase(vi: "chính thức", en: "official")
    case .temporary: Phrase(vi: "tạm thời", en: "temporary")
    case .internal: Phrase(vi: "nội bộ", en: "internal")
    case .abroad: Phrase(vi: "ra nước ngoài", en: "abroad")
    case .return: Phrase(vi: "từ nước ngoài về", en: "return")
    }
  }
}

extension Transfer.Paper {
  package var title: Phrase {
    switch self {
    case .decision: Phrase(vi: "quyết định", en: "decision")
    case .introductionLetter: Phrase(vi: "giấy giới thiệu", en: "introduction letter")
    case .memberSheet: Phrase(vi: "phiếu đảng viên", en: "member sheet")
    case .partyCard: Phrase(vi: "thẻ đảng viên", en: "party card")
    case .admissionFile: Phrase(vi: "hồ sơ kết nạp", en: "admission file")
    case .dossier:
      Phrase(vi: "hồ sơ niêm phong (số niêm phong)", en: "dossier (number of the seal)")
    case .selfReview: Phrase(vi: "bản tự kiểm điểm", en: "self-review")
    }
  }
}
