"""Collating a given passage with a published text: does it stand there, and if not quite, what was changed.

`verbatim_spans` finds it as published; a line break that was lost, added or moved counts as layout, nothing else does.
`collate` finds the nearest stretch of the text and lists every difference, character by character.
Time is bounded: a gram index finds shared stretches, and only what lies between them is compared in full.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from knowledge.differences import Difference, differences
from knowledge.skeleton import QUOTATION_MARKS, Skeleton, skeleton
from knowledge.types import Span

GRAM = 3  # characters; two words of Chinese rarely share three by chance, and 35% → 30% still leaves three on each side
MAX_PLACES = 50  # of one gram that are tried, and of one passage that are reported
LOOK_BACK = 40  # stretches before this one to which it may be joined
DOCUMENTS = 64  # whose search copies are kept
GAP_COST = 0.2  # for each character by which two stretches lie further apart in one text than in the other
MAX_EDGE = 200  # characters at either end that are aligned in full
KEPT = (
    0.3  # cost of a published character left out at an edge: a dropped 以上 before 。 is found, not called an insertion
)
HOPELESS = 0.7  # an edge of which more than this is changed is not aligned at all

_LINE_BREAK = re.compile(r"(?<!\s)\s*[\r\n]\s*")  # the look-behind keeps a long run of blanks linear


@dataclass(frozen=True, slots=True)
class Collation:
    """The nearest part of the published text, and how the passage differs from it.

    `coverage` is the share of the passage's characters that stand there, 0 to 1; `longest` the most of them in a row.
    """

    span: Span
    differences: tuple[Difference, ...]
    coverage: float
    longest: int

    @property
    def only_typographic(self) -> bool:
        """Say whether it differs, and only in width, white space or quotation marks."""
        return bool(self.differences) and all(d.typographic for d in self.differences)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Skeleton characters that both texts share: `given[i:i+n]` equals `published[j:j+n]`."""

    i: int
    j: int
    n: int


def verbatim_spans(text: str, passage: str) -> tuple[Span, ...]:
    """Return where `passage` stands in `text`, line breaks aside: at most MAX_PLACES, none for a blank passage."""
    joined, origin = _joined(text)
    needle = _LINE_BREAK.sub("", passage.strip())
    found: list[Span] = []
    start = joined.find(needle) if needle else -1
    while start != -1 and len(found) < MAX_PLACES:
        found.append(Span(_at(origin, start), _at(origin, start + len(needle) - 1) + 1))
        start = joined.find(needle, start + 1)
    return tuple(found)


