public import Netlist

/// What a net of a generated accelerator carries.
///
/// The class is the beginning of the name of the pin that drives the net, so that it survives every
/// format.
public enum BusClass: String, CaseIterable, Sendable {
  /// Inputs from element to element.
  case inputStream = "input_stream"
  /// Weights from element to element.
  case weightStream = "weight_stream"
  /// Inputs on their way to the elements they stay in.
  case inputLoad = "input_load"
  /// Weights on their way to the elements they stay in.
  case weightLoad = "weight_load"
  /// Sums from element to element, and on to the collectors.
  case partialSum = "partial_sum"
  /// Finished results from element to element, and on to the collectors.
  case outputDrain = "output_drain"
  /// Inputs from their banks to the feeders.
  case inputRead = "input_read"
  /// Weights from their banks to the feeders.
  case weightRead = "weight_read"
  /// Results from their banks to the vector unit, and to collectors that add to them.
  case outputRead = "output_read"
  /// Results from collectors to their banks.
  case outputWrite = "output_write"
  /// Inputs and weights from the DMA engine to their banks.
  case fill
  /// Finished results from the vector unit to the DMA engine.
  case result
  /// Addresses and enables of the banks.
  case address
  /// Commands and states.
  case control
  /// Between DMA engines, routers and tiles.
  case network
  /// Between ports and what stands behind them.
  case interface

  /// The class of a net of a generated accelerator, or nil for any other net.
  public init?(of net: NetID, in netlist: Netlist) {
    guard let driver = netlist.netDrivers[net.index] else { return nil }
    let node = netlist.pinNodes[driver.index]
    let name = netlist.name(of: node)
    switch netlist.nodeKinds[node.index] {
    case .port: self = .interface
    case .hardMacro:
      let read = [BusClass.inputRead, .weightRead, .outputRead]
      let operands = Operand.allCases
      guard
        let index = operands.indices.first(where: {
          name.contains("buffers/\(operands[$0].rawValue)_bank_")
        })
      else { return nil }
      self = read[index]
    case .softMacro, .standardCell:
      guard netlist.pinSymbols[driver.index] >= 0 else { return nil }
      let pin = netlist.names.string(netlist.pinSymbols[driver.index])
      guard let local = pin.split(separator: "/").last,
        let found = BusClass.allCases.first(where: { local.hasPrefix($0.rawValue) })
      else { return nil }
      self = found
    }
  }

  /// What streams along the rows.
  init(rowOf dataflow: Dataflow) {
    self = dataflow.rowOperand == .input ? .inputStream : .weightStream
  }

  /// What enters the columns at the top.
  init(columnOf dataflow: Dataflow) {
    switch dataflow {
    case .weightStationary: self = .weightLoad
    case .outputStationary: self = .weightStream
    case .inputStationary: self = .inputLoad
    }
  }

  /// What leaves the columns at the bottom.
  init(resultOf dataflow: Dataflow) {
    self = dataflow.movesPartialSums ? .partialSum : .outputDrain
  }
}
