import LinearAlgebra
import Netlist
import NeuralNetwork
import Testing

@Suite("Attention by several queries to a set")
struct AttentionTests {
  private func check(heads: Int) -> LayerCheck<AttentionPooling> {
    LayerCheck(seed: 9) {
      AttentionPooling(
        "attention", queryFeatures: 4, features: 9, width: 6, heads: heads, in: &$0)
    }
  }

  @Test(
    "agrees with one query at a time", arguments: [1, 3], [[0, 11], [0, 4, 11], [0, 1, 2, 11]])
  func oneByOne(heads: Int, sets: [Int]) {
    let check = check(heads: heads)
    let share = 3
    let queries = check.random(share * (sets.count - 1), 4)
    let vectors = check.random(11, 9)
    let together = check.random(queries.rows, 6)
    _ = check.layer.forward(
      queries: queries, vectors: vectors, sets: sets, parameters: check.parameters.view,
      workspace: &check.workspace, into: together)
    let single = check.matrices.zeros(1, 6)
    for item in 0..<queries.rows {
      let set = item / share
      let own = vectors.rows(sets[set]..<sets[set + 1])
      check.workspace.reset()
      _ = check.layer.forward(
        queries: queries.rows(item..<item + 1), vectors: own, sets: [0, own.rows],
        parameters: check.parameters.view, workspace: &check.workspace, into: single)
      for (a, b) in zip(together.rows(item..<item + 1).values, single.values) {
        #expect(abs(a - b) <= 1e-5 * max(1, abs(b)), "item \(item): \(a), alone \(b)")
      }
    }
  }

  @Test("has gradients that agree with differences", arguments: [1, 3], [[0, 8], [0, 3, 4, 8]])
  func gradients(heads: Int, sets: [Int]) {
    let check = check(heads: heads)
    let queries = check.random(4 * (sets.count - 1), 4)
    let vectors = check.random(8, 9)
    let output = check.random(queries.rows, 6)
    check.expectGradients(inputs: [queries, vectors], output: output) {
      $0.layer.forward(
        queries: queries, vectors: vectors, sets: sets, parameters: $0.parameters.view,
        workspace: &$0.workspace, into: output)
    } backward: { check, trace, outputGradient, inputGradients, adding in
      check.layer.backward(
        outputGradient: outputGradient, queries: queries, vectors: vectors, sets: sets,
        trace: trace, parameters: check.parameters.view, gradients: check.gradients.view,
        workspace: &check.workspace, queryGradient: inputGradients[0],
        vectorGradient: inputGradients[1], adding: adding)
    }
  }
}
