extension ModuleWriter {
  /// The module `accelerator`.
  var top: String {
    let body = parameters.tiles == 1 ? oneTile : manyTiles
    return """
      // The accelerator: \(parameters.tiles == 1 ? "one tile" : "\(parameters.tiles) tiles"), its DMA \
      and its controller.
      module accelerator (
      \(topPorts)
      );
      \(body)
      endmodule

      """
  }

  /// The name of a port of a DMA channel to the outside.
  private func axi(_ channel: Int, _ name: String) -> String {
    parameters.dmaChannels == 1 ? "axi_\(name)" : "axi\(channel)_\(name)"
  }

  private static let axiSignals: [(name: String, bits: String, isInput: Bool)] = [
    ("araddr", "[31:0]", false), ("ar_valid", "", false), ("ar_ready", "", true),
    ("rdata", "[BUS]", true), ("r_valid", "", true), ("r_ready", "", false),
    ("awaddr", "[31:0]", false), ("aw_valid", "", false), ("aw_ready", "", true),
    ("wdata", "[BUS]", false), ("w_valid", "", false), ("w_ready", "", true),
    ("b_valid", "", true), ("b_ready", "", false),
  ]

  private var topPorts: String {
    var lines = ["  input  logic        clock", "  input  logic        reset"]
    for channel in 0..<parameters.dmaChannels {
      for signal in Self.axiSignals {
        let bits = signal.bits == "[BUS]" ? "[\(parameters.busBits - 1):0]" : signal.bits
        let padded = bits.padding(to: 6)
        lines.append(
          "  \(signal.isInput ? "input " : "output") logic \(padded) \(axi(channel, signal.name))")
      }
    }
    lines += [
      "  input  logic [31:0] cfg_wdata", "  input  logic        cfg_valid",
      "  output logic [31:0] cfg_rdata", "  output logic        cfg_ready",
      "  output logic        interrupt",
    ]
    return lines.joined(separator: ",\n")
  }

  private func dmaPorts(_ channel: Int) -> String {
    let signals = Self.axiSignals.map { ".axi_\($0.name)(\(axi(channel, $0.name)))" }
    return stride(from: 0, to: signals.count, by: 2).map {
      "    " + signals[$0..<min($0 + 2, signals.count)].joined(separator: ", ")
    }.joined(separator: ",\n")
  }

  private var sequencerParameters: String {
    let d = dimensions
    let p = parameters
    return """
          .ROWS(\(p.rows)), .COLUMNS(\(p.columns)), .PIPELINE_STAGES(\(p.pipelineStages)),
          .OUTPUT_STATIONARY(\(p.dataflow.movesPartialSums ? 0 : 1)), .ACCUMULATOR_BITS(\(p.accumulatorBits)),
          .ROW_ADDRESS_BITS(\(d.row.addressBits)), .COLUMN_ADDRESS_BITS(\(d.column.addressBits)),
          .OUTPUT_ADDRESS_BITS(\(d.output.addressBits)), .ROW_FILL_STEPS(\(d.row.fillSteps)),
          .COLUMN_FILL_STEPS(\(d.column.fillSteps)), .FILL_STEP_BITS(\(d.fillStepBits)),
          .RESULT_GROUPS(\(d.resultGroups)), .GROUP_BITS(\(d.groupBits))
      """
  }

  /// What joins a sequencer or controller to its tile.
  private var tileWires: String {
    let d = dimensions
    return """
        logic [\(d.row.addressBits - 1):0] row_address;
        logic [\(d.column.addressBits - 1):0] column_address;
        logic [\(d.output.addressBits - 1):0] output_address;
        logic row_enable, column_enable, output_enable, output_write, mode, accumulate;
        logic row_fill, column_fill, result_start, result_done, beat_valid, beat_ready;
        logic fill_valid;
        logic [\(d.fillStepBits - 1):0] fill_step;
        logic [\(d.groupBits - 1):0] result_group;
        logic [15:0] scale;
        logic [\(parameters.accumulatorBits - 1):0] bias;
        logic [4:0] shift;
        logic [\(parameters.busBits - 1):0] fill_data, beat;
      """
  }

  private var sequencerPorts: String {
    """
        .row_address, .row_enable, .column_address, .column_enable, .output_address,
        .output_enable, .output_write, .mode, .accumulate, .fill_valid, .row_fill, .column_fill,
        .fill_step, .result_start, .result_group, .result_done, .scale, .bias, .shift
    """
  }

  private var tileInstance: String {
    """
      tile tile (
        .clock, .reset, .row_address, .row_enable, .column_address, .column_enable,
        .output_address, .output_enable, .output_write, .mode, .accumulate, .row_fill,
        .column_fill, .fill_step, .fill_data, .result_start, .result_group, .result_done, .scale,
        .bias, .shift, .beat_valid, .beat_ready, .beat);
    """
  }

