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

// `Scripts/install` sets this to link libchipplace.so for users without Swift: the runtime goes in, and
// nothing but the functions of the header shows. It is the version of the C interface.
let libraryLinking: [LinkerSetting] =
  Context.environment["CHIPPLACE_LIBRARY_VERSION"].map { version in
    [
      .unsafeFlags([
        "-static-stdlib", "-Xlinker", "-soname=libchipplace.so.\(version)", "-Xlinker",
        "--version-script=\(Context.packageDirectory)/Sources/CLibrary/exports.map",
      ])
    ]
  } ?? []

let package = Package(
  name: "chipplace",
  products: [
    .executable(name: "chipplace", targets: ["CommandLineTool"]),
    // `Scripts/install` makes libchipplace.so of it.
    .library(name: "chipplaceC", type: .dynamic, targets: ["CLibrary"]),
    .library(name: "ChipPlace", targets: ["ChipPlace"]),
    .library(name: "Netlist", targets: ["Netlist"]),
    .library(name: "Formats", targets: ["Formats"]),
    .library(name: "Evaluation", targets: ["Evaluation"]),
    .library(name: "Distribution", targets: ["Distribution"]),
    .library(name: "GlobalPlacement", targets: ["GlobalPlacement"]),
    .library(name: "Annealing", targets: ["Annealing"]),
    .library(name: "Legalization", targets: ["Legalization"]),
    .library(name: "Reporting", targets: ["Reporting"]),
    .library(name: "Spectral", targets: ["Spectral"]),
    .library(name: "Technology", targets: ["Technology"]),
    .library(name: "Accelerator", targets: ["Accelerator"]),
    .library(name: "LayoutQuality", targets: ["LayoutQuality"]),
    .library(name: "PhysicalExtraction", targets: ["PhysicalExtraction"]),
    .library(name: "PerformanceModel", targets: ["PerformanceModel"]),
    .library(name: "SyntheticDesigns", targets: ["SyntheticDesigns"]),
    .library(name: "Clustering", targets: ["Clustering"]),
    .library(name: "LinearAlgebra", targets: ["LinearAlgebra"]),
    .library(name: "NeuralNetwork", targets: ["NeuralNetwork"]),
    .library(name: "Policy", targets: ["Policy"]),
    .library(name: "PolicyTraining", targets: ["PolicyTraining"]),
    .library(name: "CostModels", targets: ["CostModels"]),
    .library(name: "Statistics", targets: ["Statistics"]),
    .library(name: "Recipes", targets: ["Recipes"]),
    .library(name: "DesignLoop", targets: ["DesignLoop"]),
    .library(name: "Benchmarking", targets: ["Benchmarking"]),
    .library(name: "WebReport", targets: ["WebReport"]),
    .library(name: "LiveView", targets: ["LiveView"]),
  ],
  traits: [
    .trait(name: "MPI", description: "Runs that share their work over MPI; needs OpenMPI.")
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    // The web server, without traits for fewer packages, and what it is made of.
    .package(
      url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
  ],
  targets: [
    // C libraries.
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CCairo", pkgConfig: "cairo", providers: [.apt(["libcairo2-dev"])]),
    // Comes without a pkg-config file.
    .systemLibrary(name: "CMetis", providers: [.apt(["libmetis-dev"])]),

    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas",
      providers: [.apt(["libopenblas-dev", "liblapacke-dev"])]),

    // Compiled and linked with the trait only.
    .systemLibrary(
      name: "CMPI", pkgConfig: "ompi-c", providers: [.apt(["libopenmpi-dev", "openmpi-bin"])]),

    // Work on several threads.
    .target(name: "Parallelism", swiftSettings: settings),

    // The design model.
    .target(name: "Netlist", swiftSettings: settings),

    // Files to designs and back.
    .target(name: "Formats", dependencies: ["Netlist", "CZlib"], swiftSettings: settings),

    // What a placement costs, and whether it is legal.
    .target(
      name: "Evaluation", dependencies: ["Netlist", "Parallelism"], swiftSettings: settings),

    // What an engineer looks at beside the cost: Steiner trees, global routing, channels, order.
    .target(
      name: "LayoutQuality", dependencies: ["Evaluation", "Netlist"], swiftSettings: settings),
    // Processes that share a run, and how they talk.
    .target(
      name: "Distribution",
      dependencies: [
        "Evaluation", "Parallelism", .target(name: "CMPI", condition: .when(traits: ["MPI"])),
      ],
      swiftSettings: settings),

    // Placements without overlap.
    .target(
      name: "Legalization", dependencies: ["Evaluation", "Netlist"], swiftSettings: settings),

    // Intervals and tests of measurements.
    .target(name: "Statistics", dependencies: ["Netlist"], swiftSettings: settings),

    // Cosine transforms, and the potential of a density by them.
    .target(name: "Spectral", dependencies: ["Parallelism"], swiftSettings: settings),

    // Products of matrices, Cholesky factors.
    .target(name: "LinearAlgebra", dependencies: ["COpenBLAS"], swiftSettings: settings),

    // Layers of networks with their gradients, the optimizer, checkpoints.
    .target(
      name: "NeuralNetwork", dependencies: ["Formats", "LinearAlgebra", "Netlist"],
      swiftSettings: settings),

    // Analytical placement of macros and cells together.
    .target(
      name: "GlobalPlacement",
      dependencies: ["Evaluation", "Formats", "Netlist", "Parallelism", "Spectral"],
      swiftSettings: settings),

    // Where a network would put macros, and how it learns that.
    .target(
      name: "Policy",
      dependencies: [
        "Distribution", "Evaluation", "LinearAlgebra", "Netlist", "NeuralNetwork", "Parallelism",
      ],
      resources: [.copy("Resources/policy.safetensors")], swiftSettings: settings),

    // Simulated annealing on the exact cost.
    .target(
      name: "Annealing",
      dependencies: ["Distribution", "Evaluation", "Formats", "Netlist", "Parallelism"],
      swiftSettings: settings),

    // Flat designs to designs of macros.
    .target(name: "Clustering", dependencies: ["CMetis", "Netlist"], swiftSettings: settings),

    // Pictures of layouts, cost maps and curves.
    .target(
      name: "Reporting", dependencies: ["CCairo", "Formats", "Netlist"], swiftSettings: settings),

    // What things cost on a chip: layers, cells, memories, energies, each number with its source.
    .target(
      name: "Technology", dependencies: ["Formats", "Netlist"],
      resources: [
        .embedInCode("Presets/asap7.json"), .embedInCode("Presets/nangate45.json"),
      ], swiftSettings: settings),

    // Accelerators to place.
    .target(
      name: "Accelerator", dependencies: ["Netlist", "Technology"],
      resources: [.embedInCode("Calibration.json"), .embedInCode("SystemVerilog/Modules")],
      swiftSettings: settings),

    // Layouts of accelerators, and lengths of wires, to delays, clock and energies.
    .target(
      name: "PhysicalExtraction",
      dependencies: ["Accelerator", "Evaluation", "LayoutQuality", "Netlist", "Technology"],
      swiftSettings: settings),
    // What designs will measure, learned from those that were placed.
    .target(
      name: "CostModels", dependencies: ["LinearAlgebra", "Netlist", "Statistics"],
      swiftSettings: settings),

    // Cycles, accesses of memories and bits over buses of an accelerator at work.
    .target(
      name: "PerformanceModel", dependencies: ["Accelerator", "Formats"], swiftSettings: settings),

    // Flat designs of any size of which a good placement is known.
    .target(name: "SyntheticDesigns", dependencies: ["Netlist"], swiftSettings: settings),

    // Teaches the network by annealing, on designs that the generators make.
    .target(
      name: "PolicyTraining",
      dependencies: [
        "Accelerator", "Annealing", "Clustering", "Distribution", "Evaluation", "GlobalPlacement",
        "Legalization", "LinearAlgebra", "Netlist", "NeuralNetwork", "Parallelism",
        "PerformanceModel", "Policy", "SyntheticDesigns",
      ],
      swiftSettings: settings),

    // Everything in a few calls: read, place, evaluate, write.
    .target(
      name: "ChipPlace",
      dependencies: [
        "Annealing", "Clustering", "Distribution", "Evaluation", "Formats", "GlobalPlacement",
        "Legalization", "LinearAlgebra", "Netlist", "NeuralNetwork", "Parallelism", "Policy",
        "PolicyTraining", "Reporting",
      ],
      swiftSettings: settings),

    // Ways to place as data that can vary, and an archive in which they compete.
    .target(
      name: "Recipes",
      dependencies: [
        "Annealing", "ChipPlace", "Evaluation", "LayoutQuality", "Netlist", "Policy",
      ],
      swiftSettings: settings),

    // Rounds of design: propose accelerators, predict, place, measure, learn.
    .target(
      name: "DesignLoop",
      dependencies: [
        "Accelerator", "Annealing", "ChipPlace", "CostModels", "Distribution", "Evaluation",
        "Formats", "Legalization", "Netlist", "NeuralNetwork", "Parallelism", "PerformanceModel",
        "PhysicalExtraction", "Policy", "PolicyTraining", "Recipes", "Statistics", "Technology",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: settings),

    // Suites of placements, kept in a database and compared.
    .target(
      name: "Benchmarking",
      dependencies: [
        "Annealing", "ChipPlace", "Distribution", "Evaluation", "Formats", "GlobalPlacement",
        "Legalization", "Netlist", "Parallelism", "Policy", "Statistics",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      resources: [.embedInCode("Resources/published-figures.json")], swiftSettings: settings),

    // Reports as pages to look around in.
    .target(
      name: "WebReport", dependencies: ["Evaluation", "Formats", "Netlist"],
      resources: [.embedInCode("Resources")], swiftSettings: settings),

    // Placements and design loops to watch and steer in a browser.
    .target(
      name: "LiveView",
      dependencies: [
        "Annealing", "ChipPlace", "DesignLoop", "Evaluation", "Formats", "Netlist", "Parallelism",
        "WebReport",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
      ],
      resources: [.embedInCode("Resources")], swiftSettings: settings),

    // The library for C: its header, and its functions.
    .target(name: "CChipPlace"),
    .target(
      name: "CLibrary",
      dependencies: [
        "Annealing", "CChipPlace", "ChipPlace", "Evaluation", "Formats", "Legalization", "Netlist",
        "NeuralNetwork", "Policy",
      ],
      exclude: ["exports.map"], swiftSettings: settings,
      linkerSettings: libraryLinking),

    // The command line.
    .executableTarget(
      name: "CommandLineTool",
      dependencies: [
        "Accelerator", "Annealing", "Benchmarking", "ChipPlace", "Clustering", "DesignLoop",
        "Distribution", "Evaluation", "Formats", "GlobalPlacement", "LayoutQuality", "Legalization",
        "LinearAlgebra", "LiveView", "Netlist", "NeuralNetwork", "PerformanceModel", "Policy",
        "PolicyTraining", "Recipes", "Reporting", "Statistics", "SyntheticDesigns", "Technology",
        "WebReport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: settings),

    // What the parts cost in time.
    .executableTarget(
      name: "CoreBenchmarks",
      dependencies: [
        "Annealing", "ChipPlace", "Evaluation", "Formats", "GlobalPlacement", "Legalization",
        "LinearAlgebra", "Netlist", "NeuralNetwork", "Parallelism", "Policy", "Spectral",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Sources/Benchmarks/CoreBenchmarks", swiftSettings: settings),

    // What tests of several targets use.
    .target(
      name: "TestSupport", dependencies: ["Distribution", "Netlist", "Policy"],
      path: "Tests/TestSupport",
      swiftSettings: settings),

    .testTarget(
      name: "DistributionTests", dependencies: ["Distribution", "Evaluation", "TestSupport"],
      swiftSettings: settings),
    .testTarget(name: "ParallelismTests", dependencies: ["Parallelism"], swiftSettings: settings),
    .testTarget(name: "NetlistTests", dependencies: ["Netlist"], swiftSettings: settings),
    .testTarget(
      name: "StatisticsTests", dependencies: ["Netlist", "Statistics"], swiftSettings: settings),
    .testTarget(name: "SpectralTests", dependencies: ["Spectral"], swiftSettings: settings),
    .testTarget(
      name: "LinearAlgebraTests", dependencies: ["LinearAlgebra", "Netlist"],
      swiftSettings: settings),
    .testTarget(
      name: "NeuralNetworkTests",
      dependencies: ["Formats", "LinearAlgebra", "Netlist", "NeuralNetwork", "TestSupport"],
      exclude: ["PyTorch"],
      swiftSettings: settings),
    .testTarget(
      name: "GlobalPlacementTests",
      dependencies: ["Evaluation", "GlobalPlacement", "Netlist", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "PolicyTests",
      dependencies: [
        "Accelerator", "Evaluation", "LinearAlgebra", "Netlist", "NeuralNetwork", "Policy",
        "TestSupport",
      ],
      exclude: ["PyTorch"],
      swiftSettings: settings),
    .testTarget(
      name: "PolicyTrainingTests",
      dependencies: [
        "Accelerator", "Evaluation", "LinearAlgebra", "Netlist", "NeuralNetwork",
        "PerformanceModel", "Policy", "PolicyTraining", "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "FormatsTests", dependencies: ["Formats", "Netlist", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "EvaluationTests", dependencies: ["Evaluation", "Netlist", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "LayoutQualityTests",
      dependencies: ["Evaluation", "LayoutQuality", "Netlist", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "LegalizationTests",
      dependencies: ["Evaluation", "Formats", "Legalization", "Netlist", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "AnnealingTests",
      dependencies: [
        "Annealing", "Distribution", "Evaluation", "Formats", "Legalization", "Netlist",
        "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "ReportingTests",
      dependencies: ["Accelerator", "CCairo", "Netlist", "Reporting", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "TechnologyTests", dependencies: ["Formats", "Netlist", "Technology", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "AcceleratorTests",
      dependencies: ["Accelerator", "Netlist", "Technology", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "PhysicalExtractionTests",
      dependencies: [
        "Accelerator", "Evaluation", "Netlist", "PhysicalExtraction", "Technology",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "CostModelsTests",
      dependencies: ["CostModels", "LinearAlgebra", "Netlist", "Statistics"],
      swiftSettings: settings),
    .testTarget(
      name: "PerformanceModelTests",
      dependencies: ["Accelerator", "Formats", "Netlist", "PerformanceModel", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "SyntheticDesignsTests", dependencies: ["Netlist", "SyntheticDesigns"],
      swiftSettings: settings),
    .testTarget(
      name: "ClusteringTests",
      dependencies: ["Clustering", "Netlist", "SyntheticDesigns", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "DesignLoopTests",
      dependencies: [
        "Accelerator", "CostModels", "DesignLoop", "Distribution", "Evaluation", "Formats",
        "Netlist", "PhysicalExtraction", "Recipes", "TestSupport",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "RecipesTests",
      dependencies: [
        "Accelerator", "Annealing", "ChipPlace", "Evaluation", "LayoutQuality", "Netlist",
        "Policy", "Recipes", "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "BenchmarkingTests",
      dependencies: [
        "Accelerator", "Benchmarking", "ChipPlace", "Distribution", "Evaluation", "Formats",
        "Statistics", "TestSupport",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "WebReportTests",
      dependencies: [
        "Accelerator", "Evaluation", "Formats", "Netlist", "SyntheticDesigns", "TestSupport",
        "WebReport",
      ],
      exclude: ["Browser"],
      swiftSettings: settings),
    .testTarget(
      name: "LiveViewTests",
      dependencies: [
        "Accelerator", "Annealing", "ChipPlace", "DesignLoop", "Evaluation", "LiveView", "Netlist",
        "SyntheticDesigns", "TestSupport", "WebReport",
      ],
      exclude: ["Browser"],
      swiftSettings: settings),
    .testTarget(
      name: "CLibraryTests", dependencies: ["CChipPlace", "CLibrary"],
      exclude: ["client.c", "run"], swiftSettings: settings),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "Accelerator", "Annealing", "Benchmarking", "ChipPlace", "CommandLineTool", "DesignLoop",
        "Evaluation", "Formats", "GlobalPlacement", "Netlist", "NeuralNetwork",
        "PerformanceModel", "Policy", "PolicyTraining", "Reporting", "TestSupport", "WebReport",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
