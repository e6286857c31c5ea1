"""The designs that tests use: those of the package."""

from pathlib import Path

import pytest

import chipplace

NETLISTS = Path(__file__).resolve().parents[2] / "netlists"
NETLIST = NETLISTS / "systolic-16x16-ws" / "netlist.pb.txt"
PLACEMENT = NETLISTS / "systolic-16x16-ws" / "initial.plc"


@pytest.fixture
def design() -> chipplace.Design:
    return chipplace.Design.read(NETLIST, PLACEMENT)
