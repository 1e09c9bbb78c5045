"""What Telegram shows of the bot: commands by scope and language, descriptions."""

import logging
from functools import partial

from telegram import Bot, BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import TelegramError

from bot.channels.telegram.handlers.commands import ADMINISTRATION, COMMANDS
from bot.channels.telegram.phrases import LANGUAGES, say

log = logging.getLogger(__name__)
IN_GROUPS = ("ask", "clause", "toc", "targets", "check", "about", "help")


async def publish(bot: Bot, admins: frozenset[int]) -> None:
    """Set commands and descriptions in every language; a server that refuses them is no hindrance."""
    for language in LANGUAGES:
        code = None if language == "zh" else language
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
