"""What two writings of the same words have in common: text without white space, quotation marks and width.

Case, script and every other character stay as they are: `GDP` and `gdp` differ, `％` and `%` do not.
"""

import unicodedata
from dataclasses import dataclass, field
from functools import cache

QUOTATION_MARKS = frozenset("\"'“”‘’„‟‚‛「」『』〝〞〟＂＇｢｣`´")


@dataclass(frozen=True, slots=True)
class Skeleton:
    """`text` is the text without what typesetting varies; `origin[i]` is where its character i stood before."""

    text: str
    origin: tuple[int, ...] = field(repr=False)


def skeleton(text: str) -> Skeleton:
    """Return the skeleton of `text`, each character led back to its place."""
    kept = [(folded, i) for i, char in enumerate(text) if (folded := fold_width(char)) and not is_droppable(char)]
    return Skeleton("".join(c for c, _ in kept), tuple(i for _, i in kept))


def same_words(one: str, other: str) -> bool:
    """Say whether two texts differ at most in width, white space and quotation marks."""
    return one == other or skeleton(one).text == skeleton(other).text


@cache
def is_droppable(char: str) -> bool:
    """Say whether a character is white space, invisible (zero width, direction marks) or a quotation mark."""
    return char.isspace() or char in QUOTATION_MARKS or unicodedata.category(char) == "Cf"


@cache
def fold_width(char: str) -> str:
    """Return the ordinary form of a full-width or half-width character, other characters as they are. Always one."""
    kind = unicodedata.decomposition(char).split(" ", 1)[0]
    folded = unicodedata.normalize("NFKC", char) if kind in ("<wide>", "<narrow>") else char
    return folded if len(folded) == 1 else char
