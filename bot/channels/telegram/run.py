"""The life of the bot: settings checked, what was left over answered, updates taken until the process ends."""

import asyncio
import logging
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, suppress
from urllib.parse import urlsplit

from aiohttp import web
from telegram.error import Forbidden, InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from bot.app import App
from bot.channels.telegram import endpoints, logs, polling
from bot.channels.telegram.application import UPDATES, PolicyApplication, build_application
from bot.channels.telegram.endpoints import Health
from bot.channels.telegram.inbox import Inbox
from bot.channels.telegram.limits import RateLimit
from bot.channels.telegram.metrics import Metrics
from bot.channels.telegram.profile import publish
from bot.channels.telegram.sender import Sender
from bot.channels.telegram.services import Services
from bot.channels.telegram.sessions import Sessions
from bot.channels.telegram.store import Store, StoreError
from bot.config import Config
from bot.telegram_config import TelegramConfig, TelegramConfigError
from knowledge.errors import PolicyBotError

log = logging.getLogger(__name__)
CONNECTIONS = 32  # to the Bot API for sending
PURGE_SECONDS = 3600.0


def serve(app: App, config: Config, telegram: TelegramConfig) -> int:
    """Run the bot until SIGTERM or SIGINT; return the exit status: 0, or 1 where polling stayed silent.

    Raises:
        PolicyBotError: the token is refused, or the port is taken; one line that says what to do.

    """
    logs.set_up(as_json=telegram.json_logs, secrets=(telegram.token, telegram.webhook_secret))

    async def until_told() -> int:
        ended = asyncio.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(name, ended.set)
        return await live(app, config, telegram, ended)

    return asyncio.run(until_told())


async def live(app: App, config: Config, telegram: TelegramConfig, ended: asyncio.Event, pace: float = 1.0) -> int:
    """Run the bot until `ended`; see `serve`. `pace` scales the waits between attempts to send."""
    async with AsyncExitStack() as life:
        application = await life.enter_async_context(_Assembled(app, config, telegram, pace))
        silent = await _take_updates(application, telegram, ended, life)
    return 1 if silent else 0


class _Assembled:
    """The application with its services, initialised and started; closed in the reverse order."""

    def __init__(self, app: App, config: Config, telegram: TelegramConfig, pace: float) -> None:
        self._telegram = telegram
        self.application = assemble(app, config, telegram, pace)

    async def __aenter__(self) -> PolicyApplication:
        application = self.application
        try:
            await self._initialize()
        except BaseException:
            await application.bot.shutdown()
            self._close()
            raise
        await application.start()
        return application

    async def _initialize(self) -> None:
        try:
            await self.application.initialize()
        except (InvalidToken, Forbidden) as error:
            raise TelegramConfigError(
                "POLICYBOT_TELEGRAM_TOKEN: refused by the Bot API; copy it again from @BotFather"
            ) from error
        except TelegramError as error:
            raise TelegramConfigError(
                f"{self._telegram.base_url}: the Bot API cannot be reached ({_clean(error)}); check network and proxy"
            ) from error

    def _close(self) -> None:
        services = self.application.services
        services.executor.shutdown(wait=False, cancel_futures=True)
        if services.store:
            services.store.close()

    async def __aexit__(self, *_: object) -> None:
        application = self.application
        deadline = asyncio.get_running_loop().time() + self._telegram.shutdown_seconds
        for ending in (application.update_queue.join, application.stop):  # one deadline for both; see compose.yaml
            with suppress(TimeoutError):
                async with asyncio.timeout_at(deadline):
                    await ending()
        await application.shutdown()
        self._close()


def _clean(error: TelegramError) -> str:
    """Return what an error says in one line, without anything that looks like a token."""
    return logs.Redacting().clean(" ".join(str(error).split()))


def assemble(app: App, config: Config, telegram: TelegramConfig, pace: float = 1.0) -> PolicyApplication:
    """Return the application with everything that it needs; nothing is asked of Telegram yet."""
    metrics, health = Metrics(), Health(None if telegram.webhook_url else polling.POLL_SECONDS)
    store = _open_store(config, metrics)
    inbox = Inbox(store, metrics, telegram.stale_seconds)
    request = HTTPXRequest(connection_pool_size=CONNECTIONS, proxy=telegram.proxy)
    stamping = polling.StampingRequest(health, metrics, connection_pool_size=2, proxy=telegram.proxy)
    application = build_application(telegram, inbox, request, stamping)
    application.services = Services(
        app=app, config=config, telegram=telegram, sender=Sender(application.bot, metrics, pace), inbox=inbox,
        sessions=Sessions(telegram.conversation_minutes), users=RateLimit(telegram.user_rate),
        chats=RateLimit(telegram.chat_rate), metrics=metrics, health=health,
        executor=ThreadPoolExecutor(max_workers=os.cpu_count() or 1, thread_name_prefix="answer"), store=store,
    )  # fmt: skip
    return application


def _open_store(config: Config, metrics: Metrics) -> Store | None:
    """Return the database, or None where it cannot be opened: questions are answered without it."""
    try:
        return Store(config.home)
    except StoreError as error:
        metrics.store_errors.inc()
        log.error("%s; feedback and settings are not kept", error)
        return None


async def _take_updates(
    application: PolicyApplication, telegram: TelegramConfig, ended: asyncio.Event, life: AsyncExitStack
) -> bool:
    """Take updates until `ended`; return whether polling fell silent for good."""
    services = application.services
    if telegram.http_port:
        await _listen(_pages(application, telegram), telegram, life)
    restored = await services.inbox.restore(application.bot)
    if restored:
        log.info("%d updates of an earlier run are answered now", restored)
    background = (_warm(services), _purge(services), publish(application.bot, telegram.admins))
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
            f"POLICYBOT_WEBHOOK_URL: refused by the Bot API ({_clean(error)}); "
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
