import Foundation

extension SeededGenerator {
  /// A number of the standard normal distribution, by the transform of Box and Muller (1958), of which
  /// one number of each pair is used.
  public mutating func standardNormal() -> Double {
    let radius = (-2 * log(1 - uniform())).squareRoot()
    return radius * cos(2 * Double.pi * uniform())
  }
}
