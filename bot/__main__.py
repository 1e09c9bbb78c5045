"""The command line: `policybot COMMAND`. The commands are in `bot/commands.py`; this is the edge around them.

Exit status: 0 done, 1 not found or check failed, 2 wrong usage or bad input; 130 interrupted, 141 reader gone.
Whatever happens, a person reads one line and no traceback.
"""
# ruff: noqa: PLC0415 - imported at use, so that a command loads only what it needs

import os
import sys
from collections.abc import Sequence

BAD_INPUT, INTERRUPTED, READER_GONE = 2, 130, 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status. Raises nothing."""
    _speak_utf8()
    try:
        return _run(arguments)
    except BrokenPipeError:
        _forget_stdout()
        return READER_GONE
    except KeyboardInterrupt:
        return INTERRUPTED


def _run(arguments: Sequence[str] | None) -> int:
    """Run one command; every failure becomes one line on stderr."""
    from knowledge.errors import PolicyBotError

    try:
        status = _obey(arguments)
        if sys.stdout is not None:
            sys.stdout.flush()
        return status
    except PolicyBotError as error:
        return _complain(str(error))
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.filename is None:
            _forget_stdout()  # most likely stdout itself: its disk is full
        return _complain(f"{error.filename or 'output'}: {error.strerror or error}; check space and permissions")
    except Exception as error:  # the last resort: no traceback reaches a person
        return _complain_of_fault(error)


def _obey(arguments: Sequence[str] | None) -> int:
    from bot import commands

    try:
        given = commands.parser().parse_args(arguments)
        return int(given.run(given))
    except SystemExit as left:  # argparse leaves so after --help and --version
        return left.code if isinstance(left.code, int) else 0


def _complain(message: str) -> int:
    line = " ".join(message.split())
    if sys.stderr is not None:
        sys.stderr.write((line if line.startswith("policybot") else f"policybot: {line}") + "\n")
    return BAD_INPUT


def _complain_of_fault(error: Exception) -> int:
    from bot import config, faults, wording
    from knowledge.errors import PolicyBotError

    try:
        home = config.read().home
    except PolicyBotError:
        home = None
    return _complain(wording.internal_error(*faults.record(error, home)))


def _speak_utf8() -> None:
    """Print UTF-8 whatever the locale; a lone surrogate is written as its escape, which is what JSON wants too."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")


def _forget_stdout() -> None:
    """Point stdout nowhere, so that the interpreter's last flush does not fail again."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        return  # stdout is no file; there is nothing to point elsewhere


if __name__ == "__main__":
    sys.exit(main())
