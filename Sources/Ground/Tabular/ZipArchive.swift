import CZip
import Glibc

/// The parts inside a workbook, trusted in nothing.
///
/// Nothing is ever unpacked to disk. Names, number and claims of the parts are checked when it is
/// opened; sizes again while bytes come out.
final class ZipArchive {
  struct Part {
    let index: UInt64
    let packed: Int
    /// What the archive claims.
    let unpacked: Int
  }

  private let handle: OpaquePointer
  private let limits: TableLimits
  private var parts: [String: Part] = [:]
  private var unpackedBytes = 0

  /// Opens the archive and checks its list of parts.
  ///
  /// - Throws: ``TableProblem`` where the list is damaged or looks like an attack.
  convenience init(path: String, limits: TableLimits) throws(TableProblem) {
    do {
      // Strict: what stands before each part has to agree with the list at the end.
      try self.init(path: path, limits: limits, flags: ZIP_RDONLY | ZIP_CHECKCONS)
    } catch {
      guard error.cause == .brokenWorkbook else { throw error }
      // Its own checks may know better what is wrong.
      try self.init(path: path, limits: limits, flags: ZIP_RDONLY)
      throw error
    }
  }

  private init(path: String, limits: TableLimits, flags: Int32) throws(TableProblem) {
    var code: Int32 = 0
    guard let opened = zip_open(path, flags, &code) else {
      throw TableProblem(code == ZIP_ER_OPEN ? .readingFailed(errno: errno) : .brokenWorkbook)
    }
    handle = opened
    self.limits = limits
    let count = zip_get_num_entries(opened, 0)
    guard count <= limits.entries else { throw TableProblem(.tooManyParts(limit: limits.entries)) }
    var claimed = 0
    for index in 0..<UInt64(max(0, count)) {
      let part = try checkedPart(index)
      let (sum, overflows) = claimed.addingReportingOverflow(part.unpacked)
      claimed = sum
      guard !overflows, claimed <= limits.unpackedBytes else {
        throw TableProblem(.unpacksTooLarge(limit: limits.unpackedBytes))
      }
    }
  }

  deinit { zip_discard(handle) }

  /// The part of that name; capital and small letters are the same (ECMA-376 part 2, 6.2.2.3).
  func part(_ name: String) -> Part? { parts[name.lowercased()] }

  /// Opens a part to read its bytes.
  func open(_ part: Part) throws(TableProblem) -> ZipStream {
    guard let file = zip_fopen_index(handle, part.index, 0) else {
      throw TableProblem(.brokenWorkbook)
    }
    return ZipStream(file, part: part, of: self)
  }

  private func checkedPart(_ index: UInt64) throws(TableProblem) -> Part {
    var status = zip_stat_t()
    let wanted = UInt64(ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE)
    guard zip_stat_index(handle, index, 0, &status) == 0, status.valid & wanted == wanted,
      let name = zip_get_name(handle, index, zip_flags_t(ZIP_FL_ENC_RAW)),
      let packed = Int(exactly: status.comp_size), let unpacked = Int(exactly: status.size)
    else { throw TableProblem(.brokenWorkbook) }
    guard status.encryption_method == ZIP_EM_NONE else { throw TableProblem(.encrypted) }
    guard status.comp_method == ZIP_CM_STORE || status.comp_method == ZIP_CM_DEFLATE else {
      throw TableProblem(.brokenWorkbook)
    }
    let text = String(cString: name)
    let steps = text.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "\\" }
    guard text.utf8.count <= 1024, steps.first != "", !steps.contains(".."), !text.contains(":")
    else { throw TableProblem(.strangePartName) }
    let part = Part(index: index, packed: packed, unpacked: unpacked)
    guard parts.updateValue(part, forKey: text.lowercased()) == nil else {
      throw TableProblem(.repeatedPart)
    }
    return part
  }

  /// Counts bytes that came out, and stops a bomb before it fills the memory.
  fileprivate func count(_ bytes: Int, soFar: Int, of part: Part) throws(TableProblem) {
    unpackedBytes += bytes
    guard unpackedBytes <= limits.unpackedBytes else {
      throw TableProblem(.unpacksTooLarge(limit: limits.unpackedBytes))
    }
    // Small parts may be very regular.
    guard soFar <= 1 << 20 || soFar / limits.unpackedRatio <= part.packed else {
      throw TableProblem(.unpacksTooFar(ratio: limits.unpackedRatio))
    }
  }
}

/// The bytes of one part, unpacked while they are read.
final class ZipStream {
  let part: ZipArchive.Part
  private(set) var bytesRead = 0
  private let file: OpaquePointer
  private let archive: ZipArchive

  fileprivate init(_ file: OpaquePointer, part: ZipArchive.Part, of archive: ZipArchive) {
    self.file = file
    self.part = part
    self.archive = archive
  }

  deinit { zip_fclose(file) }

  /// Bytes of the packed form that stand behind what was read so far, as near as can be told.
  var packedBytesRead: Int {
    guard part.unpacked > 0 else { return part.packed }
    return Int(Double(part.packed) * min(1, Double(bytesRead) / Double(part.unpacked)))
  }

  /// Fills some of `space`; 0 only at the end, after the checksum was found right.
  func read(into space: UnsafeMutableRawBufferPointer) throws(TableProblem) -> Int {
    let count = zip_fread(file, space.baseAddress, UInt64(space.count))
    guard count >= 0 else { throw TableProblem(.brokenWorkbook) }
    bytesRead += Int(count)
    try archive.count(Int(count), soFar: bytesRead, of: part)
    return Int(count)
  }
}

/// Memory for the bytes on their way from the zip to the XML.
final class Block {
  let space: UnsafeMutableRawBufferPointer

  init(byteCount: Int) { space = .allocate(byteCount: byteCount, alignment: 1) }

  deinit { space.deallocate() }
}
