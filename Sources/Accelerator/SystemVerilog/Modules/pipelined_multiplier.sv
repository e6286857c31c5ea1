// The signed product of two operands, LATENCY clock cycles late.
//
//   LATENCY 0   no register
//           1   a register behind the product
//           2   the product in two halves, a register behind each and behind their sum
//           3   and registers before the operands
module pipelined_multiplier #(
  parameter BITS = 8,
  parameter LATENCY = 0
) (
  input  logic                     clock,
  input  logic signed [BITS-1:0]   a,
  input  logic signed [BITS-1:0]   b,
  output logic signed [2*BITS-1:0] product
);
  generate
    if (LATENCY == 0) begin : g_direct
      assign product = a * b;
    end else if (LATENCY == 1) begin : g_whole
      always_ff @(posedge clock) product <= a * b;
    end else begin : g_halves
      localparam LOW = BITS / 2;
      localparam HIGH = BITS - LOW;
      logic signed [BITS-1:0]      early_a, early_b;
      logic signed [LOW:0]         b_low;
      logic signed [HIGH-1:0]      b_high;
      logic signed [BITS+LOW:0]    low;
      logic signed [BITS+HIGH-1:0] high;

      delay_line #(.BITS(BITS), .STAGES(LATENCY - 2)) delay_a (.clock, .in(a), .out(early_a));
      delay_line #(.BITS(BITS), .STAGES(LATENCY - 2)) delay_b (.clock, .in(b), .out(early_b));

      // The low half of b carries no sign of its own.
      assign b_low = {1'b0, early_b[LOW-1:0]};
      assign b_high = early_b[BITS-1:LOW];
      always_ff @(posedge clock) begin
        low <= early_a * b_low;
        high <= early_a * b_high;
        product <= low + (high <<< LOW);
      end
    end
  endgenerate
endmodule
