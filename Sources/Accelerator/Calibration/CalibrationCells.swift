/// The cells that calibration maps to: those of the NanGate45 library that logic needs, in the least
/// strength.
///
/// Areas are width times height of the SIZE statements of NangateOpenCellLibrary.macro.lef. The
/// Liberty file has functions and areas alone, no delays: mapping is for area.
public enum CalibrationCells {
  /// One cell with one output.
  struct Cell {
    var name: String
    var area: Double
    var inputs: [String]
    var output: String
    var function: String
  }

  /// The area of the cell that gates are counted in.
  public static let nand2 = 0.57 * 1.4
  /// The area of a flip-flop.
  public static let flipFlop = 3.23 * 1.4
  /// The name of the flip-flop.
  public static let flipFlopName = "DFF_X1"

  static let gates: [Cell] = [
    cell("BUF_X1", 0.57, ["A"], "Z", "A"),
    cell("INV_X1", 0.38, ["A"], "ZN", "!A"),
    cell("NAND2_X1", 0.57, ["A1", "A2"], "ZN", "!(A1 & A2)"),
    cell("NAND3_X1", 0.76, ["A1", "A2", "A3"], "ZN", "!(A1 & A2 & A3)"),
    cell("NAND4_X1", 0.95, ["A1", "A2", "A3", "A4"], "ZN", "!(A1 & A2 & A3 & A4)"),
    cell("NOR2_X1", 0.57, ["A1", "A2"], "ZN", "!(A1 | A2)"),
    cell("NOR3_X1", 0.76, ["A1", "A2", "A3"], "ZN", "!(A1 | A2 | A3)"),
    cell("AND2_X1", 0.76, ["A1", "A2"], "ZN", "A1 & A2"),
    cell("OR2_X1", 0.76, ["A1", "A2"], "ZN", "A1 | A2"),
    cell("XOR2_X1", 1.14, ["A", "B"], "Z", "A ^ B"),
    cell("XNOR2_X1", 1.14, ["A", "B"], "ZN", "!(A ^ B)"),
    cell("AOI21_X1", 0.76, ["A", "B1", "B2"], "ZN", "!(A | (B1 & B2))"),
    cell("OAI21_X1", 0.76, ["A", "B1", "B2"], "ZN", "!(A & (B1 | B2))"),
    cell("AOI22_X1", 0.95, ["A1", "A2", "B1", "B2"], "ZN", "!((A1 & A2) | (B1 & B2))"),
    cell("OAI22_X1", 0.95, ["A1", "A2", "B1", "B2"], "ZN", "!((A1 | A2) & (B1 | B2))"),
    cell("MUX2_X1", 1.33, ["A", "B", "S"], "Z", "(S & B) | (A & !S)"),
  ]

  /// The area of each cell by name.
  public static let areas: [String: Double] = {
    var areas = [flipFlopName: flipFlop]
    for cell in gates { areas[cell.name] = cell.area }
    return areas
  }()

  /// The cells as a Liberty file.
  public static let liberty: String = {
    var text =
      "/* NanGate45 cells of the least strength: functions, and areas from LEF in um2. */\n"
    text += "library (calibration) {\n"
    for cell in gates {
      text += "  cell (\(cell.name)) {\n    area : \(rounded(cell.area));\n"
      for pin in cell.inputs { text += "    pin (\(pin)) { direction : input; }\n" }
      text += "    pin (\(cell.output)) { direction : output; function : \"\(cell.function)\"; }\n"
      text += "  }\n"
    }
    text += """
        cell (\(flipFlopName)) {
          area : \(rounded(flipFlop));
          ff (IQ, IQN) { next_state : "D"; clocked_on : "CK"; }
          pin (D) { direction : input; }
          pin (CK) { direction : input; clock : true; }
          pin (Q) { direction : output; function : "IQ"; }
        }
      }

      """
    return text
  }()

  private static func rounded(_ area: Double) -> Double { (area * 1000).rounded() / 1000 }

  private static func cell(
    _ name: String, _ width: Double, _ inputs: [String], _ output: String, _ function: String
  ) -> Cell {
    Cell(name: name, area: width * 1.4, inputs: inputs, output: output, function: function)
  }
}
