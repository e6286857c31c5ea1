// Operands from the memories to LANES rows of the array, each row one cycle after the one above.
//
// FIRST_LANE is the array row of lane 0. The memories of a bank that take turns for their part of
// the addresses are all read; `slice` says which answered. `enable` and `mode` belong to the address
// that is presented in the same cycle, one cycle before its data.
module row_feeder #(
  parameter LANES = 4,
  parameter FIRST_LANE = 0,
  parameter OPERAND_BITS = 8,
  parameter DEPTH_SLICES = 1,
  parameter SLICE_BITS = 1
) (
  input  logic                                       clock,
  input  logic                                       enable,
  input  logic                                       mode,
  input  logic [SLICE_BITS-1:0]                      slice,
  input  logic [DEPTH_SLICES*LANES*OPERAND_BITS-1:0] read_data,
  output logic [LANES*OPERAND_BITS-1:0]              row_out,
  output logic [LANES-1:0]                           mode_out
);
  logic                          enable_now;
  logic                          mode_now;
  logic [SLICE_BITS-1:0]         slice_now;
  logic [LANES*OPERAND_BITS-1:0] chosen;

  always_ff @(posedge clock) begin
    enable_now <= enable;
    mode_now <= mode;
    slice_now <= slice;
    // All rows change their mode together.
    mode_out <= {LANES{mode_now}};
  end

  slice_choice #(
    .BITS(LANES * OPERAND_BITS), .DEPTH_SLICES(DEPTH_SLICES), .SLICE_BITS(SLICE_BITS)
  ) choice (.enable(enable_now), .slice(slice_now), .read_data, .chosen);

  generate
    for (genvar i = 0; i < LANES; i = i + 1) begin : g_lane
      delay_line #(.BITS(OPERAND_BITS), .STAGES(FIRST_LANE + i + 1)) skew (
        .clock, .in(chosen[i*OPERAND_BITS +: OPERAND_BITS]),
        .out(row_out[i*OPERAND_BITS +: OPERAND_BITS]));
    end
  endgenerate
endmodule
