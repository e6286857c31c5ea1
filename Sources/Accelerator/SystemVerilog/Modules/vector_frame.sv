// What stands around the lanes of the vector unit: the choice of their sums, and the way out of
// their results, in as many beats as the bus needs.
module vector_frame #(
  parameter LANES = 16,
  parameter COLUMNS = 16,
  parameter OPERAND_BITS = 8,
  parameter ACCUMULATOR_BITS = 32,
  parameter BUS_BITS = 64,
  parameter DEPTH_SLICES = 1,
  parameter SLICE_BITS = 1,
  parameter GROUP_BITS = 1
) (
  input  logic                                             clock,
  input  logic                                             reset,
  input  logic                                             start,
  input  logic [GROUP_BITS-1:0]                            group,
  input  logic [SLICE_BITS-1:0]                            slice,
  input  logic [DEPTH_SLICES*COLUMNS*ACCUMULATOR_BITS-1:0] read_data,
  output logic [LANES*ACCUMULATOR_BITS-1:0]                sums,
  input  logic [LANES*OPERAND_BITS-1:0]                    results,
  output logic                                             beat_valid,
  input  logic                                             beat_ready,
  output logic [BUS_BITS-1:0]                              beat,
  output logic                                             done
);
  localparam GROUPS = (COLUMNS + LANES - 1) / LANES;
  localparam GROUP_WIDTH = LANES * ACCUMULATOR_BITS;
  localparam BEATS = (LANES * OPERAND_BITS + BUS_BITS - 1) / BUS_BITS;

  logic [SLICE_BITS-1:0]               slice_now;
  logic [GROUP_BITS-1:0]               group_now;
  logic [3:0]                          stage;
  logic [COLUMNS*ACCUMULATOR_BITS-1:0] word;
  logic [GROUPS*GROUP_WIDTH-1:0]       padded;
  logic [BEATS*BUS_BITS-1:0]           outgoing;
  logic [15:0]                         beats_left;

  slice_choice #(
    .BITS(COLUMNS * ACCUMULATOR_BITS), .DEPTH_SLICES(DEPTH_SLICES), .SLICE_BITS(SLICE_BITS)
  ) choice (.enable(1'b1), .slice(slice_now), .read_data, .chosen(word));

  assign padded = word;
  generate
    if (GROUPS == 1) begin : g_whole
      assign sums = padded;
    end else begin : g_group
      assign sums = padded[group_now*GROUP_WIDTH +: GROUP_WIDTH];
    end
  endgenerate

  assign beat_valid = beats_left != 16'd0;
  assign beat = outgoing[BUS_BITS-1:0];

  always_ff @(posedge clock) begin
    slice_now <= slice;
    group_now <= group;
    // The word is read, then the lanes take three cycles.
    stage <= {stage[2:0], start};
    done <= 1'b0;
    if (stage[3]) begin
      outgoing <= results;
      beats_left <= BEATS;
    end else if (beat_valid && beat_ready) begin
      outgoing <= outgoing >> BUS_BITS;
      beats_left <= beats_left - 16'd1;
      done <= beats_left == 16'd1;
    end
    if (reset) begin
      stage <= 4'd0;
      beats_left <= 16'd0;
    end
  end
endmodule
