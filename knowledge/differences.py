"""The differences between a passage as given and as published, character by character."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from knowledge.skeleton import fold_width, is_droppable, skeleton

MAX_CELLS = 4_000_000  # beyond this a comparison in full takes seconds; the two pieces are then shown side by side


class Op(StrEnum):
    """What was done to the published words."""

    REPLACE = "replace"
    INSERT = "insert"  # given words that are not published
    DELETE = "delete"  # published words that are left out


@dataclass(frozen=True, slots=True)
class Difference:
    """A change made to the published words: `published` became `given`; one of them is empty unless replaced.

    `at` is the offset in the published text at which the change was made.
    """

    op: Op
    given: str
    published: str
    at: int

    @property
    def typographic(self) -> bool:
        """Say whether only width, white space or quotation marks differ."""
        return skeleton(self.given).text == skeleton(self.published).text

    @property
    def is_layout(self) -> bool:
        """Say whether only line breaks differ; that is no difference of the words."""
        both = self.given + self.published
        return both.isspace() and any(c in "\r\n" for c in both)


def differences(given: str, published: str, at: int = 0) -> Iterator[Difference]:
    """Yield what changed between two pieces that belong together, in order; nothing for line breaks alone.

    `at` is the offset of the published piece in its text.
    """
    if given == published:
        return
    same_words = skeleton(given).text == skeleton(published).text
    for g1, g2, p1, p2 in _walk(given, published) if same_words else _compare(given, published):
        op = Op.INSERT if p1 == p2 else Op.DELETE if g1 == g2 else Op.REPLACE
        difference = Difference(op, given[g1:g2], published[p1:p2], at + p1)
        if not difference.is_layout:
            yield difference


def _walk(given: str, published: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield the differing pieces of two texts with one skeleton, in linear time."""
    g = p = 0
    while g < len(given) or p < len(published):
        start_g, start_p = g, p
        g, p = _past(given, g), _past(published, p)
        if given[start_g:g] != published[start_p:p]:
            yield start_g, g, start_p, p
        run_g, run_p = g, p
        while g < len(given) and p < len(published) and _differs_in_width(given[g], published[p]):
            g, p = g + 1, p + 1
        if g > run_g:
            yield run_g, g, run_p, p
        elif g < len(given) and p < len(published):
            g, p = g + 1, p + 1


def _past(text: str, position: int) -> int:
    """Return the first place from `position` on that is neither white space nor a quotation mark."""
    while position < len(text) and is_droppable(text[position]):
        position += 1
    return position


def _differs_in_width(one: str, other: str) -> bool:
    return one != other and not is_droppable(one) and not is_droppable(other)


def _compare(given: str, published: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield the differing pieces of any two texts; width is set aside while aligning and reported afterwards."""
    if len(given) * len(published) > MAX_CELLS:
        yield 0, len(given), 0, len(published)
        return
    folded = ["".join(map(fold_width, piece)) for piece in (given, published)]
    matcher = SequenceMatcher(None, folded[0], folded[1], autojunk=False)
    for tag, g1, g2, p1, p2 in matcher.get_opcodes():
        if tag != "equal":
            yield g1, g2, p1, p2
        elif given[g1:g2] != published[p1:p2]:
            yield from ((g1 + a, g1 + b, p1 + c, p1 + d) for a, b, c, d in _walk(given[g1:g2], published[p1:p2]))
