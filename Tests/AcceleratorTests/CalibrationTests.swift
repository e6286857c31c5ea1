import Foundation
import Netlist
import TestSupport
import Testing

@testable import Accelerator

/// The forms by which sizes are told, against what synthesis measured.
@Suite struct CalibrationTests {
  /// Noise aside, as many coefficients as the data were made with.
  @Test func leastSquaresFindsTheCoefficients() {
    let rows = (1...8).map { [1, Double($0), Double($0 * $0)] }
    let values = rows.map { 5 + 3 * $0[1] + 0.25 * $0[2] }
    let found = LeastSquares.fit(rows: rows, values: values)
    for (coefficient, expected) in zip(found, [5, 3, 0.25]) {
      #expect(abs(coefficient - expected) < 1e-5)
    }
    // A term that is always 0 does no harm.
    let padded = LeastSquares.fit(rows: rows.map { $0 + [0] }, values: values)
    #expect(abs(padded[1] - 3) < 1e-5 && padded[3] == 0)
  }

  @Test(arguments: CalibrationBlock.allCases)
  func storedFormsFollowFromStoredMeasurements(_ block: CalibrationBlock) throws {
    let fit = try #require(Calibration.stored.fits.first { $0.block == block })
    #expect(fit.grid.map(\.parameters) == block.grid)
    #expect(fit.heldOut.map(\.parameters) == block.heldOut)
    let again = Calibration.Fit(block: block, grid: fit.grid, heldOut: fit.heldOut)
    for point in block.grid + block.heldOut {
      let (stored, fresh) = (fit.size(at: point), again.size(at: point))
      #expect(abs(stored.area() - fresh.area()) < 1e-6 * fresh.area())
      #expect(abs(stored.nets - fresh.nets) < 1e-6 * fresh.nets)
    }
  }

  @Test func storedErrorsAreSmall() throws {
    let errors = Calibration.stored.storedErrors
    for block in CalibrationBlock.allCases {
      let held = try #require(errors.summary(of: block, fittedTo: false))
      #expect(held.meanAreaError < 0.1, "\(block.rawValue)")
      #expect(held.largestAreaError < 0.2, "\(block.rawValue)")
    }
    let all = try #require(errors.summary(fittedTo: false))
    #expect(all.meanAreaError < 0.05 && all.meanCellError < 0.1 && all.meanNetError < 0.1)
  }

  /// Gates instead of adder cells cost something, but synthesis is no other design.
  @Test(arguments: Dataflow.allCases)
  func elementsAreNearWhatIsCountedByHand(_ dataflow: Dataflow) throws {
    var parameters = AcceleratorParameters()
    parameters.dataflow = dataflow
    let area = LogicArea(try HardwareDimensions(parameters))
    let ratio = area.area(area.element) / CountedArea.element(parameters)
    #expect(ratio > 1 && ratio < 1.6)
  }

  @Test func theLibraryHasTheAreasOfTheCells() {
    let text = CalibrationCells.liberty
    for (name, area) in CalibrationCells.areas {
      #expect(text.contains("cell (\(name)) {\n    area : \((area * 1000).rounded() / 1000);"))
    }
  }

  @Test func filesWithoutABlockAreRefused() throws {
    var calibration = Calibration.stored
    #expect(try Calibration(json: calibration.json) == calibration)
    calibration.fits.removeLast()
    let json = try calibration.json
    #expect(throws: DecodingError.self) { try Calibration(json: json) }
  }
}

/// What Yosys makes of the SystemVerilog now.
@Suite(.enabled(if: ExternalTool.yosys.isPresent, "needs Yosys: yosys on the PATH"))
struct SynthesisTests {
  /// The same version finds what is stored; another one comes near to it.
  @Test func synthesisFindsWhatIsStored() throws {
    let synthesizer = try Synthesizer()
    for block in CalibrationBlock.allCases where block != .vectorLane {
      let fit = try #require(Calibration.stored.fits.first { $0.block == block })
      let measured = try #require(fit.grid.min { $0.size.cells < $1.size.cells })
      let size = try synthesizer.measure(block, measured.parameters)
      if synthesizer.version == Calibration.stored.yosys {
        #expect(size == measured.size, "\(block.rawValue)")
      } else {
        #expect(abs(size.area() / measured.size.area() - 1) < 0.2, "\(block.rawValue)")
      }
    }
  }

