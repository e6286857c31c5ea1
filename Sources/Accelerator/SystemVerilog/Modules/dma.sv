// Moves data between the bus to the outside and the accelerator, one beat a transaction.
//
// Registers: 0 read address, 1 beats to read (starts the read), 2 write address, 3 the tile that is
// read for. Results are written as they come, one after the other from the write address on. No
// read is asked for that the queue has no room for.
module dma #(
  parameter BUS_BITS = 64,
  parameter QUEUE_WORDS = 16,
  parameter POINTER_BITS = 4
) (
  input  logic                clock,
  input  logic                reset,
  input  logic                register_write,
  input  logic [1:0]          register_index,
  input  logic [31:0]         register_value,
  // Data in, to the buffers.
  output logic [31:0]         axi_araddr,
  output logic                axi_ar_valid,
  input  logic                axi_ar_ready,
  input  logic [BUS_BITS-1:0] axi_rdata,
  input  logic                axi_r_valid,
  output logic                axi_r_ready,
  output logic                fill_valid,
  input  logic                fill_ready,
  output logic [7:0]          fill_tile,
  output logic [BUS_BITS-1:0] fill_data,
  // Data out, from the vector unit.
  input  logic                result_valid,
  output logic                result_ready,
  input  logic [BUS_BITS-1:0] result_data,
  output logic [31:0]         axi_awaddr,
  output logic                axi_aw_valid,
  input  logic                axi_aw_ready,
  output logic [BUS_BITS-1:0] axi_wdata,
  output logic                axi_w_valid,
  input  logic                axi_w_ready,
  input  logic                axi_b_valid,
  output logic                axi_b_ready
);
  localparam STRIDE = (BUS_BITS + 7) / 8;

  logic [31:0]           beats;
  logic [POINTER_BITS:0] waiting, expected;
  logic [POINTER_BITS:0] unused;
  logic                  asks, comes, results_wait, writes;
  logic                  address_sent, data_sent;

  assign axi_ar_valid = beats != 32'd0 && waiting + expected < QUEUE_WORDS;
  assign asks = axi_ar_valid && axi_ar_ready;
  assign comes = axi_r_valid && axi_r_ready;

  queue #(.BITS(BUS_BITS), .WORDS(QUEUE_WORDS), .POINTER_BITS(POINTER_BITS)) fills (
    .clock, .reset, .in_valid(axi_r_valid), .in_ready(axi_r_ready), .in(axi_rdata),
    .out_valid(fill_valid), .out_ready(fill_ready), .out(fill_data), .count(waiting));

  queue #(.BITS(BUS_BITS), .WORDS(QUEUE_WORDS), .POINTER_BITS(POINTER_BITS)) results (
    .clock, .reset, .in_valid(result_valid), .in_ready(result_ready), .in(result_data),
    .out_valid(results_wait), .out_ready(writes), .out(axi_wdata), .count(unused));

  // Address and data go their own ways; the word leaves the queue when both are taken.
  assign axi_aw_valid = results_wait && !address_sent;
  assign axi_w_valid = results_wait && !data_sent;
  assign writes = (address_sent || axi_aw_ready) && (data_sent || axi_w_ready);
  assign axi_b_ready = 1'b1;

  always_ff @(posedge clock) begin
    if (asks) begin
      beats <= beats - 32'd1;
      axi_araddr <= axi_araddr + STRIDE;
    end
    expected <= expected + asks - comes;
    address_sent <= results_wait && !writes && (address_sent || axi_aw_ready);
    data_sent <= results_wait && !writes && (data_sent || axi_w_ready);
    if (results_wait && writes) axi_awaddr <= axi_awaddr + STRIDE;
    if (register_write) begin
      case (register_index)
        2'd0: axi_araddr <= register_value;
        2'd1: beats <= register_value;
        2'd2: axi_awaddr <= register_value;
        default: fill_tile <= register_value[7:0];
      endcase
    end
    if (reset) begin
      beats <= 32'd0;
      expected <= {(POINTER_BITS+1){1'b0}};
      address_sent <= 1'b0;
      data_sent <= 1'b0;
    end
  end
endmodule
