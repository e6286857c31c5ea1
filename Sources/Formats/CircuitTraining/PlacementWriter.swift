internal import Netlist

/// Writes a `.plc` file: the header, kept from the source or made new, and a line for each node.
struct PlacementWriter {
  private let design: Design
  private let file: String
  private let frame: FileFrame
  private let costs: [(label: String, value: Double)]

  private var netlist: Netlist { design.netlist }

  init(_ design: Design, file: String, costs: [(label: String, value: Double)]) {
    self.design = design
    self.file = file
    self.costs = costs
    frame = FileFrame(design.floorplan)
  }

  func write() throws(OutputError) {
    var output = FileOutput()
    let comments = design.source.placementComments
    let header = PlacementHeaderText(design.floorplan, costs: costs)
    for line in comments.isEmpty ? header.new(for: design) : header.updated(comments) {
      output.write(line)
      output.write("\n")
    }
    for (number, node) in NodeNumbering(design).nodeOfNumber.enumerated() where node >= 0 {
      try write(Int(node), number: number, to: &output)
    }
    try output.save(to: file)
  }

  private func write(
    _ node: Int, number: Int, to output: inout FileOutput
  ) throws(OutputError) {
    let x = frame.x(design.placement.x[node])
    let y = frame.y(design.placement.y[node])
    guard x.isFinite, y.isFinite else {
      throw OutputError(
        file: file,
        message: "node '\(netlist.name(of: NodeID(node)))' has no finite position: (\(x), \(y))")
    }
    output.write("\(number) ")
    output.write(x)
    output.write(" ")
    output.write(y)
    let isPort = netlist.nodeKinds[node] == .port
    let orientation = isPort ? "-" : design.placement.orientations[node].name
    output.write(" \(orientation) \(isPort || design.placement.isFixed[node] ? 1 : 0)\n")
  }
}

/// How a placement file numbers the nodes of a design: as its source does, or else as the netlist
/// file that would be written of it.
struct NodeNumbering {
  /// The node of each number; -1 for numbers of pins. A port has several if it needs twins.
  let nodeOfNumber: [Int32]

  init(_ design: Design) {
    guard design.source.nodeIndices.count == design.netlist.nodeCount else {
      let layout = NetlistFileLayout(design)
      nodeOfNumber = layout.nodeOfNumber(in: design.netlist)
      return
    }
    let numbers = design.source.nodeIndices
    var nodeOfNumber = [Int32](repeating: -1, count: Int(numbers.max() ?? -1) + 1)
    for (node, number) in numbers.enumerated() where number >= 0 {
      nodeOfNumber[Int(number)] = Int32(node)
    }
    self.nodeOfNumber = nodeOfNumber
  }
}
