"""The numbered nodes of a document as readers name them: parts, sections, clauses, and what stands inside a clause.

In a plan 第三章, 第三部分 and 三、 all mean its third part, 第12条 what it prints as 12.; a law prints 第十二条.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from knowledge.cite import deep_link
from knowledge.numbering import NAMED_RANKS, label_mark
from knowledge.numerals import parse_int
from knowledge.types import Clause, ClauseKind, Document, Span

_WORDS = sorted(NAMED_RANKS, key=len, reverse=True)  # 分编 before 编


@dataclass(frozen=True)
class Outline:
    """What references are looked up in. Everything is computed on first use and kept."""

    document: Document

    @cached_property
    def annexes(self) -> dict[str, tuple[Clause, ...]]:
        """The annexes by label (附件1), and the further documents of a notice (文2)."""
        parts = [c for c in self.document.root.children if c.kind is ClauseKind.PART]
        return {label_of(part): tuple(c for c in parts if label_of(c) == label_of(part)) for part in parts}

    @cached_property
    def main(self) -> tuple[Clause, ...]:
        """The numbered nodes outside annexes, in text order; those of the annexes where there are no others."""
        tops = self.document.root.children
        return inside(c for c in tops if not c.number.startswith("附件")) or inside(tops)

    @cached_property
    def parts(self) -> tuple[Clause, ...]:
        """The highest nodes of each text."""
        paths = {c.path for c in self.main}
        holders = (self.document.root, *(c for same in self.annexes.values() for c in same))
        return tuple(c for holder in holders for c in below(holder) if c.path in paths)

    @cached_property
    def sections(self) -> tuple[Clause, ...]:
        """The nodes next below the parts."""
        return tuple(c for part in self.parts for c in below(part))

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """What readers call 第N条."""
        return clauses_among(self.main)

    @cached_property
    def links(self) -> dict[str, Clause]:
        """The nodes by deep link."""
        return {deep_link(c): c for c in self.document.clauses()}

    @cached_property
    def _by_word(self) -> dict[str, tuple[Clause, ...]]:
        return {word: tuple(c for c in self.main if word_of(c) == word) for word in _WORDS}

    def printing(self, word: str) -> tuple[Clause, ...]:
        """Return the nodes that print a word of rank (章: 第一章, 第二章), in text order."""
        return self._by_word.get(word, ())

    def labelled(self, label: str, nodes: tuple[Clause, ...] | None = None) -> tuple[Clause, ...]:
        """Return those of `nodes` (of all) that print this label (二, 1.2), in text order."""
        return tuple(c for c in (self.main if nodes is None else nodes) if label_of(c) == label)

    def bracketed(self, *, digits: bool) -> tuple[Clause, ...]:
        """Return the nodes that print (一), or those that print (1), in text order."""
        return tuple(c for c in self.main if c.number.startswith("(") and label_of(c)[1:-1].isdecimal() is digits)


def label_of(clause: Clause) -> str:
    """Return the printed label of a node, without what tells repeated marks apart (13~2)."""
    return clause.number.partition("~")[0]


def word_of(clause: Clause) -> str:
    """Return the word of rank that a node prints (第三章: 章; 第十条之一: 条), or ""."""
    ordinal, _, _ = label_of(clause).partition("之")
    return next((w for w in _WORDS if ordinal.endswith(w)), "") if ordinal.startswith("第") else ""


def number_of(clause: Clause) -> int | None:
    """Return the number that a node prints."""
    mark = label_mark(clause.number)
    return mark.number if mark else None


def inserted_of(clause: Clause) -> int | None:
    """Return the 一 of 第一百二十条之一."""
    return parse_int(label_of(clause).partition("之")[2])


def clauses_among(nodes: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """Return what readers call 第N条: 条 in a law, 1. in a plan (whichever are more), else the deepest nodes."""
    articles = tuple(c for c in nodes if word_of(c) == "条")
    figures = tuple(c for c in nodes if label_of(c).isdecimal() and "条" not in c.path)
    deepest = max((c.level for c in nodes), default=0)
    return max(articles, figures, key=len) or tuple(c for c in nodes if c.level == deepest)


def inside(holders: Iterable[Clause]) -> tuple[Clause, ...]:
    """Return the numbered nodes among `holders` and anywhere under them, in text order."""
    return tuple(c for holder in holders for c in holder.walk() if c.kind is ClauseKind.MARKED)


def below(holder: Clause) -> tuple[Clause, ...]:
    """Return the numbered nodes next below `holder`."""
    return tuple(c for c in holder.children if c.kind is ClauseKind.MARKED)


def paragraphs(clause: Clause) -> tuple[Clause, ...]:
    """Return the paragraphs (款) of a clause as nodes of its path, each with the items (项) that follow it."""
    if clause.kind is not ClauseKind.MARKED:
        return (clause,)
    printed = [Span(clause.own.start, clause.own.end)]
    printed += [c.own for c in clause.walk() if c.kind is ClauseKind.PARAGRAPH]
    ends = [span.start for span in printed[1:]] + [clause.span.end]
    return tuple(
        replace(
            clause, kind=ClauseKind.PARAGRAPH, span=Span(own.start, end), own=own,
            children=tuple(c for c in below(clause) if own.start <= c.span.start < end),
        )
        for own, end in zip(printed, ends, strict=True)
    )  # fmt: skip
