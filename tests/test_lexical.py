from math import log
from pathlib import Path
from typing import Any

import numpy as np  # noqa: TID253 - a test needs no quick start
import pytest

from index.arrays import READING
from index.lexical import K1, B, LexicalIndex

PASSAGES = [["质量", "强省", "质量"], ["质量", "目标"], ["食品", "目标", "合格率", "食品"], []]


def bm25(tokens: list[str]) -> list[float]:
    """BM25 by hand: Lucene's idf (never negative), k1 and b as named."""
    average = sum(map(len, PASSAGES)) / len(PASSAGES)
    scores = []
    for passage in PASSAGES:
        score = 0.0
        for token in tokens:
            holding = sum(token in p for p in PASSAGES)
            idf = log(1 + (len(PASSAGES) - holding + 0.5) / (holding + 0.5))
            count = passage.count(token)
            score += idf * count / (count + K1 * (1 - B + B * len(passage) / average))
        scores.append(score)
    return scores


@pytest.mark.parametrize(
    "query",
    [
        pytest.param(["质量"], id="a token of two passages"),
        pytest.param(["食品", "目标"], id="two tokens add up"),
        pytest.param(["目标", "目标"], id="a token asked twice counts twice"),
        pytest.param(["没有", "强省"], id="an unknown token counts nothing"),
        pytest.param(["没有"], id="only unknown tokens"),
        pytest.param([], id="no tokens"),
    ],
)
def test_scores_are_those_of_the_formula(query: list[str], tmp_path: Path) -> None:
    known = [token for token in query if any(token in p for p in PASSAGES)]
    built = LexicalIndex.build(PASSAGES)
    assert built.scores(query).tolist() == pytest.approx(bm25(known), abs=1e-6)
    built.save(tmp_path / "bm25")
    assert LexicalIndex.load(tmp_path / "bm25", 4).scores(query).tolist() == built.scores(query).tolist()


def test_an_index_without_the_vocabulary_by_hash_is_read_too(tmp_path: Path) -> None:
    built = LexicalIndex.build(PASSAGES)
    built._bm25.save(tmp_path / "bm25", show_progress=False)  # as older versions of the program did
    assert (
        LexicalIndex.load(tmp_path / "bm25", 4).scores(["质量", "食品"]).tolist()
        == built.scores(["质量", "食品"]).tolist()
    )


@pytest.mark.parametrize("passages", [[], [[]], [[], []]], ids=["no passages", "one empty", "two empty"])
def test_an_index_without_tokens_scores_zero(passages: list[list[str]], tmp_path: Path) -> None:
    built = LexicalIndex.build(passages)
    built.save(tmp_path / "bm25")
    loaded = LexicalIndex.load(tmp_path / "bm25", len(passages))
    assert built.scores(["质量"]).tolist() == loaded.scores(["质量"]).tolist() == [0.0] * len(passages)


def test_weights_of_another_number_of_passages_are_refused(tmp_path: Path) -> None:
    LexicalIndex.build(PASSAGES).save(tmp_path / "bm25")
    with pytest.raises(ValueError, match="BM25 weights of 4 passages, not 5"):
        LexicalIndex.load(tmp_path / "bm25", 5)


def test_one_thread_reads_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    LexicalIndex.build([["质量"], ["标准"]]).save(tmp_path / "bm25")
    read, held = np.load, []

    def watched(*arguments: Any, **options: Any) -> Any:
        held.append(READING.locked())
        return read(*arguments, **options)

    monkeypatch.setattr(np, "load", watched)
    LexicalIndex.load(tmp_path / "bm25", 2)
    assert held
    assert all(held)


def test_nothing_is_printed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    LexicalIndex.build(PASSAGES).save(tmp_path / "bm25")
    LexicalIndex.load(tmp_path / "bm25", 4)
    assert capfd.readouterr() == ("", "")
