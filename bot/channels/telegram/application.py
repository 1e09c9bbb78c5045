"""The one place where the bot is put together: `build_application` is what runs, and what every test drives."""

import logging
import uuid
from typing import Any

from telegram import Bot, Update
from telegram.ext import Application, ApplicationBuilder, ContextTypes, TypeHandler
from telegram.request import BaseRequest

from bot.channels.telegram.addressing import asker_of, is_private, thread_of
from bot.channels.telegram.handlers.buttons import on_reaction, on_tap
from bot.channels.telegram.handlers.checking import check_awaited
from bot.channels.telegram.handlers.commands import on_command
from bot.channels.telegram.handlers.elsewhere import on_guest, on_inline, on_membership, on_move
from bot.channels.telegram.handlers.given import read_command
from bot.channels.telegram.handlers.questions import language_of, on_message
from bot.channels.telegram.inbox import Inbox
from bot.channels.telegram.layout import plain
from bot.channels.telegram.logs import request_id
from bot.channels.telegram.phrases import say
from bot.channels.telegram.processor import ChatOrder
from bot.channels.telegram.screens import Screen
from bot.channels.telegram.services import Services
from bot.telegram_config import TelegramConfig

log = logging.getLogger(__name__)
BotApplication = Application[Any, Any, Any, Any, Any, Any]
UPDATES = (
    "message", "edited_message", "callback_query", "inline_query", "my_chat_member", "message_reaction",
    "guest_message",
)  # fmt: skip


class PolicyApplication(Application):  # type: ignore[type-arg]
    """An application that notes each update as done only once it was handled to the end."""

    services: Services

    async def process_update(self, update: object) -> None:
        """Handle an update; one that was broken off (the process ends) stays in the store and comes back."""
        await super().process_update(update)
        if isinstance(update, Update):
            self.services.inbox.done(update)


def build_application(
    telegram: TelegramConfig, inbox: Inbox, request: BaseRequest, polling: BaseRequest, order: ChatOrder | None = None
) -> PolicyApplication:
    """Return the application; `services` must be set on it before it handles an update.

    `request` sends, `polling` takes updates: apart, so that a long poll holds no connection that an answer needs.
    """
    builder = (
        ApplicationBuilder()
        .application_class(PolicyApplication)
        .token(telegram.token)
        .base_url(telegram.base_url)
        .base_file_url(telegram.base_file_url)
        .request(request)
        .get_updates_request(polling)
        .update_queue(inbox)
        .concurrent_updates(order or ChatOrder())
    )
    application = builder.build()
    if not isinstance(application, PolicyApplication):
        raise TypeError("the builder made another application")
    application.add_handler(TypeHandler(Update, _handle))
    application.add_error_handler(_failed)
    return application


async def _handle(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Lead an update to its handler, in a request of its own; its id stays for `_failed`, in the same task."""
    request_id.set(uuid.uuid4().hex[:8])
    await dispatch(update, context.bot, _services(context))


async def dispatch(update: Update, bot: Bot, services: Services) -> None:
    """Handle one update, if who sent it may be answered."""
    if update.message and on_move(update.message, services):
        return
    if not is_allowed(update, services.telegram):
        return
    if update.callback_query:
        await on_tap(update, bot, services)
    elif update.inline_query:
        await on_inline(update, bot, services)
    elif update.message_reaction:
        await on_reaction(update, services)
    elif update.my_chat_member:
        await on_membership(update, services)
    elif update.guest_message:
        if services.telegram.guests:
            await on_guest(update.guest_message, bot, services)
    elif found := read_command(update, bot, services):
        await on_command(*found)
    elif not await check_awaited(update, bot, services):
        await on_message(update, bot, services)


def is_allowed(update: Update, telegram: TelegramConfig) -> bool:
    """Say whether the allow-lists let an update through; empty lists let everything through."""
    chat, user = update.effective_chat, update.effective_user
    if telegram.chats and chat is not None and chat.id not in telegram.chats and not is_private(chat):
        return False
    if not telegram.users and not (telegram.chats and chat is not None and is_private(chat)):
        return True
    return user is not None and user.id in telegram.users | telegram.admins


async def _failed(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Count and log what a handler did not foresee, and tell the person with a number to report."""
    services = _services(context)
    services.metrics.failures.inc()
    number = request_id.get()
    log.error("request %s failed", number, exc_info=context.error)
    message = (update.message or update.edited_message) if isinstance(update, Update) else None
    if message is None or message.from_user is None or message.from_user.is_bot:
        return
    language = services.reader(asker_of(message), language_of(message)).language
    screen = Screen((plain(say("failed", language, request=number)),))
    await services.sender.send(message.chat.id, screen, thread=thread_of(message), reply_to=message.message_id)


def _services(context: ContextTypes.DEFAULT_TYPE) -> Services:
    application = context.application
    if not isinstance(application, PolicyApplication):
        raise TypeError("not our application")
    return application.services
