import LinearAlgebra
import Netlist
import NeuralNetwork
import Testing

@Suite("Training")
struct TrainingTests {
  /// The layout of a weight and a bias.
  func layout() -> ParameterLayout {
    var layout = ParameterLayout()
    _ = layout.add("weight", shape: [2, 2], initialization: .constant(1))
    _ = layout.add("bias", shape: [5], initialization: .constant(1))
    return layout
  }

  @Test("Adam agrees with steps by hand")
  func adam() {
    var generator = SeededGenerator(seed: 1)
    let parameters = ParameterStore(layout(), using: &generator)
    let gradients = ParameterStore(layout())
    var adam = Adam(layout(), options: AdamOptions(weightDecay: 0.5))
    for (index, slope) in [Float]([2, -3, 0.5, 0, 1e-3, -1e3, 4, 5, 6]).enumerated() {
      gradients.elements[index] = slope
    }
    // In the first step the mean is the gradient and the root of squares its magnitude.
    adam.update(parameters, gradients: gradients, learningRate: 0.1)
    for (index, expected) in [0.85, 1.05, 0.85, 0.95, 0.9, 1.1, 0.9, 0.9, 0.9].enumerated() {
      #expect(abs(parameters.elements[index] - Float(expected)) < 2e-6)
    }
    // Then no gradient: the mean is 0.9 · 0.1 g over 1 - 0.9², the square 0.999 · 0.001 g² over
    // 1 - 0.999², so that the step is 0.1 · 0.473684 / 0.706930.
    for index in gradients.elements.indices { gradients.elements[index] = 0 }
    adam.update(parameters, gradients: gradients, learningRate: 0.1)
    #expect(adam.step == 2)
    let step: Float = 0.067006
    for (index, before) in [0.8075, 0.9975, 0.8075, 0.9025, 0.9, 1.1].enumerated() {
      let sign: Float = [1, -1, 1, 0, 1, -1][index]
      #expect(abs(parameters.elements[index] - (Float(before) - sign * step)) < 3e-6)
    }
  }

  @Test("clips to a norm, and leaves smaller ones")
  func clipping() {
    var store = ParameterStore(layout())
    for index in store.elements.indices { store.elements[index] = Float(index) }
    let norm = 204.0.squareRoot()
    #expect(abs(store.clip(norm: 100) - norm) < 1e-9)
    #expect(store.elements[8] == 8)
    #expect(abs(store.clip(norm: 2) - norm) < 1e-9)
    #expect(abs(store.norm - 2) < 1e-6)
    #expect(abs(store.elements[8] - Float(16 / norm)) < 1e-6)
  }

  @Test("initializes within limits, as the seed says")
  func initialization() {
    var layout = layout()
    let slice = layout.add("wide", shape: [40, 50], initialization: .uniform(limit: 0.25))
    func values(seed: UInt64) -> [Float] {
      var generator = SeededGenerator(seed: seed)
      let store = ParameterStore(layout, using: &generator)
      #expect(store.elements[0..<9].allSatisfy { $0 == 1 })
      return store[slice].values
    }
    let drawn = values(seed: 1)
    #expect(drawn == values(seed: 1) && drawn != values(seed: 2))
    #expect(drawn.allSatisfy { abs($0) <= 0.25 } && drawn.max()! > 0.24 && drawn.min()! < -0.24)
    #expect(abs(drawn.reduce(0, +) / 2000) < 0.01)
  }

  @Test("a small network learns a function, each time alike")
  func learning() {
    let first = ProductNetwork.trained(steps: 400)
    #expect(first.losses[0] > 0.05)
    #expect(first.losses[399] < 1e-3)
    #expect(ProductNetwork.trained(steps: 400).losses == first.losses)
  }
}

/// A network that learns the product of two numbers.
private struct ProductNetwork {
  var losses: [Double] = []

  static func trained(steps: Int) -> ProductNetwork {
    var result = ProductNetwork()
    var generator = SeededGenerator(seed: 5)
    var layout = ParameterLayout()
    let hidden = Dense("hidden", inputs: 2, outputs: 32, activation: .tanh, in: &layout)
    let last = Dense("last", inputs: 32, outputs: 1, in: &layout)
    let parameters = ParameterStore(layout, using: &generator)
    var gradients = ParameterStore(layout)
    var adam = Adam(layout)
    var workspace = Workspace()
    for _ in 0..<steps {
      workspace.reset()
      gradients.fill(0)
      let input = workspace.take(rows: 64, columns: 2)
      let targets = workspace.take(rows: 64, columns: 1)
      for row in 0..<64 {
        for column in 0..<2 { input[row, column] = Float(2 * generator.uniform() - 1) }
        targets[row, 0] = input[row, 0] * input[row, 1]
      }
      let middle = workspace.take(rows: 64, columns: 32)
      let output = workspace.take(rows: 64, columns: 1)
      hidden.forward(input, parameters: parameters.view, into: middle)
      last.forward(middle, parameters: parameters.view, into: output)
      let outputGradient = workspace.take(rows: 64, columns: 1)
      let middleGradient = workspace.take(rows: 64, columns: 32)
      result.losses.append(
        Losses.halfSquare(output, targets: targets, gradient: outputGradient))
      last.backward(
        outputGradient: outputGradient, input: middle, output: output,
        parameters: parameters.view, gradients: gradients.view, inputGradient: middleGradient)
      hidden.backward(
        outputGradient: middleGradient, input: input, output: middle,
        parameters: parameters.view, gradients: gradients.view, inputGradient: nil)
      gradients.clip(norm: 1)
      adam.update(parameters, gradients: gradients, learningRate: 0.02)
    }
    return result
  }
}
