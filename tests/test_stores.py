from pathlib import Path

import numpy as np  # noqa: TID253 - a test needs no quick start
import pytest

from index.stores import STORES, ExactStore, VectorStore

TOY = np.array([[1, 0, 0, 0], [0, 1, 0, 0], [1, 0, 0, 0], [0.6, 0.8, 0, 0], [-1, 0, 0, 0]], dtype=np.float32)
X = np.array([1, 0, 0, 0], dtype=np.float32)


@pytest.fixture(params=STORES)
def kind(request: pytest.FixtureRequest) -> type[VectorStore]:
    return STORES[request.param]


@pytest.mark.parametrize(
    ("k", "ids", "scores"),
    [
        pytest.param(1, [0], [1.0], id="of two equal ones the first"),
        pytest.param(2, [0, 2], [1.0, 1.0], id="a tie stands in order of id"),
        pytest.param(4, [0, 2, 3, 1], [1.0, 1.0, 0.6, 0.0], id="best first"),
        pytest.param(9, [0, 2, 3, 1, 4], [1.0, 1.0, 0.6, 0.0, -1.0], id="k beyond the store gives all"),
        pytest.param(0, [], [], id="k of nothing"),
    ],
)
def test_search_gives_ids_and_scores(
    kind: type[VectorStore], k: int, ids: list[int], scores: list[float], tmp_path: Path
) -> None:
    store = kind(4)
    store.add(TOY[:2])
    store.add(TOY[2:])
    store.save(tmp_path / "vectors")
    for s in (store, kind.load(tmp_path / "vectors")):
        found_ids, found_scores = s.search(X, k)
        assert found_ids.tolist() == ids
        assert found_scores.tolist() == [float(np.float32(x)) for x in scores]
        assert (found_ids.dtype.name, found_scores.dtype.name, len(s)) == ("int64", "float32", 5)


@pytest.mark.parametrize("seed", range(5))
def test_every_store_agrees_with_exact_on_ids_and_scores(kind: type[VectorStore], seed: int) -> None:
    random = np.random.default_rng(seed)
    vectors = random.normal(size=(700, 48)).astype(np.float32)
    vectors[500:600] = vectors[:100]  # ties, at places where a library may add up in another order
    vectors[600:] = vectors[7]
    store, exact = kind(48), ExactStore(48)
    store.add(vectors)
    exact.add(vectors)
    for query in [vectors[7], vectors[99], random.normal(size=48).astype(np.float32), np.zeros(48, dtype=np.float32)]:
        for k in (1, 3, 50, 700):
            for found, expected in zip(store.search(query, k), exact.search(query, k), strict=True):
                np.testing.assert_array_equal(found, expected)
        np.testing.assert_allclose(store.scores(query), exact.scores(query), rtol=0, atol=1e-4)


def test_an_empty_store_finds_nothing(kind: type[VectorStore], tmp_path: Path) -> None:
    store = kind(4)
    store.add(np.empty((0, 4), dtype=np.float32))
    store.save(tmp_path / "vectors")
    for s in (store, kind.load(tmp_path / "vectors")):
        assert s.scores(X).shape == (0,)
        ids, scores = s.search(X, 3)
        assert (ids.tolist(), scores.tolist(), len(s)) == ([], [], 0)


@pytest.mark.parametrize("shape", [(2, 3), (4,)], ids=["another dimension", "a single vector"])
def test_vectors_of_another_shape_are_refused(kind: type[VectorStore], shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"this store takes \(n, 4\)"):
        kind(4).add(np.zeros(shape, dtype=np.float32))


@pytest.mark.parametrize("content", [b"", b"not vectors at all"], ids=["empty", "foreign bytes"])
def test_a_file_that_holds_no_store_is_refused(kind: type[VectorStore], content: bytes, tmp_path: Path) -> None:
    (tmp_path / "vectors").write_bytes(content)
    with pytest.raises(ValueError, match=r"vectors: |pickled|magic"):
        kind.load(tmp_path / "vectors")
