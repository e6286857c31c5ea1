public import Foundation

/// A run of numbers as the bytes of memory, in JSON an object with the kind of number and the bytes
/// in base64: `{"type": "f32", "data": "AACAPw=="}`. Least significant byte first, so that a page can
/// lay a typed array over them.
public struct PackedNumbers: Codable, Hashable, Sendable {
  /// How each number is stored.
  public enum Kind: String, Codable, Sendable {
    /// IEEE double precision.
    case float64 = "f64"
    /// IEEE single precision.
    case float32 = "f32"
    /// Signed, four bytes.
    case int32 = "i32"
    /// Unsigned, two bytes.
    case uint16 = "u16"
    /// Unsigned, one byte.
    case uint8 = "u8"
  }

  /// How each number is stored.
  public var type: Kind
  /// The bytes.
  public var data: Data

  /// Numbers in double precision.
  public init(_ values: [Double]) { self.init(.float64, values) }

  /// Numbers in single precision.
  public init(_ values: [Float]) { self.init(.float32, values) }

  /// Whole numbers.
  public init(_ values: [Int32]) { self.init(.int32, values) }

  /// Whole numbers from 0 to 65535.
  public init(_ values: [UInt16]) { self.init(.uint16, values) }

  /// Whole numbers from 0 to 255.
  public init(_ values: [UInt8]) { self.init(.uint8, values) }

  private init<Number: BitwiseCopyable>(_ type: Kind, _ values: [Number]) {
    self.type = type
    // Swift runs on machines of this byte order alone.
    data = values.withUnsafeBytes { Data($0) }
  }

  /// How many numbers there are.
  public var count: Int {
    switch type {
    case .float64: data.count / 8
    case .float32, .int32: data.count / 4
    case .uint16: data.count / 2
    case .uint8: data.count
    }
  }
}
