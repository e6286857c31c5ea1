import Foundation
import Netlist

/// A design laid out for looking at: macros in a frame, soft macros inside, ports all around.
struct SampleDesign {
  var netlist: Netlist
  var floorplan: Floorplan
  var placement: Placement

  /// `macros` hard macros in rows at the bottom of the die, every seventh fixed, in all
  /// orientations in turn; soft macros and cells at random above them.
  init(
    macros: Int, softMacros: Int, cells: Int = 0, ports: Int = 40, names: (Int) -> String,
    die: Box = Box(minX: 0, minY: 0, maxX: 1400, maxY: 1200)
  ) {
    var builder = NetlistBuilder(name: "sample")
    var places: [(x: Double, y: Double, orientation: Orientation, fixed: Bool)] = []
    let columns = max(1, Int(Double(macros).squareRoot().rounded(.up)))
    let pitchX = die.width / Double(columns)
    let pitchY = die.height * 0.7 / Double(columns)
    for index in 0..<macros {
      let symbol = builder.names.intern(names(index))
      let turned = Orientation.allCases[index % 8].swapsSides
      _ = builder.addNode(
        .hardMacro, symbol: symbol, width: (turned ? pitchY : pitchX) * 0.86,
        height: (turned ? pitchX : pitchY) * 0.86)
      places.append(
        (
          die.minX + (Double(index % columns) + 0.5) * pitchX,
          die.minY + (Double(index / columns) + 0.5) * pitchY,
          Orientation.allCases[index % 8], index % 7 == 3
        ))
    }
    var random = SeededGenerator(seed: 5)
    func scatter(_ kind: NodeKind, _ count: Int, _ name: String, _ side: Double) {
      for index in 0..<count {
        let symbol = builder.names.intern("\(name)_\(index)")
        let factor = 0.4 + 1.2 * random.uniform()
        _ = builder.addNode(kind, symbol: symbol, width: side * factor, height: side)
        places.append(
          (
            die.minX + die.width * random.uniform(),
            die.minY + die.height * (0.55 + 0.43 * random.uniform()), .north, false
          ))
      }
    }
    scatter(.softMacro, softMacros, "Grp", softMacros > 100 ? 18 : 90)
    scatter(.standardCell, cells, "cell", 1.4)
    for index in 0..<ports {
      let along = (Double(index / 4) + 0.5) / Double(max(ports / 4, 1))
      _ = builder.addNode(
        .port, symbol: builder.names.intern("io[\(index)]"), width: 0, height: 0)
      let (x, y) = [(0, along), (1, along), (along, 0), (along, 1)][index % 4]
      places.append((die.minX + die.width * x, die.minY + die.height * y, .north, true))
    }
    netlist = builder.build()
    floorplan = Floorplan(die: die, columns: 24, rows: 21)
    floorplan.blockages = [
      Blockage(
        box: Box(
          minX: die.minX + die.width * 0.8, minY: die.minY + die.height * 0.8,
          maxX: die.minX + die.width * 0.95, maxY: die.minY + die.height * 0.93), density: 0.6)
    ]
    placement = Placement(for: netlist)
    for (index, place) in places.enumerated() {
      placement.x[index] = place.x
      placement.y[index] = place.y
      placement.orientations[index] = place.orientation
      placement.isFixed[index] = place.fixed
    }
  }

  /// A smooth field with two hills, for heat maps.
  static func hills(columns: Int, rows: Int) -> [Double] {
    (0..<rows * columns).map { cell in
      let x = Double(cell % columns) / Double(columns)
      let y = Double(cell / columns) / Double(rows)
      func hill(_ centerX: Double, _ centerY: Double, _ width: Double) -> Double {
        exp(-(pow(x - centerX, 2) + pow(y - centerY, 2)) / width)
      }
      return 1.07 * hill(0.3, 0.35, 0.05) + 0.8 * hill(0.75, 0.7, 0.03)
    }
  }
}
