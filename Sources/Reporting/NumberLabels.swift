import Foundation

/// Round numbers along a scale, and numbers as people read them.
enum NumberLabels {
  /// The largest of 1, 2 and 5 times a power of ten that does not exceed a positive length.
  static func roundLength(atMost length: Double) -> Double {
    guard length > 0, length.isFinite else { return 1 }
    let power = pow(10, log10(length).rounded(.down))
    for factor in [5.0, 2.0] where factor * power <= length { return factor * power }
    return power <= length ? power : power / 2
  }

  /// Evenly spaced round values within a range, about `count` of them, with their labels, all to
  /// the same number of decimals.
  static func ticks(
    in range: ClosedRange<Double>, count: Int
  ) -> [(value: Double, label: String)] {
    let extent = range.upperBound - range.lowerBound
    guard extent > 0, extent.isFinite, count > 0 else {
      return [(range.lowerBound, label(range.lowerBound, step: abs(range.lowerBound)))]
    }
    let step = roundLength(atMost: extent / Double(count) * 1.5)
    let tolerance = step * 1e-6
    let first = ((range.lowerBound - tolerance) / step).rounded(.up)
    let last = ((range.upperBound + tolerance) / step).rounded(.down)
    return stride(from: first, through: last, by: 1).map { index in
      (index * step, label(index * step, step: step))
    }
  }

  /// A value with as many decimals as tell it from its neighbours at a distance of `step`.
  static func label(_ value: Double, step: Double) -> String {
    guard step >= 1e-6, abs(value) < 1e7 else { return String(format: "%.3g", value) }
    let decimals = max(0, Int((-log10(step) - 1e-9).rounded(.up)))
    let text = String(format: "%.\(decimals)f", value)
    // Never "-0".
    return text.contains(where: { $0 != "-" && $0 != "0" && $0 != "." })
      ? text : text.replacingOccurrences(of: "-", with: "")
  }

  /// A value to three significant digits.
  static func short(_ value: Double) -> String { String(format: "%.3g", value) }

  /// A count with its digits in groups of three.
  static func count(_ value: Int) -> String {
    var text = ""
    for (index, digit) in String(value).reversed().enumerated() {
      if index > 0, index.isMultiple(of: 3), digit != "-" { text.append(",") }
      text.append(digit)
    }
    return String(text.reversed())
  }

  /// A length in micrometres, or in millimetres from one upwards.
  static func length(_ micrometres: Double) -> String {
    micrometres >= 1000
      ? String(format: "%g mm", micrometres / 1000) : String(format: "%g µm", micrometres)
  }

  /// A length to a tenth of a micrometre, without its unit.
  static func size(_ micrometres: Double) -> String {
    let text = String(format: "%.1f", micrometres)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
