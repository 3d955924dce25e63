import Basics

/// What the parser of command lines says by itself, in the language of the person.
enum ParserWords {
  /// A page of help.
  static func page(_ text: String, in language: Language) -> String {
    said(text, by: headings, in: language)
  }

  /// Why a command line is wrong.
  static func sentence(_ text: String, in language: Language) -> String {
    said(text, by: complaints, in: language)
  }

  private static func said(
    _ text: String, by words: [(english: String, vietnamese: String)], in language: Language
  ) -> String {
    guard language == .vietnamese else { return text }
    return words.reduce(text) { $0.replacing($1.english, with: $1.vietnamese) }
  }

  private static let headings = [
    ("OVERVIEW: ", ""), ("USAGE: ", "CÁCH DÙNG: "), ("\nARGUMENTS:\n", "\nTHAM SỐ:\n"),
    ("\nOPTIONS:\n", "\nTUỲ CHỌN:\n"), ("\nSUBCOMMANDS:\n", "\nCÁC LỆNH:\n"),
    ("Show help information.", "Xem cách dùng."), ("Show the version.", "Xem phiên bản."),
    ("(default:", "(mặc định:"), (" default: ", " mặc định: "), ("(values:", "(giá trị:"),
    ("<subcommand>", "<lệnh>"),
    ("  See '", "  Xem chi tiết: "), ("' for detailed help.", ""),
  ]

  private static let complaints = [
    ("Missing expected argument ", "thiếu "), ("Missing value for ", "thiếu giá trị của "),
    ("Unexpected argument ", "không dùng đến "),
    (" unexpected arguments: ", " tham số không dùng đến: "),
    ("Unknown option ", "không có tuỳ chọn "),
    ("The value ", "giá trị "), (" is invalid for ", " không hợp với "),
    ("Please provide one of ", "Hãy dùng một trong "), (" or '", " hoặc '"),
    (". Did you mean ", ". Có phải "), ("Error: ", ""),
  ]
}
