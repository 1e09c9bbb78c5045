"""A command as it was given, and the ways to answer it."""

import io
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from telegram import Bot, Message, Update

from bot.channels.telegram.addressing import Asked, asker_of, command_of, is_addressable, is_private, thread_of
from bot.channels.telegram.handlers.questions import language_of, reply
from bot.channels.telegram.layout import plain
from bot.channels.telegram.phrases import say
from bot.channels.telegram.screens import Reader, Screen, screen_of
from bot.channels.telegram.services import Services


@dataclass(frozen=True, slots=True)
class Given:
    """A command as it was given: what stands behind it, in which message, by whom, for whom it is shown."""

    words: str
    asked: Asked
    message: Message
    reader: Reader
    bot: Bot
    services: Services

    async def show(self, screen: Screen) -> None:
        """Answer with a screen."""
        await reply(self.asked, screen, self.services)

    async def tell(self, key: str, **fields: object) -> None:
        """Answer with one phrase."""
        await self.show(screen_of([plain(say(key, self.reader.language, **fields))]))


Command = Callable[[Given], Awaitable[None]]


def read_command(update: Update, bot: Bot, services: Services) -> tuple[str, Given] | None:
    """Return the command of an update with all that it needs, or None where there is none."""
    message = update.message or update.edited_message
    found = command_of(message, bot.bot) if message else None
    if message is None or found is None or not is_addressable(message):
        return None
    name, words = found
    return name, as_given(words, message, bot, services, edited=update.edited_message is not None)


def as_given(words: str, message: Message, bot: Bot, services: Services, *, edited: bool = False) -> Given:
    """Return what a message gives to a command."""
    person = asker_of(message)
    asked = Asked(
        message.chat.id, person, message.message_id, words, thread_of(message), edited, private=is_private(message.chat)
    )
    return Given(words, asked, message, services.reader(person, language_of(message)), bot, services)


async def send_file(given: Given, content: bytes, name: str, caption: str) -> None:
    """Send a file in answer to a command."""
    await given.services.sender.quietly(
        given.asked.chat,
        lambda: given.bot.send_document(
            given.asked.chat, io.BytesIO(content), filename=name, caption=caption[:1000],
            message_thread_id=given.asked.thread,
        ),
    )  # fmt: skip
