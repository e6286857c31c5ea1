"""Sessions: the exact cost, change by change."""

from __future__ import annotations

from ctypes import byref, c_double, c_size_t, c_uint8
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ._library import CostsStructure, Handle, Weights, library

if TYPE_CHECKING:
    from ._design import Design


class Session:
    """A placement of its own with its exact cost.

    A change is up to four calls of `move`, then `evaluate`, then `commit` or `revert`; `put` is all of it
    for one node. It costs microseconds, for it touches no more than what the moved nodes reach. `x`, `y`
    and `orientations` are the session's own memory, not copied, and read-only.

    A session copies what it needs of the design. It may be used by one thread at a time.
    """

    def __init__(self, design: Design, weights: Weights | None = None) -> None:
        weighing = None if weights is None else byref(weights)
        address = library.session_create(design._handle.address, weighing)
        self._handle = Handle(address, library.session_free)
        self._address = self._handle.address
        self.grid: tuple[int, int] = design.grid
        """Rows and columns of the cost grid."""

        def shared(name: str, kind: type[Any]) -> Any:
            pointer = getattr(library, f"session_{name}")(self._address)
            return self._handle.array(pointer, kind, design.node_count, writable=False)

        self.x: NDArray[np.float64] = shared("x", c_double)
        self.y: NDArray[np.float64] = shared("y", c_double)
        self.orientations: NDArray[np.uint8] = shared("orientations", c_uint8)
        count = library.session_macro_order(self._address, None, 0)
        self.macro_order: NDArray[np.int32] = np.empty(count, dtype=np.int32)
        """The movable hard macros, the largest first: the order in which policies place them."""
        library.session_macro_order(self._address, self.macro_order.ctypes.data, count)
        self._costs = CostsStructure()
        self._costs_address = byref(self._costs)
        self._legal_count = c_size_t()
        self._legal_count_address = byref(self._legal_count)

    def move(self, node: int, x: float, y: float, orientation: int = -1) -> None:
        """Moves a node within the change at hand; -1 keeps its orientation."""
        status = library.session_move(self._address, node, x, y, orientation)
        if status:
            raise library.error(status)

    def evaluate(self) -> float:
        """The exact proxy cost, of the change at hand if there is one."""
        library.check(library.session_evaluate(self._address, self._costs_address))
        cost: float = self._costs.proxy
        return cost

    def commit(self) -> None:
        """Keeps the change at hand."""
        library.check(library.session_commit(self._address))

    def revert(self) -> None:
        """Takes the change at hand back, exactly."""
        library.check(library.session_revert(self._address))

    def put(self, node: int, x: float, y: float, orientation: int = -1) -> float:
        """Moves one node, keeps that, and returns the proxy cost."""
        status = library.session_put(
            self._address, node, x, y, orientation, self._costs_address
        )
        if status:
            raise library.error(status)
        cost: float = self._costs.proxy
        return cost

    def reset(self) -> float:
        """Goes back to where the session started."""
        library.check(library.session_reset(self._address, self._costs_address))
        cost: float = self._costs.proxy
        return cost

    def rebuild(self) -> float:
        """Computes everything anew, free of the rounding of many changes."""
        library.check(library.session_rebuild(self._address, self._costs_address))
        cost: float = self._costs.proxy
        return cost

    @property
    def cost_parts(self) -> tuple[float, float, float]:
        """The wirelength, density and congestion cost as the last call computed them."""
        return self._costs.wirelength, self._costs.density, self._costs.congestion

    def store(self, design: Design) -> None:
        """Writes the placement into a design of the same netlist."""
        library.check(library.session_store(self._address, design._handle.address))

    def set_obstacle(self, node: int, is_obstacle: bool) -> None:
        """Says whether a movable hard macro is in the way of others in `legal_cells`; -1 means all."""
        library.check(library.session_set_obstacle(self._address, node, int(is_obstacle)))

    def legal_cells(
        self,
        node: int,
        halo: float = 0.0,
        *,
        legal: NDArray[np.uint8] | None = None,
        x: NDArray[np.float64] | None = None,
        y: NDArray[np.float64] | None = None,
    ) -> tuple[NDArray[np.uint8], NDArray[np.float64], NDArray[np.float64]]:
        """Where a hard macro may be: a 1 for each cell of the grid in which there is a place for its
        centre, inside the die and clear of obstacles, and the place nearest to the cell's middle.

        Three arrays of rows * columns, the given ones if they are given; the places of cells that are not
        legal are left as they are.
        """
        cells = self.grid[0] * self.grid[1]
        legal = np.empty(cells, dtype=np.uint8) if legal is None else _fit(legal, np.uint8, cells)
        x = np.zeros(cells) if x is None else _fit(x, np.float64, cells)
        y = np.zeros(cells) if y is None else _fit(y, np.float64, cells)
        self._legal_cells(node, halo, legal.ctypes.data, x.ctypes.data, y.ctypes.data)
        return legal, x, y

    def _legal_cells(self, node: int, halo: float, legal: int, x: int, y: int) -> int:
        """The same by addresses; returns how many cells are legal."""
        status = library.session_legal_cells(
            self._address, node, halo, legal, x, y, self._legal_count_address
        )
        if status:
            raise library.error(status)
        return self._legal_count.value

    def maps(
        self, out: NDArray[np.float32] | None = None
    ) -> NDArray[np.float32]:
        """The density and the congestion of horizontal and vertical wires: an array of
        (3, rows, columns)."""
        if out is None:
            out = np.empty((3, *self.grid), dtype=np.float32)
        _fit(out, np.float32, 3 * self.grid[0] * self.grid[1])
        self._maps(out.ctypes.data)
        return out

    def _maps(self, address: int) -> None:
        size = 4 * self.grid[0] * self.grid[1]
        library.check(
            library.session_maps(self._address, address, address + size, address + 2 * size)
        )

    def wire_mask(
        self, node: int, out: NDArray[np.float32] | None = None
    ) -> NDArray[np.float32]:
        """By how much the weighted wirelength cost grows when a node without its wires is put at the
        middle of each cell: an array of (rows, columns)."""
        if out is None:
            out = np.empty(self.grid, dtype=np.float32)
        _fit(out, np.float32, self.grid[0] * self.grid[1])
        library.check(library.session_wire_mask(self._address, node, out.ctypes.data))
        return out


def _fit(array: NDArray[Any], kind: Any, count: int) -> NDArray[Any]:
    """The array, if the library can write into it."""
    if array.dtype != kind or array.size != count or not array.flags.c_contiguous:
        raise ValueError(f"expected a contiguous array of {count} {np.dtype(kind)}")
    if not array.flags.writeable:
        raise ValueError("expected an array that may be written")
    return array
