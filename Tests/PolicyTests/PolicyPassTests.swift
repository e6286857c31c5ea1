import LinearAlgebra
import Netlist
import NeuralNetwork
import Policy
import TestSupport
import Testing

/// Decisions on the canvas of a random design, of random maps and numbers.
private struct Questions {
  let scene: PolicyScene
  let features: [Float]
  let shape: GridShape
  let nodes: [Int]
  var maps: [[Float]]
  var scalars: [[Float]]

  init(seed: UInt64, rows: Int, columns: Int, count: Int) {
    let (design, scene) = Small.scene(seed: seed)
    self.scene = scene
    features = scene.graph.nodeFeatures(design.placement, design.floorplan)
    shape = GridShape(height: rows, width: columns)
    var random = SeededGenerator(seed: seed, stream: 3)
    nodes = (0..<count).map { _ in random.index(below: design.netlist.nodeCount) }
    maps = (0..<count).map { _ in Small.numbers(rows * columns * CanvasMaps.channels, &random) }
    scalars = (0..<count).map { _ in Small.numbers(CanvasMaps.scalars, &random) }
  }

  func encode(_ pass: PolicyPass) {
    pass.encode(
      scene.graph.graph, nodeFeatures: features, edgeFeatures: scene.graph.edgeFeatures)
  }

  /// The logits and values of some of the decisions, together.
  func decide(_ pass: PolicyPass, _ chosen: [Int]) -> (logits: MatrixView, values: MatrixView) {
    let batch = pass.batch(decisions: chosen.count, shape: shape)
    for (row, index) in chosen.enumerated() {
      batch.maps.row(row * shape.cells).update(from: maps[index], count: maps[index].count)
      batch.scalars.row(row).update(from: scalars[index], count: scalars[index].count)
    }
    return pass.decide(batch, nodes: chosen.map { nodes[$0] })
  }

  func decideAll(_ pass: PolicyPass) -> (logits: [Float], values: [Float]) {
    let (logits, values) = decide(pass, Array(nodes.indices))
    return (logits.values, values.values)
  }
}

@Suite("A pass through the policy network")
struct PolicyPassTests {
  @Test("of a batch is that of its decisions one by one")
  func batch() {
    let questions = Questions(seed: 1, rows: 6, columns: 7, count: 4)
    let runner = Small.model().makeRunner()
    questions.encode(runner.pass)
    let together = questions.decideAll(runner.pass)
    for index in 0..<4 {
      let (logits, values) = questions.decide(runner.pass, [index])
      for (a, b) in zip(logits.values, together.logits[(index * 42)...]) {
        #expect(abs(a - b) <= 1e-5 * max(1, abs(b)))
      }
      #expect(abs(values[0, 0] - together.values[index]) <= 1e-5)
    }
    #expect(Set(together.logits).count > 100 && Set(together.values).count == 4)
  }

  @Test(
    "runs on canvases of any size",
    arguments: [(1, 1), (3, 5), (1, 9), (2, 2), (7, 1), (128, 128)])
  func sizes(rows: Int, columns: Int) {
    let questions = Questions(seed: 2, rows: rows, columns: columns, count: 2)
    let runner = Small.model().makeRunner()
    questions.encode(runner.pass)
    let (logits, values) = questions.decideAll(runner.pass)
    #expect(logits.count == 2 * rows * columns && values.count == 2)
    #expect(logits.allSatisfy { $0.isFinite } && values.allSatisfy(\.isFinite))
    #expect(Set(logits).count > rows * columns)
  }

  @Test("does not depend on what was computed before")
  func again() {
    let first = Questions(seed: 3, rows: 5, columns: 6, count: 3)
    let runner = Small.model().makeRunner()
    first.encode(runner.pass)
    let expected = first.decideAll(runner.pass)
    // A larger batch of numbers that would show, on another graph.
    var other = Questions(seed: 4, rows: 9, columns: 11, count: 5)
    for index in other.maps.indices {
      other.maps[index] = other.maps[index].map { _ in .nan }
      other.scalars[index] = other.scalars[index].map { _ in .infinity }
    }
    other.encode(runner.pass)
    _ = other.decideAll(runner.pass)
    first.encode(runner.pass)
    for _ in 0..<2 {
      let found = first.decideAll(runner.pass)
      #expect(found == expected)
    }
    let fresh = Small.model().makeRunner()
    first.encode(fresh.pass)
    #expect(first.decideAll(fresh.pass) == expected)
  }

