"""Places each macro where the cost then is least: python greedy.py NETLIST PLACEMENT [OUTPUT]

Tries all legal cells of each macro by changes that are taken back, which shows how cheap they are.
"""

import sys

import numpy as np

import chipplace


def main() -> None:
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    design = chipplace.Design.read(*sys.argv[1:3])
    session = chipplace.Session(design)
    print(f"before: {session.evaluate():.6f}")
    for node in map(int, session.macro_order):
        legal, x, y = session.legal_cells(node)
        best = session.evaluate(), session.x[node], session.y[node]
        for cell in np.flatnonzero(legal):
            session.move(node, x[cell], y[cell])
            best = min(best, (session.evaluate(), x[cell], y[cell]))
            session.revert()
        session.put(node, best[1], best[2])
    print(f"after:  {session.rebuild():.6f}")
    if len(sys.argv) == 4:
        session.store(design)
        design.write(sys.argv[3])


if __name__ == "__main__":
    main()
