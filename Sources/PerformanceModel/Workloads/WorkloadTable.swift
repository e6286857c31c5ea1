import Formats
import Foundation

/// Workloads as comma-separated tables, this library's own and SCALE-Sim's.
///
/// The header names the columns, in any order; capitals do not matter, and blanks and underscores are
/// alike. A row is a product, with `m`, `n` and `k`, or a convolution, with `input_height`,
/// `input_width`, `channels`, `filters`, `kernel_height`, `kernel_width` and perhaps `stride`,
/// `padding` and `batch`; in a table of both, the cells of the other kind are empty. `name` comes
/// first in each row as written; `count` and `phase` may be left out.
///
/// The names of SCALE-Sim's topology files stand for the same: `Layer` and `Layer name`, `IFMAP Height`
/// and `IFMAP Width`, `Filter Height` and `Filter Width`, `Num Filter` and `Strides`. Like those files,
/// a table may have a comma at the end of each line. Their maps have the padding in them already.
///
/// Cells hold no commas and no quotes. Empty lines are skipped.
enum WorkloadTable {
  private enum Column: String, CaseIterable {
    case name, count, phase, m, n, k
    case inputHeight = "input_height"
    case inputWidth = "input_width"
    case channels, filters
    case kernelHeight = "kernel_height"
    case kernelWidth = "kernel_width"
    case stride, padding, batch

    init?(header: String) {
      let key = header.lowercased().replacing(" ", with: "_")
      if let known = Column(rawValue: key) {
        self = known
        return
      }
      let scaleSim: [String: Column] = [
        "layer": .name, "layer_name": .name, "ifmap_height": .inputHeight,
        "ifmap_width": .inputWidth, "filter_height": .kernelHeight,
        "filter_width": .kernelWidth, "num_filter": .filters, "strides": .stride,
      ]
      guard let column = scaleSim[key] else { return nil }
      self = column
    }
  }

  // MARK: - Writing

