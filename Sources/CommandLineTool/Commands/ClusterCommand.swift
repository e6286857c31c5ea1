import ArgumentParser
import ChipPlace
import Clustering
import Formats
import Foundation
import Netlist

/// `chipplace cluster`.
struct ClusterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cluster",
    abstract: "Puts the standard cells of a flat netlist into soft macros, for macro placement.",
    discussion: """
      Macros, ports and fixed cells stay. A soft macro is a square with the area of its cells and \
      pins at its centre. The engine 'metis' cuts few nets, 'hierarchy' goes by the modules that \
      names spell out, 'distance' by where the placement has the cells.

      A .pb.txt holds no die and no cost grid: write a .plc beside it, for 'place' to read with \
      --placement. Lengths stay in the netlist's units.

      Examples:
        chipplace cluster chip.aux -o chip.pb.txt -o chip.plc
      """)

  @OptionGroup var design: DesignArguments

  @Option(
    help: "A placement whose canvas and positions count: .plc or .pl, plain or .gz.",
    completion: .file(extensions: ["plc", "pl", "gz"]))
  var placement: String?

  @Option(
    help: ArgumentHelp(
      "A .plc whose cost grid and routing supply count, drawn to the scale of the die.",
      discussion: """
        The canvas that a design was published with in clustered form, whatever unit its flat form \
        counts in.
        """),
    completion: .file(extensions: ["plc", "gz"]))
  var canvas: String?

  @Option(
    name: [.short, .long],
    help: "The file to write: .pb.txt, .plc, .aux or .pl; give the option again for more.",
    completion: .file())
  var output: [String]

  @Option(
    help: "Clusters, about. By default four times the root of the cells, from 16 to 2000.")
  var clusters: Int?

  @Option(help: "What decides which cells go together: 'metis', 'hierarchy' or 'distance'.")
  var engine = ClusteringEngine.metis

  @Option(help: "The seed of METIS.")
  var seed: UInt64 = 1

  @Option(help: "The share of a soft macro's area that its cells take.")
  var density = 1.0

  @Flag(help: "Keep nets that join the same nodes apart, in place of adding their weights.")
  var keepNets = false

  @Option(
    help: "Write the cluster of each node: a line with its name and a number, -1 for what stays.",
    completion: .file())
  var groups: String?

  @Flag(help: "Write a JSON object.")
  var json = false

  /// What was made.
  private struct Report: Encodable {
    var engine: String
    var clusters: Int
    var flatNets: Int
    var cutNets: Int
    var nets: Int
    var pins: Int
    var imbalance: Double
    var columns: Int
    var rows: Int
    var seconds: Double
    var peakMemoryBytes = ProcessMemory.peakBytes

    init(_ clustered: ClusteredDesign, flat: Design, engine: ClusteringEngine, seconds: Double) {
      self.engine = engine.rawValue
      self.seconds = seconds
      clusters = clustered.clusterCount
      flatNets = flat.netlist.netCount
      cutNets = clustered.cutNetCount
      nets = clustered.design.netlist.netCount
      pins = clustered.design.netlist.pinCount
      imbalance = clustered.imbalance
      columns = clustered.design.floorplan.columns
      rows = clustered.design.floorplan.rows
    }

    var text: String {
      String(
        format: """
          soft macros      %d
          nets             %d, %d of them cut, %d after merging
          pins             %d
          largest cluster  %.3f of the mean
          cost grid        %d x %d
          time             %.1f s, %d MiB
          """, clusters, flatNets, cutNets, nets, pins, imbalance, columns, rows, seconds,
        peakMemoryBytes >> 20)
    }
  }

  private var options: ClusteringOptions {
    var options = ClusteringOptions()
    options.engine = engine
    options.clusters = clusters
    options.seed = seed
    options.density = density
    options.mergesNets = !keepNets
    return options
  }

  func validate() throws {
    if output.isEmpty { throw ValidationError("Expected at least one --output file.") }
    try requireKnownFormats(outputs: output)
    do throws(ClusteringError) {
      try options.validate()
    } catch {
      throw ValidationError(error.description)
    }
  }

  func run() throws {
    try reportingFailures {
      let files = output + (groups.map { [$0] } ?? [])
      try requireWritable(files)
      let flat = try design.read(placement: placement)
      let begin = ContinuousClock.now
      var clustered = try Clusterer(options).cluster(flat)
      let time = (ContinuousClock.now - begin).components
      if let canvas { try PlacementFile.readCanvas(file: canvas, into: &clustered.design) }
      for file in output { try clustered.design.write(to: file) }
      if let groups { try write(clustered, of: flat.netlist, to: groups) }
      let report = Report(
        clustered, flat: flat, engine: engine,
        seconds: Double(time.seconds) + Double(time.attoseconds) * 1e-18)
      if json {
        try Results.show(json: report, besides: files)
      } else {
        try Results.show(report.text, besides: files)
      }
    }
  }

  private func write(
    _ clustered: ClusteredDesign, of netlist: Netlist, to file: String
  ) throws(OutputError) {
    var output = FileOutput()
    for node in 0..<netlist.nodeCount {
      netlist.names.withBytes(of: netlist.nodeSymbols[node]) { output.write($0) }
      output.write(" \(clustered.clusterOfNode[node])\n")
    }
    try output.save(to: file)
  }
}
