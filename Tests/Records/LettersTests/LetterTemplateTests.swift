import Basics
import ConfigFile
import Configuration
import TestKit
import Testing

@testable import Letters

@Suite struct `The templates of letters` {
  @Test func `that come with the program are one of each kind`() throws {
    let templates = try LetterTemplates.read(try Configuration.letters())
    for kind in LetterKind.allCases {
      let template = templates[kind]
      #expect(template.kind == kind && template.reference == "\(kind.rawValue)@1")
      #expect(template.digest.count == 64 && template.basis.checked.vi != template.basis.checked.en)
    }
  }
}
