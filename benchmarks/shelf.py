"""A library of many generated plans in real sentences, for measuring whole answers on one machine.

A plan is a hundred numbered clauses whose sentences are drawn from the shipped plan and from the documents of the
tests. Each of those sentences is embedded once, really; a passage then has the vector of the sentence in it, with
noise of its own, so that a library of any size is made without embedding for days, and real questions find in it.
"""

import hashlib
import random
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from benchmarks.run_bot import FIXTURES
from index.embedders import Embedder, unit
from index.tokenize import simplify
from knowledge.library import read_file, shipped_documents
from knowledge.numerals import to_chinese
from knowledge.sentences import sentences
from knowledge.types import Document

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CLAUSES = 100
SENTENCES = 7  # of a clause; with its heading eight passages
A_CHAPTER = 10  # clauses
NOISE = 0.02  # a dimension; cosines of 0.93 with the real vector
_PLACES = "临海云山江川岭湖泽溪屿浦"
_SUBJECTS = (
    "质量提升",
    "数字经济",
    "海洋渔业",
    "养老服务",
    "节约用水",
    "绿色建筑",
    "职业教育",
    "冷链物流",
    "文化旅游",
    "卫生健康",
)


class Pool:
    """Real headings and sentences, and the vectors of the sentences."""

    def __init__(self, documents: Sequence[Document]) -> None:
        """Take the documents that they are drawn from."""
        self._documents = documents

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """Every Chinese sentence of twelve characters or more, once, in order."""
        found = (
            span.of(d.text).strip().removeprefix(node.mark)
            for d in self._documents
            for node in d.root.walk()
            for span in sentences(d.text, node.own)
        )
        return tuple(dict.fromkeys(s for s in found if len(s) >= 12 and "\n" not in s and not s.isascii()))

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """Every Chinese heading, once, in order."""
        found = (c.heading for d in self._documents for c in d.clauses())
        return tuple(dict.fromkeys(h for h in found if 4 <= len(h) <= 20 and not h.isascii()))

    def plan(self, number: int) -> str:
        """Return the text of a plan; the same for the same number."""
        rng = random.Random(number)
        lines = [f"{plan_title(number)}", f"{2020 + number % 6}年{1 + number % 12}月{1 + number % 28}日", ""]
        for clause in range(CLAUSES):
            if clause % A_CHAPTER == 0:
                lines.append(f"{to_chinese(1 + clause // A_CHAPTER)}、{rng.choice(self.headings)}")
            words = "".join(_ended(s) for s in rng.sample(self.sentences, SENTENCES))
            lines.append(f"{clause + 1}.{rng.choice(self.headings)}。{words}")
        return "\n".join(lines) + "\n"


def plan_title(number: int) -> str:
    """Return the title of a plan, of which no two are alike."""
    place = "".join(_PLACES[number // 12**i % 12] for i in range(3))
    return f"{place}市{_SUBJECTS[number % len(_SUBJECTS)]}规划（2026—2030年）"


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith(("。", "！", "；")) else f"{sentence}。"


def real_pool() -> Pool:
    """Return the pool of the shipped plan and the documents of the tests."""
    files = sorted(FIXTURES.glob("*documents/*.txt"))
    return Pool([*shipped_documents(), *map(read_file, files)])


class PoolEmbedder:
    """Embeds questions really, and a passage as the sentence of the pool that it holds, with noise of its own."""

    def __init__(self, real: Embedder, known: Sequence[str], vectors: "NDArray[np.float32]") -> None:
        """Take the real embedder, the sentences of the pool and their vectors."""
        self._real = real
        self._vectors = vectors
        self._at = {_bare(s): i for i, s in enumerate(known)}
        self.name, self.dim = real.name, vectors.shape[1]
        self.fingerprint = f"{real.fingerprint} by sentence"
        self.warm: Callable[[], None] = real.warm
        self.embed_query = real.embed_query
        self.embed_questions = real.embed_questions

    def embed_passages(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Return vectors of the sentences in these passages; a passage without any has one that is near to none."""
        import numpy as np

        rows = np.empty((len(texts), self.dim), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            digest = hashlib.blake2b(text.encode("utf-8", "ignore"), digest_size=8).digest()
            rng = np.random.default_rng(int.from_bytes(digest, "little"))
            parts = text.split(" ")
            words = (_bare(" ".join(parts[i:])) for i in range(len(parts)))
            at = next((self._at[w] for w in words if w in self._at), None)
            known = self._vectors[int(rng.integers(len(self._vectors))) if at is None else at]
            row[:] = known + rng.normal(0, NOISE, self.dim)
        return unit(rows)


def _bare(sentence: str) -> str:
    return simplify(sentence).strip("。！； ")
