import Foundation
import TestSupport

@testable import Accelerator

/// An accelerator in Icarus Verilog, with a host that sends it words and a memory at its buses.
struct SimulatedAccelerator {
  /// The memory outside, in words of the bus.
  private(set) var memory: [[Bool]] = []
  /// What the host does, as statements.
  private(set) var steps: [String] = []

  private let dimensions: HardwareDimensions
  private var parameters: AcceleratorParameters { dimensions.parameters }

  init(_ parameters: AcceleratorParameters) throws(AcceleratorError) {
    dimensions = try HardwareDimensions(parameters)
  }

  private var stride: Int { (parameters.busBits + 7) / 8 }

  /// Writes a register of a tile; 255 is the first DMA channel.
  mutating func write(tile: Int, _ index: Int, _ value: Int) {
    steps.append("send(32'h8000_0000 | \(tile << 8 | index)); send(\(value));")
  }

  mutating func waitForInterrupt() { steps.append("wait_for_interrupt;") }

  /// Fills the memory of the row's or column's operand of a tile with words, lane by lane.
  mutating func fill(tile: Int, column: Bool, base: Int, words: [[Int]]) {
    let buffer = column ? dimensions.column : dimensions.row
    let channel = tile / parameters.tilesPerChannel
    let address = memory.count * stride
    for word in words { memory += beats(word, buffer) }
    write(tile: tile, 7, column ? 1 : 0)
    write(tile: tile, 8, base)
    write(tile: tile, 9, words.count)
    write(tile: tile, 0, 2)
    write(tile: 255 - channel, 0, address)
    write(tile: 255 - channel, 3, tile)
    write(tile: 255 - channel, 1, words.count * buffer.fillSteps)
    waitForInterrupt()
  }

  /// One address of all banks, as the bus brings it: bank by bank, memory by memory, part by part.
  private func beats(_ lanes: [Int], _ buffer: HardwareDimensions.Buffer) -> [[Bool]] {
    let bits = lanes.flatMap { lane in
      (0..<parameters.operandBits).map { lane >> $0 & 1 == 1 }
    }
    let memoryBits = buffer.organization.macro.bits
    var beats: [[Bool]] = []
    for bank in 0..<buffer.banks {
      var word = Array(bits[bank * buffer.wordBits..<(bank + 1) * buffer.wordBits])
      let whole = buffer.organization.widthSlices * memoryBits
      word += [Bool](repeating: false, count: whole - word.count)
      for slice in 0..<buffer.organization.widthSlices {
        for chunk in 0..<buffer.chunks {
          beats.append(
            (0..<parameters.busBits).map { bit in
              let place = chunk * buffer.fillBits + bit
              return bit < buffer.fillBits && place < memoryBits
                && word[slice * memoryBits + place]
            })
        }
      }
    }
    return beats
  }

  /// What the simulation printed: for each write of results an `S`, the tile, the address and the
  /// word; for each word that left a channel an `R`, the channel and the word; for each command of a
  /// lone tile a `B` and the cycles that it took.
  func run() throws -> [[Substring]] {
    let folder = try TemporaryFolder()
    try folder.write(SystemVerilog.source(parameters), to: "accelerator.sv")
    try folder.write(testbench, to: "testbench.sv")
    let lines = memory.map { beat in
      hexadecimal(beat)
    }
    try folder.write(lines.joined(separator: "\n") + "\n", to: "memory.hex")
    let compiled = try ExternalTool.iverilog.run(
      [
        "-g2012", "-Wall", "-Wno-timescale", "-s", "testbench", "-o", "simulation",
        "accelerator.sv", "testbench.sv",
      ], in: folder.path)
    guard compiled.status == 0 else { throw SimulationError(message: compiled.output) }
    let simulated = try ExternalTool.vvp.run(["-n", "simulation"], in: folder.path)
    guard simulated.status == 0, simulated.output.contains("END") else {
      throw SimulationError(message: simulated.output)
    }
    return simulated.output.split(separator: "\n").map { $0.split(separator: " ") }
  }

  private func hexadecimal(_ beat: [Bool]) -> String {
    String(
      Swift.stride(from: 0, to: beat.count, by: 4).map { start in
        let digit = (start..<min(start + 4, beat.count)).reduce(0) {
          $0 | (beat[$1] ? 1 << ($1 - start) : 0)
        }
        return Character(String(digit, radix: 16))
      }.reversed())
  }
}

/// A simulation that did not come to its end.
struct SimulationError: Error, CustomStringConvertible {
  var message: String
  var description: String { message }
}

extension SimulatedAccelerator {
  private var channels: Int { parameters.dmaChannels }

