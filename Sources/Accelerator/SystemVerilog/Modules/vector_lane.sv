// One lane of the vector unit, three clock cycles long.
module vector_lane #(
  parameter OPERAND_BITS = 8,
  parameter ACCUMULATOR_BITS = 32
) (
  input  logic                               clock,
  input  logic signed [ACCUMULATOR_BITS-1:0] sum,
  input  logic signed [15:0]                 scale,
  input  logic signed [ACCUMULATOR_BITS-1:0] bias,
  input  logic [4:0]                         shift,
  output logic [OPERAND_BITS-1:0]            result
);
  localparam GREATEST = (1 << (OPERAND_BITS - 1)) - 1;

  logic signed [ACCUMULATOR_BITS:0] biased;
  logic signed [15:0]               limited;
  logic signed [31:0]               scaled, shifted;

  // Sums outside 16 bits become the nearest value inside.
  always_comb begin
    if (biased > 32767) limited = 16'sh7fff;
    else if (biased < -32768) limited = 16'sh8000;
    else limited = biased;
  end
  assign shifted = scaled >>> shift;

  always_ff @(posedge clock) begin
    biased <= sum + bias;
    scaled <= limited * scale;
    if (shifted < 0) result <= {OPERAND_BITS{1'b0}};
    else if (shifted > GREATEST) result <= GREATEST;
    else result <= shifted[OPERAND_BITS-1:0];
  end
endmodule
