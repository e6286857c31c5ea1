public import CChipPlace
import Evaluation
import Netlist

private func session(_ handle: OpaquePointer?) throws(ArgumentError) -> SessionHandle {
  try object(handle, as: SessionHandle.self)
}

extension SessionHandle {
  /// Writes the cost, if the caller asks for it.
  fileprivate func write(to costs: UnsafeMutablePointer<chipplace_costs>?) {
    costs?.pointee = chipplace_costs(evaluator.terms, proxy: evaluator.cost)
  }
}

/// `chipplace_session_create` of `chipplace.h`.
@_cdecl("chipplace_session_create")
public func createSession(
  _ design: OpaquePointer?, _ weights: UnsafePointer<chipplace_weights>?
) -> OpaquePointer? {
  attemptObject {
    SessionHandle(
      try object(design, as: DesignHandle.self).current(), weights: try CostWeights(weights))
  }
}

/// `chipplace_session_free` of `chipplace.h`.
@_cdecl("chipplace_session_free")
public func freeSession(_ handle: OpaquePointer?) { free(handle, as: SessionHandle.self) }

/// `chipplace_session_move` of `chipplace.h`.
@_cdecl("chipplace_session_move")
public func sessionMove(
  _ handle: OpaquePointer?, _ node: Int, _ x: Double, _ y: Double, _ orientation: Int32
) -> chipplace_status {
  attempt { try session(handle).move(node, x: x, y: y, orientation: orientation) }
}

/// `chipplace_session_evaluate` of `chipplace.h`.
@_cdecl("chipplace_session_evaluate")
public func sessionEvaluate(
  _ handle: OpaquePointer?, _ costs: UnsafeMutablePointer<chipplace_costs>?
) -> chipplace_status {
  attempt {
    let session = try session(handle)
    session.evaluate()
    session.write(to: costs)
  }
}

/// `chipplace_session_commit` of `chipplace.h`.
@_cdecl("chipplace_session_commit")
public func sessionCommit(_ handle: OpaquePointer?) -> chipplace_status {
  attempt { try session(handle).commit() }
}

/// `chipplace_session_revert` of `chipplace.h`.
@_cdecl("chipplace_session_revert")
public func sessionRevert(_ handle: OpaquePointer?) -> chipplace_status {
  attempt { try session(handle).revert() }
}

/// `chipplace_session_put` of `chipplace.h`.
@_cdecl("chipplace_session_put")
public func sessionPut(
  _ handle: OpaquePointer?, _ node: Int, _ x: Double, _ y: Double, _ orientation: Int32,
  _ costs: UnsafeMutablePointer<chipplace_costs>?
) -> chipplace_status {
  attempt {
    let session = try session(handle)
    try session.put(node, x: x, y: y, orientation: orientation)
    session.write(to: costs)
  }
}

/// `chipplace_session_reset` of `chipplace.h`.
@_cdecl("chipplace_session_reset")
public func sessionReset(
  _ handle: OpaquePointer?, _ costs: UnsafeMutablePointer<chipplace_costs>?
) -> chipplace_status {
  attempt {
    let session = try session(handle)
    session.reset()
    session.write(to: costs)
  }
}

/// `chipplace_session_rebuild` of `chipplace.h`.
@_cdecl("chipplace_session_rebuild")
public func sessionRebuild(
  _ handle: OpaquePointer?, _ costs: UnsafeMutablePointer<chipplace_costs>?
) -> chipplace_status {
  attempt {
    let session = try session(handle)
    session.rebuild()
    session.write(to: costs)
  }
}

/// `chipplace_session_x` of `chipplace.h`.
@_cdecl("chipplace_session_x")
public func sessionX(_ handle: OpaquePointer?) -> UnsafePointer<Double>? {
  var result: UnsafePointer<Double>?
  _ = attempt { result = try session(handle).evaluator.xAddress }
  return result
}

/// `chipplace_session_y` of `chipplace.h`.
@_cdecl("chipplace_session_y")
public func sessionY(_ handle: OpaquePointer?) -> UnsafePointer<Double>? {
  var result: UnsafePointer<Double>?
  _ = attempt { result = try session(handle).evaluator.yAddress }
  return result
}

/// `chipplace_session_orientations` of `chipplace.h`.
@_cdecl("chipplace_session_orientations")
public func sessionOrientations(_ handle: OpaquePointer?) -> UnsafePointer<UInt8>? {
  var result: UnsafePointer<UInt8>?
  _ = attempt {
    let address = try session(handle).evaluator.orientationAddress
    // An orientation is one byte, its raw value.
    result = UnsafeRawPointer(address).assumingMemoryBound(to: UInt8.self)
  }
  return result
}

