"""txtai: its embeddings database over sentences, hybrid search, with the bot's embedding model."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from benchmarks.peers.pieces import cited_sentences
from benchmarks.peers.types import DEPTH, Peer, Reply, with_history
from index.embedders import Embedder
from index.models import PASSAGE_PROMPT, QUERY_PROMPT
from knowledge.facts import Facts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def txtai(facts: Facts, embedder: Embedder) -> Peer:
    """Sentences in txtai's database: FAISS by the model's vectors, and txtai's own BM25, half and half."""
    from txtai.embeddings import Embeddings

    def transform(texts: Sequence[str]) -> "NDArray[np.float32]":
        # txtai says by its instruction, and by nothing else, whether a text is a question.
        if texts and texts[0].startswith(QUERY_PROMPT):
            return embedder.embed_questions([text.removeprefix(QUERY_PROMPT) for text in texts])
        return embedder.embed_passages([text.removeprefix(PASSAGE_PROMPT) for text in texts])

    pieces = cited_sentences(facts)
    database = Embeddings(
        {
            "method": "external",
            "transform": transform,
            "instructions": {"query": QUERY_PROMPT, "data": PASSAGE_PROMPT},
            "hybrid": True,
            "content": False,
        }
    )
    database.index([(number, piece.text, None) for number, piece in enumerate(pieces)])

    def ask(question: str, history: Sequence[str]) -> Reply:
        found = database.search(with_history(question, history), DEPTH)
        spans = tuple(pieces[int(number)].span for number, _ in found)
        return Reply(spans, spans)

    return ask
