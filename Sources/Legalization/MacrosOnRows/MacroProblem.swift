import Netlist

/// The grid that lower left corners of macros are put on: sites by rows, or where there are no rows a
/// grid so fine that nothing is lost.
struct MacroLattice: Sendable {
  var originX: Double
  var originY: Double
  var pitchX: Double
  var pitchY: Double

  init(floorplan: Floorplan) {
    let groups = RowGroups(floorplan: floorplan).groups
    func area(_ group: RowGroup) -> Double { group.rows.reduce(0) { $0 + $1.box.area } }
    if let main = groups.max(by: { area($0) < area($1) }), let first = main.rows.first {
      (originX, originY, pitchX, pitchY) = (first.x, first.y, main.siteSpacing, main.height)
    } else {
      let die = floorplan.die
      let extent = max(die.width, die.height, .leastNormalMagnitude)
      // A power of two: multiples are exact.
      let pitch = Double(sign: .plus, exponent: extent.exponent - 24, significand: 1)
      (originX, originY, pitchX, pitchY) = (die.minX, die.minY, pitch, pitch)
    }
  }
}

/// A rectangle of the lattice, with the clearance around it that other nodes must keep.
struct LatticeBox: Sendable {
  var x = 0
  var y = 0
  var width: Int
  var height: Int
  var haloLeft = 0
  var haloBottom = 0
  var haloRight = 0
  var haloTop = 0
  /// Whether it is a macro: halos of others apply to macros alone.
  var isNode = true
  /// The region whose own macros it does not keep out, or -1.
  var openRegion = -1

  /// The least distance from this box's left edge to that of one on its right.
  func stepRight(to other: LatticeBox) -> Int {
    width + (isNode && other.isNode ? max(haloRight, other.haloLeft) : 0)
  }

  /// The least distance from this box's lower edge to that of one above.
  func stepUp(to other: LatticeBox) -> Int {
    height + (isNode && other.isNode ? max(haloTop, other.haloBottom) : 0)
  }
}

/// Movable macros, what they must keep clear of, and where they wish to be, on a lattice.
struct MacroProblem: Sendable {
  let lattice: MacroLattice
  /// The node of each movable macro.
  private(set) var nodes: [NodeID] = []
  /// Each movable macro; its corner is not set.
  private(set) var macros: [LatticeBox] = []
  /// Each macro's wished corner.
  private(set) var wishX: [Double] = []
  private(set) var wishY: [Double] = []
  /// How much displacement counts: by pins, 1 on average.
  private(set) var weight: [Double] = []
  /// The least and greatest corner of each macro.
  private(set) var lowX: [Int] = []
  private(set) var highX: [Int] = []
  private(set) var lowY: [Int] = []
  private(set) var highY: [Int] = []
  /// The region of each macro, or -1.
  private(set) var region: [Int] = []
  private(set) var obstacles: [LatticeBox] = []

  /// The number of movable macros.
  var count: Int { macros.count }

  init(
    design: Design, placement: Placement, spacing: Double
  ) throws(LegalizationError) {
    lattice = MacroLattice(floorplan: design.floorplan)
    for node in design.netlist.nodes(.hardMacro) where !design.placement.isFixed[node.index] {
      try add(node, design, placement, spacing)
    }
    let mean = weight.reduce(0, +) / Double(max(weight.count, 1))
    for index in weight.indices { weight[index] /= mean }
    if count > 0 { addObstacles(design, placement) }
  }

  private mutating func add(
    _ node: NodeID, _ design: Design, _ placement: Placement, _ spacing: Double
  ) throws(LegalizationError) {
    let box = placement.box(of: node, in: design.netlist)
    guard box.minX.isFinite, box.minY.isFinite else {
      throw LegalizationError(
        message: "the position of macro '\(design.netlist.name(of: node))' is no number")
    }
    nodes.append(node)
    macros.append(latticeMacro(node, box, design, placement, spacing))
    wishX.append((box.minX - lattice.originX) / lattice.pitchX)
    wishY.append((box.minY - lattice.originY) / lattice.pitchY)
    weight.append(Double(max(design.netlist.nodePins.count(row: node.index), 1)))
    let home = design.constraints.region(of: node)
    region.append(home ?? -1)
    let domains = home.map { design.floorplan.regions[$0].boxes } ?? [design.floorplan.die]
    var best = Double.infinity
    for domain in domains {
      let slack = PlacementObstacles.roundingNoise(design.floorplan.die)
      let inside = Box(
        minX: max(domain.minX, design.floorplan.die.minX) - slack,
        minY: max(domain.minY, design.floorplan.die.minY) - slack,
        maxX: min(domain.maxX, design.floorplan.die.maxX) + slack,
        maxY: min(domain.maxY, design.floorplan.die.maxY) + slack)
      let range = cornerRange(of: box, in: inside)
      guard range.x.low <= range.x.high, range.y.low <= range.y.high else { continue }
      let dx = max(inside.minX - box.minX, 0, box.maxX - inside.maxX)
      let dy = max(inside.minY - box.minY, 0, box.maxY - inside.maxY)
      guard dx * dx + dy * dy < best else { continue }
      let isFirst = best == .infinity
      best = dx * dx + dy * dy
      if !isFirst {
        lowX.removeLast()
        highX.removeLast()
        lowY.removeLast()
        highY.removeLast()
      }
      lowX.append(range.x.low)
      highX.append(range.x.high)
      lowY.append(range.y.low)
      highY.append(range.y.high)
    }
    guard best < .infinity else {
      let place = home.map { "in region '\(design.floorplan.regions[$0].name)'" } ?? "on the die"
      throw LegalizationError(
        message: "hard macro '\(design.netlist.name(of: node))' of \(box.width) by \(box.height) "
          + "does not fit \(place) with its corner on a site of a row")
    }
  }

