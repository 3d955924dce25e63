import TestKit
import Testing

@testable import Letters

@Suite struct `The place before the date` {
  @Test(
    arguments: table(
      """
      names                                                            | place
      Chi bộ 1; Đảng uỷ phường Bạch Mai; Thành uỷ Hà Nội               | Bạch Mai
      Chi bộ 1 phường Ngọc Hà; Đảng bộ phường Ba Đình; Thành uỷ Hà Nội | Ngọc Hà
      Đảng ủy xã Sóc Sơn; Thành ủy Hà Nội                              | Sóc Sơn
      Ban Tổ chức; Thành uỷ Hà Nội                                     | Hà Nội
      Sở Nội vụ; Uỷ ban nhân dân thành phố Hà Nội                      | Hà Nội
      Tỉnh ủy Bắc Ninh                                                 | Bắc Ninh
      UBND PHƯỜNG BA ĐÌNH                                              | BA ĐÌNH
      Chi bộ Xãhội; Đảng uỷ cơ quan                                    |
      Uỷ ban nhân dân đặc khu Phú Quốc; Tỉnh An Giang                  | Phú Quốc
      """))
  func `is the commune's, else the city's`(row: [String]) {
    let names = row[0].split(separator: ";").map { $0.trimmingPrefix(" ").description }
    #expect(LetterPlace.name(from: names) == row[1])
  }
}
