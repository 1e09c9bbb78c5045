"""Seconds, milliseconds and memory of the real command line, on the machine at hand; ratios hold on others too."""

import json
import os
from collections.abc import Callable, Sequence
from math import ceil
from pathlib import Path
from statistics import median

from benchmarks.quality import SETS
from benchmarks.run_bot import BenchmarkError, Record, Run, ask, read_rows, run_bot, run_python

COLD_RUNS = 5  # pairs; each takes some ten seconds on two slow cores
SHORT_RUNS = 7
LOADING = 100.0  # ms; a loaded model is found again in less than one
FREE_TEXT = "小企业想提升产品质量，可以得到哪些帮助"  # named nowhere in so many words, so it is searched


def measure(home: Path, first_build: Run) -> Record:
    """Return all figures of speed; `first_build` is the run that built the index of the fresh `home`."""
    return {
        "machine": f"{os.cpu_count()} cores",
        "answering": answering(*ask(home, read_rows(SETS["dev"]))),
        "commands": {
            "help": _seconds(lambda: run_bot(home, "--help")),
            "clause 12": _seconds(lambda: run_bot(home, "clause", "12")),
        },
        "cold": cold(home),
        "build": build(first_build, run_bot(home, "index", "build")),
    }


def answering(answers: Sequence[Record], run: Run) -> Record:
    """Return the milliseconds of warm answers: besides loading and embedding, and the embedding apart.

    `looked_up` are the answers that embedded nothing, `looked_up_load` what they spent on loading a model; `loadings`
    counts the answers that waited for the model.
    """
    spent = [answer["timings_ms"] for answer in answers if "timings_ms" in answer]
    looked_up = [t for t in spent if not t["embed"]]
    return {
        "besides_embedding_ms": _middle([t["total"] - t["load"] - t["embed"] for t in spent]),
        "embedding_ms": _middle([t["embed"] for t in spent if t["embed"]]),
        "looked_up_ms": _middle([t["total"] - t["load"] for t in looked_up]),
        "looked_up_load_ms": round(sum(t["load"] for t in looked_up), 2),
        "loadings": sum(t["load"] > LOADING for t in spent),
        "peak_mb": round(run.peak_mb),
    }


def cold(home: Path) -> Record:
    """Return the seconds of a first free-text question beside those of a bare import, run in turn.

    Raises:
        BenchmarkError: the question was answered without the model, so it measures nothing.

    """
    asked = run_bot(home, "ask", FREE_TEXT, "--json")
    if not json.loads(asked.output)["timings_ms"]["embed"]:
        raise BenchmarkError(f"speed: {FREE_TEXT!r} needs no model now; choose another FREE_TEXT")
    pairs = [
        (run_bot(home, "ask", FREE_TEXT), run_python(["-c", "import sentence_transformers"])) for _ in range(COLD_RUNS)
    ]
    question, bare = (median(run.wall for run in runs) for runs in zip(*pairs, strict=True))
    return {
        "ask_s": round(question, 2),
        "import_s": round(bare, 2),
        "ratio": round(question / bare, 3),
        "ask_peak_mb": round(max(ours.peak_mb for ours, _ in pairs)),
        "import_peak_mb": round(max(bare.peak_mb for _, bare in pairs)),
    }


def build(first: Run, second: Run) -> Record:
    """Return the seconds of two runs of `policybot index build`, in a fresh home and then again."""
    return {
        "first_s": round(first.wall, 2),
        "first_cpu_s": round(first.cpu, 2),
        "second_s": round(second.wall, 2),
        "ratio": round(second.wall / first.wall, 3),
        "peak_mb": round(first.peak_mb),
    }


def _seconds(run: Callable[[], Run]) -> Record:
    """Return the median seconds of a short command after one run that fills the disk's cache."""
    run()
    runs = [run() for _ in range(SHORT_RUNS)]
    return {
        "wall_s": round(median(r.wall for r in runs), 3),
        "cpu_s": round(median(r.cpu for r in runs), 3),
        "peak_mb": round(max(r.peak_mb for r in runs)),
    }


def _middle(times: Sequence[float]) -> Record:
    """Return number, median and 95th percentile (nearest rank) of some times."""
    if not times:
        return {"n": 0, "median": None, "p95": None}
    ordered = sorted(times)
    p95 = ordered[ceil(0.95 * len(ordered)) - 1]
    return {"n": len(ordered), "median": round(median(ordered), 2), "p95": round(p95, 2)}
