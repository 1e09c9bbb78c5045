"""The index folder: versions side by side, a pointer file that names the one in force, a lock for builders.

    <home>/index/current            the name of the version in force
    <home>/index/<version>/         the files of one version, never written again
    <home>/index/.writing-…/        a version being built; of no meaning to readers
    <home>/index/.lock              held while building

Replacing the pointer file is the one step that puts a version in force, and the file system does it whole or not
at all. So a builder killed at any moment leaves the old version in force, or none where there was none.
"""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.manifest import MEND
from knowledge.errors import IndexMismatch, PolicyBotError
from knowledge.files import TEMPORARY_PREFIX, replace_file, sync_folder, sync_tree

INDEX_FOLDER = "index"
POINTER = "current"
LOCK = ".lock"

_VERSION = re.compile(r"v-[0-9a-f]{16}")


class IndexUnwritable(PolicyBotError):  # noqa: N818 - reads as IndexMismatch does
    """The index folder cannot be written, or another builder holds it. What was there still stands."""


def index_root(home: Path) -> Path:
    """Return the index folder of a home."""
    return home / INDEX_FOLDER


def current_version(root: Path) -> Path:
    """Return the folder of the version in force.

    Raises:
        IndexMismatch: there is none, or the pointer is damaged.
    """
    pointer = root / POINTER
    try:
        name = pointer.read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise IndexMismatch(f"{root}: no search index; {MEND}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise IndexMismatch(f"{pointer}: cannot be read ({type(error).__name__}); {MEND}") from error
    if not _VERSION.fullmatch(name):
        raise IndexMismatch(f"{pointer}: damaged; {MEND}")
    return root / name


@contextmanager
def locked(root: Path, wait: float) -> Iterator[None]:
    """Hold the builders' lock of `root`, which is made; wait for another builder up to `wait` seconds.

    Any OSError inside becomes the error below.

    Raises:
        IndexUnwritable: another builder holds the lock, or the folder cannot be written.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415

    try:
        root.mkdir(parents=True, exist_ok=True)
        with FileLock(root / LOCK, timeout=wait):
            yield
    except Timeout as error:
        raise IndexUnwritable(f"{root}: another build is running; let it end, then try again") from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise IndexUnwritable(
            f"{root}: the index cannot be written ({reason}); free space or make the folder writable; "
            "nothing was changed"
        ) from error


@contextmanager
def new_version(root: Path) -> Iterator[Path]:
    """Give an empty folder to write a version into; put it in force at the end, or remove it on any failure.

    Only for the holder of the lock: what other builders left behind, and the versions no longer in force, go.

    Raises:
        OSError: the folder cannot be written; the version in force is the old one.
    """
    _sweep(root)
    temporary = root / f"{TEMPORARY_PREFIX}{os.urandom(8).hex()}"
    version = root / f"v-{os.urandom(8).hex()}"
    try:
        temporary.mkdir()
        yield temporary
        _make_read_only(temporary)
        sync_tree(temporary)
        temporary.rename(version)
        sync_folder(root)
        replace_file(root / POINTER, f"{version.name}\n".encode("ascii"))
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        if not _is_current(root, version):
            shutil.rmtree(version, ignore_errors=True)
        raise
    _sweep(root)


def _is_current(root: Path, version: Path) -> bool:
    try:
        return current_version(root) == version
    except IndexMismatch:
        return False


def _sweep(root: Path) -> None:
    """Remove every version but the one in force, and what was being written. What cannot be removed stays."""
    for path in root.iterdir():
        if path.name.startswith(TEMPORARY_PREFIX) or _VERSION.fullmatch(path.name):
            if _is_current(root, path):
                continue
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def _make_read_only(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(0o444)
