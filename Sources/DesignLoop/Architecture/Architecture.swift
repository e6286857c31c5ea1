public import Accelerator
internal import Formats

/// An accelerator as the loop sees it: a value for each gene.
public struct Architecture: Hashable, Sendable {
  /// The values, by gene.
  public private(set) var values: [Double]

  /// An architecture of values in the order of ``Gene``.
  public init(values: [Double]) {
    precondition(values.count == Gene.allCases.count)
    self.values = values
  }

  /// The value of a gene.
  public subscript(_ gene: Gene) -> Double {
    get { values[Gene.indices[gene]!] }
    set { values[Gene.indices[gene]!] = newValue }
  }

  /// The accelerator to generate.
  public var parameters: AcceleratorParameters {
    var parameters = AcceleratorParameters()
    for (gene, value) in zip(Gene.allCases, values) { gene.apply(value, to: &parameters) }
    // About a thousand cells of the cost grid for a tile, so that the cost sees single memories.
    let side = (24 * parameters.tiles.squareRootRoundedUp)
    parameters.gridColumns = min(64, side)
    parameters.gridRows = min(64, side)
    return parameters
  }

  /// A line for a person: size, dataflow, tiles, memories, die.
  public var summary: String {
    func whole(_ gene: Gene) -> String { String(Int(self[gene])) }
    func buffer(_ banks: Gene, _ kilobytes: Gene) -> String {
      "\(whole(banks))x\(whole(kilobytes))"
    }
    var text = "\(whole(.rows))x\(whole(.columns)) \(Gene.dataflow.kinds![Int(self[.dataflow])])"
    if self[.tiles] > 1 {
      text += ", \(whole(.tiles)) tiles on a \(Gene.network.kinds![Int(self[.network])])"
    }
    text += ", \(whole(.pipelineStages)) stages, buffers "
    text += buffer(.inputBanks, .inputKilobytes) + " " + buffer(.weightBanks, .weightKilobytes)
    text += " " + buffer(.outputBanks, .outputKilobytes) + ", bus \(whole(.busBits))"
    return text + ", utilization \(self[.utilization]), aspect \(self[.aspectRatio])"
  }
}

extension Architecture: Codable {
  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// Reads an object with a key for each gene, and nothing else.
  init(_ entry: JSONEntry) throws(ParseError) {
    let object = try entry.object(Gene.allCases.map(\.rawValue))
    values = []
    for gene in Gene.allCases { values.append(try gene.value(object.need(gene.rawValue))) }
  }

  /// Reads an object with a key for each gene, and nothing else.
  public init(from decoder: any Decoder) throws { try self.init(JSONEntry(from: decoder)) }

  /// Writes whole numbers as such, and kinds by their names.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    for (gene, value) in zip(Gene.allCases, values) {
      let key = Key(stringValue: gene.rawValue)
      if let kinds = gene.kinds {
        try container.encode(kinds[Int(value)], forKey: key)
      } else if gene.isContinuous {
        try container.encode(value, forKey: key)
      } else {
        try container.encode(Int(value), forKey: key)
      }
    }
  }
}

extension Gene {
  static let indices = Dictionary(uniqueKeysWithValues: zip(allCases, allCases.indices))
}

extension Int {
  /// The least whole number whose square is no less.
  fileprivate var squareRootRoundedUp: Int { Int(Double(self).squareRoot().rounded(.up)) }
}
