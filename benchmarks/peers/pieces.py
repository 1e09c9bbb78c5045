"""The document cut up as the recipes do it: windows of characters, or sentences with their citation and headings."""

from dataclasses import dataclass
from pathlib import Path

from index.passages import make_passages
from index.types import PassageKind
from knowledge.cite import short_citation
from knowledge.facts import Facts
from knowledge.types import Document, Span

CHUNK = 300  # characters, and how many of them two neighbours share: the setting met most often
OVERLAP = 50
_NO_KEYS = Path("no-keys")  # a recipe has no prepared questions


@dataclass(frozen=True, slots=True)
class Piece:
    """A place of the document and the text by which it is found."""

    span: Span
    text: str


def chunks(document: Document, length: int = CHUNK, overlap: int = OVERLAP) -> list[Piece]:
    """Return windows of `length` characters over the whole text, each beginning `overlap` before the last one's end."""
    text = document.text
    starts = range(0, max(1, len(text) - overlap), length - overlap)
    spans = (Span(start, min(start + length, len(text))).stripped(text) for start in starts)
    return [Piece(span, span.of(text)) for span in spans if len(span)]


def cited_sentences(facts: Facts) -> list[Piece]:
    """Return sentences and headings, each found by its citation, the headings above it and itself.

    The strongest of the plain pieces. No recipe knows clauses: these are given what our parser found.
    """
    return [
        Piece(passage.span, f"{_cited(passage.span, facts)} {passage.search_text}".strip())
        for passage in make_passages([facts.document], _NO_KEYS)
        if passage.kind in (PassageKind.SENTENCE, PassageKind.HEADING)
    ]


def _cited(span: Span, facts: Facts) -> str:
    return short_citation(facts.document, facts.clause_at(span.start))


def window(span: Span, facts: Facts) -> Span:
    """Return the sentence at `span` with its neighbours on either side."""
    near = facts.sentence_spans
    here = [i for i, sentence in enumerate(near) if sentence.overlaps(span)]
    return Span(near[max(0, here[0] - 1)].start, near[min(len(near) - 1, here[-1] + 1)].end) if here else span


def found_in(text: str, part: str, start: int = 0) -> Span | None:
    """Return where `part` stands in `text` (at or after `start` if it can), white space of any kind set aside."""
    words = "".join(part.split())
    plain = "".join(text.split())
    places = [i for i, c in enumerate(text) if not c.isspace()]
    after = sum(1 for place in places if place < start)
    at = plain.find(words, after) if words else -1
    at = plain.find(words) if words and at < 0 else at
    return Span(places[at], places[at + len(words) - 1] + 1) if at >= 0 else None
