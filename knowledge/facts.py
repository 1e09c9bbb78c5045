"""What is worked out once about a document: its ledger, its folded text, its figures, years and paragraphs."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from knowledge.figures import Figure, figures, years_in_print
from knowledge.fold import Folded, fold
from knowledge.homophones import Homophones, homophones_of
from knowledge.places import Place, places_in
from knowledge.sentences import sentences
from knowledge.target_sorts import year_of_work, year_written
from knowledge.targets import targets_of
from knowledge.types import Clause, ClauseKind, Document, Span, Target


@dataclass(frozen=True)
class Facts:
    """A document and what follows from it. Everything is computed on first use and kept."""

    document: Document

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """The ledger, in text order."""
        return targets_of(self.document)

    @cached_property
    def folded(self) -> Folded:
        """The search copy of the text."""
        return fold(self.document.text)

    @cached_property
    def homophones(self) -> Homophones:
        """The document's own terms by sound, for typing slips."""
        return homophones_of(self.folded.text)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """Every printed figure, targets or not."""
        return tuple(figures(self.document.text))

    @cached_property
    def years(self) -> frozenset[int]:
        """The years that the body of the document names (not the publisher's lines), and those of its targets."""
        nodes = self.document.root.children
        body = [c for c in nodes if c.kind not in (ClauseKind.FRONT, ClauseKind.BACK)] or nodes
        named = {y for c in body for y in years_in_print(c.span.of(self.document.text))}
        due = {int(t.deadline) for t in self.targets if t.deadline and t.deadline.isdecimal()}
        return frozenset(named | due)

    @cached_property
    def year(self) -> int | None:
        """The year in which the document was written, or the one it is for (2026年工作要点); None where none tells."""
        return int(work) if (work := year_of_work(self.document)) else year_written(self.document)

    @cached_property
    def jurisdiction(self) -> frozenset[Place]:
        """The places that the document speaks for: those its title and issuer name (福建 for 福建省…纲要)."""
        return frozenset(places_in(self.document.title + self.document.issuer))

    @cached_property
    def leaves(self) -> tuple[Clause, ...]:
        """The nodes with a path and without marked children, in text order: what is cited most precisely."""
        return tuple(c for c in self.document.clauses() if not c.marked_children)

    @cached_property
    def clause_count(self) -> int:
        """The highest number that a clause prints as a figure (30 of 1. … 30.); 0 where none does."""
        return max((int(c.number) for c in self.document.clauses() if c.number.isdecimal()), default=0)

    @cached_property
    def sentence_spans(self) -> tuple[Span, ...]:
        """Every sentence of the document, in order; headings on their own line count as sentences."""
        return tuple(s for node in self.document.root.walk() for s in sentences(self.document.text, node.own) if len(s))

    def clause_at(self, offset: int) -> Clause:
        """Return the innermost node with a path that holds this offset; the root where none does."""
        nodes = self._nodes
        i = bisect_right(self._node_starts, offset) - 1
        while i >= 0 and offset >= nodes[i].span.end:
            i = self._above[i]
        return nodes[i] if i >= 0 else self.document.root

    @cached_property
    def _nodes(self) -> tuple[Clause, ...]:
        """Every node with a path, in text order."""
        return tuple(self.document.clauses())

    @cached_property
    def _node_starts(self) -> tuple[int, ...]:
        return tuple(node.span.start for node in self._nodes)

    @cached_property
    def _sentence_starts(self) -> tuple[int, ...]:
        return tuple(span.start for span in self.sentence_spans)

    @cached_property
    def _above(self) -> tuple[int, ...]:
        """For each of `_nodes` the index of the node that holds it, -1 for the highest."""
        above: list[int] = []
        for i, node in enumerate(self._nodes):
            holder = i - 1
            while holder >= 0 and self._nodes[holder].span.end <= node.span.start:
                holder = above[holder]
            above.append(holder)
        return tuple(above)

    def sentence_at(self, span: Span) -> Span:
        """Return the sentence that holds `span`, or `span` itself where it crosses sentences."""
        i = bisect_right(self._sentence_starts, span.start) - 1
        held = i >= 0 and self.sentence_spans[i].holds(span)
        return self.sentence_spans[i] if held else span

    def targets_in(self, clause: Clause) -> tuple[Target, ...]:
        """Return the targets that stand in a clause or below it."""
        return tuple(t for t in self.targets if clause.span.holds(t.span))
