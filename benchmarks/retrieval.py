"""Retrieval alone: BM25, dense and fused on the same questions, each with and without the prepared keys."""

import tempfile
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.quality import SETS
from benchmarks.run_bot import Record, read_rows
from bot import config
from bot.lookups.topic import HITS, search_words
from bot.question import understand
from bot.ranking import rank_clauses
from index.build import build_in_memory, ensure_index
from index.embedders import make_embedder
from index.retriever import Retriever
from index.types import SearchMode
from knowledge.facts import Facts
from knowledge.library import shipped_documents

TYPES = ("target", "topical", "noisy", "english")  # what is searched; the other types are looked up
NAMES = {SearchMode.LEXICAL: "BM25 alone", SearchMode.DENSE: "dense alone", SearchMode.FUSED: "fused"}
DEPTH = 3


def measure(home: Path) -> Record:
    """Return hit@1 and hit@3 of the clause, by set of questions and by way of searching."""
    documents = shipped_documents()
    facts = Facts(documents[0])
    settings = config.read()
    embedder = make_embedder(settings.embedding_model, allow_download=settings.allow_download)
    with tempfile.TemporaryDirectory() as no_keys:  # a corpus folder without keys.toml
        without = build_in_memory(documents, embedder, home, _silent, Path(no_keys))
    ways = {"with keys": ensure_index(documents, embedder, home), "without keys": without}
    return {name: _set_figures(searched(read_rows(file)), ways, facts) for name, file in SETS.items()}


def searched(rows: Sequence[Record]) -> list[Record]:
    """Return the rows that retrieval is measured on."""
    return [row for row in rows if row["answerable"] and row["type"] in TYPES]


def _set_figures(rows: Sequence[Record], ways: dict[str, Retriever], facts: Facts) -> Record:
    figures: Record = {"n": len(rows)}
    for mode, label in NAMES.items():
        for keys, retriever in ways.items():
            listed = [_listed(retriever, row["q"], mode, facts) for row in rows]
            figures[f"{label}, {keys}"] = hits([row["clauses"] for row in rows], listed)
    return figures


def _listed(retriever: Retriever, text: str, mode: SearchMode, facts: Facts) -> list[str]:
    """Return the paths of the best clauses for one question."""
    found = retriever.find(search_words(understand(text, facts)), HITS, mode=mode)
    return [place.clause.path for place in rank_clauses(found.hits, (), facts)[:DEPTH]]


def hits(wanted: Sequence[Sequence[str]], listed: Sequence[Sequence[str]]) -> dict[str, float]:
    """Return the shares of questions with a wanted clause listed first, and among the first three."""
    pairs = list(zip(wanted, listed, strict=True))
    shares = {k: sum(is_hit(gold, paths[:k]) for gold, paths in pairs) / max(1, len(pairs)) for k in (1, DEPTH)}
    return {f"hit@{k}": round(share, 3) for k, share in shares.items()}


def is_hit(wanted: Sequence[str], paths: Sequence[str]) -> bool:
    """Say whether one of `paths` is a wanted clause, by the rules of `eval/score.py`."""
    scorer = _scorer()
    return bool(scorer.covered([scorer.clause_id(path) for path in paths], set(wanted)))


def _scorer() -> Any:
    return import_module("benchmarks.eval.score")  # it has no types and stays as it was given


def _silent(done: int, total: int) -> None:
    """Show no progress."""
