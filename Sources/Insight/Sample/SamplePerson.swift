import Basics

/// Numbers from a seed, the same on every machine (SplitMix64).
struct Dice {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

  /// A number from 0 up to and not including `bound`.
  mutating func roll(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
  }

  mutating func pick(_ list: [String]) -> String { list[roll(list.count)] }
}

/// One made-up person, as texts of `members.csv`.
struct SamplePerson {
  let name: String
  let sex: String
  let birthDate: String
  let personalID: String
  let partyCard: String
  let joinedOn: String
  let officialOn: String
  let duesCategory: String
  let duesBase: String

  init(number: Int, dice: inout Dice, inOffice: Bool) {
    let female = dice.roll(2) == 1
    sex = female ? "female" : "male"
    name = Self.name(female: female, &dice)
    let birthYear = inOffice ? 1966 + dice.roll(36) : 1936 + dice.roll(66)
    let (month, day) = (1 + dice.roll(12), 1 + dice.roll(28))
    birthDate = "\(birthYear)-\(Self.digits(month, 2))-\(Self.digits(day, 2))"
    let century = birthYear >= 2000 ? 2 : 0
    // Twelve digits hold a million numbers of one province.
    let province = Self.provinces[number / 1_000_000 % Self.provinces.count]
    personalID =
      "\(province)\(century + (female ? 1 : 0))\(Self.digits(birthYear % 100, 2))"
      + Self.digits(number % 1_000_000, 6)
    partyCard = Self.digits(100_000_000_000 + number, 12)
    let joinedYear = min(2024, birthYear + 20 + dice.roll(15))
    joinedOn = "\(joinedYear)-\(Self.digits(1 + dice.roll(12), 2))-15"
    officialOn = "\(joinedYear + 1)" + joinedOn.dropFirst(4)
    if inOffice {
      (duesCategory, duesBase) = ("insured", "\(5_000_000 + dice.roll(150) * 100_000)")
    } else if birthYear < 1965 {
      (duesCategory, duesBase) = ("pensioner", "\(3_000_000 + dice.roll(90) * 100_000)")
    } else {
      (duesCategory, duesBase) = ("uninsured", "")
    }
  }

  /// Hà Nội, Hà Giang, Cao Bằng, Bắc Kạn, Tuyên Quang, Lào Cai.
  private static let provinces = ["001", "002", "004", "006", "008", "010"]

  private static func digits(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }

  private static func name(female: Bool, _ dice: inout Dice) -> String {
    let family = families[min(dice.roll(100), 99)]
    let middle = dice.pick(female ? middleFemale : middleMale)
    return "\(family) \(middle) \(dice.pick(female ? givenFemale : givenMale))"
  }

  /// A hundred places, so that a name is as frequent as it is in the country.
  private static let families: [String] = [
    ("Nguyễn", 38), ("Trần", 11), ("Lê", 10), ("Phạm", 7), ("Hoàng", 5), ("Vũ", 5), ("Phan", 4),
    ("Đặng", 3), ("Bùi", 3), ("Đỗ", 3), ("Hồ", 2), ("Ngô", 2), ("Dương", 2), ("Lý", 1),
    ("Đinh", 1), ("Trịnh", 1), ("Mai", 1), ("Tạ", 1),
  ].flatMap { name, count in Array(repeating: name, count: count) }

  private static let middleFemale = [
    "Thị", "Thị", "Thị", "Thị", "Ngọc", "Thu", "Thanh", "Hồng", "Kim", "Minh", "Bích", "Phương",
  ]
  private static let middleMale = [
    "Văn", "Văn", "Văn", "Hữu", "Đức", "Minh", "Quang", "Xuân", "Công", "Ngọc", "Đình", "Tuấn",
  ]
  private static let givenFemale = [
    "Ánh", "Anh", "Châu", "Chi", "Dung", "Giang", "Hà", "Hạnh", "Hằng", "Hiền", "Hoa", "Hoà",
    "Hương", "Huyền", "Lan", "Liên", "Linh", "Loan", "Mai", "Nga", "Ngân", "Nhung", "Oanh",
    "Phương", "Quỳnh", "Tâm", "Thảo", "Thu", "Thuỷ", "Trang", "Tuyết", "Vân", "Yến",
  ]
  private static let givenMale = [
    "An", "Anh", "Bình", "Chiến", "Cường", "Dũng", "Dương", "Đạt", "Đông", "Giang", "Hải", "Hiếu",
    "Hoàng", "Hùng", "Huy", "Khánh", "Kiên", "Lâm", "Long", "Minh", "Nam", "Phong", "Phúc",
    "Quân", "Quang", "Sơn", "Thắng", "Thành", "Tiến", "Toàn", "Trung", "Tuấn", "Tùng", "Việt",
  ]
}
