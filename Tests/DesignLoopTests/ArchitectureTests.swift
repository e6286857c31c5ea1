import Accelerator
import Formats
import Foundation
import Netlist
import Testing

@testable import DesignLoop

struct ArchitectureTests {
  @Test func aRoundTripThroughJSONKeepsEveryGene() throws {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<50 {
      let architecture = try DesignSpace().random(using: &random)
      let text = try JSON.encode(architecture)
      #expect(try JSON.decode(Architecture.self, from: text) == architecture)
    }
  }

  @Test func kindsStandInJSONByName() throws {
    var random = SeededGenerator(seed: 3)
    var architecture = try DesignSpace().random(using: &random)
    architecture[.dataflow] = 1
    #expect(try JSON.encode(architecture).contains(#""dataflow":"os""#))
    #expect(architecture.parameters.dataflow == .outputStationary)
  }

  @Test(arguments: [
    (#""dataflow":"xs""#, "expected one of ws, os, is, found 'xs'"),
    (#""colour":1,"dataflow":"os""#, "found 'colour'"),
  ])
  func anUnknownKindOrGeneIsRefused(part: String, message: String) throws {
    var random = SeededGenerator(seed: 3)
    var architecture = try DesignSpace().random(using: &random)
    architecture[.dataflow] = 1
    let text = try JSON.encode(architecture)
      .replacingOccurrences(of: #""dataflow":"os""#, with: part)
    let error = #expect(throws: ParseError.self) {
      try JSON.decode(Architecture.self, from: text)
    }
    #expect(error?.message.contains(message) == true)
  }

  @Test func everyGeneReachesTheParameters() {
    for (index, gene) in Gene.allCases.enumerated() {
      let base = Architecture(values: Gene.allCases.map { $0.defaultChoices[0] })
      var other = base
      other[gene] = gene.defaultChoices.last!
      #expect(other.parameters != base.parameters, "\(gene)")
      #expect(other.values[index] == gene.defaultChoices.last!)
    }
  }

  /// An outside proposer may say any number.
  @Test func aRatioLargerThanAnyWholeNumberIsRefused() {
    var architecture = Architecture(values: Gene.allCases.map { $0.defaultChoices[0] })
    architecture[.aspectRatio] = 1e30
    #expect(architecture.parameters.aspectRatio == 1e30)
    #expect(architecture.refusal?.contains("aspectRatio") == true)
  }

  @Test func aSpaceOfUnsoundChoicesSaysWhy() {
    // A bank serves a whole number of rows.
    let space = DesignSpace([.rows: [4], .clusterRows: [8]])
    var random = SeededGenerator(seed: 1)
    let error = #expect(throws: LoopError.self) { try space.random(using: &random) }
    #expect(error?.description.contains("clusterRows is 8") == true)
  }
}
