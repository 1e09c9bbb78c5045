"""What Telegram shows of the bot: commands by scope and language, descriptions."""

import logging
from functools import partial

from telegram import Bot, BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import TelegramError

from bot.channels.telegram.handlers.administration import ADMINISTRATION
from bot.channels.telegram.handlers.commands import COMMANDS
from bot.channels.telegram.phrases import say

log = logging.getLogger(__name__)
# Code of the reader's Telegram and language shown. Chinese for every other code too: the Chinese language packs have
# codes of their own (zh-hans-raw, classic-zh-cn), which need not count as zh.
SHOWN = ((None, "zh"), ("zh", "zh"), ("en", "en"))
IN_GROUPS = ("ask", "clause", "toc", "targets", "check", "about", "help")


async def publish(bot: Bot, admins: frozenset[int]) -> None:
    """Set commands and descriptions in every language; a server that refuses them is no hindrance."""
    for code, language in SHOWN:
        private = [BotCommand(name, say(f"command_{name}", language)) for name in COMMANDS]
        administration = [BotCommand(name, say(f"command_{name}", language)) for name in ADMINISTRATION]
        groups = [c for c in private if c.command in IN_GROUPS]
        calls = [
            partial(bot.set_my_commands, private, BotCommandScopeAllPrivateChats(), code),
            partial(bot.set_my_commands, groups, BotCommandScopeAllGroupChats(), code),
            partial(bot.set_my_description, say("description", language), code),
            partial(bot.set_my_short_description, say("short_description", language), code),
            *(partial(bot.set_my_commands, private + administration, BotCommandScopeChat(a), code) for a in admins),
        ]
        for call in calls:
            try:
                await call()
            except TelegramError as error:
                log.info("the bot's profile: %s", error)
