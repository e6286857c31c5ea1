"""With the program, which is installed with the library: skipped where it is not in PATH."""

import shutil
import subprocess

import pytest

import chipplace

PROGRAM = shutil.which("chipplace")
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="there is no chipplace in PATH")


def run(*arguments):
    return subprocess.run([PROGRAM, *map(str, arguments)], check=True, capture_output=True, text=True)


def test_versions_agree():
    assert run("--version").stdout.strip() == chipplace.library_version() == chipplace.__version__


def test_flow_places_cells_on_rows(tmp_path):
    files = tmp_path / "flat.aux"
    run("synthesize", "--cells", 400, "--macros", 3, "--seed", 1, "-o", files)
    design = chipplace.Design.read(files)
    stages = []
    result = design.place(engine="flow", progress=lambda now: stages.append(now.stage))
    assert result.is_legal and result.moves == 0
    assert {"global", "detailed"} <= set(stages)
    assert result.costs == design.evaluate()
    design.write(tmp_path / "placed.pl")
    run("check", "--strict", files, tmp_path / "placed.pl")
    # The flow fixes macros on its way, and frees them again.
    again = chipplace.Design.read(files)
    assert (design.fixed == again.fixed).all()
    with pytest.raises(chipplace.ChipPlaceError, match="start"):
        design.place(engine="flow", start="random")
