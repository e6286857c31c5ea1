// Operands from the memories to LANES columns of the array, each column one cycle after the one to
// its left. FIRST_LANE is the array column of lane 0; the rest is as in row_feeder.
module column_feeder #(
  parameter LANES = 4,
  parameter FIRST_LANE = 0,
  parameter OPERAND_BITS = 8,
  parameter DEPTH_SLICES = 1,
  parameter SLICE_BITS = 1
) (
  input  logic                                       clock,
  input  logic                                       enable,
  input  logic [SLICE_BITS-1:0]                      slice,
  input  logic [DEPTH_SLICES*LANES*OPERAND_BITS-1:0] read_data,
  output logic [LANES*OPERAND_BITS-1:0]              column_out
);
  logic                          enable_now;
  logic [SLICE_BITS-1:0]         slice_now;
  logic [LANES*OPERAND_BITS-1:0] chosen;

  always_ff @(posedge clock) begin
    enable_now <= enable;
    slice_now <= slice;
  end

  slice_choice #(
    .BITS(LANES * OPERAND_BITS), .DEPTH_SLICES(DEPTH_SLICES), .SLICE_BITS(SLICE_BITS)
  ) choice (.enable(enable_now), .slice(slice_now), .read_data, .chosen);

  generate
    for (genvar i = 0; i < LANES; i = i + 1) begin : g_lane
      delay_line #(.BITS(OPERAND_BITS), .STAGES(FIRST_LANE + i + 1)) skew (
        .clock, .in(chosen[i*OPERAND_BITS +: OPERAND_BITS]),
        .out(column_out[i*OPERAND_BITS +: OPERAND_BITS]));
    end
  endgenerate
endmodule
