"""Questions over many documents: `python -m benchmarks.many`.

Libraries of some sixteen documents of the tests beside the shipped plan are made by `policybot library add`, and
questions written by people who saw the texts alone are put to `policybot ask --jsonl`. A row says whether the bot must
answer, from which documents and clauses, refuse, or ask which document is meant. What counts:

- answered: the first clause is one of the key's (or one below it); a comparison needs one of each document's clauses
- not_found, ambiguous: the status; an answer from any document is wrong
- metadata: an answer from the document's own words, or with its title
"""

import argparse
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.filing import file_record, heading
from benchmarks.run_bot import FIXTURES, QUESTIONS, Record, ask, read_rows, run_bot
from knowledge.errors import PolicyBotError
from knowledge.library import read_file, shipped_documents

SHIPPED = "fujian"  # the shipped plan in the keys
FIRST = {
    "k36": "seventh", "p56": "ninth", "d6": "fourth", "p58": "ninth", "d8": "fourth", "n46": "eighth",
    "m41": "eighth", "u01": "third", "f18": "fifth", "n48": "eighth", "d3": "fourth", "o55": "ninth",
    "p57": "ninth", "d9": "fourth", "p59": "ninth", "h27": "sixth",
}  # fmt: skip
SECOND = {
    "n01": "more", "e11": "fifth", "e12": "fifth", "e13": "fifth", "k37": "seventh", "k39": "seventh",
    "g22": "sixth", "o51": "ninth", "h28": "sixth", "d2": "fourth", "d4": "fourth", "f20": "fifth",
    "u02": "third", "m42": "eighth", "q63": "tenth",
}  # fmt: skip
THIRD = {
    "f19": "fifth", "n10": "more", "o52": "ninth", "q64": "tenth", "q61": "tenth", "j31": "seventh",
    "d1": "fourth", "q66": "tenth", "f17": "fifth", "k40": "seventh", "n03": "more", "n06": "more",
    "n07": "more", "q62": "tenth", "j35": "seventh", "m44": "eighth",
}  # fmt: skip
FOURTH = {
    "u04": "fourteenth", "u06": "fourteenth", "v02": "fifteenth", "v04": "fifteenth", "v07": "fifteenth",
    "w02": "sixteenth", "w03": "sixteenth", "w06": "sixteenth", "x02": "seventeenth", "x03": "seventeenth",
    "y02": "eighteenth", "y04": "eighteenth", "a01": "nineteenth", "a04": "nineteenth", "b01": "twentieth",
    "c08": "twenty_first", "c07": "twenty_first",
}  # fmt: skip
FIFTH = {
    "q01": "thirty_third", "q02": "thirty_third", "q03": "thirty_third", "q04": "thirty_third", "q05": "thirty_third",
    "r01": "thirty_fourth", "r02": "thirty_fourth", "r04": "thirty_fourth", "r06": "thirty_fourth",
    "r07": "thirty_fourth", "r08": "thirty_fourth", "t01": "thirty_fifth", "t02": "thirty_fifth",
    "t03": "thirty_fifth", "t05": "thirty_fifth", "t09": "thirty_fifth",
}  # fmt: skip
SIXTH = {
    "s46-02": "forty_sixth", "s46-07": "forty_sixth", "s47-02": "forty_seventh", "s47-03": "forty_seventh",
    "s48-05": "forty_eighth", "s49-06": "forty_ninth", "s49-09": "forty_ninth", "s50-03": "fiftieth",
    "s50-07": "fiftieth", "s50-08": "fiftieth", "s51-03": "fifty_first", "s51-08": "fifty_first",
    "s53-01": "fifty_third", "s53-03": "fifty_third", "s53-08": "fifty_third", "s54-02": "fifty_fourth",
    "s55-03": "fifty_fifth",
}  # fmt: skip
SHELVES = {"first": FIRST, "second": SECOND, "third": THIRD, "fourth": FOURTH, "fifth": FIFTH, "sixth": SIXTH}
SHELF_OF = {
    "many-3": "second",
    "many-4": "third",
    "many-5": "fourth",
    "many-6": "fourth",
    "many-7": "fifth",
    "many-8": "fifth",
    "many-9": "sixth",
    "many-10": "sixth",
}  # the other sets are asked of the first
SETS = {path.stem: path for path in sorted(QUESTIONS.glob("many-*.jsonl"))}


