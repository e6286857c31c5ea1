import Legalization
import Netlist
import TestSupport
import Testing

@Suite struct MacroObstaclesTests {
  /// Against every place of a lattice on which all edges lie: the nearest free place has both of its
  /// coordinates on the lattice.
  @Test(arguments: 1...40)
  func nearestFreeCenterIsTheNearestOfAll(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let side = 16
    var obstacles = MacroObstacles(
      die: Box(minX: 0, minY: 0, maxX: Double(side), maxY: Double(side)))
    for _ in 0..<(4 + random.index(below: 12)) {
      let (x, y) = (random.index(below: side), random.index(below: side))
      obstacles.insert(
        Box(
          minX: Double(x), minY: Double(y), maxX: Double(x + 1 + random.index(below: 6)),
          maxY: Double(y + 1 + random.index(below: 6))))
    }
    let width = Double(1 + random.index(below: 5))
    let height = Double(1 + random.index(below: 5))
    for _ in 0..<10 {
      let wishedX = Double(random.index(below: 2 * side + 9) - 4) / 2
      let wishedY = Double(random.index(below: 2 * side + 9) - 4) / 2
      var nearest = Double.infinity
      for column in 0...(2 * side) {
        for row in 0...(2 * side) {
          let (x, y) = (Double(column) / 2, Double(row) / 2)
          let box = Box(centerX: x, centerY: y, width: width, height: height)
          let distance = (x - wishedX) * (x - wishedX) + (y - wishedY) * (y - wishedY)
          if distance < nearest, obstacles.isFree(box) { nearest = distance }
        }
      }
      let found = obstacles.nearestFreeCenter(
        x: wishedX, y: wishedY, width: width, height: height)
      if let found {
        let distance =
          (found.x - wishedX) * (found.x - wishedX) + (found.y - wishedY) * (found.y - wishedY)
        #expect(abs(distance - nearest) < 1e-9)
        #expect(
          obstacles.isFree(
            Box(centerX: found.x, centerY: found.y, width: width, height: height)))
      } else {
        #expect(nearest == .infinity)
      }
    }
  }

  /// Sizes that binary numbers cannot hold: the place found is free to the last bit.
  @Test(arguments: 1...20)
  func thePlaceFoundIsFreeDespiteRounding(seed: UInt64) {
    var random = SeededGenerator(seed: seed, stream: 1)
    var obstacles = MacroObstacles(die: Box(minX: 0.1, minY: -0.7, maxX: 30.3, maxY: 29.9))
    for _ in 0..<40 {
      let width = 0.1 * Double(1 + random.index(below: 50))
      let height = 0.1 * Double(1 + random.index(below: 50))
      guard
        let place = obstacles.nearestFreeCenter(
          x: random.uniform() * 30, y: random.uniform() * 30, width: width, height: height)
      else { continue }
      let box = Box(centerX: place.x, centerY: place.y, width: width, height: height)
      #expect(obstacles.isFree(box))
      obstacles.insert(box)
    }
  }

  @Test func thereIsNoPlaceForWhatIsLargerThanTheDie() {
    let obstacles = MacroObstacles(die: Box(minX: 0, minY: 0, maxX: 4, maxY: 3))
    #expect(obstacles.nearestFreeCenter(x: 2, y: 2, width: 4.5, height: 1) == nil)
    #expect(obstacles.nearestFreeCenter(x: 2, y: 2, width: 1, height: 3.5) == nil)
    let whole = obstacles.nearestFreeCenter(x: 9, y: -9, width: 4, height: 3)
    #expect(whole?.x == 2)
    #expect(whole?.y == 1.5)
  }
}
