// The array: clusters side by side and one below the other. Zeros enter as sums at the top.
module systolic_array #(
  parameter ROWS = 16,
  parameter COLUMNS = 16,
  parameter CLUSTER_ROWS = 4,
  parameter CLUSTER_COLUMNS = 4,
  parameter OPERAND_BITS = 8,
  parameter ACCUMULATOR_BITS = 32,
  parameter PIPELINE_STAGES = 1
) (
  input  logic                                clock,
  input  logic [ROWS*OPERAND_BITS-1:0]        row_in,
  input  logic [ROWS-1:0]                     mode_in,
  input  logic [COLUMNS*OPERAND_BITS-1:0]     column_in,
  output logic [COLUMNS*ACCUMULATOR_BITS-1:0] sum_out
);
  localparam DOWN = ROWS / CLUSTER_ROWS;
  localparam ACROSS = COLUMNS / CLUSTER_COLUMNS;

  logic [(ACROSS+1)*ROWS*OPERAND_BITS-1:0] row_bus;
  logic [(ACROSS+1)*ROWS-1:0] mode_bus;
  logic [(DOWN+1)*COLUMNS*OPERAND_BITS-1:0] column_bus;
  logic [(DOWN+1)*COLUMNS*ACCUMULATOR_BITS-1:0] sum_bus;

  assign row_bus[ROWS*OPERAND_BITS-1:0] = row_in;
  assign mode_bus[ROWS-1:0] = mode_in;
  assign column_bus[COLUMNS*OPERAND_BITS-1:0] = column_in;
  assign sum_bus[COLUMNS*ACCUMULATOR_BITS-1:0] = {COLUMNS*ACCUMULATOR_BITS{1'b0}};
  assign sum_out = sum_bus[DOWN*COLUMNS*ACCUMULATOR_BITS +: COLUMNS*ACCUMULATOR_BITS];

  generate
    for (genvar r = 0; r < DOWN; r = r + 1) begin : g_row
      for (genvar c = 0; c < ACROSS; c = c + 1) begin : g_column
        localparam ROW = c * ROWS + r * CLUSTER_ROWS;
        localparam COLUMN = r * COLUMNS + c * CLUSTER_COLUMNS;
        processing_cluster #(
          .ROWS(CLUSTER_ROWS), .COLUMNS(CLUSTER_COLUMNS), .OPERAND_BITS(OPERAND_BITS),
          .ACCUMULATOR_BITS(ACCUMULATOR_BITS), .PIPELINE_STAGES(PIPELINE_STAGES)
        ) cluster (
          .clock,
          .row_in(row_bus[ROW*OPERAND_BITS +: CLUSTER_ROWS*OPERAND_BITS]),
          .mode_in(mode_bus[ROW +: CLUSTER_ROWS]),
          .column_in(column_bus[COLUMN*OPERAND_BITS +: CLUSTER_COLUMNS*OPERAND_BITS]),
          .sum_in(sum_bus[COLUMN*ACCUMULATOR_BITS +: CLUSTER_COLUMNS*ACCUMULATOR_BITS]),
          .row_out(row_bus[(ROW+ROWS)*OPERAND_BITS +: CLUSTER_ROWS*OPERAND_BITS]),
          .mode_out(mode_bus[ROW+ROWS +: CLUSTER_ROWS]),
          .column_out(
            column_bus[(COLUMN+COLUMNS)*OPERAND_BITS +: CLUSTER_COLUMNS*OPERAND_BITS]),
          .sum_out(
            sum_bus[(COLUMN+COLUMNS)*ACCUMULATOR_BITS +: CLUSTER_COLUMNS*ACCUMULATOR_BITS])
        );
      end
    end
  endgenerate
endmodule
