import Foundation
import Netlist
import TestSupport
import Testing

@testable import GlobalPlacement

/// Gradients against finite differences.
@Suite struct GradientTests {
  private let design = RandomDesign.make(seed: 4, hardMacros: 5, softMacros: 12, nets: 40)

  private func problem() throws -> PlacementProblem {
    let room = try room()
    return PlacementProblem(
      design: design, placement: design.placement, area: room.grid.area,
      territories: room.territories)
  }

  /// With bins small against objects, so that density is smooth over a bin.
  private func room() throws -> PlacementRoom {
    try PlacementRoom(
      design, design.placement, GlobalPlacementOptions(targetDensity: 0.9, gridSize: 128))
  }

  private func positions(
    _ problem: borrowing PlacementProblem, seed: UInt64
  ) -> (x: [Float], y: [Float]) {
    var random = SeededGenerator(seed: seed)
    var (x, y) = ([Float](), [Float]())
    for object in 0..<problem.objectCount {
      x.append(Float.random(in: problem.lowestX[object]...problem.highestX[object], using: &random))
      y.append(Float.random(in: problem.lowestY[object]...problem.highestY[object], using: &random))
    }
    return (x + [0], y + [0])
  }

  @Test(arguments: [0.3, 2, 20] as [Float])
  func wirelengthGradientIsItsSlope(smoothing: Float) throws {
    let problem = try problem()
    let places = positions(problem, seed: 7)
    let model = WeightedAverageWirelength(problem, threads: 2)
    let gradientX = FloatBuffer(count: problem.objectCount + 1)
    let gradientY = FloatBuffer(count: problem.objectCount + 1)
    let x = FloatBuffer(places.x)
    let y = FloatBuffer(places.y)
    // The length with one coordinate changed.
    func length(_ buffer: borrowing FloatBuffer, _ object: Int, _ change: Float) -> Double {
      let before = buffer[object]
      buffer[object] = before + change
      let length = model.evaluate(
        problem, x: x, y: y, smoothing: smoothing, gradientX: gradientX, gradientY: gradientY
      ).smooth
      buffer[object] = before
      return length
    }
    _ = length(x, 0, 0)
    let (slopesX, slopesY) = (gradientX.array, gradientY.array)
    let step: Float = 0.02
    for object in 0..<problem.movableCount {
      let slopeX = (length(x, object, step) - length(x, object, -step)) / Double(2 * step)
      #expect(abs(slopeX - Double(slopesX[object])) < 0.03 * max(1, abs(slopeX)))
      let slopeY = (length(y, object, step) - length(y, object, -step)) / Double(2 * step)
      #expect(abs(slopeY - Double(slopesY[object])) < 0.03 * max(1, abs(slopeY)))
    }
  }

  /// The smooth model nears the half perimeter as smoothing goes to 0, and never exceeds it.
  @Test func smoothWirelengthNearsHalfPerimeter() throws {
    let problem = try problem()
    let places = positions(problem, seed: 3)
    let model = WeightedAverageWirelength(problem, threads: 1)
    let gradientX = FloatBuffer(count: problem.objectCount + 1)
    let gradientY = FloatBuffer(count: problem.objectCount + 1)
    var last = 0.0
    for smoothing in [10, 1, 0.1, 0.01] as [Float] {
      let result = model.evaluate(
        problem, x: FloatBuffer(places.x), y: FloatBuffer(places.y), smoothing: smoothing,
        gradientX: gradientX, gradientY: gradientY)
      #expect(result.smooth <= result.halfPerimeter * (1 + 1e-5))
      #expect(result.smooth >= last)
      last = result.smooth / result.halfPerimeter
      if smoothing == 0.01 { #expect(last > 0.999) }
      last = result.smooth
    }
  }

  /// The energy of the system is half the sum of charges times potential; its slope is the gradient.
  @Test func densityGradientIsTheSlopeOfTheEnergy() throws {
    let problem = try problem()
    let room = try room()
    var field = DensityField(
      problem, room: room, threads: 2)
    let places = positions(problem, seed: 11)
    let gradientX = FloatBuffer(count: problem.objectCount + 1)
    let gradientY = FloatBuffer(count: problem.objectCount + 1)
    let x = FloatBuffer(places.x)
    let y = FloatBuffer(places.y)
    _ = field.solve(x: x, y: y)
    field.gradient(x: x, y: y, gradientX: gradientX, gradientY: gradientY)
    let step: Float = 0.02
    var (agreeing, total) = (0.0, 0.0)
    for object in 0..<problem.movableCount {
      x[object] = places.x[object] + step
      _ = field.solve(x: x, y: y)
      let high = field.energy
      x[object] = places.x[object] - step
      _ = field.solve(x: x, y: y)
      let low = field.energy
      x[object] = places.x[object]
      let slope = (high - low) / Double(2 * step)
      // The field is taken constant over each bin, which the true slope is not.
      agreeing += abs(slope - Double(gradientX[object]))
      total += abs(slope)
    }
    #expect(agreeing < 0.15 * total)
  }
}
