"""All peers by name. A further one: a module with a `Maker`, and a line here."""

from dataclasses import dataclass

from benchmarks.peers.baisitong_service import baisitong
from benchmarks.peers.haystack_pipeline import haystack
from benchmarks.peers.recipes import bm25, fixed_chunks, rank_fusion, score_fusion, sentence_window
from benchmarks.peers.txtai_pipeline import txtai
from benchmarks.peers.types import Maker


@dataclass(frozen=True, slots=True)
class Listed:
    """A peer as the report shows it: what it is, how it is made, whether it embeds each question with our model."""

    title: str
    make: Maker
    embeds: bool
    package: str | None = None  # what must be installed for it


PEERS = {
    "chunks": Listed("fixed chunks 300/50, dense, top 3", fixed_chunks, embeds=True),
    "window": Listed("cited sentences, dense, window ±1", sentence_window, embeds=True),
    "bm25": Listed("cited sentences, BM25 (jieba)", bm25, embeds=False),
    "fusion": Listed("cited sentences, dense + BM25, RRF", rank_fusion, embeds=True),
    "scores": Listed("cited sentences, dense + 0.5 BM25", score_fusion, embeds=True),
    "haystack": Listed("Haystack, split at 200, dense", haystack, embeds=True, package="haystack-ai"),
    "txtai": Listed("txtai, cited sentences, hybrid", txtai, embeds=True, package="txtai"),
    "baisitong": Listed("baisitong, its defaults", baisitong, embeds=False, package="baisitong"),
}
