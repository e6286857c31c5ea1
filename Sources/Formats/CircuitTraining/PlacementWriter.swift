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
    let numbers =
      design.source.nodeIndices.count == netlist.nodeCount
      ? design.source.nodeIndices : NetlistFileLayout(design).numberOfNode
    for node in netlist.nodeKinds.indices.sorted(by: { numbers[$0] < numbers[$1] }) {
      try write(node, number: numbers[node], to: &output)
    }
    try output.save(to: file)
  }

  private func write(
    _ node: Int, number: Int32, to output: inout FileOutput
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
