// ROWS by COLUMNS processing elements, which the floorplan keeps together.
//
// Lane 0 of every bus is in its lowest bits: the top row, or the left column.
module processing_cluster #(
  parameter ROWS = 4,
  parameter COLUMNS = 4,
  parameter OPERAND_BITS = 8,
  parameter ACCUMULATOR_BITS = 32,
  parameter PIPELINE_STAGES = 1
) (
  input  logic                                clock,
  input  logic [ROWS*OPERAND_BITS-1:0]        row_in,
  input  logic [ROWS-1:0]                     mode_in,
  input  logic [COLUMNS*OPERAND_BITS-1:0]     column_in,
  input  logic [COLUMNS*ACCUMULATOR_BITS-1:0] sum_in,
  output logic [ROWS*OPERAND_BITS-1:0]        row_out,
  output logic [ROWS-1:0]                     mode_out,
  output logic [COLUMNS*OPERAND_BITS-1:0]     column_out,
  output logic [COLUMNS*ACCUMULATOR_BITS-1:0] sum_out
);
  // What enters each column of elements from the left, and what leaves the last.
  logic [(COLUMNS+1)*ROWS*OPERAND_BITS-1:0] row_bus;
  logic [(COLUMNS+1)*ROWS-1:0] mode_bus;
  // What enters each row of elements from above, and what leaves the last.
  logic [(ROWS+1)*COLUMNS*OPERAND_BITS-1:0] column_bus;
  logic [(ROWS+1)*COLUMNS*ACCUMULATOR_BITS-1:0] sum_bus;

  assign row_bus[ROWS*OPERAND_BITS-1:0] = row_in;
  assign mode_bus[ROWS-1:0] = mode_in;
  assign column_bus[COLUMNS*OPERAND_BITS-1:0] = column_in;
  assign sum_bus[COLUMNS*ACCUMULATOR_BITS-1:0] = sum_in;
  assign row_out = row_bus[COLUMNS*ROWS*OPERAND_BITS +: ROWS*OPERAND_BITS];
  assign mode_out = mode_bus[COLUMNS*ROWS +: ROWS];
  assign column_out = column_bus[ROWS*COLUMNS*OPERAND_BITS +: COLUMNS*OPERAND_BITS];
  assign sum_out = sum_bus[ROWS*COLUMNS*ACCUMULATOR_BITS +: COLUMNS*ACCUMULATOR_BITS];

  generate
    for (genvar r = 0; r < ROWS; r = r + 1) begin : g_row
      for (genvar c = 0; c < COLUMNS; c = c + 1) begin : g_column
        processing_element #(
          .OPERAND_BITS(OPERAND_BITS), .ACCUMULATOR_BITS(ACCUMULATOR_BITS),
          .PIPELINE_STAGES(PIPELINE_STAGES)
        ) element (
          .clock,
          .row_in(row_bus[(c*ROWS+r)*OPERAND_BITS +: OPERAND_BITS]),
          .mode_in(mode_bus[c*ROWS+r]),
          .column_in(column_bus[(r*COLUMNS+c)*OPERAND_BITS +: OPERAND_BITS]),
          .sum_in(sum_bus[(r*COLUMNS+c)*ACCUMULATOR_BITS +: ACCUMULATOR_BITS]),
          .row_out(row_bus[((c+1)*ROWS+r)*OPERAND_BITS +: OPERAND_BITS]),
          .mode_out(mode_bus[(c+1)*ROWS+r]),
          .column_out(column_bus[((r+1)*COLUMNS+c)*OPERAND_BITS +: OPERAND_BITS]),
          .sum_out(sum_bus[((r+1)*COLUMNS+c)*ACCUMULATOR_BITS +: ACCUMULATOR_BITS])
        );
      end
    end
  endgenerate
endmodule
