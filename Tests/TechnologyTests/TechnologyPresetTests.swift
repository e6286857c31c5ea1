import Formats
import Netlist
import Technology
import TestSupport
import Testing

@Suite struct TechnologyPresetTests {
  @Test func unitsAreAsDocumented() throws {
    let technology = try #require(Technology.preset("nangate45"))
    #expect(technology.voltage == 1.1)
    #expect(technology.site.width == 0.19 && technology.site.height == 1.4)
    // 0.21 ohms per square over 0.14 micrometres.
    let metal5 = try #require(technology.routingLayers.first { $0.name == "metal5" })
    #expect(abs(metal5.resistance - 1.5) < 1e-12 && metal5.isHorizontal)
    #expect(abs(technology.busWire.resistance - 1.5) < 1e-12)
    #expect(abs(technology.busWire.capacitance - (0.110884 + 0.106865) / 2) < 1e-12)
    #expect(technology.routingSupply.horizontal == 57.031)
    #expect(abs(technology.cells.fullAdder - 3.04 * 1.4) < 1e-12)
    let memory = try #require(technology.memory("fakeram45_512x64"))
    #expect(memory.words == 512 && memory.bits == 64 && memory.accessTime == 305)
    // 10 pJ for 64 bits of 8 KiB, by the square root of the capacity.
    #expect(abs(memory.readEnergy - 10 * (4096.0 / 8192).squareRoot()) < 1e-3)
  }

  @Test func sevenNanometresAreSmallerAndCheaper() throws {
    let old = try #require(Technology.preset("nangate45"))
    let new = try #require(Technology.preset("asap7"))
    #expect(new.cells.fullAdder < old.cells.fullAdder / 10)
    #expect(new.logic.gateDelay < old.logic.gateDelay)
    #expect(new.energy.multiplyPerSquaredBit < old.energy.multiplyPerSquaredBit)
    #expect(new.dram.energyPerBit < old.dram.energyPerBit)
    // Narrow wires resist more.
    #expect(new.busWire.resistance > old.busWire.resistance)
    #expect(new.memories.count == old.memories.count)
    for (new, old) in zip(new.memories, old.memories) {
      #expect(new.words == old.words && new.bits == old.bits)
      #expect(new.width * new.height < old.width * old.height / 5)
      #expect(new.readEnergy < old.readEnergy && new.accessTime < old.accessTime)
    }
  }

  @Test(arguments: Technology.presetNames)
  func pinsAreOnTheMemories(_ name: String) throws {
    let technology = try #require(Technology.preset(name))
    for memory in technology.memories {
      for bus in [memory.readData, memory.writeData, memory.address] {
        #expect(bus.first < bus.last && bus.last < memory.height)
      }
      #expect(memory.writeEnable < memory.height && memory.chipEnable < memory.height)
      #expect(memory.pinInset < memory.width)
    }
  }

  @Test(arguments: Technology.presetNames)
  func everySourceIsCited(_ name: String) throws {
    let technology = try #require(Technology.preset(name))
    let cited = Set(technology.citations.values)
    #expect(cited == Set(technology.sources.keys))
  }
}

@Suite(.enabled(if: SharedData.isPresent, Comment(rawValue: SharedData.absence)))
struct TechnologyLEFTests {
  static func changed(_ technology: Technology) -> Technology {
    var changed = technology
    changed.site.width *= 2
    changed.site.height *= 2
    for index in changed.routingLayers.indices {
      changed.routingLayers[index].pitch *= 3
      changed.routingLayers[index].width *= 3
      changed.routingLayers[index].resistance *= 3
      changed.routingLayers[index].isHorizontal.toggle()
    }
    for index in changed.memories.indices {
      changed.memories[index].width *= 2
      changed.memories[index].readData = .init()
      changed.memories[index].address = .init()
      changed.memories[index].writeEnable = 1
    }
    return changed
  }

