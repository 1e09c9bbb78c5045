"""`python -m benchmarks.calibrate`: fit bot/calibration.json on our own tuning questions, and on nothing else.

Documents with keys are fitted on questions about the shipped plan, those without on questions about ten other
documents, each asked of its own.

A row is a question that is searched and passes the rest of the evidence check; it is right where it can be answered
and the best place is a clause of the gold. The table of reliability beside it is by leave-one-out.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from benchmarks import filing
from benchmarks.logistic import area_under_curve, fit, leave_one_out, reliability, sigmoid
from benchmarks.quality import SETS
from benchmarks.retrieval import is_hit
from benchmarks.run_bot import FIXTURES, QUESTIONS, BenchmarkError, Record, read_rows
from bot import app, config
from bot.answerer import Answerer, Conversation
from bot.confidence import CALIBRATION, Calibration, features
from bot.lookups.topic import Searcher
from bot.types import Finding, Question, Status, Timings
from index.build import ensure_index
from index.embedders import make_embedder
from index.retriever import Retriever
from knowledge.errors import PolicyBotError
from knowledge.facts import Facts
from knowledge.library import CORPUS, read_file, shipped_documents

FITTED_ON = (
    SETS["own-tune"],
    *(QUESTIONS / f"own-{name}.jsonl" for name in ("calibration", "probe", "battery", "blind")),
)
# Long messages with a story before the question: with keys alone they are near enough to what answers them.
ONLY_WITH_KEYS = (QUESTIONS / "own-fresh.jsonl",)
# The shipped plan without its keys is no measure for documents that have none: it is longer than most, and asked in
# words that keys know. Fitted on them too, one of three right answers about other documents was refused.
OF_DOCUMENTS = QUESTIONS / "documents-tune.jsonl"
ACCEPT = 0.3  # below it nothing is answered: one wrong answer is held to cost as much as 0.3 / 0.7 false refusals
KEYS = {"with_keys": CORPUS, "without_keys": CORPUS / "no such folder"}
FEWEST = 30  # rows; a fit on fewer says nothing
DIGITS = 6


@dataclass(frozen=True, slots=True)
class Weighed:
    """One question that was weighed: its features, whether its best place is right, whether it can be answered."""

    features: dict[str, float]
    right: bool
    answerable: bool


class Recorder(Searcher):
    """A searcher that accepts every confidence, and keeps the last question that only confidence could refuse."""

    def __init__(self, facts: Facts, retriever: Callable[[], Retriever], corpus: Path) -> None:
        """Take what a searcher takes."""
        super().__init__(facts, retriever, corpus)
        self.calibration = Calibration(weights={}, bias=0.0, accept=0.0)
        self.passed: Question | None = None

    def find(self, question: Question) -> tuple[Finding, Timings]:
        """See `Searcher.find`."""
        finding, spent = super().find(question)
        # A question that names its place is never refused for being unsure.
        self.passed = question if finding.status is Status.ANSWERED and not question.scope else None
        return finding, spent


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, write and file the calibration; return the exit status: 0, or 2 after one line on stderr."""
    given = _parser().parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory(prefix="policybot-bench-") as fresh:
            home = (given.home or Path(fresh)).absolute()
            fitted = {name: calibrate(_collected(name, home)) for name in given.only or KEYS}
        known = json.loads(CALIBRATION.read_text(encoding="utf-8"))
        calibration = known | {name: fit for name, (fit, _) in fitted.items()}
        judged = {name: judgement for name, (_, judgement) in fitted.items()}
        record = {
            **filing.heading(),
            "questions": {name: [file.name for file in _files(name)] for name in fitted},
            "calibration": calibration,
            "judged": judged,
        }
        file = filing.file_record({**record, "commit": f"calibration-{record['commit']}"}, folder=given.results)
        _write(given.output, calibration)
    except PolicyBotError as error:
        sys.stderr.write(f"calibrate: {error}\n")
        return 2
    print(json.dumps({"calibration": calibration, "judged": judged}, indent=1))
    print(f"written: {given.output.name}; filed: {file.name}")
    return 0


def _files(name: str) -> tuple[Path, ...]:
    """Return the questions on which one of KEYS is fitted."""
    return (*FITTED_ON, *ONLY_WITH_KEYS) if name == "with_keys" else (OF_DOCUMENTS,)


def _collected(name: str, home: Path) -> list[Weighed]:
    rows = [row for file in _files(name) for row in read_rows(file)]
    return collect(rows, home / name, KEYS[name]) if name == "with_keys" else collect_of_documents(rows, home)


def collect(rows: Sequence[Record], home: Path, corpus: Path) -> list[Weighed]:
    """Return what was weighed for `rows`, each asked as people ask, with its history before it.

    `corpus` is the folder in which the documents' keys are looked for.
    """
    built = app.App(replace(config.read(), home=home), shipped_documents(), corpus)
    recorder = Recorder(built.facts, built.retriever, built.corpus)
    answerer = Answerer(recorder.facts, recorder)
    weighed = (_weighed(row, answerer, recorder) for row in rows)
    return [w for w in weighed if w]


