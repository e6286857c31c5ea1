extension ModuleWriter {
  /// A wrapper for each kind of memory, then the banks of each operand.
  var memories: [String] {
    var seen: Set<String> = []
    let wrappers = Operand.allCases.compactMap { operand -> String? in
      let macro = dimensions.buffer(operand).organization.macro
      return seen.insert(macro.name).inserted ? wrapper(macro) : nil
    }
    return wrappers + Operand.allCases.map { bank($0) }
  }

  private func wrapper(_ macro: MemoryMacro) -> String {
    """
    `ifdef CHIPPLACE_MEMORY_MACROS
    (* blackbox *)
    module \(macro.name) (
      input  clk, ce_in, we_in,
      input  [\(macro.address.bits - 1):0] addr_in,
      input  [\(macro.bits - 1):0] w_mask_in, wd_in,
      output [\(macro.bits - 1):0] rd_out
    );
    endmodule
    `endif

    // \(macro.words) words of \(macro.bits) bits, one port. The word read appears one cycle later and stays
    // until the next read.
    module memory_\(macro.name) (
      input  logic        clock,
      input  logic        chip_enable,
      input  logic        write_enable,
      input  logic [\(macro.address.bits - 1):0]  address,
      input  logic [\(macro.bits - 1):0] write_mask,
      input  logic [\(macro.bits - 1):0] write_data,
      output logic [\(macro.bits - 1):0] read_data
    );
    `ifdef CHIPPLACE_MEMORY_MACROS
      \(macro.name) memory (
        .clk(clock), .ce_in(chip_enable), .we_in(write_enable), .addr_in(address),
        .w_mask_in(write_mask), .wd_in(write_data), .rd_out(read_data));
    `else
      logic [\(macro.bits - 1):0] words [0:\(macro.words - 1)];
      always_ff @(posedge clock)
        if (chip_enable) begin
          if (write_enable)
            words[address] <= (words[address] & ~write_mask) | (write_data & write_mask);
          else read_data <= words[address];
        end
    `endif
    endmodule

    """
  }

  private func bank(_ operand: Operand) -> String {
    let buffer = dimensions.buffer(operand)
    let organization = buffer.organization
    let writePorts =
      operand == .output
      ? """
        // All memories of a word are written at once.
        input  logic                                 write,
        input  logic [\(buffer.wordBits - 1):0] word,
      """
      : """
        // One memory is filled at a time, in parts.
        input  logic [WIDTH_SLICES-1:0]              write,
        input  logic [CHUNK_BITS-1:0]                chunk,
        input  logic [FILL_BITS-1:0]                 fill_data,
      """
    let writeData =
      operand == .output
      ? """
        assign write_data = padded_word[w*MEMORY_BITS +: MEMORY_BITS];
        assign write_mask = {MEMORY_BITS{1'b1}};
      """
      : """
        fill_port #(
          .FILL_BITS(FILL_BITS), .MEMORY_BITS(MEMORY_BITS), .CHUNKS(CHUNKS), .CHUNK_BITS(CHUNK_BITS)
        ) fill (.fill_data, .chunk, .write_data, .write_mask);
      """
    let indented = writeData.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n")
    let paddedWord =
      operand == .output
      ? "\n  logic [WIDTH_SLICES*MEMORY_BITS-1:0] padded_word;\n  assign padded_word = word;" : ""
    let writes = operand == .output ? "write" : "write[w]"
    let slice =
      organization.depthSlices > 1
      ? "address[ADDRESS_BITS-1:MEMORY_ADDRESS_BITS] == d" : "1'b1"
    return """
      // A bank of \(operand.rawValue)s: \(organization.widthSlices) of \(organization.macro.name) side by side, \
      \(organization.depthSlices) in turn.
      module \(operand.rawValue)_bank #(
        parameter WORD_BITS = \(buffer.wordBits),
        parameter ADDRESS_BITS = \(buffer.addressBits),
        parameter WIDTH_SLICES = \(organization.widthSlices),
        parameter DEPTH_SLICES = \(organization.depthSlices),
        parameter FILL_BITS = \(buffer.fillBits),
        parameter CHUNKS = \(buffer.chunks),
        parameter CHUNK_BITS = \(HardwareDimensions.bits(counting: buffer.chunks))
      ) (
        input  logic                                 clock,
        input  logic [ADDRESS_BITS-1:0]              address,
        input  logic                                 enable,
      \(writePorts)
        // The words of all memories in turn.
        output logic [DEPTH_SLICES*WORD_BITS-1:0]    read_data
      );
        localparam MEMORY_BITS = \(organization.macro.bits);
        localparam MEMORY_ADDRESS_BITS = \(organization.macro.address.bits);
        logic [DEPTH_SLICES*WIDTH_SLICES*MEMORY_BITS-1:0] all_data;\(paddedWord)

        generate
          for (genvar w = 0; w < WIDTH_SLICES; w = w + 1) begin : g_width
            logic [MEMORY_BITS-1:0] write_data, write_mask;
      \(indented)
            for (genvar d = 0; d < DEPTH_SLICES; d = d + 1) begin : g_depth
              logic chip_enable;
              assign chip_enable = enable && \(slice);
              memory_\(organization.macro.name) memory (
                .clock, .chip_enable,
                .write_enable(\(writes)), .address(address[MEMORY_ADDRESS_BITS-1:0]), .write_mask,
                .write_data, .read_data(all_data[(d*WIDTH_SLICES+w)*MEMORY_BITS +: MEMORY_BITS]));
            end
          end
          for (genvar s = 0; s < DEPTH_SLICES; s = s + 1) begin : g_word
            assign read_data[s*WORD_BITS +: WORD_BITS]
              = all_data[s*WIDTH_SLICES*MEMORY_BITS +: WORD_BITS];
          end
        endgenerate
      endmodule

      """
  }
}
