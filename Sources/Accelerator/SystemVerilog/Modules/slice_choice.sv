// The word of the memory whose turn it was, or zeros.
module slice_choice #(
  parameter BITS = 32,
  parameter DEPTH_SLICES = 1,
  parameter SLICE_BITS = 1
) (
  input  logic                         enable,
  input  logic [SLICE_BITS-1:0]        slice,
  input  logic [DEPTH_SLICES*BITS-1:0] read_data,
  output logic [BITS-1:0]              chosen
);
  logic [BITS-1:0] word;
  generate
    if (DEPTH_SLICES == 1) begin : g_one
      assign word = read_data;
    end else begin : g_choice
      assign word = read_data[slice*BITS +: BITS];
    end
  endgenerate
  assign chosen = word & {BITS{enable}};
endmodule
