"""Clause paths and targets of documents with answer keys: `python -m benchmarks.documents`.

A clause counts when a node has the key's path and begins with the key's words. A target counts when clause, number,
unit, relation and deadline agree and one indicator holds the other. Paths that the key does not list are reported, and
every extra target counts against precision.
"""

import json
import sys
from pathlib import Path
from typing import Any

from benchmarks.filing import file_record, heading
from benchmarks.run_bot import ROOT, Record
from knowledge.library import read_file
from knowledge.targets import targets_of
from knowledge.types import Target

FOLDER = ROOT / "tests" / "fixtures" / "documents"
MORE = ROOT / "tests" / "fixtures" / "more_documents"
THIRD = ROOT / "tests" / "fixtures" / "third_documents"
UNKEYED = ("题头", "尾注")


def measure(folder: Path = FOLDER) -> Record:
    """Return the figures of every document in `folder` and their sums."""
    documents = {file.stem: score(file) for file in sorted(folder.glob("*.txt"))}
    names = ("clauses", "clauses_right", "clauses_extra", "targets", "targets_found", "targets_right")
    total = {name: sum(int(one[name]) for one in documents.values()) for name in names}
    return {**total, **_shares(total), "documents": documents}


def score(file: Path) -> Record:
    """Return how many clauses and targets of the key beside `file` were found, and what was found besides."""
    key = json.loads(file.with_name(f"{file.stem}.key.json").read_text(encoding="utf-8"))
    document = read_file(file)
    found = {c.path: c.span.of(document.text) for c in document.clauses() if c.path not in UNKEYED}
    right = [path for path, opening in key["clauses"] if found.get(path, "").strip().startswith(opening)]
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
    number = None if target.number is None else float(target.number)
    fields = (target.path, number, target.unit, str(target.relation), target.deadline)
    names = ("path", "number", "unit", "relation", "deadline")
    one, other = target.indicator, str(record["indicator"])
    return fields == tuple(record[name] for name in names) and (one in other or other in one)


def _shares(total: dict[str, int]) -> Record:
    return {
        "clause_recall": round(total["clauses_right"] / max(1, total["clauses"]), 3),
        "target_precision": round(total["targets_right"] / max(1, total["targets_found"]), 3),
        "target_recall": round(total["targets_right"] / max(1, total["targets"]), 3),
    }


def main() -> int:
    """Measure all three sets, file the records by commit and print them."""
    record = {**heading(), **measure(), "more": measure(MORE), "third": measure(THIRD)}
    file_record(record, "documents")
    sys.stdout.write(json.dumps(record, ensure_ascii=False, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