  private var oneTile: String {
    """
    \(tileWires)
      logic dma_write;
      logic [1:0] dma_index;
      logic [31:0] dma_value;
      logic [7:0] fill_tile;

      controller #(
    \(sequencerParameters)
      ) controller (
        .clock, .reset, .word_valid(cfg_valid), .word_ready(cfg_ready), .word(cfg_wdata),
        .read_data(cfg_rdata), .interrupt, .dma_write, .dma_index, .dma_value,
    \(sequencerPorts));

      dma #(.BUS_BITS(\(parameters.busBits))) dma (
        .clock, .reset, .register_write(dma_write), .register_index(dma_index),
        .register_value(dma_value), .fill_valid, .fill_ready(1'b1), .fill_tile, .fill_data,
        .result_valid(beat_valid), .result_ready(beat_ready), .result_data(beat),
    \(dmaPorts(0)));

    \(tileInstance)
    """
  }

  private var manyTiles: String {
    let p = parameters
    let channels = (0..<p.dmaChannels).map(channel).joined(separator: "\n")
    return """
        // The host's port. Tile 255 is the first DMA channel, 254 the second, and so on.
        logic register_write;
        logic [7:0] register_tile, register_index;
        logic [31:0] register_value;
        logic [\(p.dmaChannels - 1):0] channel_ready;
        logic [\(p.tiles - 1):0] done;
        configuration #(.TILES(\(p.tiles))) host (
          .clock, .reset, .word_valid(cfg_valid), .word_ready(cfg_ready), .word(cfg_wdata),
          .read_data(cfg_rdata), .interrupt, .register_write, .register_ready(&channel_ready),
          .register_tile, .register_index, .register_value, .done);

      \(channels)
      """
  }

  /// One DMA channel, its network and its tiles.
  private func channel(_ index: Int) -> String {
    let p = parameters
    let count = p.tilesPerChannel
    let first = index * count
    let payload = dimensions.payloadBits
    return """
        // Channel \(index): tiles \(first) to \(first + count - 1).
        generate if (1) begin : g_channel_\(index)
          localparam BITS = \(payload + 1);
          logic own_register, fill_valid, fill_ready, up_valid, up_ready, result_ready, down_ready;
          logic [7:0] fill_tile;
          logic [\(p.busBits - 1):0] fill_data;
          logic [\(dimensions.tileBits - 1):0] down_tile, up_tile;
          logic [BITS-1:0] down, up;
          logic [\(count - 1):0] tile_down_valid, tile_up_valid, tile_up_ready;
          logic [\(count)*BITS-1:0] tile_down, tile_up;

          // Registers go before data.
          assign own_register = register_write && register_tile >= \(first) && register_tile < \(first + count);
          assign down = own_register
            ? {1'b1, \(payload - 36 > 0 ? "\(payload - 36)'b0, " : "")register_index[3:0], register_value} : fill_data;
          assign down_tile = (own_register ? register_tile : fill_tile) - \(first);
          assign fill_ready = down_ready && !own_register;
          assign channel_ready[\(index)] = !own_register || down_ready;

          dma #(.BUS_BITS(\(p.busBits))) dma (
            .clock, .reset,
            .register_write(register_write && &channel_ready && register_tile == \(255 - index)),
            .register_index(register_index[1:0]), .register_value, .fill_valid, .fill_ready,
            .fill_tile, .fill_data, .result_valid(up_valid && !up[BITS-1]), .result_ready,
            .result_data(up[\(p.busBits - 1):0]),
        \(dmaPorts(index)));
          assign up_ready = up[BITS-1] || result_ready;

          \(network(count))
          for (genvar i = 0; i < \(count); i = i + 1) begin : g_tile
      \(tileWires)
            logic register_write, is_done;
            logic [3:0] register_index;
            logic [31:0] register_value;

            assign done[\(first)+i] = up_valid && up[BITS-1] && up_tile == i;
            tile_port #(.BUS_BITS(\(p.busBits)), .PAYLOAD_BITS(\(payload))) port (
              .clock, .reset, .down_valid(tile_down_valid[i]), .down(tile_down[i*BITS +: BITS]),
              .up_valid(tile_up_valid[i]), .up_ready(tile_up_ready[i]),
              .up(tile_up[i*BITS +: BITS]), .register_write, .register_index, .register_value,
              .fill_valid, .fill_data, .beat_valid, .beat_ready, .beat, .done(is_done));

            sequencer #(
          \(sequencerParameters)
            ) sequencer (
              .clock, .reset, .register_write, .register_index, .register_value, .done(is_done),
          \(sequencerPorts));

          \(tileInstance)
          end
        end endgenerate

      """
  }

  /// The network of a channel; a lone tile needs none.
  private func network(_ count: Int) -> String {
    if count == 1 {
      return """
        assign down_ready = 1'b1;
            assign tile_down_valid = own_register || fill_valid;
            assign tile_down = down;
            assign up_valid = tile_up_valid;
            assign tile_up_ready = up_ready;
            assign up_tile = 1'b0;
            assign up = tile_up;

        """
    }
    return """
      tile_network #(
            .TILES(\(count)), .TILE_BITS(\(dimensions.tileBits)), .TILE_COLUMNS(\(TileGrid(tiles: count).columns)), .BITS(BITS)
          ) network (
            .clock, .reset, .down_valid(own_register || fill_valid), .down_ready, .down_tile, .down,
            .tile_down_valid, .tile_down, .tile_up_valid, .tile_up_ready, .tile_up, .up_valid,
            .up_ready, .up_tile, .up);

      """
  }
}

extension String {
  /// The text with spaces after it up to a width.
  fileprivate func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
