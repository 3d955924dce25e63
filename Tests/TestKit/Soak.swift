import Foundation

/// How often a test repeats itself: a few times as a rule, many with `CADRE_SOAK=1` (`make soak`).
package func rounds(_ usual: Int, soak: Int) -> Range<Int> {
  0..<(ProcessInfo.processInfo.environment["CADRE_SOAK"] == "1" ? soak : usual)
}
