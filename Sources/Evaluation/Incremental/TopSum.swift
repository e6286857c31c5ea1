/// The sum of the `count` largest of many values, kept up to date as single values change.
///
/// For any threshold `t`, `count · t + Σ max(v − t, 0)` is at least the sum of the `count` largest
/// values, and equal to it if at most `count` values are above `t` and at least `count` are not
/// below it. So a change of one value costs a few operations, and ``settle()`` restores equality
/// by moving the threshold from value to value, which it seldom has to do more than a few times.
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
  private(set) var count: Int
  private(set) var state = State()

  /// All values zero.
  init(valueCount: Int, topCount: Int) {
    precondition(topCount >= 0 && topCount <= valueCount)
    values = OwnedBuffer(repeating: 0, count: valueCount)
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
      return values.array.sorted(by: >)[count - 1]
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
    var steps = 0
    while state.above > count {
      if steps == 8 { return rebuild() }
      steps += 1
      var next = Double.infinity
      for index in 0..<values.count {
        let value = values.base[index]
        next = min(next, value > state.threshold ? value : .infinity)
      }
      state.excess -= Double(state.above) * (next - state.threshold)
      state.notBelow = state.above
      state.above -= multiplicity(of: next)
      state.threshold = next
    }
    while state.notBelow < count {
      if steps == 8 { return rebuild() }
      steps += 1
      var next = -Double.infinity
      for index in 0..<values.count {
        let value = values.base[index]
        next = max(next, value < state.threshold ? value : -.infinity)
      }
      state.excess += Double(state.notBelow) * (state.threshold - next)
      state.above = state.notBelow
      state.notBelow += multiplicity(of: next)
      state.threshold = next
    }
  }

  private func multiplicity(of wanted: Double) -> Int {
    var found = 0
    for index in 0..<values.count where values.base[index] == wanted { found += 1 }
    return found
  }

  /// Computes everything from the values, free of the rounding that changes add up.
  mutating func rebuild() {
    guard count > 0 else {
      // Of no values: where fewer than ten cells leave none to count, nobody asks for the sum.
      state = State()
      return
    }
    let sorted = values.array.sorted(by: >)
    let threshold = sorted[count - 1]
    state = State(threshold: threshold)
    for value in sorted where value >= threshold {
      state.notBelow += 1
      if value > threshold {
        state.above += 1
        state.excess += value - threshold
      }
    }
  }
}
