import Formats

/// The library that designs of library cells are read over: two sites, cells of one row and of two, a
/// memory with a bus, a soft macro, a pad, a cover and a cell without pins.
enum SmallLibrary {
  private static let text = """
    UNITS DATABASE MICRONS 1000 ; END UNITS
    LAYER m1 TYPE ROUTING ; DIRECTION HORIZONTAL ; PITCH 0.2 ; WIDTH 0.1 ; END m1
    LAYER m2 TYPE ROUTING ; DIRECTION VERTICAL ; PITCH 0.2 ; WIDTH 0.1 ; END m2
    SITE core CLASS CORE ; SIZE 0.2 BY 2 ; SYMMETRY Y ; END core
    SITE io CLASS PAD ; SIZE 1 BY 20 ; END io
    MACRO INV CLASS CORE ; SIZE 0.6 BY 2 ; SYMMETRY X Y ; SITE core ;
      PIN A DIRECTION INPUT ; PORT LAYER m1 ; RECT 0 0 0.1 0.1 ; END END A
      PIN Z DIRECTION OUTPUT ; PORT LAYER m1 ; RECT 0.4 1 0.5 1.3 ; END END Z
      PIN VDD DIRECTION INOUT ; USE POWER ; END VDD
    END INV
    MACRO DFF CLASS CORE ; SIZE 1.2 BY 4 ; SYMMETRY X ; SITE core ;
      PIN D DIRECTION INPUT ; END D
      PIN CK DIRECTION INPUT ; USE CLOCK ; END CK
      PIN Q DIRECTION OUTPUT ; END Q
    END DFF
    MACRO RAM CLASS BLOCK ; SIZE 20 BY 9.999 ; SYMMETRY X Y R90 ;
      PIN d[0] DIRECTION INPUT ; PORT LAYER m2 ; RECT 0 0 0.1 0.1 ; END END d[0]
      PIN d[1] DIRECTION INPUT ; PORT LAYER m2 ; RECT 0 1 0.1 1.1 ; END END d[1]
      PIN q DIRECTION OUTPUT ; PORT LAYER m2 ; RECT 19 9 20 9.5 ; END END q
      OBS LAYER m1 ; RECT 0 0 20 9.999 ; END
    END RAM
    MACRO SOFT CLASS BLOCK SOFT ; SIZE 5 BY 5 ; PIN p DIRECTION INOUT ; END p END SOFT
    MACRO PAD CLASS PAD ; SIZE 1 BY 20 ; SITE io ; PIN P DIRECTION INOUT ; END P END PAD
    MACRO BUMP CLASS COVER ; SIZE 4 BY 4 ;
      PIN P DIRECTION INOUT ; PORT LAYER m2 ; RECT 0 0 1 1 ; END END P
    END BUMP
    MACRO TAP CLASS ENDCAP ; SIZE 0.2 BY 2 ; SITE core ; END TAP

    """

  /// Areas of cells that the library has not, which are then guessed.
  static let areas = ["NAND2": 1.6, "INV": 1.2]

  nonisolated(unsafe) private static var library: CellLibrary?

  /// The library, read when first asked for.
  static func read(in folder: ScratchFolder) -> CellLibrary {
    if let library { return library }
    Array(text.utf8).withUnsafeBytes { folder.write($0, to: "small.lef") }
    do {
      let read = try CellLibrary(lefFiles: [folder.file("small.lef")])
      precondition(read.warnings.isEmpty, "\(read.warnings)")
      library = read
      return read
    } catch {
      fatalError("\(error)")
    }
  }
}
