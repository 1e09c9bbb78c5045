"""Taps on buttons, also on messages of long ago: each says by itself what it asks for."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial

from telegram import Bot, CallbackQuery, Message, MessageReactionUpdated, ReactionTypeEmoji, Update
from telegram.error import TelegramError

from bot.channels.telegram.addressing import Asked, question_in, thread_of
from bot.channels.telegram.callbacks import Tap, Verb, read_tap
from bot.channels.telegram.handlers.commands import targets_screen
from bot.channels.telegram.handlers.questions import answer_question, ask_anew
from bot.channels.telegram.layout import plain
from bot.channels.telegram.lists import AS_TITLE, outline_screen, settings_screen
from bot.channels.telegram.phrases import say
from bot.channels.telegram.screens import Reader, Screen, screen_of
from bot.channels.telegram.services import Services
from bot.channels.telegram.store import Store
from knowledge.cite import citation, deep_link, short_citation

Answering = Callable[[Asked, Bot, Services, Reader], Awaitable[None]]
THUMBS = {"👍": True, "👎": False}


async def on_tap(update: Update, bot: Bot, services: Services) -> None:
    """Do what a button says; always answer the tap, so that its clock stops turning."""
    query = update.callback_query
    if query is None:
        return
    reader = services.reader(query.from_user.id, query.from_user.language_code)
    tap = read_tap(query.data or "")
    message = query.message if isinstance(query.message, Message) else None
    notice = ""
    if tap is None:
        notice = say("old_button", reader.language)
    elif tap.verb is Verb.FEEDBACK:
        notice = _feedback(tap, query, services, reader)
    elif message is None:
        notice = say("question_gone", reader.language)
    elif (told := services.too_many(query.from_user.id, message.chat.id)) is not None:
        notice = say("slow_down", reader.language, seconds=told) if told else ""
        tap = None
    await _acknowledge(query, notice)
    if tap is not None and message is not None and tap.verb is not Verb.FEEDBACK:
        await _carry_out(tap, Tapped(query, message, services, reader), bot)


async def _acknowledge(query: CallbackQuery, notice: str) -> None:
    try:
        await query.answer(notice or None)
    except TelegramError:
        return  # too late to be shown; what the tap asks for is done all the same


def _feedback(tap: Tap, query: CallbackQuery, services: Services, reader: Reader) -> str:
    message = query.message
    if message is None:
        return say("question_gone", reader.language)
    good = tap.argument == "+"
    person = query.from_user.id

    def keep(store: Store) -> bool:
        store.feedback(message.chat.id, message.message_id, person, good)
        return True

    kept = services.stored(keep)
    return say("thanks_feedback" if kept else "not_stored", reader.language)


@dataclass(frozen=True, slots=True)
class Tapped:
    """A tap as it came: the query, the message with the button, and for whom the outcome is shown."""

    query: CallbackQuery
    message: Message
    services: Services
    reader: Reader

    @property
    def asked(self) -> Asked:
        """The place in which it is carried out; the answer replies to the message with the button."""
        message = self.message
        return Asked(message.chat.id, self.query.from_user.id, message.message_id, "", thread_of(message))

    async def show(self, screen: Screen) -> None:
        """Send a screen below, and note it as an answer: reactions to it count."""
        asked, services = self.asked, self.services
        ids = await services.sender.send(asked.chat, screen, thread=asked.thread, reply_to=asked.message)
        services.stored(
            lambda store: store.sent(asked.chat, asked.message, [*store.answers_to(asked.chat, asked.message), *ids])
        )

    async def turn(self, screen: Screen) -> None:
        """Show another page in the same message."""
        await self.services.sender.edit(self.message.chat.id, [self.message.message_id], screen)


async def _carry_out(tap: Tap, tapped: Tapped, bot: Bot) -> None:
    services, reader = tapped.services, tapped.reader
    if tap.verb is Verb.CLAUSE:
        answer = await services.off_loop(partial(services.app.answerer.answer_reference, f"c_{tap.argument}"))
        await tapped.show(await services.screen(answer, reader))
    elif tap.verb is Verb.TARGETS_OF:
        await tapped.show(_targets_of(tap, services, reader))
    elif tap.verb is Verb.LEDGER:
        words = tapped.message.text or "" if tap.argument == AS_TITLE else tap.argument
        await tapped.turn(targets_screen(words.partition("\n")[0], tap.page, services, reader))
    elif tap.verb is Verb.OUTLINE:
        document = services.shelf.documents.get(tap.argument, services.document)
        await tapped.turn(outline_screen(document, reader, tap.page, tap.argument))
    elif tap.verb is Verb.SETTING:
        await _set(tap, tapped)
    elif tap.verb is Verb.ASK:
        await _ask(_label_of(tapped), tapped, answer_question, bot)
    elif tap.verb is Verb.ONLY_NEW:
        original = tapped.message.reply_to_message
        await _ask(question_in(original, bot.bot) if original else "", tapped, ask_anew, bot)


async def _ask(words: str, tapped: Tapped, answer: Answering, bot: Bot) -> None:
    """Have a question answered; of a message too old, Telegram gives neither buttons nor what it replied to."""
    if words:
        await answer(replace(tapped.asked, text=words), bot, tapped.services, tapped.reader)
    else:
        await tapped.show(screen_of([plain(say("question_gone", tapped.reader.language))]))


def _targets_of(tap: Tap, services: Services, reader: Reader) -> Screen:
    """Return the targets of the clause that a tap names, or that it has none."""
    shelf = services.shelf
    meant = (
        (entry, clause)
        for entry in services.app.entries
        for clause in entry.facts.document.clauses()
        if tap.argument in (shelf.link(entry.facts.document.id, clause), deep_link(clause).removeprefix("c_"))
    )
    entry, clause = next(meant, (None, None))
    if entry is None or clause is None or not entry.facts.targets_in(clause):
        return screen_of([plain(say("no_targets_here", reader.language))])
    document = entry.facts.document
    cite = citation if len(shelf.documents) > 1 else short_citation
    return targets_screen(cite(document, clause), 0, services, reader)


async def _set(tap: Tap, tapped: Tapped) -> None:
    name, _, value = tap.argument.partition("=")
    reader = tapped.reader
    if name == "language" and value in ("zh", "en"):
        reader = replace(reader, language=value)
    elif name == "full" and value in ("0", "1"):
        reader = replace(reader, full=value == "1")
    tapped.services.stored(lambda store: store.set_reader(tapped.query.from_user.id, reader))
    await tapped.turn(settings_screen(reader))


def _label_of(tapped: Tapped) -> str:
    """Return the words on the button that was tapped."""
    markup = tapped.message.reply_markup
    rows = markup.inline_keyboard if markup else ()
    return next((b.text for row in rows for b in row if b.callback_data == tapped.query.data), "")


async def on_reaction(update: Update, services: Services) -> None:
    """Take 👍 and 👎 under an answer as feedback; another reaction, or none, takes it back."""
    changed = update.message_reaction
    if changed is None or changed.user is None:
        return
    good = _thumb(changed)
    chat, message, user = changed.chat.id, changed.message_id, changed.user.id
    if services.stored(lambda store: store.is_answer(chat, message)):
        services.stored(lambda store: store.feedback(chat, message, user, good))


def _thumb(changed: MessageReactionUpdated) -> bool | None:
    thumbs = (r.emoji for r in changed.new_reaction if isinstance(r, ReactionTypeEmoji))
    return next((THUMBS[t] for t in thumbs if t in THUMBS), None)
