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
    ground.library("CExpat", pkgConfig: "expat", package: "libexpat1-dev"),
    ground.library("CXLSXWriter", pkgConfig: "xlsxwriter", package: "libxlsxwriter-dev"),
    ground.library("CZip", pkgConfig: "libzip", package: "libzip-dev"),
    ground.module("Tabular", uses: "Basics", "CExpat", "CXLSXWriter", "CZip"),
    ground.tests(of: "Tabular", uses: "Basics", "CZip"),
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

  /// A C library of the system, with the Debian package that brings its headers.
  func library(_ library: String, pkgConfig: String, package: String) -> Target {
    .systemLibrary(
      name: library, path: "Sources/\(name)/\(library)", pkgConfig: pkgConfig,
      providers: [.apt([package])])
  }

  func tests(of module: String, uses modules: Target.Dependency...) -> Target {
    .testTarget(
      name: "\(module)Tests", dependencies: [.byName(name: module)] + modules,
      path: "Tests/\(name)/\(module)Tests", swiftSettings: house)
  }
}