@lru_cache(maxsize=DOCUMENTS)
def _joined(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the text without line breaks, and for each piece its offset there and in the original."""
    pieces: list[str] = []
    origin: list[tuple[int, int]] = []
    length = start = 0
    for end, following in [*((m.start(), m.end()) for m in _LINE_BREAK.finditer(text)), (len(text), len(text))]:
        if end > start:
            origin.append((length, start))
            pieces.append(text[start:end])
            length += end - start
        start = following
    return "".join(pieces), tuple(origin)


def _at(origin: tuple[tuple[int, int], ...], offset: int) -> int:
    at = bisect_left(origin, (offset + 1, 0)) - 1
    return origin[at][1] + offset - origin[at][0]


def collate(text: str, passage: str) -> Collation | None:
    """Return the part of `text` nearest to `passage` and all differences; None where they share no three characters."""
    given, published = skeleton(passage), _published(text)
    whole = published.text.find(given.text) if given.text else -1
    chain = [_Stretch(0, whole, len(given.text))] if whole != -1 else _best_chain(_stretches(given.text, text))
    if not chain:
        return None
    head = _edge(given.text[: chain[0].i][::-1], _before(published.text, chain[0].j)[::-1])
    last = chain[-1]
    tail = _edge(given.text[last.i + last.n :], published.text[last.j + last.n :])
    start, end = chain[0].j - head, last.j + last.n + tail
    span = _with_quotation_marks(text, passage, Span(published.origin[start], published.origin[end - 1] + 1))
    changes = tuple(_changes((passage, text), span, chain, (given, published)))
    return Collation(span, changes, _coverage(given.text, changes), max(s.n for s in chain))


def _coverage(given: str, changes: tuple[Difference, ...]) -> float:
    changed = sum(len(skeleton(d.given).text) for d in changes if not d.typographic)
    return max(0.0, 1 - changed / len(given))


@lru_cache(maxsize=DOCUMENTS)
def _published(text: str) -> Skeleton:
    return skeleton(text)


@lru_cache(maxsize=DOCUMENTS)
def _grams(text: str) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    body = _published(text).text
    for j in range(len(body) - GRAM + 1):
        places.setdefault(body[j : j + GRAM], []).append(j)
    return places


def _stretches(given: str, text: str) -> list[_Stretch]:
    """Return the shared stretches, in order of the given text; each is the longest that begins where it begins."""
    places, published = _grams(text), _published(text).text
    found: list[_Stretch] = []
    i = 0
    while i <= len(given) - GRAM:
        near = places.get(given[i : i + GRAM], [])
        expected = found[-1].j + found[-1].n if found else 0
        tried = sorted(near, key=lambda j: abs(j - expected))[:MAX_PLACES] if len(near) > MAX_PLACES else near
        if not tried:
            i += 1
            continue
        n, _, j = max((_common_length(given, i, published, j), -abs(j - expected), j) for j in tried)
        found.append(_Stretch(i, j, n))
        i += n
    return found


def _common_length(given: str, i: int, published: str, j: int) -> int:
    """Return how long the two texts agree from here on (doubling, then halving: slices compare at machine speed)."""
    most = min(len(given) - i, len(published) - j)
    low, high = 0, min(GRAM, most)
    while high < most and given[i : i + high] == published[j : j + high]:
        low, high = high, min(2 * high, most)
    while low < high:
        middle = (low + high + 1) // 2
        if given[i + low : i + middle] == published[j + low : j + middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _best_chain(stretches: list[_Stretch]) -> list[_Stretch]:
    """Return the stretches that lie in the same order in both texts and close together, of greatest total length."""
    scores: list[float] = []
    before: list[int] = []
    for k, stretch in enumerate(stretches):
        best, link = 0.0, -1
        for p in range(max(0, k - LOOK_BACK), k):
            gain = scores[p] - _gap_cost(stretches[p], stretch)
            if stretches[p].j + stretches[p].n <= stretch.j and gain > best:
                best, link = gain, p
        scores.append(stretch.n + best)
        before.append(link)
    at = max(range(len(scores)), key=scores.__getitem__, default=-1)
    chain: list[_Stretch] = []
    while at != -1:
        chain.append(stretches[at])
        at = before[at]
    return chain[::-1]


def _gap_cost(one: _Stretch, other: _Stretch) -> float:
    return GAP_COST * abs((other.j - one.j - one.n) - (other.i - one.i - one.n))


def _before(published: str, end: int) -> str:
    return published[max(0, end - 2 * MAX_EDGE) : end]


def _edge(given: str, published: str) -> int:
    """Return how many published characters belong to the given ones that follow the last shared stretch.

    An alignment of least cost with its published end free; 0 where hardly anything of it agrees.
    """
    if not given or len(given) > MAX_EDGE:
        return 0
    width = min(len(published), len(given) + len(given) // 2 + 2 * GRAM)
    row = [KEPT * j for j in range(width + 1)]
    for char in given:
        above, row = row, [row[0] + 1]
        for j in range(1, width + 1):
            changed = above[j - 1] + (char != published[j - 1])
            row.append(min(changed, above[j] + 1, row[j - 1] + KEPT))
    cost, used = min((cost, -j) for j, cost in enumerate(row))
    return -used if cost <= HOPELESS * len(given) or len(given) <= GRAM else 0


def _with_quotation_marks(text: str, passage: str, span: Span) -> Span:
    """Return `span` widened by the quotation mark at either end, where the passage has one there too."""
    start, end = span.start, span.end
    if start and passage.strip()[0] in QUOTATION_MARKS and text[start - 1] in QUOTATION_MARKS:
        start -= 1
    if end < len(text) and passage.strip()[-1] in QUOTATION_MARKS and text[end] in QUOTATION_MARKS:
        end += 1
    return Span(start, end)


def _changes(
    texts: tuple[str, str], span: Span, chain: list[_Stretch], skeletons: tuple[Skeleton, Skeleton]
) -> Iterator[Difference]:
    """Yield the differences (given, published): stretch by stretch, and what lies before, between and after them."""
    (passage, text), (given, published) = texts, skeletons
    g, p = len(passage) - len(passage.lstrip()), span.start
    for stretch in chain:
        last = stretch.n - 1
        first_g, first_p = given.origin[stretch.i], published.origin[stretch.j]
        yield from differences(passage[g:first_g], text[p:first_p], p)
        g, p = given.origin[stretch.i + last] + 1, published.origin[stretch.j + last] + 1
        yield from differences(passage[first_g:g], text[first_p:p], first_p)
    yield from differences(passage[g:].rstrip(), text[p : span.end], p)
