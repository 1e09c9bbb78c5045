"""The collection: exact while small, changed document by document, made anew where it is damaged."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np  # noqa: TID253 - a test needs no quick start
import pytest
from filelock import FileLock

from index import collection, postings, vectors
from index.collection import Collection, Source
from index.collection_parts import STRETCH, Moments, best_of, dense_spread, lexical_spread
from index.fuse import best_first, fuse_standardized
from index.lexical import LexicalIndex
from index.postings import Segment, bm25
from knowledge.errors import IndexMismatch

DIM = 16
WORDS = ["质量", "食品", "标准", "品牌", "海洋", "农业", "学校", "医院", "道路", "桥梁", "河流", "茶叶"]


def passages(seed: int, count: int = 30) -> "tuple[Any, list[list[str]]]":
    """Return random unit vectors and tokens."""
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(count, DIM)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows, [[WORDS[i] for i in rng.integers(0, len(WORDS), 6)] for _ in range(count)]


def source(seed: int, count: int = 30) -> Source:
    return lambda: passages(seed, count)


def documents(*seeds: int) -> dict[str, tuple[str, Source]]:
    return {f"d{seed}": (f"v{seed}", source(seed)) for seed in seeds}


def query() -> tuple[Any, list[str]]:
    return passages(999, 1)[0][0], ["质量", "茶叶"]


def exact(seeds: Sequence[int], weight: float) -> list[tuple[str, int]]:
    """Return the order of all passages by the reference: full scores, fused as one index does."""
    made = [passages(seed) for seed in seeds]
    vector, tokens = query()
    lexical = LexicalIndex.build([t for _, rows in made for t in rows]).scores(tokens)
    dense = np.concatenate([rows for rows, _ in made]) @ vector
    order = np.argsort(-fuse_standardized(dense.astype(np.float32), lexical, lexical_weight=weight), kind="stable")
    return [(f"d{seeds[i // 30]}", int(i % 30)) for i in order]


def test_bm25_over_segments_is_that_of_one_index() -> None:
    made = [passages(seed)[1] for seed in (1, 2, 3)]
    whole = LexicalIndex.build([tokens for rows in made for tokens in rows]).scores(["质量", "茶叶", "无此词"])
    parts = bm25([Segment.build(rows) for rows in made], ["质量", "茶叶", "无此词"])
    assert np.concatenate(parts) == pytest.approx(whole, rel=1e-5)


@pytest.mark.parametrize("block", [1, 7, 10_000])
def test_merged_segments_are_the_segment_of_what_is_kept(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postings, "BLOCK", block)
    made = [*(passages(seed)[1] for seed in (1, 2, 3)), [], [["孤词"], [], ["茶叶", "茶叶"]]]
    kept = [np.random.default_rng(n).random(len(rows)) < 0.7 for n, rows in enumerate(made)]
    kept[-1][:] = [False, True, True]
    merged = Segment.merged([Segment.build(rows) for rows in made], kept)
    whole = Segment.build(
        [t for rows, keep in zip(made, kept, strict=True) for t, k in zip(rows, keep, strict=True) if k]
    )
    for name in postings.ARRAYS:
        assert merged._arrays[name].tolist() == whole._arrays[name].tolist(), name
        assert merged._arrays[name].dtype == whole._arrays[name].dtype, name


def test_a_small_collection_ranks_as_one_index_does(tmp_path: Path) -> None:
    made = Collection(tmp_path)
    made.sync(documents(1, 2, 3), "model")
    vector, tokens = query()
    found = made.search(vector, tokens, 20, weight=0.15)
    assert [(f.document, f.passage) for f in found] == exact((1, 2, 3), 0.15)[:20]
    ranked = list(dict.fromkeys(d for d, _ in exact((1, 2, 3), 0.15)))
    assert [id_ for id_, _ in made.documents(vector, tokens, 2)] == ranked[:2]


def test_it_is_the_same_after_changes_and_after_reading_it_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collection, "MERGE_FROM", 70)
    made = Collection(tmp_path)
    made.sync(documents(1), "model")
    made.sync(documents(1, 2), "model")
    made.sync(documents(1, 2, 3, 4), "model")  # merged
    made.sync(documents(2, 3, 4), "model")  # cut out of the main part
    made.sync(documents(2, 3, 4, 5), "model")
    vector, tokens = query()
    expected = sorted(exact((2, 3, 4, 5), 0.0)[:15])
    for each in (made, Collection(tmp_path)):
        each.sync(documents(2, 3, 4, 5), "model")
        assert len(each) == 120
        assert sorted((f.document, f.passage) for f in each.search(vector, tokens, 15, weight=0.0)) == expected


def test_an_added_document_writes_its_own_folder_and_asks_for_no_other(tmp_path: Path) -> None:
    asked: list[str] = []

    def noted(seed: int) -> tuple[str, Source]:
        def source_() -> Any:
            asked.append(f"d{seed}")
            return passages(seed)

        return f"v{seed}", source_

    made = Collection(tmp_path)
    made.sync({f"d{i}": noted(i) for i in range(3)}, "model")
    before = {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*.npy")}
    asked.clear()
    Collection(tmp_path).sync({f"d{i}": noted(i) for i in range(4)}, "model")
    assert asked == ["d3"]
    assert {p: p.stat().st_mtime_ns for p in before} == before


def test_a_removed_document_leaves_nothing(tmp_path: Path) -> None:
    made = Collection(tmp_path)
    made.sync(documents(1, 2), "model")
    made.sync(documents(2), "model")
    assert '"d1"' not in "".join(p.read_text() for p in tmp_path.glob("*.json"))
    assert len(list(tmp_path.glob("*-*"))) == 1
    assert {f.document for f in made.search(*query(), 50)} == {"d2"}
    made.sync({}, "model")
    assert made.search(*query(), 5) == []


def test_a_new_version_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    made = Collection(tmp_path)
    made.sync(documents(1, 2), "model")
    made.sync({**documents(2), "d1": ("newer", source(7))}, "model")
    vector, _ = query()
    best = max(range(30), key=lambda i: float(passages(7)[0][i] @ vector))
    assert next(f.passage for f in made.search(vector, [], 60) if f.document == "d1") == best


@pytest.mark.parametrize("damage", ["manifest", "vectors", "postings", "model", "format", "a byte", "emptied"])
def test_what_is_damaged_or_of_another_model_is_made_anew(damage: str, tmp_path: Path) -> None:
    Collection(tmp_path).sync(documents(1, 2), "model")
    manifest = tmp_path / "manifest.json"
    if damage in ("manifest", "format"):
        manifest.write_text("{" if damage == "manifest" else manifest.read_text().replace('"format": 1', '"format": 0'))
    elif damage == "vectors":
        next(tmp_path.rglob("vectors.npy")).write_bytes(b"x")
    elif damage in ("a byte", "emptied"):
        file = next(tmp_path.rglob("ids.npy"))
        file.write_bytes(file.read_bytes()[:-1] + b"\x7f" if damage == "a byte" else b"")
    elif damage == "postings":
        next(tmp_path.rglob("ids.npy")).unlink()
    made = Collection(tmp_path)
    made.sync(documents(1, 2), "other" if damage == "model" else "model")
    vector, tokens = query()
    assert [(f.document, f.passage) for f in made.search(vector, tokens, 9, weight=0.15)] == exact((1, 2), 0.15)[:9]


def test_fresh_folders_are_few(tmp_path: Path) -> None:
    made = Collection(tmp_path)
    for last in range(2, 25):
        made.sync(documents(*range(1, last)), "model")
        assert len(list(tmp_path.glob("*-*"))) <= 2 + collection.MOST_FRESH
    assert len(made) == 23 * 30
    vector, tokens = query()
    found = [(f.document, f.passage) for f in made.search(vector, tokens, 9, weight=0.15)]
    assert found == exact(tuple(range(1, 24)), 0.15)[:9]


def test_a_document_without_passages_is_no_trouble(tmp_path: Path) -> None:
    made = Collection(tmp_path)
    made.sync({**documents(1), "none": ("v", source(1, 0))}, "model")
    assert len(made) == 30
    assert {f.document for f in made.search(*query(), 5)} == {"d1"}
    made.sync({"none": ("v", source(1, 0))}, "model")
    assert made.search(*query(), 5) == []


def test_a_passage_found_by_words_alone_has_its_true_cosine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collection, "CANDIDATES", 3)
    made = Collection(tmp_path)
    made.sync(documents(1, 2), "model")
    vector, tokens = query()
    for found in made.search(vector, tokens, 12):
        row = passages(int(found.document[1:]))[0][found.passage]
        assert found.dense == pytest.approx(float(row @ vector), abs=1e-5)


def test_many_vectors_are_found_as_exactly_as_stated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Inverted lists over vectors of half precision, clustered as sentences are."""
    monkeypatch.setattr(vectors, "EXACT_UP_TO", 1_000)
    rng = np.random.default_rng(5)
    centres = rng.normal(size=(200, 32))
    rows = (centres[rng.integers(0, 200, 20_000)] + rng.normal(0, 0.4, size=(20_000, 32))).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    index = vectors.make_index(rows)
    asked = rows[rng.integers(0, 20_000, 50)] + rng.normal(0, 0.05, size=(50, 32)).astype(np.float32)
    _, found = index.search(asked.astype(np.float32), 10)
    truth = np.argsort(-(asked @ rows.T), axis=1)[:, :10]
    assert np.mean([len({*a} & {*b}) / 10 for a, b in zip(found.tolist(), truth.tolist(), strict=True)]) >= 0.98


