extension ModuleWriter {
  /// The module `tile`: banks, feeders, array, collectors and vector unit.
  var tile: String {
    """
    // A tile: banks, feeders, array, collectors and vector unit, driven by a sequencer.
    module tile #(
    \(tileParameters)
    ) (
    \(tilePorts)
    );
    \(tileBanks(dimensions.row, parameters.dataflow.rowOperand, side: "row", lanes: "ROWS"))
    \(tileBanks(dimensions.column, parameters.dataflow.columnOperand, side: "column", lanes: "COLUMNS"))
    \(outputBanks)
    \(feeders)
    \(arrayAndCollectors)
    endmodule

    """
  }

  private var tileParameters: String {
    let p = parameters
    let values: [(String, Int)] = [
      ("ROWS", p.rows), ("COLUMNS", p.columns), ("CLUSTER_ROWS", p.clusterRows),
      ("CLUSTER_COLUMNS", p.clusterColumns), ("OPERAND_BITS", p.operandBits),
      ("ACCUMULATOR_BITS", p.accumulatorBits), ("PIPELINE_STAGES", p.pipelineStages),
      ("ADDS", p.dataflow.movesPartialSums ? 1 : 0), ("VECTOR_LANES", p.vectorLanes),
      ("BUS_BITS", p.busBits), ("ROW_BANKS", dimensions.row.banks),
      ("COLUMN_BANKS", dimensions.column.banks), ("OUTPUT_BANKS", dimensions.output.banks),
      ("ROW_ADDRESS_BITS", dimensions.row.addressBits),
      ("COLUMN_ADDRESS_BITS", dimensions.column.addressBits),
      ("OUTPUT_ADDRESS_BITS", dimensions.output.addressBits),
      ("FILL_STEP_BITS", dimensions.fillStepBits), ("GROUP_BITS", dimensions.groupBits),
    ]
    return values.map { "  parameter \($0.0) = \($0.1)" }.joined(separator: ",\n")
  }

  private var tilePorts: String {
    """
      input  logic                           clock,
      input  logic                           reset,
      input  logic [ROW_ADDRESS_BITS-1:0]    row_address,
      input  logic                           row_enable,
      input  logic [COLUMN_ADDRESS_BITS-1:0] column_address,
      input  logic                           column_enable,
      input  logic [OUTPUT_ADDRESS_BITS-1:0] output_address,
      input  logic                           output_enable,
      input  logic                           output_write,
      input  logic                           mode,
      input  logic                           accumulate,
      input  logic                           row_fill,
      input  logic                           column_fill,
      input  logic [FILL_STEP_BITS-1:0]      fill_step,
      input  logic [BUS_BITS-1:0]            fill_data,
      input  logic                           result_start,
      input  logic [GROUP_BITS-1:0]          result_group,
      output logic                           result_done,
      input  logic [15:0]                    scale,
      input  logic [ACCUMULATOR_BITS-1:0]    bias,
      input  logic [4:0]                     shift,
      output logic                           beat_valid,
      input  logic                           beat_ready,
      output logic [BUS_BITS-1:0]            beat
    """
  }

