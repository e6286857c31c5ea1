public import Technology

/// Writes an accelerator as synthesizable SystemVerilog.
///
/// The modules that every accelerator is made of are files of their own, parametrized as Verilog
/// has it; what depends on the parameters in its form, the memories, the tile and the top, is
/// written for them. Yosys reads the result with `read_verilog -sv`, Icarus Verilog with `-g2012`.
///
/// With the macro `CHIPPLACE_MEMORY_MACROS` defined, memories are instances of the technology's macros,
/// by name; without it they are registers, for simulation.
public enum SystemVerilog {
  /// The whole accelerator; its top module is `accelerator`.
  ///
  /// - Parameters:
  ///   - parameters: What to build.
  ///   - technology: The memories that banks are made of.
  /// - Throws: ``AcceleratorError`` if the parameters make no accelerator.
  public static func source(
    _ parameters: AcceleratorParameters, technology: Technology = .nangate45
  ) throws(AcceleratorError) -> String {
    try parameters.validate()
    let writer = ModuleWriter(try HardwareDimensions(parameters, technology: technology))
    let sections =
      [writer.header] + library(parameters) + writer.memories + [writer.tile, writer.top]
    return sections.joined(separator: "\n")
  }

  /// The target clock as timing constraints (SDC), for synthesis and place-and-route of the accelerator.
  /// What comes from outside and goes there has four fifths of a period inside.
  ///
  /// - Throws: ``AcceleratorError`` if the parameters make no accelerator.
  public static func constraints(
    _ parameters: AcceleratorParameters
  ) throws(AcceleratorError) -> String {
    try parameters.validate()
    let period = (1000 / parameters.targetClock).rounded() / 1000
    let outside = (period * 200).rounded() / 1000
    return """
      # In nanoseconds.
      create_clock -name clock -period \(period) [get_ports clock]
      set_input_delay \(outside) -clock clock [all_inputs]
      set_output_delay \(outside) -clock clock [all_outputs]

      """
  }

  /// The modules that do not depend on the parameters in their form, each before those that use it.
  static func library(_ parameters: AcceleratorParameters) -> [String] {
    let element =
      parameters.dataflow == .outputStationary
      ? PackageResources.processing_element_output_sv
      : PackageResources.processing_element_stationary_sv
    var modules = [
      PackageResources.delay_line_sv, PackageResources.pipelined_multiplier_sv, element,
      PackageResources.processing_cluster_sv, PackageResources.systolic_array_sv,
      PackageResources.slice_choice_sv, PackageResources.row_feeder_sv,
      PackageResources.column_feeder_sv, PackageResources.collector_sv,
      PackageResources.vector_lane_sv, PackageResources.vector_frame_sv,
      PackageResources.vector_unit_sv, PackageResources.queue_sv,
      PackageResources.dma_sv, PackageResources.fill_port_sv, PackageResources.configuration_sv,
      PackageResources.sequencer_sv,
    ]
    if parameters.tiles == 1 {
      modules.append(PackageResources.controller_sv)
    } else {
      modules += [PackageResources.tile_port_sv, PackageResources.router_sv]
      switch parameters.network {
      case .bus: modules.append(PackageResources.network_bus_sv)
      case .mesh: modules.append(PackageResources.network_mesh_sv)
      case .tree: modules.append(PackageResources.network_tree_sv)
      }
    }
    return modules.map { String(decoding: $0, as: UTF8.self) }
  }

  /// All modules that calibration synthesizes.
  static func calibrationSources(isOutputStationary: Bool) -> String {
    var parameters = AcceleratorParameters()
    parameters.dataflow = isOutputStationary ? .outputStationary : .weightStationary
    let others = [PackageResources.tile_port_sv, PackageResources.router_sv]
    return (library(parameters) + others.map { String(decoding: $0, as: UTF8.self) })
      .joined(separator: "\n")
  }
}

/// The modules whose form depends on the parameters.
struct ModuleWriter {
  let dimensions: HardwareDimensions
  var parameters: AcceleratorParameters { dimensions.parameters }

  init(_ dimensions: HardwareDimensions) { self.dimensions = dimensions }

  /// What was asked for, as comments.
  var header: String {
    let p = parameters
    let dataflow =
      switch p.dataflow {
      case .weightStationary: "weight-stationary"
      case .outputStationary: "output-stationary"
      case .inputStationary: "input-stationary"
      }
    let network = p.tiles == 1 ? "one tile" : "\(p.tiles) tiles on a \(p.network.rawValue)"
    let buffers = Operand.allCases.map {
      "\($0.rawValue) \(p.buffer($0).banks) x \(p.buffer($0).kilobytesPerBank) KiB"
    }.joined(separator: ", ")
    return """
      // A \(dataflow) accelerator of \(p.rows) by \(p.columns) processing elements, \(network).
      //
      //   operands \(p.operandBits) bits, sums \(p.accumulatorBits) bits, \(p.pipelineStages) \
      pipeline stage\(p.pipelineStages == 1 ? "" : "s")
      //   buffers: \(buffers)
      //   \(p.vectorLanes) vector lanes, \(p.busBits)-bit bus, \
      \(p.dmaChannels) DMA channel\(p.dmaChannels == 1 ? "" : "s")
      //
      // Define CHIPPLACE_MEMORY_MACROS to have the memories as macros.

      """
  }
}
