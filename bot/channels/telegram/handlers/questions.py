"""Questions: private messages, mentions, replies, edits. The answer replies; an edited question edits its answer."""

import logging
from time import perf_counter

from telegram import Bot, Message, Update

from bot.channels.telegram.addressing import Asked, asked_in
from bot.channels.telegram.layout import plain
from bot.channels.telegram.phrases import say
from bot.channels.telegram.screens import Reader, Screen
from bot.channels.telegram.services import Services, with_typing
from bot.channels.telegram.sessions import about_quoted
from bot.conversation import Conversation
from bot.types import Answer, Status

log = logging.getLogger(__name__)


async def on_message(update: Update, bot: Bot, services: Services) -> None:
    """Answer a message that is a question to this bot; leave the others alone."""
    asked = asked_in(update, bot.bot)
    message = update.effective_message
    if asked is None or message is None:
        return
    if not asked.text:
        if message.chat.type == "private" and not asked.edited:
            await reply(asked, Screen((plain(say("text_only", language_of(message) or "zh")),)), services)
        return
    await answer_question(asked, bot, services, services.reader(asked.asker, language_of(message)))


async def answer_question(asked: Asked, bot: Bot, services: Services, reader: Reader) -> None:
    """Answer a question in its chat, unless there are too many of them."""
    if not asked.edited and await _is_too_much(asked, services, reader):
        return
    started = perf_counter()
    conversation = services.sessions.get(asked.place)
    if asked.replied:
        conversation = about_quoted(asked.replied, services.app.facts) or conversation
    work = services.answer(asked.text, conversation)
    answer, after = await with_typing(bot, asked.chat, asked.thread, work)
    services.sessions.put(asked.place, after)
    screen = await services.screen(answer, reader)
    await reply(asked, screen, services)
    services.metrics.seconds.observe(perf_counter() - started)
    note(answer, asked, services)


async def reply(asked: Asked, screen: Screen, services: Services) -> None:
    """Send a screen as the answer to a question; where it was answered before, change that answer."""
    known = services.stored(lambda store: store.answers_to(asked.chat, asked.message)) if asked.edited else None
    if known:
        ids = await services.sender.edit(asked.chat, known, screen, thread=asked.thread)
    else:
        ids = await services.sender.send(asked.chat, screen, thread=asked.thread, reply_to=asked.message)
    services.stored(lambda store: store.sent(asked.chat, asked.message, ids))


def note(answer: Answer, asked: Asked, services: Services) -> None:
    """Count an answer, and keep a question that had none."""
    services.metrics.answers.labels(answer.status.value).inc()
    services.stored(lambda store: store.answered(answer.status.value, asked.asker))
    if answer.status is Status.NOT_FOUND:
        services.stored(lambda store: store.refuse(asked.text[:1000], answer.reason or "", asked.asker))
    if services.telegram.log_text:
        log.info("%s: %s", answer.status.value, asked.text)


async def ask_anew(asked: Asked, bot: Bot, services: Services, reader: Reader) -> None:
    """Answer words by themselves, without the conversation before them."""
    services.sessions.put(asked.place, Conversation())
    await answer_question(asked, bot, services, reader)


async def _is_too_much(asked: Asked, services: Services, reader: Reader) -> bool:
    """Say whether this is one question too many; say so politely once."""
    refusals = [r for r in (services.users.refuse(asked.asker), services.chats.refuse(asked.chat)) if r]
    if not refusals:
        return False
    services.metrics.limited.inc()
    if any(r.tell for r in refusals):
        seconds = max(r.seconds for r in refusals)
        await reply(asked, Screen((plain(say("slow_down", reader.language, seconds=seconds)),)), services)
    return True


def language_of(message: Message) -> str | None:
    """Return the language of the sender's Telegram."""
    return message.from_user.language_code if message.from_user else None
