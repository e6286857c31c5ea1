import CZlib
import Foundation

/// Gzip compression of whole buffers, by zlib.
enum Gzip {
  /// The bytes in gzip form, without a time stamp, so that equal bytes compress equally.
  static func compress(_ bytes: [UInt8], for file: String = "") throws(OutputError) -> Data {
    // zlib counts one call's bytes in 32 bits.
    guard bytes.count < 1 << 31 else {
      throw OutputError(file: file, message: "over 2 GiB cannot be compressed; write a plain file")
    }
    var stream = z_stream()
    let gzipWindow = MAX_WBITS + 16
    guard
      deflateInit2_(
        &stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, gzipWindow, 8, Z_DEFAULT_STRATEGY,
        ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { throw OutputError(file: file, message: "zlib cannot start") }
    defer { deflateEnd(&stream) }
    var input = bytes
    var output = Data(count: Int(deflateBound(&stream, UInt(bytes.count))))
    let capacity = output.count
    let status = input.withUnsafeMutableBufferPointer { input in
      output.withUnsafeMutableBytes { output in
        stream.next_in = input.baseAddress
        stream.avail_in = UInt32(input.count)
        stream.next_out = output.bindMemory(to: UInt8.self).baseAddress
        stream.avail_out = UInt32(capacity)
        return deflate(&stream, Z_FINISH)
      }
    }
    guard status == Z_STREAM_END else { throw OutputError(file: file, message: "zlib failed") }
    output.count = capacity - Int(stream.avail_out)
    return output
  }
}
