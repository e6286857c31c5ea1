import Foundation

/// A mark on an axis.
struct ChartTick: Hashable, Sendable {
  var value: Double
  /// What stands beside it; empty for a mark between those with labels.
  var label = ""
}

/// The marks of an axis.
struct ChartTicks: Hashable, Sendable {
  var ticks: [ChartTick]
  /// Labels are values over ten to this power.
  var exponent = 0

  /// The label of an axis together with the power of ten that its numbers leave out.
  func axisLabel(_ label: String) -> String {
    if exponent == 0 { return label }
    let factor = "×" + Self.power(exponent)
    return label.isEmpty ? factor : "\(label) (\(factor))"
  }

  /// Round values 1, 2 or 5 times a power of ten apart, about `count` of them.
  ///
  /// Numbers above 100,000 and below 0.001 leave out a power of ten.
  static func linear(in range: ClosedRange<Double>, count: Int) -> ChartTicks {
    let extent = range.upperBound - range.lowerBound
    guard extent > 0, extent.isFinite, count > 0 else { return ChartTicks(ticks: []) }
    let step = NumberLabels.roundLength(atMost: extent / Double(count) * 1.5)
    let tolerance = step * 1e-6
    let first = ((range.lowerBound - tolerance) / step).rounded(.up)
    let last = ((range.upperBound + tolerance) / step).rounded(.down)
    let greatest = max(abs(range.lowerBound), abs(range.upperBound))
    var exponent = 0
    if greatest >= 1e5 || greatest < 1e-3 {
      exponent = Int((log10(greatest) / 3 + 1e-9).rounded(.down)) * 3
    }
    let unit = pow(10, Double(exponent))
    let decimals = max(0, Int((-log10(step / unit) - 1e-9).rounded(.up)))
    let ticks = stride(from: first, through: last, by: 1).map { index in
      ChartTick(
        value: index * step,
        // Adding zero turns a negative zero into zero.
        label: String(format: "%.\(decimals)f", index * step / unit + 0))
    }
    return ChartTicks(ticks: ticks, exponent: exponent)
  }

  /// Round values on a logarithmic scale, at most `count` of them with labels: 1, 2 and 5 times
  /// powers of ten, powers of ten alone if those are too many, or only each second, third, ...
  ///
  /// A range too short for two such values has those of a linear scale.
  static func logarithmic(in range: ClosedRange<Double>, count: Int) -> ChartTicks {
    guard range.lowerBound > 0, range.upperBound.isFinite, count > 0 else {
      return ChartTicks(ticks: [])
    }
    let tolerance = 1e-9
    let lowest = Int((log10(range.lowerBound) - tolerance).rounded(.down))
    let highest = Int((log10(range.upperBound) + tolerance).rounded(.down))
    func contains(_ value: Double) -> Bool {
      value >= range.lowerBound * (1 - tolerance) && value <= range.upperBound * (1 + tolerance)
    }
    func values(_ factors: [Int], every stride: Int = 1) -> [(factor: Int, decade: Int)] {
      (lowest...highest).filter { $0.isMultiple(of: stride) }.flatMap { decade in
        factors.map { ($0, decade) }
      }.filter { contains(value($0)) }
    }
    var labelled = values([1, 2, 5])
    if labelled.count < 2 { return linear(in: range, count: count) }
    var stride = 1
    if labelled.count > count {
      labelled = values([1])
      while labelled.count > count {
        stride += 1
        labelled = values([1], every: stride)
      }
    }
    let isPlain = labelled.allSatisfy { (-3...4).contains($0.decade) }
    let marks = stride == 1 ? values(Array(1...9)) : values([1])
    let ticks = marks.map { mark in
      let hasLabel = labelled.contains { $0 == mark }
      return ChartTick(value: value(mark), label: hasLabel ? label(mark, isPlain: isPlain) : "")
    }
    return ChartTicks(ticks: ticks)
  }

  private static func value(_ mark: (factor: Int, decade: Int)) -> Double {
    Double(mark.factor) * pow(10, Double(mark.decade))
  }

  private static func label(_ mark: (factor: Int, decade: Int), isPlain: Bool) -> String {
    if isPlain { return String(format: "%g", value(mark)) }
    return mark.factor == 1 ? power(mark.decade) : "\(mark.factor)×\(power(mark.decade))"
  }

  /// A power of ten with its exponent raised.
  static func power(_ exponent: Int) -> String {
    let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    return "10" + (exponent < 0 ? "⁻" : "")
      + String(String(abs(exponent)).compactMap { $0.wholeNumberValue.map { digits[$0] } })
  }
}
