// The network between the root (DMA engine and host's port) and the tiles: a shared bus down, with
// the number of the tile, and a choice among the tiles on the way up.
module tile_network #(
  parameter TILES = 4,
  parameter TILE_BITS = 2,
  parameter TILE_COLUMNS = 2,
  parameter BITS = 65
) (
  input  logic                   clock,
  input  logic                   reset,
  input  logic                   down_valid,
  output logic                   down_ready,
  input  logic [TILE_BITS-1:0]   down_tile,
  input  logic [BITS-1:0]        down,
  output logic [TILES-1:0]       tile_down_valid,
  output logic [TILES*BITS-1:0]  tile_down,
  input  logic [TILES-1:0]       tile_up_valid,
  output logic [TILES-1:0]       tile_up_ready,
  input  logic [TILES*BITS-1:0]  tile_up,
  output logic                   up_valid,
  input  logic                   up_ready,
  output logic [TILE_BITS-1:0]   up_tile,
  output logic [BITS-1:0]        up
);
  logic [TILES-1:0]           wins;
  logic [(TILES+1)*BITS-1:0]  merged;

  assign down_ready = 1'b1;
  assign wins = tile_up_valid & (~tile_up_valid + 1'b1);
  assign tile_up_ready = wins & {TILES{up_ready}};
  assign up_valid = |tile_up_valid;
  assign merged[BITS-1:0] = {BITS{1'b0}};
  assign up = merged[TILES*BITS +: BITS];

  always_comb begin
    up_tile = {TILE_BITS{1'b0}};
    for (integer i = 0; i < TILES; i = i + 1) if (wins[i]) up_tile = up_tile | i;
  end

  generate
    for (genvar i = 0; i < TILES; i = i + 1) begin : g_tile
      assign tile_down_valid[i] = down_valid && down_tile == i;
      assign tile_down[i*BITS +: BITS] = down;
      assign merged[(i+1)*BITS +: BITS]
        = merged[i*BITS +: BITS] | (tile_up[i*BITS +: BITS] & {BITS{wins[i]}});
    end
  endgenerate
endmodule
