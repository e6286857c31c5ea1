// A tile's end of the network.
//
// Down come words {is a register, payload}, where a register's payload is {index, value}; up go
// {is the end of a command, payload}. A word that ends a command goes after the results before it.
module tile_port #(
  parameter BUS_BITS = 64,
  parameter PAYLOAD_BITS = 64
) (
  input  logic                    clock,
  input  logic                    reset,
  input  logic                    down_valid,
  input  logic [PAYLOAD_BITS:0]   down,
  output logic                    up_valid,
  input  logic                    up_ready,
  output logic [PAYLOAD_BITS:0]   up,
  output logic                    register_write,
  output logic [3:0]              register_index,
  output logic [31:0]             register_value,
  output logic                    fill_valid,
  output logic [BUS_BITS-1:0]     fill_data,
  input  logic                    beat_valid,
  output logic                    beat_ready,
  input  logic [BUS_BITS-1:0]     beat,
  input  logic                    done
);
  logic                    has_word, has_end;
  logic [PAYLOAD_BITS:0]   word;

  assign register_write = has_word && word[PAYLOAD_BITS];
  assign register_index = word[35:32];
  assign register_value = word[31:0];
  assign fill_valid = has_word && !word[PAYLOAD_BITS];
  assign fill_data = word[BUS_BITS-1:0];
  assign beat_ready = !up_valid || up_ready;

  always_ff @(posedge clock) begin
    has_word <= down_valid;
    word <= down;
    if (done) has_end <= 1'b1;
    if (beat_ready) begin
      up_valid <= beat_valid || has_end;
      up <= beat_valid ? beat : {1'b1, {PAYLOAD_BITS{1'b0}}};
      if (!beat_valid && has_end) has_end <= 1'b0;
    end
    if (reset) begin
      has_word <= 1'b0;
      has_end <= 1'b0;
      up_valid <= 1'b0;
    end
  end
endmodule
