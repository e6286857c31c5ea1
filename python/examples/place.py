"""Places a design and writes the result: python place.py NETLIST PLACEMENT OUTPUT [SECONDS]"""

import sys

import chipplace


def main() -> None:
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    netlist, placement, output = sys.argv[1:4]
    seconds = float(sys.argv[4]) if len(sys.argv) == 5 else 10.0
    design = chipplace.Design.read(netlist, placement)
    print(f"before: {design.evaluate().proxy:.6f}")
    result = design.place(
        seconds=seconds,
        progress=lambda now: print(f"{now.fraction:4.0%}  {now.cost:.6f}"),
    )
    design.write(output)
    print(f"after:  {result.costs.proxy:.6f}  legal: {result.is_legal}")


if __name__ == "__main__":
    main()
