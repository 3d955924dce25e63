import Basics
import Sheets

/// The columns of `sheets.csv`: one line an entry (`scoring.md` §2).
package enum SheetColumn: String, Sendable, CaseIterable, Hashable {
  case memberCode = "member_code"
  case framework, entry, code, title, group, weight, target, actual, direction, baseline
  case qualityFailures = "quality_failures"
  case delays, points
  case selfPoints = "self_points"

  package var vietnamese: String {
    switch self {
    case .memberCode: "Mã người"
    case .framework: "Bộ tiêu chí"
    case .entry: "Loại dòng"
    case .code: "Mã"
    case .title: "Nội dung"
    case .group: "Mục tiêu"
    case .weight: "Hệ số"
    case .target: "Được giao"
    case .actual: "Hoàn thành"
    case .direction: "Chiều"
    case .baseline: "Mức đầu kỳ"
    case .qualityFailures: "Lần không đạt chất lượng"
    case .delays: "Lần chậm tiến độ"
    case .points: "Điểm"
    case .selfPoints: "Điểm tự chấm"
    }
  }

  static let names = Dictionary(
    uniqueKeysWithValues: allCases.map { ($0, [$0.rawValue, $0.vietnamese]) })

  /// Without these no line says anything; a file without any work may leave the others out.
  static let required: [SheetColumn] = [.memberCode, .framework, .entry, .code]
}

extension Entry.Kind {
  /// The kind in words.
  var title: Phrase {
    switch self {
    case .criterion: Phrase(vi: "tiêu chí", en: "criterion")
    case .work: Phrase(vi: "công việc, sản phẩm", en: "work")
    case .kpi: Phrase(vi: "chỉ số", en: "KPI")
    case .keyResult: Phrase(vi: "kết quả then chốt", en: "key result")
    case .factor: Phrase(vi: "hệ số của lãnh đạo", en: "factor of a leader")
    case .event: Phrase(vi: "sự kiện", en: "event")
    }
  }

  /// Place in the order in which the entries of a sheet are kept: that of their names, by bytes.
  var place: Int {
    switch self {
    case .criterion: 0
    case .event: 1
    case .factor: 2
    case .keyResult: 3
    case .kpi: 4
    case .work: 5
    }
  }
}
