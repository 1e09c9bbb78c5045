"""A running child that answers questions line by line: ours or a peer's. Timed and weighed from outside, all alike."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from threading import Timer
from time import perf_counter

from benchmarks.run_bot import ROOT, BenchmarkError, Record, environment, failure, megabytes

LIMIT = 900.0  # seconds for one line; the first one embeds the document where nothing is cached

# What the bot sets for itself before it loads the model (see `index.models`), given to all: a package that loads a
# runtime of its own first would leave threads spinning, and be ten times as slow for no fault of its recipe.
SETTINGS = {"OMP_WAIT_POLICY": "PASSIVE", "PYTHONUTF8": "1"}


class System:
    """A child process. Use `close` to end it: nothing else does."""

    def __init__(self, arguments: list[str], home: Path) -> None:
        """Start this Python with `arguments` in the project's folder, its state under `home`."""
        self._arguments = arguments
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `close`
        self._child = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={**SETTINGS, **environment(home)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._stderr,
        )

    def ask(self, row: Record) -> tuple[Record, float]:
        """Return the answer to a gold row, and the milliseconds from the question's line to the answer's.

        Raises:
            BenchmarkError: the child ended, said something else, or took longer than `LIMIT` seconds (it is ended).

        """
        asked = {"id": row["qid"], "question": row["q"], "history": row.get("history") or []}
        line = f"{json.dumps(asked, ensure_ascii=False)}\n".encode()
        if not self._child.stdin or not self._child.stdout:
            raise BenchmarkError("a child without pipes; start it by System")
        timer = Timer(LIMIT, self._child.kill)
        timer.start()
        started = perf_counter()
        try:
            self._child.stdin.write(line)
            self._child.stdin.flush()
            said = self._child.stdout.readline()
        except OSError:
            said = b""
        finally:
            spent = 1000 * (perf_counter() - started)
            timer.cancel()
        return self._read(said, row), spent

    def _read(self, said: bytes, row: Record) -> Record:
        try:
            answer: Record = json.loads(said)
        except ValueError:
            answer = {}
        if answer.get("id") != row["qid"]:
            self._child.kill()
            self._stderr.seek(0)
            raise BenchmarkError(failure(self._arguments, self._child.wait(), self._stderr.read(), said))
        return answer

    def close(self) -> float:
        """End the child and return its peak memory in MB; 0 where it had ended before."""
        if self._child.stdin:
            self._child.stdin.close()
        timer = Timer(LIMIT, self._child.kill)
        timer.start()
        peak = 0.0
        if self._child.returncode is None:
            _, status, usage = os.wait4(self._child.pid, 0)
            self._child.returncode = os.waitstatus_to_exitcode(status)
            peak = megabytes(usage.ru_maxrss)
        timer.cancel()
        if self._child.stdout:
            self._child.stdout.close()
        self._stderr.close()
        return peak
