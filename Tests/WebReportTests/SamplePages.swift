import Accelerator
import Evaluation
import Netlist
import SyntheticDesigns
import WebReport

/// Reports to look at and to try in a browser.
enum SamplePages {
  /// A name that would run a script, were it ever taken for markup.
  static let hostileName = "</script><img src=x onerror=\"document.title='broken'\">&amp;<!--"

  /// Every kind of section, of a small accelerator in two placements with an animation between them.
  static func small() throws -> ReportDocument {
    var parameters = AcceleratorParameters()
    parameters.rows = 16
    parameters.columns = 16
    let design = try AcceleratorGenerator.generate(parameters, seed: 1)
    let evaluator = ProxyEvaluator(netlist: design.netlist, floorplan: design.floorplan)
    var random = SeededGenerator(seed: 7)
    var after = design.placement
    for node in 0..<design.netlist.nodeCount where !after.isFixed[node] {
      let die = design.floorplan.die
      after.x[node] += (random.uniform() - 0.5) * 0.1 * die.width
      after.y[node] += (random.uniform() - 0.5) * 0.1 * die.height
    }
    let frames = (0...20).map { step in
      var placement = design.placement
      let share = Double(step) / 20
      for node in 0..<design.netlist.nodeCount {
        placement.x[node] += share * (after.x[node] - design.placement.x[node])
        placement.y[node] += share * (after.y[node] - design.placement.y[node])
      }
      return (label: "frame \(step) of 20", placement: placement)
    }
    let before = try evaluator.evaluate(design.placement)
    let moved = try evaluator.evaluate(after)
    var report = ReportDocument(
      title: "Accelerator of 16 × 16", subtitle: "Two placements of one design")
    report.sections = [
      .figures(
        FiguresSection(figures: [
          ReportFigure(
            "Proxy cost", FigureText.cost(moved.proxy),
            detail: "\(FigureText.cost(before.proxy)) before"),
          ReportFigure("Wirelength cost", FigureText.cost(moved.terms.wirelength)),
          ReportFigure("Density cost", FigureText.cost(moved.terms.density)),
          ReportFigure("Congestion cost", FigureText.cost(moved.terms.congestion)),
        ])),
      .layout(
        LayoutSection(
          title: "Layout", design: design,
          sources: [
            LayoutSection.Source("before", design.placement, before),
            LayoutSection.Source("after", after, moved),
          ], frames: frames)),
      curves(),
      .histogram(
        HistogramSection(
          title: "Lengths of nets", xLabel: "half-perimeter, µm", yLabel: "nets",
          values: [("before", before.netWirelengths), ("after", moved.netWirelengths)])),
      table(), .text(TextSection(title: hostileName, paragraphs: [hostileName])),
    ]
    return report
  }

  private static func curves() -> ReportSection {
    let seconds = (0..<120).map { Double($0) / 2 }
    let best = seconds.map { 0.58 + 0.2 / (1 + $0 / 6) }
    return .curves(
      CurvesSection(
        title: "Cost over time", xLabel: "seconds", yLabel: "proxy cost",
        series: [
          .init(
            name: "current", x: seconds,
            y: zip(seconds, best).map { $1 + 0.06 / (1 + $0 / 9) }),
          .init(
            name: "best", style: .steps, x: seconds, y: best, lower: best.map { $0 - 0.01 },
            upper: best.map { $0 + 0.01 }),
          .init(name: "others", style: .points, x: [10.25, 30.75], y: [0.7, .nan]),
        ], note: "A note below the chart."))
  }

  private static func table() -> ReportSection {
    .table(
      TableSection(
        title: "Runs",
        columns: [
          .init("run"), .init("proxy cost", decimals: 4, best: .least), .init("moves"),
          .init("legal"),
        ],
        rows: [
          ["seed 10", 0.6012, 250_000.0, "yes"], ["seed 9", 0.5987, 1_250_000.0, "yes"],
          [.text(hostileName), 0.6104, .empty, "no"], ["seed 2", .number(.nan), 9_000.0, "yes"],
        ]))
  }

  /// A small design whose every name is hostile.
  static func hostile() -> ReportDocument {
    var names = StringTable()
    let symbols = ["\(hostileName)\nmacro", "\(hostileName)\u{2028}cluster", "net \(hostileName)"]
      .map { names.intern($0) }
    var builder = NetlistBuilder(name: hostileName, names: names)
    let macro = builder.addNode(.hardMacro, symbol: symbols[0], width: 30, height: 20)
    let cluster = builder.addNode(.softMacro, symbol: symbols[1], width: 9, height: 9)
    builder.connect(builder.addPin(of: macro))
    builder.connect(builder.addPin(of: cluster))
    builder.endNet(symbol: symbols[2])
    let netlist = builder.build()
    var placement = Placement(for: netlist)
    (placement.x, placement.y) = ([40, 80], [50, 50])
    let design = Design(
      netlist: netlist, floorplan: Floorplan(die: Box(minX: 0, minY: 0, maxX: 100, maxY: 100)),
      placement: placement)
    return ReportDocument(
      title: hostileName, subtitle: hostileName,
      sections: [
        .layout(
          LayoutSection(
            title: hostileName, design: design,
            sources: [
              LayoutSection.Source(hostileName, placement),
              LayoutSection.Source(hostileName, placement),
            ], frames: [(hostileName, placement), (hostileName, placement)], note: hostileName)),
        .figures(
          FiguresSection(title: hostileName, figures: [ReportFigure(hostileName, hostileName)])),
        .table(
          TableSection(
            title: hostileName, columns: [.init(hostileName)], rows: [[.text(hostileName)]],
            note: hostileName)),
        .curves(
          CurvesSection(
            title: hostileName, xLabel: hostileName, yLabel: hostileName,
            series: [.init(name: hostileName, x: [1, 2], y: [1, 2])], note: hostileName)),
        .histogram(
          HistogramSection(
            title: hostileName, xLabel: hostileName, yLabel: hostileName,
            values: [(hostileName, [1, 2, 3])], note: hostileName)),
      ])
  }

  /// A flat design of so many macros and cells.
  static func large(cells: Int, macros: Int) throws -> ReportDocument {
    var parameters = SyntheticParameters(cells: cells)
    parameters.macros = macros
    parameters.macroAreaShare = macros > 1000 ? 0.75 : 0.3
    let made = try SyntheticDesign.generate(parameters, seed: 1)
    let evaluation = try ProxyEvaluator(
      netlist: made.design.netlist, floorplan: made.design.floorplan
    ).evaluate(made.reference)
    return ReportDocument(
      title: "\(cells) cells and \(macros) macros",
      sections: [
        .layout(
          LayoutSection(
            title: "Layout", design: made.design,
            sources: [
              LayoutSection.Source("start", made.design.placement),
              LayoutSection.Source("reference", made.reference, evaluation),
            ])),
        .histogram(
          HistogramSection(
            title: "Lengths of nets", xLabel: "half-perimeter, sites", yLabel: "nets",
            values: [("reference", evaluation.netWirelengths)])),
      ])
  }
}