  static func text(of workload: Workload) -> String {
    var lines = [Column.allCases.map(\.rawValue).joined(separator: ",")]
    for layer in workload.layers {
      var cells: [Column: Int] = [.count: layer.count]
      switch layer.shape {
      case .gemm(let gemm): (cells[.m], cells[.n], cells[.k]) = (gemm.m, gemm.n, gemm.k)
      case .convolution(let map):
        (cells[.inputHeight], cells[.inputWidth]) = (map.inputHeight, map.inputWidth)
        (cells[.channels], cells[.filters]) = (map.channels, map.filters)
        (cells[.kernelHeight], cells[.kernelWidth]) = (map.kernelHeight, map.kernelWidth)
        (cells[.stride], cells[.padding], cells[.batch]) = (map.stride, map.padding, map.batch)
      }
      let row = Column.allCases.map { column in
        switch column {
        case .name: plain(layer.name)
        case .phase: layer.phase.rawValue
        default: cells[column].map(String.init) ?? ""
        }
      }
      lines.append(row.joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A name without what cells must not hold.
  private static func plain(_ name: String) -> String {
    name.map { $0 == "," ? ";" : $0 == "\"" ? "'" : $0.isNewline ? " " : String($0) }.joined()
  }

  // MARK: - Reading

  /// One cell, and where it begins.
  private struct Cell {
    var text: String
    var line: Int
    var column: Int
    var file: String

    func error(_ expected: String) -> ParseError {
      ParseError(
        file: file, line: line, column: column,
        message: "expected \(expected), found \(text.isEmpty ? "nothing" : "'\(text.prefix(40))'")")
    }

    func integer(_ name: String, in range: ClosedRange<Int>) throws(ParseError) -> Int {
      guard let value = Int(text), range.contains(value) else {
        throw error("\(name), a whole number from \(range.lowerBound) to \(range.upperBound)")
      }
      return value
    }
  }

  static func read(_ text: String, name: String, file: String) throws(ParseError) -> Workload {
    var header: [Column] = []
    var workload = Workload(name: name, layers: [])
    var places: [Cell] = []
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() {
      var cells = cells(line, line: index + 1, file: file)
      if cells.allSatisfy(\.text.isEmpty) { continue }
      if cells.count > 1, cells.last?.text.isEmpty == true, header.isEmpty { cells.removeLast() }
      if header.isEmpty {
        header = try columns(cells)
        continue
      }
      if cells.count == header.count + 1, cells.last?.text.isEmpty == true { cells.removeLast() }
      guard cells.count == header.count else {
        throw ParseError(
          file: file, line: index + 1, column: cells[cells.count - 1].column,
          message: "expected \(header.count) cells as in the header, found \(cells.count)")
      }
      workload.layers.append(try layer(Dictionary(uniqueKeysWithValues: zip(header, cells))))
      places.append(cells[0])
    }
    guard !header.isEmpty else {
      throw ParseError(file: file, message: "expected a header and layers, found nothing")
    }
    do throws(WorkloadError) {
      try workload.validate()
    } catch {
      let place = error.layer.map { places[$0] }
      throw ParseError(
        file: file, line: place?.line ?? 1, column: place?.column ?? 1, message: error.message)
    }
    return workload
  }

  private static func cells(_ line: Substring, line number: Int, file: String) -> [Cell] {
    var column = 1
    return line.split(separator: ",", omittingEmptySubsequences: false).map { part in
      let blanks = part.prefix(while: \.isWhitespace).utf8.count
      let text = String(part.dropFirst(blanks)).trimmingCharacters(in: .whitespaces)
      defer { column += part.utf8.count + 1 }
      return Cell(text: text, line: number, column: column + blanks, file: file)
    }
  }

  private static func columns(_ cells: [Cell]) throws(ParseError) -> [Column] {
    var header: [Column] = []
    for cell in cells {
      guard let column = Column(header: cell.text) else {
        throw cell.error(
          "one of the columns \(Column.allCases.map(\.rawValue).joined(separator: ", ")), or of "
            + "SCALE-Sim's")
      }
      if header.contains(column) { throw cell.error("each column once") }
      header.append(column)
    }
    let gemm: [Column] = [.m, .n, .k]
    let convolution: [Column] = [
      .inputHeight, .inputWidth, .channels, .filters, .kernelHeight, .kernelWidth,
    ]
    let isComplete = [gemm, convolution].contains { $0.allSatisfy(header.contains) }
    guard header.contains(.name), isComplete else {
      throw cells[0].error(
        "a header with name, and with m, n and k or the columns of convolutions")
    }
    return header
  }

  private static func layer(_ row: [Column: Cell]) throws(ParseError) -> Layer {
    func has(_ column: Column) -> Bool { row[column].map { !$0.text.isEmpty } ?? false }
    func integer(
      _ column: Column, _ range: ClosedRange<Int> = 1...LayerShape.largestSide,
      default standard: Int? = nil
    ) throws(ParseError) -> Int {
      if !has(column), let standard { return standard }
      guard let cell = row[column] else {
        throw row[.name]!.error("a column '\(column.rawValue)' for this row")
      }
      return try cell.integer(column.rawValue, in: range)
    }
    var phase = Phase.inference
    if has(.phase), let cell = row[.phase] {
      guard let known = Phase(rawValue: cell.text) else {
        throw cell.error("'inference' or 'training'")
      }
      phase = known
    }
    let product: [Column] = [.m, .n, .k]
    let isProduct = product.contains(where: has)
    if isProduct,
      let extra = Column.allCases.first(where: {
        ![.name, .count, .phase, .m, .n, .k].contains($0) && has($0)
      }), let cell = row[extra]
    {
      throw cell.error("an empty cell: the row has m, n or k")
    }
    let shape: LayerShape =
      isProduct
      ? .gemm(GEMM(m: try integer(.m), n: try integer(.n), k: try integer(.k)))
      : .convolution(
        Convolution(
          inputHeight: try integer(.inputHeight), inputWidth: try integer(.inputWidth),
          channels: try integer(.channels), filters: try integer(.filters),
          kernelHeight: try integer(.kernelHeight), kernelWidth: try integer(.kernelWidth),
          stride: try integer(.stride, default: 1),
          padding: try integer(.padding, 0...LayerShape.largestSide, default: 0),
          batch: try integer(.batch, default: 1)))
    return Layer(
      row[.name]!.text, shape,
      count: try integer(.count, 1...Workload.mostRepetitions, default: 1), phase: phase)
  }
}