  @Test("looks at the graph, the node, the maps and the numbers")
  func dependence() {
    let questions = Questions(seed: 5, rows: 4, columns: 4, count: 2)
    let runner = Small.model().makeRunner()
    questions.encode(runner.pass)
    let expected = questions.decideAll(runner.pass)
    runner.pass.encode(
      questions.scene.graph.graph, nodeFeatures: questions.features.map { $0 + 0.5 },
      edgeFeatures: questions.scene.graph.edgeFeatures)
    #expect(questions.decideAll(runner.pass) != expected)
    runner.pass.encode(
      questions.scene.graph.graph, nodeFeatures: questions.features,
      edgeFeatures: questions.scene.graph.edgeFeatures.map { $0 + 1 })
    #expect(questions.decideAll(runner.pass) != expected)
    questions.encode(runner.pass)
    var changed = questions
    changed.maps[1][3] += 1
    let byMaps = changed.decideAll(runner.pass)
    #expect(byMaps.logits[..<16] == expected.logits[..<16])
    #expect(byMaps.logits[16...] != expected.logits[16...])
    changed = questions
    changed.scalars[0][2] += 1
    let byScalars = changed.decideAll(runner.pass)
    #expect(byScalars.values[0] != expected.values[0])
    #expect(byScalars.values[1] == expected.values[1])
  }

  @Test(
    "has gradients that agree with differences",
    arguments: [(4, 5, 3), (1, 1, 4), (7, 3, 2)])
  func gradients(rows: Int, columns: Int, count: Int) {
    let questions = Questions(seed: 6, rows: rows, columns: columns, count: count)
    NetworkCheck(seed: 8, questions).expectGradients()
  }
}

/// Compares the gradients of all parameters with differences of a loss, which is the sum of logits
/// and values times fixed weights.
private final class NetworkCheck {
  private let questions: Questions
  private let network = PolicyNetwork(Small.architecture)
  private let parameters: ParameterStore
  private let gradients: ParameterStore
  private let pass: PolicyPass
  private let weights: [Float]
  private let valueWeights: [Float]
  private var random: SeededGenerator

  init(seed: UInt64, _ questions: Questions) {
    self.questions = questions
    random = SeededGenerator(seed: seed)
    parameters = ParameterStore(network.layout, using: &random)
    gradients = ParameterStore(network.layout)
    // Biases and gains are no special numbers either; few units are dead.
    for entry in network.layout.entries where entry.shape.count == 1 {
      for index in entry.slice.range {
        parameters.elements[index] += Float(random.uniform()) * 0.5
      }
    }
    pass = PolicyPass(network, parameters: parameters.view)
    weights = Small.numbers(questions.nodes.count * questions.shape.cells, &random)
    valueWeights = Small.numbers(questions.nodes.count, &random)
  }

  private func loss() -> Double {
    questions.encode(pass)
    let (logits, values) = questions.decideAll(pass)
    return zip(logits, weights).reduce(0) { $0 + Double($1.0) * Double($1.1) }
      + zip(values, valueWeights).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }

  private func backward() {
    questions.encode(pass)
    let (logits, values) = questions.decide(pass, Array(questions.nodes.indices))
    logits.base.update(from: weights, count: weights.count)
    values.base.update(from: valueWeights, count: valueWeights.count)
    pass.backward(logitGradient: logits, valueGradient: values, gradients: gradients.view)
  }

  func expectGradients() {
    backward()
    let once = Array(gradients.elements)
    for entry in network.layout.entries { expect(Array(once[entry.slice.range]), entry) }
    backward()
    for (a, b) in zip(once, gradients.elements) {
      #expect(abs(2 * a - b) <= 1e-4 * max(1, abs(b)), "gradients are not added")
    }
  }

  /// Compares along random corners of a cube, in which all elements of a tensor take part.
  ///
  /// Differences across the bend of a `relu` tell nothing, and the network has many: the distance is as
  /// short as the rounding of the loss lets it be, and a direction may be in vain. A wrong gradient
  /// would agree along hardly any.
  private func expect(_ gradient: [Float], _ entry: ParameterLayout.Entry) {
    let norm = gradient.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    #expect(norm.isFinite && norm > 0, "\(entry.name): norm \(norm)")
    let distance = Float(min(0x1p-9, max(0x1p-16, 5e-4 / norm)))
    let values = Array(parameters.elements[entry.slice.range])
    var agreeing = 0
    var disagreeing: [String] = []
    while agreeing < 4, disagreeing.count < 4 {
      let direction = values.map { _ in random.next() & 1 == 0 ? Float(1) : -1 }
      func loss(at distance: Float) -> Double {
        for (index, value) in values.enumerated() {
          parameters.elements[entry.slice.offset + index] = value + distance * direction[index]
        }
        return self.loss()
      }
      let difference = (loss(at: distance) - loss(at: -distance)) / (2 * Double(distance))
      for (index, value) in values.enumerated() {
        parameters.elements[entry.slice.offset + index] = value
      }
      let expected = zip(gradient, direction).reduce(0) { $0 + Double($1.0) * Double($1.1) }
      if abs(difference - expected) < 1e-2 * norm {
        agreeing += 1
      } else {
        disagreeing.append("\(expected), by differences \(difference)")
      }
    }
    #expect(agreeing == 4, "\(entry.name): \(disagreeing), norm \(norm)")
  }
}
