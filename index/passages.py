"""Documents in, passages out: the places that a search can find, each with the words by which it is found."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from index.keys import read_keys
from index.types import Passage, PassageKind
from knowledge.library import CORPUS
from knowledge.lines import is_publishers
from knowledge.parse import BACK_PATH, FRONT_PATH
from knowledge.sentences import phrases, segments, sentences
from knowledge.types import Clause, ClauseKind, Document, Span

CONTEXT_HEADINGS = 2  # the clause's own heading and its section's; chapters are named alike in every plan
LONG_SENTENCE = 120  # characters; a longer one says several things, and its vector blurs them
GROUP_LENGTH = 50  # characters that a part of a long sentence should have at least, where its commas allow

_WORD = re.compile(r"[^\W_]")

_Place = tuple[PassageKind, str, Span, str]  # kind, path, span, search text


def make_passages(documents: Iterable[Document], corpus: Path = CORPUS) -> list[Passage]:
    """Return the passages of `documents`; ids count from 0 in the order of documents and text, keys last.

    Guaranteed: each span lies within the own text or one paragraph of the node with its path, is not empty and has
    no white space at its ends. Keys are read from `corpus/<document id>/keys.toml` where that file exists.

    Raises:
        DocumentError: a row of a keys file is wrong.
    """
    places = [(document.id, place) for document in documents for place in _places(document, corpus)]
    return [
        Passage(number, doc, path, span, kind, search_text)
        for number, (doc, (kind, path, span, search_text)) in enumerate(places)
    ]


def _places(document: Document, corpus: Path) -> Iterator[_Place]:
    yield from _node_places(document.text, document.root, ())
    for key in read_keys(document, corpus):
        # the quote itself is a key too: many ask in the plan's own words, which keepers do not repeat
        asks = dict.fromkeys((*key.ask, key.span.of(document.text)))
        yield from ((PassageKind.KEY, key.path, key.span, ask) for ask in asks)


def _node_places(text: str, node: Clause, above: tuple[str, ...]) -> Iterator[_Place]:
    """Yield the places of `node` and all below it; `above` holds the headings of its ancestors."""
    headings = (*above, node.heading) if node.heading else above
    heading = heading_span(text, node)
    if heading:
        context = " ".join(above[-(CONTEXT_HEADINGS - 1) :])
        yield PassageKind.HEADING, node.path, heading, _joined(context, node.heading)
    body = Span(heading.end if heading else node.own.start, node.own.end)
    if node.path:
        yield from _sentence_places(text, node, body, " ".join(headings[-CONTEXT_HEADINGS:]))
    for child in node.children:
        yield from _node_places(text, child, headings)


def heading_span(text: str, node: Clause) -> Span | None:
    """Return where the mark and heading of `node` stand (its 。 included), or None for a node without a heading."""
    if not node.heading or node.kind is ClauseKind.PARAGRAPH:
        return None
    start = text.find(node.mark, node.own.start, node.own.end)
    found = text.find(node.heading, start + len(node.mark), node.own.end) if start >= 0 else -1
    if found < 0:
        return None
    end = found + len(node.heading)
    return Span(start, end + text.startswith("。", end, node.own.end)).stripped(text)


def _sentence_places(text: str, node: Clause, body: Span, context: str) -> Iterator[_Place]:
    for sentence in sentences(text, body):
        words = sentence.of(text)
        if node.mark and sentence.start == node.own.start:
            words = words.removeprefix(node.mark)
        if not _WORD.search(words):
            continue  # a rule of dashes or a lone bracket holds nothing to find
        if node.path in (FRONT_PATH, BACK_PATH) and is_publishers(words):
            continue  # 发布时间:2023-04-17 is looked up; short and vague, it would be near to every question
        yield PassageKind.SENTENCE, node.path, sentence, _joined(context, words)
        for part in sentence_parts(text, sentence):
            yield PassageKind.SEGMENT, node.path, part, _joined(context, part.of(text))


def sentence_parts(text: str, sentence: Span) -> list[Span]:
    """Return the parts of a sentence of more than `LONG_SENTENCE` characters, in order; [] where it has no parts.

    Parts end at ； and, where what stands between two ； is itself long, at commas. They cover the sentence.
    """
    if len(sentence) <= LONG_SENTENCE:
        return []
    parts = [group for segment in segments(text, sentence) for group in _phrase_groups(text, segment)]
    return parts if len(parts) > 1 else []


def _phrase_groups(text: str, segment: Span) -> Iterator[Span]:
    """Yield `segment` whole if it is short enough, else its phrases joined until each group has `GROUP_LENGTH`."""
    if len(segment) <= 2 * GROUP_LENGTH:
        yield segment
        return
    start = segment.start
    for phrase in phrases(text, segment):
        rest = segment.end - phrase.end
        if phrase.end - start >= GROUP_LENGTH and (rest >= GROUP_LENGTH // 2 or not rest):
            yield Span(start, phrase.end).stripped(text)
            start = phrase.end
    last = Span(start, segment.end).stripped(text)
    if last:
        yield last


def _joined(context: str, words: str) -> str:
    return f"{context} {words}" if context else words
