import Accelerator
import Annealing
import ChipPlace
import Foundation

extension LoopSettings {
  /// The moves of annealing that this machine makes in some seconds on one thread, tried on the
  /// accelerator of default parameters for half a second.
  ///
  /// - Throws: ``LoopError`` if that cannot be placed.
  public func moves(inSeconds seconds: Double) throws(LoopError) -> Int {
    do {
      let design = try AcceleratorGenerator.generate(AcceleratorParameters(), seed: seed)
      let result = try Placer(design, options: PlacementOptions(budget: .time(0.5), start: .given))
        .place()
      let rate = Double(result.moves) / max(result.seconds, 1e-3)
      return max(1000, Int(rate * seconds))
    } catch {
      throw .placement("measuring the rate of moves: \(error)")
    }
  }
}
