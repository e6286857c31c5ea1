import Annealing
import Evaluation
import Netlist
import TestSupport
import Testing

/// Designs that lack something.
@Suite struct AnnealerEdgeCaseTests {
  private func expectSoundRun(_ design: Design, moves: Int = 400) throws {
    var options = AnnealingOptions(budget: .moves(moves), threads: 2)
    options.epochs = 5
    let result = Annealer(
      netlist: design.netlist, floorplan: design.floorplan, options: options
    ).anneal(from: design.placement)
    #expect(try Samples.faults(result, of: design) == [])
  }

  @Test func nothingCanMove() throws {
    var design = try Samples.legal(seed: 1)
    for node in 0..<design.netlist.nodeCount { design.placement.isFixed[node] = true }
    let result = Annealer(
      netlist: design.netlist, floorplan: design.floorplan,
      options: AnnealingOptions(budget: .time(600))
    ).anneal(from: design.placement)
    #expect(result.moves == 0)
    #expect(result.placement == design.placement)
  }

  @Test func noNodesAtAll() throws { try expectSoundRun(Samples.unconnected([])) }

  @Test(arguments: [NodeKind.hardMacro, .softMacro, .standardCell])
  func oneNode(kind: NodeKind) throws {
    try expectSoundRun(Samples.unconnected([(kind, 2, 3, 7, 6)]))
  }

  @Test func noNets() throws {
    try expectSoundRun(
      Samples.unconnected([
        (.hardMacro, 2, 3, 2, 3), (.hardMacro, 2, 3, 10, 6), (.softMacro, 1, 1, 5, 5),
        (.softMacro, 2, 1, 5, 5), (.port, 0, 0, 0, 0),
      ]))
  }

  @Test func onlySoftMacros() throws {
    try expectSoundRun(Samples.legal(seed: 2, hardMacros: 0))
  }

  @Test func onlyHardMacros() throws {
    try expectSoundRun(Samples.legal(seed: 3, softMacros: 0, ports: 0))
  }

  @Test(arguments: [(1, 1), (1, 9), (9, 1), (2, 2), (3, 3)])
  func smallGrids(columns: Int, rows: Int) throws {
    try expectSoundRun(Samples.legal(seed: 4, columns: columns, rows: rows))
  }

  /// Of a die whose centre single precision can hold, and of one whose centre it cannot.
  @Test(arguments: [14, 22.95])
  func aMacroAsLargeAsTheDie(width: Double) throws {
    let die = Box(minX: 0, minY: 0, maxX: width, maxY: 12)
    let design = Samples.unconnected(
      [(.hardMacro, width, 12, width / 2, 6), (.softMacro, 1, 1, 5, 5)], die: die)
    var options = AnnealingOptions(budget: .moves(300))
    options.epochs = 3
    let result = Annealer(
      netlist: design.netlist, floorplan: design.floorplan, options: options
    ).anneal(from: design.placement)
    let legality = LegalityChecker(netlist: design.netlist, floorplan: design.floorplan)
      .check(result.placement)
    #expect(legality.isLegal, "\(legality)")
    #expect(result.placement.x[0] == width / 2)
  }

  @Test func turnedMacrosKeepTheirSides() throws {
    var design = RandomDesign.make(seed: 12, nets: 40)
    let macros = design.netlist.nodes(.hardMacro)
    for macro in macros { design.placement.orientations[macro.index] = .east }
    design.placement = try Samples.legalized(design)
    let result = Annealer(
      netlist: design.netlist, floorplan: design.floorplan,
      options: AnnealingOptions(budget: .moves(1000))
    ).anneal(from: design.placement)
    #expect(try Samples.faults(result, of: design) == [])
    #expect(macros.allSatisfy { result.placement.orientations[$0.index].swapsSides })
  }
}
