import Basics
import Glibc

/// Where the bytes of a table go.
package protocol ByteSink: AnyObject {
  func write(_ bytes: UnsafeRawBufferPointer) throws

  /// Says that all bytes were written.
  func finish() throws
}

/// A new file, which appears under its name only when it is whole.
package final class FileSink: ByteSink {
  private let descriptor: DescriptorSink
  private let place: FilePlace

  /// - Throws: a `Problem` of kind `usage` where no file can be made there.
  package init(path: String) throws {
    place = FilePlace(path: path)
    descriptor = DescriptorSink(try place.open(), closing: true)
  }

  package func write(_ bytes: UnsafeRawBufferPointer) throws { try descriptor.write(bytes) }

  package func finish() throws {
    try descriptor.finish()
    try place.settle()
  }
}

/// A path, and the name beside it under which a file grows until it is whole.
///
/// What was not settled is deleted again. A device or a pipe is written directly.
final class FilePlace {
  let path: String
  let temporary: String
  let isDirect: Bool
  private var isSettled = false

  init(path: String) {
    self.path = path
    var status = stat()
    isDirect = stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
    temporary =
      isDirect ? path : "\(path).\(String(UInt64.random(in: 0...UInt64.max), radix: 36)).partial"
  }

  deinit { if !isSettled, !isDirect { unlink(temporary) } }

  /// Makes the file, and says where it can be written.
  func open() throws -> Int32 {
    let flags = isDirect ? O_WRONLY | O_CLOEXEC : O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
    let opened = Glibc.open(temporary, flags, 0o600)
    guard opened >= 0 else { throw Self.refusal(of: path, errno: errno) }
    return opened
  }

  func settle() throws {
    if !isDirect, !isSettled {
      guard rename(temporary, path) == 0 else { throw Self.refusal(of: path, errno: errno) }
    }
    isSettled = true
  }

  static func refusal(of path: String, errno: Int32) -> PlainProblem {
    PlainProblem(
      .usage,
      Phrase(
        vi: "Không ghi được tệp \(path) (lỗi hệ thống \(errno)).",
        en: "The file \(path) cannot be written (system error \(errno))."),
      hint: Phrase(
        vi: "Kiểm tra thư mục có tồn tại, có quyền ghi và còn chỗ trống.",
        en: "Check that the folder exists, that you may write there and that the disk has room."))
  }
}

/// An open file descriptor, such as standard output.
package final class DescriptorSink: ByteSink {
  private let descriptor: Int32
  private let closing: Bool
  private let outlivesReader: Bool
  private var isOpen = true
  private var readerIsGone = false

  /// - Parameters:
  ///   - descriptor: where to write.
  ///   - closing: whether the descriptor is closed at the end.
  ///   - outlivesReader: whether a reader that goes away is no error; the rest is thrown away.
  package init(_ descriptor: Int32, closing: Bool = false, outlivesReader: Bool = false) {
    self.descriptor = descriptor
    self.closing = closing
    self.outlivesReader = outlivesReader
  }

  /// Standard output, whose reader may have seen enough (`| head`).
  ///
  /// The writing goes on to its end all the same: what was read is noted on the trail with it.
  package static func standardOutput() -> DescriptorSink {
    DescriptorSink(STDOUT_FILENO, outlivesReader: true)
  }

  deinit { if closing, isOpen { close(descriptor) } }

  package func write(_ bytes: UnsafeRawBufferPointer) throws {
    var rest = bytes
    while !rest.isEmpty, !readerIsGone {
      let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EPIPE, outlivesReader {
        readerIsGone = true
        return
      }
      guard count > 0 else { throw TableProblem(.writingFailed(errno: errno)) }
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
    }
  }

  package func finish() throws {
    guard closing, isOpen else { return }
    isOpen = false
    // A full disk may show itself only here.
    guard close(descriptor) == 0 else { throw TableProblem(.writingFailed(errno: errno)) }
  }
}

/// Bytes kept in memory.
package final class MemorySink: ByteSink {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  package func write(_ bytes: UnsafeRawBufferPointer) throws {
    self.bytes.append(contentsOf: bytes)
  }

  package func finish() throws {}
}
