"""Every system answers every question in one run; quality by `eval/score.py`, milliseconds and memory from outside.

Each question goes to all systems in turn before the next one is asked, and the first to be asked changes from question
to question: whatever else the machine does, it does to all of them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median

from benchmarks.peers.registry import PEERS
from benchmarks.peers.system import System
from benchmarks.quality import SETS, interval, scored
from benchmarks.run_bot import BenchmarkError, Record, read_rows

OURS = "policybot"
TITLE = "policybot ask --jsonl"
WARM_UP: Record = {"qid": "warm-up", "q": "小企业想提升产品质量，可以得到哪些帮助"}  # loads the model; never counted
QUALITY = ("exact", "hit@1", "hit@3", "refusal", "false_refusal", "verbatim")
STEPS = ("embed", "search", "compose", "total")

Start = Callable[[str], System]
Sets = Mapping[str, Sequence[Record]]


@dataclass(slots=True)
class Heard:
    """What one system said to the questions of each set, in order, in how many milliseconds, and its peak memory."""

    answers: dict[str, list[Record]] = field(default_factory=dict)
    spent: dict[str, list[float]] = field(default_factory=dict)
    peak_mb: float = 0.0


def measure(home: Path) -> Record:
    """Return the figures of all systems; a peer that cannot be had, or breaks off, is named with the reason.

    Raises:
        BenchmarkError: our own system fails.

    """
    sets = {name: read_rows(file) for name, file in SETS.items()}
    heard, failed = collect(sets, lambda name: System(_arguments(name), home))
    if OURS in failed:
        raise BenchmarkError(failed[OURS])
    return {**figures(sets, heard), "failed": failed}


def _arguments(name: str) -> list[str]:
    return ["-m", "bot", "ask", "--jsonl"] if name == OURS else ["-m", "benchmarks.peers.serve", name]


def collect(sets: Sets, start: Start) -> tuple[dict[str, Heard], dict[str, str]]:
    """Ask all systems all questions; return what was heard, and why a system is missing from it.

    Each system is started twice: the first time embeds the document for the cache, so the process that is measured
    does not.
    """
    failed: dict[str, str] = {}
    running: dict[str, System] = {}
    try:
        for name in (OURS, *PEERS):
            first = _warm(name, start, failed)
            if first:
                first.close()
                second = _warm(name, start, failed)
                running |= {name: second} if second else {}
        heard = _interviewed(sets, running, failed)
    finally:
        peaks = {name: system.close() for name, system in running.items()}
    for name, peak in peaks.items():
        heard[name].peak_mb = peak
    return {name: heard[name] for name in running}, failed


def _warm(name: str, start: Start, failed: dict[str, str]) -> System | None:
    """Return a system that has answered the warm-up question; None, and the reason noted, where it cannot."""
    system = start(name)
    try:
        system.ask(WARM_UP)
    except BenchmarkError as error:
        failed[name] = str(error)
        system.close()
        return None
    return system


def _interviewed(sets: Sets, running: dict[str, System], failed: dict[str, str]) -> dict[str, Heard]:
    """Return what the running systems say; one that fails is closed and leaves `running`."""
    heard = {name: Heard() for name in running}
    for set_, rows in sets.items():
        for number, row in enumerate(rows):
            names = list(running)
            turn = number % max(1, len(names))
            for name in names[turn:] + names[:turn]:
                try:
                    answer, spent = running[name].ask(row)
                except BenchmarkError as error:
                    failed[name] = str(error)
                    running.pop(name).close()
                    continue
                heard[name].answers.setdefault(set_, []).append(answer)
                heard[name].spent.setdefault(set_, []).append(spent)
    return heard


def figures(sets: Sets, heard: Mapping[str, Heard]) -> Record:
    """Return quality, time and memory of each system, and how ours stands beside the best and the fastest."""
    by_set = {set_: _of_set(set_, rows, heard) for set_, rows in sets.items()}
    systems = {
        name: {
            "title": PEERS[name].title if name in PEERS else TITLE,
            "version": _version(PEERS[name].package if name in PEERS else OURS),
            "embeds": name not in PEERS or PEERS[name].embeds,
            "peak_mb": round(heard[name].peak_mb),
            **{set_: of_set[name] for set_, of_set in by_set.items()},
        }
        for name in heard
    }
    return {"systems": systems, "verdict": {set_: verdict(of_set) for set_, of_set in by_set.items()}}


def _of_set(set_: str, rows: Sequence[Record], heard: Mapping[str, Heard]) -> dict[str, Record]:
    """Return the figures of each system for one set of questions; of a system, sums alone."""
    searched = [bool(answer["timings_ms"]["embed"]) for answer in heard[OURS].answers[set_]]
    return {
        name: {
            **_quality(set_, rows, said.answers[set_]),
            "ms": _median(said.spent[set_]),
            "ms_searched": _median([ms for ms, is_ in zip(said.spent[set_], searched, strict=True) if is_]),
            **({"steps_ms": _steps(said.answers[set_])} if name == OURS else {}),
        }
        for name, said in heard.items()
    }


def _quality(set_: str, rows: Sequence[Record], answers: Sequence[Record]) -> Record:
    scores = scored(SETS[set_], answers)
    misses = {miss["qid"] for miss in scores["misses"]}
    right = [row["qid"] not in misses for row in rows if row["answerable"]]
    return {**{figure: scores[figure] for figure in QUALITY}, "exact_95": interval(right)}


def _steps(answers: Sequence[Record]) -> Record:
    """Return the median milliseconds of our own steps, of the answers that embedded their question."""
    spent = [answer["timings_ms"] for answer in answers if answer["timings_ms"]["embed"]]
    return {step: _median([timings[step] for timings in spent]) for step in STEPS}


def verdict(of_set: Mapping[str, Record]) -> Record:
    """Return our lead in exact over the best peer, and our time as a multiple of the fastest with our model.

    `times_fastest` is of the medians over all questions, `times_fastest_searched` over those that ours embeds too.
    """
    peers = {name: of for name, of in of_set.items() if name != OURS}
    found: Record = {}
    if peers:
        best = max(peers, key=lambda name: float(peers[name]["exact"]))
        found |= {"best_peer": best, "lead": round(of_set[OURS]["exact"] - peers[best]["exact"], 3)}
    embedding = [of for name, of in peers.items() if PEERS[name].embeds]
    for figure, ms in (("times_fastest", "ms"), ("times_fastest_searched", "ms_searched")):
        times = [float(of[ms]) for of in embedding if of[ms]]
        ours = of_set[OURS][ms]
        found[figure] = round(ours / min(times), 2) if times and ours else None
    return found


def _median(times: Sequence[float]) -> float | None:
    return round(median(times), 2) if times else None


def _version(package: str | None) -> str | None:
    try:
        return version(package) if package else None
    except PackageNotFoundError:
        return None
