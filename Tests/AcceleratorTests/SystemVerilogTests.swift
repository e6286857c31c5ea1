import Netlist
import Testing

@testable import Accelerator

/// What the hardware computes is what the matrices' product is.
@Suite(
  .enabled(
    if: ExternalTool.iverilog.isPresent && ExternalTool.vvp.isPresent,
    "needs Icarus Verilog: iverilog and vvp on the PATH"))
struct SystemVerilogSimulationTests {
  static let variants: [AcceleratorParameters] = {
    var small = AcceleratorParameters()
    (small.rows, small.columns, small.clusterRows, small.clusterColumns) = (4, 4, 2, 2)
    small.vectorLanes = 4
    small.inputBuffer = BufferParameters(banks: 2, kilobytesPerBank: 1)
    small.weightBuffer = BufferParameters(banks: 4, kilobytesPerBank: 1)
    small.outputBuffer = BufferParameters(banks: 2, kilobytesPerBank: 1)
    var variants: [AcceleratorParameters] = []
    for dataflow in Dataflow.allCases {
      for stages in dataflow == .inputStationary ? [2] : [1, 2, 3, 4] {
        var one = small
        one.dataflow = dataflow
        one.pipelineStages = stages
        variants.append(one)
      }
      // Not square, memories side by side and in turn, a bus narrower than a memory.
      var wide = small
      wide.dataflow = dataflow
      (wide.rows, wide.columns, wide.clusterRows, wide.clusterColumns) = (2, 6, 1, 3)
      wide.inputBuffer = BufferParameters(banks: 2, kilobytesPerBank: 9)
      wide.weightBuffer = BufferParameters(banks: 1, kilobytesPerBank: 8)
      if dataflow == .inputStationary { swap(&wide.inputBuffer, &wide.weightBuffer) }
      wide.outputBuffer = BufferParameters(banks: 1, kilobytesPerBank: 16)
      (wide.operandBits, wide.accumulatorBits, wide.busBits) = (11, 40, 24)
      wide.vectorLanes = 4
      variants.append(wide)
    }
    for (network, tiles, channels) in [
      (TileNetwork.bus, 3, 1), (.mesh, 6, 1), (.tree, 8, 2), (.bus, 2, 2),
    ] {
      var many = small
      (many.network, many.tiles, many.dmaChannels) = (network, tiles, channels)
      variants.append(many)
    }
    return variants
  }()

  /// A product on each tile, of other numbers, of a size that fills no fold.
  @Test(arguments: variants)
  func productsAreExact(_ parameters: AcceleratorParameters) throws {
    var random = SeededGenerator(seed: 5)
    var simulation = try SimulatedAccelerator(parameters)
    let products = (0..<parameters.tiles).map { _ in
      MatrixProduct(parameters, rows: 5, depth: 7, columns: 9, random: &random)
    }
    for (tile, product) in products.enumerated() {
      simulation.fill(tile: tile, column: false, base: 3, words: product.rowWords)
      simulation.fill(tile: tile, column: true, base: 2, words: product.columnWords)
    }
    for (tile, product) in products.enumerated() {
      for (index, value) in [
        (1, product.length), (2, product.rowFolds), (3, product.columnFolds), (4, 3), (5, 2),
        (6, 1), (10, 1), (11, product.outputWords), (12, 3), (13, 40), (14, 6),
      ] { simulation.write(tile: tile, index, value) }
    }
    for channel in 0..<parameters.dmaChannels { simulation.write(tile: 255 - channel, 2, 0) }
    // All tiles at once, then their results one after the other.
    for tile in products.indices { simulation.write(tile: tile, 0, 1) }
    simulation.waitForInterrupt()
    for tile in products.indices {
      simulation.write(tile: tile, 0, 4)
      simulation.waitForInterrupt()
    }
    let lines = try simulation.run()
    for (tile, product) in products.enumerated() {
      var written: [Int: [Int]] = [:]
      for line in lines where line[0] == "S" && line[1] == "\(tile)" {
        written[try #require(Int(line[2]))] = lanes(
          line[3], bits: parameters.accumulatorBits, count: parameters.columns)
      }
      #expect(written.count == product.outputWords)
      for (address, expected) in product.expected.enumerated() {
        #expect(written[1 + address] == expected, "tile \(tile), word \(address)")
      }
    }
    #expect(!lines.contains { $0[0] == "expected" })
    if parameters.tiles == 1 {
      // Two fills, the product, the results.
      let busy = lines.filter { $0[0] == "B" }.compactMap { Int($0[1]) }
      try #require(busy.count == 4)
      #expect(
        busy[2]
          == parameters.sequencerCycles(
            length: products[0].length, rowFolds: products[0].rowFolds,
            columnFolds: products[0].columnFolds))
    }
    try expectResults(of: products, parameters, in: lines)
  }

  /// The vector unit's results, as they leave each channel.
  private func expectResults(
    of products: [MatrixProduct], _ parameters: AcceleratorParameters, in lines: [[Substring]]
  ) throws {
    for channel in 0..<parameters.dmaChannels {
      let beats = lines.filter { $0[0] == "R" && $0[1] == "\(channel)" }.map { $0[2] }
      let share = parameters.tilesPerChannel
      let lanesEach = parameters.vectorLanes
      let expected = products[channel * share..<(channel + 1) * share].flatMap { product in
        product.expected.flatMap { word -> [Int] in
          let groups = (word.count + lanesEach - 1) / lanesEach
          let padded = word + [Int](repeating: 0, count: groups * lanesEach - word.count)
          return padded.enumerated().map { lane, sum in
            // Lanes beyond the last column get a sum of zero.
            let limited = min(max(sum + 40, -32768), 32767)
            return min(max((limited * 3) >> 6, 0), (1 << (parameters.operandBits - 1)) - 1)
          }
        }
      }
      let beatsEach =
        (lanesEach * parameters.operandBits + parameters.busBits - 1) / parameters.busBits
      #expect(beats.count == expected.count / lanesEach * beatsEach)
      for group in 0..<expected.count / lanesEach where (group + 1) * beatsEach <= beats.count {
        let words = beats[group * beatsEach..<(group + 1) * beatsEach].reversed().joined()
        let found = lanes(words[...], bits: parameters.operandBits, count: lanesEach)
        #expect(found == Array(expected[group * lanesEach..<(group + 1) * lanesEach]))
      }
    }
  }

  /// The signed lanes of a hexadecimal word, lowest first.
  private func lanes(_ word: some StringProtocol, bits: Int, count: Int) -> [Int] {
    let digits = word.reversed().map { $0.hexDigitValue }
    return (0..<count).map { lane in
      var value = 0
      for bit in 0..<bits {
        let place = lane * bits + bit
        guard place / 4 < digits.count, let digit = digits[place / 4] else { return .min }
        if digit >> (place % 4) & 1 == 1 { value |= 1 << bit }
      }
      return value >= 1 << (bits - 1) ? value - (1 << bits) : value
    }
  }
}

