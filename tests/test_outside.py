"""Questions that no answer stands for: told from those of keys, or by the nearest of them where there are no keys."""

import tomllib
from pathlib import Path

import numpy as np  # noqa: TID253 - tests of arrays
import pytest
from numpy.typing import NDArray  # noqa: TID253

from index.learned import ENOUGH
from index.outside import DETAILS, ELSEWHERE, OUTSIDE, Outside, outside_questions

Vectors = NDArray[np.float32]
DIM = 8


def around(axis: int, count: int, seed: int) -> Vectors:
    """Return unit vectors near one axis that have something in common with all others."""
    drawn = np.random.default_rng(seed).normal(0, 0.05, size=(count, DIM))
    drawn[:, axis] += 1
    drawn[:, DIM - 1] += 1
    unit: Vectors = (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)
    return unit


@pytest.fixture
def fitted() -> tuple[Outside, Vectors]:
    keys = around(0, ENOUGH, 1)
    return Outside.fit(keys, around(1, 20, 2)), keys


def test_a_question_is_told_by_what_it_resembles(fitted: tuple[Outside, Vectors]) -> None:
    outside, keys = fitted
    inside, strange, unlike = around(0, 1, 3)[0], around(1, 1, 4)[0], around(2, 1, 5)[0]
    answered, refused, between = (outside.likeness(q, keys @ q) for q in (inside, strange, unlike))
    assert answered < 0.2 < between < 0.6 < refused


def test_without_keys_the_nearest_counts() -> None:
    outside = Outside.fit(around(0, ENOUGH - 1, 1), around(1, 20, 2))
    none: Vectors = np.empty(0, dtype=np.float32)
    assert len(outside.weights) == 0
    same = outside.likeness(outside.vectors[3], none)
    assert same == pytest.approx(1.0, abs=0.01)  # vectors are kept in half precision
    assert outside.likeness(around(0, 1, 3)[0], none) < 0.2


def test_what_was_saved_is_loaded(fitted: tuple[Outside, Vectors], tmp_path: Path) -> None:
    outside, keys = fitted
    outside.save(tmp_path / "outside.npz")
    loaded = Outside.load(tmp_path / "outside.npz")
    asked = around(1, 1, 4)[0]
    assert loaded.likeness(asked, keys @ asked) == outside.likeness(asked, keys @ asked)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"not an archive"])
def test_a_damaged_file_is_an_error(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "outside.npz").write_bytes(content)
    with pytest.raises((OSError, ValueError, EOFError)):
        Outside.load(tmp_path / "outside.npz")


def test_a_file_without_a_part_is_an_error(tmp_path: Path) -> None:
    with (tmp_path / "outside.npz").open("wb") as file:
        np.savez(file, vectors=np.eye(2))
    with pytest.raises(ValueError, match="missing"):
        Outside.load(tmp_path / "outside.npz")


def test_details_count_only_where_keys_show_what_is_stated() -> None:
    table = tomllib.loads(OUTSIDE.read_text(encoding="utf-8"))
    assert outside_questions(with_keys=False) == tuple(table[ELSEWHERE])
    assert outside_questions(with_keys=True) == (*table[ELSEWHERE], *table[DETAILS])


def test_no_question_stands_twice() -> None:
    questions = outside_questions(with_keys=True)
    assert len(questions) == len(set(questions)) > 300
