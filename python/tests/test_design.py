import gc
import threading

import numpy as np
import pytest

import chipplace
from chipplace import Design, NodeKind

from conftest import NETLIST, NETLISTS, PLACEMENT


def test_counts(design):
    assert design.hard_macro_count == 32 and design.net_count == 423
    assert (design.kinds == NodeKind.HARD_MACRO).sum() == 32
    assert design.net_offsets[-1] == design.net_pins.size
    assert design.pin_nodes.max() < design.node_count


def test_figures_worked_out_by_hand():
    folder = NETLISTS / "hand-checked"
    costs = Design.read(folder / "netlist.pb.txt", folder / "initial.plc").evaluate()
    assert costs.hpwl == 495
    assert costs.density == pytest.approx(0.12, rel=1e-12)
    assert costs.proxy == pytest.approx(0.4450040516811659, rel=1e-12)


def test_arrays_are_the_placement_itself(design):
    before = design.evaluate().proxy
    macro = int(np.flatnonzero(design.kinds == NodeKind.HARD_MACRO)[0])
    design.x[macro] += 10
    assert design.evaluate().proxy != before
    with pytest.raises(ValueError):
        design.widths[0] = 1
    design.x[macro] = np.nan
    with pytest.raises(chipplace.ChipPlaceError, match="finite position"):
        design.evaluate()


def test_arrays_keep_their_memory_alive():
    x = Design.read(NETLIST, PLACEMENT).x
    copy = x.copy()
    gc.collect()
    for _ in range(5):
        Design.read(NETLIST, PLACEMENT)
    assert (x == copy).all()


def test_names(design):
    for node in (0, design.node_count - 1):
        assert design.find_node(design.node_name(node)) == node
    assert design.net_name(0)
    with pytest.raises(KeyError):
        design.find_node("no such node")
    with pytest.raises(IndexError):
        design.node_name(design.node_count)


def test_bytes(design):
    other = Design.read_bytes(NETLIST.read_bytes(), PLACEMENT)
    assert other.evaluate() == design.evaluate()
    with pytest.raises(chipplace.ChipPlaceError, match="^mine:1:"):
        Design.read_bytes(b"nothing", name="mine")


def test_errors_name_the_place(tmp_path):
    broken = tmp_path / "broken.pb.txt"
    broken.write_text(NETLIST.read_text().replace("f: ", "f: x", 1))
    with pytest.raises(chipplace.ChipPlaceError, match=r"broken.pb.txt:\d+:\d+: error") as error:
        Design.read(broken)
    assert error.value.status == 2


def test_place_and_write(design, tmp_path):
    before = design.evaluate().proxy
    seen = []
    result = design.place(moves=5000, progress=seen.append)
    assert result.moves == 5000 and result.is_legal and not result.was_stopped
    assert result.costs.proxy < before and design.evaluate() == result.costs
    assert seen and seen[-1].fraction == pytest.approx(1)
    assert design.check().is_legal
    design.write(tmp_path / "placed.plc")
    again = Design.read(NETLIST, tmp_path / "placed.plc")
    assert again.evaluate().proxy == pytest.approx(result.costs.proxy, rel=1e-12)


def test_same_seed_same_placement(design):
    other = Design.read(NETLIST, PLACEMENT)
    design.place(moves=3000, seed=7)
    other.place(moves=3000, seed=7)
    assert (design.x == other.x).all() and (design.y == other.y).all()


def test_progress_can_end_a_run(design):
    assert design.place(seconds=100, progress=lambda _: True).was_stopped

    def fail(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        design.place(seconds=100, progress=fail)


def test_wrong_arguments(design):
    with pytest.raises(ValueError, match="engine"):
        design.place(engine="magic")
    with pytest.raises(ValueError):
        design.place(moves=0)
    with pytest.raises(chipplace.ChipPlaceError, match="both"):
        design.place(moves=10, seconds=1)
    with pytest.raises(chipplace.ChipPlaceError, match="flow"):
        design.place(engine="flow")


def test_maps(design):
    costs, maps = design.evaluate_maps()
    assert maps.density.shape == design.grid
    assert maps.density.max() > costs.density


def test_threads_with_designs_of_their_own():
    costs = []

    def work():
        design = Design.read(NETLIST, PLACEMENT)
        design.place(moves=2000)
        costs.append(design.evaluate().proxy)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(costs)) == 1
