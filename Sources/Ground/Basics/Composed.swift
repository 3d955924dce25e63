import Foundation

extension String {
  /// The text in Unicode NFC.
  ///
  /// Vietnamese as keyboards write it is in NFC, and is given back as it is.
  package var composed: String {
    unicodeScalars.allSatisfy(\.isAlwaysComposed) ? self : precomposedStringWithCanonicalMapping
  }
}

extension Unicode.Scalar {
  /// Whether this scalar stands in NFC whatever is beside it (`NFC_QC=Yes` of the Unicode data, and
  /// no mark): Latin with its Vietnamese letters, dashes, quotes and signs of money.
  fileprivate var isAlwaysComposed: Bool {
    switch value {
    case 0..<0x300, 0x1E00...0x1EFF, 0x2010...0x2027, 0x20A0...0x20BF: true
    default: false
    }
  }
}
