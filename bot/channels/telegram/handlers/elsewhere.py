"""Inline queries, guest questions, and what happens to the bot itself: added, removed, blocked, moved."""

import logging
from dataclasses import replace
from functools import partial

from telegram import Bot, InlineQueryResultArticle, InlineQueryResultsButton, InputTextMessageContent, Message, Update
from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError

from bot.answerer import Conversation
from bot.channels.telegram.addressing import asker_of, without_mention
from bot.channels.telegram.handlers.questions import language_of
from bot.channels.telegram.inline import InlineItem, inline_items
from bot.channels.telegram.layout import to_entities
from bot.channels.telegram.phrases import say
from bot.channels.telegram.services import Services
from bot.types import Answer

log = logging.getLogger(__name__)
PAGE = 50  # results that Telegram takes at a time
STATIC_SECONDS = 3600  # how long Telegram may keep the outline and clauses by number
SEARCH_SECONDS = 60


async def on_inline(update: Update, bot: Bot, services: Services) -> None:
    """Offer clauses for a query; what cannot be sent in time is dropped, the next keystroke asks again."""
    query = update.inline_query
    if query is None:
        return
    items = await services.off_loop(partial(_items, query.query, services))
    offset = int(query.offset) if query.offset.isdecimal() else 0
    shown, rest = items[offset : offset + PAGE], items[offset + PAGE :]
    language = services.reader(query.from_user.id, query.from_user.language_code).language
    button = None if items else InlineQueryResultsButton(say("ask_in_private", language), start_parameter="help")
    seconds = SEARCH_SECONDS if query.query.strip() and not query.query.strip().isdigit() else STATIC_SECONDS
    try:
        await bot.answer_inline_query(
            query.id, [article(i) for i in shown], cache_time=seconds, is_personal=False,
            next_offset=str(offset + PAGE) if rest else "", button=button,
        )  # fmt: skip
    except TelegramError as error:
        log.info("inline query not answered: %s", error)


def _items(query: str, services: Services) -> list[InlineItem]:
    def answer(words: str) -> Answer:
        return services.app.answerer.answer(words, Conversation())[0]

    return inline_items(query, services.document, answer, services.shelf)


def article(item: InlineItem) -> InlineQueryResultArticle:
    """Return a result as Telegram takes it."""
    content = InputTextMessageContent(item.piece.text, entities=to_entities(item.piece))
    return InlineQueryResultArticle(item.id, item.title[:200], content, description=item.description)


async def on_guest(message: Message, bot: Bot, services: Services) -> None:
    """Answer a question from a chat that the bot is not in (Bot API 10.0), in one message."""
    words = without_mention(message, bot.bot.username or "")[1].strip()
    asker = asker_of(message)
    if not words or not message.guest_query_id or services.too_many(asker, message.chat.id) is not None:
        return
    reader = services.reader(asker, language_of(message))
    answer, _ = await services.answer(words)
    piece = (await services.screen(answer, reader)).messages[0]
    content = InputTextMessageContent(piece.text, entities=to_entities(piece))
    result = InlineQueryResultArticle("answer", words[:200], content)
    try:
        await bot.answer_guest_query(message.guest_query_id, result)
    except TelegramError as error:
        log.info("guest question not answered: %s", error)
    services.metrics.answers.labels(answer.status.value).inc()


async def on_membership(update: Update, services: Services) -> None:
    """Note that the bot was added, removed, blocked or unblocked."""
    changed = update.my_chat_member
    if changed is not None:
        status = changed.new_chat_member.status
        gone = status in (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)
        services.sender.note_membership(changed.chat.id, status, gone=gone)


def on_move(message: Message, services: Services) -> bool:
    """Follow a group that became a supergroup, with a new number; return whether the message says so."""
    if message.migrate_to_chat_id:
        old, new = message.chat.id, message.migrate_to_chat_id
    elif message.migrate_from_chat_id:
        old, new = message.migrate_from_chat_id, message.chat.id
    else:
        return False
    news, telegram = services.sender.note_move(old, new), services.telegram
    if news and old in telegram.chats:
        services.telegram = replace(telegram, chats=telegram.chats | {new})
        log.warning("POLICYBOT_TELEGRAM_CHATS: write %s instead of %s before the next start", new, old)
    return True
