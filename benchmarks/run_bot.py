"""The real command line as a child process: arguments in; what it wrote, its seconds and its peak memory out."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from knowledge.errors import PolicyBotError

ROOT = Path(__file__).resolve().parent.parent
EVAL = ROOT / "benchmarks" / "eval"
QUESTIONS = ROOT / "benchmarks" / "questions"
FIXTURES = ROOT / "tests" / "fixtures"
Record = dict[str, Any]

_KEPT = ("POLICYBOT_EMBEDDING_MODEL", "POLICYBOT_ALLOW_DOWNLOAD")  # so that another model can be measured
_NOT_FOUND = 1  # an exit status that is a result, not a failure
WORDS = 200  # characters of a child's last words


class BenchmarkError(PolicyBotError):
    """A child process failed, or a file to measure with cannot be read."""


@dataclass(frozen=True, slots=True)
class Run:
    """One finished child: its standard output, seconds by the wall and of the processors, peak memory in MB."""

    output: bytes
    wall: float
    cpu: float
    peak_mb: float


def run_bot(home: Path, *arguments: str, stdin: bytes = b"") -> Run:
    """Run `policybot` with `arguments` and the home folder `home`.

    Raises:
        BenchmarkError: it ended with another status than 0 or 1; carries what it said.

    """
    return run_python(["-m", "bot", *arguments], home, stdin)


def run_python(arguments: Sequence[str], home: Path | None = None, stdin: bytes = b"") -> Run:
    """Run this Python with `arguments` in the project's folder. Errors as `run_bot`.

    The peak is the system's figure for this very child. It is never below that of the parent at the start (the
    kernel counts the moment before exec), so the parent must not have loaded a model by then.
    """
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        given.write(stdin)
        given.seek(0)
        started = perf_counter()
        child = subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, env=environment(home), stdin=given, stdout=out, stderr=err
        )
        _, status, usage = os.wait4(child.pid, 0)
        wall = perf_counter() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if child.returncode not in (0, _NOT_FOUND):
            raise BenchmarkError(failure(arguments, child.returncode, err.read(), out.read()))
        return Run(out.read(), wall, usage.ru_utime + usage.ru_stime, megabytes(usage.ru_maxrss))


def ask(home: Path, rows: Iterable[Record]) -> tuple[list[Record], Run]:
    """Return the answers of `policybot ask --jsonl` to gold rows, in order, and the run that gave them."""
    asked = [{"id": r["qid"], "question": r["q"], "history": r.get("history") or []} for r in rows]
    run = run_bot(
        home, "ask", "--jsonl", stdin="".join(f"{json.dumps(a, ensure_ascii=False)}\n" for a in asked).encode()
    )
    return [json.loads(line) for line in run.output.decode().splitlines()], run


def read_rows(file: Path) -> list[Record]:
    """Return the rows of a file with one JSON object a line.

    Raises:
        BenchmarkError: the file cannot be read.

    """
    try:
        return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise BenchmarkError(f"{file.name}: cannot be read ({error}); restore the file") from error


def environment(home: Path | None) -> dict[str, str]:
    """Return the environment of a child: no setting of the person's but the model, and the home folder `home`."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("POLICYBOT_") or k in _KEPT}
    return {**kept, **({"POLICYBOT_HOME": str(home)} if home else {})}


def megabytes(maxrss: int) -> float:
    """Return what the system calls `ru_maxrss` in MB."""
    return maxrss / (1e6 if sys.platform == "darwin" else 1e3)  # macOS counts bytes, Linux kilobytes


def failure(arguments: Sequence[str], status: int, stderr: bytes, output: bytes) -> str:
    """Return the one line for a failed child: its last words on stderr, or the first line of output with an error."""
    said = stderr.decode(errors="replace").strip().splitlines()[-1:]
    said = said or [line for line in output.decode(errors="replace").splitlines() if '"error"' in line]
    words = said[0][:WORDS] if said else "it said nothing"
    return f"python {' '.join(arguments)}: ended with status {status} ({words}); run it by hand"
