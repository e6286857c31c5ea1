"""What is written for other tools, read back by them."""

import gzip

import numpy as np
import pytest

from chipplace import Design, NodeKind, Orientation

OPEN_ACCESS = ["R0", "R90", "R180", "R270", "MY", "MXR90", "MX", "MYR90"]


def hard_macros(design):
    return [int(node) for node in np.flatnonzero(design.kinds == NodeKind.HARD_MACRO)]


def turn_macros(design):
    """All orientations, one after the other."""
    for number, node in enumerate(hard_macros(design)):
        design.orientations[node] = number % 8


def box(design, node):
    width, height = design.widths[node], design.heights[node]
    if design.orientations[node] in (1, 3, 5, 7):
        width, height = height, width
    x, y = design.x[node], design.y[node]
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def test_tcl_takes_the_commands(design, tmp_path):
    tkinter = pytest.importorskip("tkinter")
    turn_macros(design)
    design.write(tmp_path / "macros.tcl")
    interpreter = tkinter.Tcl()
    calls = []
    interpreter.createcommand("place_macro", lambda *words: calls.append(words))
    interpreter.eval((tmp_path / "macros.tcl").read_text())
    assert len(calls) == design.hard_macro_count
    for node, words in zip(hard_macros(design), calls):
        assert words[0] == "-macro_name" and words[1] == design.node_name(node)
        x, y = map(float, interpreter.splitlist(words[3]))
        assert (x, y) == pytest.approx(box(design, node)[:2], abs=1e-6)
        assert words[5] == OPEN_ACCESS[design.orientations[node]] and words[6] == "-exact"


def test_klayout_reads_the_same_boxes(design, tmp_path):
    db = pytest.importorskip("klayout.db")
    turn_macros(design)
    fixed = hard_macros(design)[0]
    design.fixed[fixed] = 1
    design.write(tmp_path / "chip.def")
    design.write(tmp_path / "chip.lef")

    options = db.LoadLayoutOptions()
    configuration = options.lefdef_config
    configuration.lef_files = [str(tmp_path / "chip.lef")]
    configuration.read_lef_with_def = False
    configuration.dbu = 0.001
    layout = db.Layout()
    layout.read(str(tmp_path / "chip.def"), options)
    found = {}
    for instance in layout.top_cell().each_inst():
        name = instance.property("instname") or instance.property(1)
        found[name] = instance.bbox().to_dtype(layout.dbu)
    for node in hard_macros(design):
        read = found[design.node_name(node)]
        assert (read.left, read.bottom, read.right, read.top) == pytest.approx(
            box(design, node), abs=0.0011
        )

    text = (tmp_path / "chip.def").read_text()
    statuses = {
        line.split()[1]: "FIXED" in line for line in text.splitlines() if line.startswith("- ")
    }
    assert statuses[design.node_name(fixed)]
    assert not statuses[design.node_name(hard_macros(design)[1])]


def test_compressed_output(design, tmp_path):
    design.write(tmp_path / "macros.tcl.gz")
    assert gzip.decompress((tmp_path / "macros.tcl.gz").read_bytes()).startswith(b"place_macro")
