"""A spinner on stderr that says what is being waited for; only on a terminal, and only if it lasts."""
# ruff: noqa: PLC0415 - imported at use, so that a command loads only what it needs

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

BEFORE_SHOWN = 0.4  # seconds; what needs no model is answered sooner, and must not flicker


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """Show `what` with a spinner on stderr until the block ends; nothing if stderr is no terminal."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield
        return
    ended = threading.Event()
    thread = threading.Thread(target=_spin, args=(what, ended), daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _spin(what: str, ended: threading.Event) -> None:
    if ended.wait(BEFORE_SHOWN):
        return
    from rich.console import Console

    with Console(stderr=True).status(what):
        ended.wait()
