import Basics
import Configuration
import Letters
import TestKit

@testable import Reports

/// Letters of one member by the templates of the program.
enum GivenLetters {
  static let templates = Result { try LetterTemplates.read(try Configuration.letters()) }

  static let cell = LetterIssuer(
    code: Code("CB00004-1") ?? .blank, name: "Chi bộ 1 phường Ba Đình",
    above: "Đảng ủy phường Ba Đình", place: "Hà Nội", role: .cell)

  static let committee = LetterIssuer(
    code: Code("DU00004") ?? .blank, name: "Đảng ủy phường Ba Đình", above: "Thành ủy Hà Nội",
    place: "Hà Nội", role: .committee)

  static let agency = LetterIssuer(
    code: Code("UB00004") ?? .blank, name: "Ủy ban nhân dân phường Ba Đình",
    above: "Ủy ban nhân dân thành phố Hà Nội", place: "Hà Nội", role: .agency)

  /// What the record says of the member where it says everything.
  static let full: [LetterField: String] = [
    .memberCode: "M001", .fullName: "Nguyễn Thị Ánh", .sex: "Nữ", .birthDate: "09/02/1980",
    .personalID: "001180012345", .partyCard: "012345678901", .joinedOn: "03/02/2008",
    .officialOn: "03/02/2009", .position: "Chuyên viên", .status: "đang sinh hoạt",
    .cell: "Chi bộ 1 phường Ba Đình", .grassroots: "Đảng ủy phường Ba Đình",
    .cellSince: "01/07/2025",
    .agency: "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân phường Ba Đình",
    .factsOn: "05/11/2026", .purpose: "bổ sung hồ sơ dự tuyển lớp cao cấp lý luận chính trị",
    .addressee: "Học viện Chính trị quốc gia Hồ Chí Minh", .salutation: "đồng chí",
    .duesThrough: "10/2026", .duesOpen: "45.000 ₫ (2 tháng)", .discipline: "Không",
    .transfer: "128", .transferKind: "chuyển sinh hoạt đảng chính thức",
    .destination: "Đảng ủy phường Hoàn Kiếm", .effectiveOn: "05/11/2026", .lastOn: "05/05/2027",
    .presentBy: "17/12/2026", .papers: "phiếu đảng viên, thẻ đảng viên, hồ sơ đảng viên niêm phong",
    .duesReason: "nghỉ ốm, đã được chi bộ đồng ý chậm nộp",
    .decision: "Quyết định số 12-QĐ/ĐU ngày 20/10/2026", .year: "2026",
    .residenceCell: "Chi bộ 7 phường Ngọc Hà", .occasion: "đánh giá, xếp loại cuối năm",
    .comment: comment,
    .conclusion: "Hoàn thành tốt nhiệm vụ ở nơi cư trú.", .firstMonth: "01/2026",
    .lastMonth: "12/2026",
  ]

  private static let comment = """
    Gương mẫu chấp hành chủ trương, đường lối của Đảng, chính sách, pháp luật của Nhà nước và quy \
    định của địa phương; tham gia đủ các cuộc họp do chi bộ mời; đóng góp ý kiến xây dựng khu dân \
    cư; gia đình đạt danh hiệu văn hóa. Cần tham gia hoạt động của tổ dân phố nhiều hơn.
    """

  /// What it says at the least.
  static let little: [LetterField: String] = [
    .fullName: "H’Hen Niê", .cell: "Chi bộ 1", .factsOn: "05/11/2026", .salutation: "đồng chí",
    .destination: "Đảng ủy xã Sóc Sơn", .presentBy: "17/12/2026", .year: "2026",
    .comment: "Tốt.", .firstMonth: "10/2026", .lastMonth: "10/2026",
  ]

  static let scores = LetterTableContent(
    caption: "Kết quả từng tháng",
    columns: [
      .init("Tháng"), .init("Bộ tiêu chí"), .init("Điểm", .right), .init("Xếp loại", .centre),
      .init("Ghi chú"),
    ],
    rows: (1...12).map { month in
      [
        (month < 10 ? "0" : "") + "\(month)/2026", "Nghị định 335/2025/NĐ-CP (chuyên viên)",
        "\(80 + month),50", "B", month == 7 ? "hội đồng công nhận" : "",
      ]
    })

  static let dues = LetterTableContent(
    columns: [
      .init("Tháng"), .init("Phải đóng", .right), .init("Đã đóng", .right),
      .init("Còn phải đóng", .right), .init("Ghi chú"),
    ],
    rows: (1...12).map { month in
      [
        (month < 10 ? "0" : "") + "\(month)/2026", "22.500 ₫", month < 9 ? "22.500 ₫" : "0 ₫",
        month < 9 ? "0 ₫" : "\(month == 9 ? "22.500" : "45.000") ₫", "",
      ]
    }, total: ["Cộng", "225.000 ₫", "180.000 ₫", "45.000 ₫", ""])

  static func content(
    _ kind: LetterKind, of issuer: LetterIssuer = cell, _ fields: [LetterField: String] = full,
    tables: [LetterTable: LetterTableContent] = [.scores: scores, .dues: dues]
  ) throws -> LetterContent {
    let own = fields.filter { kind.fields.contains($0.key) }
    return try templates.get()[kind].filled(
      LetterValues(
        issuer: issuer, fields: own, tables: tables.filter { kind.tables.contains($0.key) }))
  }

  static let issued = LetterPaper.Issued(
    number: 12, year: 2026, day: Day(2026, 11, 5) ?? .first, code: "K7MF-2QXP-9D39",
    scan: "CADRE1;CB00004-1;12/2026;2026-11-05;K7MF-2QXP-9D39;Nguyễn Thị Ánh;"
      + "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    validUntil: Day(2027, 2, 3), signedBy: "Đỗ Quỳnh Như")

  static func paper(
    _ content: LetterContent, issued: LetterPaper.Issued? = issued,
    revoked: LetterPaper.Revoked? = nil, isCopy: Bool = false
  ) -> LetterPaper {
    LetterPaper(
      content: content, issued: issued, revoked: revoked, isCopy: isCopy, made: Ward.made)
  }
}
