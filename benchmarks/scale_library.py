"""`python -m benchmarks.scale --library N …`: whole answers from a library of N generated plans (see `shelf`).

The library is built as an operator's is, by `Library.add` and `App.prepare`; only the vectors of its passages are drawn
from a pool. It is asked in a fresh process with the real model.
"""

import argparse
import hashlib
import json
import random
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.memory import peak_mb
from benchmarks.run_bot import ROOT, BenchmarkError, Record
from benchmarks.shelf import CLAUSES, Pool, PoolEmbedder, real_pool
from bot import config
from bot.app import App
from index.embedders import make_embedder
from index.tokenize import simplify
from knowledge.library import shipped_documents

QUESTIONS = ROOT / "benchmarks" / "questions" / "own-tune.jsonl"
ASKED = 200


def of_library(folder: Path, count: int) -> Record:
    """Build a library of so many plans in `folder`, ask it, and add one plan more, each in a process of its own."""
    child = partial(child_record, "benchmarks.scale_library")
    return {
        "documents": count, "built": child("build", folder, count), "asking": child("ask", folder, count),
        "adding": child("add", folder, count),
    }  # fmt: skip


def child_record(module: str, *arguments: object) -> Record:
    """Return what a process of its own prints as JSON, so that its peak of memory is its own.

    Raises:
        BenchmarkError: it failed; carries its last words.
    """
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BenchmarkError(f"{' '.join(command[2:])}: {done.stderr.strip().splitlines()[-1:]}")
    record: Record = json.loads(done.stdout)
    return record


class Timed:
    """Notes the seconds that the calls of some functions take."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function with its time taken."""

        def timed(*given: Any, **named: Any) -> Any:
            started = perf_counter()
            try:
                return function(*given, **named)
            finally:
                self.seconds += perf_counter() - started

        return timed


def application(folder: Path, count: int) -> tuple[App, Pool, Any, Timed]:
    """Return the application over a library of so many plans, the pool, the embedder, and its time."""
    import numpy as np

    pool, real, spent = real_pool(), make_embedder(), Timed()
    known = hashlib.sha256("\n".join(pool.sentences).encode()).hexdigest()
    file = folder / f"pool-{known[:16]}.npy"
    if not file.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        np.save(file, real.embed_passages([simplify(s) for s in pool.sentences]))
    embedder: Any = PoolEmbedder(real, pool.sentences, np.load(file))
    for name in ("embed_query", "embed_questions", "warm"):
        setattr(embedder, name, spent(getattr(embedder, name)))
    home = folder / f"home-{count}"
    return App(replace(config.read(), home=home), shipped_documents(), embedder=embedder), pool, embedder, spent


def build(folder: Path, count: int) -> Record:
    """Add the plans that are not there yet, then make the collection; return seconds, size and peak of memory."""
    built, pool, _, _ = application(folder, count)
    built.warm()  # the shipped plan's own index is no part of it
    spent = [_added(built, pool, number, folder) for number in range(len(built.books) - 1, count)]
    started = perf_counter()
    built.update_collection()
    return {
        "clauses": CLAUSES * (len(built.books) - 1),
        "add_seconds": _middle(spent), "last_add_seconds": _middle(spent[-20:]),
        "collection_seconds": round(perf_counter() - started, 1),
        "megabytes": round(sum(p.stat().st_size for p in built.config.home.rglob("*") if p.is_file()) / 1e6),
        "peak_mb": peak_mb(),
    }  # fmt: skip


def ask(folder: Path, count: int) -> Record:
    """Ask questions, each twice; return milliseconds besides embedding and loading the model, and the peak."""
    started = perf_counter()
    built, _, _, spent = application(folder, count)
    read = perf_counter()
    opened = len(built.books)
    ready = perf_counter()
    built.warm()
    questions = [
        r["q"] for line in QUESTIONS.read_text(encoding="utf-8").splitlines() if "q" in (r := json.loads(line))
    ]
    random.Random(1).shuffle(questions)
    first = _asked(built, questions[ASKED], spent)
    rows = [(_asked(built, q, spent), _asked(built, q, spent)) for q in questions[:ASKED]]
    return {
        "books": opened, "questions": ASKED, "start_seconds": round(ready - read, 2),
        "pool_seconds": round(read - started, 2), "first_question_ms": round(first, 1),
        "first": _spread([a for a, _ in rows]), "again": _spread([b for _, b in rows]), "peak_mb": peak_mb(),
    }  # fmt: skip


def add(folder: Path, count: int) -> Record:
    """Add one plan whose sentences are really embedded, then remove it; seconds with and without embedding."""
    built, pool, embedder, _ = application(folder, count)
    spent, real = Timed(), make_embedder()
    built.warm()
    real.warm()
    embedder.embed_passages = spent(real.embed_passages)
    started = perf_counter()
    _added(built, pool, 1_000_000 + count, folder)
    stored = perf_counter()
    built.update_collection()
    whole = perf_counter() - started
    built.library.remove(built.books[-1].document.id)
    removing = perf_counter()
    built.update_collection()
    return {
        "seconds": round(whole, 2), "besides_embedding_seconds": round(whole - spent.seconds, 2),
        "collection_seconds": round(started + whole - stored, 2),
        "removed_from_collection_seconds": round(perf_counter() - removing, 2), "peak_mb": peak_mb(),
    }  # fmt: skip


def _added(built: App, pool: Pool, number: int, folder: Path) -> float:
    file = folder / "plan.txt"
    file.write_text(pool.plan(number), encoding="utf-8")
    started = perf_counter()
    built.library.add(file, lambda d, f, b: built.prepare(d, f, b, lambda done, total: None))
    return perf_counter() - started


def _asked(built: App, question: str, spent: Timed) -> float:
    """Return the milliseconds of an answer besides embedding."""
    before, started = spent.seconds, perf_counter()
    built.answerer.answer(question)
    return 1000 * (perf_counter() - started - (spent.seconds - before))


def _middle(seconds: Sequence[float]) -> float:
    return round(sorted(seconds)[len(seconds) // 2], 2) if seconds else 0.0


def _spread(spent: Sequence[float]) -> Record:
    ordered = sorted(spent)
    return {"median_ms": round(ordered[len(ordered) // 2], 1), "p95_ms": round(ordered[int(0.95 * len(ordered))], 1)}


CHILDREN = {"build": build, "ask": ask, "add": add}


def main() -> int:
    """Run one part for the process above."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale_library", description=__doc__, allow_abbrev=False)
    parser.add_argument("what", choices=CHILDREN)
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int)
    given = parser.parse_args()
    print(json.dumps(CHILDREN[given.what](given.folder, given.count)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
