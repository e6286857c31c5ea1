/// Places macros one by one, each at the free place nearest to where it is wished.
struct MacroSpots {
  /// In which order macros look for a place, and where.
  enum Order: CaseIterable {
    case fallingArea, fallingWeight, fallingHeight, fallingWidth
    /// By falling height, each as near to the lower left corner as it can be: the densest.
    case packed
  }

  /// Corners at which a macro would be too near to something, without the edges.
  private struct Closed {
    var lowX: Int
    var highX: Int
    var lowY: Int
    var highY: Int
  }

  private let problem: MacroProblem

  init(_ problem: MacroProblem) { self.problem = problem }

  /// Corners without overlap; nil if a macro finds no place.
  func place(_ order: Order) -> MacroCorners? {
    var corners = MacroCorners(
      x: [Int](repeating: 0, count: problem.count), y: [Int](repeating: 0, count: problem.count))
    var placed: [LatticeBox] = []
    for macro in sorted(order) {
      guard let spot = nearest(macro, clearOf: placed, toCorner: order == .packed) else {
        return nil
      }
      corners.x[macro] = spot.x
      corners.y[macro] = spot.y
      var box = problem.macros[macro]
      (box.x, box.y) = spot
      placed.append(box)
    }
    return corners
  }

  private func sorted(_ order: Order) -> [Int] {
    func key(_ macro: Int) -> Double {
      let box = problem.macros[macro]
      return switch order {
      case .fallingArea: Double(box.width) * Double(box.height)
      case .fallingWeight: problem.weight[macro]
      case .fallingHeight, .packed: Double(box.height)
      case .fallingWidth: Double(box.width)
      }
    }
    return problem.macros.indices.sorted { (key($0), $1) > (key($1), $0) }
  }

  /// The free corner nearest to where a macro is wished. It lies where it was wished or touches
  /// something, in x and likewise in y: so columns are tried from the nearest on.
  func nearest(
    _ macro: Int, clearOf placed: [LatticeBox], toCorner: Bool = false
  ) -> (x: Int, y: Int)? {
    let box = problem.macros[macro]
    let (lowX, highX) = (problem.lowX[macro], problem.highX[macro])
    let (lowY, highY) = (problem.lowY[macro], problem.highY[macro])
    let wishX = toCorner ? Double(lowX) : problem.wishX[macro]
    let wishY = toCorner ? Double(lowY) : problem.wishY[macro]
    var closed: [Closed] = []
    func close(_ other: LatticeBox) {
      let rectangle = Closed(
        lowX: other.x - box.stepRight(to: other), highX: other.x + other.stepRight(to: box),
        lowY: other.y - box.stepUp(to: other), highY: other.y + other.stepUp(to: box))
      if rectangle.highX > lowX, rectangle.lowX < highX { closed.append(rectangle) }
    }
    for other in placed { close(other) }
    for other in problem.obstacles where problem.applies(other, to: macro) { close(other) }
    closed.sort { ($0.lowY, $0.lowX) < ($1.lowY, $1.lowX) }
    var columns = [min(max(Int(wishX.rounded()), lowX), highX), lowX, highX]
    for rectangle in closed {
      columns.append(rectangle.lowX)
      columns.append(rectangle.highX)
    }
    columns = columns.filter { $0 >= lowX && $0 <= highX }
    columns.sort { (abs(Double($0) - wishX), $0) < (abs(Double($1) - wishX), $1) }
    let (scaleX, scaleY) = (problem.lattice.pitchX, problem.lattice.pitchY)
    var best: (x: Int, y: Int)?
    var bestDistance = Double.infinity
    var tried: Int?
    for column in columns where column != tried {
      tried = column
      let dx = (Double(column) - wishX) * scaleX
      if dx * dx >= bestDistance { break }
      guard let row = nearestRow(wishY, lowY, highY, closed, column) else { continue }
      let dy = (Double(row) - wishY) * scaleY
      if dx * dx + dy * dy < bestDistance {
        bestDistance = dx * dx + dy * dy
        best = (column, row)
      }
    }
    return best
  }

  /// The free row nearest to a wished one in a column; `closed` is by rising lower end.
  private func nearestRow(
    _ wish: Double, _ low: Int, _ high: Int, _ closed: [Closed], _ column: Int
  ) -> Int? {
    let target = min(max(Int(wish.rounded()), low), high)
    var best: Int?
    func consider(_ first: Int, _ last: Int) {
      guard first <= last else { return }
      let row = min(max(target, first), last)
      if best.map({ abs(Double(row) - wish) < abs(Double($0) - wish) }) ?? true { best = row }
    }
    var free = low
    for rectangle in closed where rectangle.lowX < column && column < rectangle.highX {
      consider(free, min(rectangle.lowY, high))
      free = max(free, rectangle.highY)
    }
    consider(free, high)
    return best
  }
}
