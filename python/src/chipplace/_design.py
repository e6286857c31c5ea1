"""Designs: reading, writing, costs and placing."""

from __future__ import annotations

import enum
import os
from ctypes import byref, c_char_p, c_double, c_int32, c_uint8, create_string_buffer, sizeof
from dataclasses import dataclass
from typing import Any, Callable, Sequence, Union

import numpy as np
from numpy.typing import NDArray

from ._library import (
    CostsStructure,
    Counts,
    Die,
    Handle,
    LegalityStructure,
    PlaceOptions,
    PlaceResultStructure,
    ProgressCallback,
    ReadOptions,
    Weights,
    file_name,
    library,
)

Path = Union[str, "os.PathLike[str]"]


class NodeKind(enum.IntEnum):
    """What a node is."""

    HARD_MACRO = 0
    SOFT_MACRO = 1
    STANDARD_CELL = 2
    PORT = 3


class Orientation(enum.IntEnum):
    """How a node is turned, by its LEF/DEF name."""

    N = 0
    W = 1
    S = 2
    E = 3
    FN = 4
    FW = 5
    FS = 6
    FE = 7


@dataclass(frozen=True)
class Costs:
    """The parts of the proxy cost and their weighted sum."""

    proxy: float
    wirelength: float
    density: float
    congestion: float
    hpwl: float
    """The weighted half-perimeter wirelength, in the design's unit."""


@dataclass(frozen=True)
class CostMaps:
    """What the costs come from, cell by cell of the grid: arrays of (rows, columns), row 0 at the bottom."""

    density: NDArray[np.float64]
    horizontal_congestion: NDArray[np.float64]
    vertical_congestion: NDArray[np.float64]


@dataclass(frozen=True)
class Legality:
    """What is wrong with a placement by the rules of macro placement."""

    is_legal: bool
    overlapping_pairs: int
    outside_die: int
    on_blockages: int
    moved_fixed: int


@dataclass(frozen=True)
class Progress:
    """How a run stands."""

    stage: str
    fraction: float
    """The share of the budget that is spent; -1 where there is none."""
    seconds: float
    steps: int
    cost: float
    """Annealing: the best proxy cost so far; the flow: the half-perimeter wirelength."""


@dataclass(frozen=True)
class PlaceResult:
    """What a run came to."""

    costs: Costs
    is_legal: bool
    was_stopped: bool
    moves: int
    seconds: float


ENGINES = ("anneal", "policy", "hybrid", "flow")
STARTS = ("given", "spiral", "random", "analytical", "default")


def _number(name: str, choices: Sequence[str], what: str) -> int:
    if name not in choices:
        raise ValueError(f"{what}: expected one of {', '.join(choices)}, found {name!r}")
    return choices.index(name)


def _names(paths: Sequence[Path]) -> Any:
    return (c_char_p * max(len(paths), 1))(*[file_name(path) for path in paths])


