from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np  # noqa: TID253 - a test needs no quick start
import pytest

from index.embedders import HashingEmbedder
from index.fuse import best_first, fuse_standardized, ranks, standardized
from index.learned import LearnedPlaces
from index.lexical import LexicalIndex
from index.outside import Outside
from index.retriever import Retriever
from index.stores import ExactStore
from index.tokenize import Tokenizer
from index.types import Hit, Passage, PassageKind, SearchMode
from knowledge.types import Span

WORDS = ["食品合格率", "药品检验", "食品标准", "茶"]


class Toy(HashingEmbedder):
    """A vector by hand for each text: the third passage is nearest to any query, then the first."""

    dim = 4
    loads = 0

    def warm(self) -> None:
        self.loads += 1

    def embed_passages(self, texts: Sequence[str]) -> Any:
        return np.array([[0.8, 0.6, 0, 0], [0, 1, 0, 0], [1, 0, 0, 0], [0.6, 0.8, 0, 0]], dtype=np.float32)

    def embed_query(self, text: str) -> Any:
        return np.array([1, 0, 0, 0], dtype=np.float32)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def retriever(home: Path) -> Retriever:
    passages = [
        Passage(i, "plan", "一" if i < 2 else "二", Span(0 if i == 2 else i, 9), PassageKind.SENTENCE, w)
        for i, w in enumerate(WORDS)
    ]
    tokenizer, store = Tokenizer((), home), ExactStore(4)
    store.add(Toy().embed_passages(WORDS))
    untaught = LearnedPlaces(passages, np.empty((0, 0), dtype=np.float32))
    outside = Outside(np.eye(1, 4, dtype=np.float32), np.empty(0, dtype=np.float32))
    lexical = LexicalIndex.build([tokenizer.tokens(w) for w in WORDS])
    return Retriever(passages, store, lexical, tokenizer, Toy(), np.zeros(4, dtype=np.float32), untaught, outside)


def listed(hits: Sequence[Hit]) -> list[tuple[int, int | None, int | None]]:
    return [(hit.passage.id, hit.dense_rank, hit.lexical_rank) for hit in hits]


@pytest.mark.parametrize(
    ("query", "mode", "k", "expected"),
    [
        pytest.param("食品", SearchMode.DENSE, 9, [(2, 1, 1), (0, 2, 2), (3, 3, None), (1, 4, None)], id="by cosine"),
        pytest.param("药品", SearchMode.LEXICAL, 9, [(1, None, 1)], id="only what shares a token"),
        pytest.param("藥品", SearchMode.LEXICAL, 9, [(1, None, 1)], id="traditional characters"),
        pytest.param("食品", SearchMode.LEXICAL, 1, [(2, None, 1)], id="the shorter of two first, k of them"),
        pytest.param("茶", SearchMode.FUSED, 2, [(3, 3, 1), (2, 1, None)], id="both halves have a say"),
        pytest.param("\0\ud800", SearchMode.LEXICAL, 9, [], id="nothing to find"),
        pytest.param("", SearchMode.FUSED, 2, [(2, 1, None), (0, 2, None)], id="an empty query is ranked by vector"),
        pytest.param("食品", SearchMode.FUSED, 0, [], id="k of nothing"),
    ],
)
def test_search(
    query: str, mode: SearchMode, k: int, expected: list[tuple[int, int | None, int | None]], retriever: Retriever
) -> None:
    assert listed(retriever.search(query, k, mode=mode, lexical_weight=0.5)) == expected


def test_a_hit_explains_itself(retriever: Retriever) -> None:
    first, *_ = retriever.search("药品", 4, mode=SearchMode.DENSE)
    assert (first.score, first.dense_score, first.lexical_score) == (
        2.0,
        2.0,
        0.0,
    )  # twice the cosine, less no crowding
    fused = {h.passage.id: h for h in retriever.search("药品", 4, lexical_weight=2.0)}
    dense = standardized(np.array([0.8, 0, 1, 0.6], dtype=np.float32))
    lexical = standardized(np.array([fused[i].lexical_score for i in range(4)], dtype=np.float32))
    assert [fused[i].score for i in range(4)] == pytest.approx((dense + 2 * lexical).tolist())


def test_a_lexical_search_never_loads_the_model(retriever: Retriever) -> None:
    found = retriever.find("食品", 3, mode=SearchMode.LEXICAL)
    assert retriever.embedder.loads == 0  # type: ignore[attr-defined]
    assert found.embed_ms < 1.0
    assert found.search_ms > 0.0
    retriever.find("食品", 3)
    assert retriever.embedder.loads == 1  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        pytest.param([1, 3], [-1, 1], id="mean 0, deviation 1"),
        pytest.param([5, 5, 5], [0, 0, 0], id="all alike say nothing"),
        pytest.param([], [], id="none"),
    ],
)
def test_standardized(scores: list[float], expected: list[float]) -> None:
    assert standardized(np.array(scores, dtype=np.float32)).tolist() == expected


def test_fusion_of_toy_scores() -> None:
    dense = np.array([0.9, 0.5, 0.1], dtype=np.float32)
    lexical = np.array([0, 0, 4], dtype=np.float32)
    assert fuse_standardized(dense, lexical, lexical_weight=0.0).tolist() == standardized(dense).tolist()


def test_equal_scores_share_the_rank_of_the_first_of_them() -> None:
    scores = np.array([1, 4, 4, 0, 9], dtype=np.float32)
    assert ranks(scores).tolist() == [4, 2, 2, 5, 1]
    assert ranks(scores, scores[[3, 4]]).tolist() == [5, 1]


@pytest.mark.parametrize(
    ("k", "expected"),
    [
        pytest.param(0, [], id="none wanted"),
        pytest.param(2, [4, 1], id="equal scores at the edge: the lower position"),
        pytest.param(3, [4, 1, 2], id="both of equal score"),
        pytest.param(9, [4, 1, 2, 0, 3], id="more wanted than there are"),
    ],
)
def test_the_best_come_first(k: int, expected: list[int]) -> None:
    assert best_first(np.array([1, 4, 4, 0, 9], dtype=np.float32), k).tolist() == expected
