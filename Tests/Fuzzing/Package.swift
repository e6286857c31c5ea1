// swift-tools-version: 6.2
import PackageDescription

// Apart from the main package, whose builds and tests need no sanitizer. Scripts/fuzz builds and
// links it: a library, for the program's `main` is libFuzzer's.

let package = Package(
  name: "Fuzzing",
  products: [.library(name: "FuzzReaders", type: .static, targets: ["FuzzReaders"])],
  dependencies: [.package(name: "chipplace", path: "../..")],
  targets: [
    .target(
      name: "FuzzReaders",
      dependencies: [
        .product(name: "Formats", package: "chipplace"),
        .product(name: "Netlist", package: "chipplace"),
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
