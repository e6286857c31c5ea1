import Evaluation
import Foundation
import Netlist
import WebReport

/// Makes the maps of density and congestion of what is shown when a page asks for them: a few times a
/// second at most, however many pages ask and however fast the placement changes.
actor MapMaker {
  /// The least time between two makings.
  static let pause = Duration.milliseconds(400)

  private let evaluator: ProxyEvaluator
  private var last: (revision: Int, made: ContinuousClock.Instant, json: Data)?

  init(_ design: Design) {
    evaluator = ProxyEvaluator(netlist: design.netlist, floorplan: design.floorplan)
  }

  /// The maps of a placement, or those of an earlier one if that was a moment ago; the answer says of
  /// which revision they are.
  func maps(of placement: Placement, revision: Int) -> Data {
    if let last, last.revision == revision || .now - last.made < Self.pause { return last.json }
    let json = WebPage.json(
      MapUpdate(try? evaluator.evaluate(placement), evaluator.floorplan, revision: revision))
    last = (revision, .now, json)
    return json
  }
}

/// The maps of a placement, as a page is told them.
struct MapUpdate: Encodable {
  /// One of them.
  struct Map: Encodable {
    var name: String
    /// The largest value.
    var most: Double
    /// Row by row from the lower left, 0 to 255 for the largest (`u8`).
    var values: PackedNumbers
  }

  /// The most cells of a map that are sent. Of larger grids, blocks of cells are sent as one.
  static let cellLimit = 1 << 16

  /// The revision of the placement.
  var revision: Int
  /// The columns, and rows, of the grid that are one in the maps.
  var block: Int
  /// The maps; none where the cost has no value, as before nodes have a place.
  var maps: [Map]

  init(_ evaluation: Evaluation?, _ floorplan: Floorplan, revision: Int) {
    self.revision = revision
    let (columns, rows) = (floorplan.columns, floorplan.rows)
    func count(_ cells: Int, _ block: Int) -> Int { (cells + block - 1) / block }
    var block = 1
    while count(columns, block) * count(rows, block) > Self.cellLimit { block += 1 }
    self.block = block
    guard let evaluation, evaluation.proxy.isFinite else {
      maps = []
      return
    }
    maps = zip(LayoutSection.HeatMap.ofCost, evaluation.maps).map { kind, values in
      let most = values.max() ?? 0
      let scale = most > 0 ? 255 / most : 0
      // A block shows its worst cell, so that none is hidden.
      var levels = [UInt8](repeating: 0, count: count(columns, block) * count(rows, block))
      for row in 0..<rows {
        for column in 0..<columns {
          let place = row / block * count(columns, block) + column / block
          let level = UInt8((max(values[row * columns + column], 0) * scale).rounded())
          levels[place] = max(levels[place], level)
        }
      }
      return Map(name: kind.name, most: most, values: PackedNumbers(levels))
    }
  }
}

extension LayoutSection {
  /// The layout of a live page, with maps that it asks for when a person does.
  static func live(_ design: Design, _ placement: Placement) -> LayoutSection {
    var section = LayoutSection(
      title: "Layout", design: design, sources: [.init("", placement)])
    section.views[0].maps = HeatMap.ofCost.map {
      HeatMap(name: $0.name, unit: $0.unit, values: PackedNumbers([] as [Float]))
    }
    return section
  }
}
