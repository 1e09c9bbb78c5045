"""What was measured, as tables for a person."""

from collections.abc import Iterable, Sequence
from typing import Any

from rich.box import SIMPLE
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from benchmarks.run_bot import Record

WIDTH = 110

_QUALITY = (
    "n", "exact", "exact_95", "hit@1", "hit@3", "recall", "quoted", "pinpoint", "record", "noise_chars", "verbatim",
    "refusal", "refusal_95", "false_refusal",
)  # fmt: skip
_PEERS = {
    "exact": "exact", "hit@1": "hit@1", "hit@3": "hit@3", "refusal": "refusal", "false_refusal": "false ref.",
    "verbatim": "verb.", "ms": "ms",
}  # fmt: skip
_TELEGRAM = (
    ("burst/median_ms", "burst: from question to answer, median ms"),
    ("burst/p95_ms", "burst: 95th percentile ms"),
    ("burst/last_ms", "burst: the last answer, ms"),
    ("burst/per_second", "burst: answers a second"),
    ("flood/median_ms", "one chat that floods: its own wait, median ms"),
    ("beside_flood/alone_ms", "another chat's wait without the flood, median ms"),
    ("beside_flood/beside_ms", "another chat's wait beside the flood, median ms"),
    ("beside_flood/ratio", "the same as a ratio (asked for: ≤ 2)"),
    ("loop_lag_ms/p95", "event loop late by, 95th percentile ms"),
    ("loop_lag_ms/max", "event loop late by, at most ms"),
    ("peak_mb", "peak memory MB"),
)
# Where in the record a figure stands, how it is called, and what issue 2 asks for.
_SPEED = (
    ("answering/besides_embedding_ms/median", "answering besides the embedding, median ms", "≤ 5"),
    ("answering/besides_embedding_ms/p95", "answering besides the embedding, 95th percentile ms", ""),
    ("answering/embedding_ms/median", "embedding the question, median ms", ""),
    ("answering/embedding_ms/p95", "embedding the question, 95th percentile ms", ""),
    ("answering/looked_up_ms/n", "questions that embed nothing", ""),
    ("answering/looked_up_ms/median", "their answers, median ms", "≤ 5"),
    ("answering/looked_up_ms/p95", "their answers, 95th percentile ms", ""),
    ("answering/looked_up_load_ms", "their loading of a model, ms in all", "0"),
    ("answering/loadings", "ask --jsonl, answers that waited for the model", "1"),
    ("answering/peak_mb", "ask --jsonl, peak memory MB", ""),
    ("commands/help/cpu_s", "policybot --help, process seconds", "≤ 0.5"),
    ("commands/help/wall_s", "policybot --help, seconds by the wall", ""),
    ("commands/clause 12/cpu_s", "policybot clause 12, process seconds", "≤ 1.5"),
    ("commands/clause 12/wall_s", "policybot clause 12, seconds by the wall", ""),
    ("commands/clause 12/peak_mb", "policybot clause 12, peak memory MB", ""),
    ("cold/ask_s", "first free-text question in a cold process, s", ""),
    ("cold/import_s", "bare import sentence_transformers, s", ""),
    ("cold/ratio", "the first beside the second, times", "≤ 1.35"),
    ("cold/ask_peak_mb", "one free-text question, peak memory MB", ""),
    ("cold/import_peak_mb", "bare import, peak memory MB", ""),
    ("build/first_s", "index build in a fresh home, s", ""),
    ("build/second_s", "index build again, s", ""),
    ("build/ratio", "the second beside the first, times", "≤ 0.2"),
    ("build/peak_mb", "index build, peak memory MB", ""),
)


def show(record: Record) -> None:
    """Print every part of `record` that is there, as tables."""
    console = Console()
    console = console if console.is_terminal else Console(width=WIDTH)
    tables = {
        "quality": _quality, "ledger": _ledger, "retrieval": _retrieval, "speed": _speed, "peers": _peers,
        "telegram": _telegram,
    }  # fmt: skip
    for part, make in tables.items():
        for table in make(record[part]) if part in record else ():
            console.print(table)


def _quality(quality: Record) -> Iterable[Group]:
    names = list(quality)
    yield _table(
        "Answers (score.py; 95%: bootstrap)", ["", *names], [[f, *(quality[n].get(f) for n in names)] for f in _QUALITY]
    )
    types = sorted({t for figures in quality.values() for t in figures["by_type"]})
    yield _table(
        "Exact by type of question (n)", ["", *names], [[t, *(_exact(quality[n], t) for n in names)] for t in types]
    )


def _exact(figures: Record, kind: str) -> str:
    of_kind = figures["by_type"].get(kind)
    return f"{of_kind['exact']:.3f} ({of_kind['n']})" if of_kind else ""


def _ledger(ledger: Record) -> Iterable[Group]:
    yield _table("Ledger (score_targets.py)", ["", "value"], list(ledger.items()))


def _retrieval(retrieval: Record) -> Iterable[Group]:
    names = list(retrieval)
    ways = [way for way in retrieval[names[0]] if way != "n"]
    rows = [[way, *(" / ".join(f"{h:.3f}" for h in retrieval[n][way].values()) for n in names)] for way in ways]
    heads = [f"{name} (n={retrieval[name]['n']})" for name in names]
    yield _table("Retrieval alone: hit@1 / hit@3 of the clause", ["", *heads], rows)


def _speed(speed: Record) -> Iterable[Group]:
    rows = [[label, _at(speed, place), wanted] for place, label, wanted in _SPEED]
    yield _table(f"Speed and memory ({speed['machine']})", ["", "measured", "asked for"], rows)


def _peers(peers: Record) -> Iterable[Group]:
    for name, verdict in peers["verdict"].items():
        systems = list(peers["systems"].values())
        rows = [[s["title"], *(s[name][f] for f in _PEERS), s["peak_mb"]] for s in systems]
        yield _table(f"The same questions, one run: {name}", ["", *_PEERS.values(), "peak MB"], rows)
        yield _table(f"Ours beside the best and the fastest: {name}", ["", "value"], list(verdict.items()))
    if peers["failed"]:
        yield _table("Could not be run", ["", "reason"], list(peers["failed"].items()))


def _telegram(load: Record) -> Iterable[Group]:
    title = f"Telegram: {load['questions']} questions from {load['chats']} chats at once"
    rows = [[label, _at(load["policybot"], place), _at(load["echo"], place)] for place, label in _TELEGRAM]
    yield _table(title, ["", "policybot", "a bot that echoes"], rows)
    yield _table(
        "Not answered exactly once, in order", ["", ""], [[fault, ""] for fault in load["faults"] or ["nothing"]]
    )


def _at(record: Record, place: str) -> Any:
    """Return the value at `place`, names joined by `/`; None where it is not there."""
    value: Any = record
    for name in place.split("/"):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _table(title: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> Group:
    table = Table(box=SIMPLE)
    for number, head in enumerate(heads):
        table.add_column(head, justify="right" if number else "left", no_wrap=not number)
    for row in rows:
        table.add_row(*(_cell(value) for value in row))
    return Group(Text(title, style="bold"), table)


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    return "–".join(f"{v:.3f}" for v in value) if isinstance(value, list) else str(value)
