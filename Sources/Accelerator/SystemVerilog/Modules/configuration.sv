// The host's port: words in pairs become writes of registers.
//
// The first word of a pair is {write, 7'b0, 8'b0, tile, index}, the second the value. With `write`
// 0 there is no second word; `read_data` then shows which tiles are busy. Tile 255 is the DMA
// engine. A tile is busy from the write of its command register, 0, to its `done`.
module configuration #(
  parameter TILES = 1
) (
  input  logic             clock,
  input  logic             reset,
  input  logic             word_valid,
  output logic             word_ready,
  input  logic [31:0]      word,
  output logic [31:0]      read_data,
  output logic             interrupt,
  output logic             register_write,
  input  logic             register_ready,
  output logic [7:0]       register_tile,
  output logic [7:0]       register_index,
  output logic [31:0]      register_value,
  input  logic [TILES-1:0] done
);
  logic             has_head;
  logic [TILES-1:0] busy, starts;

  assign word_ready = !register_write || register_ready;
  assign read_data = busy;

  generate
    for (genvar i = 0; i < TILES; i = i + 1) begin : g_tile
      assign starts[i] = register_write && register_ready && register_tile == i
        && register_index == 8'd0;
    end
  endgenerate

  always_ff @(posedge clock) begin
    if (register_write && register_ready) register_write <= 1'b0;
    if (word_valid && word_ready) begin
      if (has_head) begin
        register_value <= word;
        register_write <= 1'b1;
        has_head <= 1'b0;
      end else begin
        register_tile <= word[15:8];
        register_index <= word[7:0];
        has_head <= word[31];
      end
    end
    busy <= (busy & ~done) | starts;
    interrupt <= |busy && (busy & ~done) == {TILES{1'b0}} && !(|starts);
    if (reset) begin
      has_head <= 1'b0;
      register_write <= 1'b0;
      busy <= {TILES{1'b0}};
      interrupt <= 1'b0;
    end
  end
endmodule
