/// The sum of the `count` largest of many values, kept up to date as single values change.
///
/// For any threshold `t`, `count · t + Σ max(v − t, 0)` is at least the sum of the `count` largest
/// values, and equal to it if at most `count` values are above `t` and at least `count` are not
/// below it. So a change of one value costs a few operations, and ``settle()`` restores equality
/// by moving the threshold, for which it selects among the few values that can be the new one.
struct TopSum: ~Copyable {
  /// The part that a revert restores.
  struct State: BitwiseCopyable {
    var threshold = 0.0
    /// Σ max(v − threshold, 0).
    var excess = 0.0
    /// How many values are above the threshold.
    var above = 0
    /// How many values are not below the threshold.
    var notBelow = 0
  }

  let values: OwnedBuffer<Double>
  /// Room for values to select from.
  private let selected: OwnedBuffer<Double>
  /// How far below the threshold to look for the next values at first; a matter of speed alone.
  private var reach = 0.0
  private(set) var count: Int
  private(set) var state = State()

  /// All values zero.
  init(valueCount: Int, topCount: Int) {
    precondition(topCount >= 0 && topCount <= valueCount)
    values = OwnedBuffer(repeating: 0, count: valueCount)
    // One more, since a value is stored before it is known whether it counts.
    selected = OwnedBuffer(repeating: 0, count: valueCount + 1)
    count = topCount
    state.notBelow = valueCount
  }

  /// The sum; an upper bound of it until ``settle()``.
  @inline(__always)
  var sum: Double { Double(count) * state.threshold + state.excess }

  /// The least of the `count` largest values. The threshold can be any number from there down to the
  /// next value, as changes left it; this depends on the values alone.
  var leastThatCounts: Double {
    guard count > 0 else { return state.threshold }
    if state.above > count || state.notBelow < count {
      for index in 0..<values.count { selected.base[index] = values.base[index] }
      return Selection.largest(count, of: selected.base, count: values.count)
    }
    if state.above < count { return state.threshold }
    var least = Double.infinity
    for index in 0..<values.count where values[index] > state.threshold {
      least = min(least, values[index])
    }
    return least
  }

  /// Makes it the sum of another number of largest values, at least one and at most all; exact after
  /// ``rebuild()``.
  mutating func setCount(_ newCount: Int) { count = min(max(newCount, 1), values.count) }

  /// Sets a value.
  @inline(__always)
  mutating func change(_ index: Int, to new: Double) {
    let old = values[index]
    values[index] = new
    let threshold = state.threshold
    state.excess += max(new - threshold, 0) - max(old - threshold, 0)
    state.above += (new > threshold ? 1 : 0) - (old > threshold ? 1 : 0)
    state.notBelow += (new >= threshold ? 1 : 0) - (old >= threshold ? 1 : 0)
  }

  /// Goes back to an earlier state, whose values the caller has put back.
  @inline(__always)
  mutating func restore(_ earlier: State) { state = earlier }

  /// Makes ``sum`` exact.
  @inline(__always)
  mutating func settle() {
    if state.above > count || state.notBelow < count { moveThreshold() }
  }

  private mutating func moveThreshold() {
    if state.above > count { raiseThreshold() } else { lowerThreshold() }
  }

  /// Raises the threshold to the least of the `count` largest values, all of which are above it.
  private mutating func raiseThreshold() {
    let threshold = state.threshold
    var found = 0
    for index in 0..<values.count {
      let value = values.base[index]
      selected.base[found] = value
      found += value > threshold ? 1 : 0
    }
    let least = Selection.largest(count, of: selected.base, count: found)
    state = State(threshold: least)
    note(found)
  }

  /// Lowers the threshold to the least of the `count` largest values, which is the largest but so many
  /// of those below it. Those near to it are tried first.
  private mutating func lowerThreshold() {
    let threshold = state.threshold
    let wanted = count - state.notBelow
    while true {
      let lowest = threshold - reach
      var found = 0
      for index in 0..<values.count {
        let value = values.base[index]
        selected.base[found] = value
        found += value < threshold && value >= lowest ? 1 : 0
      }
      if found < wanted {
        reach = max(reach * 4, abs(threshold) * 1e-3, 1e-9)
        if reach.isFinite { continue }
        return rebuild()
      }
      if found > 8 * wanted + 32 { reach /= 2 }
      let least = Selection.largest(wanted, of: selected.base, count: found)
      let stay = Double(state.notBelow) * (threshold - least)
      state = State(
        threshold: least, excess: state.excess + stay, above: state.notBelow,
        notBelow: state.notBelow)
      return note(found)
    }
  }

  /// Counts those of the first values of ``selected`` that are not below the threshold.
  private mutating func note(_ found: Int) {
    for index in 0..<found {
      let value = selected.base[index]
      state.excess += max(value - state.threshold, 0)
      state.above += value > state.threshold ? 1 : 0
      state.notBelow += value >= state.threshold ? 1 : 0
    }
  }

  /// Computes everything from the values, free of the rounding that changes add up.
  mutating func rebuild() {
    reach = 0
    guard count > 0 else {
      // Of no values: where fewer than ten cells leave none to count, nobody asks for the sum.
      state = State()
      return
    }
    for index in 0..<values.count { selected.base[index] = values.base[index] }
    state = State(
      threshold: Selection.largest(count, of: selected.base, count: values.count))
    note(values.count)
  }
}
