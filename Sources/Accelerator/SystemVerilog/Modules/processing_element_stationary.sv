// One element of an array that keeps the operand of its column (weight- or input-stationary).
//
//   mode 1   the column's operands move down by one element, and the last one stays
//   mode 0   sum_out is sum_in plus the row's operand times the one that stayed
//
// The row's operand and the mode go on to the right, one element a cycle. Partial sums go down one
// element a cycle, however many stages the multiplier has: every element adds its latency once, to
// operands that come one cycle after those of the row above.
module processing_element #(
  parameter OPERAND_BITS = 8,
  parameter ACCUMULATOR_BITS = 32,
  parameter PIPELINE_STAGES = 1
) (
  input  logic                               clock,
  input  logic signed [OPERAND_BITS-1:0]     row_in,
  input  logic                               mode_in,
  input  logic signed [OPERAND_BITS-1:0]     column_in,
  input  logic signed [ACCUMULATOR_BITS-1:0] sum_in,
  output logic signed [OPERAND_BITS-1:0]     row_out,
  output logic                               mode_out,
  output logic signed [OPERAND_BITS-1:0]     column_out,
  output logic signed [ACCUMULATOR_BITS-1:0] sum_out
);
  logic signed [2*OPERAND_BITS-1:0] product;

  pipelined_multiplier #(.BITS(OPERAND_BITS), .LATENCY(PIPELINE_STAGES - 1)) multiplier (
    .clock, .a(row_in), .b(column_out), .product);

  always_ff @(posedge clock) begin
    row_out <= row_in;
    mode_out <= mode_in;
    if (mode_in) column_out <= column_in;
    sum_out <= sum_in + product;
  end
endmodule
