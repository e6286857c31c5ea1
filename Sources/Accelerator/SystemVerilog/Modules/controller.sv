// The controller of an accelerator with one tile: the host's port and the sequencer.
module controller #(
  parameter ROWS = 16,
  parameter COLUMNS = 16,
  parameter PIPELINE_STAGES = 1,
  parameter OUTPUT_STATIONARY = 0,
  parameter ACCUMULATOR_BITS = 32,
  parameter ROW_ADDRESS_BITS = 10,
  parameter COLUMN_ADDRESS_BITS = 10,
  parameter OUTPUT_ADDRESS_BITS = 10,
  parameter ROW_FILL_STEPS = 4,
  parameter COLUMN_FILL_STEPS = 4,
  parameter FILL_STEP_BITS = 2,
  parameter RESULT_GROUPS = 1,
  parameter GROUP_BITS = 1
) (
  input  logic                           clock,
  input  logic                           reset,
  input  logic                           word_valid,
  output logic                           word_ready,
  input  logic [31:0]                    word,
  output logic [31:0]                    read_data,
  output logic                           interrupt,
  output logic                           dma_write,
  output logic [1:0]                     dma_index,
  output logic [31:0]                    dma_value,
  output logic [ROW_ADDRESS_BITS-1:0]    row_address,
  output logic                           row_enable,
  output logic [COLUMN_ADDRESS_BITS-1:0] column_address,
  output logic                           column_enable,
  output logic [OUTPUT_ADDRESS_BITS-1:0] output_address,
  output logic                           output_enable,
  output logic                           output_write,
  output logic                           mode,
  output logic                           accumulate,
  input  logic                           fill_valid,
  output logic                           row_fill,
  output logic                           column_fill,
  output logic [FILL_STEP_BITS-1:0]      fill_step,
  output logic                           result_start,
  output logic [GROUP_BITS-1:0]          result_group,
  input  logic                           result_done,
  output logic [15:0]                    scale,
  output logic [ACCUMULATOR_BITS-1:0]    bias,
  output logic [4:0]                     shift
);
  logic        register_write, done;
  logic [7:0]  register_tile, register_index;
  logic [31:0] register_value;

  assign dma_write = register_write && register_tile == 8'd255;
  assign dma_index = register_index[1:0];
  assign dma_value = register_value;

  configuration #(.TILES(1)) host (
    .clock, .reset, .word_valid, .word_ready, .word, .read_data, .interrupt, .register_write,
    .register_ready(1'b1), .register_tile, .register_index, .register_value, .done);

  sequencer #(
    .ROWS(ROWS), .COLUMNS(COLUMNS), .PIPELINE_STAGES(PIPELINE_STAGES),
    .OUTPUT_STATIONARY(OUTPUT_STATIONARY), .ACCUMULATOR_BITS(ACCUMULATOR_BITS),
    .ROW_ADDRESS_BITS(ROW_ADDRESS_BITS), .COLUMN_ADDRESS_BITS(COLUMN_ADDRESS_BITS),
    .OUTPUT_ADDRESS_BITS(OUTPUT_ADDRESS_BITS), .ROW_FILL_STEPS(ROW_FILL_STEPS),
    .COLUMN_FILL_STEPS(COLUMN_FILL_STEPS), .FILL_STEP_BITS(FILL_STEP_BITS),
    .RESULT_GROUPS(RESULT_GROUPS), .GROUP_BITS(GROUP_BITS)
  ) sequencer (
    .clock, .reset, .register_write(register_write && register_tile == 8'd0),
    .register_index(register_index[3:0]), .register_value, .done, .row_address, .row_enable,
    .column_address, .column_enable, .output_address, .output_enable, .output_write, .mode,
    .accumulate, .fill_valid, .row_fill, .column_fill, .fill_step, .result_start, .result_group,
    .result_done, .scale, .bias, .shift);
endmodule
