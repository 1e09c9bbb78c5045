"""Any other Sentence Transformers model, by folder: a small one is made on the spot and saved."""

from pathlib import Path

import numpy as np  # noqa: TID253 - a test needs no quick start
import pytest

from index.build import build_index, ensure_index
from index.embedders import make_embedder
from index.load import open_index
from knowledge.errors import IndexMismatch, PolicyBotError
from knowledge.library import shipped_documents

pytestmark = pytest.mark.model
DIM = 32


@pytest.fixture(scope="module")
def model_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A static embedding over single characters: the mean of fixed random vectors."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Regex, Tokenizer, models, pre_tokenizers

    characters = sorted(set(shipped_documents()[0].text))
    vocabulary = {"[UNK]": 0} | {c: i for i, c in enumerate(characters, start=1) if not c.isspace()}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex("."), behavior="isolated")
    weights = np.random.default_rng(7).normal(size=(max(vocabulary.values()) + 1, DIM)).astype(np.float32)
    folder = tmp_path_factory.mktemp("model") / "characters"
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=weights)]).save(str(folder))
    return folder


def test_a_saved_model_is_loaded_and_gives_unit_vectors(model_folder: Path) -> None:
    embedder = make_embedder(str(model_folder))
    rows = embedder.embed_passages(["质量强省", "质量强省", "茶"])
    assert rows.shape == (3, DIM)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1.0, rtol=1e-5)
    np.testing.assert_array_equal(rows[0], rows[1])
    np.testing.assert_allclose(embedder.embed_query("质量强省"), rows[0], rtol=1e-5)


def test_an_index_of_a_saved_model_finds_and_refuses_another_model(model_folder: Path, tmp_path: Path) -> None:
    documents = shipped_documents()
    retriever = ensure_index(documents, make_embedder(str(model_folder)), tmp_path)
    best = retriever.search("提升海洋经济质效", 1)[0].passage
    assert best.path == "二/(二)/7"
    with pytest.raises(IndexMismatch, match="policybot index build"):
        open_index(tmp_path, documents, make_embedder("hashing"))
    build_index(documents, make_embedder("hashing"), tmp_path)
    with pytest.raises(IndexMismatch):
        open_index(tmp_path, documents, make_embedder(str(model_folder)))


def test_a_folder_without_a_model_is_one_line_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(PolicyBotError, match="POLICYBOT_EMBEDDING_MODEL") as caught:
        make_embedder(str(tmp_path / "nowhere")).warm()
    assert "\n" not in str(caught.value)
