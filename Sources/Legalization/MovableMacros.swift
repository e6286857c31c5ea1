import Evaluation
import Netlist

/// The hard macros of a design on their way to a legal placement. Sizes include half the clearance
/// on each side, so that touching is far enough.
struct MovableMacros {
  /// In which order macros look for a place.
  enum Order: CaseIterable {
    case fallingArea, fallingHeight, fallingWidth
    /// By falling height, each as near to the die's lower-left corner as it can be: the densest.
    case packed
  }

  private struct Macro {
    var node: Int
    var x: Double
    var y: Double
    var width: Double
    var height: Double
    var isFixed: Bool
    var wishedX: Double
    var wishedY: Double
    var range: CenterRange

    var box: Box { Box(centerX: x, centerY: y, width: width, height: height) }
  }

  private var macros: [Macro] = []
  private let closed: [Box]
  private let die: Box
  private let halo: Double

  init(_ netlist: Netlist, _ floorplan: Floorplan, _ placement: Placement, halo: Double) {
    self.halo = halo
    die = floorplan.die
    closed = floorplan.blockages.filter { $0.density >= 1 }.map(\.box)
    for node in netlist.nodes(.hardMacro) {
      let box = placement.box(of: node, in: netlist)
      macros.append(
        Macro(
          node: node.index, x: box.centerX, y: box.centerY, width: box.width + halo,
          height: box.height + halo, isFixed: placement.isFixed[node.index],
          wishedX: box.centerX, wishedY: box.centerY,
          range: CenterRange(netlist, floorplan, placement, node: node)))
    }
  }

  var count: Int { macros.count }

  var totalArea: Double {
    macros.reduce(0) { $0 + ($1.width - halo) * ($1.height - halo) }
  }

  /// The pairs of which one macro at least can move and whose sizes with clearance overlap, by a
  /// sweep from left to right.
  private func overlappingPairs() -> [(Int, Int)] {
    let order = macros.indices.sorted {
      (macros[$0].box.minX, $0) < (macros[$1].box.minX, $1)
    }
    var pairs: [(Int, Int)] = []
    var open: [Int] = []
    for index in order {
      open.removeAll { macros[$0].box.maxX <= macros[index].box.minX }
      for other in open
      where macros[index].box.overlaps(macros[other].box)
        && !(macros[index].isFixed && macros[other].isFixed)
      {
        pairs.append((other, index))
      }
      open.append(index)
    }
    return pairs
  }

  /// Whether any movable macro overlaps another or a closed part of the die.
  var overlapExists: Bool {
    !overlappingPairs().isEmpty
      || macros.contains { macro in !macro.isFixed && closed.contains { $0.overlaps(macro.box) } }
  }

  /// Pushes overlapping pairs apart until none is left or the iterations are used up. The push
  /// overshoots by a little, so that rounding to single precision leaves no overlap.
  mutating func pushApart(iterations: Int) {
    for _ in 0..<iterations {
      let pairs = overlappingPairs()
      if pairs.isEmpty { return }
      for (a, b) in pairs { push(a, b) }
    }
  }

  private mutating func push(_ a: Int, _ b: Int) {
    let (first, second) = (macros[a], macros[b])
    let overlapX =
      (first.width + second.width) / 2 - abs(first.x - second.x) + halo / 8
    let overlapY =
      (first.height + second.height) / 2 - abs(first.y - second.y) + halo / 8
    guard overlapX > 0, overlapY > 0 else { return }
    let firstShare = first.isFixed ? 0.0 : second.isFixed ? 1 : 0.5
    if overlapX < overlapY {
      let direction = first.x < second.x || (first.x == second.x && a < b) ? -1.0 : 1
      move(a, dx: direction * overlapX * firstShare, dy: 0)
      move(b, dx: -direction * overlapX * (1 - firstShare), dy: 0)
    } else {
      let direction = first.y < second.y || (first.y == second.y && a < b) ? -1.0 : 1
      move(a, dx: 0, dy: direction * overlapY * firstShare)
      move(b, dx: 0, dy: -direction * overlapY * (1 - firstShare))
    }
  }

  private mutating func move(_ index: Int, dx: Double, dy: Double) {
    guard !macros[index].isFixed else { return }
    macros[index].x = macros[index].range.clampX(macros[index].x + dx)
    macros[index].y = macros[index].range.clampY(macros[index].y + dy)
  }

  /// Gives each movable macro, in turn, the free place nearest to where it was wished. False if one
  /// finds none; the macros then stay as they were.
  mutating func placeGreedily(_ order: Order) -> Bool {
    // The clearance applies between macros, not towards the die's edge.
    // A trifle more, lest rounding keep out a macro as wide as the die; its range puts that right.
    let margin = (halo + Self.slack(halo)) / 2 + Self.slack(halo) / 64
    let grown = Box(
      minX: die.minX - margin, minY: die.minY - margin, maxX: die.maxX + margin,
      maxY: die.maxY + margin)
    var obstacles = MacroObstacles(die: grown)
    for box in closed { obstacles.insert(box) }
    for macro in macros where macro.isFixed { obstacles.insert(macro.box) }
    var placed = macros
    for index in sorted(order) {
      let macro = placed[index]
      guard
        let place = obstacles.nearestFreeCenter(
          x: order == .packed ? die.minX : macro.wishedX,
          y: order == .packed ? die.minY : macro.wishedY, width: macro.width + Self.slack(halo),
          height: macro.height + Self.slack(halo))
      else { return false }
      placed[index].x = macro.range.clampX(place.x)
      placed[index].y = macro.range.clampY(place.y)
      obstacles.insert(placed[index].box)
    }
    macros = placed
    return true
  }

  /// What rounding to single precision may take from a clearance.
  private static func slack(_ halo: Double) -> Double { halo / 4 }

  private func sorted(_ order: Order) -> [Int] {
    func key(_ macro: Macro) -> Double {
      switch order {
      case .fallingArea: macro.width * macro.height
      case .fallingHeight, .packed: macro.height
      case .fallingWidth: macro.width
      }
    }
    return macros.indices.filter { !macros[$0].isFixed }
      .sorted { (-key(macros[$0]), $0) < (-key(macros[$1]), $1) }
  }

  func store(in placement: inout Placement) {
    for macro in macros where !macro.isFixed {
      placement.x[macro.node] = macro.x
      placement.y[macro.node] = macro.y
    }
  }
}
