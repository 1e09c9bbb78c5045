"""Logs without secrets: plain or JSON lines with a request id, never the token, no message text unless asked for."""

import logging
import re
from contextvars import ContextVar

from pythonjsonlogger.json import JsonFormatter

request_id: ContextVar[str] = ContextVar("request_id", default="-")
PLAIN = "%(asctime)s %(levelname)s %(name)s [%(request)s] %(message)s"
CHATTY = ("httpx", "httpcore", "aiohttp.access", "faiss.loader")  # the first two print every URL, with the token in it
# Tells of polling errors, which bot.channels.telegram.polling does in a line, and with a traceback of the last
# getUpdates at the end: what it leaves unacknowledged comes again, and is known.
REPEATING = ("telegram.ext.Updater",)
_ANY_TOKEN = re.compile(r"\d{6,16}:[A-Za-z0-9_-]{30,}")
HIDDEN = "…token…"


class Redacting(logging.Filter):
    """Takes the token out of every record, its arguments and its traceback, and adds the request id."""

    def __init__(self, *secrets: str) -> None:
        super().__init__()
        self._secrets = [s for s in secrets if s]

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record in place; let it pass."""
        record.request = request_id.get()
        message = record.getMessage()
        record.msg, record.args = self.clean(message), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = self.clean(record.exc_text)
            record.exc_info = None
        return True

    def clean(self, text: str) -> str:
        """Return `text` without the secrets, and without anything that looks like a token."""
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return _ANY_TOKEN.sub(HIDDEN, text)


def clean(error: Exception) -> str:
    """Return what an error says in one line, without anything that looks like a token."""
    return Redacting().clean(" ".join(str(error).split()))


def set_up(*, as_json: bool, secrets: tuple[str, ...]) -> None:
    """Send every log to stderr in one form; a second call replaces the first."""
    handler = logging.StreamHandler()
    handler.setLevel(logging.INFO)  # some libraries set their own loggers to DEBUG
    fields = ["asctime", "levelname", "name", "request", "message"]
    form = " ".join(f"%({name})s" for name in fields)
    handler.setFormatter(JsonFormatter(form) if as_json else logging.Formatter(PLAIN))
    handler.addFilter(Redacting(*secrets))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in REPEATING:
        logging.getLogger(name).setLevel(logging.CRITICAL)
