internal import Netlist

/// How a design's coordinates become those of Circuit Training's files, whose canvas begins at the
/// origin and which count in micrometres. The identity for designs read from such files.
struct FileFrame {
  private let originX: Double
  private let originY: Double
  /// The design's length units in a micrometre.
  let unitsPerMicron: Double

  init(_ floorplan: Floorplan) {
    originX = floorplan.die.minX
    originY = floorplan.die.minY
    unitsPerMicron = floorplan.unitsPerMicron
  }

  /// An x coordinate as the file has it.
  func x(_ x: Double) -> Double { length(x - originX) }
  /// A y coordinate as the file has it.
  func y(_ y: Double) -> Double { length(y - originY) }
  /// A length as the file has it.
  func length(_ length: Double) -> Double { length / unitsPerMicron }

  /// An x coordinate of the file as the design has it.
  func designX(_ x: Double) -> Double { x * unitsPerMicron + originX }
  /// A y coordinate of the file as the design has it.
  func designY(_ y: Double) -> Double { y * unitsPerMicron + originY }

  /// A box of the file as the design has it.
  func design(_ box: Box) -> Box {
    Box(
      minX: designX(box.minX), minY: designY(box.minY), maxX: designX(box.maxX),
      maxY: designY(box.maxY))
  }

  /// A box as the file has it.
  func file(_ box: Box) -> Box {
    Box(minX: x(box.minX), minY: y(box.minY), maxX: x(box.maxX), maxY: y(box.maxY))
  }
}
