"""`python -m benchmarks.ablation`: what each part of the search is worth, by leaving it out.

A question is right if it is answered with a gold clause first or, where it cannot be answered, refused. Gains are of
the whole over the whole without the part, on own-tune and own-probe, with paired 95% bootstrap intervals.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import bot.evidence
import bot.lookups.topic
import bot.question
import bot.ranking
import index.retriever
from benchmarks import filing
from benchmarks.quality import RESAMPLES, SEED, SETS
from benchmarks.retrieval import is_hit
from benchmarks.run_bot import QUESTIONS, Record, read_rows
from bot import app, config
from bot.answerer import Conversation
from bot.confidence import Calibration
from bot.types import Question, Status
from index.outside import Outside
from index.retriever import Retriever
from index.types import Found, PassageKind
from knowledge.errors import PolicyBotError
from knowledge.homophones import Homophones
from knowledge.library import CORPUS, shipped_documents

MEASURED_ON = (SETS["own-tune"], QUESTIONS / "own-probe.jsonl")
NO_KEYS = CORPUS / "no such folder"


class Embeddings:
    """The embedder of the bot, that remembers questions: each variant asks the same ones."""

    def __init__(self, embedder: Any) -> None:
        """Take the embedder to ask."""
        self._embedder = embedder
        self._known: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._embedder, name)

    def embed_query(self, text: str) -> Any:
        """Return the vector of a question."""
        if text not in self._known:
            self._known[text] = self._embedder.embed_query(text)
        return self._known[text]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, file and print the table; return the exit status: 0, or 2 after one line on stderr."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ablation", description=__doc__, allow_abbrev=False)
    parser.add_argument("--home", type=Path, metavar="DIR", help="keep index and caches here (default: a fresh folder)")
    given = parser.parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory(prefix="policybot-bench-") as fresh:
            table = measure((given.home or Path(fresh)).absolute())
        record = {**filing.heading(), "questions": [file.name for file in MEASURED_ON], "ablation": table}
        file = filing.file_record(record, "ablation")
    except PolicyBotError as error:
        sys.stderr.write(f"ablation: {error}\n")
        return 2
    print(json.dumps(table, ensure_ascii=False, indent=1))
    print(f"filed: {file.name}")
    return 0


def measure(home: Path) -> Record:
    """Return the share of right answers of the whole, and of each variant with the gain of the part left out."""
    rows = [row for file in MEASURED_ON for row in read_rows(file)]
    ways = {corpus: _opened(home / name, corpus) for name, corpus in (("keys", CORPUS), ("no-keys", NO_KEYS))}
    whole = _right(rows, ways[CORPUS])
    table: Record = {"n": len(rows), "whole": round(sum(whole) / len(whole), 3)}
    for name, without in PARTS.items():
        with without():
            flags = _right(rows, ways[CORPUS])
        table[name] = _gain(whole, flags)
    table["keys"] = _gain(whole, _right(rows, ways[NO_KEYS]))
    return table


def _opened(home: Path, corpus: Path) -> app.App:
    built = app.App(replace(config.read(), home=home), shipped_documents(), corpus)
    built.warm()
    retriever: Any = built.retriever()
    retriever.embedder = Embeddings(retriever.embedder)
    return built


def _right(rows: Sequence[Record], built: app.App) -> list[bool]:
    """Return for each question whether it is answered with a gold clause first, or rightly refused."""
    flags = []
    for row in rows:
        conversation = Conversation()
        for earlier in row.get("history") or []:
            _, conversation = built.answerer.answer(earlier, conversation)
        answer, _ = built.answerer.answer(row["q"], conversation)
        answered = answer.status is Status.ANSWERED
        hit = answered and is_hit(row["clauses"], [c.clause.path for c in answer.clauses[:1]])
        flags.append(hit if row["answerable"] else not answered)
    return flags


def _gain(whole: Sequence[bool], without: Sequence[bool]) -> Record:
    """Return the share without a part, its gain and the paired bootstrap interval of the gain."""
    import numpy as np

    differences = np.asarray(whole, dtype=np.float64) - np.asarray(without, dtype=np.float64)
    drawn = np.random.default_rng(SEED).integers(0, len(differences), size=(RESAMPLES, len(differences)))
    low, high = np.percentile(differences[drawn].mean(axis=1), [2.5, 97.5])
    return {
        "without": round(sum(without) / len(without), 3),
        "gain": round(float(differences.mean()), 3),
        "gain_95": [round(float(low), 3), round(float(high), 3)],
    }


@contextmanager
def _patched(*patches: Any) -> Iterator[None]:
    with ExitStack() as stack:
        for each in patches:
            stack.enter_context(each)
        yield


def _weight_zero(name: str) -> Any:
    find = Retriever.find

    def without(self: Retriever, query: str, k: int, **settings: Any) -> Found:
        return find(self, query, k, **{**settings, name: 0.0})

    return patch.object(Retriever, "find", without)


def _without_kind(*kinds: PassageKind) -> Any:
    find = Retriever.find

    def fewer(self: Retriever, query: str, k: int, **settings: Any) -> Found:
        found = find(self, query, k, **settings)
        return replace(found, hits=tuple(h for h in found.hits if h.passage.kind not in kinds))

    return patch.object(Retriever, "find", fewer)


def _nothing(*_: object) -> str:
    return ""


def _passed(*_: object) -> bot.evidence.Verdict:
    return bot.evidence.PASSED


def _same(_: Homophones, text: str) -> str:
    return text


def _chinese(question: Question) -> str:
    return question.chinese


def _sure(*_: object) -> float:
    return 1.0


def _unlike(*_: object) -> float:
    return 0.0


def _uncorrected(scores: Any, _: Any) -> Any:
    return scores


PARTS: dict[str, Callable[[], Any]] = {
    "BM25": lambda: _patched(_weight_zero("lexical_weight")),
    "learned places": lambda: _patched(_weight_zero("learned_weight")),
    "crowding correction": lambda: _patched(patch.object(index.retriever, "corrected", _uncorrected)),
    "pooling": lambda: _patched(patch.object(bot.ranking, "POOL_SIZE", 1)),
    "headings as passages": lambda: _patched(_without_kind(PassageKind.HEADING)),
    "segments as passages": lambda: _patched(_without_kind(PassageKind.SEGMENT)),
    "English glossary": lambda: _patched(patch.object(bot.question, "in_chinese", _nothing)),
    "English beside its terms": lambda: _patched(patch.object(bot.lookups.topic, "search_words", _chinese)),
    "homophones": lambda: _patched(patch.object(Homophones, "restored", _same)),
    "evidence check": lambda: _patched(
        patch.object(bot.evidence, "early", _passed), patch.object(bot.evidence, "late", _passed)
    ),
    "strangers": lambda: _patched(
        patch.object(bot.lookups.topic, "stranger", _nothing), patch.object(bot.lookups.topic, "misnamed", _nothing)
    ),
    "confidence": lambda: _patched(patch.object(Calibration, "confidence", _sure)),
    "questions outside": lambda: _patched(patch.object(Outside, "likeness", _unlike)),
}


if __name__ == "__main__":
    sys.exit(main())
