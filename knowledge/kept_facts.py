"""Facts of a stored document, kept in a file beside its text so that they are read and not worked out again.

    one line of JSON     the form, what it was made from, the checksum of the rest and the sizes of its parts
    the parts            trees and lists as JSON, texts as UTF-8, offsets as unsigned integers of 32 bits

It fits only the same text and metadata, read by the same program with the same data: `_origin_of` names them all. What
does not fit or is damaged is worked out anew, and written again where that can be.
"""

import hashlib
import json
from array import array
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from knowledge.facts import Facts
from knowledge.figures import Figure
from knowledge.files import replace_file
from knowledge.fold import Folded
from knowledge.homophones import Homophones
from knowledge.parse import parse
from knowledge.program import program_digest
from knowledge.types import Clause, ClauseKind, Document, Relation, Span, Target, TargetKind

FORM = 1  # of the file; raise it whenever a part changes its meaning
PROGRAM = Path(__file__).parent


@dataclass(frozen=True)
class KeptFacts(Facts):
    """Facts that are read from `file` when they are first asked for, and can be let go; made by `kept_facts`.

    `on_use` is called each time the file is read.
    """

    file: Path = field(compare=False)
    on_use: Callable[[], None] = field(compare=False, repr=False)

    @cached_property
    def parts(self) -> dict[str, bytes]:
        """The parts of the file, or what they would be."""
        self.on_use()
        return parts_of(self.document, self.file)

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """See `Facts`."""
        return tuple(_target(*row) for row in _rows(self.parts["targets"]))

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """See `Facts`."""
        rows = _rows(self.parts["figures"])
        return tuple(Figure(Decimal(value), unit, Span(start, end)) for value, unit, start, end in rows)

    @cached_property
    def sentence_spans(self) -> tuple[Span, ...]:
        """See `Facts`."""
        ends = iter(_numbers(self.parts["sentences"]))
        return tuple(Span(start, end) for start, end in zip(ends, ends, strict=True))

    @cached_property
    def folded(self) -> Folded:
        """See `Facts`."""
        return Folded(_text(self.parts["folded"]), _numbers(self.parts["origin"]))

    @cached_property
    def homophones(self) -> Homophones:
        """See `Facts`."""
        offsets = (_numbers(self.parts[name]) for name in ("syllables", "characters", "openings"))
        return Homophones(self.folded.text, _text(self.parts["sounds"]), *offsets)

    def read(self) -> None:
        """Read the file now; written first where there is none that fits."""
        _ = self.parts

    def tree(self) -> Clause:
        """Return the tree of the document, made anew: `document.root` keeps it."""
        return _tree(_rows(self.parts["clauses"]))

    def release(self) -> None:
        """Let go what was read or worked out, the tree too. What is asked for again is equal to what it was."""
        for held in (vars(self), vars(self.document)):
            for name in list(held):
                if name not in _STAYING:
                    held.pop(name, None)


_STAYING = {*KeptFacts.__dataclass_fields__, *Document.__dataclass_fields__, "jurisdiction"}


def kept_facts(document: Document, file: Path, on_use: Callable[[], None] = lambda: None) -> KeptFacts:
    """Return the facts of a document that are kept in `file`. They hold a document equal to it, with the kept tree."""
    facts = KeptFacts(replace(document, parser=lambda _: facts.tree()), file, on_use)
    return facts


def parts_of(document: Document, file: Path) -> dict[str, bytes]:
    """Return what is kept of a document in `file`, or work it out and write it; equal in either case.

    Where the file cannot be written it is worked out each time.
    """
    parts = _read(document, file)
    if parts is None:
        parts = _worked_out(document)
        with suppress(OSError):  # a home that is only read, or a full disk
            _write(document, parts, file)
    return parts


