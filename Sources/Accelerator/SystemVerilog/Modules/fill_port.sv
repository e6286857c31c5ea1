// Spreads a word from the bus over the memories of a bank that stand side by side.
//
// A memory is wider than the bus or as wide: `chunk` says which part of it is written.
module fill_port #(
  parameter FILL_BITS = 64,
  parameter MEMORY_BITS = 64,
  parameter CHUNKS = 1,
  parameter CHUNK_BITS = 1
) (
  input  logic [FILL_BITS-1:0]   fill_data,
  input  logic [CHUNK_BITS-1:0]  chunk,
  output logic [MEMORY_BITS-1:0] write_data,
  output logic [MEMORY_BITS-1:0] write_mask
);
  logic [CHUNKS*FILL_BITS-1:0] data, mask;
  generate
    for (genvar i = 0; i < CHUNKS; i = i + 1) begin : g_chunk
      assign data[i*FILL_BITS +: FILL_BITS] = fill_data;
      assign mask[i*FILL_BITS +: FILL_BITS] = {FILL_BITS{chunk == i}};
    end
  endgenerate
  assign write_data = data;
  assign write_mask = mask;
endmodule
