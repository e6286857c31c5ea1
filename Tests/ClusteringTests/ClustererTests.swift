import Clustering
import Netlist
import SyntheticDesigns
import TestSupport
import Testing

@Suite struct ClustererTests {
  private static func flat(cells: Int = 3000, placed: Bool = true) throws -> Design {
    var parameters = SyntheticParameters(cells: cells)
    parameters.macros = 6
    var (design, reference, _) = try SyntheticDesign.generate(parameters, seed: 8)
    if placed { design.placement = reference }
    return design
  }

  private static func options(
    _ engine: ClusteringEngine, _ clusters: Int? = 40, mergesNets: Bool = true
  ) -> ClusteringOptions {
    var options = ClusteringOptions()
    options.engine = engine
    options.clusters = clusters
    options.mergesNets = mergesNets
    return options
  }

  @Test(arguments: ClusteringEngine.allCases)
  func everyCellIsInOneCluster(engine: ClusteringEngine) throws {
    let flat = try Self.flat()
    let clustered = try Clusterer(Self.options(engine)).cluster(flat)
    let netlist = clustered.design.netlist
    let numbers = Set(clustered.clusterOfNode.filter { $0 >= 0 })
    #expect(numbers == Set(0..<Int32(clustered.clusterCount)))
    #expect((20...100).contains(clustered.clusterCount))
    #expect(netlist.count(of: .softMacro) == clustered.clusterCount)
    #expect(netlist.count(of: .standardCell) == 0)
    var areas = [Double](repeating: 0, count: netlist.nodeCount)
    for node in 0..<flat.netlist.nodeCount {
      let isCell = flat.netlist.nodeKinds[node] == .standardCell
      #expect((clustered.clusterOfNode[node] >= 0) == isCell)
      let target = clustered.nodeOfFlatNode[node]
      areas[target.index] += flat.netlist.area(of: NodeID(node))
      if !isCell {
        #expect(netlist.name(of: target) == flat.netlist.name(of: NodeID(node)))
        #expect(netlist.nodeKinds[target.index] == flat.netlist.nodeKinds[node])
        #expect(
          netlist.nodePins.count(row: target.index) == flat.netlist.nodePins.count(row: node))
        #expect(clustered.design.placement.x[target.index] == flat.placement.x[node])
        #expect(
          clustered.design.placement.isFixed[target.index] == flat.placement.isFixed[node])
      }
    }
    for node in 0..<netlist.nodeCount {
      #expect(abs(netlist.area(of: NodeID(node)) - areas[node]) <= areas[node] * 1e-12)
    }
  }

  @Test func partsAreBalanced() throws {
    let flat = try Self.flat()
    #expect(try Clusterer(Self.options(.metis)).cluster(flat).imbalance < 1.1)
    #expect(try Clusterer(Self.options(.hierarchy)).cluster(flat).imbalance < 2.2)
  }

  /// The nets that would be cut if cells went to clusters in turn.
  private func cutInTurn(_ netlist: Netlist, clusters: Int) -> Int {
    (0..<netlist.netCount).count { net in
      let nodes = netlist.netPins[net].map { netlist.pinNodes[$0.index].index }
      return Set(nodes.map { netlist.nodeKinds[$0] == .standardCell ? $0 % clusters : -$0 }).count
        > 1
    }
  }

  @Test func fewNetsAreCut() throws {
    let flat = try Self.flat()
    let blind = cutInTurn(flat.netlist, clusters: 40)
    let metis = try Clusterer(Self.options(.metis)).cluster(flat)
    let distance = try Clusterer(Self.options(.distance)).cluster(flat)
    #expect(blind > flat.netlist.netCount * 9 / 10)
    #expect(Double(metis.cutNetCount) < 0.45 * Double(blind), "\(metis.cutNetCount) of \(blind)")
    #expect(Double(distance.cutNetCount) < 0.6 * Double(blind), "\(distance.cutNetCount)")
    #expect(metis.design.netlist.netCount <= metis.cutNetCount)
  }

  private func halfPerimeter(
    _ netlist: Netlist, _ place: (PinID) -> (x: Double, y: Double)
  ) -> Double {
    (0..<netlist.netCount).reduce(0.0) { sum, net in
      let pins = netlist.netPins[net].map(place)
      let (x, y) = (pins.map(\.x), pins.map(\.y))
      return sum
        + netlist.netWeights[net] * (x.max()! - x.min()! + (y.max()! - y.min()!))
    }
  }

  /// Clustered, a net is as long as flat with its cells collapsed to their clusters' centres.
  @Test(arguments: [true, false]) func wirelengthIsThatOfCollapsedCells(mergesNets: Bool) throws {
    let flat = try Self.flat()
    let clustered = try Clusterer(Self.options(.metis, mergesNets: mergesNets)).cluster(flat)
    var random = SeededGenerator(seed: 2)
    var placement = clustered.design.placement
    for node in placement.x.indices where !placement.isFixed[node] {
      // Multiples of a power of two, so that sums are exact in any order.
      placement.x[node] = Double(random.index(below: 2000)) / 4
      placement.y[node] = Double(random.index(below: 2000)) / 4
    }
    let whole = halfPerimeter(flat.netlist) { pin in
      let node = flat.netlist.pinNodes[pin.index].index
      let target = clustered.nodeOfFlatNode[node].index
      if clustered.clusterOfNode[node] >= 0 { return (placement.x[target], placement.y[target]) }
      return (
        placement.x[target] + flat.netlist.pinOffsetsX[pin.index],
        placement.y[target] + flat.netlist.pinOffsetsY[pin.index]
      )
    }
    let netlist = clustered.design.netlist
    #expect(halfPerimeter(netlist) { placement.position(of: $0, in: netlist) } == whole)
    #expect(mergesNets || netlist.netCount == clustered.cutNetCount)
    let weights = netlist.netWeights.reduce(0, +)
    #expect(weights == Double(clustered.cutNetCount))
  }

  @Test func expandingKeepsMacrosAndSpreadsCells() throws {
    let flat = try Self.flat()
    let clustered = try Clusterer(Self.options(.metis)).cluster(flat)
    let netlist = clustered.design.netlist
    var placement = clustered.design.placement
    for node in placement.x.indices where !placement.isFixed[node] { placement.x[node] += 17 }
    let macro = netlist.nodes(.hardMacro)[2]
    placement.orientations[macro.index] = .flippedSouth
    let expanded = clustered.expand(placement, onto: flat.placement)
    var places: Set<[Double]> = []
    for node in 0..<flat.netlist.nodeCount {
      let target = clustered.nodeOfFlatNode[node]
      switch flat.netlist.nodeKinds[node] {
      case .port:
        #expect(expanded.x[node] == flat.placement.x[node])
      case .hardMacro:
        #expect(expanded.x[node] == placement.x[target.index])
        #expect(expanded.x[node] == flat.placement.x[node] + 17)
        #expect(expanded.y[node] == flat.placement.y[node])
        #expect(expanded.orientations[node] == placement.orientations[target.index])
      default:
        let box = placement.box(of: target, in: netlist)
        #expect(box.minX < expanded.x[node] && expanded.x[node] < box.maxX)
        #expect(box.minY < expanded.y[node] && expanded.y[node] < box.maxY)
        places.insert([expanded.x[node], expanded.y[node]])
      }
    }
    #expect(places.count == 3000)
    #expect(expanded.isFixed == flat.placement.isFixed)
  }

  @Test(arguments: ClusteringEngine.allCases)
  func theSameComesOutTwice(engine: ClusteringEngine) throws {
    let flat = try Self.flat()
    let first = try Clusterer(Self.options(engine)).cluster(flat)
    let second = try Clusterer(Self.options(engine)).cluster(flat)
    #expect(first.clusterOfNode == second.clusterOfNode)
    #expect(first.design.differences(from: second.design) == [])
  }

  @Test func seedsMakeADifference() throws {
    let flat = try Self.flat()
    var options = Self.options(.metis)
    let first = try Clusterer(options).cluster(flat)
    options.seed = 2
    #expect(try Clusterer(options).cluster(flat).clusterOfNode != first.clusterOfNode)
  }

  @Test func clustersHaveTheDensityAskedFor() throws {
    let flat = try Self.flat(cells: 400)
    var options = Self.options(.metis, 10)
    options.density = 0.5
    let netlist = try Clusterer(options).cluster(flat).design.netlist
    let soft = netlist.nodes(.softMacro).reduce(0.0) { $0 + netlist.area(of: $1) }
    let cells = flat.netlist.nodes(.standardCell).reduce(0.0) { $0 + flat.netlist.area(of: $1) }
    #expect(abs(soft / cells - 2) < 1e-9)
  }
}
