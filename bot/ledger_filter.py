"""Which targets of the ledger are wanted: by place in the outline, by deadline, by words."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from knowledge.references import Outcome, find_references
from knowledge.types import Document, Target


def wanted(
    document: Document, targets: Iterable[Target], *, path: str = "", year: str = "", query: str = ""
) -> Iterator[Target]:
    """Yield the targets under `path` (a path or any spelling of a reference) with deadline `year` that match `query`.

    The words of `query` must all occur in indicator, value or quote; width, case and white space aside. A filter
    left empty lets everything pass. `year` is as printed: 2025, 2025年, 十四五.
    """
    places = _places(document, path)
    deadline, words = _plain(year).removesuffix("年"), [_plain(w) for w in query.split()]
    for target in targets:
        under = any(target.path == p or target.path.startswith(p + "/") for p in places)
        if (under or not path.strip()) and _is_due(target, deadline) and _matches(document, target, words):
            yield target


def _places(document: Document, path: str) -> list[str]:
    literal = _plain(path).strip("/")
    if document.clause(literal):
        return [literal]
    found, _ = find_references(unicodedata.normalize("NFKC", path), document)
    return [c.path for r in found if r.outcome in (Outcome.FOUND, Outcome.AMBIGUOUS, Outcome.WHOLE) for c in r.clauses]


def _is_due(target: Target, deadline: str) -> bool:
    if not deadline:
        return True
    printed = _plain(target.deadline or "")
    return printed == deadline or (not deadline.isdigit() and deadline in printed)


def _matches(document: Document, target: Target, words: list[str]) -> bool:
    shown = _plain("\n".join((target.indicator, target.value, target.span.of(document.text))))
    return all(word in shown for word in words)


def _plain(text: str) -> str:
    return re.sub(r"[\s“”\"'‘’「」]", "", unicodedata.normalize("NFKC", text)).lower()
