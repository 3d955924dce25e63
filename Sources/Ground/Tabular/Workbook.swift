/// What a workbook says about its first sheet: where it is, what its texts and formats are.
struct Workbook {
  /// Bytes of a part that only describes others.
  private static let describing = 32 << 20

  private(set) var sheet: ZipArchive.Part
  private(set) var texts: [String] = []
  /// For each cell format whether it shows numbers as days or times.
  private(set) var formats: [CellFormat] = []
  private(set) var system = SheetDay.System.from1900
  /// Packed bytes of what was read before the sheet.
  private(set) var bytesBefore = 0

  init(_ archive: ZipArchive, limits: TableLimits) throws(TableProblem) {
    let attributes = limits.attributeBytes
    func read(_ path: String, _ handler: any XMLHandler, _ limit: Int) throws(TableProblem) -> Int {
      guard let part = archive.part(path) else { throw TableProblem(.brokenWorkbook) }
      try archive.parse(part, limit: limit, attributeBytes: attributes, with: handler)
      return part.packed
    }
    let roots = Relations(folder: "")
    _ = try read("_rels/.rels", roots, Self.describing)
    guard let book = roots.first(of: "/officeDocument") else { throw TableProblem(.brokenWorkbook) }
    let (folder, name) = PartPath.split(book)
    let sheets = SheetList()
    _ = try read(book, sheets, Self.describing)
    let relations = Relations(folder: folder)
    _ = try read("\(folder)_rels/\(name).rels", relations, Self.describing)

    let targets = sheets.inOrder.compactMap { relations.target($0, of: "/worksheet") }
    guard let first = targets.first, let part = archive.part(first) else {
      throw TableProblem(.brokenWorkbook)
    }
    sheet = part
    system = sheets.system
    if let path = relations.first(of: "/styles"), archive.part(path) != nil {
      let styles = FormatList()
      bytesBefore += try read(path, styles, Self.describing)
      formats = styles.formats
    }
    if let path = relations.first(of: "/sharedStrings"), archive.part(path) != nil {
      let shared = SharedTexts(limits: limits)
      bytesBefore += try read(path, shared, limits.unpackedBytes)
      texts = shared.texts
    }
  }
}

/// Names of parts, which look like paths.
enum PartPath {
  /// The folder with its last slash, and the name in it.
  static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return ("", path) }
    return (String(path[...slash]), String(path[path.index(after: slash)...]))
  }

  /// The part a target means, seen from a folder; `nil` where it leads out of the archive.
  static func resolved(_ target: String, from folder: String) -> String? {
    var steps: [Substring] = target.hasPrefix("/") ? [] : folder.split(separator: "/")
    for step in target.split(separator: "/") where step != "." {
      if step == ".." {
        guard !steps.isEmpty else { return nil }
        steps.removeLast()
      } else {
        steps.append(step)
      }
    }
    return steps.joined(separator: "/")
  }
}

/// The relations of a part to others.
private final class Relations: XMLHandler {
  private struct Relation {
    let id: String
    let type: String
    let target: String
  }

  private let folder: String
  private var all: [Relation] = []

  init(folder: String) { self.folder = folder }

  func first(of type: String) -> String? { all.first { $0.type.hasSuffix(type) }?.target }

  func target(_ id: String, of type: String) -> String? {
    all.first { $0.id == id && $0.type.hasSuffix(type) }?.target
  }

  func start(_ element: XMLName, _ attributes: XMLAttributes) throws(TableProblem) {
    guard element("Relationship"), attributes.string("TargetMode") != "External",
      let id = attributes.string("Id"), let type = attributes.string("Type"),
      let target = attributes.string("Target").flatMap({ PartPath.resolved($0, from: folder) })
    else { return }
    all.append(Relation(id: id, type: type, target: target))
  }

  func end(_ element: XMLName) throws(TableProblem) {}
  func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(TableProblem) {}
}

/// The sheets of the workbook and what its days count from.
private final class SheetList: XMLHandler {
  private var seen: [String] = []
  private var hidden: [String] = []
  private(set) var system = SheetDay.System.from1900

  /// Relations of the sheets: those that people see first, hidden ones last.
  var inOrder: [String] { seen + hidden }

  func start(_ element: XMLName, _ attributes: XMLAttributes) throws(TableProblem) {
    if element("workbookPr") {
      let answer = attributes.string("date1904")
      if answer == "1" || answer == "true" { system = .from1904 }
    } else if element("sheet"), let id = attributes.string("id") {
      if [nil, "visible"].contains(attributes.string("state")) {
        seen.append(id)
      } else {
        hidden.append(id)
      }
    }
  }

  func end(_ element: XMLName) throws(TableProblem) {}
  func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(TableProblem) {}
}

/// The texts that cells share, in order.
private final class SharedTexts: XMLHandler {
  private(set) var texts: [String] = []
  private let limits: TableLimits
  private var item: [UInt8] = []
  private var isText = false
  private var isSound = false
  private var bytes = 0

  init(limits: TableLimits) { self.limits = limits }

  func start(_ element: XMLName, _ attributes: XMLAttributes) throws(TableProblem) {
    if element("rPh") { isSound = true } else if element("t") { isText = !isSound }
  }

  func end(_ element: XMLName) throws(TableProblem) {
    if element("t") {
      isText = false
    } else if element("rPh") {
      isSound = false
    } else if element("si") {
      // A text costs about 64 bytes besides its own.
      bytes += item.count + 64
      guard bytes <= limits.sharedTextBytes else {
        throw TableProblem(.sharedTextsTooLarge(limit: limits.sharedTextBytes))
      }
      texts.append(SheetText.unescaped(item))
      item.removeAll(keepingCapacity: true)
    }
  }

  func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(TableProblem) {
    guard isText else { return }
    guard item.count + bytes.count <= limits.fieldBytes else {
      throw TableProblem(.fieldTooLong(limit: limits.fieldBytes))
    }
    item.append(contentsOf: bytes)
  }
}
