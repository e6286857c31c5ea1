import Netlist

/// A design as the kernels of global placement see it: what moves and the pins of nets, in flat
/// arrays of single precision.
///
/// Lengths are in units of ``unit``, from the lower left corner of the placement area. Objects are
/// the movable nodes, in rising order, and then the filler cells. A pin on a fixed node belongs to
/// the object ``anchor``, which stands at the origin for ever, so that kernels need no branch.
struct PlacementProblem: ~Copyable {
  /// The placement area in the design's own unit.
  let area: Box
  /// The length, in the design's own unit, that counts as 1 here.
  let unit: Double
  /// The extent of the placement area.
  let width: Float
  let height: Float

  /// The node of each movable object that is one; fillers come after.
  let nodes: [NodeID]
  /// The number of movable nodes and fillers.
  let objectCount: Int
  /// The object that pins of fixed nodes belong to.
  var anchor: Int { objectCount }

  let widths: FloatBuffer
  let heights: FloatBuffer
  /// Whether an object is a hard macro.
  let isMacro: [Bool]
  /// The territory of each object.
  let territories: [Int32]
  /// Where the centre of each object may be.
  let lowestX: FloatBuffer
  let highestX: FloatBuffer
  let lowestY: FloatBuffer
  let highestY: FloatBuffer

  /// The pins of net `n` are those from `netStarts[n]` up to `netStarts[n + 1]`.
  let netStarts: Buffer<Int32>
  let netWeights: FloatBuffer
  let pinObjects: Buffer<Int32>
  let pinOffsetsX: FloatBuffer
  let pinOffsetsY: FloatBuffer
  /// The pins of object `o` are `objectPins[objectStarts[o]..<objectStarts[o + 1]]`.
  let objectStarts: Buffer<Int32>
  let objectPins: Buffer<Int32>
  /// The weights of an object's nets, summed over its pins.
  let objectPinWeights: FloatBuffer

  var movableCount: Int { nodes.count }
  var netCount: Int { netWeights.count }
  var pinCount: Int { pinObjects.count }

  /// The total area of movable nodes.
  let movableArea: Double
}

extension PlacementProblem {
  /// The problem of a design in which `placement.isFixed` nodes stay, with the fillers of territories; without
  /// those all is one, with no fillers.
  init(design: Design, placement: Placement, area: Box, territories: [Territory]) {
    let netlist = design.netlist
    self.area = area
    let unit = Self.unit(of: design)
    self.unit = unit
    width = Float(area.width / unit)
    height = Float(area.height / unit)

    nodes = netlist.nodeKinds.indices.filter { !placement.isFixed[$0] }.map { NodeID($0) }
    let fillers = territories.indices.flatMap {
      [Int32](repeating: Int32($0), count: territories[$0].fillers.count)
    }
    objectCount = nodes.count + fillers.count
    var objectTerritories = [Int32](repeating: 0, count: nodes.count) + fillers
    var objectOfNode = [Int32](repeating: Int32(objectCount), count: netlist.nodeCount)
    for (object, node) in nodes.enumerated() { objectOfNode[node.index] = Int32(object) }
    for (index, territory) in territories.enumerated() {
      for node in territory.nodes {
        objectTerritories[Int(objectOfNode[node.index])] = Int32(index)
      }
    }
    self.territories = objectTerritories

    widths = FloatBuffer(count: objectCount)
    heights = FloatBuffer(count: objectCount)
    lowestX = FloatBuffer(count: objectCount)
    highestX = FloatBuffer(count: objectCount)
    lowestY = FloatBuffer(count: objectCount)
    highestY = FloatBuffer(count: objectCount)
    var movableArea = 0.0
    for object in 0..<objectCount {
      let (objectWidth, objectHeight): (Double, Double)
      var limits = area
      if object < nodes.count {
        let box = placement.box(of: nodes[object], in: netlist)
        (objectWidth, objectHeight) = (box.width, box.height)
        movableArea += box.area
        if let region = design.constraints.region(of: nodes[object]) {
          limits = design.floorplan.regions[region].boundingBox(within: area)
        }
      } else {
        let territory = territories[Int(objectTerritories[object])]
        (objectWidth, objectHeight) = (territory.fillers.width, territory.fillers.height)
        limits = territory.box
      }
      widths[object] = Float(objectWidth / unit)
      heights[object] = Float(objectHeight / unit)
      let x = Self.centers(objectWidth, limits.minX - area.minX, limits.maxX - area.minX)
      let y = Self.centers(objectHeight, limits.minY - area.minY, limits.maxY - area.minY)
      (lowestX[object], highestX[object]) = (Float(x.low / unit), Float(x.high / unit))
      (lowestY[object], highestY[object]) = (Float(y.low / unit), Float(y.high / unit))
    }
    self.movableArea = movableArea / (unit * unit)
    isMacro =
      nodes.map { netlist.nodeKinds[$0.index] == .hardMacro }
      + [Bool](repeating: false, count: fillers.count)

    let nets = NetArrays(
      netlist, placement, objectOfNode: objectOfNode, anchor: Int32(objectCount), area: area,
      unit: unit)
    netStarts = Buffer(nets.starts)
    netWeights = Buffer(nets.weights)
    pinObjects = Buffer(nets.objects)
    pinOffsetsX = Buffer(nets.offsetsX)
    pinOffsetsY = Buffer(nets.offsetsY)
    let pins = Adjacency<Int32>(groupingBy: nets.objects, rowCount: objectCount + 1)
    objectStarts = Buffer(pins.offsets)
    objectPins = Buffer(pins.elements)
    objectPinWeights = FloatBuffer(count: objectCount + 1)
    for net in 0..<nets.weights.count {
      for pin in Int(nets.starts[net])..<Int(nets.starts[net + 1]) {
        objectPinWeights[Int(nets.objects[pin])] += nets.weights[net]
      }
    }
  }

