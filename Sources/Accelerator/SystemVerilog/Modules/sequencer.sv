// Runs a matrix product on one array, fold by fold, and the traffic of its banks.
//
// The array holds ROWS by COLUMNS operands or sums at once; larger products are cut into folds. For
// each column fold and each row fold in it:
//
//   keeping an operand (OUTPUT_STATIONARY 0)
//     LOAD     ROWS words of the column operand, the last one first, move down the columns
//     STREAM   `length` words of the row operand pass through the rows
//     SETTLE   the last sums leave
//   keeping sums (OUTPUT_STATIONARY 1)
//     STREAM   `length` words of both operands pass through the array
//     SETTLE   the last products are added
//     DRAIN    ROWS words of sums leave, the last row first
//     EMPTY    the last of them are written
//
// Words of the memories, with fold = column fold * row folds + row fold:
//
//                    an operand stays                        sums stay
//   row operand      row_base + row fold * length + t        the same
//   column operand   column_base + fold * ROWS + row         column_base + column fold * length + t
//   sums             output_base + column fold * length + t  output_base + fold * ROWS + row
//
// Where an operand stays, the row folds of one column fold are added up in the output banks;
// their memories have one port, so such folds send a word every second cycle, and reads and writes
// take turns. The reset is held until zeros have run through the array, for ROWS + COLUMNS +
// PIPELINE_STAGES + 8 cycles.
//
// Registers, by index:
//   0 command: bit 0 product, bit 1 fill, bit 2 send results     1 length   2 row folds
//   3 column folds   4 row base   5 column base   6 output base
//   7 fill: bit 0 the column operand   8 fill base   9 fill words
//   10 result base   11 result words   12 scale   13 bias   14 shift
module sequencer #(
  parameter ROWS = 16,
  parameter COLUMNS = 16,
  parameter PIPELINE_STAGES = 1,
  parameter OUTPUT_STATIONARY = 0,
  parameter ACCUMULATOR_BITS = 32,
  parameter ROW_ADDRESS_BITS = 10,
  parameter COLUMN_ADDRESS_BITS = 10,
  parameter OUTPUT_ADDRESS_BITS = 10,
  // Writes that fill one word of all banks of an operand.
  parameter ROW_FILL_STEPS = 4,
  parameter COLUMN_FILL_STEPS = 4,
  parameter FILL_STEP_BITS = 2,
  // Groups of columns that the vector unit takes one after the other.
  parameter RESULT_GROUPS = 1,
  parameter GROUP_BITS = 1
) (
  input  logic                           clock,
  input  logic                           reset,
  // The host's side.
  input  logic                           register_write,
  input  logic [3:0]                     register_index,
  input  logic [31:0]                    register_value,
  output logic                           done,
  // The banks' side.
  output logic [ROW_ADDRESS_BITS-1:0]    row_address,
  output logic                           row_enable,
  output logic [COLUMN_ADDRESS_BITS-1:0] column_address,
  output logic                           column_enable,
  output logic [OUTPUT_ADDRESS_BITS-1:0] output_address,
  output logic                           output_enable,
  output logic                           output_write,
  // The array's side.
  output logic                           mode,
  output logic                           accumulate,
  // Fills, one step a cycle while they come.
  input  logic                           fill_valid,
  output logic                           row_fill,
  output logic                           column_fill,
  output logic [FILL_STEP_BITS-1:0]      fill_step,
  // The vector unit's side.
  output logic                           result_start,
  output logic [GROUP_BITS-1:0]          result_group,
  input  logic                           result_done,
  output logic [15:0]                    scale,
  output logic [ACCUMULATOR_BITS-1:0]    bias,
  output logic [4:0]                     shift
);
  localparam IDLE = 4'd0;
  localparam CLEAR = 4'd1;
  localparam LOAD = 4'd2;
  localparam STREAM = 4'd3;
  localparam SETTLE = 4'd4;
  localparam DRAIN = 4'd5;
  localparam EMPTY = 4'd6;
  localparam FILL = 4'd7;
  localparam RESULT = 4'd8;
  localparam RESULT_WAIT = 4'd9;

  // From the read address of a word to the write address of its sums.
  localparam LATENCY = OUTPUT_STATIONARY ? COLUMNS + 2 : ROWS + COLUMNS + PIPELINE_STAGES + 1;
  // From the last word of a stream to the drain.
  localparam SETTLE_CYCLES = ROWS + PIPELINE_STAGES - 1;

  logic [3:0]                     state;
  logic [15:0]                    count;
  logic [15:0]                    length, row_folds, column_folds, row_fold, column_fold;
  logic [ROW_ADDRESS_BITS-1:0]    row_base, row_pointer;
  logic [COLUMN_ADDRESS_BITS-1:0] column_base, column_start, column_pointer;
  logic [OUTPUT_ADDRESS_BITS-1:0] output_base, output_pointer, read_pointer, write_pointer;
  logic                           fill_column;
  logic [15:0]                    fill_words, result_words;
  logic [ROW_ADDRESS_BITS-1:0]    row_fill_base;
  logic [COLUMN_ADDRESS_BITS-1:0] column_fill_base;
  logic [OUTPUT_ADDRESS_BITS-1:0] result_base;

  // A word every second cycle while earlier sums are read between the writes.
  logic adds, pause, pace;
  assign adds = !OUTPUT_STATIONARY && row_fold != 0;
  assign pause = adds && pace;

  // A token for each word that will be written, at the times of its read and its write.
  logic token, read_token, write_token, last_written;
  logic [15:0] written;
  assign token = OUTPUT_STATIONARY ? state == DRAIN : state == STREAM && !pause;
  delay_line #(.BITS(1), .STAGES(LATENCY - 3)) to_read (
    .clock, .in(token && !reset), .out(read_token));
  delay_line #(.BITS(1), .STAGES(3)) to_write (
    .clock, .in(read_token && !reset), .out(write_token));
  assign last_written = write_token && written + 16'd1 == (OUTPUT_STATIONARY ? ROWS : length);

  assign row_enable = state == STREAM && !pause;
  assign column_enable = OUTPUT_STATIONARY ? state == STREAM : state == LOAD;
  assign mode = OUTPUT_STATIONARY ? state == DRAIN || state == CLEAR : state == LOAD;
  assign accumulate = read_token && adds;
  assign output_write = write_token;
  assign output_enable = write_token || accumulate || state == RESULT;
  assign row_fill = state == FILL && fill_valid && !fill_column;
  assign column_fill = state == FILL && fill_valid && fill_column;
  assign result_start = state == RESULT;

  assign row_address = state == FILL ? row_fill_base : row_pointer;
  assign column_address = state == FILL ? column_fill_base : column_pointer;
  assign output_address = state == RESULT || state == RESULT_WAIT ? result_base
    : write_token ? write_pointer : read_pointer;

  logic last_row_fold, last_column_fold;
  assign last_row_fold = row_fold + 16'd1 == row_folds;
  assign last_column_fold = column_fold + 16'd1 == column_folds;

  always_ff @(posedge clock) begin
    done <= 1'b0;
    if (register_write) begin
      case (register_index)
        4'd1: length <= register_value[15:0];
        4'd2: row_folds <= register_value[15:0];
        4'd3: column_folds <= register_value[15:0];
        4'd4: row_base <= register_value[ROW_ADDRESS_BITS-1:0];
        4'd5: column_base <= register_value[COLUMN_ADDRESS_BITS-1:0];
        4'd6: output_base <= register_value[OUTPUT_ADDRESS_BITS-1:0];
        4'd7: fill_column <= register_value[0];
        4'd8: begin
          row_fill_base <= register_value[ROW_ADDRESS_BITS-1:0];
          column_fill_base <= register_value[COLUMN_ADDRESS_BITS-1:0];
        end
        4'd9: fill_words <= register_value[15:0];
        4'd10: result_base <= register_value[OUTPUT_ADDRESS_BITS-1:0];
        4'd11: result_words <= register_value[15:0];
        4'd12: scale <= register_value[15:0];
        4'd13: bias <= {{ACCUMULATOR_BITS{register_value[31]}}, register_value};
        4'd14: shift <= register_value[4:0];
        default: ;
      endcase
    end

    if (write_token) begin
      written <= written + 16'd1;
      write_pointer <= OUTPUT_STATIONARY ? write_pointer - 1'b1 : write_pointer + 1'b1;
    end
    if (read_token) read_pointer <= read_pointer + 1'b1;
    pace <= state == STREAM ? !pace : 1'b0;

    case (state)
      IDLE:
        if (register_write && register_index == 4'd0) begin
          count <= 16'd0;
          fill_step <= {FILL_STEP_BITS{1'b0}};
          result_group <= {GROUP_BITS{1'b0}};
          row_fold <= 16'd0;
          column_fold <= 16'd0;
          written <= 16'd0;
          row_pointer <= row_base;
          column_pointer <= OUTPUT_STATIONARY ? column_base : column_base + (ROWS - 1);
          column_start <= column_base;
          output_pointer <= output_base;
          read_pointer <= output_base;
          write_pointer <= OUTPUT_STATIONARY ? output_base + (ROWS - 1) : output_base;
          if (register_value[0]) state <= OUTPUT_STATIONARY ? CLEAR : LOAD;
          else if (register_value[1]) state <= FILL;
          else if (register_value[2]) state <= RESULT;
        end

      CLEAR: begin
        count <= count == ROWS - 1 ? 16'd0 : count + 16'd1;
        if (count == ROWS - 1) state <= STREAM;
      end

      LOAD: begin
        count <= count == ROWS - 1 ? 16'd0 : count + 16'd1;
        // On to the last word of the next fold.
        column_pointer <= count == ROWS - 1
          ? column_pointer + (2 * ROWS - 1) : column_pointer - 1'b1;
        if (count == ROWS - 1) state <= STREAM;
      end

      STREAM:
        if (!pause) begin
          row_pointer <= row_pointer + 1'b1;
          if (OUTPUT_STATIONARY) column_pointer <= column_pointer + 1'b1;
          count <= count + 16'd1 == length ? 16'd0 : count + 16'd1;
          if (count + 16'd1 == length) state <= SETTLE;
        end

      SETTLE:
        if (OUTPUT_STATIONARY) begin
          count <= count == SETTLE_CYCLES - 1 ? 16'd0 : count + 16'd1;
          if (count == SETTLE_CYCLES - 1) state <= DRAIN;
        end else if (last_written) begin
          written <= 16'd0;
          row_fold <= last_row_fold ? 16'd0 : row_fold + 16'd1;
          if (last_row_fold) begin
            row_pointer <= row_base;
            column_fold <= column_fold + 16'd1;
            output_pointer <= write_pointer + 1'b1;
            read_pointer <= write_pointer + 1'b1;
            write_pointer <= write_pointer + 1'b1;
          end else begin
            read_pointer <= output_pointer;
            write_pointer <= output_pointer;
          end
          done <= last_row_fold && last_column_fold;
          state <= last_row_fold && last_column_fold ? IDLE : LOAD;
        end

      DRAIN: begin
        count <= count == ROWS - 1 ? 16'd0 : count + 16'd1;
        if (count == ROWS - 1) state <= EMPTY;
      end

      EMPTY:
        if (last_written) begin
          written <= 16'd0;
          write_pointer <= write_pointer + (2 * ROWS - 1);
          row_fold <= last_row_fold ? 16'd0 : row_fold + 16'd1;
          if (last_row_fold) begin
            row_pointer <= row_base;
            column_fold <= column_fold + 16'd1;
            column_start <= column_pointer;
          end else begin
            column_pointer <= column_start;
          end
          done <= last_row_fold && last_column_fold;
          state <= last_row_fold && last_column_fold ? IDLE : STREAM;
        end

      FILL:
        if (fill_valid) begin
          fill_step <= fill_step + 1'b1;
          if (fill_step == (fill_column ? COLUMN_FILL_STEPS - 1 : ROW_FILL_STEPS - 1)) begin
            fill_step <= {FILL_STEP_BITS{1'b0}};
            row_fill_base <= row_fill_base + 1'b1;
            column_fill_base <= column_fill_base + 1'b1;
            count <= count + 16'd1;
            done <= count + 16'd1 == fill_words;
            if (count + 16'd1 == fill_words) state <= IDLE;
          end
        end

      RESULT: state <= RESULT_WAIT;

      RESULT_WAIT:
        if (result_done) begin
          state <= RESULT;
          result_group <= result_group + 1'b1;
          if (result_group == RESULT_GROUPS - 1) begin
            result_group <= {GROUP_BITS{1'b0}};
            result_base <= result_base + 1'b1;
            count <= count + 16'd1;
            done <= count + 16'd1 == result_words;
            if (count + 16'd1 == result_words) state <= IDLE;
          end
        end

      default: state <= IDLE;
    endcase
    if (reset) begin
      state <= IDLE;
      count <= 16'd0;
    end
  end
endmodule