def test_many_documents_at_once_make_one_folder(tmp_path: Path) -> None:
    made = Collection(tmp_path)
    made.sync(documents(*range(1, 13)), "model")
    assert [p.name[:5] for p in tmp_path.glob("*-*")] == ["main-"]
    made.sync(documents(*range(1, 25)), "model")
    vector, tokens = query()
    for each in (made, Collection(tmp_path)):
        each.sync(documents(*range(1, 25)), "model")
        found = [(f.document, f.passage) for f in each.search(vector, tokens, 9, weight=0.15)]
        assert found == exact(tuple(range(1, 25)), 0.15)[:9]
    assert not [p for p in tmp_path.rglob("*") if "waiting" in p.name]


def test_inverted_lists_on_the_disk_are_searched_as_those_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectors, "EXACT_UP_TO", 500)
    monkeypatch.setattr("index.collection_parts.BLOCK", 100)
    made, seeds = Collection(tmp_path), tuple(range(1, 41))
    made.sync(documents(*seeds), "model")
    rows = np.concatenate([passages(seed)[0] for seed in seeds])
    inside = vectors.make_index(rows)
    assert made._parts[0].index.ntotal == 1200
    for seed in range(50):
        asked = passages(500 + seed, 1)[0]
        for own, other in zip(made._parts[0].index.search(asked, 20), inside.search(asked, 20), strict=True):
            assert own.tolist() == other.tolist()
    made.sync(documents(*seeds[1:]), "model")  # cut out of vectors of half precision
    assert len(made) == 1170


