import Accelerator

/// What the loops over folds must know of the memories: how many words may stay in each while others
/// come, and how wide words are.
struct MemoryCapacity: Hashable, Sendable {
  /// The words of the operand along the rows in half of its buffer.
  var rowWords: Int
  /// The words of the operand at the columns' top in half of its buffer.
  var columnWords: Int
  /// The sums in half of the output buffer.
  var sumWords: Int
  /// The bits of an input, a weight and a result that has left the vector unit.
  var operandBits: Int
  /// The bits of a sum.
  var sumBits: Int

  /// The memories of one tile. Half of each buffer works while the other half is filled or emptied.
  init(_ parameters: AcceleratorParameters) {
    func half(_ operand: Operand, bits: Int) -> Int {
      let buffer = parameters.buffer(operand)
      return buffer.banks * buffer.kilobytesPerBank * 8192 / 2 / bits
    }
    operandBits = parameters.operandBits
    sumBits = parameters.accumulatorBits
    rowWords = half(parameters.dataflow.rowOperand, bits: operandBits)
    columnWords = half(parameters.dataflow.columnOperand, bits: operandBits)
    sumWords = half(.output, bits: sumBits)
  }
}
