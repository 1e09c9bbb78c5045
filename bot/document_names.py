"""The names under which a document is asked for, and the level of government that speaks in it."""

import re
from functools import cached_property

from bot.entry import Entry
from knowledge.fold import squeeze
from knowledge.types import Document

_NATIONAL = re.compile(r"中共中央|国务院|国家|全国|中华人民共和国")
_SUFFIX_LEVELS = {
    "省": "province", "自治区": "province", "市": "city", "自治州": "city",
    "县": "county", "区": "county", "旗": "county",
}  # fmt: skip
_GOVERNED = re.compile(rf"(?:中共)?(?:[一-鿿]{{2,6}}?(?P<suffix>{'|'.join(_SUFFIX_LEVELS)}))+")
MOST_KNOWN = 5_000  # documents whose names are kept
SHORTEST_NAME = 4  # characters of a title's end that name a document: 质量强省建设纲要, 建设纲要

BRACKETED = re.compile(r"[（(][^（）()]*[）)]$")  # （2023—2025年）, (试行)

_KNOWN: "dict[int, Named]" = {}


def named(entry: Entry) -> "Named":
    """Return the names of a document, worked out once: there may be a thousand, and each question asks for them."""
    known = _KNOWN.get(id(entry))
    if known is None or known.entry is not entry:
        if len(_KNOWN) > MOST_KNOWN:
            _KNOWN.clear()
        known = _KNOWN[id(entry)] = Named(entry)
    return known


class Named:
    """A document under all of its names."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.document: Document = entry.facts.document
        self.id = self.document.id

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Full names, folded: title, and the notice around it."""
        title = self.document.title
        given = (title, BRACKETED.sub("", title), *self.entry.aliases)
        return tuple(dict.fromkeys(squeeze(name) for name in given if len(name) > 1))

    @cached_property
    def level(self) -> str:
        """The level of government that speaks, by the issuer, else by the title; "" where neither tells."""
        for words in (self.document.issuer, self.document.title):
            if _NATIONAL.match(words):
                return "national"
            governed = _GOVERNED.match(words)
            if governed:
                return _SUFFIX_LEVELS[governed["suffix"]]
        return ""

    def is_called(self, name: str) -> bool:
        """Say whether a name is this document's: one of its names, or an end of its title."""
        folded = squeeze(name)
        if len(folded) < 2:
            return False
        return any(
            folded == full
            or (len(folded) >= SHORTEST_NAME and full.endswith(folded))
            or full == f"中华人民共和国{folded}"
            for full in self.names
        )