/// A product of two matrices, cut into words as the sequencer expects them.
struct MatrixProduct {
  private(set) var rowWords: [[Int]] = []
  private(set) var columnWords: [[Int]] = []
  /// What the output banks hold at the end.
  private(set) var expected: [[Int]] = []
  private(set) var length = 0
  private(set) var rowFolds = 0
  private(set) var columnFolds = 0

  var outputWords: Int { expected.count }

  init(
    _ parameters: AcceleratorParameters, rows m: Int, depth k: Int, columns n: Int,
    random: inout SeededGenerator
  ) {
    let range = 1 << parameters.operandBits
    let (r, c) = (parameters.rows, parameters.columns)
    var a = [[Int]](repeating: [Int](repeating: 0, count: k), count: m)
    var b = [[Int]](repeating: [Int](repeating: 0, count: n), count: k)
    for i in 0..<m { for j in 0..<k { a[i][j] = random.index(below: range) - range / 2 } }
    for i in 0..<k { for j in 0..<n { b[i][j] = random.index(below: range) - range / 2 } }
    func at(_ matrix: [[Int]], _ i: Int, _ j: Int) -> Int {
      i < matrix.count && j < matrix[0].count ? matrix[i][j] : 0
    }
    func product(_ i: Int, _ j: Int) -> Int {
      (0..<k).reduce(0) { $0 + at(a, i, $1) * at(b, $1, j) }
    }
    func folds(_ value: Int, _ part: Int) -> Int { (value + part - 1) / part }
    switch parameters.dataflow {
    case .weightStationary, .inputStationary:
      // What stays has the depth along the rows; what streams passes by.
      let weightsStay = parameters.dataflow == .weightStationary
      length = weightsStay ? m : n
      rowFolds = folds(k, r)
      columnFolds = folds(weightsStay ? n : m, c)
      func streamed(_ t: Int, _ d: Int) -> Int { weightsStay ? at(a, t, d) : at(b, d, t) }
      func stays(_ d: Int, _ j: Int) -> Int { weightsStay ? at(b, d, j) : at(a, j, d) }
      for fold in 0..<rowFolds {
        for t in 0..<length { rowWords.append((0..<r).map { streamed(t, fold * r + $0) }) }
      }
      for across in 0..<columnFolds {
        for row in 0..<rowFolds * r {
          columnWords.append((0..<c).map { stays(row, across * c + $0) })
        }
        for t in 0..<length {
          expected.append(
            (0..<c).map { weightsStay ? product(t, across * c + $0) : product(across * c + $0, t) })
        }
      }
    case .outputStationary:
      length = k
      rowFolds = folds(m, r)
      columnFolds = folds(n, c)
      for fold in 0..<rowFolds {
        for t in 0..<k { rowWords.append((0..<r).map { at(a, fold * r + $0, t) }) }
      }
      for across in 0..<columnFolds {
        for t in 0..<k { columnWords.append((0..<c).map { at(b, t, across * c + $0) }) }
        for row in 0..<rowFolds * r {
          expected.append((0..<c).map { product(row, across * c + $0) })
        }
      }
    }
  }
}
