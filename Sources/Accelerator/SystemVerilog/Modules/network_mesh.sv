// The network between the root (DMA engine and host's port) and the tiles: a router beside each
// tile, joined to the routers around it. Words go along the row first, then along the column. The
// root stands to the left of tile 0.
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
  localparam TILE_ROWS = TILES / TILE_COLUMNS;
  localparam LOCAL = 0;
  localparam WEST = 1;
  localparam EAST = 2;
  localparam SOUTH = 3;
  localparam NORTH = 4;

  logic [TILES*5-1:0]   in_valid, in_ready, out_valid, out_ready;
  logic [TILES*5*W-1:0] in, out;

  // The root.
  assign in_valid[WEST] = down_valid;
  assign in[WEST*W +: W] = {1'b0, down_tile, down};
  assign down_ready = in_ready[WEST];
  assign up_valid = out_valid[WEST];
  assign out_ready[WEST] = up_ready;
  assign up_tile = out[WEST*W+BITS +: TILE_BITS];
  assign up = out[WEST*W +: BITS];

  generate
    for (genvar i = 0; i < TILES; i = i + 1) begin : g_tile
      localparam X = i % TILE_COLUMNS;
      localparam Y = i / TILE_COLUMNS;
      logic [5*W-1:0] waiting;
      logic [24:0]    request;

      for (genvar p = 0; p < 5; p = p + 1) begin : g_route
        logic goes_up;
        logic [TILE_BITS-1:0] target;
        logic [7:0] to_x, to_y;
        assign goes_up = waiting[p*W+W-1];
        assign target = goes_up ? {TILE_BITS{1'b0}} : waiting[p*W+BITS +: TILE_BITS];
        assign to_x = target % TILE_COLUMNS;
        assign to_y = target / TILE_COLUMNS;
        assign request[p*5 +: 5]
          = to_x < X ? 5'b1 << WEST
          : to_x > X ? 5'b1 << EAST
          : to_y < Y ? 5'b1 << SOUTH
          : to_y > Y ? 5'b1 << NORTH
          : goes_up ? 5'b1 << WEST : 5'b1 << LOCAL;
      end

      router #(.PORTS(5), .BITS(W)) router (
        .clock, .reset, .in_valid(in_valid[i*5 +: 5]), .in_ready(in_ready[i*5 +: 5]),
        .in(in[i*5*W +: 5*W]), .waiting, .request, .out_valid(out_valid[i*5 +: 5]),
        .out_ready(out_ready[i*5 +: 5]), .out(out[i*5*W +: 5*W]));

      // The tile itself, which takes every word at once.
      assign tile_down_valid[i] = out_valid[i*5+LOCAL];
      assign tile_down[i*BITS +: BITS] = out[(i*5+LOCAL)*W +: BITS];
      assign out_ready[i*5+LOCAL] = 1'b1;
      assign in_valid[i*5+LOCAL] = tile_up_valid[i];
      assign in[(i*5+LOCAL)*W +: W] = {1'b1, i[TILE_BITS-1:0], tile_up[i*BITS +: BITS]};
      assign tile_up_ready[i] = in_ready[i*5+LOCAL];

      // The four neighbours.
      if (X + 1 < TILE_COLUMNS) begin : g_east
        assign in_valid[(i+1)*5+WEST] = out_valid[i*5+EAST];
        assign in[((i+1)*5+WEST)*W +: W] = out[(i*5+EAST)*W +: W];
        assign out_ready[i*5+EAST] = in_ready[(i+1)*5+WEST];
        assign in_valid[i*5+EAST] = out_valid[(i+1)*5+WEST];
        assign in[(i*5+EAST)*W +: W] = out[((i+1)*5+WEST)*W +: W];
        assign out_ready[(i+1)*5+WEST] = in_ready[i*5+EAST];
      end else begin : g_no_east
        assign in_valid[i*5+EAST] = 1'b0;
        assign in[(i*5+EAST)*W +: W] = {W{1'b0}};
        assign out_ready[i*5+EAST] = 1'b0;
      end
      if (X == 0 && i != 0) begin : g_no_west
        assign in_valid[i*5+WEST] = 1'b0;
        assign in[(i*5+WEST)*W +: W] = {W{1'b0}};
        assign out_ready[i*5+WEST] = 1'b0;
      end
      if (Y + 1 < TILE_ROWS) begin : g_north
        localparam N = i + TILE_COLUMNS;
        assign in_valid[N*5+SOUTH] = out_valid[i*5+NORTH];
        assign in[(N*5+SOUTH)*W +: W] = out[(i*5+NORTH)*W +: W];
        assign out_ready[i*5+NORTH] = in_ready[N*5+SOUTH];
        assign in_valid[i*5+NORTH] = out_valid[N*5+SOUTH];
        assign in[(i*5+NORTH)*W +: W] = out[(N*5+SOUTH)*W +: W];
        assign out_ready[N*5+SOUTH] = in_ready[i*5+NORTH];
      end else begin : g_no_north
        assign in_valid[i*5+NORTH] = 1'b0;
        assign in[(i*5+NORTH)*W +: W] = {W{1'b0}};
        assign out_ready[i*5+NORTH] = 1'b0;
      end
      if (Y == 0) begin : g_no_south
        assign in_valid[i*5+SOUTH] = 1'b0;
        assign in[(i*5+SOUTH)*W +: W] = {W{1'b0}};
        assign out_ready[i*5+SOUTH] = 1'b0;
      end
    end
  endgenerate
endmodule
