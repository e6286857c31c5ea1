import CChipPlace
import CLibrary
import Foundation
import Testing

/// The header against what the library has.
@Suite struct InterfaceTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The names that a pattern's first group matches, in order.
  private static func names(_ pattern: String, in text: String) throws -> [String] {
    let expression = try NSRegularExpression(pattern: pattern)
    let range = NSRange(text.startIndex..., in: text)
    return expression.matches(in: text, range: range).compactMap { match in
      Range(match.range(at: 1), in: text).map { String(text[$0]) }
    }
  }

  @Test func headerDeclaresWhatIsExported() throws {
    let header = try String(
      contentsOf: Self.root.appendingPathComponent("Sources/CChipPlace/include/chipplace.h"),
      encoding: .utf8)
    // A declaration begins its line; comments and callbacks do not.
    let declared = try Self.names(
      #"(?m)^[a-z][a-z0-9_ ]*[ *](chipplace_[a-z_]+)\("#, in: header)
    var exported: [String] = []
    let folder = Self.root.appendingPathComponent("Sources/CLibrary")
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
    where name.hasSuffix(".swift") {
      exported += try Self.names(
        #"@_cdecl\("(\w+)"\)"#,
        in: String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8))
    }
    #expect(declared.count > 50)
    #expect(declared.sorted() == exported.sorted())
    // The test below is to have them all.
    #expect(declared.sorted() == Self.functions.map(\.name).sorted())
  }

  /// Each function as the header has it and as Swift does.
  private static let functions: [(name: String, header: Any.Type, library: Any.Type)] = [
    pair("chipplace_abi_version", chipplace_abi_version, abiVersion),
    pair("chipplace_version", chipplace_version, version),
    pair("chipplace_last_error", chipplace_last_error, lastError),
    pair("chipplace_read_options_init", chipplace_read_options_init, initialize(readOptions:)),
    pair("chipplace_design_read", chipplace_design_read, readDesign),
    pair("chipplace_design_read_memory", chipplace_design_read_memory, readDesignFromMemory),
    pair("chipplace_design_free", chipplace_design_free, freeDesign),
    pair("chipplace_design_read_placement", chipplace_design_read_placement, readPlacement),
    pair("chipplace_design_write", chipplace_design_write, writeDesign),
    pair("chipplace_design_counts", chipplace_design_counts, designCounts),
    pair("chipplace_design_die", chipplace_design_die, designDie),
    pair("chipplace_design_node_name", chipplace_design_node_name, nodeName),
    pair("chipplace_design_net_name", chipplace_design_net_name, netName),
    pair("chipplace_design_find_node", chipplace_design_find_node, findNode),
    pair("chipplace_design_x", chipplace_design_x, designX),
    pair("chipplace_design_y", chipplace_design_y, designY),
    pair("chipplace_design_orientations", chipplace_design_orientations, designOrientations),
    pair("chipplace_design_fixed", chipplace_design_fixed, designFixed),
    pair("chipplace_design_kinds", chipplace_design_kinds, designKinds),
    pair("chipplace_design_widths", chipplace_design_widths, designWidths),
    pair("chipplace_design_heights", chipplace_design_heights, designHeights),
    pair("chipplace_design_net_offsets", chipplace_design_net_offsets, designNetOffsets),
    pair("chipplace_design_net_pins", chipplace_design_net_pins, designNetPins),
    pair("chipplace_design_net_weights", chipplace_design_net_weights, designNetWeights),
    pair("chipplace_design_pin_nodes", chipplace_design_pin_nodes, designPinNodes),
    pair("chipplace_design_pin_offsets_x", chipplace_design_pin_offsets_x, designPinOffsetsX),
    pair("chipplace_design_pin_offsets_y", chipplace_design_pin_offsets_y, designPinOffsetsY),
    pair("chipplace_evaluate", chipplace_evaluate, evaluateDesign),
    pair("chipplace_check", chipplace_check, checkDesign),
    pair("chipplace_stop_create", chipplace_stop_create, createStop),
    pair("chipplace_stop_raise", chipplace_stop_raise, raiseStop),
    pair("chipplace_stop_free", chipplace_stop_free, freeStop),
    pair("chipplace_place_options_init", chipplace_place_options_init, initialize(placeOptions:)),
    pair("chipplace_place", chipplace_place, placeDesign),
    pair("chipplace_session_create", chipplace_session_create, createSession),
    pair("chipplace_session_free", chipplace_session_free, freeSession),
    pair("chipplace_session_move", chipplace_session_move, sessionMove),
    pair("chipplace_session_evaluate", chipplace_session_evaluate, sessionEvaluate),
    pair("chipplace_session_commit", chipplace_session_commit, sessionCommit),
    pair("chipplace_session_revert", chipplace_session_revert, sessionRevert),
    pair("chipplace_session_put", chipplace_session_put, sessionPut),
    pair("chipplace_session_reset", chipplace_session_reset, sessionReset),
    pair("chipplace_session_rebuild", chipplace_session_rebuild, sessionRebuild),
    pair("chipplace_session_x", chipplace_session_x, sessionX),
    pair("chipplace_session_y", chipplace_session_y, sessionY),
    pair("chipplace_session_orientations", chipplace_session_orientations, sessionOrientations),
    pair("chipplace_session_store", chipplace_session_store, sessionStore),
    pair("chipplace_session_macro_order", chipplace_session_macro_order, sessionMacroOrder),
    pair("chipplace_session_set_obstacle", chipplace_session_set_obstacle, sessionSetObstacle),
    pair("chipplace_session_legal_cells", chipplace_session_legal_cells, sessionLegalCells),
    pair("chipplace_session_maps", chipplace_session_maps, sessionMaps),
    pair("chipplace_session_wire_mask", chipplace_session_wire_mask, sessionWireMask),
  ]

  private static func pair<Header, Library>(
    _ name: String, _ header: Header, _ library: Library
  ) -> (name: String, header: Any.Type, library: Any.Type) {
    (name, Header.self, Library.self)
  }

  @Test func functionsHaveTheTypesOfTheHeader() {
    for function in Self.functions {
      let isSame = function.header == function.library
      #expect(isSame, "\(function.name): \(function.header), \(function.library)")
    }
  }
}