def shelf_files(shelf: str) -> dict[str, Path]:
    """Return the texts of a shelf beside the shipped plan, by their names in the keys."""
    return {name: FIXTURES / f"{folder}_documents" / f"{name}.txt" for name, folder in SHELVES[shelf].items()}


def make_library(home: Path, shelf: str = "first") -> dict[str, str]:
    """Add the documents of a shelf to a library under `home`; return their ids there, each with its name in the keys.

    Raises:
        BenchmarkError: one could not be added.
    """
    files = shelf_files(shelf)
    run_bot(home, "library", "add", *map(str, files.values()))
    listed = json.loads(run_bot(home, "library", "list", "--json").output)
    names = {read_file(path).title: name for name, path in files.items()}
    of_library = {row["id"]: names[row["title"]] for row in listed if row["title"] in names}
    return {shipped_documents()[0].id: SHIPPED} | of_library


def is_right(row: Record, answer: Record, names: dict[str, str]) -> bool:
    """Say whether an answer is what a row asks for; `names` gives the keys' names of the library's ids."""
    if answer["status"] != row["status"]:
        return False
    if row["status"] != "answered":
        return True
    shown = [(names[c["doc"]], c["path"]) for c in answer["clauses"]]
    if row["kind"] == "metadata":
        return bool(shown) and shown[0][0] in row["docs"]
    keys = [(doc, path) for doc, path in row["clauses"]]
    if row["kind"] == "compare":
        return all(any(_meets(s, k) for s in shown for k in keys if k[0] == doc) for doc in row["docs"])
    return bool(shown) and any(_meets(shown[0], key) for key in keys)


def _meets(shown: tuple[str, str], key: tuple[str, str]) -> bool:
    return shown[0] == key[0] and (shown[1] == key[1] or shown[1].startswith(f"{key[1]}/"))


def score(rows: Sequence[Record], answers: Iterable[Record], names: dict[str, str]) -> Record:
    """Return the share of right answers, in all and by kind, and the rows that went wrong."""
    right: dict[str, list[bool]] = defaultdict(list)
    missed = []
    for row, answer in zip(rows, answers, strict=True):
        good = is_right(row, answer, names)
        right[row["kind"]].append(good)
        if not good:
            shown = [f"{names[c['doc']]}:{c['path']}" for c in answer["clauses"][:3]]
            missed.append({"qid": row["qid"], "status": answer["status"], "clauses": shown, "reason": answer["reason"]})
    flags = [flag for group in right.values() for flag in group]
    return {
        "questions": len(flags),
        "right": round(sum(flags) / len(flags), 3),
        **{kind: round(sum(group) / len(group), 3) for kind, group in right.items()},
        "missed": missed,
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, file by commit and print; return 0, or 2 after one line on stderr."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.many", description=__doc__, allow_abbrev=False)
    parser.add_argument("files", type=Path, nargs="*", metavar="FILE", help="questions of your own, never filed")
    parser.add_argument("--home", type=Path, metavar="DIR", help="keep the library here for the next run")
    parser.add_argument("--shelf", choices=tuple(SHELVES), help="the documents (default: those of the questions)")
    parser.add_argument("--misses", action="store_true", help="print what went wrong")
    given = parser.parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory(prefix="policybot-bench-") as scratch:
            home = (given.home or Path(scratch)).absolute()
            sets = {path.stem: path for path in given.files} or SETS
            record: Record = {**heading()}
            for name, path in sets.items():
                shelf = given.shelf or SHELF_OF.get(name, "first")
                names = make_library(home / shelf, shelf)
                rows = read_rows(path)
                record[name] = score(rows, ask(home / shelf, rows)[0], names)
    except (PolicyBotError, KeyError) as error:
        sys.stderr.write(f"benchmarks.many: {error}\n")
        return 2
    if not given.files:
        file_record(record, "many")
    shown = record if given.misses else {n: _sums(v) if isinstance(v, dict) else v for n, v in record.items()}
    sys.stdout.write(json.dumps(shown, ensure_ascii=False, indent=1) + "\n")
    return 0


def _sums(record: Record) -> Record:
    return {name: value for name, value in record.items() if name != "missed"}


if __name__ == "__main__":
    sys.exit(main())
