import Accelerator

/// Counts the bits over each class of buses for one product on one tile.
///
/// - Operands that stream run on to the last cluster of their row or column: as many nets as there
///   are clusters, of which the first comes from the feeder. Along the rows a valid bit goes with each.
/// - Operands to stay go down to the cluster of their row.
/// - Sums that move enter at the first row and run down to the collector; those that stayed go down
///   from the cluster of their row.
/// - A bank and its feeder, collector or vector unit are joined by one net, and so are the DMA engine
///   and the banks that it fills, the vector unit and the DMA engine, the DMA engine and the ports.
/// - Sums that go out to DRAM go the way of results, and come back the way of operands.
/// - Addresses count with each access of a bank: the address, its write enable, and the chip enables of
///   the memories side by side.
/// - Of control, each fold and block takes one command on each of the four command buses, a descriptor
///   for the DMA engine, its state, and the vector unit's bit.
/// - The interface counts data alone.
struct TransferCount {
  let parameters: AcceleratorParameters
  let loops: FoldLoops
  let traffic: MemoryTraffic

  /// Four commands of 8 bits, a descriptor and a state of 32 bits, and a bit.
  private static let controlBitsPerFold = 4 * 8 + 2 * 32 + 1

  private var mapping: FoldMapping { loops.mapping }

  func count() -> BusTransfers {
    var transfers = BusTransfers()
    countArray(&transfers)
    let dataflow = parameters.dataflow
    let operandBits = parameters.operandBits
    let sumBits = parameters.accumulatorBits
    let reads: [Operand: BusClass] = [.input: .inputRead, .weight: .weightRead]
    if let row = reads[dataflow.rowOperand], let column = reads[dataflow.columnOperand] {
      transfers[row] = traffic.row.reads * operandBits
      transfers[column] = traffic.column.reads * operandBits
    }
    // What goes out to DRAM and comes back does not pass the collectors.
    let collected = traffic.output.writes - traffic.spilledWords
    transfers[.outputWrite] = collected * sumBits
    transfers[.outputRead] = traffic.output.reads * sumBits
    let spilledBits = traffic.spilledWords * sumBits
    transfers[.fill] = traffic.fetchedWords * operandBits + spilledBits
    transfers[.result] = traffic.resultWords * operandBits + spilledBits
    transfers[.interface] = transfers[.fill] + transfers[.result]
    transfers[.address] = addressBits()
    transfers[.control] = mapping.foldCount * loops.blockCount * Self.controlBitsPerFold
    return transfers
  }

  // MARK: - The array

  private func countArray(_ transfers: inout BusTransfers) {
    let dataflow = parameters.dataflow
    let rowClass: BusClass = dataflow.rowOperand == .input ? .inputStream : .weightStream
    transfers[rowClass] =
      traffic.row.reads * (parameters.operandBits + 1) * parameters.clusterColumnCount
    let clusters = parameters.clusterRowCount
    let sumBits = parameters.accumulatorBits
    if dataflow == .outputStationary {
      transfers[.weightStream] = traffic.column.reads * parameters.operandBits * clusters
      let nets = mapping.sumOverRowFolds { rows in
        (0..<rows).reduce(0) { $0 + clusters - $1 / parameters.clusterRows }
      }
      transfers[.outputDrain] = mapping.columnLength * nets * sumBits
    } else {
      let loadClass: BusClass = dataflow == .weightStationary ? .weightLoad : .inputLoad
      let nets = mapping.sumOverRowFolds { rows in
        (0..<rows).reduce(0) { $0 + $1 / parameters.clusterRows + 1 }
      }
      transfers[loadClass] =
        mapping.columnLength * nets * loops.blockCount * parameters.operandBits
      transfers[.partialSum] = mapping.rowFolds * traffic.resultWords * sumBits * clusters
    }
  }

  // MARK: - Addresses

  private struct Bank {
    var lanes: Int
    var accessBits: Int
    var writeBits: Int

    init(_ operand: Operand, _ parameters: AcceleratorParameters) {
      let buffer = parameters.buffer(operand)
      lanes = parameters.lanes(operand) / buffer.banks
      let bits = operand == .output ? parameters.accumulatorBits : parameters.operandBits
      let organization = BankOrganization(
        bits: lanes * bits, kilobytes: buffer.kilobytesPerBank)
      accessBits = organization.macro.address.bits + 1 + organization.widthSlices
      writeBits = min(parameters.busBits, organization.macro.bits)
    }

    /// The banks that so many lanes take.
    func count(_ lanes: Int) -> Int { FoldMapping.quotient(lanes, self.lanes) }
  }

  private func addressBits() -> Int {
    let row = Bank(parameters.dataflow.rowOperand, parameters)
    let column = Bank(parameters.dataflow.columnOperand, parameters)
    let output = Bank(.output, parameters)
    let rowBanks = mapping.sumOverRowFolds(row.count)
    let columnBanks = mapping.sumOverColumnFolds(column.count)
    let outputBanks = mapping.sumOverColumnFolds(output.count)
    let rowAccesses = mapping.columnFolds * mapping.steps * rowBanks
    var columnAccesses = columnBanks
    var outputAccesses = outputBanks
    if parameters.dataflow == .outputStationary {
      columnAccesses *= mapping.rowFolds * mapping.steps
      outputAccesses *= 2 * mapping.rowLength
    } else {
      columnAccesses *= mapping.rowLength * loops.blockCount
      outputAccesses *= 2 * mapping.steps * (mapping.rowFolds + loops.spills)
    }
    // The DMA engine writes a word of its bus, or of the memory if that is narrower.
    func fills(_ bank: Bank, _ words: Int) -> Int {
      FoldMapping.quotient(words * parameters.operandBits, bank.writeBits)
    }
    return (rowAccesses + fills(row, traffic.row.writes)) * row.accessBits
      + (columnAccesses + fills(column, traffic.column.writes)) * column.accessBits
      + outputAccesses * output.accessBits
  }
}
