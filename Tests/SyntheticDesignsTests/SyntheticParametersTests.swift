import SyntheticDesigns
import Testing

@Suite struct SyntheticParametersTests {
  private func refusal(
    _ locality: SyntheticParameters.Locality = .rent(exponent: 0.65), cells: Int = 500,
    _ change: (inout SyntheticParameters) throws -> Void = { _ in }
  ) -> String? {
    var parameters = SyntheticParameters(cells: cells, locality: locality)
    do {
      try change(&parameters)
      _ = try SyntheticDesign.generate(parameters, seed: 1)
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test func refusesWhatMakesNoDesign() {
    #expect(refusal(cells: 15) == "cells is 15: expected 16 to 50000000")
    #expect(refusal(cells: -4)?.hasPrefix("cells is -4") == true)
    #expect(refusal(cells: .max)?.hasPrefix("cells is") == true)
    #expect(refusal(.rent(exponent: 1)) == "rent is 1.0: expected 0.1 to 0.9")
    #expect(refusal(.rent(exponent: .nan))?.hasPrefix("rent is nan") == true)
    #expect(refusal { $0.utilization = 0 } == "utilization is 0.0: expected 0.05 to 0.98")
    #expect(refusal { $0.aspectRatio = .infinity }?.hasPrefix("aspectRatio is inf") == true)
    #expect(refusal { $0.rowHeight = 0 }?.hasPrefix("rowHeight is 0") == true)
    #expect(refusal { $0.siteWidth = -1 }?.hasPrefix("siteWidth is -1") == true)
    #expect(refusal { $0.ports = -1 }?.hasPrefix("ports is -1") == true)
    #expect(refusal { $0.cellWidths = [] }?.hasPrefix("cellWidths is empty") == true)
    #expect(refusal { $0.cellWidths[0].sites = 0 }?.hasPrefix("cellWidths.sites is 0") == true)
    #expect(refusal { $0.cellWidths[0].share = -1 }?.hasPrefix("cellWidths.share is") == true)
    #expect(refusal { $0.netDegrees.shares = [] }?.hasPrefix("netDegrees is") == true)
    #expect(refusal { $0.netDegrees.shares = [0, 0] }?.hasPrefix("netDegrees is") == true)
    #expect(refusal { $0.netDegrees.shares = [1, .nan] }?.hasPrefix("netDegrees is") == true)
    #expect(
      refusal { $0.netDegrees = try NetDegrees(mean: 1.5, largest: 9) }?.hasPrefix(
        "mean degree is 1.5: expected 2.001 to 5.5") == true)
    #expect(
      refusal { $0.netDegrees = try NetDegrees(mean: 3, largest: 501) }?.hasPrefix(
        "largest degree is 501: expected 3 to 500") == true)
    let dense = NetDegrees(shares: [Double](repeating: 0, count: 400) + [1])
    #expect(
      refusal(cells: 3_000_000) { $0.netDegrees = dense }?.contains("pins in the mean") == true)
  }

  @Test func refusesWhatDoesNotFit() {
    let crowded = refusal {
      $0.macros = 5
      $0.macroAreaShare = 0.9
      $0.utilization = 0.98
    }
    #expect(crowded?.contains("side by side") == true, "\(crowded ?? "none")")
    let tiny = refusal {
      $0.macros = 100
      $0.macroAreaShare = 0.02
    }
    #expect(tiny?.contains("no higher than cells") == true, "\(tiny ?? "none")")
    let wide = refusal(cells: 16) {
      $0.cellWidths = [SyntheticParameters.CellWidth(sites: 40, share: 1)]
      $0.aspectRatio = 0.1
      $0.utilization = 0.98
    }
    #expect(wide?.contains("do not fit into the rows") == true, "\(wide ?? "none")")
  }

  @Test func pekoTakesEqualCellsAlone() {
    #expect(refusal(.peko) { $0.macros = 2 }?.hasPrefix("macros is 2: expected 0") == true)
    #expect(refusal(.peko) { $0.ports = 2 }?.hasPrefix("ports is 2: expected 0") == true)
    #expect(
      refusal(.peko) { $0.cellWidths.append($0.cellWidths[0]) }?.hasPrefix("cellWidths.count is 2")
        == true)
    #expect(refusal(.peko) == nil)
  }
}
