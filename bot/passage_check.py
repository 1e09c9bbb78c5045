"""Is a quotation verbatim? Design §5.4.

`verbatim`: it stands in the text character by character. Line breaks that were lost or added in copying, and white
space at either end, are layout and do not count; nothing else is set aside.
`altered`: it comes from the text but differs. `only_typographic` says that width, white space and quotation marks
are all that differs. Each difference says what was done to the published words: `delete` left them out, `insert`
added some.
`not_found`: the text has nothing like it.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.claim import Claimed, claimed_clauses, split_claim, unwrapped
from bot.faults import BadInput
from knowledge.collate import Collation, collate, verbatim_spans
from knowledge.differences import Difference
from knowledge.skeleton import skeleton
from knowledge.types import Clause, ClauseKind, Document, Span

MAX_CHARACTERS = 1_000_000  # far beyond any plan; keeps a mistaken pipe from filling the memory
TOO_SHORT = 6  # characters; fewer are found as they stand or not at all
ENOUGH_COVERAGE = 0.5  # of a passage must stand in the text for it to be an altered quotation of it
ENOUGH_IN_A_ROW = 16  # or this many characters in a row: longer than the names that a plan repeats

LONGEST_FIGURE = 24  # characters of a figure with its unit

_NEGATION = re.compile(r"(?:不低于|不高于|不少于|不超过|不得|超过|高于|低于|突破|至少|[不未非无没勿莫])$")
_FIGURE_ENDS = re.compile(r"\d[\d.,]*(?:万亿|亿|万|千)?[^\W\d_%％。,，;；]{0,3}[%％‰]?$")
_REST_OF_FIGURE = re.compile(r"(?:\.?\d+)?(?:万亿|亿|万|千)?(?:个百分点|百分点|%|％|‰)?(?:以上|以下|以内|左右|之内)?")
_RELATION_AFTER = re.compile(r"以上|以下|以内|左右|之内")


class Verdict(StrEnum):
    """What became of a quotation."""

    VERBATIM = "verbatim"
    ALTERED = "altered"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Claim:
    """The clause number given with a passage: its path (None if there is no such clause), and whether it is right."""

    path: str | None
    agrees: bool


@dataclass(frozen=True, slots=True)
class Cut:
    """Published words just before and after a verbatim passage without which it may mean something else."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A quotation and the nearest published passage. `document`, `clause` and `span` are None if there is none.

    `clause` is the smallest one that holds the whole passage. `places` counts how often a verbatim passage occurs.
    """

    verdict: Verdict
    document: Document | None = None
    clause: Clause | None = None
    span: Span | None = None
    differences: tuple[Difference, ...] = ()
    only_typographic: bool = False
    claimed: Claim | None = None
    cut: Cut | None = None
    places: int = 0

    @property
    def text(self) -> str:
        """The published passage, "" where there is none."""
        return self.span.of(self.document.text) if self.document and self.span else ""


def check(text: str, documents: tuple[Document, ...]) -> Checked:
    """Return whether `text` is a verbatim quotation of one of the documents.

    Raises:
        BadInput: nothing to check, or more than MAX_CHARACTERS.

    """
    if len(text) > MAX_CHARACTERS:
        raise BadInput(f"check: more than {MAX_CHARACTERS} characters; give the quotation alone")
    if not skeleton(text).text:
        raise BadInput("check: no text to check; give a quotation, or - for standard input")
    plain = _verbatim(Claimed(text.strip()), documents) or _verbatim(Claimed(unwrapped(text)), documents)
    if plain:
        return plain
    claimed = split_claim(text)
    return _verbatim(claimed, documents) or _altered(claimed, documents)


def _verbatim(claimed: Claimed, documents: tuple[Document, ...]) -> Checked | None:
    found = [(d, spans) for d in documents if (spans := verbatim_spans(d.text, claimed.passage))]
    if not found or not skeleton(claimed.passage).text:
        return None
    document, span = next(
        ((d, s) for d, spans in found for s in spans if _stands_in(claimed.reference, d, s)),
        (found[0][0], found[0][1][0]),
    )
    return Checked(
        Verdict.VERBATIM, document, clause_of(document, span), span,
        claimed=_claim(claimed.reference, document, span), cut=_cut(document.text, span),
        places=sum(len(spans) for _, spans in found),
    )  # fmt: skip


def _altered(claimed: Claimed, documents: tuple[Document, ...]) -> Checked:
    nearest = [(d, c) for d in documents if (c := collate(d.text, claimed.passage))]
    document, collation = max(nearest, key=lambda pair: pair[1].coverage, default=(None, None))
    if document is None or collation is None or not _is_from(claimed.passage, collation):
        claim = Claim(None, False) if claimed.reference else None
        known = [c for d in documents for c in claimed_clauses(claimed.reference or "", d)]
        return Checked(Verdict.NOT_FOUND, claimed=Claim(known[0].path, False) if known else claim)
    return Checked(
        Verdict.ALTERED, document, clause_of(document, collation.span), collation.span, collation.differences,
        collation.only_typographic, _claim(claimed.reference, document, collation.span),
    )  # fmt: skip


def _is_from(passage: str, collation: Collation) -> bool:
    """Say whether a passage is close enough to the text to be an altered quotation of it."""
    length = len(skeleton(passage).text)
    if collation.only_typographic:
        return True
    if length < TOO_SHORT:
        return False
    covered = collation.coverage >= ENOUGH_COVERAGE and collation.coverage * length >= TOO_SHORT
    return covered or collation.longest >= ENOUGH_IN_A_ROW


def clause_of(document: Document, span: Span) -> Clause | None:
    """Return the smallest clause with a path that holds `span`, or the one in which it begins."""
    words = span.stripped(document.text)
    holding = [c for c in document.clauses() if c.span.holds(words)]
    if holding:
        return holding[-1]
    beginning = [c for c in document.clauses() if c.span.start <= words.start < c.span.end]
    return beginning[-1] if beginning else None


def clauses_touched(checked: Checked) -> tuple[Clause, ...]:
    """Return the innermost marked clauses that the passage covers or touches, in text order."""
    if checked.document is None or checked.span is None:
        return ()
    words = checked.span.stripped(checked.document.text)
    nodes = [c for c in checked.document.clauses() if c.kind is ClauseKind.MARKED and c.span.overlaps(words)]
    return tuple(c for c in nodes if not any(o is not c and c.span.holds(o.span) for o in nodes))


def _claim(reference: str | None, document: Document, span: Span) -> Claim | None:
    if not reference:
        return None
    clauses = claimed_clauses(reference, document)
    agreeing = [c for c in clauses if c.span.holds(span.stripped(document.text))]
    path = agreeing[0].path if agreeing else clauses[0].path if clauses else None
    return Claim(path, bool(agreeing))


def _stands_in(reference: str | None, document: Document, span: Span) -> bool:
    claim = _claim(reference, document, span)
    return claim is not None and claim.agrees


def _cut(text: str, span: Span) -> Cut | None:
    """Return what a passage stops short of: 不 before it, 以上 after its figure, the rest of a number."""
    before, passage, after = text[max(0, span.start - 8) : span.start], span.of(text), text[span.end : span.end + 16]
    digits = re.search(r"\d[\d.]*$", before) if passage[:1].isdigit() else None
    head = digits or _NEGATION.search(before)
    tail = _FIGURE_ENDS.search(passage[-LONGEST_FIGURE:])
    rest = _REST_OF_FIGURE if passage[-1:].isdigit() else _RELATION_AFTER
    missing = rest.match(after) if tail else None
    cut = Cut(head[0] if head else "", missing[0] if missing else "")
    return cut if cut.before or cut.after else None
