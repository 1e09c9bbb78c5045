"""Long polling that can be watched: each getUpdates round trip is stamped, and silence is noticed.

python-telegram-bot tries a timed-out getUpdates again without a word, for ever; so the stamp, not its silence, says
whether updates still arrive.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Any

from telegram.error import Conflict, TelegramError
from telegram.request import HTTPXRequest

from bot.channels.telegram.endpoints import Health
from bot.channels.telegram.metrics import Metrics
from bot.channels.telegram.updates import readable

log = logging.getLogger(__name__)
POLL_SECONDS = 10.0  # of one long poll
REFUSED = (401, 404)  # a token that was revoked: polling then ends, and `watch` ends the process
SILENT_WINDOWS = 6  # polls without a round trip until polling is started anew, and once more until the process ends


class StampingRequest(HTTPXRequest):
    """A request that notes when a round trip ended well, and lets no update through that cannot be read.

    python-telegram-bot gives up all updates of a call for one that it cannot read, prints them into the log, and asks
    for the same ones again at once, for ever.
    """

    def __init__(self, health: Health, metrics: Metrics, **options: Any) -> None:
        super().__init__(**options)
        self._health = health
        self._metrics = metrics

    async def do_request(self, *arguments: Any, **named: Any) -> tuple[int, bytes]:
        """See `HTTPXRequest.do_request`."""
        status, body = await super().do_request(*arguments, **named)
        if status == 200:
            self._health.stamp()
            body, left_out = readable(body)
            if left_out:
                self._metrics.malformed.inc(left_out)
                log.warning("getUpdates: %d updates left out that cannot be read", left_out)
        elif status in REFUSED:
            log.critical("getUpdates: the token is refused (%d); set another as POLICYBOT_TELEGRAM_TOKEN", status)
        return status, body


def on_polling_error(metrics: Metrics) -> Callable[[TelegramError], None]:
    """Return what counts and logs a failed getUpdates; it is tried again by itself."""

    def note(error: TelegramError) -> None:
        if isinstance(error, Conflict):
            metrics.conflicts.inc()
            log.error("getUpdates: another process polls with this token, or a webhook is set; stop the other one")
        else:
            log.warning("getUpdates: %s", error)

    return note


async def watch(
    health: Health, restart: Callable[[], Awaitable[None]], give_up: Callable[[], None], window: float
) -> None:
    """Start polling anew after SILENT_WINDOWS silent windows; if it stays silent as long again, give up."""
    mark, restarted = monotonic(), False
    while True:
        await asyncio.sleep(window)
        heard = health.polled or 0.0
        restarted = restarted and heard <= mark
        silent = monotonic() - max(mark, heard)
        if silent <= SILENT_WINDOWS * window:
            continue
        if restarted:
            log.critical("polling stays silent; the process ends, so that it can be started anew")
            give_up()
            return
        log.error("no getUpdates round trip for %.0f s; polling is started anew", silent)
        try:
            await restart()
        except TelegramError as error:  # such as a token that was revoked: the second silence ends the process
            log.error("polling could not be started anew: %s", error)
        mark, restarted = monotonic(), True
