"""A builder killed with SIGKILL at any moment leaves the old index in force, or none where there was none.

One child process imports the libraries once and forks a builder for each trial; each trial has a home of its own.
"""

import hashlib
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from index.build import build_index, ensure_index
from index.embedders import HashingEmbedder
from index.load import describe_index, open_index
from knowledge.errors import IndexMismatch
from knowledge.parse import parse
from knowledge.types import Document

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")

STEPS = 50  # more than a build's calls that change the file system, so that the last trials end by themselves
MOMENTS = 26  # the first two builds run to their end, to tell how long one takes

FORKS = """
import os, signal, sys, time
from pathlib import Path
sys.path.insert(0, "tests")
from test_index_kill import NEW, HashingEmbedder, Slow, build_index
from index import tokenize
from index.dictionary import load_dictionary

homes, trial_kind = Path(sys.argv[1]), sys.argv[2]
loaded = load_dictionary(None)
tokenize.load_dictionary = lambda home: (dict(loaded[0]), loaded[1])
import bm25s, faiss, filelock, opencc, sqlite3, tqdm

def die_before(step):
    calls = 0
    def watched(call):
        def run(*args, **kwargs):
            nonlocal calls
            calls += 1
            if calls == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*args, **kwargs)
        return run
    for name in ("mkdir", "chmod", "fsync", "rename", "replace", "unlink", "rmdir"):
        setattr(os, name, watched(getattr(os, name)))

def trial(home, before, after):
    started = time.perf_counter()
    pid = os.fork()
    if pid == 0:
        before()
        build_index(NEW, HashingEmbedder() if trial_kind == "steps" else Slow(), home)
        os._exit(0)
    after(pid)
    ended = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    print("killed" if ended == -signal.SIGKILL else ended, flush=True)
    return time.perf_counter() - started

def kill_after(seconds):
    def after(pid):
        time.sleep(seconds)
        os.kill(pid, signal.SIGKILL)
    return after

names = sorted(homes.iterdir(), key=lambda home: int(home.name))
if trial_kind == "steps":
    for home in names:
        trial(home, lambda: die_before(int(home.name)), lambda pid: None)
else:
    whole = min(trial(home, lambda: None, lambda pid: None) for home in names[:2])
    for home in names[2:]:
        trial(home, lambda: None, kill_after(whole * int(home.name) / len(names)))
"""


class Slow(HashingEmbedder):
    """Takes its time, so that a kill can meet it at work."""

    def embed_passages(self, texts: Sequence[str]) -> Any:
        time.sleep(0.05)
        return super().embed_passages(texts)


def document(text: str) -> Document:
    return Document("plan", "计划", "", "", "", hashlib.sha256(text.encode()).hexdigest(), text, parse)


OLD = [document("一、质量\n\n1.食品。提高食品合格率。\n")]
NEW = [document("一、质量\n\n" + "".join(f"{i}.第{i}项。落实第{i}项任务。\n\n" for i in range(1, 120)))]


def in_force(home: Path) -> str:
    """Say which index is in force; raise what the opening raises if it is a half one."""
    for name, documents in (("old", OLD), ("new", NEW)):
        try:
            open_index(home, documents, HashingEmbedder())
        except IndexMismatch as error:
            if "no search index" in str(error):
                return "none"
            if "out of date for plan" not in str(error):
                raise
        else:
            return name
    raise AssertionError("neither the old nor the new index is in force")


def run_trials(tmp_path: Path, count: int, kind: str, *, with_old: bool) -> tuple[list[Path], list[str]]:
    """Return the homes of the trials and how each builder ended."""
    seed, homes = tmp_path / "seed", tmp_path / "homes"
    seed.mkdir()
    if with_old:
        build_index(OLD, HashingEmbedder(), seed)
    for number in range(1, count + 1):
        shutil.copytree(seed, homes / str(number))
    command = [sys.executable, "-W", "ignore", "-c", FORKS, str(homes), kind]
    result = subprocess.run(
        command, cwd=Path(__file__).parent.parent, capture_output=True, text=True, timeout=300, check=False
    )
    assert (result.returncode, result.stderr) == (0, "")
    return [homes / str(number) for number in range(1, count + 1)], result.stdout.split()


@pytest.mark.parametrize("with_old", [True, False], ids=["over an old index", "where there was none"])
def test_killed_before_every_change_of_the_file_system(tmp_path: Path, *, with_old: bool) -> None:
    homes, ends = run_trials(tmp_path, STEPS, "steps", with_old=with_old)
    found = [in_force(home) for home in homes]
    killed = ends.count("killed")
    assert killed >= 25
    assert ends == ["killed"] * killed + ["0"] * (STEPS - killed)
    before = "old" if with_old else "none"
    swap = found.index("new")  # the one step that puts the new index in force
    assert found == [before] * swap + ["new"] * (STEPS - swap)
    assert swap < killed  # it was killed after the swap too, while clearing up
    leave_no_trace(homes[0], homes[swap - 1], homes[swap])


@pytest.mark.parametrize("with_old", [True, False], ids=["over an old index", "where there was none"])
def test_killed_at_moments_spread_over_a_build(tmp_path: Path, *, with_old: bool) -> None:
    homes, ends = run_trials(tmp_path, MOMENTS, "moments", with_old=with_old)
    assert ends.count("killed") >= 15
    before = "old" if with_old else "none"
    for home, end in zip(homes, ends, strict=True):
        assert in_force(home) in ({before, "new"} if end == "killed" else {"new"})
    leave_no_trace(*homes[1::4])


def leave_no_trace(*homes: Path) -> None:
    """Check that the next use mends a home after a kill, and clears what the killed builder left."""
    for home in homes:
        ensure_index(NEW, HashingEmbedder(), home)
        build_index(NEW, HashingEmbedder(), home)
        assert sorted(p.name for p in (home / "index").iterdir()) == [".lock", "current", describe_index(home)[0].name]
