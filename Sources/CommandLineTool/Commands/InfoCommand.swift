import ArgumentParser
import Foundation
import Netlist

/// `chipplace info`.
struct InfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "Says what a netlist holds.",
    discussion: """
      Examples:
        chipplace info netlist.pb.txt --placement initial.plc
        chipplace info chip.def --lef chip.lef --json
      """)

  @OptionGroup var design: DesignArguments

  @Option(
    help: "A placement whose canvas counts: .plc or .pl, plain or .gz.",
    completion: .file(extensions: ["plc", "pl", "gz"]))
  var placement: String?

  @Flag(help: "Write a JSON object.")
  var json = false

  private struct Report: Encodable {
    var format: String
    var hardMacros: Int
    var softMacros: Int
    var standardCells: Int
    var ports: Int
    var nets: Int
    var pins: Int
    var width: Double
    var height: Double
    var utilization: Double

    init(_ design: Design) {
      let netlist = design.netlist
      format = design.source.formatName
      hardMacros = netlist.count(of: .hardMacro)
      softMacros = netlist.count(of: .softMacro)
      standardCells = netlist.count(of: .standardCell)
      ports = netlist.count(of: .port)
      nets = netlist.netCount
      pins = netlist.pinCount
      width = design.floorplan.die.width
      height = design.floorplan.die.height
      var area = 0.0
      for node in 0..<netlist.nodeCount where netlist.nodeKinds[node] != .port {
        area += netlist.area(of: NodeID(node))
      }
      utilization = design.floorplan.die.area > 0 ? area / design.floorplan.die.area : 0
    }

    var text: String {
      String(
        format: """
          format           %@
          hard macros      %d
          soft macros      %d
          standard cells   %d
          ports            %d
          nets             %d
          pins             %d
          die              %g x %g
          utilization      %.4f
          """, format, hardMacros, softMacros, standardCells, ports, nets, pins, width, height,
        utilization)
    }
  }

  func run() throws {
    try reportingFailures {
      let report = Report(try design.read(placement: placement))
      if json { try Results.show(json: report) } else { try Results.show(report.text) }
    }
  }
}
