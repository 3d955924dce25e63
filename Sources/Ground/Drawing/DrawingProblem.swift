import Basics
import CCairo

/// Why something cannot be drawn.
package struct DrawingProblem: Problem, Hashable {
  /// What went wrong: a closed set, so that each has its sentence.
  package enum Cause: Sendable, Hashable {
    /// Cairo says no: its number, and its own words in English.
    case cairo(code: Int, said: String)
    /// A picture that wide and high, in pixels, is more than an image can be.
    case tooLarge(width: Int, height: Int)
    /// There is no such family of letters on this machine.
    case noFont(String)
    /// A text of so many bytes is more than a QR code can hold, or nothing at all.
    case notForCode(bytes: Int)
  }

  package let cause: Cause

  package init(_ cause: Cause) { self.cause = cause }

  init(_ status: cairo_status_t) {
    let said = cairo_status_to_string(status).map { String(cString: $0) } ?? ""
    cause = .cairo(code: Int(status.rawValue), said: said)
  }

  package var kind: ProblemKind {
    switch cause {
    case .cairo: .fault
    case .tooLarge, .notForCode: .usage
    case .noFont: .unavailable
    }
  }

  package var message: Phrase {
    switch cause {
    case .cairo(let code, let said):
      Phrase(
        vi: "Không vẽ được trang (lỗi \(code) của Cairo: \(said)).",
        en: "The page cannot be drawn (Cairo error \(code): \(said)).")
    case .tooLarge(let width, let height):
      Phrase(
        vi: "Ảnh \(width) × \(height) điểm ảnh quá lớn.",
        en: "A picture of \(width) × \(height) pixels is too large.")
    case .noFont(let family):
      Phrase(
        vi: "Máy này không có phông chữ \(family).",
        en: "This machine does not have the font \(family).")
    case .notForCode(let bytes):
      Phrase(
        vi: "Mã QR không chứa được \(bytes) byte.",
        en: "A QR code cannot hold \(bytes) bytes.")
    }
  }

  package var hint: Phrase? {
    switch cause {
    case .cairo:
      Phrase(
        vi: "Kiểm tra đĩa còn chỗ trống và máy còn bộ nhớ, rồi làm lại.",
        en: "Check that the disk has room and the machine has memory, then try again.")
    case .tooLarge:
      Phrase(
        vi: "Ghi ra SVG hay PDF, hoặc chọn ít dòng hơn (một đơn vị nhỏ hơn).",
        en: "Write SVG or PDF, or choose fewer rows (a smaller unit).")
    case .noFont:
      Phrase(
        vi: "Cài gói fonts-dejavu-core, rồi làm lại.",
        en: "Install the package fonts-dejavu-core, then try again.")
    case .notForCode:
      Phrase(
        vi: "Mã QR cần từ 1 đến khoảng 2.300 byte: viết ngắn lại.",
        en: "A QR code takes from 1 to about 2,300 bytes: make the text shorter.")
    }
  }
}
