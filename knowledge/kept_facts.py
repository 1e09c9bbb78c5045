"""Facts of a stored document, kept in a file beside its text so that they are read and not worked out again.

    one line of JSON     the form, what it was made from, the sizes and checksums of the parts
    the parts            trees and lists as JSON, texts as UTF-8, offsets as unsigned integers of 32 bits

It fits only the same text and metadata, read by the same program with the same data: `_origin_of` names them all. Each
part is read when it is asked for: few questions want them all. What does not fit or is damaged is worked out anew, and
written again where that can be.
"""

import hashlib
import json
from array import array
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
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

FORM = 2  # of the file; raise it whenever a part changes its meaning
PROGRAM = Path(__file__).parent
PARTS = (
    "clauses", "targets", "figures", "sentences", "folded", "origin", "sounds", "syllables", "characters", "openings"
)  # fmt: skip


@dataclass(frozen=True)
class KeptFacts(Facts):
    """Facts that are read from `file` when they are first asked for, and can be let go; made by `kept_facts`.

    `on_use` is called each time the file is read.
    """

    file: Path = field(compare=False)
    on_use: Callable[[], None] = field(compare=False, repr=False)

    @cached_property
    def parts(self) -> "KeptParts":
        """The parts of the file, or what they would be."""
        self.on_use()
        return KeptParts(self.document, self.file)

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
        """Read the whole file now; written first where there is none that fits."""
        for name in PARTS:
            _ = self.parts[name]

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


class KeptParts:
    """What is kept of a document in a file, part by part; what is missing or damaged is worked out and written again.

    Equal in either case. Where the file cannot be written it is worked out each time.
    """

    def __init__(self, document: Document, file: Path) -> None:
        """Take the document and its file, of which the head is read now."""
        self._document = document
        self._file = file
        self._places = _places_in(file, document)
        self._made: dict[str, bytes] | None = None

    def __getitem__(self, name: str) -> bytes:
        """Return a part of `PARTS`."""
        part = None if self._made else self._read(name)
        return self._anew()[name] if part is None else part

    def _read(self, name: str) -> bytes | None:
        try:
            start, size, sha256 = self._places[name]
            with self._file.open("rb") as stored:
                stored.seek(start)
                part = stored.read(size)
        except (OSError, KeyError):
            return None
        return part if hashlib.sha256(part).hexdigest() == sha256 else None

    def _anew(self) -> dict[str, bytes]:
        if self._made is None:
            self._made = _worked_out(self._document)
            with suppress(OSError):  # a home that is only read, or a full disk
                _write(self._document, self._made, self._file)
        return self._made


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
    marks = {name: [len(part), hashlib.sha256(part).hexdigest()] for name, part in parts.items()}
    head = {"form": FORM, "origin": _origin_of(document), "parts": marks}
    replace_file(file, json.dumps(head).encode("ascii") + b"\n" + b"".join(parts.values()))


def _places_in(file: Path, document: Document) -> dict[str, tuple[int, int, str]]:
    """Return where each part begins in a file, its size and its checksum; {} where there is nothing that fits."""
    try:
        with file.open("rb") as stored:
            line = stored.readline()
        head = json.loads(line)
        if (head["form"], head["origin"]) != (FORM, _origin_of(document)):
            return {}
        places, start = {}, len(line)
        for name, (size, sha256) in head["parts"].items():
            places[name] = (start, size, sha256)
            start += size
        return places
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


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
