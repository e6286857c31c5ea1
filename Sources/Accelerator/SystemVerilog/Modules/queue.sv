// A queue of WORDS words, a power of two. A word that comes in cycle t can leave in cycle t + 1.
module queue #(
  parameter BITS = 64,
  parameter WORDS = 16,
  parameter POINTER_BITS = 4
) (
  input  logic                clock,
  input  logic                reset,
  input  logic                in_valid,
  output logic                in_ready,
  input  logic [BITS-1:0]     in,
  output logic                out_valid,
  input  logic                out_ready,
  output logic [BITS-1:0]     out,
  output logic [POINTER_BITS:0] count
);
  logic [BITS-1:0]         words [0:WORDS-1];
  logic [POINTER_BITS-1:0] head, tail;
  logic                    enters, leaves;

  assign in_ready = count != WORDS;
  assign out_valid = count != 0;
  assign out = words[head];
  assign enters = in_valid && in_ready;
  assign leaves = out_valid && out_ready;

  always_ff @(posedge clock) begin
    if (enters) begin
      words[tail] <= in;
      tail <= tail + 1'b1;
    end
    if (leaves) head <= head + 1'b1;
    count <= count + enters - leaves;
    if (reset) begin
      head <= {POINTER_BITS{1'b0}};
      tail <= {POINTER_BITS{1'b0}};
      count <= {(POINTER_BITS+1){1'b0}};
    end
  end
endmodule
