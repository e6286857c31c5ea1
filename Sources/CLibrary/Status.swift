import CChipPlace
import ChipPlace
import Formats
import NeuralNetwork

/// A call that no object could answer.
struct ArgumentError: Error {
  var message: String
}

/// Runs the work of a function; a failure becomes its status, and the message of this thread.
func attempt(_ body: () throws -> Void) -> chipplace_status {
  do {
    try body()
    return chipplace_status(CHIPPLACE_OK)
  } catch {
    return keep(error)
  }
}

/// Runs the work of a function that returns an object, retained for the caller; nil if it fails.
func attemptObject(_ body: () throws -> AnyObject) -> OpaquePointer? {
  do {
    return OpaquePointer(Unmanaged.passRetained(try body()).toOpaque())
  } catch {
    _ = keep(error)
    return nil
  }
}

/// Keeps the message of an error for this thread.
private func keep(_ error: any Error) -> chipplace_status {
  let (status, message) =
    switch error {
    case let error as ArgumentError: (CHIPPLACE_INVALID_ARGUMENT, error.message)
    case let error as ParseError: (CHIPPLACE_UNREADABLE_INPUT, error.description)
    case let error as CheckpointError: (CHIPPLACE_UNREADABLE_INPUT, error.description)
    case let error as OutputError: (CHIPPLACE_UNWRITABLE_OUTPUT, error.description)
    default: (CHIPPLACE_CANNOT_PLACE, "\(error)")
    }
  var text = message
  text.withUTF8 { bytes in
    bytes.withMemoryRebound(to: CChar.self) { keep_chipplace_error($0.baseAddress, $0.count) }
  }
  return chipplace_status(status)
}

/// The object behind a handle.
func object<Object: AnyObject>(
  _ handle: OpaquePointer?, as type: Object.Type
) throws(ArgumentError) -> Object {
  guard let handle else { throw ArgumentError(message: "expected a \(type), found NULL") }
  return Unmanaged<Object>.fromOpaque(UnsafeRawPointer(handle)).takeUnretainedValue()
}

/// Releases the object behind a handle.
func free<Object: AnyObject>(_ handle: OpaquePointer?, as type: Object.Type) {
  if let handle { Unmanaged<Object>.fromOpaque(UnsafeRawPointer(handle)).release() }
}

/// The text of an argument.
func text(_ pointer: UnsafePointer<CChar>?, _ name: String) throws(ArgumentError) -> String {
  guard let pointer else { throw ArgumentError(message: "\(name): expected text, found NULL") }
  return String(cString: pointer)
}

/// The version of the interface.
@_cdecl("chipplace_abi_version")
public func abiVersion() -> UInt32 { UInt32(CHIPPLACE_ABI_VERSION) }

/// Text of the library that stays where it is.
private let versionText: StaticString = "0.1.0"

/// The version of the library.
@_cdecl("chipplace_version")
public func version() -> UnsafePointer<CChar>? {
  UnsafeRawPointer(versionText.utf8Start).assumingMemoryBound(to: CChar.self)
}

/// This thread's last message.
@_cdecl("chipplace_last_error")
public func lastError() -> UnsafePointer<CChar>? { kept_chipplace_error() }
