import Netlist
import Testing

@Suite struct OrientationTests {
  @Test(arguments: Orientation.allCases)
  func mirroringNegatesOneCoordinate(orientation: Orientation) {
    let (x, y) = orientation.apply(3, 5)
    let leftRight = orientation.mirroredLeftRight.apply(3, 5)
    #expect(leftRight == (-x, y))
    let topBottom = orientation.mirroredTopBottom.apply(3, 5)
    #expect(topBottom == (x, -y))
  }

  @Test func turnsGoCounterClockwise() {
    #expect(Orientation.north.apply(3, 5) == (3, 5))
    #expect(Orientation.west.apply(3, 5) == (-5, 3))
    #expect(Orientation.south.apply(3, 5) == (-3, -5))
    #expect(Orientation.east.apply(3, 5) == (5, -3))
  }

  @Test(arguments: Orientation.allCases)
  func namesReadBack(orientation: Orientation) {
    #expect(Orientation(name: orientation.name) == orientation)
    let (x, y) = orientation.apply(1, 0)
    #expect(orientation.swapsSides == (x == 0 && y != 0))
  }
}
