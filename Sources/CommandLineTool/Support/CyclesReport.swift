import Accelerator
import Foundation
import PerformanceModel

/// What `cycles` says.
struct CyclesReport: Encodable {
  /// A layer, or all of them: what is done for all repetitions.
  struct Entry: Encodable {
    var name: String
    var count: Int
    var m: Int?
    var n: Int?
    var k: Int?
    var foldCount: Int
    var cycles: Int
    var utilization: Double
    var sequencerCycles: Int
    var stallCycles: Int
    var fillCycles: Int
    var vectorCycles: Int
    var totalCycles: Int
    var macs: Int
    var inputSRAM: WordAccesses
    var weightSRAM: WordAccesses
    var outputSRAM: WordAccesses
    var dramBytesRead: Int
    var dramBytesWritten: Int
    var transfers: BusTransfers

    init(
      name: String, count: Int, gemm: GEMM?, foldCount: Int, _ counts: ActivityCounts,
      _ model: PerformanceModel
    ) {
      self.name = name
      self.count = count
      (m, n, k) = (gemm?.m, gemm?.n, gemm?.k)
      self.foldCount = foldCount
      cycles = counts.cycles
      utilization = model.utilization(counts)
      sequencerCycles = counts.sequencerCycles
      stallCycles = counts.stallCycles
      fillCycles = counts.fillCycles
      vectorCycles = counts.vectorCycles
      totalCycles = counts.totalCycles
      macs = counts.macs
      inputSRAM = counts.inputSRAM
      weightSRAM = counts.weightSRAM
      outputSRAM = counts.outputSRAM
      dramBytesRead = counts.dramBytesRead
      dramBytesWritten = counts.dramBytesWritten
      transfers = counts.transfers
    }

    var row: String {
      let shape = m.map { "\($0) x \(n ?? 0) x \(k ?? 0)" } ?? ""
      return String(
        format: "%@ %@ %7d %13d %13d %6.1f%% %13d %13d", Self.padded(name, to: 28),
        Self.padded(shape, to: 21), count, cycles, totalCycles, utilization * 100, dramBytesRead,
        dramBytesWritten)
    }

    static func padded(_ text: String, to width: Int) -> String {
      text.count > width
        ? text.prefix(width - 1) + "…" : text.padding(toLength: width, withPad: " ", startingAt: 0)
    }
  }

  var workload: String
  var dataflow: String
  var rows: Int
  var columns: Int
  var tiles: Int
  var layers: [Entry]
  var total: Entry

  init(_ workload: Workload, _ model: PerformanceModel, _ reports: [LayerReport]) {
    self.workload = workload.name
    dataflow = model.parameters.dataflow.rawValue
    rows = model.parameters.rows
    columns = model.parameters.columns
    tiles = model.tiles
    layers = reports.map {
      Entry(
        name: $0.layer.name, count: $0.layer.count, gemm: $0.layer.shape.gemm,
        foldCount: $0.foldCount * $0.layer.count, $0.total, model)
    }
    var sum = ActivityCounts()
    for report in reports { sum.add(report.counts, times: report.layer.count) }
    total = Entry(
      name: "total", count: layers.reduce(0) { $0 + $1.count }, gemm: nil,
      foldCount: layers.reduce(0) { $0 + $1.foldCount }, sum, model)
  }

  /// A table for a person.
  var text: String {
    let header =
      Entry.padded("layer", to: 28) + " " + Entry.padded("m x n x k", to: 21)
      + "   count        cycles    all cycles  usage    bytes read bytes written"
    return """
      \(dataflow), \(rows) x \(columns) elements, \(tiles) \(tiles == 1 ? "tile" : "tiles")
      \(header)
      \(layers.map(\.row).joined(separator: "\n"))
      \(total.row)
      """
  }
}