  /// Two points held out, synthesized afresh.
  @Test(arguments: [
    (CalibrationBlock.stationaryElement, [8, 24, 1]), (.rowFeeder, [4, 8, 8, 2]),
  ])
  func formsAreNearFreshSynthesis(_ block: CalibrationBlock, _ point: [Int]) throws {
    let measured = try Synthesizer().measure(block, point)
    let fitted = Calibration.stored.size(block, point)
    #expect(abs(fitted.area() / measured.area() - 1) < 0.1)
    #expect(abs(fitted.nets / measured.nets - 1) < 0.15)
  }

  /// The areas of all blocks together are near that of a whole small accelerator.
  @Test func theWholeIsTheSumOfItsParts() throws {
    var parameters = AcceleratorParameters()
    (parameters.rows, parameters.columns) = (2, 2)
    (parameters.clusterRows, parameters.clusterColumns) = (2, 2)
    let bank = BufferParameters(banks: 2, kilobytesPerBank: 1)
    (parameters.inputBuffer, parameters.weightBuffer, parameters.outputBuffer) = (bank, bank, bank)
    (parameters.vectorLanes, parameters.busBits) = (2, 16)
    let folder = try TemporaryFolder()
    try folder.write(SystemVerilog.source(parameters), to: "accelerator.sv")
    try folder.write(CalibrationCells.liberty, to: "cells.lib")
    let run = try ExternalTool.yosys.run(
      [
        "-q", "-p",
        """
        read_liberty -lib cells.lib; read_verilog -sv -DCHIPPLACE_MEMORY_MACROS accelerator.sv;
        synth -flatten -noalumacc -top accelerator; check -assert; dfflibmap -liberty cells.lib;
        abc -liberty cells.lib; opt_clean -purge; tee -q -o result.json stat -json
        """,
      ], in: folder.path)
    #expect(run.status == 0, "\(run.output.suffix(2000))")
    struct Statistics: Decodable {
      struct Module: Decodable { var num_cells_by_type: [String: Int] }
      var design: Module
    }
    let statistics = try JSONDecoder().decode(
      Statistics.self, from: Data(folder.read("result.json")))
    var whole = 0.0
    for (cell, count) in statistics.design.num_cells_by_type where !cell.hasPrefix("fakeram") {
      whole += Double(count) * (try #require(CalibrationCells.areas[cell], "\(cell)"))
    }
    let area = LogicArea(try HardwareDimensions(parameters))
    let parts = [
      area.cluster, area.rowFeeder(0), area.columnFeeder(0), area.collector(0), area.vectorUnit,
      area.dma, area.controller,
    ].reduce(BlockSize.zero, +)
    #expect(abs(parts.area() / whole - 1) < 0.15, "parts \(parts.area()), whole \(whole)")
  }

  /// Every network and dataflow is read, elaborated and found free of loops and open inputs.
  @Test(arguments: TileNetwork.allCases, Dataflow.allCases)
  func yosysReadsEveryKind(_ network: TileNetwork, _ dataflow: Dataflow) throws {
    var parameters = AcceleratorParameters()
    (parameters.rows, parameters.columns, parameters.tiles) = (4, 4, 4)
    (parameters.network, parameters.dataflow, parameters.pipelineStages) = (network, dataflow, 4)
    let folder = try TemporaryFolder()
    try folder.write(SystemVerilog.source(parameters), to: "accelerator.sv")
    let run = try ExternalTool.yosys.run(
      [
        "-q", "-p",
        """
        read_verilog -sv -DCHIPPLACE_MEMORY_MACROS accelerator.sv;
        hierarchy -check -top accelerator; proc; check -assert
        """,
      ], in: folder.path)
    #expect(run.status == 0 && !run.output.contains("Warning"), "\(run.output.suffix(2000))")
  }
}
