/// A flow from one place to another that no other exceeds, by Dinic's method (1970): shortest ways are
/// filled, all of one length at a time, until there is none.
struct MaximumFlow {
  private struct Arc {
    var target: Int32
    /// The arc back is the next one if this is even, else the one before.
    var next: Int32
    var capacity: Double
    var residual: Double
  }

  private var arcs: [Arc] = []
  private var firstArc: [Int32]
  private var levels: [Int32]
  private var cursor: [Int32]

  /// What is left of a capacity below this counts as nothing.
  private static let noise = 1e-9

  init(placeCount: Int) {
    firstArc = [Int32](repeating: -1, count: placeCount)
    levels = firstArc
    cursor = firstArc
  }

  /// Adds an arc; gives its number.
  mutating func addArc(from source: Int, to target: Int, capacity: Double = 0) -> Int {
    let number = arcs.count
    for (a, b, capacity) in [(source, target, capacity), (target, source, 0)] {
      arcs.append(
        Arc(
          target: Int32(b), next: firstArc[a], capacity: capacity, residual: capacity))
      firstArc[a] = Int32(arcs.count - 1)
    }
    return number
  }

  /// Changes an arc's capacity. All flow ends.
  mutating func setCapacity(_ arc: Int, _ capacity: Double) { arcs[arc].capacity = capacity }

  /// What flows through an arc.
  func flow(_ arc: Int) -> Double { arcs[arc ^ 1].residual }

  /// Finds the flow anew.
  mutating func maximize(from source: Int, to sink: Int) {
    for index in arcs.indices { arcs[index].residual = arcs[index].capacity }
    while findLevels(from: source, to: sink) {
      cursor = firstArc
      fill(from: source, to: sink)
    }
  }

  private mutating func findLevels(from source: Int, to sink: Int) -> Bool {
    for place in levels.indices { levels[place] = -1 }
    levels[source] = 0
    var open = [Int32(source)]
    var head = 0
    while head < open.count, levels[sink] < 0 {
      let place = Int(open[head])
      head += 1
      var arc = firstArc[place]
      while arc >= 0 {
        let target = Int(arcs[Int(arc)].target)
        if levels[target] < 0, arcs[Int(arc)].residual > Self.noise {
          levels[target] = levels[place] + 1
          open.append(Int32(target))
        }
        arc = arcs[Int(arc)].next
      }
    }
    return levels[sink] >= 0
  }

  /// Fills ways along rising levels, one by one, until each is blocked.
  private mutating func fill(from source: Int, to sink: Int) {
    var way: [Int32] = []
    var place = source
    while true {
      if place == sink {
        place = push(along: &way, from: source)
        continue
      }
      let arc = Int(cursor[place])
      if arc < 0 {
        guard let last = way.popLast() else { return }
        place = Int(arcs[Int(last) ^ 1].target)
        cursor[place] = arcs[Int(last)].next
      } else if arcs[arc].residual > Self.noise,
        levels[Int(arcs[arc].target)] == levels[place] + 1
      {
        way.append(Int32(arc))
        place = Int(arcs[arc].target)
      } else {
        cursor[place] = arcs[arc].next
      }
    }
  }

  /// Sends as much along a way as it takes, and goes back to where it is full.
  private mutating func push(along way: inout [Int32], from source: Int) -> Int {
    let amount = way.reduce(Double.infinity) { min($0, arcs[Int($1)].residual) }
    var full = 0
    for (index, arc) in way.enumerated().reversed() {
      arcs[Int(arc)].residual -= amount
      arcs[Int(arc) ^ 1].residual += amount
      if arcs[Int(arc)].residual <= Self.noise { full = index }
    }
    let place = Int(arcs[Int(way[full]) ^ 1].target)
    way.removeLast(way.count - full)
    return place
  }
}
