/// The cycles that an array waits for DRAM, with double buffering.
///
/// While a fold runs, the data of the next is fetched and the results of the last are sent, one after
/// the other over the same channel. Where that takes longer than the fold, the array waits for the
/// rest. Before the first fold its data must be there, and after the last its results must go.
public struct StallModel: Hashable, Sendable {
  /// The cycles that folds wait for those before.
  public var stallCycles: Int
  /// The cycles before the first fold and after the last.
  public var fillCycles: Int

  /// The stalls of a sequence of folds that take `cycles` together.
  ///
  /// - Parameter bandwidth: bytes a cycle; nil for as many as are asked for.
  init(_ sequence: FoldSequence, cycles: Int, bandwidth: Double?) {
    guard let bandwidth else {
      stallCycles = 0
      fillCycles = 0
      return
    }
    let rate = bandwidth * 8
    let compute = Double(cycles) / Double(sequence.foldCount)
    var waits = 0.0
    sequence.forEachRepresentative { place, weight in
      var bits = 0.0
      if let next = sequence.neighbor(of: place, forward: true) {
        bits += sequence.fetchedBits(next)
      }
      if let previous = sequence.neighbor(of: place, forward: false) {
        bits += sequence.sentBits(previous)
      }
      waits += Double(weight) * max(0, bits / rate - compute)
    }
    // Rounding errors of sums of many equal numbers are not to make a cycle more.
    stallCycles = Int((waits * (1 - 1e-12)).rounded(.up))
    fillCycles = Int(
      ((sequence.fetchedBits(sequence.first) + sequence.sentBits(sequence.last)) / rate)
        .rounded(.up))
  }
}