def _worked_out(document: Document) -> dict[str, bytes]:
    """Return the parts, from the text of a document."""
    facts = Facts(replace(document, parser=parse))
    sounds = facts.homophones
    parts = {
        "clauses": [_clause_row(clause) for clause in _children_first(facts.document.root)],
        "targets": [_target_row(target) for target in facts.targets],
        "figures": [[str(f.value), f.unit, f.span.start, f.span.end] for f in facts.figures],
        "sentences": array("I", [at for span in facts.sentence_spans for at in (span.start, span.end)]),
        "folded": facts.folded.text, "origin": facts.folded.origin, "sounds": sounds.sounds,
        "syllables": sounds.syllables, "characters": sounds.characters, "openings": sounds.openings,
    }  # fmt: skip
    return {name: _packed(part) for name, part in parts.items()}


def _write(document: Document, parts: dict[str, bytes], file: Path) -> None:
    """Write the parts, whole or not at all. Raises OSError where it cannot."""
    body = b"".join(parts.values())
    head = {
        "form": FORM, "origin": _origin_of(document), "sha256": hashlib.sha256(body).hexdigest(),
        "sizes": {name: len(part) for name, part in parts.items()},
    }  # fmt: skip
    replace_file(file, json.dumps(head).encode("ascii") + b"\n" + body)


def _read(document: Document, file: Path) -> dict[str, bytes] | None:
    """Return the parts that are kept in `file`; None where there is nothing, nothing that fits, or damage."""
    try:
        head, _, body = file.read_bytes().partition(b"\n")
        mark = json.loads(head)
        fits = (mark["form"], mark["origin"]) == (FORM, _origin_of(document))
        if not fits or hashlib.sha256(body).hexdigest() != mark["sha256"]:
            return None
        ends = [0, *accumulate(mark["sizes"].values())]
        return {name: body[start:end] for name, (start, end) in zip(mark["sizes"], pairwise(ends), strict=True)}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _origin_of(document: Document) -> str:
    """Return a digest of all that the facts of a document depend on."""
    said = (document.sha256, document.id, document.title, document.issuer, document.published, document.source)
    return hashlib.sha256("\0".join((program_digest(PROGRAM), *said)).encode("utf-8", "surrogatepass")).hexdigest()


def _packed(part: object) -> bytes:
    if isinstance(part, array):
        return part.tobytes()
    if isinstance(part, str):
        return part.encode("utf-8", "surrogatepass")
    return json.dumps(part, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _rows(part: bytes) -> list[list[Any]]:
    rows: list[list[Any]] = json.loads(_text(part))
    return rows


def _text(part: bytes) -> str:
    return part.decode("utf-8", "surrogatepass")


def _numbers(part: bytes) -> "array[int]":
    numbers = array("I")
    numbers.frombytes(part)
    return numbers


def _children_first(clause: Clause) -> Iterator[Clause]:
    for child in clause.children:
        yield from _children_first(child)
    yield clause


def _clause_row(clause: Clause) -> list[object]:
    return [
        clause.kind.value, clause.path, clause.level, clause.mark, clause.number, clause.heading,
        clause.span.start, clause.span.end, clause.own.start, clause.own.end, len(clause.children),
    ]  # fmt: skip


def _tree(rows: list[list[Any]]) -> Clause:
    """Return the last of the clauses; each takes its children from those before it. Raises ValueError for no tree."""
    kinds = {kind.value: kind for kind in ClauseKind}
    open_: list[Clause] = []
    for kind, path, level, mark, number, heading, start, end, own_start, own_end, count in rows:
        first = len(open_) - count
        children = tuple(open_[first:])
        del open_[first:]
        span, own = Span(start, end), Span(own_start, own_end)
        open_.append(Clause(kinds[kind], path, level, mark, number, heading, span, own, children))
    [root] = open_
    return root


def _target_row(target: Target) -> list[object]:
    number = None if target.number is None else str(target.number)
    return [
        target.id, target.path, target.indicator, target.relation.value, target.value, number, target.unit,
        target.deadline, target.base_year, target.commitment, target.kind.value, target.span.start, target.span.end,
    ]  # fmt: skip


def _target(*row: Any) -> Target:
    id_, path, indicator, relation, value, number, unit, deadline, base_year, commitment, kind, start, end = row
    return Target(
        id_, path, indicator, Relation(relation), value, None if number is None else Decimal(number), unit,
        deadline, base_year, commitment, TargetKind(kind), Span(start, end),
    )  # fmt: skip