class Design:
    """A netlist, the chip it goes on, and a placement of it.

    Made by `read` or `read_bytes`. The arrays `x`, `y`, `orientations` and `fixed` are the placement
    itself: what is written into them is what `evaluate`, `place`, `write` and sessions take. A design may
    be used by one thread at a time, or by several that only read.
    """

    def __init__(self, handle: Handle) -> None:
        self._handle = handle
        counts = Counts(size=sizeof(Counts))
        library.check(library.design_counts(handle.address, byref(counts)))
        self.node_count: int = counts.nodes
        self.pin_count: int = counts.pins
        self.net_count: int = counts.nets
        self.hard_macro_count: int = counts.hard_macros
        self.soft_macro_count: int = counts.soft_macros
        self.standard_cell_count: int = counts.standard_cells
        self.port_count: int = counts.ports
        self.grid: tuple[int, int] = (counts.rows, counts.columns)
        """Rows and columns of the cost grid."""
        die = Die()
        library.check(library.design_die(handle.address, byref(die)))
        self.die: tuple[float, float, float, float] = (die.min_x, die.min_y, die.max_x, die.max_y)
        """Left, lower, right and upper edge of the area for placement."""
        self.units_per_micron: float = die.units_per_micron

        def shared(name: str, kind: type[Any], count: int, writable: bool = False) -> Any:
            address = getattr(library, f"design_{name}")(handle.address)
            return handle.array(address, kind, count, writable=writable)

        nodes, pins, nets = counts.nodes, counts.pins, counts.nets
        self.x: NDArray[np.float64] = shared("x", c_double, nodes, True)
        self.y: NDArray[np.float64] = shared("y", c_double, nodes, True)
        self.orientations: NDArray[np.uint8] = shared("orientations", c_uint8, nodes, True)
        self.fixed: NDArray[np.uint8] = shared("fixed", c_uint8, nodes, True)
        self.kinds: NDArray[np.uint8] = shared("kinds", c_uint8, nodes)
        self.widths: NDArray[np.float64] = shared("widths", c_double, nodes)
        self.heights: NDArray[np.float64] = shared("heights", c_double, nodes)
        self.net_offsets: NDArray[np.int32] = shared("net_offsets", c_int32, nets + 1)
        self.net_pins: NDArray[np.int32] = shared("net_pins", c_int32, counts.net_pins)
        self.net_weights: NDArray[np.float64] = shared("net_weights", c_double, nets)
        self.pin_nodes: NDArray[np.int32] = shared("pin_nodes", c_int32, pins)
        self.pin_offsets_x: NDArray[np.float64] = shared("pin_offsets_x", c_double, pins)
        self.pin_offsets_y: NDArray[np.float64] = shared("pin_offsets_y", c_double, pins)

    @staticmethod
    def _options(
        placement: Path | None,
        lef: Sequence[Path],
        liberty: Sequence[Path],
        top_module: str | None,
        core_utilization: float,
        core_aspect_ratio: float,
    ) -> ReadOptions:
        options = ReadOptions()
        library.read_options_init(byref(options))
        options.placement = None if placement is None else file_name(placement)
        options.lef, options.lef_count = _names(lef), len(lef)
        options.liberty, options.liberty_count = _names(liberty), len(liberty)
        options.top_module = None if top_module is None else top_module.encode()
        options.core_utilization = core_utilization
        options.core_aspect_ratio = core_aspect_ratio
        return options

    @classmethod
    def read(
        cls,
        netlist: Path,
        placement: Path | None = None,
        *,
        lef: Sequence[Path] = (),
        liberty: Sequence[Path] = (),
        top_module: str | None = None,
        core_utilization: float = 0.7,
        core_aspect_ratio: float = 1.0,
    ) -> Design:
        """Reads a netlist: Circuit Training `.pb.txt`, Bookshelf `.aux`, DEF, Verilog or Yosys JSON.

        `placement` (`.plc`, `.pl` or `.def`) replaces the netlist's own positions. The last three formats
        need `lef` files, technology first; the last two are given a chip by the last two arguments.
        Raises `ChipPlaceError` for files that cannot be read or do not fit together.
        """
        options = cls._options(
            placement, lef, liberty, top_module, core_utilization, core_aspect_ratio
        )
        address = library.design_read(file_name(netlist), byref(options))
        if not address:
            raise library.error(2)
        return cls(Handle(address, library.design_free))

    @classmethod
    def read_bytes(
        cls,
        netlist: bytes,
        placement: Path | None = None,
        *,
        name: str = "<bytes>",
        lef: Sequence[Path] = (),
        liberty: Sequence[Path] = (),
        top_module: str | None = None,
        core_utilization: float = 0.7,
        core_aspect_ratio: float = 1.0,
    ) -> Design:
        """The same from memory; `name` stands for the file in messages. Not for Bookshelf."""
        options = cls._options(
            placement, lef, liberty, top_module, core_utilization, core_aspect_ratio
        )
        address = library.design_read_memory(netlist, len(netlist), name.encode(), byref(options))
        if not address:
            raise library.error(2)
        return cls(Handle(address, library.design_free))

    def read_placement(self, path: Path) -> None:
        """Takes positions, and what is fixed, from a `.plc`, `.pl` or `.def` file of this design."""
        library.check(library.design_read_placement(self._handle.address, file_name(path)))

    def write(self, path: Path) -> None:
        """Writes the design or its placement in the format that the name ends in: `.pb.txt`, `.plc`,
        `.aux`, `.pl`, `.def`, `.lef` or `.tcl`, with `.gz` after it for compression."""
        library.check(library.design_write(self._handle.address, file_name(path)))

    def node_name(self, node: int) -> str:
        """The name of a node."""
        return self._name(library.design_node_name, node, self.node_count)

    def net_name(self, net: int) -> str:
        """The name of a net."""
        return self._name(library.design_net_name, net, self.net_count)

    def _name(self, function: Any, number: int, count: int) -> str:
        if not 0 <= number < count:
            raise IndexError(f"expected a number below {count}, found {number}")
        length = function(self._handle.address, number, None, 0)
        buffer = create_string_buffer(length + 1)
        function(self._handle.address, number, buffer, length + 1)
        return buffer.value.decode(errors="replace")

    def find_node(self, name: str) -> int:
        """The number of the node of that name. Raises `KeyError` if there is none."""
        node: int = library.design_find_node(self._handle.address, name.encode())
        if node < 0:
            raise KeyError(name)
        return node

    def evaluate(self, weights: Weights | None = None) -> Costs:
        """The cost of the placement, from scratch."""
        return self._evaluate(weights, (None, None, None))

    def evaluate_maps(self, weights: Weights | None = None) -> tuple[Costs, CostMaps]:
        """The cost of the placement, from scratch, and the maps that it comes from."""
        maps = [np.empty(self.grid) for _ in range(3)]
        first, second, third = (each.ctypes.data for each in maps)
        costs = self._evaluate(weights, (first, second, third))
        return costs, CostMaps(*maps)

    def _evaluate(self, weights: Weights | None, maps: tuple[Any, Any, Any]) -> Costs:
        costs, hpwl = CostsStructure(), c_double()
        weighing = None if weights is None else byref(weights)
        library.check(
            library.evaluate(self._handle.address, weighing, byref(costs), byref(hpwl), *maps)
        )
        return Costs(costs.proxy, costs.wirelength, costs.density, costs.congestion, hpwl.value)

    def check(self) -> Legality:
        """What is wrong with the placement by the rules of macro placement."""
        found = LegalityStructure(size=sizeof(LegalityStructure))
        library.check(library.legality(self._handle.address, byref(found)))
        return Legality(
            bool(found.is_legal),
            found.overlapping_pairs,
            found.outside_die,
            found.on_blockages,
            found.moved_fixed,
        )

    def place(
        self,
        *,
        engine: str = "anneal",
        start: str = "default",
        seconds: float | None = None,
        moves: int | None = None,
        seed: int = 1,
        threads: int = 1,
        halo: float = 0.0,
        weights: Weights | None = None,
        model: Path | None = None,
        progress: Callable[[Progress], bool | None] | None = None,
    ) -> PlaceResult:
        """Places the design; its arrays then hold the best placement that was found.

        `engine` is `anneal`, `policy`, `hybrid` or `flow`; `start` is `given`, `spiral`, `random`,
        `analytical` or `default`, which is `given` for the policy and `analytical` for annealing. The budget is in `seconds` (10 if nothing is said; for the flow none) or in `moves`,
        with which runs are reproducible. `progress` is called from time to time; the run ends with the
        best so far if it returns True, and ends and raises if it raises. So does Ctrl-C. Other Python
        threads go on meanwhile.
        """
        options = PlaceOptions()
        library.place_options_init(byref(options))
        options.engine = _number(engine, ENGINES, "engine")
        options.start = _number(start, STARTS, "start")
        options.seconds = 0.0 if seconds is None else seconds
        if moves is not None and moves <= 0 or seconds is not None and seconds <= 0:
            raise ValueError("expected a budget above 0")
        options.moves = 0 if moves is None else moves
        options.seed, options.threads, options.halo = seed, threads, halo
        if weights is not None:
            options.weights = weights
        options.model = None if model is None else file_name(model)
        failures: list[BaseException] = []

        def tell(pointer: Any, _: Any) -> int:
            try:
                if progress is None:
                    return 0
                now = pointer.contents
                wants_end = progress(
                    Progress(now.stage.decode(), now.fraction, now.seconds, now.steps, now.cost)
                )
                return 1 if wants_end else 0
            except BaseException as error:  # what cannot go through C is raised behind it
                failures.append(error)
                return 1

        # Also without a listener: it is where Python gets to see Ctrl-C.
        options.progress = ProgressCallback(tell)
        result = PlaceResultStructure(size=sizeof(PlaceResultStructure))
        status = library.place(self._handle.address, byref(options), byref(result))
        if failures:
            raise failures[0]
        library.check(status)
        costs = result.costs
        return PlaceResult(
            Costs(costs.proxy, costs.wirelength, costs.density, costs.congestion, result.hpwl),
            bool(result.is_legal),
            bool(result.was_stopped),
            result.moves,
            result.seconds,
        )

    def __repr__(self) -> str:
        return (
            f"<chipplace.Design: {self.hard_macro_count} hard macros, {self.soft_macro_count} soft "
            f"macros, {self.standard_cell_count} cells, {self.net_count} nets>"
        )