  private func busName(_ channel: Int) -> String { channels == 1 ? "axi" : "axi\(channel)" }

  /// The path of a tile in the design.
  private func path(_ tile: Int) -> String {
    if parameters.tiles == 1 { return "dut.tile" }
    let channel = tile / parameters.tilesPerChannel
    return "dut.g_channel_\(channel).g_tile[\(tile % parameters.tilesPerChannel)].tile"
  }

  private var testbench: String {
    let signals = [
      "araddr", "ar_valid", "ar_ready", "rdata", "r_valid", "r_ready", "awaddr", "aw_valid",
      "aw_ready", "wdata", "w_valid", "w_ready", "b_valid", "b_ready",
    ]
    let connections = (0..<channels).flatMap { channel in
      signals.map { ".\(busName(channel))_\($0)(m\(channel).\($0))" }
    }
    let monitors = (0..<parameters.tiles).map { tile in
      """
        always @(posedge clock) if (!reset && \(path(tile)).output_write)
          $display("S \(tile) %0d %h", \(path(tile)).output_address, \(path(tile)).output_word);
      """
    }
    // The sequencer of a lone tile: how long each command keeps it busy.
    let busy =
      parameters.tiles > 1
      ? ""
      : """
        integer busy = 0;
        always @(posedge clock) if (dut.controller.sequencer.state != 0) busy = busy + 1;
          else if (busy != 0) begin $display("B %0d", busy); busy = 0; end
      """
    let memories = (0..<channels).map {
      "bus_memory #(.CHANNEL(\($0)), .BUS_BITS(\(parameters.busBits))) m\($0) (.clock, .reset);"
    }
    return """
      module testbench;
        logic clock = 0, reset = 1, cfg_valid = 0, cfg_ready, interrupt, was_interrupted = 0;
        logic [31:0] cfg_wdata, cfg_rdata;
        integer cycles = 0;
        always #5 clock = !clock;
        \(memories.joined(separator: "\n  "))
        accelerator dut (.clock, .reset, .cfg_wdata, .cfg_valid, .cfg_rdata, .cfg_ready, .interrupt,
          \(connections.joined(separator: ",\n    ")));
      \(monitors.joined(separator: "\n"))
      \(busy)
        always @(negedge clock) begin
          cycles = cycles + 1;
          if (interrupt) was_interrupted = 1;
          if (cycles > 100000) begin $display("endless"); $finish; end
        end
        task send(input [31:0] word);
          begin
            cfg_wdata = word;
            cfg_valid = 1;
            while (!cfg_ready) @(negedge clock);
            @(negedge clock) cfg_valid = 0;
          end
        endtask
        task wait_for_interrupt;
          begin
            while (!was_interrupted) @(negedge clock);
            was_interrupted = 0;
          end
        endtask
        initial begin
          repeat (\(parameters.rows + parameters.columns + 20)) @(negedge clock);
          reset = 0;
          @(negedge clock);
          \(steps.joined(separator: "\n    "))
          repeat (60) @(negedge clock);
          $display("END");
          $finish;
        end
      endmodule

      // A memory behind a bus, ready at random.
      module bus_memory #(parameter CHANNEL = 0, parameter BUS_BITS = 64) (input clock, input reset);
        localparam STRIDE = (BUS_BITS + 7) / 8;
        logic [31:0] araddr, awaddr;
        logic ar_valid, ar_ready = 0, r_valid = 0, r_ready, aw_valid, aw_ready = 0;
        logic w_valid, w_ready = 0, b_valid = 0, b_ready;
        logic [BUS_BITS-1:0] rdata, wdata;
        logic [BUS_BITS-1:0] words [0:\(max(1, memory.count) - 1)];
        integer asked [0:65535];
        integer first = 0, last = 0, random = 7, written = 0;
        initial $readmemh("memory.hex", words);
        always @(negedge clock) if (!reset) begin
          {ar_ready, aw_ready, w_ready} = $random(random);
          r_valid = 0;
          if (first != last && r_ready && ($random(random) & 3) != 0) begin
            r_valid = 1;
            rdata = words[asked[first]];
            first = first + 1;
          end
          if (ar_valid && ar_ready) begin
            asked[last] = araddr / STRIDE;
            last = last + 1;
          end
          if (w_valid && w_ready) $display("R %0d %h", CHANNEL, wdata);
          if (aw_valid && aw_ready) begin
            if (awaddr != written) $display("expected address %0d, found %0d", written, awaddr);
            written = awaddr + STRIDE;
          end
        end
      endmodule

      """
  }
}
