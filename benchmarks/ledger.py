"""The ledger as `policybot targets` prints it, scored by `eval/score_targets.py`."""

import tempfile
from pathlib import Path

from benchmarks.quality import source
from benchmarks.run_bot import EVAL, BenchmarkError, Record, run_bot, run_python


def measure(home: Path) -> Record:
    """Return recall, precision and the shares of right fields, by the scorer's own names.

    Raises:
        BenchmarkError: a child process failed, or the scorer gave no figures.

    """
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        file.write(run_bot(home, "targets", "--format", "json").output)
        file.flush()
        arguments = ["--gold", str(EVAL / "targets.jsonl"), "--predicted", file.name, "--source", str(source())]
        run = run_python([str(EVAL / "score_targets.py"), *arguments])
    return read_figures(run.output.decode())


def read_figures(printed: str) -> Record:
    """Return the lines `name value` of the scorer as a record.

    Raises:
        BenchmarkError: a line has another form.

    """
    figures: Record = {}
    for line in printed.splitlines():
        name, _, value = line.strip().rpartition(" ")
        try:
            figures[name.strip()] = float(value) if "." in value else int(value)
        except ValueError as error:
            raise BenchmarkError(f"eval/score_targets.py: unknown line {line!r}; run it by hand") from error
    return figures
