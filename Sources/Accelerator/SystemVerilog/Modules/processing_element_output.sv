// One element of an array that keeps its sum (output-stationary).
//
//   mode 0   the product of the row's and the column's operand is added to the sum
//   mode 1   the sums of the column move down by one element; zeros that follow them from above
//            leave the column cleared
//
// The row's operand and the mode go on to the right, the column's operand goes on down, each one
// element a cycle.
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
    .clock, .a(row_in), .b(column_in), .product);

  always_ff @(posedge clock) begin
    row_out <= row_in;
    mode_out <= mode_in;
    column_out <= column_in;
    sum_out <= mode_in ? sum_in : sum_out + product;
  end
endmodule
