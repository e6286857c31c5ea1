public import CChipPlace
import Netlist

/// The design behind a handle, or nil and the message of this thread.
private func design(_ handle: OpaquePointer?) -> DesignHandle? {
  var result: DesignHandle?
  _ = attempt { result = try object(handle, as: DesignHandle.self) }
  return result
}

/// `chipplace_design_x` of `chipplace.h`.
@_cdecl("chipplace_design_x")
public func designX(_ handle: OpaquePointer?) -> UnsafeMutablePointer<Double>? {
  design(handle)?.x.base
}

/// `chipplace_design_y` of `chipplace.h`.
@_cdecl("chipplace_design_y")
public func designY(_ handle: OpaquePointer?) -> UnsafeMutablePointer<Double>? {
  design(handle)?.y.base
}

/// `chipplace_design_orientations` of `chipplace.h`.
@_cdecl("chipplace_design_orientations")
public func designOrientations(_ handle: OpaquePointer?) -> UnsafeMutablePointer<UInt8>? {
  design(handle)?.orientations.base
}

/// `chipplace_design_fixed` of `chipplace.h`.
@_cdecl("chipplace_design_fixed")
public func designFixed(_ handle: OpaquePointer?) -> UnsafeMutablePointer<UInt8>? {
  design(handle)?.isFixed.base
}

/// `chipplace_design_kinds` of `chipplace.h`.
@_cdecl("chipplace_design_kinds")
public func designKinds(_ handle: OpaquePointer?) -> UnsafePointer<UInt8>? {
  UnsafePointer(design(handle)?.kinds.base)
}

/// `chipplace_design_widths` of `chipplace.h`.
@_cdecl("chipplace_design_widths")
public func designWidths(_ handle: OpaquePointer?) -> UnsafePointer<Double>? {
  UnsafePointer(design(handle)?.widths.base)
}

/// `chipplace_design_heights` of `chipplace.h`.
@_cdecl("chipplace_design_heights")
public func designHeights(_ handle: OpaquePointer?) -> UnsafePointer<Double>? {
  UnsafePointer(design(handle)?.heights.base)
}

/// `chipplace_design_net_offsets` of `chipplace.h`.
@_cdecl("chipplace_design_net_offsets")
public func designNetOffsets(_ handle: OpaquePointer?) -> UnsafePointer<Int32>? {
  UnsafePointer(design(handle)?.netOffsets.base)
}

/// `chipplace_design_net_pins` of `chipplace.h`.
@_cdecl("chipplace_design_net_pins")
public func designNetPins(_ handle: OpaquePointer?) -> UnsafePointer<Int32>? {
  UnsafePointer(design(handle)?.netPins.base)
}

/// `chipplace_design_net_weights` of `chipplace.h`.
@_cdecl("chipplace_design_net_weights")
public func designNetWeights(_ handle: OpaquePointer?) -> UnsafePointer<Double>? {
  UnsafePointer(design(handle)?.netWeights.base)
}

/// `chipplace_design_pin_nodes` of `chipplace.h`.
@_cdecl("chipplace_design_pin_nodes")
public func designPinNodes(_ handle: OpaquePointer?) -> UnsafePointer<Int32>? {
  UnsafePointer(design(handle)?.pinNodes.base)
}

/// `chipplace_design_pin_offsets_x` of `chipplace.h`.
@_cdecl("chipplace_design_pin_offsets_x")
public func designPinOffsetsX(_ handle: OpaquePointer?) -> UnsafePointer<Double>? {
  UnsafePointer(design(handle)?.pinOffsetsX.base)
}

/// `chipplace_design_pin_offsets_y` of `chipplace.h`.
@_cdecl("chipplace_design_pin_offsets_y")
public func designPinOffsetsY(_ handle: OpaquePointer?) -> UnsafePointer<Double>? {
  UnsafePointer(design(handle)?.pinOffsetsY.base)
}

/// `chipplace_design_counts` of `chipplace.h`.
@_cdecl("chipplace_design_counts")
public func designCounts(
  _ handle: OpaquePointer?, _ counts: UnsafeMutablePointer<chipplace_counts>?
) -> chipplace_status {
  attempt {
    let design = try object(handle, as: DesignHandle.self)
    let netlist = design.netlist
    try SizedStructures.write(
      chipplace_counts(
        size: 0, nodes: netlist.nodeCount, pins: netlist.pinCount, nets: netlist.netCount,
        net_pins: design.netPins.count, hard_macros: netlist.count(of: .hardMacro),
        soft_macros: netlist.count(of: .softMacro),
        standard_cells: netlist.count(of: .standardCell), ports: netlist.count(of: .port),
        columns: design.floorplan.columns, rows: design.floorplan.rows), to: counts)
  }
}

/// `chipplace_design_die` of `chipplace.h`.
@_cdecl("chipplace_design_die")
public func designDie(
  _ handle: OpaquePointer?, _ die: UnsafeMutablePointer<chipplace_die>?
) -> chipplace_status {
  attempt {
    let floorplan = try object(handle, as: DesignHandle.self).floorplan
    guard let die else { throw ArgumentError(message: "die: expected an address, found NULL") }
    die.pointee = chipplace_die(
      min_x: floorplan.die.minX, min_y: floorplan.die.minY, max_x: floorplan.die.maxX,
      max_y: floorplan.die.maxY, units_per_micron: floorplan.unitsPerMicron)
  }
}

/// `chipplace_design_node_name` of `chipplace.h`.
@_cdecl("chipplace_design_node_name")
public func nodeName(
  _ handle: OpaquePointer?, _ node: Int, _ buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int
) -> Int {
  copyName(buffer, capacity) { () throws in
    let netlist = try object(handle, as: DesignHandle.self).netlist
    return netlist.name(of: NodeID(try checked(node, below: netlist.nodeCount, "node")))
  }
}

/// `chipplace_design_net_name` of `chipplace.h`.
@_cdecl("chipplace_design_net_name")
public func netName(
  _ handle: OpaquePointer?, _ net: Int, _ buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int
) -> Int {
  copyName(buffer, capacity) { () throws in
    let netlist = try object(handle, as: DesignHandle.self).netlist
    return netlist.name(of: NetID(try checked(net, below: netlist.netCount, "net")))
  }
}

/// A number that is below a bound.
func checked(_ number: Int, below bound: Int, _ name: String) throws(ArgumentError) -> Int {
  guard number >= 0, number < bound else {
    throw ArgumentError(message: "\(name): expected a number below \(bound), found \(number)")
  }
  return number
}

private func copyName(
  _ buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int, _ name: () throws -> String
) -> Int {
  var length = 0
  _ = attempt {
    var text = try name()
    length = text.utf8.count
    guard let buffer, capacity > 0 else { return }
    text.withUTF8 { bytes in
      let count = min(bytes.count, capacity - 1)
      UnsafeMutableRawBufferPointer(start: buffer, count: count).copyBytes(
        from: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes).prefix(count)))
      buffer[count] = 0
    }
  }
  return length
}

/// `chipplace_design_find_node` of `chipplace.h`.
@_cdecl("chipplace_design_find_node")
public func findNode(_ handle: OpaquePointer?, _ name: UnsafePointer<CChar>?) -> Int64 {
  var result: Int64 = -1
  _ = attempt {
    let netlist = try object(handle, as: DesignHandle.self).netlist
    let name = try text(name, "name")
    if let symbol = netlist.names.find(name),
      let node = netlist.nodeSymbols.firstIndex(of: symbol)
    {
      result = Int64(node)
    } else {
      throw ArgumentError(message: "name: expected that of a node, found '\(name)'")
    }
  }
  return result
}
