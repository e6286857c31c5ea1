/// A library with one of everything that a `CellLibrary` holds, and statements between that it does
/// not hold.
let smallLibrary = """
  VERSION 5.8 ;
  BUSBITCHARS "[]" ;
  UNITS
    TIME NANOSECONDS 1 ;
    DATABASE MICRONS 2000 ;
  END UNITS
  MANUFACTURINGGRID 0.005 ;
  PROPERTYDEFINITIONS
    LAYER LEF58_TYPE STRING ;
    MACRO END_TEXT STRING "END LIBRARY" ;
  END PROPERTYDEFINITIONS
  LAYER poly
    TYPE MASTERSLICE ;
    PROPERTY LEF58_TYPE "
      TYPE TRIMPOLY ;
      " ;
  END poly
  layer M1 # keywords in any case
    type routing;
    DIRECTION HORIZONTAL ;
    PITCH 0.19 0.14 ;
    WIDTH 0.07 ;
    SPACING 0.065 ;
    SPACING 0.09 RANGE 0.1 0.2 ;
    SPACINGTABLE PARALLELRUNLENGTH 0 WIDTH 0 0.065 WIDTH 0.1 0.1 ;
    RESISTANCE RPERSQ 0.38 ;
    CAPACITANCE CPERSQDIST 7.7161e-05 ;
    EDGECAPACITANCE 2.7365e-05 ;
    DCCURRENTDENSITY AVERAGE
      WIDTH 0.4 ;
      TABLEENTRIES 0.5 ;
    ACCURRENTDENSITY RMS 5.5 ;
  END M1
  LAYER V1
    TYPE CUT ;
    RESISTANCE 5 ;
  END V1
  LAYER M2
    TYPE ROUTING ;
    DIRECTION VERTICAL ;
    PITCH 0.2 ;
    CAPACITANCE CPERSQDIST PWL ( ( 0.1 2 ) ( 0.2 3 ) ) ;
  END M2
  VIA via DEFAULT
    LAYER M1 ; RECT -0.1 -0.2 0.1 0.2 ; RECT 0 0 0.3 0.1 ;
    LAYER V1 ; RECT MASK 1 -0.05 -0.05 0.05 0.05 ;
    LAYER M2 ; POLYGON -0.1 -0.1 0.2 -0.1 0 0.4 ;
  END via
  VIA generated
    VIARULE rule ;
    CUTSIZE 0.1 0.2 ;
    LAYERS M1 V1 M2 ;
    CUTSPACING 0.1 0.1 ;
    ENCLOSURE 0.05 0.01 0.02 0.03 ;
    ROWCOL 2 3 ;
  END generated
  VIARULE rule GENERATE DEFAULT
    LAYER M1 ;
      ENCLOSURE 0.05 0.01 ;
    LAYER V1 ;
      RECT -0.05 -0.05 0.05 0.05 ;
  END rule
  NONDEFAULTRULE M1
    LAYER M1
      WIDTH 0.2 ;
    END M1
    VIA wide
      LAYER M1 ; RECT 0 0 1 1 ;
    END wide
    SPACING
      SAMENET M1 M1 0.1 ;
    END SPACING
  END
  SPACING
    SAMENET V1 V1 0.1 ;
  END SPACING
  NOISETABLE 1 ;
    EDGERATE 20 ;
    OUTPUTRESISTANCE 3 ;
    END OUTPUTRESISTANCE
    END EDGERATE
  END NOISETABLE
  SITE core
    SIZE 0.19 BY 1.4 ;
    CLASS CORE ;
    SYMMETRY Y ;
  END core
  SITE io
    CLASS PAD ;
    SIZE 40 BY 140 ;
  END io
  ARRAY a
    SITE core 0 0 N DO 10 BY 1 STEP 1 0 ;
    FLOORPLAN 100%
      CANPLACE core 0 0 N DO 1 BY 1 STEP 0 0 ;
    END 100%
  END a
  MACRO INV
    CLASS CORE TIEHIGH ;
    FOREIGN INV 0 0 ;
    ORIGIN 0.5 -0.25 ;
    SIZE 4 BY 2 ;
    SYMMETRY X Y R90 ;
    SITE core 0 0 N DO 2 BY 1 STEP 0.19 0 ;
    SITE other ;
    PIN A
      DIRECTION INPUT ;
      ANTENNAGATEAREA 1 ;
      PORT
        LAYER M1 SPACING 0.1 ;
          RECT MASK 1 1 1 0.5 1.5 ;
          POLYGON 0 0 1 0 1 2 ;
      END
      PORT
        CLASS CORE ;
        LAYER M2 ;
          WIDTH 0.5 ;
          PATH 1 1 3 1 3 2 ;
          PATH ( 2 2 ) ;
        LAYER M1 ;
          PATH 0 0 1 0 ;
      END
    END A
    PIN Z DIRECTION OUTPUT TRISTATE ;
      USE CLOCK ;
      PORT
        VIA 1 2 via ;
        VIA ITERATE 1 1 generated DO 2 BY 1 STEP 3 0 ;
        LAYER M1 ;
        RECT ITERATE 0 0 1 1 DO 2 BY 2 STEP 10 20 ;
      END
    END Z
    PIN VDD
      DIRECTION INOUT ;
      USE POWER ;
    END VDD
    OBS
      LAYER M1 ;
        RECT 0 0 4 2 ;
    END
    DENSITY
      LAYER M1 ;
      RECT 0 0 1 1 50 ;
    END
    TIMING
      FROMPIN A ;
      TOPIN Z ;
    END TIMING
  END INV
  MACRO sketch
    CLASS BLOCK ;
    FOREIGN sketch ;
  END sketch
  BEGINEXT "tool"
    free text MACRO
  ENDEXT
  END LIBRARY

  """
