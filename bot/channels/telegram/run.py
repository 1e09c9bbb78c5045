"""The life of the bot: settings checked, what was left over answered, updates taken until the process ends."""

import asyncio
import logging
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, suppress

from telegram.error import Forbidden, InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from bot.app import App
from bot.channels.telegram import logs, polling
from bot.channels.telegram.application import PolicyApplication, build_application
from bot.channels.telegram.endpoints import Health
from bot.channels.telegram.inbox import Inbox
from bot.channels.telegram.intake import take_updates
from bot.channels.telegram.limits import RateLimit
from bot.channels.telegram.metrics import Metrics
from bot.channels.telegram.sender import Sender
from bot.channels.telegram.services import Services
from bot.channels.telegram.sessions import Sessions
from bot.channels.telegram.store import Store, StoreError
from bot.config import Config
from bot.telegram_config import TelegramConfig, TelegramConfigError
from knowledge.errors import PolicyBotError

log = logging.getLogger(__name__)
CONNECTIONS = 32  # to the Bot API for sending


def serve(app: App, config: Config, telegram: TelegramConfig) -> int:
    """Run the bot until SIGTERM or SIGINT; return the exit status: 0, or 1 after a fault or a long silence.

    Raises:
        PolicyBotError: the token is refused, or the port is taken; one line that says what to do.

    """
    logs.set_up(as_json=telegram.json_logs, secrets=(telegram.token, telegram.webhook_secret, telegram.proxy or ""))
    for name in config.unknown:
        log.warning("%s: no setting of this name; misspelt?", name)

    async def until_told() -> int:
        ended = asyncio.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(name, ended.set)
        return await live(app, config, telegram, ended)

    try:
        return asyncio.run(until_told())
    except PolicyBotError:
        raise
    except Exception:  # the last resort: only the log hides the token in a traceback
        log.critical("the bot ended by a fault", exc_info=True)
        return 1


async def live(app: App, config: Config, telegram: TelegramConfig, ended: asyncio.Event, pace: float = 1.0) -> int:
    """Run the bot until `ended`; see `serve`. `pace` scales the waits between attempts to send."""
    async with AsyncExitStack() as life:
        application = await life.enter_async_context(_Assembled(app, config, telegram, pace))
        silent = await take_updates(application, telegram, ended, life)
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
                f"{self._telegram.base_url}: the Bot API cannot be reached ({logs.clean(error)}); "
                "check network and proxy"
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
