import Accelerator
import Evaluation
import Foundation
import Netlist
import Testing

@testable import WebReport

/// The data model: layouts, histograms, animations.
@Suite struct ReportModelTests {
  static func numbers<Number: BitwiseCopyable>(
    _ packed: PackedNumbers, as type: Number.Type = Number.self
  ) -> [Number] {
    packed.data.withUnsafeBytes { bytes in
      (0..<packed.count).map {
        bytes.loadUnaligned(fromByteOffset: $0 * MemoryLayout<Number>.size, as: Number.self)
      }
    }
  }

  @Test func numbersArePackedLeastByteFirst() throws {
    let packed = PackedNumbers([1.0, -2.5] as [Float])
    #expect(Array(packed.data) == [0, 0, 0x80, 0x3F, 0, 0, 0x20, 0xC0])
    let json = try JSONEncoder().encode(packed)
    let object = try #require(try JSONSerialization.jsonObject(with: json) as? [String: String])
    #expect(object == ["type": "f32", "data": "AACAPwAAIMA="])
    #expect(PackedNumbers([1, 2, 3] as [Double]).count == 3)
    #expect(PackedNumbers([1, 2, 3] as [Int32]).count == 3)
    #expect(PackedNumbers([1, 2, 3] as [UInt16]).count == 3)
    #expect(PackedNumbers([1, 2, 3] as [UInt8]).count == 3)
  }

  @Test func layoutHoldsTheDesign() throws {
    let design = HandCheckedExample.design()
    let evaluation = try ProxyEvaluator(
      netlist: design.netlist, floorplan: design.floorplan
    ).evaluate(design.placement)
    let layout = LayoutSection(
      title: "Layout", design: design,
      sources: [LayoutSection.Source("start", design.placement, evaluation)])
    let netlist = design.netlist
    #expect(layout.nodes.count == netlist.nodeCount)
    #expect(layout.nodes.names.components(separatedBy: "\n").count == netlist.nodeCount)
    #expect(Self.numbers(layout.nodes.kinds) == netlist.nodeKinds.map(\.rawValue))
    #expect(Self.numbers(layout.views[0].x) == design.placement.x.map { Float($0) })
    let starts = Self.numbers(layout.nets.starts, as: Int32.self)
    let nodes = Self.numbers(layout.nets.nodes, as: Int32.self)
    #expect(starts.count == netlist.netCount + 1)
    for net in 0..<netlist.netCount {
      let list = nodes[Int(starts[net])..<Int(starts[net + 1])]
      let expected = Set(netlist.netPins[net].map { netlist.pinNodes[$0.index].rawValue })
      #expect(Set(list) == expected)
      #expect(list.count == expected.count, "each node once")
      if let driver = netlist.netDrivers[net] {
        #expect(list.first == netlist.pinNodes[driver.index].rawValue)
      }
    }
    #expect(layout.views[0].maps.map(\.name).count == 3)
    #expect(layout.views[0].maps[0].values.count == layout.columns * layout.rows)
    #expect(layout.animation == nil)
  }

  @Test func framesHoldWhatMoves() throws {
    let design = HandCheckedExample.design()
    var moved = design.placement
    let node = try #require(moved.isFixed.firstIndex(of: false))
    moved.x[node] += 8
    moved.orientations[node] = .west
    let layout = LayoutSection(
      title: "", design: design, sources: [LayoutSection.Source("end", moved)],
      frames: [("start", design.placement), ("end", moved)])
    let animation = try #require(layout.animation)
    #expect(Self.numbers(animation.nodes, as: Int32.self) == [Int32(node)])
    #expect(animation.frames.map(\.label) == ["start", "end"])
    #expect(Self.numbers(animation.frames[0].x, as: UInt16.self) == [0])
    #expect(Self.numbers(animation.frames[1].x, as: UInt16.self) == [65535])
    #expect(animation.extent.maxX - animation.extent.minX == 8)
    #expect(Self.numbers(animation.frames[1].orientations, as: UInt8.self) == [1])
  }

  @Test func nodesWithoutAPlaceAreInNoFrame() {
    let design = HandCheckedExample.design()
    var unplaced = design.placement
    unplaced.x[0] = .nan
    let layout = LayoutSection(
      title: "", design: design, sources: [LayoutSection.Source("end", design.placement)],
      frames: [("start", unplaced), ("end", design.placement)])
    #expect(layout.animation?.nodes.count == 0)
  }

  @Test func samplerKeepsFramesEvenlyOverTheRun() {
    let placement = HandCheckedExample.design().placement
    var sampler = FrameSampler(nodeCount: 9, limit: 10)
    for step in 0..<1000 { sampler.add("\(step)", placement) }
    let steps = sampler.frames.compactMap { Int($0.label) }
    #expect((5...10).contains(steps.count))
    #expect(steps.first == 0)
    #expect(Set(zip(steps, steps.dropFirst()).map { $1 - $0 }).count == 1)
    #expect(steps.last! > 800)
    // A design so large that few placements fit.
    var large = FrameSampler(nodeCount: 1_000_000)
    for step in 0..<100 { large.add("\(step)", placement) }
    #expect(large.frames.count == 2)
  }

  @Test func histogramCountsEveryValueOnce() {
    let values = (0..<1000).map { 1.5 * Double($0) } + [.nan, .infinity, -3]
    let histogram = HistogramSection(
      title: "", xLabel: "", yLabel: "", values: [("a", values), ("b", [])], bins: 20)
    #expect(histogram.edges.count == 21)
    #expect(histogram.series[0].counts.reduce(0, +) == 1001)
    #expect(histogram.series[1].counts.reduce(0, +) == 0)
    #expect(histogram.edges.last == 1498.5)
    #expect(zip(histogram.edges, histogram.edges.dropFirst()).allSatisfy { $0 < $1 })
    // Each value is in the bin whose edges are around it.
    for (bin, count) in histogram.series[0].counts.enumerated() where bin > 0 {
      let inside = values.filter {
        $0 > histogram.edges[bin] * 1.000001 && $0 < histogram.edges[bin + 1] * 0.999999
      }
      #expect(abs(inside.count - count) <= 1)
    }
  }

  @Test(arguments: [[], [5], [0, 0], [7, 7, 7]] as [[Double]])
  func histogramOfFewValuesHasEdges(values: [Double]) {
    let histogram = HistogramSection(
      title: "", xLabel: "", yLabel: "", values: [("a", values)], bins: 4)
    #expect(zip(histogram.edges, histogram.edges.dropFirst()).allSatisfy { $0 < $1 })
    #expect(histogram.series[0].counts.reduce(0, +) == values.count)
  }

  @Test func otherTypesOfSectionAreRefused() {
    let json =
      #"{"format":"chipplace-report","version":1,"title":"","subtitle":"","sections":[{"type":"x"}]}"#
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(ReportDocument.self, from: Data(json.utf8))
    }
  }
}
