import Foundation

/// The machine that runs are measured on.
public enum Machine {
  /// Processor, number of cores and architecture: what decides how far a budget in time goes.
  public static let description: String = {
    #if arch(x86_64)
    let architecture = "x86_64"
    #elseif arch(arm64)
    let architecture = "arm64"
    #else
    let architecture = "unknown architecture"
    #endif
    return "\(processor ?? "unknown processor"), \(coreCount) cores, \(architecture)"
  }()

  /// The cores that can be used.
  public static var coreCount: Int { ProcessInfo.processInfo.activeProcessorCount }

  private static var processor: String? {
    let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
    let line = text?.split(separator: "\n").first { $0.hasPrefix("model name") }
    return line?.split(separator: ":", maxSplits: 1).last
      .map { $0.trimmingCharacters(in: .whitespaces) }
  }
}
