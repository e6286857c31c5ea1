public import CChipPlace
import ChipPlace
import Formats
import Netlist

/// The defaults of reading.
private func defaultReadOptions() -> chipplace_read_options {
  let recipe = FloorplanRecipe()
  var options = chipplace_read_options()
  options.size = MemoryLayout<chipplace_read_options>.size
  options.core_utilization = recipe.utilization
  options.core_aspect_ratio = recipe.aspectRatio
  return options
}

/// `chipplace_read_options_init` of `chipplace.h`.
@_cdecl("chipplace_read_options_init")
public func initialize(readOptions options: UnsafeMutablePointer<chipplace_read_options>?) {
  options?.initialize(to: defaultReadOptions())
}

/// `chipplace_design_read` of `chipplace.h`.
@_cdecl("chipplace_design_read")
public func readDesign(
  _ path: UnsafePointer<CChar>?, _ options: UnsafePointer<chipplace_read_options>?
) -> OpaquePointer? {
  attemptObject {
    let wishes = try SizedStructures.read(options, or: defaultReadOptions())
    return try readDesign(file: try text(path, "path"), wishes)
  }
}

/// `chipplace_design_read_memory` of `chipplace.h`.
@_cdecl("chipplace_design_read_memory")
public func readDesignFromMemory(
  _ bytes: UnsafeRawPointer?, _ count: Int, _ name: UnsafePointer<CChar>?,
  _ options: UnsafePointer<chipplace_read_options>?
) -> OpaquePointer? {
  attemptObject {
    guard let bytes else { throw ArgumentError(message: "bytes: expected an address, found NULL") }
    let wishes = try SizedStructures.read(options, or: defaultReadOptions())
    let name = name.map { String(cString: $0) } ?? "<memory>"
    // Readers take files: this one is in memory and has no name.
    let descriptor = make_chipplace_memory_file(bytes, count)
    guard descriptor >= 0 else {
      throw ParseError(file: name, message: "no memory for a copy of \(count) bytes")
    }
    defer { close_chipplace_memory_file(descriptor) }
    let file = "/proc/self/fd/\(descriptor)"
    do {
      if try DesignFormat.detect(file: file) == .bookshelf {
        throw ArgumentError(
          message: "\(name): a Bookshelf design is several files; it must be read from files")
      }
      return try readDesign(file: file, wishes, shownAs: name)
    } catch var error as ParseError where error.file == file {
      error.file = name
      throw error
    }
  }
}

/// Reads a design; one that is shown under another name is from memory, where it cannot be read again.
private func readDesign(
  file: String, _ wishes: chipplace_read_options, shownAs name: String? = nil
) throws -> DesignHandle {
  var options = ReadingOptions()
  options.libraries = try texts(wishes.lef, wishes.lef_count, "lef")
  options.liberty = try texts(wishes.liberty, wishes.liberty_count, "liberty")
  options.topModule = wishes.top_module.map { String(cString: $0) }
  guard wishes.core_utilization > 0, wishes.core_utilization <= 1 else {
    throw ArgumentError(
      message: "core_utilization: expected above 0 and up to 1, found \(wishes.core_utilization)")
  }
  guard wishes.core_aspect_ratio >= 0.01, wishes.core_aspect_ratio <= 100 else {
    throw ArgumentError(
      message: "core_aspect_ratio: expected from 0.01 to 100, found \(wishes.core_aspect_ratio)")
  }
  options.floorplan = FloorplanRecipe(
    utilization: wishes.core_utilization, aspectRatio: wishes.core_aspect_ratio)
  var design = try Design(
    netlist: file, placement: wishes.placement.map { String(cString: $0) }, options: options)
  if name != nil { design.source.placementText = nil }
  return DesignHandle(design, options: options)
}

private func texts(
  _ list: UnsafePointer<UnsafePointer<CChar>?>?, _ count: Int, _ name: String
) throws(ArgumentError) -> [String] {
  guard count > 0 else { return [] }
  guard let list else {
    throw ArgumentError(message: "\(name): expected \(count) names, found NULL")
  }
  var result: [String] = []
  for index in 0..<count { result.append(try text(list[index], "\(name)[\(index)]")) }
  return result
}

/// `chipplace_design_free` of `chipplace.h`.
@_cdecl("chipplace_design_free")
public func freeDesign(_ design: OpaquePointer?) { free(design, as: DesignHandle.self) }

/// `chipplace_design_read_placement` of `chipplace.h`.
@_cdecl("chipplace_design_read_placement")
public func readPlacement(
  _ design: OpaquePointer?, _ path: UnsafePointer<CChar>?
) -> chipplace_status {
  attempt {
    try object(design, as: DesignHandle.self).readPlacement(file: try text(path, "path"))
  }
}

/// `chipplace_design_write` of `chipplace.h`.
@_cdecl("chipplace_design_write")
public func writeDesign(_ design: OpaquePointer?, _ path: UnsafePointer<CChar>?) -> chipplace_status
{
  attempt { try object(design, as: DesignHandle.self).write(to: try text(path, "path")) }
}
