"""Clause paths and targets of documents with answer keys: `python -m benchmarks.documents`.

A clause counts when a node has the key's path and begins with the key's words. A target counts when clause, number,
unit, relation and deadline agree and the indicators name the same. Paths that the key does not list are reported, and
every extra target counts against precision.

Without folders all sets of the repository are measured. A set of your own is a folder of texts, each with its key
beside it (`plan.txt`, `plan.key.json`), in the form of those in `tests/fixtures/documents/`.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from benchmarks.filing import file_record, heading
from benchmarks.run_bot import FIXTURES, Record
from knowledge.errors import PolicyBotError
from knowledge.library import read_file
from knowledge.target_words import folded
from knowledge.targets import targets_of
from knowledge.types import Target, TargetKind

FOLDER = FIXTURES / "documents"
_LATER = (  # written by people who had not seen the program
    "more", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
    "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
    "nineteenth", "twentieth", "twenty_first", "twenty_second", "twenty_third", "twenty_fourth",
    "twenty_fifth", "twenty_sixth", "twenty_seventh", "twenty_eighth", "twenty_ninth", "thirtieth",
    "thirty_first", "thirty_second", "thirty_third", "thirty_fourth", "thirty_fifth", "thirty_sixth",
    "thirty_seventh", "thirty_eighth", "thirty_ninth", "fortieth", "forty_first", "forty_second", "forty_third",
    "forty_fourth", "forty_fifth", "forty_sixth", "forty_seventh", "forty_eighth", "forty_ninth",
    "fiftieth", "fifty_first", "fifty_second", "fifty_third", "fifty_fourth", "fifty_fifth", "fifty_sixth",
    "fifty_seventh", "fifty_eighth", "fifty_ninth", "sixtieth", "sixty_first", "sixty_second",
)  # fmt: skip
SETS = {name: FIXTURES / f"{name}_documents" for name in _LATER}
UNKEYED = ("题头", "尾注")
_WHOLE = 100
_LONG, _REORDERED = 8, 0.85  # characters of an indicator; share of them that both have
_PERCENT = ("%", "percent", "per cent")
_ALIKE = 0.6  # 全省服务业营业收入 and 服务业营业收入年均增长
_MARKDOWN = "#*_> \t\r\n\u3000"  # what may stand before a printed mark


def measure(folder: Path = FOLDER) -> Record:
    """Return the figures of every document in `folder` and their sums.

    Raises:
        OSError, ValueError, KeyError: there are no texts, or a key is missing or not one.
        DocumentError: a text cannot be read.
    """
    documents = {file.stem: score(file) for file in sorted(folder.glob("*.txt"))}
    if not documents:
        raise ValueError(f"{folder}: no .txt files in it")
    names = ("clauses", "clauses_right", "clauses_extra", "targets", "targets_found", "targets_right")
    total = {name: sum(int(one[name]) for one in documents.values()) for name in names}
    return {**total, **_shares(total), "documents": documents}


def score(file: Path) -> Record:
    """Return how many clauses and targets of the key beside `file` were found, and what was found besides."""
    key = json.loads(file.with_name(f"{file.stem}.key.json").read_text(encoding="utf-8"))
    document = read_file(file)
    found = {c.path: c.span.of(document.text) for c in document.clauses() if c.path not in UNKEYED}
    right = [path for path, opening in key["clauses"] if _opens(found.get(path, ""), opening)]
    left, ledger = list(key["targets"]), targets_of(document)
    extra = [target for target in ledger if not _take(target, left)]
    return {
        "clauses": len(key["clauses"]),
        "clauses_right": len(right),
        "clauses_extra": len(set(found) - {path for path, _ in key["clauses"]}),
        "targets": len(key["targets"]),
        "targets_found": len(ledger),
        "targets_right": len(ledger) - len(extra),
        "lost_clauses": [path for path, _ in key["clauses"] if path not in right],
        "extra_targets": [f"{t.path}: {t.indicator} {t.value}" for t in extra],
        "lost_targets": [f"{t['path']}: {t['indicator']} {t['value']}" for t in left],
    }


def _take(target: Target, left: list[Any]) -> bool:
    """Take the key's record that `target` meets out of `left` and say whether there was one."""
    for record in left:
        if _same(target, record):
            left.remove(record)
            return True
    return False


def _same(target: Target, record: Record) -> bool:
    number, unit = None if target.number is None else float(target.number), target.unit
    if target.kind is TargetKind.COVERAGE and record["number"] == _WHOLE:
        number, unit = _WHOLE, "%"  # 全覆盖 may be keyed as it is or as 100%
    fields = (target.path, number, str(target.relation), target.deadline)
    names = ("path", "number", "relation", "deadline")
    units = [_unit(word) for word in (unit, record["unit"])]
    return (
        units[0] == units[1]
        and fields == tuple(record[name] for name in names)
        and _alike(target.indicator, str(record["indicator"]))
    )


def _unit(unit: str | None) -> str | None:
    """Return a unit in half width, with one spelling for the three of a percentage in English."""
    return "%" if unit in _PERCENT else unit and folded(unit)


def _opens(words: str, opening: str) -> bool:
    """Say whether a clause begins with these words, blanks, line ends and Markdown before them apart."""
    opening = "".join(opening.split())
    return any("".join(own.split()).startswith(opening) for own in (words, words.lstrip(_MARKDOWN)))


def _alike(one: str, other: str) -> bool:
    """Say whether two indicators name the same: most of the shorter stands in the other in one piece.

    A long one may be in another order: 建成森林城市的县 and 县建成森林城市.
    """
    one, other = folded(one), folded(other)
    shared = (Counter(one) & Counter(other)).total()
    if len(one) >= _LONG and len(other) >= _LONG and shared >= _REORDERED * max(len(one), len(other)):
        return True
    run = SequenceMatcher(None, one, other, autojunk=False).find_longest_match().size
    return run >= min(4, len(one), len(other)) and run >= _ALIKE * min(len(one), len(other))


def _shares(total: dict[str, int]) -> Record:
    return {
        "clause_recall": round(total["clauses_right"] / max(1, total["clauses"]), 3),
        "target_precision": round(total["targets_right"] / max(1, total["targets_found"]), 3),
        "target_recall": round(total["targets_right"] / max(1, total["targets"]), 3),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, file the record by commit and print it; return 0, or 2 after one line on stderr."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.documents", description=__doc__, allow_abbrev=False)
    parser.add_argument("folders", type=Path, nargs="*", metavar="FOLDER", help="sets of your own, never filed")
    parser.add_argument("--misses", action="store_true", help="print what was lost and what was too much")
    parser.add_argument("--no-file", action="store_true", help="print the figures only")
    given = parser.parse_args(arguments)
    try:
        record: Record = (
            {folder.name: measure(folder) for folder in given.folders}
            if given.folders
            else {**heading(), **measure(), **{name: measure(folder) for name, folder in SETS.items()}}
        )
    except (OSError, ValueError, KeyError, PolicyBotError) as error:
        sys.stderr.write(f"benchmarks.documents: {error or type(error).__name__}; give a folder of texts with keys\n")
        return 2
    if not (given.folders or given.no_file):
        file_record(record, "documents")
    shown = record if given.misses else _without_misses(record)
    sys.stdout.write(json.dumps(shown, ensure_ascii=False, indent=1) + "\n")
    return 0


def _without_misses(record: Record) -> Record:
    """Return the sums of a record and of the sets in it."""
    return {
        name: _without_misses(value) if isinstance(value, dict) else value
        for name, value in record.items()
        if name != "documents"
    }


if __name__ == "__main__":
    sys.exit(main())
