"""Arrays in numpy's files: whole or a ValueError, and read by one thread at a time."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np  # noqa: TID253 - a test needs no quick start
import pytest

from index.arrays import read_array, read_arrays


def test_arrays_come_back_as_they_were_saved(tmp_path: Path) -> None:
    matrix = np.arange(12, dtype=np.float32).reshape(3, 4)
    np.save(tmp_path / "one.npy", matrix)
    np.savez(tmp_path / "several.npz", matrix=matrix, base=np.float64(0.5))
    assert np.array_equal(read_array(tmp_path / "one.npy"), matrix)
    mapped = read_array(tmp_path / "one.npy", mapped=True)
    assert isinstance(mapped, np.memmap)
    assert np.array_equal(mapped, matrix)
    several = read_arrays(tmp_path / "several.npz")
    assert sorted(several) == ["base", "matrix"]
    assert float(several["base"]) == 0.5


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x93NUMPY", "文字".encode()])
def test_what_is_no_array_is_a_value_error(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    with pytest.raises(ValueError, match="file: damaged"):
        read_array(file)
    with pytest.raises(ValueError, match="file: damaged"):
        read_arrays(file)


def test_one_thread_reads_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "one.npy"
    np.save(file, np.zeros(3, dtype=np.float32))
    read, inside, most = np.lib.format.read_array, [0], [0]
    counting = threading.Lock()

    def watched(*args: object, **kwargs: object) -> object:
        with counting:
            inside[0] += 1
            most[0] = max(most[0], inside[0])
        threading.Event().wait(0.005)  # long enough for another to come in, were it let in
        with counting:
            inside[0] -= 1
        return read(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(np.lib.format, "read_array", watched)
    with ThreadPoolExecutor(8) as threads:
        assert all(len(array) == 3 for array in threads.map(read_array, [file] * 16))
    assert most == [1]