  /// The height of the design's rows or, where it has none, the side of its mean cell.
  private static func unit(of design: Design) -> Double {
    if let row = design.floorplan.placementRows.first { return row.height }
    let netlist = design.netlist
    let areas = netlist.nodeKinds.indices.filter { netlist.nodeKinds[$0] != .port }
      .map { netlist.area(of: NodeID($0)) }.filter { $0 > 0 }
    return areas.isEmpty ? 1 : (areas.reduce(0, +) / Double(areas.count)).squareRoot()
  }

  /// The range of centres of something of this length inside limits; their middle if it is longer.
  private static func centers(
    _ length: Double, _ low: Double, _ high: Double
  ) -> (low: Double, high: Double) {
    length >= high - low
      ? ((low + high) / 2, (low + high) / 2) : (low + length / 2, high - length / 2)
  }

  /// The centre of a movable object at a position in the design's own unit.
  func position(x: Double, y: Double) -> (x: Float, y: Float) {
    (Float((x - area.minX) / unit), Float((y - area.minY) / unit))
  }

  /// Stores the positions of movable nodes.
  func store(_ x: borrowing FloatBuffer, _ y: borrowing FloatBuffer, in placement: inout Placement)
  {
    for (object, node) in nodes.enumerated() {
      placement.x[node.index] = area.minX + Double(x[object]) * unit
      placement.y[node.index] = area.minY + Double(y[object]) * unit
    }
  }
}

/// The nets that matter: those that join at least two pins, one of them movable.
private struct NetArrays {
  var starts: [Int32] = [0]
  var weights: [Float] = []
  var objects: [Int32] = []
  var offsetsX: [Float] = []
  var offsetsY: [Float] = []

  init(
    _ netlist: Netlist, _ placement: Placement, objectOfNode: [Int32], anchor: Int32, area: Box,
    unit: Double
  ) {
    objects.reserveCapacity(netlist.pinCount)
    offsetsX.reserveCapacity(netlist.pinCount)
    offsetsY.reserveCapacity(netlist.pinCount)
    for net in 0..<netlist.netCount where netlist.netWeights[net] > 0 {
      let pins = netlist.netPins[net]
      guard pins.count >= 2,
        pins.contains(where: { objectOfNode[netlist.pinNodes[$0.index].index] != anchor })
      else { continue }
      for pin in pins {
        let node = netlist.pinNodes[pin.index].index
        let object = objectOfNode[node]
        objects.append(object)
        if object == anchor {
          let place = placement.position(of: pin, in: netlist)
          offsetsX.append(Float((place.x - area.minX) / unit))
          offsetsY.append(Float((place.y - area.minY) / unit))
        } else {
          let offset = placement.orientations[node].apply(
            netlist.pinOffsetsX[pin.index], netlist.pinOffsetsY[pin.index])
          offsetsX.append(Float(offset.x / unit))
          offsetsY.append(Float(offset.y / unit))
        }
      }
      starts.append(Int32(objects.count))
      weights.append(Float(netlist.netWeights[net]))
    }
  }
}
