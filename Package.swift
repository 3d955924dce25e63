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
    .systemLibrary(name: "CSpawn", path: "Sources/Ground/CSpawn"),
    ground.module("LocalCluster", uses: "Basics", "CSpawn"),
    ground.tests(of: "LocalCluster", uses: "Basics", "TestKit", "cluster-probe", golden: true),
    .executableTarget(
      name: "cluster-probe", dependencies: ["Basics", "LocalCluster", "TestKit"],
      path: "Tests/Ground/ClusterProbe", swiftSettings: house),

    .target(
      name: "TestKit", dependencies: ["LocalCluster"], path: "Tests/TestKit",
      swiftSettings: house),
    .testTarget(
      name: "TestKitTests", dependencies: ["TestKit", "LocalCluster", "cluster-probe"],
      path: "Tests/TestKitTests", exclude: ["Golden"], swiftSettings: house),

    .testTarget(
      name: "TidyTests", dependencies: ["LocalCluster", "TestKit"], path: "Tests/TidyTests",
      swiftSettings: house),

    .executableTarget(
      name: "check", dependencies: ["LocalCluster"], path: "Sources/Tools/check",
      swiftSettings: house),
    .testTarget(
      name: "CheckTests", dependencies: ["check", "TestKit"], path: "Tests/Tools/CheckTests",
      swiftSettings: house),
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

  /// `golden` says that the tests have a `Golden` folder.
  func tests(
    of module: String, uses modules: Target.Dependency..., golden: Bool = false
  ) -> Target {
    .testTarget(
      name: "\(module)Tests", dependencies: [.byName(name: module)] + modules,
      path: "Tests/\(name)/\(module)Tests", exclude: golden ? ["Golden"] : [],
      swiftSettings: house)
  }
}
