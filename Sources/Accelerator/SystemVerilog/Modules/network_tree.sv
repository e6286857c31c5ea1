// The network between the root (DMA engine and host's port) and the tiles, whose number is a power
// of two: a binary tree of routers. Router 1 is at the root; below router n stand n * 2 and
// n * 2 + 1, and below the last routers the tiles.
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
  // A word is {goes up, tile, word}: the tile that it goes to, or comes from.
  localparam W = 1 + TILE_BITS + BITS;

  // The link above each router n, and above tile n - TILES.
  logic [2*TILES-1:0]   link_down_valid, link_down_ready, link_up_valid, link_up_ready;
  logic [2*TILES*W-1:0] link_down, link_up;

  assign link_down_valid[1] = down_valid;
  assign link_down[W +: W] = {1'b0, down_tile, down};
  assign down_ready = link_down_ready[1];
  assign up_valid = link_up_valid[1];
  assign link_up_ready[1] = up_ready;
  assign up_tile = link_up[W+BITS +: TILE_BITS];
  assign up = link_up[W +: BITS];

  generate
    for (genvar n = 1; n < TILES; n = n + 1) begin : g_router
      // The bit of the tile's number that this router decides by.
      localparam LEVEL = TILE_BITS - $clog2(n + 1);
      logic [3*W-1:0] waiting;
      logic [8:0]     request;

      // Port 0 is above, 1 and 2 are below.
      assign request[2:0] = waiting[BITS+LEVEL] ? 3'b100 : 3'b010;
      assign request[8:3] = 6'b001001;

      router #(.PORTS(3), .BITS(W)) router (
        .clock, .reset,
        .in_valid({link_up_valid[2*n+1], link_up_valid[2*n], link_down_valid[n]}),
        .in_ready({link_up_ready[2*n+1], link_up_ready[2*n], link_down_ready[n]}),
        .in({link_up[(2*n+1)*W +: W], link_up[2*n*W +: W], link_down[n*W +: W]}),
        .waiting, .request,
        .out_valid({link_down_valid[2*n+1], link_down_valid[2*n], link_up_valid[n]}),
        .out_ready({link_down_ready[2*n+1], link_down_ready[2*n], link_up_ready[n]}),
        .out({link_down[(2*n+1)*W +: W], link_down[2*n*W +: W], link_up[n*W +: W]}));
    end
    for (genvar i = 0; i < TILES; i = i + 1) begin : g_tile
      assign tile_down_valid[i] = link_down_valid[TILES+i];
      assign tile_down[i*BITS +: BITS] = link_down[(TILES+i)*W +: BITS];
      assign link_down_ready[TILES+i] = 1'b1;
      assign link_up_valid[TILES+i] = tile_up_valid[i];
      assign link_up[(TILES+i)*W +: W] = {1'b1, i[TILE_BITS-1:0], tile_up[i*BITS +: BITS]};
      assign tile_up_ready[i] = link_up_ready[TILES+i];
    end
  endgenerate
endmodule
