// What becomes of finished sums on their way out: bias, scale, shift, no negative values, saturation.
//
//   result = clamp(((sum + bias) limited to 16 bits) * scale >> shift, 0, greatest operand)
//
// It takes one group of LANES columns of a word of the output banks and sends the results in as many
// beats as the bus needs. `start`, `group` and `slice` belong to the read address of the same cycle.
module vector_unit #(
  parameter LANES = 16,
  parameter COLUMNS = 16,
  parameter OPERAND_BITS = 8,
  parameter ACCUMULATOR_BITS = 32,
  parameter BUS_BITS = 64,
  parameter DEPTH_SLICES = 1,
  parameter SLICE_BITS = 1,
  parameter GROUP_BITS = 1
) (
  input  logic                                             clock,
  input  logic                                             reset,
  input  logic                                             start,
  input  logic [GROUP_BITS-1:0]                            group,
  input  logic [SLICE_BITS-1:0]                            slice,
  input  logic [DEPTH_SLICES*COLUMNS*ACCUMULATOR_BITS-1:0] read_data,
  input  logic [15:0]                                      scale,
  input  logic [ACCUMULATOR_BITS-1:0]                      bias,
  input  logic [4:0]                                       shift,
  output logic                                             beat_valid,
  input  logic                                             beat_ready,
  output logic [BUS_BITS-1:0]                              beat,
  output logic                                             done
);
  logic [LANES*ACCUMULATOR_BITS-1:0] sums;
  logic [LANES*OPERAND_BITS-1:0]     results;

  vector_frame #(
    .LANES(LANES), .COLUMNS(COLUMNS), .OPERAND_BITS(OPERAND_BITS),
    .ACCUMULATOR_BITS(ACCUMULATOR_BITS), .BUS_BITS(BUS_BITS), .DEPTH_SLICES(DEPTH_SLICES),
    .SLICE_BITS(SLICE_BITS), .GROUP_BITS(GROUP_BITS)
  ) frame (
    .clock, .reset, .start, .group, .slice, .read_data, .sums, .results, .beat_valid, .beat_ready,
    .beat, .done);

  generate
    for (genvar i = 0; i < LANES; i = i + 1) begin : g_lane
      vector_lane #(.OPERAND_BITS(OPERAND_BITS), .ACCUMULATOR_BITS(ACCUMULATOR_BITS)) lane (
        .clock, .sum(sums[i*ACCUMULATOR_BITS +: ACCUMULATOR_BITS]), .scale, .bias, .shift,
        .result(results[i*OPERAND_BITS +: OPERAND_BITS]));
    end
  endgenerate
endmodule
