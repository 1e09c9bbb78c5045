"""Files and folders that are written whole or not at all, also if the machine stops in the middle."""

import os
from pathlib import Path

CACHE_FOLDER = "cache"
TEMPORARY_PREFIX = ".writing-"


def replace_file(file: Path, content: bytes) -> None:
    """Make `file` hold `content`: a reader sees the old content or the new, never a part. Leaves nothing on failure.

    Raises:
        OSError: the folder cannot be written or the disk is full; the old content stands.
    """
    temporary = file.with_name(f"{TEMPORARY_PREFIX}{os.urandom(8).hex()}")
    try:
        with temporary.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(file)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(file.parent)


def sync_tree(folder: Path) -> None:
    """Force every file of `folder`, and the folder itself, to the disk."""
    for path in folder.rglob("*"):
        if path.is_dir():
            sync_folder(path)
        else:
            descriptor = os.open(path, os.O_RDWR)  # Windows syncs only what is open for writing
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Force the names in `folder` to the disk; does nothing where folders cannot be opened (Windows)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
