import Basics

/// A printable report: what stands on its pages, in order, and nothing of how it gets there.
///
/// A4, or half of it. The same document gives the same bytes: the moment of making is part of it,
/// and no clock is read.
package struct Document: Sendable {
  package enum Paper: Sendable, Hashable, CaseIterable {
    case portrait, landscape
    /// A5 lying: the upper half of an upright A4, such as for a receipt.
    case slip
  }

  /// How the texts look.
  package enum Look: Sendable, Hashable, CaseIterable {
    case report
    /// An official letter: larger, first lines drawn in, a rule below the title.
    case letter
  }

  /// What stands below the title, in the order of reading.
  package enum Part: Sendable {
    case heading(String)
    /// Text of any length; line ends begin new paragraphs.
    case paragraph(String)
    case table(PrintedTable)
    /// Names on the left, what stands for them on the right, such as on a form.
    case fields([Field])
    case chart(any Chart)
    /// A QR code in the middle, so many points wide, and a line below it.
    case code(QRCode, width: Double, caption: String)
    /// At the very foot of the page a QR code with lines on its right, as many points wide as there
    /// is room for between the two.
    case seal(QRCode, width: ClosedRange<Double>, [Line])
    /// Small text below a short rule, each note on a line of its own.
    case notes([String])
    /// Blocks side by side and kept on one page, such as the places to sign.
    case blocks([[Line]])
    case newPage
  }

  /// A line of a block, such as the name of an organisation at the head of a letter.
  package struct Line: Sendable, Hashable {
    /// Empty for a blank line.
    package var text: String
    package var isBold: Bool
    package var isItalic: Bool
    /// Whether it is smaller than the others.
    package var isSmall: Bool
    /// Whether a short rule stands below it.
    package var isRuled: Bool
    /// How long that rule is, as a share of the text.
    package var ruleShare = 0.5
    package var alignment: Alignment

    package init(
      _ text: String, bold: Bool = false, italic: Bool = false, small: Bool = false,
      ruled: Bool = false, alignment: Alignment = .centre
    ) {
      self.text = text
      isBold = bold
      isItalic = italic
      isSmall = small
      isRuled = ruled
      self.alignment = alignment
    }
  }

  /// A line of a form.
  package struct Field: Sendable, Hashable {
    package var name: String
    package var value: String
    package var isBold: Bool

    package init(_ name: String, _ value: String, bold: Bool = false) {
      self.name = name
      self.value = value
      isBold = bold
    }
  }

  package var paper: Paper
  package var look = Look.report
  /// Framed at the top of every page, such as that this is a draft; empty for nothing.
  package var banner = ""
  /// The blocks at the head of the first page, from left to right.
  package var head: [[Line]]
  /// How much of the width the first block of the head takes; `nil` for as much as each other.
  package var headShare: Double?
  package var title: String
  package var subtitle: String
  package var parts: [Part]
  /// What stands at the foot of every page, two lines at most; the rest is cut off with `…`.
  package var footer: String
  /// The moment of making, which the file says of itself.
  package var made: Instant
  /// What a page says of itself, such as `Trang 1/3`, by its number and the number of all.
  package var pageLabel: @Sendable (_ page: Int, _ pages: Int) -> String

  package init(
    title: String, subtitle: String = "", paper: Paper = .portrait, head: [[Line]] = [],
    parts: [Part] = [], footer: String = "", made: Instant,
    pageLabel: @escaping @Sendable (_ page: Int, _ pages: Int) -> String
  ) {
    self.title = title
    self.subtitle = subtitle
    self.paper = paper
    self.head = head
    self.parts = parts
    self.footer = footer
    self.made = made
    self.pageLabel = pageLabel
  }
}

/// A table on paper: its titles stand again on every page it reaches.
package struct PrintedTable: Sendable, Hashable {
  package struct Column: Sendable, Hashable {
    /// Shown in twelve lines at most.
    package var title: String
    package var alignment: Alignment

    package init(_ title: String, _ alignment: Alignment = .left) {
      self.title = title
      self.alignment = alignment
    }
  }

  /// What stands above the table; empty for nothing.
  package var caption: String
  package var columns: [Column]
  /// The cells as they are shown; what a row has not is empty, what it has too many of gets a
  /// column without a title.
  package var rows: [[String]]
  /// The last row in bold, or `nil`.
  package var total: [String]?
  /// What is written where there are no rows.
  package var none: String

  package init(
    caption: String = "", columns: [Column], rows: [[String]], total: [String]? = nil,
    none: String = "—"
  ) {
    self.caption = caption
    self.columns = columns
    self.rows = rows
    self.total = total
    self.none = none
  }
}
