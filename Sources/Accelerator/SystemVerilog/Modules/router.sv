// Takes words from PORTS neighbours and passes each on to the neighbour that it asks for.
//
// `request` has PORTS bits for each input, of which one is set. Every input has room for one word;
// of inputs that ask for the same output the lowest goes first.
module router #(
  parameter PORTS = 5,
  parameter BITS = 72
) (
  input  logic                   clock,
  input  logic                   reset,
  input  logic [PORTS-1:0]       in_valid,
  output logic [PORTS-1:0]       in_ready,
  input  logic [PORTS*BITS-1:0]  in,
  output logic [PORTS*BITS-1:0]  waiting,
  input  logic [PORTS*PORTS-1:0] request,
  output logic [PORTS-1:0]       out_valid,
  input  logic [PORTS-1:0]       out_ready,
  output logic [PORTS*BITS-1:0]  out
);
  logic [PORTS-1:0]       has_word, leaves;
  logic [PORTS*PORTS-1:0] granted;

  assign in_ready = ~has_word | leaves;

  generate
    for (genvar o = 0; o < PORTS; o = o + 1) begin : g_output
      logic [PORTS-1:0] asks, wins;
      logic [(PORTS+1)*BITS-1:0] merged;
      assign merged[BITS-1:0] = {BITS{1'b0}};
      for (genvar i = 0; i < PORTS; i = i + 1) begin : g_input
        assign asks[i] = has_word[i] && request[i*PORTS+o];
        assign merged[(i+1)*BITS +: BITS]
          = merged[i*BITS +: BITS] | (waiting[i*BITS +: BITS] & {BITS{wins[i]}});
        assign granted[i*PORTS+o] = wins[i] && out_ready[o];
      end
      assign wins = asks & (~asks + 1'b1);
      assign out_valid[o] = |asks;
      assign out[o*BITS +: BITS] = merged[PORTS*BITS +: BITS];
    end
    for (genvar i = 0; i < PORTS; i = i + 1) begin : g_port
      assign leaves[i] = |granted[i*PORTS +: PORTS];
      always_ff @(posedge clock) begin
        if (in_valid[i] && in_ready[i]) waiting[i*BITS +: BITS] <= in[i*BITS +: BITS];
        has_word[i] <= !reset && ((in_valid[i] && in_ready[i]) || (has_word[i] && !leaves[i]));
      end
    end
  endgenerate
endmodule