  /// The corners at which a box is inside another.
  private func cornerRange(
    of box: Box, in inside: Box
  ) -> (x: (low: Int, high: Int), y: (low: Int, high: Int)) {
    (
      (
        Self.ceiling((inside.minX - lattice.originX) / lattice.pitchX),
        Self.floor((inside.maxX - box.width - lattice.originX) / lattice.pitchX)
      ),
      (
        Self.ceiling((inside.minY - lattice.originY) / lattice.pitchY),
        Self.floor((inside.maxY - box.height - lattice.originY) / lattice.pitchY)
      )
    )
  }

  private func latticeMacro(
    _ node: NodeID, _ box: Box, _ design: Design, _ placement: Placement, _ spacing: Double
  ) -> LatticeBox {
    let halo = design.constraints.halo(of: node).turned(placement.orientations[node.index])
    let noise = PlacementObstacles.roundingNoise(design.floorplan.die)
    func steps(_ length: Double, _ pitch: Double) -> Int { Self.ceiling((length - noise) / pitch) }
    return LatticeBox(
      width: max(1, steps(box.width, lattice.pitchX)),
      height: max(1, steps(box.height, lattice.pitchY)),
      haloLeft: max(0, steps(max(halo.left, spacing), lattice.pitchX)),
      haloBottom: max(0, steps(max(halo.bottom, spacing), lattice.pitchY)),
      haloRight: max(0, steps(max(halo.right, spacing), lattice.pitchX)),
      haloTop: max(0, steps(max(halo.top, spacing), lattice.pitchY)))
  }

  private mutating func addObstacles(_ design: Design, _ placement: Placement) {
    let netlist = design.netlist
    for index in 0..<netlist.nodeCount where design.placement.isFixed[index] {
      let kind = netlist.nodeKinds[index]
      guard kind == .hardMacro || kind == .standardCell else { continue }
      let node = NodeID(index)
      let halo =
        kind == .hardMacro
        ? design.constraints.halo(of: node).turned(placement.orientations[index]) : .none
      addObstacle(
        placement.box(of: node, in: netlist), halo: halo, isNode: true, openRegion: -1,
        design.floorplan.die)
    }
    for box in PlacementObstacles.blockages(design.floorplan) {
      addObstacle(box, halo: .none, isNode: false, openRegion: -1, design.floorplan.die)
    }
    for (index, region) in design.floorplan.regions.enumerated() where region.isFence {
      for box in region.boxes {
        addObstacle(box, halo: .none, isNode: false, openRegion: index, design.floorplan.die)
      }
    }
  }

  private mutating func addObstacle(
    _ box: Box, halo: Halo, isNode: Bool, openRegion: Int, _ die: Box
  ) {
    let noise = PlacementObstacles.roundingNoise(die)
    guard box.minX.isFinite, box.minY.isFinite, box.maxX.isFinite, box.maxY.isFinite,
      min(box.maxX, die.maxX) - max(box.minX, die.minX) > noise,
      min(box.maxY, die.maxY) - max(box.minY, die.minY) > noise
    else { return }
    let left = Self.floor((box.minX + noise - lattice.originX) / lattice.pitchX)
    let bottom = Self.floor((box.minY + noise - lattice.originY) / lattice.pitchY)
    let right = Self.ceiling((box.maxX - noise - lattice.originX) / lattice.pitchX)
    let top = Self.ceiling((box.maxY - noise - lattice.originY) / lattice.pitchY)
    obstacles.append(
      LatticeBox(
        x: left, y: bottom, width: right - left, height: top - bottom,
        haloLeft: Self.ceiling((halo.left - noise) / lattice.pitchX),
        haloBottom: Self.ceiling((halo.bottom - noise) / lattice.pitchY),
        haloRight: Self.ceiling((halo.right - noise) / lattice.pitchX),
        haloTop: Self.ceiling((halo.top - noise) / lattice.pitchY), isNode: isNode,
        openRegion: openRegion))
  }

  /// Whether an obstacle keeps a macro out.
  func applies(_ obstacle: LatticeBox, to macro: Int) -> Bool {
    obstacle.openRegion < 0 || obstacle.openRegion != region[macro]
  }

  /// The displacement of corners: along x plus along y, weighted, in the design's length unit.
  func displacement(_ corners: MacroCorners) -> Double {
    macros.indices.reduce(0.0) { sum, macro in
      sum + weight[macro]
        * (abs(Double(corners.x[macro]) - wishX[macro]) * lattice.pitchX
          + abs(Double(corners.y[macro]) - wishY[macro]) * lattice.pitchY)
    }
  }

  private static func floor(_ value: Double) -> Int {
    Int(min(max(value, -1e9), 1e9).rounded(.down))
  }

  private static func ceiling(_ value: Double) -> Int {
    Int(min(max(value, -1e9), 1e9).rounded(.up))
  }
}

/// The lower left corners of macros on a lattice.
struct MacroCorners: Hashable, Sendable {
  var x: [Int]
  var y: [Int]
}
