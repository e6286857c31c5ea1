public import Accelerator

extension BusClass {
  /// The place of a class in lists by class: its place among all; nets of no class come last.
  public static func index(of busClass: BusClass?) -> Int {
    guard let busClass else { return allCases.count }
    // Every class is among all classes.
    return allCases.firstIndex(of: busClass)!
  }

  /// The length of lists by class.
  public static var indexCount: Int { allCases.count + 1 }

  /// The name of each place in lists by class.
  static var indexNames: [String] { allCases.map(\.rawValue) + ["unlabelled"] }
}
