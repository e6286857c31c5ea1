import Foundation
import Netlist
import Testing

import Reporting

/// Writes charts for looking at into the folder that CHIPPLACE_GALLERY names.
@Suite struct ChartGalleryTests {
  /// A falling curve with noise, and its spread.
  private func curve(
    _ name: String, from start: Double, to end: Double, rate: Double, noise: Double, count: Int,
    seed: UInt64, hasBand: Bool = false, x: (Double) -> Double = { $0 }
  ) -> LineChart.Series {
    var random = SeededGenerator(seed: seed)
    var points: [SIMD2<Double>] = []
    var band: [SIMD2<Double>] = []
    for index in 0...count {
      let share = Double(index) / Double(count)
      let mean = end + (start - end) * exp(-rate * share)
      let value = mean + noise * (random.uniform() - 0.5)
      points.append([x(share), value])
      band.append([value - noise - (1 - share) * noise, value + noise + (1 - share) * noise])
    }
    return LineChart.Series(name: name, points: points, band: hasBand ? band : nil)
  }

  @Test(.enabled(if: GalleryTests.folder != nil, "CHIPPLACE_GALLERY names no folder"))
  func writesCharts() throws {
    let folder = try #require(GalleryTests.folder)
    func seconds(_ share: Double) -> Double { 0.4 * pow(9000, share) }
    let cost = LineChart(
      series: [
        curve(
          "first method", from: 1.4, to: 0.71, rate: 5, noise: 0.01, count: 200, seed: 1,
          hasBand: true, x: seconds),
        curve(
          "second method", from: 0.95, to: 0.69, rate: 4, noise: 0.01, count: 200, seed: 2,
          hasBand: true, x: seconds),
        curve(
          "few points", from: 1.1, to: 0.74, rate: 6, noise: 0.004, count: 12, seed: 3, x: seconds),
        LineChart.Series(name: "single point", points: [[1800, 0.752]]),
      ], title: "Sample: cost against time",
      subtitle: "made-up curves with their spreads",
      xLabel: "time, s", yLabel: "proxy cost", xScale: .logarithmic)
    func pair(_ start: Double, _ end: Double, _ noise: Double) -> [LineChart.Series] {
      [
        curve(
          "training", from: start, to: end, rate: 4, noise: noise, count: 2000, seed: 4,
          x: { $0 * 250_000 }),
        curve(
          "validation", from: start * 1.02, to: end + (start - end) * 0.08, rate: 4.5,
          noise: noise / 4, count: 25, seed: 5, hasBand: true, x: { $0 * 250_000 }),
      ]
    }
    let learning = ChartSheet(
      panels: [
        .init(series: pair(4.2, 1.3, 0.5), yLabel: "Kullback–Leibler divergence, nats"),
        .init(series: pair(0.02, 0.43, 0.08), yLabel: "accuracy"),
        .init(series: pair(0.09, 0.004, 0.003), yLabel: "value loss", yScale: .logarithmic),
      ], title: "Sample: learning curve", subtitle: "made-up curves", xLabel: "steps")
    let twelve = (0..<12).map { (number: Int) -> LineChart.Series in
      let height = Double(number)
      return curve(
        "series \(number + 1)", from: 1 + height * 0.2, to: height * 0.1, rate: 3, noise: 0.03,
        count: number.isMultiple(of: 2) ? 18 : 400, seed: UInt64(number))
    }
    let many = LineChart(
      series: twelve, title: "Twelve series", xLabel: "share of the run", yLabel: "cost")
    for format in ["png", "svg"] {
      try cost.write(to: "\(folder)/chart-cost.\(format)")
      try learning.write(to: "\(folder)/chart-learning.\(format)")
      try many.write(to: "\(folder)/chart-many.\(format)")
    }
  }
}