def test_the_best_of_many_scores_are_those_of_a_whole_ranking() -> None:
    rng = np.random.default_rng(3)
    for size in (0, 7, STRETCH, 20 * STRETCH + 5, 300 * STRETCH):
        for share in (0.0, 0.001, 0.3, 1.0):
            scores = np.round(rng.gamma(2.0, size=size) * (rng.random(size) < share), 2).astype(np.float32)
            best = best_first(scores, 20)
            assert best_of(scores, 20).tolist() == best[scores[best] > 0].tolist()


def test_mean_and_deviation_are_those_of_all_passages(tmp_path: Path) -> None:
    made = Collection(tmp_path)
    made.sync(documents(1, 2, 3), "model")
    vector, tokens = query()
    cosines = np.concatenate([passages(seed)[0] for seed in (1, 2, 3)]) @ vector
    assert dense_spread(made._parts, vector) == pytest.approx((cosines.mean(), cosines.std()), rel=1e-4, abs=1e-6)
    scores = bm25([p.segment for p in made._parts], tokens)
    assert lexical_spread(scores) == pytest.approx((np.concatenate(scores).mean(), np.concatenate(scores).std()))
    assert dense_spread((), vector) == lexical_spread(()) == (0.0, 1.0)
    assert Moments.of(np.empty((0, DIM), np.float32)).along(vector) == (0.0, 0.0)


def test_what_another_process_put_in_force_is_read_without_the_lock(tmp_path: Path) -> None:
    made, other = Collection(tmp_path), Collection(tmp_path)
    assert made.held("model") == {}
    other.sync(documents(1, 2), "model")
    with FileLock(tmp_path / ".lock"):
        assert made.held("model") == {"d1": "v1", "d2": "v2"}
        assert [id_ for id_, _ in made.documents(*query(), 5, among={"d2"})] == ["d2"]
        with pytest.raises(IndexMismatch, match="another process"):
            made.sync(documents(1, 2, 3), "model", wait=0.0)
        made.sync(documents(1, 2), "model", wait=0.0)  # nothing to change
    assert made.held("another model") == {}
    other.sync(documents(2), "model")
    assert made.held("model") == {"d2": "v2"}


@pytest.mark.parametrize("raw", [b"", b"no index"])
def test_a_file_that_holds_no_index_is_said_to(raw: bytes, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        vectors.read_index(tmp_path / "x")
    (tmp_path / "x").write_bytes(raw)
    with pytest.raises(ValueError, match="not a FAISS index"):
        vectors.read_index(tmp_path / "x")


def test_a_full_disk_is_an_error_of_the_system(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    with pytest.raises(OSError, match="No space left"):
        vectors.write_index(vectors.make_index(passages(1, 2000)[0]), Path("/dev/full"))


def test_it_is_searched_while_it_is_changed(tmp_path: Path) -> None:
    made = Collection(tmp_path)
    made.sync(documents(1), "model")
    faults: list[BaseException] = []

    def ask() -> None:
        try:
            for _ in range(50):
                assert made.search(*query(), 5)
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for last in range(2, 8):
        made.sync(documents(*range(1, last)), "model")
    for thread in threads:
        thread.join()
    assert faults == []
