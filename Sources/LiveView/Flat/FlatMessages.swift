import ChipPlace
import Foundation
import Netlist
import WebReport

/// What the page of a flat design is told.
struct FlatUpdate: Encodable {
  var revision: Int
  var state: FlatState
  /// Points of the curve that are new.
  var curve: [WirelengthPoint]
  /// Where all nodes are; nil if no page needs to be told.
  var layout: WholeLayout?
}

/// How the run of a flat design stands.
struct FlatState: Encodable {
  /// A stage that is done.
  struct Stage: Encodable {
    var name: String
    var seconds: Double
    /// The half-perimeter wirelength at its end, in the unit of the page.
    var wirelength: Double
  }

  var phase: PlacementState.Phase
  /// Whether the run has begun.
  var hasBegun: Bool
  /// Whether a person has asked for the end, and the run only makes things legal.
  var isEnding: Bool
  /// The stage at hand, and its iteration or round.
  var stage: String?
  var step: Int
  /// The stages that are done.
  var stages: [Stage]
  /// Seconds so far, without pauses.
  var seconds: Double
  /// The half-perimeter wirelength, in the unit of the page.
  var wirelength: Double?
  /// The share of the movable area above the target density, where the stage knows it.
  var overflow: Double?
  /// What is illegal about the result, by names; nil while there is none.
  var faults: [String]?
  /// Whether there is a file to save to.
  var canSave: Bool
  /// Why the design could not be placed; nil if it could.
  var failure: String?
}

/// A point of the curve of wirelengths.
struct WirelengthPoint: Encodable {
  var seconds: Double
  var wirelength: Double
  var overflow: Double?
}

/// Where all nodes of a design are that it does not fix, in their order: exact (`f32`), or while they move
/// in 65,535 steps across ``extent`` (`u16`), which is half the bytes.
struct WholeLayout: Encodable {
  var extent: LayoutSection.Rectangle?
  var x: PackedNumbers
  var y: PackedNumbers
  /// How each is turned (`u8`); nil while that is as the page's content says.
  var orientations: PackedNumbers?

  /// - Parameters:
  ///   - nodes: the nodes that the design does not fix.
  ///   - known: how the page's content says they are turned.
  init(_ placement: Placement, nodes: [Int], known: [Orientation], die: Box, isExact: Bool) {
    if isExact {
      x = PackedNumbers(nodes.map { Float(placement.x[$0]) })
      y = PackedNumbers(nodes.map { Float(placement.y[$0]) })
    } else {
      extent = LayoutSection.Rectangle(die)
      x = Self.levels(nodes, placement.x, from: die.minX, over: die.width)
      y = Self.levels(nodes, placement.y, from: die.minY, over: die.height)
    }
    if isExact || placement.orientations != known {
      orientations = PackedNumbers(nodes.map { placement.orientations[$0].rawValue })
    }
  }

  private static func levels(
    _ nodes: [Int], _ values: [Double], from least: Double, over length: Double
  ) -> PackedNumbers {
    let scale = length > 0 ? 65535 / length : 0
    return PackedNumbers(
      nodes.map { node in
        let level = (values[node] - least) * scale
        return level.isFinite ? UInt16(min(max(level, 0), 65535)) : 0
      })
  }
}
