import Foundation
import LinearAlgebra
import Netlist
import NeuralNetwork
import Testing

@Suite("Masked softmax")
struct MaskedSoftmaxTests {
  let matrices = Matrices()

  /// Logits with flags: about half of the entries are legal, in the last row one alone.
  func example(columns: Int) -> (logits: MatrixView, legal: [Bool], generator: SeededGenerator) {
    var generator = SeededGenerator(seed: 8)
    let logits = matrices.random(4, columns, &generator)
    var legal = (0..<4 * columns).map { _ in generator.next() & 1 == 0 }
    for index in 3 * columns..<4 * columns { legal[index] = index == 3 * columns + columns / 2 }
    for row in 0..<3 { legal[row * columns] = true }
    return (logits, legal, generator)
  }

  @Test("is exactly zero where not legal, whatever the logit", arguments: [1, 7, 8, 700])
  func exactness(columns: Int) throws {
    let (logits, legal, _) = example(columns: columns)
    let result = matrices.zeros(4, columns)
    try MaskedSoftmax.forward(logits, legal: legal, into: result)
    for row in 0..<4 {
      let powers = (0..<columns).map { column in
        legal[row * columns + column] ? exp(Double(logits[row, column])) : 0
      }
      let sum = powers.reduce(0, +)
      for column in 0..<columns {
        if legal[row * columns + column] {
          #expect(abs(Double(result[row, column]) - log(powers[column] / sum)) < 1e-5)
        } else {
          #expect(result[row, column] == -.infinity)
        }
      }
      let entropy = powers.reduce(0) { $0 - ($1 > 0 ? $1 / sum * log($1 / sum) : 0) }
      #expect(abs(Double(MaskedSoftmax.entropy(result, row: row)) - entropy) < 1e-5)
    }
    #expect(result[3, columns / 2] == 0)

    let expected = result.values
    for index in legal.indices where !legal[index] {
      logits.base[index] = [.nan, .infinity, 1e30][index % 3]
    }
    try MaskedSoftmax.forward(logits, legal: legal, into: logits)
    #expect(logits.values == expected)
  }

  @Test("stands logits far apart")
  func farApart() throws {
    let logits = matrices.matrix([1000, -1000, 999, 1e38, -1e38, 1e38], columns: 3)
    try MaskedSoftmax.forward(logits, legal: [Bool](repeating: true, count: 6), into: logits)
    #expect(abs(logits[0, 0] - -0.313262) < 1e-5)
    #expect(logits[0, 1] < -1999 && logits[1, 1] < -1e38)
    #expect(MaskedSoftmax.entropy(logits, row: 0).isFinite)
    let gradient = matrices.matrix([1, 2, 3, 1, 2, 3], columns: 3)
    MaskedSoftmax.backward(gradient: gradient, logProbabilities: logits, into: gradient)
    #expect(gradient.values.allSatisfy { $0.isFinite })
  }

  @Test("refuses a row without a legal entry")
  func nothingLegal() {
    let logits = matrices.zeros(2, 3)
    #expect(throws: NoLegalEntryError.self) {
      try MaskedSoftmax.forward(
        logits, legal: [false, true, false, false, false, false], into: logits)
    }
  }

  @Test("has gradients that agree with differences", arguments: [7, 16])
  func gradients(columns: Int) throws {
    var (logits, legal, generator) = example(columns: columns)
    let result = matrices.zeros(4, columns)
    let weights = matrices.random(4, columns, &generator)
    func loss() throws -> Double {
      try MaskedSoftmax.forward(logits, legal: legal, into: result)
      return (0..<result.count).reduce(0) {
        $0 + (legal[$1] ? Double(weights.base[$1]) * Double(result.base[$1]) : 0)
      }
    }
    _ = try loss()
    let gradient = matrices.zeros(4, columns)
    for index in legal.indices { gradient.base[index] = legal[index] ? weights.base[index] : .nan }
    MaskedSoftmax.backward(gradient: gradient, logProbabilities: result, into: gradient)
    for index in legal.indices {
      let value = logits.base[index]
      logits.base[index] = value + 0x1p-7
      let above = try loss()
      logits.base[index] = value - 0x1p-7
      let below = try loss()
      logits.base[index] = value
      #expect(abs((above - below) * 0x1p6 - Double(gradient.base[index])) < 1e-3)
      if !legal[index] { #expect(gradient.base[index] == 0) }
    }
  }

  @Test("gives the gradient of a choice and the entropy together", arguments: [7, 16])
  func choice(columns: Int) throws {
    let (logits, legal, _) = example(columns: columns)
    let result = matrices.zeros(4, columns)
    try MaskedSoftmax.forward(logits, legal: legal, into: result)
    let expected = matrices.zeros(4, columns)
    let found = matrices.zeros(4, columns)
    for row in 0..<4 {
      let entry = try #require((0..<columns).first { legal[row * columns + $0] })
      // The entropy's gradient by log probabilities is -p (log p + 1), of the choice's one.
      for column in 0..<columns where legal[row * columns + column] {
        let value = result[row, column]
        expected[row, column] = -0.3 * exp(value) * (value + 1) + (column == entry ? 0.7 : 0)
      }
      MaskedSoftmax.backward(
        result, row: row, entry: entry, gradient: 0.7, entropyGradient: 0.3,
        entropy: MaskedSoftmax.entropy(result, row: row), into: found)
    }
    MaskedSoftmax.backward(gradient: expected, logProbabilities: result, into: expected)
    for (a, b) in zip(expected.values, found.values) { #expect(abs(a - b) < 1e-6) }
    for index in legal.indices where !legal[index] { #expect(found.base[index] == 0) }
  }

  @Test("draws legal entries as often as their probability says")
  func sampling() throws {
    var (logits, legal, generator) = example(columns: 8)
    try MaskedSoftmax.forward(logits, legal: legal, into: logits)
    var counts = [Int](repeating: 0, count: 8)
    for _ in 0..<20_000 {
      counts[MaskedSoftmax.sample(logits, row: 0, uniform: generator.uniform())] += 1
    }
    for column in 0..<8 {
      let expected = 20_000 * exp(Double(logits[0, column]))
      #expect(abs(Double(counts[column]) - expected) <= 5 * expected.squareRoot())
    }
    for uniform in [0, 1.0.nextDown] {
      #expect(legal[24 + MaskedSoftmax.sample(logits, row: 3, uniform: uniform)])
    }
  }

  @Test("gives the gradient of cross-entropy")
  func crossEntropy() throws {
    let logits = matrices.matrix([0, 1, 2, 5, 1, 1, 1, 1], columns: 4)
    let legal = [true, true, true, false, true, true, true, true]
    try MaskedSoftmax.forward(logits, legal: legal, into: logits)
    let targets = matrices.matrix([0.5, 0, 0.5, 0, 0, 1, 0, 0], columns: 4)
    let gradient = matrices.zeros(2, 4)
    let loss = Losses.crossEntropy(logits, targets: targets, logitGradient: gradient)
    let powers = [1, exp(1.0), exp(2.0)]
    let sum = powers.reduce(0, +)
    #expect(abs(loss - (0.5 * (log(sum) + log(sum) - 2) + log(4.0)) / 2) < 1e-6)
    let expected =
      zip(powers, [0.5, 0, 0.5]).map { 0.5 * ($0 / sum - $1) } + [0, 0.125, -0.375, 0.125, 0.125]
    for (a, b) in zip(gradient.values, expected) { #expect(abs(Double(a) - b) < 1e-6) }
  }
}
