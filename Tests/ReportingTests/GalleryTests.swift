import Accelerator
import Foundation
import Netlist
import Testing

import Reporting

/// Writes pictures for looking at into the folder that CHIPPLACE_GALLERY names.
@Suite struct GalleryTests {
  static let folder = ProcessInfo.processInfo.environment["CHIPPLACE_GALLERY"]

  @Test(.enabled(if: folder != nil, "CHIPPLACE_GALLERY names no folder"))
  func writesTheGallery() throws {
    let folder = try #require(Self.folder)
    let few = SampleDesign(macros: 10, softMacros: 12) { "core/buffers/weight_bank_\($0)" }
    let many = SampleDesign(macros: 133, softMacros: 782, ports: 495) {
      "i_cache_subsystem/i_nbdcache/sram_block[\($0 / 8)].data_sram/macro_mem[\($0 % 8)].i_ram"
    }
    let cells = SampleDesign(macros: 12, softMacros: 0, cells: 100_000) { "ram_\($0)" }
    let wide = SampleDesign(
      macros: 6, softMacros: 3, names: { "m\($0)" },
      die: Box(minX: -500, minY: 100, maxX: 9500, maxY: 1900))
    for (name, sample) in [("few", few), ("many", many), ("cells", cells), ("wide", wide)] {
      let layout = LayoutPicture(
        netlist: sample.netlist, floorplan: sample.floorplan, placement: sample.placement,
        title: "Sample with \(name) macros",
        subtitle: "proxy cost 0.7129 = wirelength 0.0497 + 0.5 × density 0.6067 + …")
      let maps = ["Density", "Horizontal congestion", "Vertical congestion"].map { title in
        HeatMap(
          values: SampleDesign.hills(columns: 24, rows: 21), columns: 24, rows: 21, title: title,
          valueName: "share of area", markedFrom: 0.8, markName: "top 5 %",
          netlist: sample.netlist, floorplan: sample.floorplan, placement: sample.placement)
      }
      let sheet = PictureSheet(
        panels: [.layout(layout)] + maps.map { .heatMap($0) }, title: "Sample: \(name)",
        subtitle: "annealed for 60 s, seed 1",
        options: {
          var o = PictureOptions(); o.width = 1800; return o
        }())
      for format in ["png", "svg"] {
        try layout.write(to: "\(folder)/\(name).\(format)")
        try maps[0].write(to: "\(folder)/\(name)-density.\(format)")
        try sheet.write(to: "\(folder)/\(name)-sheet.\(format)")
      }
    }
  }

  @Test(.enabled(if: folder != nil, "CHIPPLACE_GALLERY names no folder"))
  func writesAccelerators() throws {
    let folder = try #require(Self.folder)
    var tight = AcceleratorParameters()
    tight.utilization = 0.8
    tight.inputBuffer = BufferParameters(banks: 16, kilobytesPerBank: 8)
    var large = AcceleratorParameters()
    (large.rows, large.columns) = (64, 64)
    large.dataflow = .outputStationary
    large.inputBuffer = BufferParameters(banks: 16, kilobytesPerBank: 8)
    large.weightBuffer = BufferParameters(banks: 16, kilobytesPerBank: 8)
    large.outputBuffer = BufferParameters(banks: 16, kilobytesPerBank: 16)
    for (name, parameters) in [
      ("plain", AcceleratorParameters()), ("tight", tight), ("large", large),
    ] {
      let design = try AcceleratorGenerator.generate(parameters, seed: 1)
      try LayoutPicture(
        netlist: design.netlist, floorplan: design.floorplan, placement: design.placement,
        title: design.netlist.name, subtitle: "start placement"
      ).write(to: "\(folder)/accelerator-\(name).png")
    }
  }
}
