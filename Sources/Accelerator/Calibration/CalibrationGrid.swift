extension CalibrationBlock {
  /// The points that the form is fitted to.
  public var grid: [[Int]] {
    switch self {
    case .stationaryElement, .outputElement:
      let widths = [(4, 16), (8, 16), (8, 32), (16, 32)]
      return widths.flatMap { widths in (1...4).map { [widths.0, widths.1, $0] } }
        + [[8, 48, 1], [8, 48, 3], [16, 48, 1]]
    case .rowFeeder, .columnFeeder:
      return [
        [1, 0, 8, 1], [4, 0, 8, 1], [4, 12, 8, 1], [4, 0, 8, 2], [4, 0, 16, 4], [8, 8, 4, 2],
        [2, 30, 8, 8], [2, 0, 8, 16], [4, 4, 16, 1], [1, 60, 8, 3],
      ]
    case .addingCollector, .passingCollector:
      return [
        [1, 0, 1, 32, 1], [4, 0, 16, 32, 1], [4, 12, 16, 32, 2], [2, 0, 8, 24, 4],
        [4, 0, 16, 48, 2], [2, 10, 32, 32, 8], [8, 0, 16, 16, 1], [4, 28, 64, 20, 3],
        [2, 0, 64, 32, 2],
      ]
    case .vectorLane: return [[4, 16], [8, 16], [8, 32], [8, 48], [16, 32], [16, 48]]
    case .vectorFrame:
      return [
        [1, 1, 8, 32, 64, 1], [4, 4, 8, 32, 64, 1], [8, 8, 8, 32, 64, 2], [4, 8, 8, 32, 64, 1],
        [2, 8, 16, 24, 32, 2], [4, 16, 4, 16, 32, 1], [4, 4, 16, 48, 32, 3], [8, 8, 8, 16, 32, 1],
      ]
    case .dma: return [[8], [16], [32]]
    case .configuration: return [[1], [2], [4], [8], [16]]
    case .stationarySequencer, .outputSequencer:
      return [
        [1, 1, 1, 16, 5, 5, 5, 1], [4, 4, 1, 32, 9, 9, 9, 2], [8, 32, 2, 32, 10, 11, 12, 4],
        [16, 16, 1, 48, 10, 10, 11, 3], [32, 8, 3, 24, 12, 9, 10, 5],
        [64, 64, 4, 32, 13, 8, 12, 5],
      ]
    case .tilePort: return [[8], [16], [32], [64], [128], [256]]
    case .meshRouter, .treeRouter: return [[20], [40], [72]]
    }
  }

  /// Points between and beyond those, to see how far the form is off.
  public var heldOut: [[Int]] {
    switch self {
    case .stationaryElement, .outputElement:
      [
        [8, 24, 1], [6, 20, 2], [12, 32, 1], [12, 32, 3], [16, 40, 4], [20, 56, 2], [10, 40, 2],
      ]
    case .rowFeeder, .columnFeeder: [[4, 8, 8, 2], [8, 24, 8, 1], [4, 0, 12, 3], [2, 6, 16, 5]]
    case .addingCollector, .passingCollector:
      [[4, 8, 16, 32, 2], [4, 0, 32, 40, 1], [2, 4, 12, 24, 3]]
    case .vectorLane: [[8, 24], [12, 40]]
    case .vectorFrame: [[8, 16, 8, 32, 64, 1], [4, 12, 8, 32, 32, 2], [6, 6, 12, 40, 48, 2]]
    case .dma: [[12], [24]]
    case .configuration: [[3], [6], [12]]
    case .stationarySequencer, .outputSequencer: [[8, 8, 2, 32, 9, 10, 11, 3]]
    case .tilePort: [[48], [96]]
    case .meshRouter, .treeRouter: [[30], [56]]
    }
  }
}
