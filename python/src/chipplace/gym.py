"""An environment in the manner of Gymnasium: hard macros are placed one after the other, on the exact cost.

>>> from chipplace.gym import PlacementEnv
>>> env = PlacementEnv(chipplace.Design.read("netlist.pb.txt", "initial.plc"))
>>> observation, info = env.reset(seed=1)
>>> observation, reward, terminated, truncated, info = env.step(env.sample_legal())

Gymnasium itself is not needed. Where it can be imported, `PlacementEnv` is a `gymnasium.Env` with spaces,
and `gymnasium.make("chipplace/Placement-v0", design=design)` makes one.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._design import Design
from ._library import Weights
from ._session import Session

try:
    import gymnasium as _gymnasium
except ImportError:
    _gymnasium = None  # type: ignore[assignment]

_Base: Any = object if _gymnasium is None else _gymnasium.Env

Observation = dict[str, NDArray[Any]]


class PlacementEnv(_Base):  # type: ignore[misc]
    """Places the movable hard macros of a design, the largest first, each into a cell of the cost grid.

    **Action**: the number of a cell, `row * columns + column`, row 0 at the bottom. The macro's centre goes
    to the place in it, nearest to the cell's middle, where the macro is inside the die and overlaps none
    that stands already. Orientations stay. The mask is exact: a cell is legal if and only if there is such
    a place. An action that is not legal raises `ValueError`.

    **Episode**: starts from the design's placement at the time the environment was made. Macros that were
    not placed yet stand where they were and count in the cost, but are not in the way. Soft macros and
    cells stay. The episode ends when all macros are placed, or when the next one has no legal cell:
    `info["unplaced"]` then says how many are left.

    **Reward**: exact, with no shaping. By `reward="difference"` it is the proxy cost before the step less
    that after it, so that the sum over an episode is what placing gained; by `reward="final"` it is 0
    but for the last step, where it is the negative proxy cost. `dead_end_reward` is added to the last step
    of an episode that left macros unplaced.

    **Observation**: a dictionary of arrays, new at each step:

    - `mask`: int8, (rows * columns): 1 where the macro at hand may go.
    - `maps`: float32, (3, rows, columns): density, congestion of horizontal and of vertical wires.
    - `wires`: float32, (rows, columns): by how much the wirelength cost grows with the macro at the middle
      of each cell; zero is the least.
    - `macro`: float32, (4): width and height over the die's, the share of macros that are placed, and the
      proxy cost.

    `maps=False` leaves `maps` and `wires` out. `info` has `cost` (the proxy cost), `macro` (the number of
    the node that is next, or -1) and `unplaced`.
    """

    metadata: dict[str, Any] = {"render_modes": []}
    render_mode = None

    def __init__(
        self,
        design: Design,
        *,
        reward: str = "difference",
        dead_end_reward: float = -1.0,
        weights: Weights | None = None,
        halo: float = 0.0,
        maps: bool = True,
    ) -> None:
        if reward not in ("difference", "final"):
            raise ValueError(f"reward: expected 'difference' or 'final', found {reward!r}")
        self.session = Session(design, weights)
        """The placement as it is, with its cost."""
        if self.session.macro_order.size == 0:
            raise ValueError("design: expected a movable hard macro, found none")
        self._reward = reward
        self._dead_end_reward = dead_end_reward
        self._halo = halo
        self._has_maps = maps
        self._order = [int(node) for node in self.session.macro_order]
        left, bottom, right, top = design.die
        self._sizes = np.stack(
            [design.widths / (right - left), design.heights / (top - bottom)], axis=1
        ).astype(np.float32)
        cells = design.grid[0] * design.grid[1]
        self._cells = cells
        self._legal = np.zeros(cells, dtype=np.uint8)
        self._x, self._y = np.zeros(cells), np.zeros(cells)
        self._addresses = (self._legal.ctypes.data, self._x.ctypes.data, self._y.ctypes.data)
        self._step = len(self._order)
        self._is_over = True
        self._cost = self.session.evaluate()
        self._random = np.random.default_rng()
        self._define_spaces(design.grid)

    def _define_spaces(self, grid: tuple[int, int]) -> None:
        if _gymnasium is None:
            return
        spaces = _gymnasium.spaces
        self.action_space = spaces.Discrete(self._cells)
        parts: dict[str, Any] = {
            "mask": spaces.Box(0, 1, (self._cells,), np.int8),
            "macro": spaces.Box(0, np.inf, (4,), np.float32),
        }
        if self._has_maps:
            parts["maps"] = spaces.Box(0, np.inf, (3, *grid), np.float32)
            parts["wires"] = spaces.Box(0, np.inf, grid, np.float32)
        self.observation_space = spaces.Dict(parts)

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Observation, dict[str, Any]]:
        """Begins an episode. `seed` is for `sample_legal`; the environment draws nothing else."""
        if options:
            raise ValueError(f"options: expected none, found {', '.join(options)}")
        if _gymnasium is not None:
            super().reset(seed=seed)
        if seed is not None:
            self._random = np.random.default_rng(seed)
        self._cost = self.session.reset()
        self.session.set_obstacle(-1, False)
        self._step = 0
        self._is_over = not self._find_legal()
        return self._observation(), self._info()

    def step(
        self, action: int
    ) -> tuple[Observation, float, bool, bool, dict[str, Any]]:
        """Places the macro at hand into a cell."""
        if self._is_over:
            raise RuntimeError("the episode is over, or none was begun: call reset")
        cell = int(action)
        if not 0 <= cell < self._cells or not self._legal[cell]:
            raise ValueError(f"action: expected a legal cell, found {action}")
        node = self._order[self._step]
        before = self._cost
        self._cost = self.session.put(node, self._x[cell], self._y[cell])
        self.session.set_obstacle(node, True)
        self._step += 1
        self._is_over = self._step == len(self._order) or not self._find_legal()
        if self._reward == "difference":
            reward = before - self._cost
        else:
            reward = -self._cost if self._is_over else 0.0
        if self._is_over and self._step < len(self._order):
            reward += self._dead_end_reward
        return self._observation(), reward, self._is_over, False, self._info()

    def _find_legal(self) -> bool:
        node = self._order[self._step]
        return self.session._legal_cells(node, self._halo, *self._addresses) > 0

    def _observation(self) -> Observation:
        done = self._step / len(self._order)
        if self._step < len(self._order):
            node = self._order[self._step]
            mask = self._legal.astype(np.int8)
            width, height = self._sizes[node]
        else:
            node = -1
            mask = np.zeros(self._cells, dtype=np.int8)
            width = height = 0.0
        result: Observation = {
            "mask": mask,
            "macro": np.array([width, height, done, self._cost], dtype=np.float32),
        }
        if self._has_maps:
            maps = self.session.maps()
            # Sums of many changes can be off by the last bit.
            result["maps"] = np.maximum(maps, 0, out=maps)
            if node >= 0:
                wires = self.session.wire_mask(node)
                wires -= wires.min()
            else:
                wires = np.zeros(self.session.grid, dtype=np.float32)
            result["wires"] = wires
        return result

    def _info(self) -> dict[str, Any]:
        left = len(self._order) - self._step
        return {
            "cost": self._cost,
            "macro": self._order[self._step] if left else -1,
            "unplaced": left,
        }

    def action_masks(self) -> NDArray[np.bool_]:
        """Where the macro at hand may go, as sb3-contrib's MaskablePPO asks for it."""
        if self._is_over:
            return np.zeros(self._cells, dtype=np.bool_)
        return self._legal.astype(np.bool_)

    def sample_legal(self) -> int:
        """A legal cell at random."""
        cells = np.flatnonzero(self._legal)
        return int(cells[self._random.integers(cells.size)])

    def close(self) -> None:
        """Nothing to do: what the library holds goes with the object."""


if _gymnasium is not None:
    _gymnasium.register(id="chipplace/Placement-v0", entry_point="chipplace.gym:PlacementEnv")
