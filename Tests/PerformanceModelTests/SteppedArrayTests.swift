import Accelerator
import Netlist
import PerformanceModel
import Testing

@Suite("The model against an array stepped cycle by cycle")
struct SteppedArrayTests {
  struct Size: Sendable {
    var rows: Int
    var columns: Int
    var clusterRows: Int
    var clusterColumns: Int
  }

  static let arrays = [
    Size(rows: 4, columns: 4, clusterRows: 2, clusterColumns: 2),
    Size(rows: 6, columns: 3, clusterRows: 2, clusterColumns: 3),
    Size(rows: 2, columns: 6, clusterRows: 1, clusterColumns: 2),
    Size(rows: 1, columns: 1, clusterRows: 1, clusterColumns: 1),
  ]

  static let shapes = [
    GEMM(m: 4, n: 4, k: 4), GEMM(m: 7, n: 5, k: 9), GEMM(m: 1, n: 8, k: 3),
    GEMM(m: 13, n: 1, k: 2), GEMM(m: 5, n: 9, k: 1), GEMM(m: 6, n: 7, k: 14),
    GEMM(m: 3, n: 2, k: 2),
  ]

  @Test("agrees in cycles, accesses and transfers", arguments: Dataflow.allCases, arrays)
  func agreement(dataflow: Dataflow, array: Size) throws {
    var random = SeededGenerator(seed: 7)
    for gemm in Self.shapes {
      let inputs = Self.matrix(gemm.m, gemm.k, &random)
      let weights = Self.matrix(gemm.k, gemm.n, &random)
      var stepped = SteppedArray(
        rows: array.rows, columns: array.columns, clusterRows: array.clusterRows,
        clusterColumns: array.clusterColumns)
      switch dataflow {
      case .weightStationary: stepped.runKeeping(weights, stream: inputs)
      case .inputStationary:
        stepped.runKeeping(Self.transposed(inputs), stream: Self.transposed(weights))
      case .outputStationary: stepped.runKeepingSums(inputs, weights)
      }
      let product = Self.product(inputs, weights)
      #expect(
        stepped.results == (dataflow == .inputStationary ? Self.transposed(product) : product))
      try expect(stepped.counts, of: gemm, dataflow, array)
    }
  }

  private func expect(
    _ stepped: SteppedArray.Counts, of gemm: GEMM, _ dataflow: Dataflow, _ array: Size
  ) throws {
    var parameters = AcceleratorParameters()
    parameters.dataflow = dataflow
    parameters.rows = array.rows
    parameters.columns = array.columns
    parameters.clusterRows = array.clusterRows
    parameters.clusterColumns = array.clusterColumns
    parameters.operandBits = 6
    parameters.accumulatorBits = 20
    parameters.inputBuffer.banks = 1
    parameters.weightBuffer.banks = 1
    parameters.outputBuffer.banks = 1
    let model = try PerformanceModel(parameters)
    let counts = try model.total(Workload(name: "", layers: [Layer("", .gemm(gemm))]))
    // SCALE-Sim's total is the number of the last cycle.
    #expect(counts.cycles == stepped.cycles - 1)
    let isRowInput = dataflow != .inputStationary
    let (row, column) =
      isRowInput
      ? (counts.inputSRAM, counts.weightSRAM) : (counts.weightSRAM, counts.inputSRAM)
    #expect(row.reads == stepped.rowReads)
    #expect(column.reads == stepped.columnReads)
    #expect(counts.outputSRAM == WordAccesses(reads: stepped.sumReads, writes: stepped.sumWrites))
    // Small operands are fetched once.
    #expect(counts.inputSRAM.writes == gemm.m * gemm.k)
    #expect(counts.weightSRAM.writes == gemm.k * gemm.n)

    let transfers = counts.transfers
    let classes: (row: BusClass, column: BusClass, result: BusClass) =
      switch dataflow {
      case .weightStationary: (.inputStream, .weightLoad, .partialSum)
      case .outputStationary: (.inputStream, .weightStream, .outputDrain)
      case .inputStationary: (.weightStream, .inputLoad, .partialSum)
      }
    #expect(transfers[classes.row] == stepped.rowNets * 7)
    #expect(transfers[classes.column] == stepped.columnNets * 6)
    #expect(transfers[classes.result] == stepped.resultNets * 20)
    #expect(transfers[isRowInput ? .inputRead : .weightRead] == stepped.rowReads * 6)
    #expect(transfers[isRowInput ? .weightRead : .inputRead] == stepped.columnReads * 6)
    #expect(transfers[.outputWrite] == stepped.sumWrites * 20)
    #expect(transfers[.outputRead] == stepped.sumReads * 20)
    #expect(transfers[.fill] == (gemm.m + gemm.n) * gemm.k * 6)
    #expect(transfers[.result] == gemm.m * gemm.n * 6)
    #expect(transfers[.interface] == transfers[.fill] + transfers[.result])
    #expect(transfers[.control] > 0)
    let unused = Set(BusClass.allCases.prefix(6))
      .subtracting([classes.row, classes.column, classes.result])
    for busClass in unused { #expect(transfers[busClass] == 0, "\(busClass)") }
  }

  /// Addresses by hand: 8 × 8 elements, weights stay, two banks each of 4 lanes.
  @Test("counts an address for each access of a bank")
  func addresses() throws {
    var parameters = AcceleratorParameters()
    (parameters.rows, parameters.columns) = (8, 8)
    parameters.inputBuffer = BufferParameters(banks: 2, kilobytesPerBank: 1)
    parameters.weightBuffer = BufferParameters(banks: 2, kilobytesPerBank: 1)
    parameters.outputBuffer = BufferParameters(banks: 2, kilobytesPerBank: 1)
    let counts = try PerformanceModel(parameters)
      .total(Workload(name: "", layers: [Layer("", .gemm(GEMM(m: 3, n: 6, k: 5)))]))
    func bits(_ lanes: Int, _ laneBits: Int) -> (access: Int, word: Int) {
      let bank = BankOrganization(bits: lanes * laneBits, kilobytes: 1)
      return (bank.macro.address.bits + 1 + bank.widthSlices, bank.macro.bits)
    }
    let (operand, sum) = (bits(4, 8), bits(4, 32))
    let word = min(64, operand.word)
    // Five rows take two banks, six columns two. Sums are written, and read by the vector unit.
    let reads = 3 * 2 + 5 * 2
    let fills = (15 * 8 + word - 1) / word + (30 * 8 + word - 1) / word
    #expect(
      counts.transfers[.address] == (reads + fills) * operand.access + 2 * 3 * 2 * sum.access)
  }

  static func matrix(
    _ rows: Int, _ columns: Int, _ random: inout SeededGenerator
  ) -> [[Int]] {
    (0..<rows).map { _ in (0..<columns).map { _ in random.index(below: 19) - 9 } }
  }

  static func transposed(_ matrix: [[Int]]) -> [[Int]] {
    matrix[0].indices.map { column in matrix.map { $0[column] } }
  }

  static func product(_ a: [[Int]], _ b: [[Int]]) -> [[Int]] {
    a.map { row in
      b[0].indices.map { column in row.indices.reduce(0) { $0 + row[$1] * b[$1][column] } }
    }
  }
}
