// swift-tools-version: 6.2
import PackageDescription

// Apart from the main package, whose builds and tests need no sanitizer. Scripts/fuzz builds and
// links it: a library, for the program's `main` is libFuzzer's.

let package = Package(
  name: "Fuzzing",
  products: [.library(name: "FuzzReaders", type: .static, targets: ["FuzzReaders"])],
  dependencies: [
    .package(name: "chipplace", path: "../.."),
    // As the main package has them.
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(
      url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
  ],
  targets: [
    .target(
      name: "FuzzReaders",
      dependencies: [
        .product(name: "Accelerator", package: "chipplace"),
        .product(name: "Annealing", package: "chipplace"),
        .product(name: "Benchmarking", package: "chipplace"),
        .product(name: "ChipPlace", package: "chipplace"),
        .product(name: "CostModels", package: "chipplace"),
        .product(name: "DesignLoop", package: "chipplace"),
        .product(name: "Evaluation", package: "chipplace"),
        .product(name: "Formats", package: "chipplace"),
        .product(name: "LiveView", package: "chipplace"),
        .product(name: "Netlist", package: "chipplace"),
        .product(name: "NeuralNetwork", package: "chipplace"),
        .product(name: "PerformanceModel", package: "chipplace"),
        .product(name: "Policy", package: "chipplace"),
        .product(name: "PolicyTraining", package: "chipplace"),
        .product(name: "Recipes", package: "chipplace"),
        .product(name: "Technology", package: "chipplace"),
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOEmbedded", package: "swift-nio"),
      ],
      swiftSettings: [
        .treatAllWarnings(as: .error),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
      ])
  ],
  swiftLanguageModes: [.v6]
)
