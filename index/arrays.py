"""Arrays kept in numpy's files, read by one thread at a time.

numpy reads a file's header as a Python literal, and until CPython 3.11.9 and 3.12.2 two threads that do so at once can
end in "SystemError: AST constructor recursion depth mismatch" (python/cpython#106905). Whatever else reads such files
(bm25s) holds `READING` meanwhile.
"""

from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

if TYPE_CHECKING:
    from numpy.typing import NDArray

READING = Lock()


def read_array(file: Path, *, mapped: bool = False) -> "NDArray[Any]":
    """Return the array of a .npy file; a `mapped` one stays on the disk. Raises OSError or ValueError."""
    from numpy.lib import format as npy

    try:
        if mapped:
            with READING:
                return npy.open_memmap(file, mode="r")
        with file.open("rb") as source, READING:
            array: NDArray[Any] = npy.read_array(source, allow_pickle=False)
    except ValueError as error:
        raise ValueError(f"{file.name}: damaged ({error})") from error
    return array


def read_arrays(file: Path) -> "dict[str, NDArray[Any]]":
    """Return the arrays of a .npz file by name. Raises OSError or ValueError."""
    import numpy as np

    try:
        with file.open("rb") as source, READING, np.load(source, allow_pickle=False) as saved:
            return {name: saved[name] for name in saved.files}
    except (BadZipFile, EOFError, ValueError) as error:
        raise ValueError(f"{file.name}: damaged ({error})") from error
