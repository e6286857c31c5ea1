public import Formats
import Foundation

/// Reads and writes files of workloads: JSON, or comma-separated tables like SCALE-Sim's.
public enum WorkloadFile {
  /// A file larger than this is refused: a workload has thousands of layers at most.
  private static let mostBytes = 64 << 20

  /// A format, told by the end of a file's name.
  public enum Format: String, CaseIterable, Sendable {
    /// The documented JSON.
    case json
    /// A table.
    case csv

    /// The format of a file's name, or nil.
    public init?(file: String) {
      let name = StandardOutput.formatName(of: file) as NSString
      self.init(rawValue: name.pathExtension.lowercased())
    }
  }

  /// Reads a workload. A file that begins with a brace is JSON, any other a table.
  ///
  /// - Throws: `ParseError` with the line and column of a table, or the path in JSON, if it is no
  ///   workload that can be computed.
  public static func read(_ file: String) throws(ParseError) -> Workload {
    let data = try contents(of: file)
    if data.first(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) == UInt8(ascii: "{") {
      return try WorkloadJSON.read(data, file: file)
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw ParseError(file: file, message: "expected text in UTF-8, found other bytes")
    }
    let name = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
    return try WorkloadTable.read(text, name: name, file: file)
  }

  /// The text of a workload's file.
  public static func text(of workload: Workload, as format: Format) -> String {
    switch format {
    case .json: WorkloadJSON.text(of: workload)
    case .csv: WorkloadTable.text(of: workload)
    }
  }

  /// Writes a workload, in the format that the file's name says.
  ///
  /// - Throws: `OutputError` if the name says none, or the file cannot be written; a file that stood
  ///   there is then untouched.
  public static func write(_ workload: Workload, to file: String) throws(OutputError) {
    guard let format = Format(file: file) else {
      throw OutputError(file: file, message: "expected a workload's name, ending in .json or .csv")
    }
    var output = FileOutput()
    output.write(text(of: workload, as: format))
    try output.save(to: file)
  }

  private static func contents(of file: String) throws(ParseError) -> Data {
    let data: Data
    do {
      let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: file))
      defer { try? handle.close() }
      data = try handle.read(upToCount: mostBytes + 1) ?? Data()
    } catch {
      throw ParseError(file: file, message: "expected a file that can be read: \(reason(error))")
    }
    if data.count > mostBytes {
      throw ParseError(file: file, message: "expected at most \(mostBytes) bytes, found more")
    }
    return data
  }

  private static func reason(_ error: any Error) -> String {
    guard let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError,
      cause.domain == NSPOSIXErrorDomain
    else { return error.localizedDescription }
    return String(cString: strerror(Int32(cause.code)))
  }
}
