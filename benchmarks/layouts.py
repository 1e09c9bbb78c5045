"""The documents of the sets set otherwise, against the same keys: `python -m benchmarks.layouts`.

What a text says does not change with blanks between Chinese and figures, lines broken at the width of a page, digits in
full width or marks in half width; so its clauses and targets should be the same ones. Texts in Chinese whose lines are
not broken already are measured.
"""

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.documents import FOLDER, SETS, score
from benchmarks.filing import file_record, heading
from benchmarks.run_bot import Record
from knowledge.errors import PolicyBotError
from knowledge.wrapping import columns, continued_lines

_HAN = "一-鿿"
_FEWEST = 800  # Chinese characters of a text that is measured
_ROW = re.compile(r"[|\t]|\S {2}|\S\u3000+\S+\u3000")
_RULE = re.compile(r"[\s|:+-]*-{3}[\s|:+-]*")  # below the head of a Markdown table
_MAY_END = "，。；：、）”》！？"  # marks that must not begin a line
_PAGE = 30  # lines
_DIGITS = {ord(str(digit)): 0xFF10 + digit for digit in range(10)}
_MARKS = str.maketrans("，；：（）！？", ",;:()!?")
_KEPT = re.compile(rf"{_ROW.pattern}|^(?:附件|第\d)")  # where a blank would set the line otherwise
_BETWEEN = re.compile(rf"(?<=[{_HAN}])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%])(?=[{_HAN}])")
_SUMS = ("clauses", "clauses_right", "targets", "targets_found", "targets_right")


def spaced(text: str) -> str:
    """Return a text with a blank between Chinese and figures, in tables and marks apart."""
    return "\n".join(line if _KEPT.search(line) else _BETWEEN.sub(" ", line) for line in text.split("\n"))


def broken(text: str, width: int, measure: Callable[[str], int], indent: int = 0) -> str:
    """Return a text without blank lines whose lines end where a page does, with the numbers of its pages.

    The first line of a paragraph is shorter by an `indent` that the text has lost.
    """
    lines: list[str] = []
    for line in filter(str.strip, text.split("\n")):
        lines.append("")
        is_row, room = _ROW.search(line) is not None, width - indent
        for character in line.rstrip():
            full = not is_row and measure(lines[-1] + character) > room
            if full and character not in _MAY_END:
                lines += [f"— {len(lines) // _PAGE} —", ""] if len(lines) % _PAGE == 0 else [""]
                room = width
            lines[-1] += character
    return "\n".join(lines)


def wide(text: str) -> str:
    """Return a text with digits in full width, in tables apart."""
    return "\n".join(line if _ROW.search(line) else line.translate(_DIGITS) for line in text.split("\n"))


def with_single_blanks(text: str) -> str:
    """Return a text with a single blank between the cells of its tables, as the text of a PDF has it."""
    lines = (line for line in text.split("\n") if not _RULE.fullmatch(line))
    return "\n".join(" ".join(line.replace("|", " ").split()) if _ROW.search(line) else line for line in lines)


LAYOUTS: dict[str, Callable[[str], str]] = {
    "as written": lambda text: text,
    "blanks around figures": spaced,
    "broken at 70 columns": lambda text: broken(text, 70, columns),
    "broken at 70 columns, indents lost": lambda text: broken(text, 70, columns, 4),
    "cells divided by single blanks": with_single_blanks,
    "broken after 34 characters": lambda text: broken(text, 34, len),
    "digits in full width": wide,
    "marks in half width": lambda text: text.translate(_MARKS),
    "without blank lines": lambda text: re.sub(r"\n\s*\n", "\n", text),
}


def measure(files: Sequence[Path]) -> Record:
    """Return the figures of the documents in each layout.

    Raises:
        OSError, ValueError, KeyError: a text or its key cannot be read.
        DocumentError: a text is no document.
    """
    record: Record = {name: dict.fromkeys(_SUMS, 0) for name in LAYOUTS}
    with tempfile.TemporaryDirectory(prefix="policybot-layouts-") as scratch:
        for file in files:
            text = file.read_text(encoding="utf-8")
            if len(re.findall(f"[{_HAN}]", text)) < _FEWEST or continued_lines(text):
                continue  # English, or taken from a PDF already
            copy, key_file = Path(scratch) / file.name, f"{file.stem}.key.json"
            copy.with_name(key_file).write_bytes(file.with_name(key_file).read_bytes())
            for name, layout in LAYOUTS.items():
                copy.write_text(layout(text), encoding="utf-8", newline="")
                found = score(copy)
                record[name] = {key: record[name][key] + found[key] for key in _SUMS}
    plain = record["as written"]["targets_right"]
    return {
        name: {**sums, "share_of_as_written": round(sums["targets_right"] / max(1, plain), 3)}
        for name, sums in record.items()
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, file the record by commit and print it; return 0, or 2 after one line on stderr."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.layouts", description=__doc__, allow_abbrev=False)
    parser.add_argument("folders", type=Path, nargs="*", metavar="FOLDER", help="sets of your own, never filed")
    given = parser.parse_args(arguments)
    folders = given.folders or [FOLDER, *SETS.values()]
    try:
        record = measure([file for folder in folders for file in sorted(folder.glob("*.txt"))])
    except (OSError, ValueError, KeyError, PolicyBotError) as error:
        sys.stderr.write(f"benchmarks.layouts: {error or type(error).__name__}; give folders of texts with keys\n")
        return 2
    if not given.folders:
        file_record({**heading(), **record}, "layouts")
    sys.stdout.write(json.dumps(record, ensure_ascii=False, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
