"""Ids of documents: short, readable, of letters that a file name, a deep link and a command line can hold."""

import re
import unicodedata
from collections.abc import Container

LONGEST = 20  # characters; a deep link has 64 for the id and the path of a clause
_COMMON = re.compile(r"^(?:关于)?(?:加强|加快|推进|进一步)?")


def new_id(title: str, taken: Container[str]) -> str:
    """Return an id for a document with this title that is not `taken`: the title's pinyin, or its Latin words."""
    base = _slug(title) or "document"
    number, found = 1, base
    while found in taken:
        number += 1
        found = f"{base}-{number}"
    return found


def _slug(title: str) -> str:
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - 0.2 s, only for a document that is added

    plain = _COMMON.sub("", unicodedata.normalize("NFKC", title))
    syllables = [re.sub(r"[^a-z0-9]+", "-", s.lower()) for s in lazy_pinyin(plain)]
    slug = ""
    for syllable in syllables:
        if len(slug) + len(syllable) > LONGEST:
            break
        slug += syllable
    return re.sub(r"-{2,}", "-", slug or "".join(syllables)[:LONGEST]).strip("-")
