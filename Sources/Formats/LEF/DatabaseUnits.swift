/// Lengths of LEF in database units of DEF.
enum DatabaseUnits {
  /// A length in micrometres as database units: a whole or half number of them where it is within
  /// 1e-6 of one, as all coordinates of DEF are whole and their centres whole or half.
  static func length(_ micrometres: Double, perMicron: Double) -> Double {
    let value = micrometres * perMicron
    let nearest = (value * 2).rounded() / 2
    return abs(value - nearest) <= 1e-6 ? nearest : value
  }
}
