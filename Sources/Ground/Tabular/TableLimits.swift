/// What is too much for a table: beyond it a file is refused, while it is being read.
///
/// The numbers keep the memory of one import flat and its time bounded whatever the file claims
/// about itself (ASVS 5.2.1, 5.2.3).
package struct TableLimits: Sendable, Hashable {
  /// Bytes of one field.
  package var fieldBytes = 1 << 20
  /// Bytes of one record, all its fields and quotes together.
  package var recordBytes = 16 << 20
  package var columns = 1_000
  /// Bytes of a workbook once unpacked, all parts together.
  package var unpackedBytes = 4 << 30
  /// How many times larger than its packed form a part may be; real sheets stay under 30, and a
  /// bomb of zeros reaches 1,032.
  package var unpackedRatio = 100
  /// Files inside the zip of a workbook.
  package var entries = 1_000
  /// Bytes of the texts that the cells of a workbook share; they have to be held in memory.
  package var sharedTextBytes = 256 << 20
  /// Bytes of one attribute in the XML of a workbook.
  package var attributeBytes = 64 << 10

  package init() {}

  package static let standard = TableLimits()
}
