// swift-tools-version: 6.2
import PackageDescription

// A package that depends on chipplace: build and run it with
//
//     swift run --package-path Examples/SwiftClient -c release SwiftClient \
//       netlists/systolic-16x16-ws/netlist.pb.txt netlists/systolic-16x16-ws/initial.plc

let package = Package(
  name: "SwiftClient",
  dependencies: [.package(name: "chipplace", path: "../..")],
  targets: [
    .executableTarget(
      name: "SwiftClient",
      dependencies: [
        .product(name: "Annealing", package: "chipplace"),
        .product(name: "ChipPlace", package: "chipplace"),
        .product(name: "Evaluation", package: "chipplace"),
        .product(name: "Netlist", package: "chipplace"),
      ])
  ],
  swiftLanguageModes: [.v6]
)
