"""The shared library: where it is, its functions with their types, its errors."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from ctypes import (
    CFUNCTYPE,
    POINTER,
    Structure,
    c_char_p,
    c_double,
    c_int32,
    c_int64,
    c_size_t,
    c_uint32,
    c_uint64,
    c_void_p,
)
from pathlib import Path
from typing import Any, Iterator

import numpy as np

ABI_VERSION = 1
"""The version of the C interface that this package is written for."""

_NAME = f"libchipplace.so.{ABI_VERSION}"


class ChipPlaceError(Exception):
    """What the library refused to do, in a sentence; for files, with line and column."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status
        """The status of the C interface: 1 argument, 2 input, 3 output, 4 cannot be placed."""


class Weights(Structure):
    """How the parts of the proxy cost are weighed."""

    _fields_ = [("wirelength", c_double), ("density", c_double), ("congestion", c_double)]

    def __init__(
        self, wirelength: float = 1.0, density: float = 0.5, congestion: float = 0.5
    ) -> None:
        super().__init__(wirelength, density, congestion)


class CostsStructure(Structure):
    _fields_ = [
        ("proxy", c_double),
        ("wirelength", c_double),
        ("density", c_double),
        ("congestion", c_double),
    ]


class ReadOptions(Structure):
    _fields_ = [
        ("size", c_size_t),
        ("placement", c_char_p),
        ("lef", POINTER(c_char_p)),
        ("lef_count", c_size_t),
        ("liberty", POINTER(c_char_p)),
        ("liberty_count", c_size_t),
        ("top_module", c_char_p),
        ("core_utilization", c_double),
        ("core_aspect_ratio", c_double),
    ]


class Counts(Structure):
    _fields_ = [
        (name, c_size_t)
        for name in (
            "size nodes pins nets net_pins hard_macros soft_macros standard_cells ports columns rows"
        ).split()
    ]


class Die(Structure):
    _fields_ = [
        (name, c_double) for name in ("min_x", "min_y", "max_x", "max_y", "units_per_micron")
    ]


class LegalityStructure(Structure):
    _fields_ = [
        ("size", c_size_t),
        ("overlapping_pairs", c_size_t),
        ("outside_die", c_size_t),
        ("on_blockages", c_size_t),
        ("moved_fixed", c_size_t),
        ("is_legal", c_int32),
    ]


class ProgressStructure(Structure):
    _fields_ = [
        ("size", c_size_t),
        ("stage", c_char_p),
        ("fraction", c_double),
        ("seconds", c_double),
        ("steps", c_uint64),
        ("cost", c_double),
    ]


ProgressCallback = CFUNCTYPE(c_int32, POINTER(ProgressStructure), c_void_p)


class PlaceOptions(Structure):
    _fields_ = [
        ("size", c_size_t),
        ("engine", c_int32),
        ("start", c_int32),
        ("seconds", c_double),
        ("moves", c_uint64),
        ("seed", c_uint64),
        ("threads", c_int32),
        ("halo", c_double),
        ("weights", Weights),
        ("model", c_char_p),
        ("stop", c_void_p),
        ("progress", ProgressCallback),
        ("context", c_void_p),
    ]


class PlaceResultStructure(Structure):
    _fields_ = [
        ("size", c_size_t),
        ("costs", CostsStructure),
        ("hpwl", c_double),
        ("is_legal", c_int32),
        ("was_stopped", c_int32),
        ("moves", c_uint64),
        ("seconds", c_double),
    ]


_HANDLE = c_void_p
_ADDRESS = c_void_p

