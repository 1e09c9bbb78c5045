"""What prepared questions teach: places learned from their keys, and nothing where there are too few."""

from pathlib import Path

import numpy as np  # noqa: TID253 - tests of arrays
import pytest
from numpy.typing import NDArray  # noqa: TID253

from index.learned import ENOUGH, LearnedPlaces
from index.types import Passage, PassageKind
from knowledge.types import Span

KEYS = 2 * ENOUGH
Vectors = NDArray[np.float32]
FOOD, TEA = Span(0, 9), Span(10, 19)


def passage(number: int, kind: PassageKind, span: Span) -> Passage:
    return Passage(number, "plan", "一", span, kind, "")


@pytest.fixture(scope="module")
def passages() -> list[Passage]:
    """Two sentences, half of the keys for each, and a sentence that no key points at."""
    sentences = [passage(i, PassageKind.SENTENCE, s) for i, s in enumerate((FOOD, TEA, Span(20, 29)))]
    keys = [passage(3 + i, PassageKind.KEY, TEA if i % 2 else FOOD) for i in range(KEYS)]
    return [*sentences, *keys]


@pytest.fixture(scope="module")
def vectors(passages: list[Passage]) -> Vectors:
    """Unit vectors: keys of food near one axis, keys of tea near another, all with something in common."""
    drawn = np.random.default_rng(7).normal(0, 0.05, size=(len(passages), 8))
    drawn[:, 2] += 1
    for row, p in zip(drawn, passages, strict=True):
        row[0] += p.span == FOOD
        row[1] += p.span == TEA
    unit: Vectors = (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)
    return unit


def test_a_question_is_known_by_its_place(passages: list[Passage], vectors: Vectors) -> None:
    learned = LearnedPlaces.fit(passages, vectors)
    cosines = vectors @ vectors[0]
    food, tea, neither, key_of_food, key_of_tea = learned.scores(cosines, np.array([0, 1, 2, 3, 4]))
    assert food == key_of_food > 0.3 > tea == key_of_tea
    assert neither == 0.0
    assert food - tea == pytest.approx(1.0, abs=0.1)


def test_the_weights_solve_the_ridge_equations(passages: list[Passage], vectors: Vectors) -> None:
    keys = vectors[3:].astype(np.float64)
    kernel = np.exp(10.0 * (keys @ keys.T - 1)) + 0.1 * np.eye(KEYS)
    wanted = np.where(np.arange(KEYS) % 2, -0.5, 0.5)
    weights = LearnedPlaces.fit(passages, vectors).weights
    assert kernel @ weights[0] == pytest.approx(wanted, abs=1e-3)
    assert kernel @ weights[1] == pytest.approx(-wanted, abs=1e-3)


def test_too_few_keys_teach_nothing(passages: list[Passage], vectors: Vectors) -> None:
    few = passages[: ENOUGH + 2]
    learned = LearnedPlaces.fit(few, vectors[: len(few)])
    assert not learned.taught
    assert learned.scores(vectors[: len(few)] @ vectors[0], np.array([0, 1])).tolist() == [0, 0]


def test_what_is_saved_is_loaded(passages: list[Passage], vectors: Vectors, tmp_path: Path) -> None:
    for name, some in (("taught", passages), ("untaught", passages[:5])):
        fitted = LearnedPlaces.fit(some, vectors[: len(some)])
        fitted.save(tmp_path / name)
        loaded = LearnedPlaces.load(tmp_path / name, some)
        assert loaded.taught is (name == "taught")
        assert np.array_equal(loaded.weights, fitted.weights)


def test_the_weights_of_other_passages_are_refused(passages: list[Passage], vectors: Vectors, tmp_path: Path) -> None:
    LearnedPlaces.fit(passages, vectors).save(tmp_path / "weights")
    for others in (passages[:-1], passages[:4]):
        with pytest.raises(ValueError, match=r"weights of shape|cannot reshape"):
            LearnedPlaces.load(tmp_path / "weights", others)