/// `chipplace_session_store` of `chipplace.h`.
@_cdecl("chipplace_session_store")
public func sessionStore(_ handle: OpaquePointer?, _ design: OpaquePointer?) -> chipplace_status {
  attempt {
    let session = try session(handle)
    let design = try object(design, as: DesignHandle.self)
    guard design.netlist.nodeCount == session.netlist.nodeCount else {
      throw ArgumentError(
        message: "design: expected one of \(session.netlist.nodeCount) nodes, found "
          + "\(design.netlist.nodeCount)")
    }
    design.store(session.evaluator.placement(like: session.start))
  }
}

/// `chipplace_session_macro_order` of `chipplace.h`.
@_cdecl("chipplace_session_macro_order")
public func sessionMacroOrder(
  _ handle: OpaquePointer?, _ nodes: UnsafeMutablePointer<Int32>?, _ capacity: Int
) -> Int {
  var count = 0
  _ = attempt {
    let order = try session(handle).macroOrder
    count = order.count
    guard let nodes else { return }
    for (index, node) in order.prefix(max(capacity, 0)).enumerated() {
      nodes[index] = node.rawValue
    }
  }
  return count
}

/// `chipplace_session_set_obstacle` of `chipplace.h`.
@_cdecl("chipplace_session_set_obstacle")
public func sessionSetObstacle(
  _ handle: OpaquePointer?, _ node: Int64, _ isObstacle: Int32
) -> chipplace_status {
  attempt { try session(handle).setObstacle(node, isObstacle != 0) }
}

/// `chipplace_session_legal_cells` of `chipplace.h`.
@_cdecl("chipplace_session_legal_cells")
public func sessionLegalCells(
  _ handle: OpaquePointer?, _ node: Int, _ halo: Double, _ legal: UnsafeMutablePointer<UInt8>?,
  _ x: UnsafeMutablePointer<Double>?, _ y: UnsafeMutablePointer<Double>?,
  _ count: UnsafeMutablePointer<Int>?
) -> chipplace_status {
  attempt {
    guard let legal else { throw ArgumentError(message: "legal: expected an address, found NULL") }
    let found = try session(handle).mark(node, halo: halo, legal: legal, x: x, y: y)
    count?.pointee = found
  }
}

/// `chipplace_session_maps` of `chipplace.h`.
@_cdecl("chipplace_session_maps")
public func sessionMaps(
  _ handle: OpaquePointer?, _ density: UnsafeMutablePointer<Float>?,
  _ horizontal: UnsafeMutablePointer<Float>?, _ vertical: UnsafeMutablePointer<Float>?
) -> chipplace_status {
  attempt {
    guard let density, let horizontal, let vertical else {
      throw ArgumentError(message: "maps: expected three addresses, found NULL")
    }
    let session = try session(handle)
    session.evaluate()
    session.evaluator.copyMaps(density: density, horizontal: horizontal, vertical: vertical)
  }
}

/// `chipplace_session_wire_mask` of `chipplace.h`.
@_cdecl("chipplace_session_wire_mask")
public func sessionWireMask(
  _ handle: OpaquePointer?, _ node: Int, _ mask: UnsafeMutablePointer<Float>?
) -> chipplace_status {
  attempt {
    guard let mask else { throw ArgumentError(message: "mask: expected an address, found NULL") }
    try session(handle).writeWireMask(of: node, to: mask)
  }
}

extension SessionHandle {
  fileprivate func writeWireMask(
    of number: Int, to mask: UnsafeMutablePointer<Float>
  ) throws(ArgumentError) {
    let node = NodeID(try checked(number, below: netlist.nodeCount, "node"))
    evaluate()
    let grid = evaluator.grid
    let byColumn = StableArray([Double](repeating: 0, count: grid.columns))
    let byRow = StableArray([Double](repeating: 0, count: grid.rows))
    evaluator.wireMask(of: node, byColumn: byColumn.base, byRow: byRow.base)
    let scale = evaluator.wirelengthCostScale
    for row in 0..<grid.rows {
      for column in 0..<grid.columns {
        mask[row * grid.columns + column] =
          Float(scale * (byColumn.base[column] + byRow.base[row]))
      }
    }
  }
}