  /// The banks that feed the rows or the columns, and their words as a bus for each turn.
  private func tileBanks(
    _ buffer: HardwareDimensions.Buffer, _ operand: Operand, side: String, lanes: String
  ) -> String {
    let prefix = side.uppercased()
    let organization = buffer.organization
    return """
        // Banks of \(operand.rawValue)s, to the \(side)s. A fill goes to one memory of one bank.
        localparam \(prefix)_DEPTH = \(organization.depthSlices);
        localparam \(prefix)_WIDTH = \(organization.widthSlices);
        localparam \(prefix)_CHUNKS = \(buffer.chunks);
        localparam \(prefix)_WORD = \(lanes) / \(prefix)_BANKS * OPERAND_BITS;
        logic [\(prefix)_DEPTH*\(lanes)*OPERAND_BITS-1:0] \(side)_words;
        generate
          for (genvar b = 0; b < \(prefix)_BANKS; b = b + 1) begin : g_\(side)_bank
            logic [\(prefix)_WIDTH-1:0]                write;
            logic [\(prefix)_DEPTH*\(prefix)_WORD-1:0] read_data;
            logic [\(HardwareDimensions.bits(counting: buffer.chunks) - 1):0] chunk;
            assign chunk = fill_step % \(prefix)_CHUNKS;
            for (genvar w = 0; w < \(prefix)_WIDTH; w = w + 1) begin : g_width
              assign write[w]
                = \(side)_fill && fill_step / \(prefix)_CHUNKS == b * \(prefix)_WIDTH + w;
            end
            \(operand.rawValue)_bank bank (
              .clock, .address(\(side)_address), .enable(\(side)_enable || |write), .write,
              .chunk(chunk), .fill_data(fill_data[\(buffer.fillBits - 1):0]), .read_data);
            for (genvar d = 0; d < \(prefix)_DEPTH; d = d + 1) begin : g_depth
              assign \(side)_words[d*\(lanes)*OPERAND_BITS+b*\(prefix)_WORD +: \(prefix)_WORD]
                = read_data[d*\(prefix)_WORD +: \(prefix)_WORD];
            end
          end
        endgenerate

      """
  }

  private var outputBanks: String {
    """
      // Banks of outputs.
      localparam OUTPUT_DEPTH = \(dimensions.output.organization.depthSlices);
      localparam OUTPUT_WORD = COLUMNS / OUTPUT_BANKS * ACCUMULATOR_BITS;
      logic [COLUMNS*ACCUMULATOR_BITS-1:0]              output_word;
      logic [OUTPUT_DEPTH*COLUMNS*ACCUMULATOR_BITS-1:0] output_words;
      generate
        for (genvar b = 0; b < OUTPUT_BANKS; b = b + 1) begin : g_output_bank
          logic [OUTPUT_DEPTH*OUTPUT_WORD-1:0] read_data;
          output_bank bank (
            .clock, .address(output_address), .enable(output_enable), .write(output_write),
            .word(output_word[b*OUTPUT_WORD +: OUTPUT_WORD]), .read_data);
          for (genvar d = 0; d < OUTPUT_DEPTH; d = d + 1) begin : g_depth
            assign output_words[d*COLUMNS*ACCUMULATOR_BITS+b*OUTPUT_WORD +: OUTPUT_WORD]
              = read_data[d*OUTPUT_WORD +: OUTPUT_WORD];
          end
        end
      endgenerate

    """
  }

  /// The bits of an address that choose the memory in turn.
  private func slice(_ buffer: HardwareDimensions.Buffer, _ address: String) -> String {
    buffer.organization.depthSlices > 1
      ? "\(address)[\(buffer.addressBits - 1):\(buffer.organization.macro.address.bits)]" : "1'b0"
  }

