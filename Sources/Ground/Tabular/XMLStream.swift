import CExpat

/// What is told about the elements of an XML document.
protocol XMLHandler: AnyObject {
  func start(_ element: XMLName, _ attributes: XMLAttributes) throws(TableProblem)
  func end(_ element: XMLName) throws(TableProblem)
  func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(TableProblem)
}

/// A name without its prefix, valid only during the call.
///
/// Workbooks come in two sets of namespaces and with any prefix, so only local names are looked
/// at.
struct XMLName {
  private let local: UnsafePointer<CChar>

  init(_ whole: UnsafePointer<CChar>) {
    var (start, at) = (whole, whole)
    while at.pointee != 0 {
      if at.pointee == 0x3A { start = at + 1 }
      at += 1
    }
    local = start
  }

  func callAsFunction(_ name: StaticString) -> Bool { Self.equal(local, name) }

  private static func equal(_ text: UnsafePointer<CChar>, _ name: StaticString) -> Bool {
    let (wanted, count) = (name.utf8Start, name.utf8CodeUnitCount)
    for index in 0..<count where UInt8(bitPattern: text[index]) != wanted[index] { return false }
    return text[count] == 0
  }
}

/// The attributes of an element, valid only during the call.
struct XMLAttributes {
  private let pairs: UnsafeMutablePointer<UnsafePointer<CChar>?>

  init(_ pairs: UnsafeMutablePointer<UnsafePointer<CChar>?>) { self.pairs = pairs }

  /// The value of the attribute with that local name.
  subscript(name: StaticString) -> UnsafePointer<CChar>? {
    var at = pairs
    while let found = at[0], let value = at[1] {
      if XMLName(found)(name) { return value }
      at += 2
    }
    return nil
  }

  func string(_ name: StaticString) -> String? { self[name].map { String(cString: $0) } }

  /// Whether no value is longer than that.
  func areAll(atMost limit: Int) -> Bool {
    var at = pairs
    while at[0] != nil, let value = at[1] {
      var length = 0
      while value[length] != 0 {
        length += 1
        guard length <= limit else { return false }
      }
      at += 2
    }
    return true
  }
}

/// Parses XML piece by piece and refuses what a table never needs: document types, and with them
/// entities; deep nesting; huge attributes.
final class XMLStream {
  static let deepest = 64

  private let parser: OpaquePointer
  private let handler: any XMLHandler
  private let attributeBytes: Int
  private var fed = 0
  private var depth = 0
  private var failure: TableProblem?
  private var hasFailed = false

  init(_ handler: any XMLHandler, attributeBytes: Int) throws(TableProblem) {
    guard let parser = XML_ParserCreate(nil) else { throw TableProblem(.brokenWorkbook) }
    self.parser = parser
    self.handler = handler
    self.attributeBytes = attributeBytes
    XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
    XML_SetElementHandler(
      parser,
      { data, name, attributes in
        guard let stream = XMLStream.from(data), let name, let attributes else { return }
        stream.start(XMLName(name), XMLAttributes(attributes))
      },
      { data, name in
        guard let stream = XMLStream.from(data), let name else { return }
        stream.depth -= 1
        stream.tell { handler throws(TableProblem) in try handler.end(XMLName(name)) }
      })
    XML_SetCharacterDataHandler(parser) { data, text, count in
      guard let stream = XMLStream.from(data), let text else { return }
      text.withMemoryRebound(to: UInt8.self, capacity: Int(count)) { bytes in
        let bytes = UnsafeBufferPointer(start: bytes, count: Int(count))
        stream.tell { handler throws(TableProblem) in try handler.text(bytes) }
      }
    }
    XML_SetStartDoctypeDeclHandler(parser) { data, _, _, _, _ in
      XMLStream.from(data)?.tell { _ throws(TableProblem) in throw TableProblem(.documentType) }
    }
  }

  deinit { XML_ParserFree(parser) }

  /// Parses the next bytes; the handler hears of every element that ends in them.
  ///
  /// - Throws: what the handler threw, or that the XML is damaged or not for us.
  func feed(_ bytes: UnsafeRawBufferPointer, isLast: Bool) throws(TableProblem) {
    let start = bytes.assumingMemoryBound(to: CChar.self).baseAddress
    let status = XML_Parse(parser, start, Int32(bytes.count), isLast ? 1 : 0)
    if let failure { throw failure }
    guard status == XML_STATUS_OK else { throw TableProblem(.brokenWorkbook) }
    fed += bytes.count
    // What is neither parsed nor thrown away is one unfinished tag.
    guard fed - Int(XML_GetCurrentByteIndex(parser)) <= attributeBytes * 4 + bytes.count else {
      throw TableProblem(.attributeTooLong(limit: attributeBytes))
    }
  }

  private static func from(_ data: UnsafeMutableRawPointer?) -> XMLStream? {
    data.map { Unmanaged<XMLStream>.fromOpaque($0).takeUnretainedValue() }
  }

  private func start(_ name: XMLName, _ attributes: XMLAttributes) {
    depth += 1
    tell { handler throws(TableProblem) in
      guard depth <= Self.deepest else { throw TableProblem(.brokenWorkbook) }
      guard attributes.areAll(atMost: attributeBytes) else {
        throw TableProblem(.attributeTooLong(limit: attributeBytes))
      }
      try handler.start(name, attributes)
    }
  }

  /// Calls the handler, and stops the parser where it throws: errors cannot pass through C.
  private func tell(_ what: (any XMLHandler) throws(TableProblem) -> Void) {
    guard !hasFailed else { return }
    do throws(TableProblem) {
      try what(handler)
    } catch {
      (failure, hasFailed) = (error, true)
      XML_StopParser(parser, 0)
    }
  }
}

extension ZipArchive {
  /// Parses a whole part.
  ///
  /// - Throws: what the handler threw, or that the part is damaged or larger than `limit` bytes.
  func parse(
    _ part: Part, limit: Int, attributeBytes: Int, with handler: any XMLHandler
  ) throws(TableProblem) {
    let stream = try open(part)
    let parser = try XMLStream(handler, attributeBytes: attributeBytes)
    let block = Block(byteCount: 32 << 10)
    while true {
      let count = try stream.read(into: block.space)
      guard stream.bytesRead <= limit else { throw TableProblem(.unpacksTooLarge(limit: limit)) }
      try parser.feed(UnsafeRawBufferPointer(rebasing: block.space[..<count]), isLast: count == 0)
      if count == 0 { return }
    }
  }
}
