// swift-tools-version: 6.2
import PackageDescription

// The building, from the ground up. A module may import its own floor and the floors below it;
// the lists here say exactly what it does import. Tests/TidyTests keeps this file honest.

let ground = Floor("Ground")
let trust = Floor("Trust")
let records = Floor("Records")
let work = Floor("Work")
let evaluation = Floor("Evaluation")
let insight = Floor("Insight")
let doors = Floor("Doors")

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let arguments = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")

let yaml = Target.Dependency.product(name: "Yams", package: "Yams")
let bigInt = Target.Dependency.product(name: "BigInt", package: "BigInt")

let package = Package(
  name: "cadre",
  products: [.executable(name: "cadre", targets: ["Cadre"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/attaswift/BigInt", from: "6.0.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .target(
      name: "Schema", path: "sql", exclude: ["README.md"],
      resources: [
        .copy("bootstrap.sql"), .copy("schema.golden.sql"), .copy("migrations"), .copy("checks"),
        .copy("reports"), .copy("invariants"),
      ], swiftSettings: Floor.settings),
    .target(
      name: "Configuration", path: "config", exclude: ["README.md"],
      resources: [
        .copy("sample"), .copy("frameworks"), .copy("holidays"), .copy("dues"),
        .copy("letters"), .copy("ranking.yaml"),
      ], swiftSettings: Floor.settings),

    ground.module("Basics"),
    ground.tests(of: "Basics", uses: "TestKit"),
    ground.module("ConfigFile", uses: "Basics", yaml),
    ground.library("CLibpq", pkgConfig: "libpq", package: "libpq-dev"),
    ground.library("CCairo", pkgConfig: "cairo", package: "libpango1.0-dev"),
    ground.library("CExpat", pkgConfig: "expat", package: "libexpat1-dev"),
    ground.library("CQRencode", pkgConfig: "libqrencode", package: "libqrencode-dev"),
    ground.library("CXLSXWriter", pkgConfig: "xlsxwriter", package: "libxlsxwriter-dev"),
    ground.library("CZip", pkgConfig: "libzip", package: "libzip-dev"),
    .systemLibrary(name: "CSpawn", path: "Sources/Ground/CSpawn"),
    .systemLibrary(name: "CMalloc", path: "Sources/Ground/CMalloc"),
    ground.module("Postgres", uses: "Basics", "CLibpq"),
    ground.tests(of: "Postgres", uses: "Basics"),
    .executableTarget(
      name: "PostgresBenchmark",
      dependencies: ["Basics", "Postgres", "CLibpq", "LocalCluster"],
      path: "Tests/Benchmarks/PostgresBenchmark", swiftSettings: Floor.settings),
    ground.module("Tabular", uses: "Basics", "CExpat", "CXLSXWriter", "CZip"),
    ground.tests(of: "Tabular", uses: "Basics", "CZip"),
    ground.module("Drawing", uses: "Basics", "Tabular", "CCairo", "CQRencode"),
    ground.tests(of: "Drawing", uses: "Basics", "Tabular", "CCairo", "TestKit", golden: true),
    ground.module("LocalCluster", uses: "Basics", "CSpawn"),
    ground.tests(of: "LocalCluster", uses: "Basics", "TestKit", "cluster-probe", golden: true),
    .executableTarget(
      name: "cluster-probe", dependencies: ["Basics", "LocalCluster", "TestKit"],
      path: "Tests/Ground/ClusterProbe", swiftSettings: Floor.settings),

    trust.module("Access", uses: "Basics"),
    trust.tests(of: "Access", uses: "Basics", "TestKit", golden: true),
    trust.module("Audit", uses: "Basics", "Postgres", "Access"),
    trust.tests(of: "Audit", uses: "Basics", "Postgres", "Access", "RecordsKit"),
    trust.module("Accounts", uses: "Basics", "Postgres", "Access", "Audit"),
    trust.tests(of: "Accounts", uses: "Basics", "Postgres", "Access", "Audit", "RecordsKit"),

    trust.module("Signatures", uses: "Basics", "Postgres", "Access", "Audit", crypto),
    trust.tests(
      of: "Signatures", uses: "Basics", "Postgres", "Access", "Audit", "TestKit", "RecordsKit"),

    records.module("Organisation", uses: "Basics", "Postgres", "Access", "Audit"),
    records.tests(
      of: "Organisation", uses: "Basics", "Postgres", "Access", "Audit", "Members", "TestKit",
      "RecordsKit"),
    records.module("Members", uses: "Basics", "Postgres", "Access", "Audit", "Organisation"),
    records.tests(
      of: "Members", uses: "Basics", "Postgres", "Access", "Audit", "Organisation", "TestKit",
      "RecordsKit"),

    // Pure: values in, values out.
    records.module("VietQR", uses: "Basics"),
    records.tests(of: "VietQR", uses: "Basics", "TestKit"),
    records.module(
      "Dues", uses: "Basics", "ConfigFile", "Postgres", "Access", "Audit", "Organisation",
      "Members"),
    records.tests(
      of: "Dues", uses: "Basics", "ConfigFile", "Postgres", "Access", "Audit", "Members",
      "Organisation", "Configuration", "Schema", "LocalCluster", "TestKit", "RecordsKit",
      golden: true, reference: true),

    records.module(
      "Transfers", uses: "Basics", "Postgres", "Access", "Audit", "Organisation", "Members"),
    records.tests(
      of: "Transfers", uses: "Basics", "Postgres", "Access", "Audit", "Organisation", "Members",
      "Dues", "Configuration", "TestKit", "RecordsKit", golden: true),

    // Pure: values in, values out.
    records.module(
      "Letters", uses: "Basics", "ConfigFile", "Postgres", "Access", "Audit", "Signatures",
      "Organisation", "Members", "Transfers"),
    records.tests(
      of: "Letters", uses: "Basics", "ConfigFile", "Postgres", "Access", "Audit", "Signatures",
      "Organisation", "Members", "Transfers", "Configuration", "TestKit", "RecordsKit",
      golden: true),

    work.module("Products", uses: "Basics", "Postgres", "Access", "Audit", "Organisation"),
    work.tests(
      of: "Products", uses: "Basics", "Postgres", "Access", "Audit", "TestKit", "RecordsKit"),

    evaluation.module(
      "Frameworks", uses: "Basics", "ConfigFile", "Postgres", "Access", "Audit", crypto),
    evaluation.tests(
      of: "Frameworks", uses: "Basics", "ConfigFile", "Postgres", "Access", "Audit",
      "Configuration", "TestKit", "RecordsKit", golden: true),
    evaluation.module(
      "Sheets", uses: "Basics", "Postgres", "Access", "Audit", "Accounts", "Organisation",
      "Members", "Products", "Frameworks"),
    evaluation.tests(
      of: "Sheets", uses: "Basics", "Postgres", "Access", "Audit", "Accounts", "Organisation",
      "Members", "Products", "Frameworks", "TestKit", "RecordsKit", "EvaluationKit", golden: true),
    // Pure: values in, values out.
    evaluation.module("Scoring", uses: "Basics", "Frameworks", "Sheets", bigInt, crypto),
    evaluation.tests(
      of: "Scoring", uses: "Basics", "Frameworks", "Sheets", "TestKit", bigInt, golden: true),
    evaluation.module("Ranking", uses: "Basics", "Frameworks", "Scoring", bigInt, crypto),
    evaluation.tests(of: "Ranking", uses: "Basics", "Frameworks", "Scoring", "TestKit"),
    evaluation.module(
      "Runs", uses: "Basics", "CMalloc", "Postgres", "Tabular", "Access", "Audit", "Organisation",
      "Members", "Dues", "Frameworks", "Sheets", "Scoring", "Ranking", crypto),
    evaluation.tests(
      of: "Runs", uses: "Basics", "Postgres", "Access", "Audit", "Members", "Dues", "Frameworks",
      "Sheets", "Scoring", "Ranking", "Configuration", "TestKit", "RecordsKit", "EvaluationKit"),
    evaluation.module(
      "Boards", uses: "Basics", "Postgres", "Access", "Audit", "Organisation", "Members",
      "Frameworks", "Sheets", "Scoring", "Ranking", "Runs"),
    evaluation.tests(
      of: "Boards", uses: "Basics", "Postgres", "Access", "Audit", "Organisation", "Members",
      "Frameworks", "Sheets", "Scoring", "Ranking", "Runs", "Configuration", "TestKit",
      "RecordsKit"),

    insight.module(
      "Exchange", uses: "Basics", "Postgres", "Tabular", "Access", "Audit", "Signatures",
      "Organisation", "Members", "Dues", "Transfers", "Products", "Frameworks", "Sheets", "Scoring",
      crypto),
    insight.tests(
      of: "Exchange", uses: "Basics", "Postgres", "Tabular", "Access", "Audit", "Signatures",
      "Organisation", "Members", "Dues", "Transfers", "Frameworks", "Sheets", "Scoring", "Sample",
      "Configuration", "TestKit", "RecordsKit", golden: true),

    insight.module(
      "Reports", uses: "Basics", "Postgres", "Tabular", "Drawing", "Access", "Audit",
      "Organisation", "Letters", "Sheets", "Runs"),
    insight.tests(
      of: "Reports", uses: "Basics", "Postgres", "Tabular", "Drawing", "Access", "Audit",
      "Organisation", "Members", "Letters", "Frameworks", "Sheets", "Ranking", "Runs", "Console",
      "Configuration", "TestKit", "RecordsKit", crypto, golden: true),
    insight.module("Sample", uses: "Basics", "Tabular"),

    doors.module(
      "Console", uses: "Basics", "ConfigFile", "Postgres", "Tabular", "Access", "Audit",
      "Accounts", "Signatures", "Organisation", "Members", "Dues", "VietQR", "Transfers",
      "Letters", "Products", "Frameworks", "Sheets", "Scoring", "Ranking", "Runs", "Boards",
      "Exchange", "Reports", "Drawing", "Sample", arguments),

    .executableTarget(
      name: "Cadre",
      dependencies: [
        "Basics", "Postgres", "LocalCluster", "Access", "Audit", "Accounts", "Signatures",
        "Organisation", "Members", "Letters", "Frameworks", "Ranking", "Exchange", "Console",
        "Schema", "Configuration", arguments,
      ], path: "Sources/Cadre", swiftSettings: Floor.settings),
    // These speak to the program as people do, by its words and its files.
    .testTarget(
      name: "ConsoleTests", dependencies: ["Cadre", "LocalCluster", "TestKit"],
      path: "Tests/Doors/ConsoleTests", exclude: ["Golden", "Reference"],
      swiftSettings: Floor.settings),

    .target(
      name: "TestKit", dependencies: ["LocalCluster"], path: "Tests/TestKit",
      swiftSettings: Floor.settings),
    .testTarget(
      name: "TestKitTests", dependencies: ["TestKit", "LocalCluster", "cluster-probe"],
      path: "Tests/TestKitTests", exclude: ["Golden"], swiftSettings: Floor.settings),
    .target(
      name: "RecordsKit",
      dependencies: [
        "TestKit", "LocalCluster", "Basics", "Postgres", "Schema", "Access", "Audit",
        "Organisation", "Members",
      ], path: "Tests/RecordsKit", swiftSettings: Floor.settings),
    .target(
      name: "EvaluationKit",
      dependencies: [
        "TestKit", "RecordsKit", "Basics", "Postgres", "Access", "Audit", "Accounts",
        "Organisation", "Members", "Frameworks", "Sheets",
      ], path: "Tests/EvaluationKit", swiftSettings: Floor.settings),
    .testTarget(
      name: "SchemaTests",
      dependencies: [
        "Schema", "Basics", "Postgres", "Console", "TestKit", "RecordsKit",
      ], path: "Tests/SchemaTests", swiftSettings: Floor.settings),
    .testTarget(
      name: "TidyTests", dependencies: ["LocalCluster", "TestKit"], path: "Tests/TidyTests",
      swiftSettings: Floor.settings),

    .executableTarget(
      name: "RecordsBenchmark",
      dependencies: [
        "Basics", "Postgres", "LocalCluster", "Access", "Audit", "Signatures", "Members", "Dues",
        "Transfers", "Letters", "Exchange", "Sample", "Tabular", "Configuration",
      ], path: "Tests/Benchmarks/RecordsBenchmark", swiftSettings: Floor.settings),

    .executableTarget(
      name: "EvaluationBenchmark",
      dependencies: [
        "Basics", "Postgres", "LocalCluster", "Access", "Audit", "Frameworks", "Sheets", "Ranking",
        "Runs", "Exchange", "Sample", "Tabular", "Configuration",
      ], path: "Tests/Benchmarks/EvaluationBenchmark", swiftSettings: Floor.settings),

    .executableTarget(
      name: "check", dependencies: ["LocalCluster"], path: "Sources/Tools/check",
      swiftSettings: Floor.settings),
    .testTarget(
      name: "CheckTests", dependencies: ["check", "TestKit"], path: "Tests/Tools/CheckTests",
      swiftSettings: Floor.settings),
  ],
  swiftLanguageModes: [.v6]
)

/// A storey of the building: a folder under `Sources` and its twin under `Tests`.
struct Floor {
  let name: String
  init(_ name: String) { self.name = name }

  /// What every target of ours is compiled with.
  ///
  /// Static, since a global further down this script is still empty when the targets are made.
  static let settings: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("ExistentialAny"),
  ]

  func module(_ module: String, uses modules: Target.Dependency...) -> Target {
    .target(
      name: module, dependencies: modules, path: "Sources/\(name)/\(module)",
      swiftSettings: Floor.settings)
  }

  /// A C library of the system, with the Debian package that brings its headers.
  func library(_ library: String, pkgConfig: String, package: String) -> Target {
    .systemLibrary(
      name: library, path: "Sources/\(name)/\(library)", pkgConfig: pkgConfig,
      providers: [.apt([package])])
  }

  /// The tests of a module; `golden` says that they have a `Golden` folder, and `reference` that a
  /// second statement of the rules lies beside them, in another language.
  func tests(
    of module: String, uses modules: Target.Dependency..., golden: Bool = false,
    reference: Bool = false
  ) -> Target {
    .testTarget(
      name: "\(module)Tests", dependencies: [.byName(name: module)] + modules,
      path: "Tests/\(name)/\(module)Tests",
      exclude: (golden ? ["Golden"] : []) + (reference ? ["Reference"] : []),
      swiftSettings: Floor.settings)
  }
}
