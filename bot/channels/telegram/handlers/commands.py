"""The commands for everybody. Each takes what stands behind it, and answers in the chat where it was given."""

import csv
import io
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial

from telegram import Bot, Message, Update
from telegram.error import TelegramError

from bot import export
from bot.channels.telegram.addressing import Asked, asker_of, command_of, thread_of
from bot.channels.telegram.callbacks import Tap, Verb
from bot.channels.telegram.handlers.questions import answer_question, language_of, note, reply
from bot.channels.telegram.layout import plain
from bot.channels.telegram.lists import about_screen, ledger_screen, outline_screen, settings_screen, start_screen
from bot.channels.telegram.phrases import say
from bot.channels.telegram.screens import Reader, Screen, screen_of
from bot.channels.telegram.services import Services
from bot.conversation import Conversation
from bot.faults import BadInput
from bot.ledger_filter import wanted
from bot.passage_check import check
from bot.render_check import report
from bot.types import ShownTarget
from bot.version import own_version
from knowledge.types import Document, Target

FILE_LIMIT = 1_000_000  # bytes of a text file to check
STATS_DAYS = 30


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
    if message is None or found is None or message.from_user is None or message.via_bot:
        return None
    name, words = found
    person = asker_of(message)
    asked = Asked(
        message.chat.id, person, message.message_id, words, thread_of(message), update.edited_message is not None
    )
    return name, Given(words, asked, message, services.reader(person, language_of(message)), bot, services)


async def start(given: Given) -> None:
    """Greet; with a deep link (c_2-4-13) open that clause."""
    if given.words.startswith("c_"):
        await open_clause(given.words, given)
    else:
        await given.show(start_screen(given.services.document, given.reader))


async def open_clause(reference: str, given: Given) -> None:
    """Show the clause that a reference names, or that it names none."""
    answer = await given.services.off_loop(partial(given.services.app.answerer.answer_reference, reference))
    await given.show(await given.services.screen(answer, given.reader))
    note(answer, given.asked, given.services)


async def ask(given: Given) -> None:
    """Answer the question behind the command, or the message that it replies to."""
    replied = given.message.reply_to_message
    words = given.words or (replied.text or replied.caption or "" if replied else "")
    if not words:
        await given.tell("ask_what")
        return
    await answer_question(replace(given.asked, text=words), given.bot, given.services, given.reader)


async def clause(given: Given) -> None:
    """Show a clause by its number."""
    if given.words:
        await open_clause(given.words, given)
    else:
        await given.tell("clause_what")


async def toc(given: Given) -> None:
    """Show the table of contents."""
    await given.show(outline_screen(given.services.document, given.reader))


async def targets(given: Given) -> None:
    """Show the ledger, filtered by year, clause or words; as a spreadsheet with the word xlsx (or csv)."""
    words = [w for w in given.words.split() if w.lower() not in ("xlsx", "csv")]
    form = next((w.lower() for w in given.words.split() if w.lower() in ("xlsx", "csv")), "")
    listed = filtered(" ".join(words), given.services)
    if not form or not listed:
        await given.show(targets_screen(" ".join(words), 0, given.services, given.reader))
        return
    document, today = given.services.document, given.services.config.today()
    rows = [(document, t) for t in listed]
    make = export.as_xlsx if form == "xlsx" else export.as_csv
    content = await given.services.off_loop(partial(make, rows, today))
    await send_file(given, content, f"targets.{form}", document.title)


def targets_screen(words: str, page: int, services: Services, reader: Reader) -> Screen:
    """Return a page of the targets that words choose."""
    shown = [ShownTarget(services.document.id, t, t.span.of(services.document.text)) for t in filtered(words, services)]
    tap = Tap(Verb.LEDGER, words, page)
    return ledger_screen(shown, services.shelf, reader, tap, words or f"《{services.document.title}》")


def filtered(words: str, services: Services) -> list[Target]:
    """Return the targets that words choose: a year, a clause in any spelling, else words of the target."""
    document, ledger = services.document, services.app.facts.targets
    year = next((w for w in words.split() if w.removesuffix("年").isdigit() and len(w.removesuffix("年")) == 4), "")
    rest = " ".join(w for w in words.split() if w != year)
    by_clause = list(wanted(document, ledger, path=rest, year=year)) if rest and not _is_word(rest, document) else []
    return by_clause or list(wanted(document, ledger, year=year, query=rest))


def _is_word(rest: str, document: Document) -> bool:
    """Say whether words stand in the plan rather than name a clause of it."""
    return not any(c.isdigit() or c in "第()（）" for c in rest) and rest in document.text


