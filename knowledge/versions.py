"""What changed between two versions of a document: clauses added, removed, renumbered, reworded; targets likewise."""

from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.differences import Difference, differences
from knowledge.fold import bigrams, squeeze
from knowledge.targets import targets_of
from knowledge.types import Clause, ClauseKind, Document, Target

ALIKE = 0.5  # share of the pairs of characters that a reworded clause has kept under another number


@dataclass(frozen=True, slots=True)
class ChangedClause:
    """A clause of both versions: `differences` are empty where only its path changed."""

    before: Clause
    after: Clause
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class ChangedTarget:
    """An indicator whose figure, relation or deadline changed."""

    before: Target
    after: Target


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes from one version to another, in text order."""

    added: tuple[Clause, ...]
    removed: tuple[Clause, ...]
    changed: tuple[ChangedClause, ...]
    moved: tuple[ChangedClause, ...]
    targets_added: tuple[Target, ...]
    targets_removed: tuple[Target, ...]
    targets_changed: tuple[ChangedTarget, ...]


def compare(before: Document, after: Document) -> Changes:
    """Return what changed from `before` to `after`.

    Clauses belong together by their path where the words under it are alike, else by their words.
    """
    old, new = _clauses(before), _clauses(after)
    pairs = [(c, new[path]) for path, c in old.items() if path in new and _alike(before, c, after, new[path])]
    left_old = [c for c in old.values() if not any(c is a for a, _ in pairs)]
    left_new = [c for c in new.values() if not any(c is b for _, b in pairs)]
    for clause in list(left_old):
        match = next((c for c in left_new if _own(before, clause) == _own(after, c)), None) or next(
            (c for c in left_new if _alike(before, clause, after, c) and _own(before, clause)), None
        )
        if match:
            pairs.append((clause, match))
            left_old.remove(clause)
            left_new.remove(match)
    compared = sorted((_changed(before, a, after, b) for a, b in pairs), key=lambda c: c.after.span)
    return Changes(
        tuple(left_new),
        tuple(left_old),
        tuple(c for c in compared if c.differences),
        tuple(c for c in compared if not c.differences and c.before.path != c.after.path),
        *_targets(targets_of(before), targets_of(after)),
    )


def own_text(document: Document, clause: Clause) -> str:
    """Return the words of a clause itself: without the marked clauses under it."""
    parts = [clause.own, *(c.span for c in clause.children if c.kind is ClauseKind.PARAGRAPH)]
    return "".join(part.of(document.text) for part in parts).strip()


def _clauses(document: Document) -> dict[str, Clause]:
    return {c.path: c for c in document.clauses()}


def _own(document: Document, clause: Clause) -> str:
    """Return a clause's words without its mark, folded."""
    return squeeze(own_text(document, clause).removeprefix(clause.mark))


def _alike(before: Document, one: Clause, after: Document, other: Clause) -> bool:
    first, second = _own(before, one), _own(after, other)
    if first == second or min(len(first), len(second)) < 2:
        return first == second or one.path == other.path
    pairs = [set(bigrams(words)) for words in (first, second)]
    return len(pairs[0] & pairs[1]) >= ALIKE * min(len(pairs[0]), len(pairs[1]))


def _changed(before: Document, one: Clause, after: Document, other: Clause) -> ChangedClause:
    old, new = own_text(before, one), own_text(after, other)
    moved = one.path != other.path
    if moved:  # its number is no difference of its words
        old, new = old.removeprefix(one.mark).strip(), new.removeprefix(other.mark).strip()
    return ChangedClause(one, other, tuple(differences(new, old)))


def _targets(
    old: Iterable[Target], new: Iterable[Target]
) -> tuple[tuple[Target, ...], tuple[Target, ...], tuple[ChangedTarget, ...]]:
    left_old, left_new = list(old), list(new)
    changed = []
    for exact in (True, False):
        for target in list(left_old):
            match = next((t for t in left_new if _same(target, t, exact=exact)), None)
            if match:
                left_old.remove(target)
                left_new.remove(match)
                if _figure(target) != _figure(match):
                    changed.append(ChangedTarget(target, match))
    return tuple(left_new), tuple(left_old), tuple(changed)


def _same(one: Target, other: Target, *, exact: bool) -> bool:
    """Say whether two targets set the same indicator; `exact` asks for the same figure and deadline too."""
    named = squeeze(one.indicator) == squeeze(other.indicator)
    return named and (_figure(one) == _figure(other) if exact else one.unit == other.unit)


def _figure(target: Target) -> tuple[object, ...]:
    return target.relation, target.number, target.unit, target.value, target.deadline
