import Accelerator
import Annealing
import ChipPlace
import Evaluation
import Netlist
import Testing

@testable import Recipes

@Suite struct NetWeightTests {
  /// A formula that favours nets makes them shorter, on an accelerator whose partial sums are the critical
  /// paths, at little cost of the wires in all.
  @Test func favouredNetsBecomeShorter() throws {
    let design = try AcceleratorGenerator.generate(AcceleratorParameters(), seed: 1)
    let netlist = design.netlist
    let criticality = (0..<netlist.netCount).map {
      BusClass(of: NetID(Int32($0)), in: netlist) == .partialSum ? 1.0 : 0
    }
    var recipe = Recipe()
    recipe.netWeight = try Formula(parsing: "1 + 4 * criticality ^ 4")
    var (favoured, all) = (SIMD2(0.0, 0), SIMD2(0.0, 0))
    for seed in 1...2 as ClosedRange<UInt64> {
      for (index, recipe) in [Recipe(), recipe].enumerated() {
        let result = try recipe.place(
          design, netVariables: NetVariables(criticality: criticality), budget: .moves(6000),
          seed: seed)
        #expect(result.legality.isLegal)
        favoured[index] += zip(result.evaluation.netWirelengths, criticality).reduce(0) {
          $0 + $1.0 * $1.1
        }
        all[index] += result.evaluation.hpwl
      }
    }
    #expect(favoured[1] < 0.8 * favoured[0], "\(favoured)")
    #expect(all[1] < 1.2 * all[0], "\(all)")
  }
}
