"""`python -m benchmarks`: measure, print tables, file the figures by commit under benchmarks/results/."""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks import filing, ledger, quality, report, retrieval, speed
from benchmarks.peers import run as peers
from benchmarks.run_bot import BenchmarkError, Record, run_bot
from benchmarks.telegram import run as telegram
from knowledge.errors import PolicyBotError

# Retrieval is last: it loads the model into this process, which would raise the peaks of children started later.
JOBS = ("ledger", "quality", "speed", "retrieval")
PEERS, TELEGRAM = "peers", "telegram"  # by themselves only: the one wants packages of its own, the other servers


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmarks and return the exit status: 0, 1 where the bot failed a load, 2 after one line on stderr."""
    given = _parser().parse_args(arguments)
    jobs = [given.only] if given.only else [job for job in JOBS if job != "speed" or not given.quick]
    try:
        if given.home and "speed" in jobs:
            raise BenchmarkError("--home: speed is measured in a fresh home; add --quick or leave --home out")
        with _home(given.home) as home:
            record = {**filing.heading(), **measure(jobs, home)}
        report.show(record)
        file = filing.file_record(record, given.only or ("quick" if given.quick else ""), given.results)
    except PolicyBotError as error:
        sys.stderr.write(f"benchmarks: {error}\n")
        return 2
    print(f"filed: {file.name}")
    return 1 if record.get(TELEGRAM, {}).get("faults") else 0


def measure(jobs: Sequence[str], home: Path) -> Record:
    """Return the figures of each job, in the order of `JOBS`; for all but the ledger an index is built first."""
    record: Record = {}
    if "ledger" in jobs:
        record["ledger"] = ledger.measure(home)
    if set(jobs) <= {"ledger"}:
        return record
    _say("building the index")
    first_build = run_bot(home, "index", "build")
    if "quality" in jobs:
        _say("answering the gold questions")
        record["quality"] = quality.measure(home)
    if PEERS in jobs:
        _say("asking the peers")
        record[PEERS] = peers.measure(home)
    if TELEGRAM in jobs:
        _say("loading the Telegram bot, and one that echoes")
        record[TELEGRAM] = telegram.measure(home)
    if "speed" in jobs:
        _say("measuring speed")
        record["speed"] = speed.measure(home, first_build)
    if "retrieval" in jobs:
        _say("comparing ways of searching")
        record["retrieval"] = retrieval.measure(home)
    return record


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__, allow_abbrev=False)
    some = parser.add_mutually_exclusive_group()
    some.add_argument("--quick", action="store_true", help="skip speed")
    some.add_argument(
        "--only", choices=sorted((*JOBS, PEERS, TELEGRAM)), help="measure one part; filed as <commit>-<part>.json"
    )
    parser.add_argument("--home", type=Path, metavar="DIR", help="keep index and caches here (default: a fresh folder)")
    parser.add_argument("--results", type=Path, default=filing.RESULTS, metavar="DIR", help="where the JSON is filed")
    return parser


@contextmanager
def _home(kept: Path | None) -> Iterator[Path]:
    """Give the folder to keep, or a fresh one that is removed at the end."""
    if kept:
        yield kept.absolute()
        return
    with tempfile.TemporaryDirectory(prefix="policybot-bench-") as fresh:
        yield Path(fresh)


def _say(what: str) -> None:
    sys.stderr.write(f"{what} …\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
