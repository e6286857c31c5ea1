// Sums of LANES columns of the array, back in step, on their way to the output banks.
//
// FIRST_LANE is the array column of lane 0. With ADDS, the sums of an earlier pass are read and
// added: `accumulate` and `slice` belong to the read address of the same cycle, which comes three
// cycles before the write address of the same word.
module collector #(
  parameter LANES = 4,
  parameter FIRST_LANE = 0,
  parameter ARRAY_COLUMNS = 16,
  parameter ACCUMULATOR_BITS = 32,
  parameter ADDS = 1,
  parameter DEPTH_SLICES = 1,
  parameter SLICE_BITS = 1
) (
  input  logic                                           clock,
  input  logic [LANES*ACCUMULATOR_BITS-1:0]              sum_in,
  input  logic                                           accumulate,
  input  logic [SLICE_BITS-1:0]                          slice,
  input  logic [DEPTH_SLICES*LANES*ACCUMULATOR_BITS-1:0] read_data,
  output logic [LANES*ACCUMULATOR_BITS-1:0]              write_data
);
  logic [LANES*ACCUMULATOR_BITS-1:0] aligned;

  generate
    for (genvar i = 0; i < LANES; i = i + 1) begin : g_lane
      delay_line #(
        .BITS(ACCUMULATOR_BITS), .STAGES(ARRAY_COLUMNS - 1 - FIRST_LANE - i)
      ) skew (
        .clock, .in(sum_in[i*ACCUMULATOR_BITS +: ACCUMULATOR_BITS]),
        .out(aligned[i*ACCUMULATOR_BITS +: ACCUMULATOR_BITS]));
    end
    if (ADDS) begin : g_add
      logic                              accumulate_now;
      logic [SLICE_BITS-1:0]             slice_now;
      logic [LANES*ACCUMULATOR_BITS-1:0] chosen;
      logic [LANES*ACCUMULATOR_BITS-1:0] earlier;

      slice_choice #(
        .BITS(LANES * ACCUMULATOR_BITS), .DEPTH_SLICES(DEPTH_SLICES), .SLICE_BITS(SLICE_BITS)
      ) choice (.enable(accumulate_now), .slice(slice_now), .read_data, .chosen);

      always_ff @(posedge clock) begin
        accumulate_now <= accumulate;
        slice_now <= slice;
        earlier <= chosen;
      end
      for (genvar i = 0; i < LANES; i = i + 1) begin : g_lane
        always_ff @(posedge clock)
          write_data[i*ACCUMULATOR_BITS +: ACCUMULATOR_BITS]
            <= aligned[i*ACCUMULATOR_BITS +: ACCUMULATOR_BITS]
              + earlier[i*ACCUMULATOR_BITS +: ACCUMULATOR_BITS];
      end
    end else begin : g_pass
      always_ff @(posedge clock) write_data <= aligned;
    end
  endgenerate
endmodule
