"""How a process leaves while a thread of it still works: at once."""

import logging
import os
import sys
import threading
from typing import NoReturn


def works_on() -> bool:
    """Say whether a thread that the interpreter would wait for still works, as one that builds an index does."""
    return any(t is not threading.current_thread() and not t.daemon for t in threading.enumerate())


def leave(status: int) -> NoReturn:
    """End the process now. What a thread was writing is left as after a kill: an index is whole or not there."""
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    os._exit(status)
