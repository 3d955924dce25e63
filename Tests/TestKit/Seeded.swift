import Foundation

/// Random numbers that can be had again: SplitMix64 (Steele, Lea, Flood, 2014).
package struct Seeded: RandomNumberGenerator, Sendable {
  package let seed: UInt64
  private var state: UInt64

  package init(seed: UInt64) {
    self.seed = seed
    state = seed
  }

  /// A generator for one test: from `CADRE_SEED` if it is set, else from chance.
  ///
  /// Writes the seed to standard error, so that a failure can be played again.
  package static func forTest(_ name: String = #function) -> Seeded {
    let asked = ProcessInfo.processInfo.environment["CADRE_SEED"].flatMap(UInt64.init)
    let seed = asked ?? UInt64.random(in: 0...UInt64.max)
    FileHandle.standardError.write(Data("seed of \(name): CADRE_SEED=\(seed)\n".utf8))
    return Seeded(seed: seed)
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
