"""The commands for everybody. Each takes what stands behind it, and answers in the chat where it was given."""

from dataclasses import replace
from functools import partial

from bot import export
from bot.channels.telegram.addressing import replied_to, words_of
from bot.channels.telegram.callbacks import Tap, Verb
from bot.channels.telegram.handlers.administration import ADMINISTRATION
from bot.channels.telegram.handlers.checking import check_passage
from bot.channels.telegram.handlers.given import Command, Given, send_file
from bot.channels.telegram.handlers.questions import answer_question, is_too_much, note
from bot.channels.telegram.lists import about_screen, ledger_screen, outline_screen, settings_screen, start_screen
from bot.channels.telegram.screens import Reader, Screen
from bot.channels.telegram.services import Services
from bot.conversation import Conversation
from bot.ledger_filter import wanted
from bot.scope import Scope, read_scope
from bot.types import ShownTarget
from bot.version import own_version
from knowledge.errors import PolicyBotError
from knowledge.facts import Facts
from knowledge.types import Document, Target


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
    replied = replied_to(given.message)
    words = given.words or (words_of(replied) if replied else "")
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
    named = read_scope(given.words, given.services.app.entries).named
    document = given.services.shelf.documents[named[0]] if named else given.services.document
    await given.show(outline_screen(document, given.reader, argument=document.id if named else ""))


async def targets(given: Given) -> None:
    """Show the ledger, filtered by year, clause or words; as a spreadsheet with the word xlsx (or csv)."""
    words = [w for w in given.words.split() if w.lower() not in ("xlsx", "csv")]
    form = next((w.lower() for w in given.words.split() if w.lower() in ("xlsx", "csv")), "")
    listed = filtered(" ".join(words), given.services)
    if not form or not listed:
        await given.show(targets_screen(" ".join(words), 0, given.services, given.reader))
        return
    today = given.services.config.today()
    make = export.as_xlsx if form == "xlsx" else export.as_csv
    content = await given.services.off_loop(partial(make, listed, today))
    await send_file(given, content, f"targets.{form}", listed[0][0].title)


def targets_screen(words: str, page: int, services: Services, reader: Reader) -> Screen:
    """Return a page of the targets that words choose."""
    shown = [ShownTarget(d.id, t, t.span.of(d.text)) for d, t in filtered(words, services)]
    tap = Tap(Verb.LEDGER, words, page)
    return ledger_screen(shown, services.shelf, reader, tap, words or f"《{services.document.title}》")


def filtered(words: str, services: Services) -> list[tuple[Document, Target]]:
    """Return the targets that words choose: a document, a year, a clause in any spelling, else words of the target."""
    entries = services.app.entries
    scope = read_scope(words, entries) if len(entries) > 1 else Scope(rest=words)
    chosen = [e for e in entries if not scope.named or e.facts.document.id in scope.named]
    return [(e.facts.document, t) for e in chosen for t in _filtered(scope.rest, e.facts)]


def _filtered(words: str, facts: Facts) -> list[Target]:
    document, ledger = facts.document, facts.targets
    year = next((w for w in words.split() if w.removesuffix("年").isdigit() and len(w.removesuffix("年")) == 4), "")
    rest = " ".join(w for w in words.split() if w != year)
    by_clause = list(wanted(document, ledger, path=rest, year=year)) if rest and not _is_word(rest, document) else []
    return by_clause or list(wanted(document, ledger, year=year, query=rest))


def _is_word(rest: str, document: Document) -> bool:
    """Say whether words stand in the plan rather than name a clause of it."""
    return not any(c.isdigit() or c in "第()（）、" for c in rest) and rest in document.text


async def about(given: Given) -> None:
    """Say what is quoted, and what quotes it."""
    services = given.services
    index = await services.off_loop(partial(_index_info, services))
    await given.show(about_screen(services.document, own_version(), index, given.reader))


def _index_info(services: Services) -> dict[str, object]:
    try:
        return services.app.index_info()
    except PolicyBotError as error:
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
    given.services.sessions.clear_person(given.asked.asker)
    count = given.services.stored(lambda store: store.forget(given.asked.asker))
    await (given.tell("not_stored") if count is None else given.tell("forgotten", count=count))


COMMANDS: dict[str, Command] = {
    "start": start, "help": start, "ask": ask, "clause": clause, "toc": toc, "targets": targets,
    "check": check_passage, "about": about, "settings": settings, "new": new, "forget": forget,
}  # fmt: skip


async def on_command(name: str, given: Given) -> None:
    """Carry out a command; one that nobody knows is left alone in groups and answered with help in private."""
    given.services.sessions.takes_passage(given.asked.place)  # a command comes instead of the passage
    if name in ADMINISTRATION:
        user = given.message.from_user
        allowed = user is not None and user.id in given.services.telegram.admins
        await (ADMINISTRATION[name](given) if allowed else given.tell("administrators_only"))
        return
    command = COMMANDS.get(name, start if given.asked.private else None)
    if command is None or await is_too_much(given.asked, given.services, given.reader):
        return
    await command(given if name in COMMANDS else replace(given, words=""))
