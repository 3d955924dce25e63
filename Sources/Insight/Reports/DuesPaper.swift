import Basics
import Drawing

/// What all printed papers about dues have in common.
///
/// Plain values: the paper repeats what the ledger says, and works out nothing itself but sums.
package enum DuesPaper {
  /// A member or a unit, as it is named on paper.
  package struct Named: Sendable, Hashable {
    package var name: String
    package var code: String

    package init(name: String, code: String) {
      self.name = name
      self.code = code
    }

    var text: String { code.isEmpty ? name : "\(name) (\(code))" }
  }

  /// Who gives out the paper, where and when.
  package struct Issuer: Sendable, Hashable {
    /// The name of the unit above the cell; empty at the top.
    package var above: String
    package var cell: Named
    /// The place that stands before the date, such as `Hà Nội`; empty for none.
    package var place: String
    package var day: Day

    package init(above: String, cell: Named, place: String, day: Day) {
      self.above = above
      self.cell = cell
      self.place = place
      self.day = day
    }
  }

  /// How money came in.
  package enum Channel: String, Sendable, CaseIterable, Hashable {
    case cash, bank, portal

    package var phrase: Phrase {
      switch self {
      case .cash: Phrase(vi: "tiền mặt", en: "cash")
      case .bank: Phrase(vi: "chuyển khoản", en: "bank transfer")
      case .portal: Phrase(vi: "cổng trực tuyến", en: "online portal")
      }
    }
  }

  /// The head of a party document.
  static func head(
    of issuer: Issuer, number: Phrase?, in language: Language
  ) -> [[Document.Line]] {
    OfficialHead(
      above: issuer.above, issuer: issuer.cell.name, place: issuer.place, day: issuer.day,
      number: number
    ).blocks(in: language)
  }

  /// A place to sign, with the name below where it is known.
  static func signing(
    _ title: Phrase, name: String = "", room: Int = 2, in language: Language
  ) -> [Document.Line] {
    [
      Document.Line(title.text(in: language), bold: true),
      Document.Line(
        Phrase(vi: "(Ký, ghi rõ họ tên)", en: "(Signature and full name)").text(in: language)),
    ] + Array(repeating: Document.Line(""), count: room) + [Document.Line(name, bold: true)]
  }

  /// A sum in words, as it is written on paper: `Mười lăm nghìn chín trăm ba mươi đồng`.
  package static func words(_ money: Money) -> String {
    let words = VietnameseNumber.words(money.dong)
    return words.prefix(1).uppercased() + words.dropFirst() + " đồng"
  }
}
