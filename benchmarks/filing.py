"""Filing what was measured: one JSON file a commit, with what its figures must be read with."""

import json
import math
import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from benchmarks.run_bot import ROOT, BenchmarkError, Record
from bot import config
from index.manifest import LIBRARIES

RESULTS = ROOT / "benchmarks" / "results"


def heading() -> Record:
    """Return date, commit, machine and versions: what a figure must be read with. Names no host and no folder."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "commit": commit(),
        "machine": {"cores": os.cpu_count(), "system": platform.system(), "processor": platform.machine()},
        "python": platform.python_version(),
        "model": Path(config.read().embedding_model).name,
        "libraries": {name: _version(name) for name in (*LIBRARIES, "torch", "transformers")},
    }


def commit() -> str:
    """Return the short commit, with `-dirty` where anything but the results differs from it."""
    short = _git("rev-parse", "--short", "HEAD")
    changed = _git("status", "--porcelain", "--", ".", ":!benchmarks/results")
    return f"{short}-dirty" if changed else short


def file_record(record: Record, part: str = "", folder: Path = RESULTS) -> Path:
    """Write `record` to `<commit>.json`, or `<commit>-<part>.json` for a part of the figures; return the file.

    Raises:
        BenchmarkError: the file cannot be written.

    """
    file = folder / f"{record['commit']}{'-' if part else ''}{part}.json"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(_without_nan(record), ensure_ascii=False, indent=1, allow_nan=False)
        file.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise BenchmarkError(f"{file.name}: cannot be written ({error.strerror}); free space or its folder") from error
    return file


def _without_nan(value: Any) -> Any:
    """Return `value` with None for what is no number: JSON knows no NaN."""
    if isinstance(value, dict):
        return {k: _without_nan(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_without_nan(v) for v in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _version(library: str) -> str | None:
    try:
        return version(library)
    except PackageNotFoundError:
        return None


def _git(*arguments: str) -> str:
    """Return what git prints, or `unknown` outside a checkout."""
    try:
        ran = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return "unknown" if arguments[0] == "rev-parse" else ""
    return ran.stdout.strip()
