import Formats
import Foundation
import Netlist
import TestSupport

/// A library of three cells and a site, and a file that uses them in most ways there are.
enum DEFSample {
  static let library: CellLibrary = {
    var library = CellLibrary()
    library.databaseUnitsPerMicron = 1000
    var metal1 = CellLibrary.Layer(name: "metal1", purpose: .routing)
    metal1.isHorizontal = true
    library.add(metal1)
    var metal2 = CellLibrary.Layer(name: "metal2", purpose: .routing)
    metal2.isHorizontal = false
    library.add(metal2)
    library.add(
      CellLibrary.Site(name: "core", isPad: false, width: 0.2, height: 2, symmetry: .y))
    func pin(
      _ name: String, _ direction: PinDirection, _ x: Double, _ y: Double
    ) -> CellLibrary.Pin {
      CellLibrary.Pin(
        name: name, direction: direction,
        shapes: [
          CellLibrary.Shape(
            layer: "metal1", box: Box(centerX: x, centerY: y, width: 0.1, height: 0.2))
        ])
    }
    library.add(
      CellLibrary.Master(
        name: "INV", masterClass: .core, width: 0.6, height: 2, symmetry: [.x, .y], site: "core",
        pins: [pin("A", .input, 0.1, 1), pin("Z", .output, 0.5, 1.5)]))
    library.add(
      CellLibrary.Master(
        name: "RAM", masterClass: .block, width: 20, height: 10, symmetry: .all,
        pins: [pin("D", .input, 0.5, 0.5), pin("Q", .output, 19.5, 9)],
        obstructions: [
          CellLibrary.Shape(layer: "metal1", box: Box(minX: 0, minY: 0, maxX: 20, maxY: 10))
        ]))
    library.add(
      CellLibrary.Master(
        name: "BUMP", masterClass: .cover, width: 4, height: 4,
        pins: [pin("P", .bidirectional, 1, 3)]))
    return library
  }()

  static let text = """
    # A design of a few cells.
    VERSION 5.8 ;
    DIVIDERCHAR "/" ;
    BUSBITCHARS "[]" ;
    DESIGN sample ;
    UNITS DISTANCE MICRONS 1000 ;
    HISTORY it isn't much + of - a ( design ;
    PROPERTYDEFINITIONS
      COMPONENT note STRING ;
    END PROPERTYDEFINITIONS
    DIEAREA ( 0 0 ) ( 0 80000 ) ( 60000 80000 ) ( 60000 50000 ) ( 100000 50000 ) ( 100000 0 ) ;
    ROW r1 core 2000 4000 FS DO 100 BY 1 STEP 200 0 + PROPERTY note "a ; b" ;
    ROW r0 core 2000 2000 N DO 100 BY 1 ;
    TRACKS Y 500 DO 100 STEP 800 LAYER metal1 metal2 ;
    TRACKS X 500 DO 100 STEP 1000 MASK 1 LAYER metal2 ;
    GCELLGRID X 0 DO 21 STEP 5000 ;
    GCELLGRID Y 0 DO 17 STEP 5000 ;
    REGIONS 3 ;
    - fence ( 0 0 ) ( 20000 20000 ) ( 20000 0 ) ( 30000 10000 ) + TYPE FENCE ;
    - wish ( 40000 0 ) ( 50000 10000 ) + TYPE GUIDE + PROPERTY note ";" ;
    - rest ( 0 20000 ) ( 50000 50000 ) ;
    END REGIONS
    COMPONENTS 8 ;
    - u/a INV + SOURCE NETLIST + PLACED ( 2000 2000 ) N + WEIGHT 3 ;
    - u/b INV + FIXED ( 4000 4000 ) FS + REGION rest ;
    - u\\[1\\] INV + UNPLACED + PROPERTY note "+ FIXED ( 0 0 ) N ;" ;
    - w INV ;
    - ram0 RAM + HALO 100 200 300 400 + PLACED ( 30000 20000 ) W # turned
      + EEQMASTER RAM ;
    - ram1 RAM + HALO SOFT 1 2 3 4
      + COVER
        ( 1000 60000 ) S ;
    - bump BUMP + FIXED ( 90000 40000 ) E ;
    - v/a INV + PLACED ( -200 3000 ) FN;
    END COMPONENTS
    PINS 4 ;
    - in + NET n1 + DIRECTION INPUT + USE SIGNAL + LAYER metal1 MASK 2 ( -50 0 ) ( 51 200 )
      + FIXED ( 0 30000 ) E ;
    - out + NET n2 + DIRECTION OUTPUT
      + PORT + POLYGON metal2 SPACING 3 ( 0 0 ) ( 0 40 ) ( 20 40 ) ( 20 0 ) + LAYER metal1 ( 0 0 ) ( 9 9 )
        + PLACED ( 100000 25000 ) N
      + PORT + LAYER metal2 ( 0 0 ) ( 2 2 ) + PLACED ( 7 7 ) N ;
    - out.extra1 + NET n2 + VIA via1 ( 5 7 ) + COVER ( 50000 80000 ) S ;
    - clk + NET clk + USE CLOCK ;
    END PINS
    BLOCKAGES 6 ;
    - LAYER metal1 + SPACING 3 RECT ( 0 0 ) ( 1 1 ) ;
    - PLACEMENT RECT ( 0 0 ) ( 1000 1000 ) RECT ( 3000 1000 ) ( 2000 0 ) ;
    - PLACEMENT + SOFT RECT ( 5 5 ) ( 10 10 ) ;
    - PLACEMENT + PARTIAL 40 + PUSHDOWN POLYGON ( 0 0 ) ( 0 20 ) ( 10 20 ) ( 10 10 ) ( 20 10 ) ( 20 0 ) ;
    - PLACEMENT + COMPONENT ram0 RECT ( 0 0 ) ( 500 500 ) ;
    - PLACEMENT + COMPONENT ram1 RECT ( 0 0 ) ( 700 700 ) ;
    END BLOCKAGES
    SPECIALNETS 1 ;
    - VDD ( * VDD ) + ROUTED metal1 100 ( 0 0 ) ( * 100 ) + USE POWER ;
    END SPECIALNETS
    NETS 5 ;
    - n1 ( PIN in ) ( u/a A ) ( ram0 D + SYNTHESIZED ) + WEIGHT 5
      + ROUTED metal1 ( 0 0 ) ( * 100 ) NEW metal2 ( 1 2 ) + USE SIGNAL ;
    - n2 ( u/a Z ) ( u/b A ) ( bump P ) ;
    - clk ( * D ) ( u\\[1\\] A ) + VPIN v ( 0 0 ) ( 1 1 ) PLACED ( 3 3 ) N ;
    - MUSTJOIN ( ram1 Q ) ;
    - single ( w Z ) + PROPERTY note "; + WEIGHT 9" ;
    END NETS
    GROUPS 3 ;
    - g1 u/* ram0 + REGION fence ;
    - g2 v/a + SOFT MAXX 5 + REGION wish ;
    - g3 w + REGION ( 1 2 ) ( 3 4 ) ;
    END GROUPS
    BEGINEXT "tag"
    - CREATOR "x" ;
    ENDEXT
    END DESIGN

    """

  /// What a text reads as.
  static func read(
    _ text: String, library: CellLibrary = library
  ) throws -> (design: Design, folder: TemporaryFolder) {
    let folder = try TemporaryFolder()
    let file = try folder.write(text, to: "t.def")
    return (try DEF.read(file: file, library: library), folder)
  }
}