def collect_of_documents(rows: Sequence[Record], home: Path) -> list[Weighed]:
    """Return what was weighed for questions about documents of the tests, each asked of its own and without keys."""
    files = {path.stem: path for path in FIXTURES.glob("*_documents/*.txt")}
    embedder, weighed = make_embedder(config.read().embedding_model), []
    for name in dict.fromkeys(row["doc"] for row in rows):
        document = replace(read_file(files[name]), id=name)
        retriever = ensure_index((document,), embedder, home / name, corpus=KEYS["without_keys"], shared=home)
        recorder = Recorder(Facts(document), partial(_given, retriever), KEYS["without_keys"])
        answerer = Answerer(recorder.facts, recorder)
        for row in rows:
            if row["doc"] == name:
                weighed.append(_weighed(row, answerer, recorder))
    return [w for w in weighed if w]


def _given(retriever: Retriever) -> Retriever:
    return retriever


def _weighed(row: Record, answerer: Answerer, recorder: Recorder) -> Weighed | None:
    """Return the features of one row, or None where it was looked up or refused for another reason.

    Of the shipped plan the best place must be a clause of the gold; of another document (rows with `doc`) the clause
    that is answered with must be one of the key, or below it.
    """
    conversation = Conversation()
    for earlier in row.get("history") or []:
        _, conversation = answerer.answer(earlier, conversation)
    recorder.passed = None
    answer, _ = answerer.answer(row["q"], conversation)
    found = recorder.weigh(recorder.passed) if recorder.passed else None
    if recorder.passed is None or found is None:
        return None
    if "doc" in row:
        answerable, path = row["status"] == "answered", answer.clauses[0].clause.path
        right = any(path == key or path.startswith(f"{key}/") for key in row["clauses"])
    else:
        answerable, right = row["answerable"], is_hit(row["clauses"], [found.best.clause.path])
    return Weighed(features(recorder.passed, found), answerable and right, answerable)


def calibrate(weighed: Sequence[Weighed]) -> tuple[Record, Record]:
    """Return the calibration in the form of bot/calibration.json, and what speaks for and against it.

    Raises:
        BenchmarkError: too few questions came to the weighing.

    """
    import numpy as np

    if len(weighed) < FEWEST:
        raise BenchmarkError(f"{FITTED_ON[0].name}: only {len(weighed)} questions are weighed; write {FEWEST} or more")
    names = list(weighed[0].features)
    rows = np.array([[w.features[name] for name in names] for w in weighed])
    right = np.array([w.right for w in weighed], dtype=np.float64)
    weights, bias = fit(rows, right)
    sure = sigmoid(rows @ weights + bias)
    apart = leave_one_out(rows, right)
    shipped = {"weights": {n: round(float(v), DIGITS) for n, v in zip(names, weights, strict=True)}}
    judged = {
        "n": len(weighed), "right": int(right.sum()),
        "auc": round(area_under_curve(sure, right), 3), "auc_leave_one_out": round(area_under_curve(apart, right), 3),
        "refused": _refused(sure, weighed), "refused_leave_one_out": _refused(apart, weighed),
        "reliability_leave_one_out": reliability(apart, right),
    }  # fmt: skip
    return {**shipped, "bias": round(bias, DIGITS), "accept": ACCEPT}, judged


def _refused(sure: Iterable[float], weighed: Sequence[Weighed]) -> dict[str, str]:
    """Return how many of which kind stand below `ACCEPT`, as `3 of 57`."""
    kinds = {
        "right": [w.right for w in weighed],
        "wrong clause": [w.answerable and not w.right for w in weighed],
        "unanswerable": [not w.answerable for w in weighed],
    }
    below = [s < ACCEPT for s in sure]
    return {
        kind: f"{sum(b and k for b, k in zip(below, of_kind, strict=True))} of {sum(of_kind)}"
        for kind, of_kind in kinds.items()
    }


def _write(file: Path, calibration: Record) -> None:
    try:
        file.write_text(json.dumps(calibration, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise BenchmarkError(f"{file.name}: cannot be written ({error.strerror}); make it writable") from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.calibrate", description=__doc__, allow_abbrev=False)
    parser.add_argument("--only", nargs="*", choices=tuple(KEYS), help="fit these; the others stay as they are")
    parser.add_argument("--home", type=Path, metavar="DIR", help="keep index and caches here (default: a fresh folder)")
    parser.add_argument("--output", type=Path, default=CALIBRATION, metavar="FILE", help="default: the one in force")
    parser.add_argument("--results", type=Path, default=filing.RESULTS, metavar="DIR", help="where the JSON is filed")
    return parser


if __name__ == "__main__":
    sys.exit(main())