async def check_passage(given: Given) -> None:
    """Check a passage: behind the command, in the message replied to, or in a text file."""
    replied = given.message.reply_to_message
    file = given.message.document or (replied.document if replied else None)
    text = given.words or (replied.text or replied.caption or "" if replied else "")
    if file is not None and not text:
        text = await _file_text(given, file.file_id, file.file_size or 0)
        if not text:
            await given.tell("check_file", kilobytes=FILE_LIMIT // 1000)
            return
    if not text:
        await given.tell("check_what")
        return
    try:
        checked = await given.services.off_loop(partial(check, text, given.services.app.documents))
    except BadInput as error:
        await given.show(screen_of([plain(str(error))]))
        return
    await given.show(screen_of([plain(report(checked))]))


async def _file_text(given: Given, file_id: str, size: int) -> str:
    """Return the text of a file; "" for one that is too large or no UTF-8 text."""
    if size > FILE_LIMIT:
        return ""
    try:
        content = bytes(await (await given.bot.get_file(file_id)).download_as_bytearray())
        return content.decode("utf-8-sig") if len(content) <= FILE_LIMIT and b"\0" not in content else ""
    except (UnicodeDecodeError, TelegramError):
        return ""


async def about(given: Given) -> None:
    """Say what is quoted, and what quotes it."""
    services = given.services
    index = await services.off_loop(partial(_index_info, services))
    await given.show(about_screen(services.document, own_version(), index, given.reader))


def _index_info(services: Services) -> dict[str, object]:
    try:
        return services.app.index_info()
    except Exception as error:
        return {"state": str(error)}


async def settings(given: Given) -> None:
    """Show the reader's settings with buttons that change them."""
    await given.show(settings_screen(given.reader))


async def new(given: Given) -> None:
    """End the conversation."""
    given.services.sessions.put(given.asked.place, Conversation())
    await given.tell("cleared")


async def forget(given: Given) -> None:
    """Delete what is kept of the person who asks."""
    given.services.sessions.clear(given.asked.place)
    count = given.services.stored(lambda store: store.forget(given.asked.asker))
    await (given.tell("not_stored") if count is None else given.tell("forgotten", count=count))


async def send_file(given: Given, content: bytes, name: str, caption: str) -> None:
    """Send a file in answer to a command."""
    await given.services.sender.quietly(
        given.asked.chat,
        lambda: given.bot.send_document(
            given.asked.chat, io.BytesIO(content), filename=name, caption=caption[:1000],
            message_thread_id=given.asked.thread,
        ),
    )  # fmt: skip


async def refused(given: Given) -> None:
    """Send the refused questions as a file."""
    rows = given.services.stored(lambda store: store.refused())
    if not rows:
        await given.tell("not_stored" if rows is None else "no_refused")
        return
    text = io.StringIO()
    csv.writer(text).writerows([("time (UTC)", "question", "reason"), *rows])
    await send_file(given, text.getvalue().encode("utf-8-sig"), "refused.csv", "")


async def stats(given: Given) -> None:
    """Say how many questions had an answer."""
    found = given.services.stored(lambda store: store.stats(STATS_DAYS))
    if found is None:
        await given.tell("not_stored")
        return
    counts = {"answered": found.answered, "refused": found.refused, "other": found.other}
    await given.tell("stats", days=STATS_DAYS, **counts, up=found.up, down=found.down)


async def reload(given: Given) -> None:
    """Open the index anew, off the event loop; questions go on being answered meanwhile."""
    count = await given.services.off_loop(partial(given.services.app.reload))
    await given.tell("reloaded", passages=count)


async def diag(given: Given) -> None:
    """Say whether privacy mode, inline mode and the webhook are as they should be."""
    me, hook = await given.bot.get_me(), await given.bot.get_webhook_info()
    language = given.reader.language
    await given.tell(
        "diag",
        username=me.username or "",
        privacy=say("privacy_off" if me.can_read_all_group_messages else "privacy_on", language),
        inline=say("inline_on" if me.supports_inline_queries else "inline_off", language),
        updates=hook.url or "getUpdates",
        pending=hook.pending_update_count,
        error=hook.last_error_message or say("none", language),
    )


COMMANDS: dict[str, Command] = {
    "start": start, "help": start, "ask": ask, "clause": clause, "toc": toc, "targets": targets,
    "check": check_passage, "about": about, "settings": settings, "new": new, "forget": forget,
}  # fmt: skip
ADMINISTRATION: dict[str, Command] = {"diag": diag, "stats": stats, "refused": refused, "reload": reload}


async def on_command(name: str, given: Given) -> None:
    """Carry out a command; one that nobody knows is left alone in groups and answered with help in private."""
    if name in ADMINISTRATION:
        user = given.message.from_user
        allowed = user is not None and user.id in given.services.telegram.admins
        await (ADMINISTRATION[name](given) if allowed else given.tell("administrators_only"))
    elif name in COMMANDS:
        await COMMANDS[name](given)
    elif given.message.chat.type == "private":
        await start(replace(given, words=""))
