// A bus, STAGES clock cycles late.
module delay_line #(
  parameter BITS = 8,
  parameter STAGES = 1
) (
  input  logic            clock,
  input  logic [BITS-1:0] in,
  output logic [BITS-1:0] out
);
  generate
    if (STAGES == 0) begin : g_wire
      assign out = in;
    end else if (STAGES == 1) begin : g_register
      always_ff @(posedge clock) out <= in;
    end else begin : g_line
      logic [STAGES*BITS-1:0] line;
      always_ff @(posedge clock) line <= {line[(STAGES-1)*BITS-1:0], in};
      assign out = line[STAGES*BITS-1 -: BITS];
    end
  endgenerate
endmodule
