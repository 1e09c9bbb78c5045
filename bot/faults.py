"""What goes wrong at the edge: input that cannot be used, and failures that nobody foresaw.

Of the latter a person gets a request id; the whole story goes into a log file.
"""

import secrets
import traceback
from datetime import UTC, datetime
from pathlib import Path

from knowledge.errors import PolicyBotError

LOG_NAME = "policybot.log"
MAX_LOG_BYTES = 5_000_000  # then the log is begun anew, the one before kept as .1


class BadInput(PolicyBotError):  # noqa: N818 - named after what a person gave
    """What a person gave cannot be used; the message says what, where and what to do."""


def record(error: BaseException, home: Path | None) -> tuple[str, Path | None]:
    """Append the traceback of `error` to the log in `home`; return its request id and the log, None if unwritable."""
    request = secrets.token_hex(4)
    story = "".join(traceback.format_exception(error))
    if home is None:
        return request, None
    log = home / LOG_NAME
    try:
        home.mkdir(parents=True, exist_ok=True)
        if log.exists() and log.stat().st_size > MAX_LOG_BYTES:
            log.replace(log.with_suffix(".log.1"))
        with log.open("a", encoding="utf-8", errors="backslashreplace") as out:
            out.write(f"--- {datetime.now(UTC).isoformat(timespec='seconds')} {request}\n{story}\n")
    except OSError:
        return request, None  # a full or read-only disk must not hide the first failure
    return request, log
