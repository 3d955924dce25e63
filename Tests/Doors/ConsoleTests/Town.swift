/// A small town on two files: one party committee with cells, one agency with offices.
enum Town {
  static let unitHeader = "code,name,parent_code,tree,level,wage_region"
  static let memberHeader =
    "code,full_name,sex,birth_date,personal_id,party_card,joined_on,official_on,cell_code,"
    + "agency_code,position,form,manager_code,dues_category,dues_base,status"

  static let units = """
    \(unitHeader)
    CB01,Chi bộ 1,DU,party,3,
    DU,Đảng uỷ phường,TU,party,2,1
    TU,Thành uỷ,,party,1,
    CB02,Chi bộ 2,DU,party,3,
    CB03,Chi bộ 3,DU,party,3,
    DV,Đảng uỷ xã,TU,party,2,2
    UB,Uỷ ban nhân dân,,state,1,
    VP,Văn phòng,UB,state,2,

    """

  static let members = """
    \(memberHeader)
    M001,Nguyễn Thị Ánh,female,1975-03-02,001175012345,,2000-05-19,2001-05-19,CB01,VP,\
    Trưởng phòng,leader,,insured,9000000,active
    M002,Trần Văn Bình,male,1980-07-15,001080012345,,2005-02-03,2006-02-03,CB01,VP,\
    Chuyên viên,staff,M001,insured,7000000,active
    M003,Lê Hoà,male,15/08/1990,001090012345,,2015-09-02,2016-09-02,CB02,,,,,insured,6000000,\
    active
    M004,Phạm Thị Đào,female,1955-01-01,001155012345,,1980-12-22,1982-01-06,CB02,,,,,pensioner,\
    5000000,exempt
    M005,Hoàng Ỷ,male,1999-12-31,001099012345,,2024-03-26,,CB03,,,,,student,,active

    """

  static let unitCount = 8
  static let memberCount = 5

  /// `members.csv` of that many people in the cells of the town, the same for the same number.
  static func members(many count: Int, firstCode: String = "X", offset: Int = 0) -> String {
    var text = memberHeader + "\n"
    for number in 1...count {
      let digits = String(100_000_000_000 + offset + number).dropFirst()
      text +=
        "\(firstCode)\(number),Người \(number),female,1980-01-01,0\(digits),,2010-01-01,,"
        + "CB0\(number % 3 + 1),VP,Chuyên viên,staff,M001,insured,7000000,active\n"
    }
    return text
  }
}