# The functions by their results and arguments, in the order of chipplace.h.
_FUNCTIONS: dict[str, tuple[Any, list[Any]]] = {
    "abi_version": (c_uint32, []),
    "version": (c_char_p, []),
    "last_error": (c_char_p, []),
    "read_options_init": (None, [POINTER(ReadOptions)]),
    "design_read": (_HANDLE, [c_char_p, POINTER(ReadOptions)]),
    "design_read_memory": (_HANDLE, [c_char_p, c_size_t, c_char_p, POINTER(ReadOptions)]),
    "design_free": (None, [_HANDLE]),
    "design_read_placement": (c_int32, [_HANDLE, c_char_p]),
    "design_write": (c_int32, [_HANDLE, c_char_p]),
    "design_counts": (c_int32, [_HANDLE, POINTER(Counts)]),
    "design_die": (c_int32, [_HANDLE, POINTER(Die)]),
    "design_node_name": (c_size_t, [_HANDLE, c_size_t, c_char_p, c_size_t]),
    "design_net_name": (c_size_t, [_HANDLE, c_size_t, c_char_p, c_size_t]),
    "design_find_node": (c_int64, [_HANDLE, c_char_p]),
    **{
        f"design_{name}": (_ADDRESS, [_HANDLE])
        for name in (
            "x y orientations fixed kinds widths heights net_offsets net_pins net_weights pin_nodes "
            "pin_offsets_x pin_offsets_y"
        ).split()
    },
    "evaluate": (
        c_int32,
        [
            _HANDLE,
            POINTER(Weights),
            POINTER(CostsStructure),
            POINTER(c_double),
            _ADDRESS,
            _ADDRESS,
            _ADDRESS,
        ],
    ),
    "legality": (c_int32, [_HANDLE, POINTER(LegalityStructure)]),
    "stop_create": (_HANDLE, []),
    "stop_raise": (None, [_HANDLE]),
    "stop_free": (None, [_HANDLE]),
    "place_options_init": (None, [POINTER(PlaceOptions)]),
    "place": (c_int32, [_HANDLE, POINTER(PlaceOptions), POINTER(PlaceResultStructure)]),
    "session_create": (_HANDLE, [_HANDLE, POINTER(Weights)]),
    "session_free": (None, [_HANDLE]),
    "session_move": (c_int32, [_HANDLE, c_size_t, c_double, c_double, c_int32]),
    "session_evaluate": (c_int32, [_HANDLE, _ADDRESS]),
    "session_commit": (c_int32, [_HANDLE]),
    "session_revert": (c_int32, [_HANDLE]),
    "session_put": (c_int32, [_HANDLE, c_size_t, c_double, c_double, c_int32, _ADDRESS]),
    "session_reset": (c_int32, [_HANDLE, _ADDRESS]),
    "session_rebuild": (c_int32, [_HANDLE, _ADDRESS]),
    "session_x": (_ADDRESS, [_HANDLE]),
    "session_y": (_ADDRESS, [_HANDLE]),
    "session_orientations": (_ADDRESS, [_HANDLE]),
    "session_store": (c_int32, [_HANDLE, _HANDLE]),
    "session_macro_order": (c_size_t, [_HANDLE, _ADDRESS, c_size_t]),
    "session_set_obstacle": (c_int32, [_HANDLE, c_int64, c_int32]),
    "session_legal_cells": (
        c_int32,
        [_HANDLE, c_size_t, c_double, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS],
    ),
    "session_maps": (c_int32, [_HANDLE, _ADDRESS, _ADDRESS, _ADDRESS]),
    "session_wire_mask": (c_int32, [_HANDLE, c_size_t, _ADDRESS]),
}


def _candidates() -> Iterator[str]:
    """Where the library may be: as the environment says; in this Python's own prefix; beside the program
    of that name; where the system looks for libraries."""
    named = os.environ.get("CHIPPLACE_LIBRARY")
    if named:
        yield named
        return
    prefixes = [Path(sys.prefix)]
    program = shutil.which("chipplace")
    if program:
        prefixes.append(Path(program).resolve().parent.parent)
    for prefix in prefixes:
        path = prefix / "lib" / _NAME
        if path.exists():
            yield str(path)
    yield _NAME


def _load() -> tuple[ctypes.CDLL, str]:
    failures = []
    for path in _candidates():
        try:
            return ctypes.CDLL(path), path
        except OSError as error:
            failures.append(str(error))
    raise ImportError(
        "libchipplace cannot be loaded: "
        + "; ".join(failures)
        + ". Install it with `Scripts/install --prefix DIR` and put DIR/bin into PATH, or name the "
        "library in CHIPPLACE_LIBRARY."
    )


class Library:
    """The functions of the library, without the prefix of their names."""

    def __init__(self) -> None:
        loaded, self.path = _load()
        for name, (result, arguments) in _FUNCTIONS.items():
            # `check` is this class's own word.
            symbol = "check" if name == "legality" else name
            function = getattr(loaded, f"chipplace_{symbol}")
            function.restype = result
            function.argtypes = arguments
            setattr(self, name, function)
        version = self.abi_version()
        if version != ABI_VERSION:
            raise ImportError(
                f"{self.path}: expected version {ABI_VERSION} of the interface, found {version}"
            )

    def __getattr__(self, name: str) -> Any:
        # For type checkers: the functions are set above.
        raise AttributeError(name)

    def error(self, status: int) -> ChipPlaceError:
        """This thread's last error."""
        return ChipPlaceError(self.last_error().decode(errors="replace"), status)

    def check(self, status: int) -> None:
        """Raises what a function that returns a status complains of."""
        if status != 0:
            raise self.error(status)


library = Library()


def library_path() -> str:
    """The file that the library was loaded from."""
    return library.path


def library_version() -> str:
    """The version of the library."""
    version: bytes = library.version()
    return version.decode()


class Handle:
    """An object of the library, freed when nothing refers to it, arrays of its memory included."""

    def __init__(self, address: int | None, free: Any) -> None:
        if not address:
            raise library.error(1)
        self.address = address
        self._free = free

    def __del__(self) -> None:
        if getattr(self, "address", None):
            self._free(self.address)

    def array(
        self, address: int, kind: type[Any], count: int, *, writable: bool
    ) -> np.ndarray[Any, Any]:
        """The library's memory as an array, which keeps the object alive."""
        if count == 0:
            return np.empty(0, dtype=np.dtype(kind))
        memory = (kind * count).from_address(address)
        memory._owner = self
        array = np.frombuffer(memory, dtype=np.dtype(kind), count=count)
        array.flags.writeable = writable
        return array


def file_name(path: str | os.PathLike[str]) -> bytes:
    """A file's name as the library takes it."""
    return os.fsencode(path)
