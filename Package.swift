// swift-tools-version: 6.2
import PackageDescription

// The building, from the ground up. A module may import its own floor and the floors below it;
// the lists here say exactly what it does import. Tests/TidyTests keeps this file honest.

let ground = Floor("Ground")

let package = Package(
  name: "cadre",
  targets: [
    ground.module("Basics"),
    ground.tests(of: "Basics"),
    ground.module("Tabular", uses: "Basics"),
    ground.tests(of: "Tabular", uses: "Basics"),
  ],
  swiftLanguageModes: [.v6]
)

/// What every target of ours is compiled with.
let house: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("ExistentialAny"),
]

/// A storey of the building: a folder under `Sources` and its twin under `Tests`.
struct Floor {
  let name: String
  init(_ name: String) { self.name = name }

  func module(_ module: String, uses modules: Target.Dependency...) -> Target {
    .target(
      name: module, dependencies: modules, path: "Sources/\(name)/\(module)", swiftSettings: house)
  }

  func tests(of module: String, uses modules: Target.Dependency...) -> Target {
    .testTarget(
      name: "\(module)Tests", dependencies: [.byName(name: module)] + modules,
      path: "Tests/\(name)/\(module)Tests", swiftSettings: house)
  }
}
