public import LinearAlgebra
public import Netlist

/// The memory of all parameters of a network, or of as many gradients: one run of numbers.
///
/// Layers are given ``view``, which must not outlive the store.
public struct ParameterStore: ~Copyable, @unchecked Sendable {
  /// Names and shapes.
  public let layout: ParameterLayout

  /// All elements, in the order of the layout.
  public let elements: UnsafeMutableBufferPointer<Float>

  /// Room for a layout, all zero: for gradients.
  public init(_ layout: ParameterLayout) {
    self.layout = layout
    elements = .allocate(capacity: layout.count)
    elements.initialize(repeating: 0)
  }

  /// Parameters before training, drawn in the order of the layout.
  public init(_ layout: ParameterLayout, using generator: inout SeededGenerator) {
    self.init(layout)
    for entry in layout.entries {
      for index in entry.slice.range {
        switch entry.initialization {
        case .constant(let value): elements[index] = value
        case .uniform(let limit):
          elements[index] = Float(2 * generator.uniform() - 1) * limit
        }
      }
    }
  }

  deinit { elements.deallocate() }

  /// The elements as layers see them.
  public var view: ParameterView { ParameterView(base: elements.baseAddress!) }

  /// The elements of one tensor, a matrix whose columns are the tensor's last side.
  public subscript(slice: ParameterSlice) -> MatrixView { view[slice] }

  /// All numbers, in the order of the layout.
  ///
  /// - Precondition: As many are set as there are.
  public var numbers: [Float] {
    get { [Float](elements) }
    set {
      precondition(
        newValue.count == elements.count, "\(newValue.count) numbers for \(elements.count)")
      _ = elements.update(fromContentsOf: newValue)
    }
  }

  /// Sets all elements: to zero, before gradients are collected.
  public mutating func fill(_ value: Float) { elements.update(repeating: value) }

  /// Takes the elements of another store.
  ///
  /// - Precondition: It has as many.
  public mutating func copy(_ other: borrowing ParameterStore) {
    precondition(other.elements.count == elements.count, "stores of different layouts")
    _ = elements.update(fromContentsOf: other.elements)
  }

  /// Adds the elements of another store, such as gradients of another part of a batch.
  ///
  /// - Precondition: It has as many.
  public mutating func add(_ other: borrowing ParameterStore) {
    precondition(other.elements.count == elements.count, "stores of different layouts")
    Elementwise.add(other.elements.baseAddress!, to: elements.baseAddress!, count: elements.count)
  }
}

/// The parameters of a network, or their gradients, as layers see them.
public struct ParameterView: @unchecked Sendable {
  let base: UnsafeMutablePointer<Float>

  /// One tensor, a matrix whose columns are the tensor's last side.
  ///
  /// - Precondition: The slice is of the layout that the store was made for.
  public subscript(slice: ParameterSlice) -> MatrixView {
    MatrixView(base + slice.offset, rows: slice.rows, columns: slice.columns)
  }

  /// One tensor as a run of numbers.
  func pointer(_ slice: ParameterSlice) -> UnsafeMutablePointer<Float> { base + slice.offset }
}
