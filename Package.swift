// swift-tools-version: 6.2
import PackageDescription

// Targets in the order in which data flows: a target imports only what stands above it.
// ARCHITECTURE.md says what each one is for.

let settings: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "chipplace",
  products: [
    .library(name: "Netlist", targets: ["Netlist"]),
    .library(name: "Formats", targets: ["Formats"]),
    .library(name: "Accelerator", targets: ["Accelerator"]),
    .library(name: "Reporting", targets: ["Reporting"]),
  ],
  targets: [
    // C libraries.
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CCairo", pkgConfig: "cairo", providers: [.apt(["libcairo2-dev"])]),

    // The design model.
    .target(name: "Netlist", swiftSettings: settings),

    // Files to designs and back.
    .target(name: "Formats", dependencies: ["Netlist", "CZlib"], swiftSettings: settings),

    // Netlists of systolic-array accelerators.
    .target(name: "Accelerator", dependencies: ["Netlist"], swiftSettings: settings),

    // Pictures of layouts and of grids of values.
    .target(name: "Reporting", dependencies: ["Netlist", "CCairo"], swiftSettings: settings),

    .testTarget(name: "NetlistTests", dependencies: ["Netlist"], swiftSettings: settings),
    .testTarget(
      name: "FormatsTests", dependencies: ["Formats", "Netlist"], swiftSettings: settings),
    .testTarget(
      name: "AcceleratorTests", dependencies: ["Accelerator", "Netlist"], swiftSettings: settings),
    .testTarget(
      name: "ReportingTests", dependencies: ["Reporting", "Accelerator", "Netlist"],
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