  @Test func overlayRestoresWhatLEFStates() throws {
    let preset = try #require(Technology.preset("nangate45"))
    let folder = SharedData.path("benchmarks/lef/tilos-nangate45")
    let files =
      ["\(folder)/NangateOpenCellLibrary.tech.lef.gz"]
      + preset.memories.map { "\(folder)/\($0.name).lef.gz" }
    let library = try CellLibrary(lefFiles: files)
    let overlay = Self.changed(preset).reading(lef: library, description: "TILOS NanGate45")
    #expect(overlay.sources["lef"] == "TILOS NanGate45")
    #expect(overlay.citations["memories[3].addressLast"] == "lef")
    #expect(overlay.citations["routingLayers[2].capacitance"] == "extraction")
    #expect(near(overlay.site.width, preset.site.width))
    #expect(near(overlay.site.height, preset.site.height))
    for (new, old) in zip(overlay.routingLayers, preset.routingLayers) {
      #expect(new.isHorizontal == old.isHorizontal && new.capacitance == old.capacitance)
      #expect(near(new.pitch, old.pitch) && near(new.width, old.width))
      #expect(near(new.resistance, old.resistance))
    }
    for (new, old) in zip(overlay.memories, preset.memories) {
      #expect(near(new.width, old.width) && near(new.height, old.height))
      #expect(near(new.pinInset, old.pinInset))
      #expect(near(new.readData.first, old.readData.first))
      #expect(near(new.readData.last, old.readData.last))
      #expect(near(new.writeData.last, old.writeData.last))
      #expect(near(new.address.first, old.address.first))
      #expect(near(new.address.last, old.address.last))
      #expect(near(new.writeEnable, old.writeEnable) && near(new.chipEnable, old.chipEnable))
    }
    // What was overlaid is a technology like any other.
    #expect(try Technology(json: Array(overlay.json.utf8), file: "overlay") == overlay)
  }

  @Test func capacitanceOfLEFIsTakenIfAskedFor() throws {
    let preset = try #require(Technology.preset("nangate45"))
    let file = SharedData.path("benchmarks/lef/tilos-nangate45/NangateOpenCellLibrary.tech.lef.gz")
    let overlay = preset.reading(
      lef: try CellLibrary(lefFiles: [file]), description: "LEF", takingCapacitance: true)
    let metal4 = try #require(overlay.routingLayers.first { $0.name == "metal4" })
    // (2.0743e-5 · 0.14 + 2 · 3.0908e-5) pF.
    #expect(near(metal4.capacitance, 0.064720))
  }

  @Test func asap7PitchesAreThoseOfItsLEF() throws {
    let preset = try #require(Technology.preset("asap7"))
    let folder = SharedData.path("benchmarks/openroad/lef/asap7")
    let library = try CellLibrary(
      lefFiles: [
        "\(folder)/asap7_tech_1x_201209.lef", "\(folder)/asap7sc7p5t_28_R_1x_220121a.lef.gz",
        "\(folder)/fakeram7_256x32.lef", "\(folder)/fakeram7_64x256.lef",
      ])
    let overlay = Self.changed(preset).reading(lef: library, description: "ASAP7")
    #expect(near(overlay.site.width, preset.site.width))
    #expect(near(overlay.site.height, preset.site.height))
    for (new, old) in zip(overlay.routingLayers, preset.routingLayers) {
      #expect(near(new.pitch, old.pitch) && near(new.width, old.width))
      #expect(new.isHorizontal == old.isHorizontal)
    }
    for name in ["fakeram7_256x32", "fakeram7_64x256"] {
      let new = try #require(overlay.memory(name))
      let old = try #require(preset.memory(name))
      #expect(near(new.width, old.width) && near(new.height, old.height))
      #expect(
        near(new.readData.last, old.readData.last) && near(new.address.last, old.address.last))
    }
  }

  private func near(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-6 * max(abs(a), abs(b)) }
}
