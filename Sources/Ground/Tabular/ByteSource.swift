import Basics
import Glibc

/// Where the bytes of a table come from.
package protocol ByteSource: AnyObject {
  /// Bytes in all, or `nil` where that is not known.
  var totalBytes: Int? { get }

  /// Fills some of `space` and says how many bytes that was; 0 only at the end.
  ///
  /// - Throws: ``TableProblem`` where the bytes cannot be had.
  func read(into space: UnsafeMutableRawBufferPointer) throws -> Int
}

/// A file on disk, or anything else that can be opened by a path.
package final class FileSource: ByteSource {
  package let totalBytes: Int?
  private let descriptor: Int32
  /// Bytes that were looked at before they are read.
  private var start: [UInt8] = []

  /// Opens the file for reading.
  ///
  /// - Throws: a `Problem` of kind `notFound` where there is no such file, of kind `usage` where
  ///   there is one that cannot be read.
  package init(path: String) throws {
    let opened = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard opened >= 0 else { throw FileSource.refusal(of: path, errno: errno) }
    var status = stat()
    guard fstat(opened, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
      close(opened)
      throw FileSource.refusal(of: path, errno: EISDIR)
    }
    descriptor = opened
    totalBytes = status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
  }

  deinit { close(descriptor) }

  /// The first bytes, which will still be read: a pipe cannot be opened twice.
  func peek(_ count: Int) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    try bytes.withUnsafeMutableBytes { space in
      while filled < count {
        let more = try read(into: .init(rebasing: space[filled...]))
        if more == 0 { return }
        filled += more
      }
    }
    start = Array(bytes[..<filled])
    return start
  }

  package func read(into space: UnsafeMutableRawBufferPointer) throws -> Int {
    guard start.isEmpty else {
      let count = min(space.count, start.count)
      space.copyBytes(from: start[..<count])
      start.removeFirst(count)
      return count
    }
    while true {
      let count = Glibc.read(descriptor, space.baseAddress, space.count)
      if count >= 0 { return count }
      guard errno == EINTR else { throw TableProblem(.readingFailed(errno: errno)) }
    }
  }

  static func refusal(of path: String, errno: Int32) -> PlainProblem {
    guard errno != ENOENT else {
      return PlainProblem(
        .notFound, Phrase(vi: "Không có tệp \(path).", en: "There is no file \(path)."),
        hint: Phrase(vi: "Kiểm tra lại đường dẫn.", en: "Check the path."))
    }
    return PlainProblem(
      .usage,
      Phrase(
        vi: "Không mở được tệp \(path) (lỗi hệ thống \(errno)).",
        en: "The file \(path) cannot be opened (system error \(errno))."),
      hint: Phrase(
        vi: "Kiểm tra đó là tệp, không phải thư mục, và quyền đọc tệp.",
        en: "Check that it is a file, not a folder, and that you may read it."))
  }
}

/// Bytes already in memory.
package final class MemorySource: ByteSource {
  package let totalBytes: Int?
  private let bytes: [UInt8]
  private var position = 0

  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
    totalBytes = bytes.count
  }

  package func read(into space: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = min(space.count, bytes.count - position)
    space.copyBytes(from: bytes[position..<position + count])
    position += count
    return count
  }
}
