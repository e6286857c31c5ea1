import Accelerator
public import Netlist

/// The architectures that a loop may choose from: for each gene the values it can take, in rising
/// order.
public struct DesignSpace: Hashable, Sendable {
  /// The values, in the order of ``Gene``.
  public private(set) var choices: [[Double]]

  /// The space of all default choices, or of others for some genes.
  ///
  /// - Precondition: no list is empty.
  public init(_ others: [Gene: [Double]] = [:]) {
    choices = Gene.allCases.map { Set(others[$0] ?? $0.defaultChoices).sorted() }
    precondition(choices.allSatisfy { !$0.isEmpty })
  }

  /// The number of combinations, sound and unsound.
  public var size: Double { choices.reduce(1) { $0 * Double($1.count) } }

  /// Whether every gene has one of its values.
  public func contains(_ architecture: Architecture) -> Bool {
    zip(choices, architecture.values).allSatisfy { $0.contains($1) }
  }

  /// The first gene whose value is not among the choices.
  public func firstStranger(in architecture: Architecture) -> Gene? {
    Gene.allCases.indices.first { !choices[$0].contains(architecture.values[$0]) }
      .map { Gene.allCases[$0] }
  }

  /// A sound architecture, each gene drawn evenly; what cannot be built is drawn again.
  ///
  /// - Throws: ``LoopError`` if hardly any combination is sound.
  public func random(using random: inout SeededGenerator) throws(LoopError) -> Architecture {
    for _ in 0..<10_000 {
      let drawn = Architecture(values: choices.map { $0[random.index(below: $0.count)] })
      if drawn.isSound { return drawn }
    }
    throw .noArchitecture(
      "none of 10000 combinations of the choices can be built; the last was refused because "
        + (Architecture(values: choices.map { $0[0] }).refusal ?? "of its choices"))
  }
}

extension Architecture {
  /// Why the accelerator cannot be built; nil if it can, as far as parameters tell.
  public var refusal: String? {
    do throws(AcceleratorError) {
      try parameters.validate()
      return nil
    } catch {
      return error.description
    }
  }

  /// Whether the accelerator can be built, as far as parameters tell.
  public var isSound: Bool { refusal == nil }
}
