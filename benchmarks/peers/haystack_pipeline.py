"""Haystack: its splitter, its in-memory store and its retriever in a pipeline, with the bot's embedding model."""

import os
from collections.abc import Sequence
from typing import Any

from benchmarks.peers.pieces import found_in
from benchmarks.peers.types import DEPTH, Peer, Reply, with_history
from index.embedders import Embedder
from knowledge.facts import Facts
from knowledge.types import Span

LENGTH = 200  # characters; the best of 100, 150, 200 and 300, and better without overlap than with it
SEPARATORS = ["\n\n", "\n", "。", "；", "，"]  # the splitter's own default asks for English sentences and spaces


def haystack(facts: Facts, embedder: Embedder) -> Peer:
    """Recursive splitting to 200 characters at most; dense retrieval."""
    os.environ["HAYSTACK_TELEMETRY_ENABLED"] = "False"  # nothing is sent anywhere; read when haystack is imported
    store, places = _stored(facts, embedder)
    pipeline = _pipeline(store, embedder)

    def ask(question: str, history: Sequence[str]) -> Reply:
        query = {"question": {"text": with_history(question, history)}}
        found = pipeline.run(query)["retriever"]["documents"]
        spans = tuple(places[document.id] for document in found)
        return Reply(spans, spans)

    return ask


def _stored(facts: Facts, embedder: Embedder) -> tuple[Any, dict[str, Span]]:
    """Return the store of embedded chunks, and where in the text each stands, by its id."""
    from haystack import Document
    from haystack.components.preprocessors import RecursiveDocumentSplitter
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    splitter = RecursiveDocumentSplitter(split_length=LENGTH, split_unit="char", separators=SEPARATORS)
    text = facts.document.text
    split: list[Any] = splitter.run([Document(content=text)])["documents"]
    spans = {chunk.id: found_in(text, chunk.content, chunk.meta["split_idx_start"]) for chunk in split}
    places = {id_: span for id_, span in spans.items() if span}
    kept = [chunk for chunk in split if chunk.id in places]
    vectors = embedder.embed_passages([chunk.content for chunk in kept])
    store = InMemoryDocumentStore(embedding_similarity_function="cosine")
    store.write_documents(
        [
            Document(id=chunk.id, content=chunk.content, embedding=vector.tolist())
            for chunk, vector in zip(kept, vectors, strict=True)
        ]
    )
    return store, places


def _pipeline(store: Any, embedder: Embedder) -> Any:
    from haystack import Pipeline, component
    from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever

    class QuestionEmbedder:
        """The bot's model as a text embedder of Haystack."""

        def __init__(self) -> None:
            component.set_output_types(self, embedding=list[float])

        def run(self, text: str) -> dict[str, Any]:
            return {"embedding": embedder.embed_query(text).tolist()}

    pipeline = Pipeline()
    pipeline.add_component("question", component(QuestionEmbedder)())
    pipeline.add_component("retriever", InMemoryEmbeddingRetriever(store, top_k=DEPTH))
    pipeline.connect("question.embedding", "retriever.query_embedding")
    return pipeline
