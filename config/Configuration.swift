import Foundation

/// The files of this folder that the program needs at run time.
package enum Configuration {
  /// The 126 wards and communes of Hanoi since July 2025: `code,name,kind`.
  package static func hanoiCommunes() throws -> String {
    let folder = Bundle.module.resourceURL ?? Bundle.module.bundleURL
    return try String(
      contentsOf: folder.appendingPathComponent("sample/hanoi-communes.csv"), encoding: .utf8)
  }
}
