"""Places the macros and cells of chips, and says what a placement costs.

>>> import chipplace
>>> design = chipplace.Design.read("netlist.pb.txt", "initial.plc")
>>> design.evaluate().proxy
0.7109
>>> result = design.place(seconds=10, threads=2)
>>> design.write("placed.plc")

The arrays of a design and of a session are the library's own memory, shared and not copied.
"""

from ._design import (
    CostMaps,
    Costs,
    Design,
    Legality,
    NodeKind,
    Orientation,
    PlaceResult,
    Progress,
)
from ._library import ABI_VERSION, ChipPlaceError, Weights, library_path, library_version
from ._session import Session

__all__ = [
    "ABI_VERSION",
    "ChipPlaceError",
    "CostMaps",
    "Costs",
    "Design",
    "Legality",
    "NodeKind",
    "Orientation",
    "PlaceResult",
    "Progress",
    "Session",
    "Weights",
    "library_path",
    "library_version",
]
__version__ = "0.1.0"
