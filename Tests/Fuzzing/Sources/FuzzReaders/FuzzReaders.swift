import Foundation

/// What libFuzzer calls with each input it makes; -1 keeps the input out of the corpus
/// (https://llvm.org/docs/LibFuzzer.html).
///
/// The program takes `--reader=netlist --scratch=FOLDER`; libFuzzer, whose all other arguments are,
/// leaves those with two dashes alone.
@c(LLVMFuzzerTestOneInput)
public func fuzzOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  let input = UnsafeRawBufferPointer(start: data, count: size)
  return Arguments.reader.read(input, in: Arguments.scratch) ? 0 : -1
}

private enum Arguments {
  static let reader: Reader = {
    guard let name = value(of: "--reader="), let reader = Reader(rawValue: name) else {
      let known = Reader.allCases.map(\.rawValue).joined(separator: ", ")
      fail("expected --reader= and one of \(known)")
    }
    return reader
  }()

  static let scratch: ScratchFolder = {
    guard let path = value(of: "--scratch=") else { fail("expected --scratch= and a folder") }
    return ScratchFolder(path: path)
  }()

  private static func value(of option: String) -> String? {
    CommandLine.arguments.dropFirst().first { $0.hasPrefix(option) }
      .map { String($0.dropFirst(option.count)) }
  }

  private static func fail(_ message: String) -> Never {
    FileHandle.standardError.write(Data("FuzzReaders: error: \(message)\n".utf8))
    exit(64)
  }
}
