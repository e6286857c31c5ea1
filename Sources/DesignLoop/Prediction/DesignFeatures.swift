import Accelerator
import Foundation
import Netlist

/// What is known of a design before it is placed, as numbers for the cost models.
///
/// Sizes enter as logarithms, so that a model that is linear in them is a product of powers.
enum DesignFeatures {
  /// The names, in the order of the values.
  static let names =
    Gene.allCases.flatMap { gene in
      gene.kinds.map { $0.dropFirst().map { "\(gene.rawValue) \($0)" } } ?? ["log \(gene.rawValue)"]
    } + ["log die area", "log nets", "log memories", "memory share", "log cluster area"]

  /// The values for a generated design.
  static func values(_ architecture: Architecture, _ design: Design) -> [Double] {
    var values: [Double] = []
    for gene in Gene.allCases {
      let value = architecture[gene]
      if let kinds = gene.kinds {
        values += (1..<kinds.count).map { Int(value) == $0 ? 1 : 0 }
      } else {
        values.append(log(value))
      }
    }
    let statistics = DesignStatistics(design)
    return values + [
      log(statistics.dieArea), log(Double(design.netlist.netCount)),
      log(Double(max(1, statistics.memories))), statistics.memoryShare,
      log(statistics.softArea / Double(max(1, statistics.softMacros))),
    ]
  }
}

extension DesignFeatures {
  /// How many designs the spread of features is measured on.
  private static let sampleCount = 48
  /// The least spread, for features that hardly differ.
  private static let leastDeviation = 0.05

  /// The standard deviation of each feature over designs drawn evenly from a space.
  static func deviations(
    _ space: DesignSpace, _ appraiser: Appraiser
  ) throws(LoopError) -> [Double] {
    var random = SeededGenerator(seed: 0x4445_5649)
    var samples: [[Double]] = []
    for _ in 0..<4 * sampleCount where samples.count < sampleCount {
      let architecture = try space.random(using: &random)
      // What parameters allow may still not fit on its die.
      guard let design = try? appraiser.design(of: architecture, seed: 0) else { continue }
      samples.append(values(architecture, design))
    }
    return names.indices.map { index in
      let column = samples.map { $0[index] }
      let mean = column.reduce(0, +) / Double(max(1, column.count))
      let variance =
        column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, column.count))
      return max(variance.squareRoot(), leastDeviation)
    }
  }
}

/// Counts and areas of a design, in square micrometres.
struct DesignStatistics {
  var dieArea: Double
  var memories = 0
  var memoryArea = 0.0
  var softMacros = 0
  var softArea = 0.0

  init(_ design: Design) {
    let (netlist, die) = (design.netlist, design.floorplan.die)
    dieArea = die.width * die.height
    for node in (0..<netlist.nodeCount).map({ NodeID($0) }) {
      switch netlist.nodeKinds[node.index] {
      case .hardMacro:
        memories += 1
        memoryArea += netlist.area(of: node)
      case .softMacro, .standardCell:
        softMacros += 1
        softArea += netlist.area(of: node)
      case .port: break
      }
    }
  }

  /// The share of memories in the area of all macros.
  var memoryShare: Double { memoryArea / max(memoryArea + softArea, .leastNormalMagnitude) }
}
