import Accelerator
import Foundation
import Formats
import Netlist
import TestSupport

/// A folder with designs to run the tool on.
struct SampleFiles {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try CircuitTrainingNetlist.write(
      HandCheckedExample.design(), to: folder.file("small.pb.txt"))
    try PlacementFile.write(HandCheckedExample.design(), to: folder.file("small.plc"))
  }

  func file(_ name: String) -> String { folder.file(name) }

  /// Writes a small accelerator, whose macros have room to move.
  func writeAccelerator() throws {
    var parameters = AcceleratorParameters()
    parameters.rows = 8
    parameters.columns = 8
    parameters.gridColumns = 10
    parameters.gridRows = 10
    let design = try AcceleratorGenerator.generate(parameters, seed: 1)
    try CircuitTrainingNetlist.write(design, to: folder.file("accelerator.pb.txt"))
    try PlacementFile.write(design, to: folder.file("accelerator.plc"))
  }

  func contents() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }
}
