"""Answers to the gold questions, scored by `eval/score.py`, with bootstrap intervals of what is asked most often."""

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.run_bot import EVAL, QUESTIONS, BenchmarkError, Record, ask, read_rows, run_python
from knowledge.library import CORPUS, shipped_documents

# own-tune may be looked at and tuned on; of own-test only the sums are shown and filed.
SETS = {
    "dev": EVAL / "questions-dev.jsonl",
    "own-tune": QUESTIONS / "own-tune.jsonl",
    "own-test": QUESTIONS / "own-test.jsonl",
}
SEALED = ("own-test",)
RESAMPLES = 10_000
SEED = 20230417  # any number, always the same: equal answers give equal intervals


def measure(home: Path) -> Record:
    """Return the scores of each set of questions."""
    return {name: score(name, home) for name in SETS}


def score(name: str, home: Path) -> Record:
    """Return the figures of `eval/score.py` for one set, with 95% intervals for exact and refusal."""
    gold = read_rows(SETS[name])
    answers, _ = ask(home, gold)
    figures = scored(SETS[name], answers)
    misses = {m["qid"] for m in figures.pop("misses")}
    for figure, answerable in (("exact", True), ("refusal", False)):
        figures[f"{figure}_95"] = interval([g["qid"] not in misses for g in gold if g["answerable"] is answerable])
    return figures if name in SEALED else {**figures, "missed": sorted(misses)}


def scored(gold: Path, answers: Sequence[Record]) -> Record:
    """Return what `eval/score.py --json --misses` says of `answers`.

    Raises:
        BenchmarkError: the scorer gave no figures.

    """
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".jsonl") as file:
        file.writelines(json.dumps(answer, ensure_ascii=False) + "\n" for answer in answers)
        file.flush()
        arguments = ["--gold", str(gold), "--answers", file.name, "--source", str(source())]
        run = run_python([str(EVAL / "score.py"), *arguments, "--json", "--misses"])
    try:
        figures: Record = json.loads(run.output)
    except ValueError as error:
        raise BenchmarkError("eval/score.py: gave no figures; run it by hand") from error
    return figures


def source() -> Path:
    """Return the file that the gold questions are about."""
    return CORPUS / shipped_documents()[0].id / "text.txt"


def interval(flags: Sequence[bool]) -> list[float] | None:
    """Return the 95% percentile bootstrap interval of the mean of `flags` (Efron 1979), or None for no flags."""
    import numpy as np

    if not flags:
        return None
    drawn = np.random.default_rng(SEED).integers(0, len(flags), size=(RESAMPLES, len(flags)))
    means = np.asarray(flags, dtype=np.float64)[drawn].mean(axis=1)
    return [round(float(bound), 3) for bound in np.percentile(means, [2.5, 97.5])]