  private var feeders: String {
    let row = slice(dimensions.row, "row_address")
    let column = slice(dimensions.column, "column_address")
    return """
        // Feeders, one for each row and column of clusters.
        logic [ROWS*OPERAND_BITS-1:0]    row_bus;
        logic [ROWS-1:0]                 mode_bus;
        logic [COLUMNS*OPERAND_BITS-1:0] column_bus;
        generate
          for (genvar i = 0; i < ROWS / CLUSTER_ROWS; i = i + 1) begin : g_row_feeder
            localparam BITS = CLUSTER_ROWS * OPERAND_BITS;
            logic [ROW_DEPTH*BITS-1:0] read_data;
            for (genvar d = 0; d < ROW_DEPTH; d = d + 1) begin : g_depth
              assign read_data[d*BITS +: BITS] = row_words[d*ROWS*OPERAND_BITS+i*BITS +: BITS];
            end
            row_feeder #(
              .LANES(CLUSTER_ROWS), .FIRST_LANE(i * CLUSTER_ROWS), .OPERAND_BITS(OPERAND_BITS),
              .DEPTH_SLICES(ROW_DEPTH), .SLICE_BITS(\(dimensions.row.sliceBits))
            ) feeder (
              .clock, .enable(row_enable), .mode, .slice(\(row)), .read_data,
              .row_out(row_bus[i*BITS +: BITS]),
              .mode_out(mode_bus[i*CLUSTER_ROWS +: CLUSTER_ROWS]));
          end
          for (genvar i = 0; i < COLUMNS / CLUSTER_COLUMNS; i = i + 1) begin : g_column_feeder
            localparam BITS = CLUSTER_COLUMNS * OPERAND_BITS;
            logic [COLUMN_DEPTH*BITS-1:0] read_data;
            for (genvar d = 0; d < COLUMN_DEPTH; d = d + 1) begin : g_depth
              assign read_data[d*BITS +: BITS] = column_words[d*COLUMNS*OPERAND_BITS+i*BITS +: BITS];
            end
            column_feeder #(
              .LANES(CLUSTER_COLUMNS), .FIRST_LANE(i * CLUSTER_COLUMNS), .OPERAND_BITS(OPERAND_BITS),
              .DEPTH_SLICES(COLUMN_DEPTH), .SLICE_BITS(\(dimensions.column.sliceBits))
            ) feeder (
              .clock, .enable(column_enable), .slice(\(column)), .read_data,
              .column_out(column_bus[i*BITS +: BITS]));
          end
        endgenerate

      """
  }

  private var arrayAndCollectors: String {
    let output = slice(dimensions.output, "output_address")
    return """
        logic [COLUMNS*ACCUMULATOR_BITS-1:0] sums;
        systolic_array #(
          .ROWS(ROWS), .COLUMNS(COLUMNS), .CLUSTER_ROWS(CLUSTER_ROWS),
          .CLUSTER_COLUMNS(CLUSTER_COLUMNS), .OPERAND_BITS(OPERAND_BITS),
          .ACCUMULATOR_BITS(ACCUMULATOR_BITS), .PIPELINE_STAGES(PIPELINE_STAGES)
        ) array (
          .clock, .row_in(row_bus), .mode_in(mode_bus), .column_in(column_bus), .sum_out(sums));

        // Collectors, one for each column of clusters.
        generate
          for (genvar i = 0; i < COLUMNS / CLUSTER_COLUMNS; i = i + 1) begin : g_collector
            localparam BITS = CLUSTER_COLUMNS * ACCUMULATOR_BITS;
            logic [OUTPUT_DEPTH*BITS-1:0] read_data;
            for (genvar d = 0; d < OUTPUT_DEPTH; d = d + 1) begin : g_depth
              assign read_data[d*BITS +: BITS]
                = output_words[d*COLUMNS*ACCUMULATOR_BITS+i*BITS +: BITS];
            end
            collector #(
              .LANES(CLUSTER_COLUMNS), .FIRST_LANE(i * CLUSTER_COLUMNS), .ARRAY_COLUMNS(COLUMNS),
              .ACCUMULATOR_BITS(ACCUMULATOR_BITS), .ADDS(ADDS), .DEPTH_SLICES(OUTPUT_DEPTH),
              .SLICE_BITS(\(dimensions.output.sliceBits))
            ) collector (
              .clock, .sum_in(sums[i*BITS +: BITS]), .accumulate, .slice(\(output)), .read_data,
              .write_data(output_word[i*BITS +: BITS]));
          end
        endgenerate

        vector_unit #(
          .LANES(VECTOR_LANES), .COLUMNS(COLUMNS), .OPERAND_BITS(OPERAND_BITS),
          .ACCUMULATOR_BITS(ACCUMULATOR_BITS), .BUS_BITS(BUS_BITS), .DEPTH_SLICES(OUTPUT_DEPTH),
          .SLICE_BITS(\(dimensions.output.sliceBits)), .GROUP_BITS(GROUP_BITS)
        ) vector_unit (
          .clock, .reset, .start(result_start), .group(result_group), .slice(\(output)),
          .read_data(output_words), .scale, .bias, .shift, .beat_valid, .beat_ready, .beat,
          .done(result_done));
      """
  }
}
