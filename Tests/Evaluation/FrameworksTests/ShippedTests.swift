import Basics
import Configuration
import Testing

@testable import Frameworks

@Suite struct `The frameworks that come with the program` {
  static func shipped() throws -> [String: Framework] {
    let read = try Configuration.frameworks().map { file in
      (file.name, try FrameworkFile.read(text: file.text, name: file.name))
    }
    return Dictionary(read) { first, _ in first }
  }

  @Test func `are named after their ids`() throws {
    let all = try Self.shipped()
    #expect(all.count >= 6)
    for (name, framework) in all { #expect(name == "\(framework.reference.code).yaml") }
  }
}
