"""Ten documents in ten styles, each with an answer key: every numbered clause is found under its path."""

from pathlib import Path

import pytest

from benchmarks.documents import FOLDER, measure, score

LOST: dict[str, list[str]] = {}  # by document, the clauses that are not found; none so far


@pytest.mark.parametrize("file", [pytest.param(f, id=f.stem) for f in sorted(FOLDER.glob("*.txt"))])
def test_every_clause_of_the_key_is_found(file: Path) -> None:
    assert score(file)["lost_clauses"] == LOST.get(file.stem, [])


def test_the_sums_are_those_of_the_documents() -> None:
    total = measure()
    assert total["clauses"] == sum(one["clauses"] for one in total["documents"].values()) == 166
    assert total["clauses_right"] == 166 - sum(map(len, LOST.values()))
    assert 0 < total["targets_right"] <= min(total["targets_found"], total["targets"])
    assert total["target_precision"] >= 0.94
    assert total["target_recall"] >= 0.85
