"""Episodes of a random policy, and how fast they go: python random_policy.py NETLIST PLACEMENT [SECONDS]"""

import sys
import time

import chipplace
from chipplace.gym import PlacementEnv


def measure(env: PlacementEnv, seconds: float) -> tuple[int, int, list[float]]:
    """The steps and episodes of some seconds, and the cost of placements that became whole."""
    steps, episodes, costs = 0, 0, []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        env.reset(seed=episodes)
        terminated = False
        while not terminated:
            _, _, terminated, _, info = env.step(env.sample_legal())
            steps += 1
        episodes += 1
        if info["unplaced"] == 0:
            costs.append(info["cost"])
    return steps, episodes, costs


def main() -> None:
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    seconds = float(sys.argv[3]) if len(sys.argv) == 4 else 10.0
    design = chipplace.Design.read(*sys.argv[1:3])
    for maps in (True, False):
        begin, processor = time.perf_counter(), time.process_time()
        steps, episodes, costs = measure(PlacementEnv(design, maps=maps), seconds)
        wall, own = time.perf_counter() - begin, time.process_time() - processor
        print(
            f"observation {'with' if maps else 'without'} maps: {steps / wall:.0f} steps/s "
            f"({steps / own:.0f} per second of processor time), {episodes} episodes, "
            f"{len(costs)} whole, least cost {min(costs, default=float('nan')):.4f}"
        )


if __name__ == "__main__":
    main()
