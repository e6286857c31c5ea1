import Technology

/// The sizes of an accelerator's logic, told from synthesis of its SystemVerilog, and their areas
/// in a technology.
///
/// ``Calibration`` gives flip-flops, and the area of all other cells in NANDs of two inputs. In
/// NanGate45 that is the area measured; in another technology flip-flops count by its flip-flop's
/// area, and all else by its NAND's.
struct LogicArea {
  let dimensions: HardwareDimensions
  let cells: Technology.CellAreas
  let calibration: Calibration

  private var parameters: AcceleratorParameters { dimensions.parameters }

  init(
    _ dimensions: HardwareDimensions, technology: Technology = .nangate45,
    calibration: Calibration = .stored
  ) {
    self.dimensions = dimensions
    cells = technology.cells
    self.calibration = calibration
  }

  /// The area of a block in square micrometres.
  func area(_ size: BlockSize) -> Double {
    size.area(nand2: cells.nand2, flipFlop: cells.flipFlop)
  }

  /// One processing element.
  var element: BlockSize {
    calibration.size(
      parameters.dataflow.movesPartialSums ? .stationaryElement : .outputElement,
      [parameters.operandBits, parameters.accumulatorBits, parameters.pipelineStages])
  }

  /// A cluster of elements.
  var cluster: BlockSize {
    Double(parameters.clusterRows * parameters.clusterColumns) * element
  }

  /// The feeder of a row of clusters.
  func rowFeeder(_ index: Int) -> BlockSize {
    let lanes = parameters.clusterRows
    return calibration.size(
      .rowFeeder,
      [lanes, index * lanes, parameters.operandBits, dimensions.row.organization.depthSlices])
  }

  /// The feeder of a column of clusters.
  func columnFeeder(_ index: Int) -> BlockSize {
    let lanes = parameters.clusterColumns
    return calibration.size(
      .columnFeeder,
      [lanes, index * lanes, parameters.operandBits, dimensions.column.organization.depthSlices])
  }

  /// The collector of a column of clusters.
  func collector(_ index: Int) -> BlockSize {
    let lanes = parameters.clusterColumns
    return calibration.size(
      parameters.dataflow.movesPartialSums ? .addingCollector : .passingCollector,
      [
        lanes, index * lanes, parameters.columns, parameters.accumulatorBits,
        dimensions.output.organization.depthSlices,
      ])
  }

  /// The vector unit.
  var vectorUnit: BlockSize {
    let lane = calibration.size(
      .vectorLane, [parameters.operandBits, parameters.accumulatorBits])
    let frame = calibration.size(
      .vectorFrame,
      [
        parameters.vectorLanes, parameters.columns, parameters.operandBits,
        parameters.accumulatorBits, parameters.busBits, dimensions.output.organization.depthSlices,
      ])
    return frame + Double(parameters.vectorLanes) * lane
  }

  /// A DMA engine.
  var dma: BlockSize { calibration.size(.dma, [parameters.busBits]) }

  /// The sequencer of a tile.
  var sequencer: BlockSize {
    calibration.size(
      parameters.dataflow.movesPartialSums ? .stationarySequencer : .outputSequencer,
      [
        parameters.rows, parameters.columns, parameters.pipelineStages, parameters.accumulatorBits,
        dimensions.row.addressBits, dimensions.column.addressBits, dimensions.output.addressBits,
        dimensions.fillStepBits,
      ])
  }

  /// The controller: the host's port, and the sequencer where there is one tile.
  var controller: BlockSize {
    let host = calibration.size(.configuration, [parameters.tiles])
    return parameters.tiles == 1 ? host + sequencer : host
  }

  /// A tile's end of the network.
  var tilePort: BlockSize { calibration.size(.tilePort, [parameters.busBits]) }

  /// A router of the network.
  var router: BlockSize {
    calibration.size(
      parameters.network == .mesh ? .meshRouter : .treeRouter, [dimensions.linkBits])
  }
}
