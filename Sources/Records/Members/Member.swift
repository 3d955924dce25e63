import Basics
import Organisation

/// A person on record: one person, two records, the party's and the civil service's.
package struct Member: Sendable {
  package typealias ID = Basics.ID<Member>

  package let id: ID
  package let code: Code
  package let fullName: Personal<String>
  package let sex: Sex?
  package let birthDate: Personal<Day?>
  /// Personal identification number, 12 digits.
  package let personalID: Personal<String?>
  /// Party card, 12 digits (38-HD/BTCTW); the card under 85-QĐ/TW stays beside it.
  package let partyCard: Personal<String?>
  package let oldPartyCard: Personal<String?>
  package let joinedOn: Day?
  package let officialOn: Day?
  package let version: Int
  /// The record that this one was joined to, where it was found to be a duplicate.
  package let mergedInto: Code?
}

extension Member {
  /// How a person is evaluated; somebody without a form is not.
  package enum Form: String, Sendable, CaseIterable, Hashable {
    case staff, leader
  }

  /// Status of a membership, as in `members.csv`.
  package enum Status: String, Sendable, CaseIterable, Hashable {
    case active, exempt
    case temporarilyExempt = "temporarily_exempt"
    case left, deceased
  }

  /// Category of dues by 01-QĐ/TW, as in `members.csv`.
  package enum DuesCategory: String, Sendable, CaseIterable, Hashable {
    case insured
    case sickLeave = "sick_leave"
    case pensioner
    case workingPensioner = "working_pensioner"
    case allowance, uninsured, student
    case abroadMission = "abroad_mission"
    case abroadOther = "abroad_other"
  }

  /// Agency, post, form and manager: they change together when somebody changes post.
  package struct Post: Sendable, Hashable {
    package var agency: Unit.ID?
    package var position: String
    package var form: Form?
    package var manager: Member.ID?

    package static let none = Post(agency: nil, position: "", form: nil, manager: nil)
  }

  /// What dues are reckoned from.
  package struct DuesBasis: Sendable, Hashable {
    package var category: DuesCategory?
    package var base: Money?

    package static let none = DuesBasis(category: nil, base: nil)
  }

  /// The chains of facts of one member, as now known.
  package struct Facts: Sendable, Hashable {
    package var cell: Timeline<Unit.ID?>
    package var post: Timeline<Post>
    package var status: Timeline<Status>
    package var dues: Timeline<DuesBasis>

    package static let none = Facts(
      cell: Timeline([]), post: Timeline([]), status: Timeline([]), dues: Timeline([]))

    /// Whether there is anything to write so that `older` becomes these facts.
    func saysMore(than older: Facts) -> Bool {
      !cell.changes(since: older.cell).isEmpty || !post.changes(since: older.post).isEmpty
        || !status.changes(since: older.status).isEmpty || !dues.changes(since: older.dues).isEmpty
    }
  }
}

/// One of a few, with a word for people; a file may hold the code or the Vietnamese word.
package protocol Titled: RawRepresentable, CaseIterable where RawValue == String {
  var title: Phrase { get }
}

extension Member.Status: Titled {
  package var title: Phrase {
    switch self {
    case .active: Phrase(vi: "đang sinh hoạt", en: "active")
    case .exempt: Phrase(vi: "miễn công tác, sinh hoạt", en: "exempt from activity")
    case .temporarilyExempt: Phrase(vi: "tạm miễn sinh hoạt", en: "temporarily exempt")
    case .left: Phrase(vi: "đã ra khỏi Đảng", en: "left")
    case .deceased: Phrase(vi: "đã từ trần", en: "deceased")
    }
  }
}

extension Member.Form: Titled {
  package var title: Phrase {
    switch self {
    case .staff: Phrase(vi: "không giữ chức vụ", en: "staff")
    case .leader: Phrase(vi: "lãnh đạo, quản lý", en: "leader")
    }
  }
}

extension Member.DuesCategory: Titled {
  package var title: Phrase {
    switch self {
    case .insured: Phrase(vi: "đóng BHXH bắt buộc", en: "in compulsory insurance")
    case .sickLeave: Phrase(vi: "nghỉ ốm, thai sản", en: "on sick or maternity benefit")
    case .pensioner: Phrase(vi: "hưu trí", en: "pensioner")
    case .workingPensioner: Phrase(vi: "hưu trí còn làm việc", en: "working pensioner")
    case .allowance: Phrase(vi: "hưởng trợ cấp", en: "on an allowance")
    case .uninsured: Phrase(vi: "không đóng BHXH", en: "not insured")
    case .student: Phrase(vi: "học sinh, sinh viên", en: "student")
    case .abroadMission: Phrase(vi: "công tác nước ngoài", en: "on mission abroad")
    case .abroadOther: Phrase(vi: "ở nước ngoài", en: "abroad")
    }
  }
}
