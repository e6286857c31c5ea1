/// A netlist with every kind of node: two hard macros, a soft one, a cell, two ports, declared in
/// an order in which most names are used first.
enum SmallNetlist {
  static let text = """
    # a comment
    node {
      name: "__metadata__"
      attr { key: "soft_macro_area_bloating_ratio" value { f: 2.0 } }
      attr { key: "tool" value { placeholder: "maker \\"x\\"" } }
    }
    node {
      name: "clk"
      input: "A/I"
      input: "Grp_0/Pinput"
      input: "g1"
      attr { key: "side" value { placeholder: "left" } }
      attr { key: "type" value { placeholder: "PORT" } }
      attr { key: "weight" value { f: 9 } }
      attr { key: "x" value { f: 0 } }
      attr { key: "y" value { f: 5.25 } }
    }
    node {
      name: "A/I"
      attr { key: "macro_name" value { placeholder: "A" } }
      attr { key: "type" value { placeholder: "MACRO_PIN" } }
      attr { key: "x_offset" value { f: -2 } }
      attr { key: "y_offset" value { f: 1e-1 } }
    }
    node {
      name: "A"
      attr { key: "height" value { f: 3 } }
      attr { key: "orientation" value { placeholder: "FS" } }
      attr { key: "type" value { placeholder: "MACRO" } }
      attr { key: "width" value { f: 5 } }
      attr { key: "x" value { f: 3.5 } }
      attr { key: "y" value { f: 2.5 } }
    }
    node {
      name: "B/O"
      input: "A/I"
      input: "A/I"
      input: "out"
      attr { key: "type" value { placeholder: "MACRO_PIN" } }
      attr { key: "weight" value { f: 2.5 } }
      attr { key: "x_offset" value { f: 1 } }
      attr { key: "y_offset" value { f: -1 } }
    }
    node {
      name: "B"
      attr { key: "height" value { f: 4 } }
      attr { key: "type" value { placeholder: "MACRO" } }
      attr { key: "width" value { f: 4 } }
    }
    node {
      name: "Grp_0"
      attr { key: "height" value { f: 2 } }
      attr { key: "type" value { placeholder: "macro" } }
      attr { key: "width" value { f: 2 } }
    }
    node {
      name: "Grp_0/Pinput"
      attr { key: "macro_name" value { placeholder: "Grp_0" } }
      attr { key: "type" value { placeholder: "macro_pin" } }
      attr { key: "x_offset" value { f: 7 } }
      attr { key: "y_offset" value { f: 7 } }
    }
    node {
      name: "g1"
      input: "Grp_0/Pinput"
      attr { key: "height" value { f: 0.5 } }
      attr { key: "ref_name" value { placeholder: "INV" } }
      attr { key: "type" value { placeholder: "STDCELL" } }
      attr { key: "weight" value { f: 3 } }
      attr { key: "width" value { f: 0.25 } }
    }
    node {
      name: "out"
      attr { key: "type" value { placeholder: "port" } }
    }

    """

  /// A placement of it, in Circuit Training's own form.
  static let placement = """
    # Placement file for Circuit Training
    # Columns : 6  Rows : 5
    # Width : 12.000  Height : 10.000
    # Wirelength : 1.5
    # Wirelength cost : 0.0641
    # Block : unset_block
    # Routes per micron, hor : 2.000  ver : 3.000
    # Routes used by macros, hor : 1.000  ver : 0.500
    # Smoothing factor : 1
    # Overlap threshold : 0.004
    # Blockage : 0 0 1 2 0.5
    #
    # User comments:
    # Columns : a word here is no field
    #
    # node_index x y orientation fixed
    0 0 5.5 - 1
    2 3.5 2.5 FN 0
    4 9 7 N 1
    5 6.5 6.25 N 0
    7 1.125 2.25 - 0
    8 12 3 - 0

    """
}
