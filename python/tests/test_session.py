import numpy as np
import pytest

from chipplace import ChipPlaceError, Orientation, Session


def test_changes_cost_what_the_whole_costs(design):
    session = Session(design)
    random = np.random.default_rng(1)
    start = session.evaluate()
    assert start == pytest.approx(design.evaluate().proxy, abs=1e-9)
    for _ in range(200):
        node = int(random.choice(session.macro_order))
        legal, x, y = session.legal_cells(node)
        cells = np.flatnonzero(legal)
        if cells.size == 0:
            continue
        cell = random.choice(cells)
        before = session.evaluate(), session.x[node]
        session.move(node, x[cell], y[cell], int(random.choice([Orientation.N, Orientation.FN])))
        cost = session.evaluate()
        if random.random() < 0.5:
            session.commit()
            assert session.evaluate() == cost
        else:
            session.revert()
            assert (session.evaluate(), session.x[node]) == before
    session.store(design)
    assert design.evaluate().proxy == pytest.approx(session.evaluate(), abs=1e-9)
    assert design.check().overlapping_pairs == 0
    assert session.reset() == pytest.approx(start, abs=1e-12)


def test_legal_cells_are_exact(design):
    """By brute force: a cell is legal if and only if the given place, or else some point of a fine mesh,
    makes no overlap."""
    session = Session(design)
    node = int(session.macro_order[0])
    others = [int(other) for other in session.macro_order if other != node]
    width, height = design.widths, design.heights
    left, bottom, right, top = design.die
    rows, columns = design.grid

    def is_free(x, y):
        # A hundredth of the margin that single precision needs.
        slack = 1e-7 * (right - left)
        if x - width[node] / 2 < left - slack or x + width[node] / 2 > right + slack:
            return False
        if y - height[node] / 2 < bottom - slack or y + height[node] / 2 > top + slack:
            return False
        return not any(
            abs(x - session.x[other]) < (width[node] + width[other]) / 2 - slack
            and abs(y - session.y[other]) < (height[node] + height[other]) / 2 - slack
            for other in others
        )

    legal, x, y = session.legal_cells(node)
    assert 0 < legal.sum() < legal.size
    cell_width, cell_height = (right - left) / columns, (top - bottom) / rows
    for cell in range(rows * columns):
        row, column = divmod(cell, columns)
        low_x, low_y = left + column * cell_width, bottom + row * cell_height
        if legal[cell]:
            assert low_x <= x[cell] <= low_x + cell_width
            assert low_y <= y[cell] <= low_y + cell_height
            assert is_free(x[cell], y[cell])
        else:
            # Strictly inside, where the margin of the exact answer is no matter.
            mesh = np.linspace(0.02, 0.98, 9)
            assert not any(
                is_free(low_x + a * cell_width, low_y + b * cell_height) for a in mesh for b in mesh
            )


def test_refuses_what_makes_no_change(design):
    session = Session(design)
    node = int(session.macro_order[0])
    session.move(node, session.x[node], session.y[node])
    with pytest.raises(ChipPlaceError, match="already"):
        session.move(node, 0, 0)
    session.evaluate()
    with pytest.raises(ChipPlaceError, match="commit or revert"):
        session.move(int(session.macro_order[1]), 0, 0)
    session.revert()
    port = int(np.flatnonzero(design.kinds == 3)[0])
    with pytest.raises(ChipPlaceError, match="fixed"):
        session.move(port, 0, 0)
    with pytest.raises(ChipPlaceError, match="below"):
        session.move(design.node_count, 0, 0)
    with pytest.raises(ValueError):
        session.maps(np.empty(3, dtype=np.float32))


def test_wire_mask_is_the_wirelength_of_each_cell(design):
    session = Session(design)
    node = int(session.macro_order[3])
    mask = session.wire_mask(node)
    left, bottom, right, top = design.die
    rows, columns = design.grid
    found = np.empty(design.grid)
    for row in range(rows):
        for column in range(columns):
            session.move(
                node,
                left + (column + 0.5) * (right - left) / columns,
                bottom + (row + 0.5) * (top - bottom) / rows,
            )
            session.evaluate()
            found[row, column] = session.cost_parts[0]
            session.revert()
    assert np.ptp(found - mask) < 1e-5 * found.max()
