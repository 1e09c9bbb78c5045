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
    reader = services.reader(asked.asker, language_of(message))
    if not asked.text:
        await _without_words(asked, message, services, reader)
    elif not await is_too_much(asked, services, reader):
        await answer_question(asked, bot, services, reader)


async def _without_words(asked: Asked, message: Message, services: Services, reader: Reader) -> None:
    """Say once that a picture or voice is not understood, and to a bare mention what to write; else nothing."""
    if asked.edited or not services.sessions.is_first_of(message.media_group_id):
        return
    if not asked.private and message.text:
        await reply(asked, Screen((plain(say("ask_what", reader.language)),)), services)
    elif asked.private and message.effective_attachment is not None:
        await reply(asked, Screen((plain(say("text_only", reader.language)),)), services)


async def answer_question(asked: Asked, bot: Bot, services: Services, reader: Reader) -> None:
    """Answer a question in its chat."""
    started = perf_counter()
    conversation = services.conversation(asked.place, asked.message if asked.edited else None)
    if asked.replied:
        # a reply is about the document that it quotes, whatever was chosen
        conversation = about_quoted(asked.replied, services.app.entries) or conversation
    work = services.answer(asked.text, conversation)
    answer, after = await with_typing(bot, asked.chat, asked.thread, work)
    services.keep(asked.place, conversation, after, asked.message)
    screen = await services.screen(answer, reader)
    await reply(asked, screen, services)
    services.metrics.seconds.observe(perf_counter() - started)
    note(answer, asked, services)


async def reply(asked: Asked, screen: Screen, services: Services) -> None:
    """Send a screen as the answer to a question; where it was answered before, change that answer."""
    known = services.stored(lambda store: store.answers_to(asked.chat, asked.message)) if asked.edited else None
    if known:
        ids = await services.sender.edit(asked.chat, known, screen, thread=asked.thread, reply_to=asked.message)
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
        log.info("%s: %r", answer.status.value, asked.text)


async def ask_anew(asked: Asked, bot: Bot, services: Services, reader: Reader) -> None:
    """Answer words by themselves, without the conversation before them."""
    services.sessions.put(asked.place, Conversation())
    await answer_question(asked, bot, services, reader)


async def is_too_much(asked: Asked, services: Services, reader: Reader) -> bool:
    """Say whether this is one question too many; say so politely once."""
    told = services.too_many(asked.asker, asked.chat)
    if told is None:
        return False
    if told:
        screen = Screen((plain(say("slow_down", reader.language, seconds=told)),))
        await services.sender.send(asked.chat, screen, thread=asked.thread, reply_to=asked.message)
    return True


def language_of(message: Message) -> str | None:
    """Return the language of the sender's Telegram."""
    return message.from_user.language_code if message.from_user else None
