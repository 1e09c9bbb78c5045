"""Taking updates: the HTTP port first, then what an earlier run left over, then polling or the webhook."""

import asyncio
import logging
from contextlib import AsyncExitStack, suppress
from urllib.parse import urlsplit

from aiohttp import web
from telegram.error import TelegramError

from bot.channels.telegram import endpoints, logs, polling
from bot.channels.telegram.application import UPDATES, PolicyApplication
from bot.channels.telegram.profile import publish
from bot.channels.telegram.services import Services
from bot.telegram_config import TelegramConfig, TelegramConfigError
from knowledge.errors import PolicyBotError

log = logging.getLogger(__name__)
PURGE_SECONDS = 3600.0


async def take_updates(
    application: PolicyApplication, telegram: TelegramConfig, ended: asyncio.Event, life: AsyncExitStack
) -> bool:
    """Take updates until `ended`; return whether polling fell silent for good."""
    services = application.services
    if telegram.http_port:
        await _listen(_pages(application, telegram), telegram, life)
    restored = await services.inbox.restore(application.bot)
    if restored:
        log.info("%d updates of an earlier run are answered now", restored)
    background = (
        _warm(services),
        _purge(services),
        publish(application.bot, telegram.admins),
        services.metrics.lag.watch(),
    )
    tasks = [asyncio.create_task(task) for task in background]
    silent = asyncio.Event()

    def give_up() -> None:
        silent.set()
        ended.set()

    if telegram.webhook_url:
        await _set_webhook(application, telegram)
    else:
        await _poll(application)
        watching = polling.watch(services.health, lambda: _poll_anew(application), give_up, polling.POLL_SECONDS)
        tasks.append(asyncio.create_task(watching))
    log.info("ready as @%s, by %s", application.bot.username, "webhook" if telegram.webhook_url else "polling")
    await ended.wait()
    for task in tasks:
        task.cancel()
    await _stop_polling(application)
    return silent.is_set()


def _pages(application: PolicyApplication, telegram: TelegramConfig) -> web.Application:
    """Return what the HTTP port shows, the webhook with it where there is one."""
    services = application.services
    pages = endpoints.build_endpoints(services.health, services.metrics)
    if telegram.webhook_url:
        webhook = endpoints.Webhook(urlsplit(telegram.webhook_url).path, telegram.webhook_secret)
        endpoints.add_webhook(pages, webhook, application.bot, services.inbox.put, services.metrics)
    return pages


async def _set_webhook(application: PolicyApplication, telegram: TelegramConfig) -> None:
    try:
        await application.bot.set_webhook(
            telegram.webhook_url or "", allowed_updates=UPDATES, secret_token=telegram.webhook_secret,
            max_connections=40,
        )  # fmt: skip
    except TelegramError as error:
        raise TelegramConfigError(
            f"POLICYBOT_WEBHOOK_URL: refused by the Bot API ({logs.clean(error)}); "
            "check the address, its port (443, 80, 88 or 8443) and its certificate"
        ) from error


async def _listen(pages: web.Application, telegram: TelegramConfig, life: AsyncExitStack) -> None:
    runner = web.AppRunner(pages, access_log=None)
    await runner.setup()
    life.push_async_callback(runner.cleanup)
    try:
        await web.TCPSite(runner, telegram.http_host, telegram.http_port).start()
    except OSError as error:
        raise TelegramConfigError(
            f"POLICYBOT_HTTP_PORT: {telegram.http_host}:{telegram.http_port} cannot be used ({error.strerror}); "
            "choose another, or 0 for none"
        ) from error


async def _poll(application: PolicyApplication) -> None:
    if application.updater is None:
        raise TelegramConfigError("polling: this application has no updater")
    note = polling.on_polling_error(application.services.metrics)
    await application.updater.start_polling(
        timeout=int(polling.POLL_SECONDS), allowed_updates=UPDATES, bootstrap_retries=-1, error_callback=note
    )


async def _poll_anew(application: PolicyApplication) -> None:
    await _stop_polling(application)
    await _poll(application)


async def _stop_polling(application: PolicyApplication) -> None:
    """Stop polling; that it had ended by an error (a revoked token) was logged when it did."""
    if application.updater and application.updater.running:
        with suppress(TelegramError):
            await application.updater.stop()


async def _warm(services: Services) -> None:
    """Load index and model; without them the bot goes on answering what needs neither."""
    try:
        await asyncio.get_running_loop().run_in_executor(services.executor, services.app.warm)
        services.health.warm = True
        log.info("index and model are loaded")
    except PolicyBotError as error:
        log.critical("%s", error)
    except Exception:
        log.critical("index and model could not be loaded", exc_info=True)


async def _purge(services: Services) -> None:
    """Delete from time to time what is older than it may be kept."""
    while True:
        services.stored(lambda store: store.purge(services.telegram.retention_days))
        await asyncio.sleep(PURGE_SECONDS)
