import LinearAlgebra
import Netlist
import NeuralNetwork
import Testing

/// Matrices that live as long as this does.
final class Matrices {
  private var memory: [UnsafeMutableBufferPointer<Float>] = []

  deinit {
    for part in memory { part.deallocate() }
  }

  /// A matrix of zeros.
  func zeros(_ rows: Int, _ columns: Int) -> MatrixView {
    let part = UnsafeMutableBufferPointer<Float>.allocate(capacity: max(rows * columns, 1))
    part.initialize(repeating: 0)
    memory.append(part)
    return MatrixView(part.baseAddress!, rows: rows, columns: columns)
  }

  /// A matrix of numbers about a standard deviation of one around zero.
  func random(_ rows: Int, _ columns: Int, _ generator: inout SeededGenerator) -> MatrixView {
    let matrix = zeros(rows, columns)
    for index in 0..<matrix.count {
      matrix.base[index] = Float(generator.uniform() + generator.uniform() - 1) * 2.4
    }
    return matrix
  }

  /// A matrix of given elements.
  func matrix(_ elements: [Float], columns: Int) -> MatrixView {
    let matrix = zeros(elements.count / columns, columns)
    for (index, element) in elements.enumerated() { matrix.base[index] = element }
    return matrix
  }
}

extension MatrixView {
  /// All elements, row after row.
  var values: [Float] { (0..<rows).flatMap { row in (0..<columns).map { self[row, $0] } } }
}

/// Compares gradients of one layer with differences of its loss, which is the sum of all outputs
/// times fixed weights.
final class LayerCheck<Layer> {
  let layer: Layer
  let layout: ParameterLayout
  let parameters: ParameterStore
  var gradients: ParameterStore
  var workspace = Workspace()
  let matrices = Matrices()
  var generator: SeededGenerator

  init(seed: UInt64, _ make: (inout ParameterLayout) -> Layer) {
    var layout = ParameterLayout()
    layer = make(&layout)
    generator = SeededGenerator(seed: seed)
    self.layout = layout
    parameters = ParameterStore(layout, using: &generator)
    gradients = ParameterStore(layout)
    // Biases and gains are no special numbers either.
    for entry in layout.entries where entry.shape.count == 1 {
      for index in entry.slice.range { parameters.elements[index] += Float(generator.uniform()) }
    }
  }

  func random(_ rows: Int, _ columns: Int) -> MatrixView {
    matrices.random(rows, columns, &generator)
  }

  /// Runs the layer forward and backward, and compares.
  ///
  /// - Parameters:
  ///   - inputs: All that the output depends on beside parameters.
  ///   - output: Where `forward` puts its result.
  ///   - backward: Given the gradient of the output, places for gradients of inputs, and whether to
  ///     add to what stands there.
  func expectGradients<Trace>(
    inputs: [MatrixView], output: MatrixView, forward: (LayerCheck) -> Trace,
    backward: (LayerCheck, Trace, MatrixView, [MatrixView], Bool) -> Void
  ) {
    let weights = random(output.rows, output.columns)
    func loss() -> Double {
      workspace.reset()
      _ = forward(self)
      return zip(output.values, weights.values).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
    let inputGradients = inputs.map { matrices.zeros($0.rows, $0.columns) }
    for gradient in inputGradients { gradient.fill(.nan) }
    let outputGradient = matrices.zeros(output.rows, output.columns)

    workspace.reset()
    let trace = forward(self)
    outputGradient.copy(weights)
    backward(self, trace, outputGradient, inputGradients, false)
    let once = inputGradients.map(\.values) + layout.entries.map { gradients[$0.slice].values }
    for (index, input) in inputs.enumerated() {
      expect(once[index], of: input, "input \(index)", loss)
    }
    for (index, entry) in layout.entries.enumerated() {
      expect(once[inputs.count + index], of: parameters[entry.slice], entry.name, loss)
    }

    workspace.reset()
    let again = forward(self)
    outputGradient.copy(weights)
    backward(self, again, outputGradient, inputGradients, true)
    let twice = inputGradients.map(\.values) + layout.entries.map { gradients[$0.slice].values }
    for (once, twice) in zip(once, twice) {
      for (a, b) in zip(once, twice) {
        #expect(abs(2 * a - b) <= 1e-5 * max(1, abs(b)), "gradients are not added")
      }
    }
  }

  /// Compares with differences along random corners of a cube, in which all elements take part.
  private func expect(
    _ gradient: [Float], of leaf: MatrixView, _ name: String, _ evaluate: () -> Double
  ) {
    let norm = gradient.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    #expect(norm.isFinite && norm > 0, "\(name): norm \(norm)")
    let step: Float = 1.0 / 1024
    let values = leaf.values
    var directions = 0
    for _ in 0..<40 where directions < 4 {
      let direction = values.map { _ in generator.next() & 1 == 0 ? Float(1) : -1 }
      func loss(at distance: Float) -> Double {
        for (index, value) in values.enumerated() {
          leaf.base[index] = value + distance * direction[index]
        }
        return evaluate()
      }
      let near = (loss(at: step) - loss(at: -step)) / (2 * Double(step))
      let far = (loss(at: 2 * step) - loss(at: -2 * step)) / (4 * Double(step))
      for (index, value) in values.enumerated() { leaf.base[index] = value }
      // Differences across the bend of a `relu` tell nothing, and depend on the distance.
      guard abs(near - far) < 1e-3 * norm else { continue }
      directions += 1
      // The rule of fourth order: its error is below that of rounding.
      let difference = (4 * near - far) / 3
      let expected = zip(gradient, direction).reduce(0) { $0 + Double($1.0) * Double($1.1) }
      #expect(
        abs(difference - expected) < 1e-3 * norm,
        "\(name): \(expected), by differences \(difference), norm \(norm)")
    }
    #expect(directions == 4, "\(name): differences depend on the distance")
  }
}
