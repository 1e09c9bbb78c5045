"""The values that documents are made of. All are immutable; all offsets count code points of `Document.text`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points, `text[start:end]`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}:{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the slice of `text` that this span names."""
        return text[self.start : self.end]

    def holds(self, other: "Span") -> bool:
        """Say whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Say whether the two spans share at least one character."""
        return max(self.start, other.start) < min(self.end, other.end)

    def stripped(self, text: str) -> "Span":
        """Return the span without white space at either end."""
        piece = self.of(text)
        start = self.start + len(piece) - len(piece.lstrip())
        return Span(start, max(start, self.start + len(piece.rstrip())))


class ClauseKind(StrEnum):
    """What a node of the clause tree is."""

    ROOT = "root"
    FRONT = "front"  # 题头: everything before the first mark
    BACK = "back"  # 尾注: the publisher's lines after the end
    PART = "part"  # an annex, or a further document in the same notice
    MARKED = "marked"  # a chapter, section, clause or item with a printed mark
    PARAGRAPH = "paragraph"  # an unmarked paragraph or a —— item; belongs to the marked node above


@dataclass(frozen=True, slots=True)
class Clause:
    """A node of the clause tree.

    `span` covers the node with all that is under it; `own` is the part before its first child.
    The children's spans and `own` tile `span` with no gap or overlap.
    """

    kind: ClauseKind
    path: str
    level: int
    mark: str
    number: str
    heading: str
    span: Span
    own: Span
    children: tuple["Clause", ...] = ()

    def walk(self) -> Iterator["Clause"]:
        """Yield this node and all below it, in text order."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def marked_children(self) -> tuple["Clause", ...]:
        """The children that have a path of their own."""
        return tuple(c for c in self.children if c.kind is not ClauseKind.PARAGRAPH)


@dataclass(frozen=True)
class Document:
    """A published text and the tree of its clauses. `text` never changes after reading."""

    id: str
    title: str
    issuer: str
    published: str
    source: str
    sha256: str
    text: str = field(repr=False)
    parser: Callable[[str], Clause] = field(repr=False, compare=False)

    @cached_property
    def root(self) -> Clause:
        """Return the tree of its clauses, parsed when first asked for: a library may hold a thousand documents."""
        return self.parser(self.text)

    def clauses(self) -> Iterator[Clause]:
        """Yield every node that has a path (题头 and 尾注 too), in text order."""
        return (c for c in self.root.walk() if c.path and c.kind is not ClauseKind.PARAGRAPH)

    def clause(self, path: str) -> Clause | None:
        """Return the node with this path, or None."""
        return next((c for c in self.clauses() if c.path == path), None)

    def parent_of(self, clause: Clause) -> Clause | None:
        """Return the node with a path that a node stands right below, or None."""
        return next((c for c in self.clauses() if clause in c.children), None)


class Relation(StrEnum):
    """How a target's figure is to be met."""

    AT_LEAST = ">="
    ABOVE = ">"
    EXACTLY = "="
    AT_MOST = "<="
    BELOW = "<"
    ABOUT = "~"


class TargetKind(StrEnum):
    """What a target's value is: a figure, a grade (国家B级标准) or full coverage (县县有4A)."""

    NUMERIC = "numeric"
    GRADE = "grade"
    COVERAGE = "coverage"


@dataclass(frozen=True, slots=True)
class Target:
    """One target of the plan as a record. `span` lies within one sentence and holds indicator and value.

    `value` is as printed (with its relation words: 98.5%以上); `number` has 万 and 亿 multiplied in;
    `unit` is as printed without them. `deadline` is `2025`, `十四五期间`, `每年` or None.
    """

    id: str
    path: str
    indicator: str
    relation: Relation
    value: str
    number: Decimal | None
    unit: str | None
    deadline: str | None
    base_year: str | None
    commitment: str | None
    kind: TargetKind
    span: Span
