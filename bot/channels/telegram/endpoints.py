"""The HTTP port: /healthz, /readyz, /metrics, and the webhook where there is one."""

import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import monotonic

from aiohttp import web
from telegram import Bot, Update

from bot.channels.telegram.metrics import Metrics
from bot.channels.telegram.updates import has_number, is_readable

log = logging.getLogger(__name__)
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
MOST_BYTES = 1_000_000  # of an update; Telegram's have some kilobytes
POLL_WINDOWS = 3  # long polls without a round trip before the bot counts as not ready


@dataclass(slots=True)
class Health:
    """What readiness is judged by. `poll_seconds` is None with a webhook."""

    poll_seconds: float | None = None
    warm: bool = False
    polled: float | None = None

    def stamp(self) -> None:
        """Note a getUpdates round trip that just ended."""
        self.polled = monotonic()

    def age(self) -> float | None:
        """Return the seconds since the last round trip; None before the first."""
        return None if self.polled is None else monotonic() - self.polled

    def reason(self) -> str:
        """Return why the bot is not ready, or ""."""
        if not self.warm:
            return "the index or the model is still loading"
        if self.poll_seconds is None:
            return ""
        age = self.age()
        if age is None:
            return "no getUpdates round trip yet"
        return f"no getUpdates round trip for {age:.0f} s" if age > POLL_WINDOWS * self.poll_seconds else ""


def build_endpoints(health: Health, metrics: Metrics) -> web.Application:
    """Return the application with the three pages that every operator wants."""

    async def healthz(_: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def readyz(_: web.Request) -> web.Response:
        reason = health.reason()
        return web.Response(text=(reason or "ready") + "\n", status=503 if reason else 200)

    async def page(_: web.Request) -> web.Response:
        age = health.age()
        metrics.poll_age.set(-1 if age is None else age)
        return web.Response(body=metrics.page(), headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})

    app = web.Application(client_max_size=MOST_BYTES)
    app.add_routes([web.get("/healthz", healthz), web.get("/readyz", readyz), web.get("/metrics", page)])
    return app


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Telegram delivers to, and what proves that it is Telegram."""

    path: str
    secret: str


def add_webhook(
    app: web.Application, webhook: Webhook, bot: Bot, take: Callable[[object], Awaitable[None]], metrics: Metrics
) -> None:
    """Add the route that Telegram delivers to: `take` has stored an update before it is answered with 200.

    An update that cannot be read is answered with 200 too: else Telegram sends it again and again, before all others.
    """

    async def deliver(request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode("utf-8", "replace"), webhook.secret.encode()):
            log.warning("webhook: wrong secret from %s", request.remote)
            return web.Response(status=403)
        try:
            body = json.loads(await request.read())
        except (ValueError, RecursionError):
            body = None
        if not has_number(body):
            log.warning("webhook: no update")
            return web.Response(status=400)
        if not is_readable(body):
            metrics.malformed.inc()
            log.warning("webhook: left out what cannot be read as an update")
            return web.Response()
        update = Update.de_json(body, bot)
        await take(update)
        return web.Response()

    app.add_routes([web.post(webhook.path or "/", deliver)])
