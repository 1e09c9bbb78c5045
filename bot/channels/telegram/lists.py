"""The outline and the ledger in pages, the document's own facts, the settings: screens that need no question."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot import wording
from bot.channels.telegram.callbacks import Tap, Verb
from bot.channels.telegram.keyboards import Button, Rows
from bot.channels.telegram.layout import Piece, Style, joined, plain, styled
from bot.channels.telegram.phrases import say
from bot.channels.telegram.screens import Reader, Screen, screen_of
from bot.outline import outline
from bot.render import Shelf, target_line
from bot.types import ShownTarget
from knowledge.types import Document

TARGETS_A_PAGE = 12
LINES_A_PAGE = 24
AS_TITLE = "^"  # a filter too long for a button's data: it stands in the title, which is the message's first line


def outline_screen(document: Document, reader: Reader, page: int = 0, argument: str = "") -> Screen:
    """Return one page of the table of contents; `argument` is the document's id where there are several."""
    title = styled(Style.BOLD, f"《{document.title}》")
    tap = Tap(Verb.OUTLINE, argument, page)
    return _paged([plain(line) for line in outline(document)], title, LINES_A_PAGE, tap, reader)


def ledger_screen(targets: Sequence[ShownTarget], shelf: Shelf, reader: Reader, tap: Tap, title: str) -> Screen:
    """Return one page of the targets; `tap` is the one that opens this page."""
    if not targets:
        return screen_of([plain(say("no_such_targets", reader.language))])
    lines = [plain(f"· {target_line(t, reader.language, shelf)}") for t in targets]
    counted = wording.counted(len(targets), wording.targets_unit(reader.language), reader.language)
    head = joined([styled(Style.BOLD, title), plain(counted)])
    hint = plain(say("as_xlsx", reader.language)) if len(lines) > TARGETS_A_PAGE else Piece()
    screen = _paged(lines, head, TARGETS_A_PAGE, tap if tap.fits else replace(tap, argument=AS_TITLE), reader)
    return replace(screen, messages=tuple(joined([m, hint]) for m in screen.messages))


def _paged(lines: Sequence[Piece], head: Piece, length: int, tap: Tap, reader: Reader) -> Screen:
    """Return the page of `lines` that `tap` opens, `length` lines a page."""
    count = max(1, -(-len(lines) // length))
    page = min(max(tap.page, 0), count - 1)
    foot = plain(say("page", reader.language, page=page + 1, pages=count)) if count > 1 else Piece()
    shown = joined(lines[page * length : (page + 1) * length])
    return screen_of([head, shown, foot], _turning(tap, page, count))


def _turning(tap: Tap, page: int, count: int) -> Rows:
    """Return the row that turns pages; none where one page holds all."""
    if count == 1:
        return ()
    turns = [("‹", page - 1), (f"{page + 1}/{count}", page), ("›", page + 1)]
    return (tuple(Button(label, Tap(tap.verb, tap.argument, to)) for label, to in turns if 0 <= to < count),)


def about_screen(document: Document, version: str, index: Mapping[str, object], reader: Reader) -> Screen:
    """Return what document is quoted, and what quotes it."""
    built = str(index.get("built") or index.get("state") or "")
    words = say(
        "about", reader.language, title=document.title, issuer=document.issuer, published=document.published,
        source=document.source, sha256=document.sha256, version=version, index=built,
    )  # fmt: skip
    return screen_of([plain(words)])


def start_screen(document: Document, reader: Reader) -> Screen:
    """Return the first words in a chat."""
    language = reader.language
    words = (say("start", language, title=document.title), wording.help_text(language), say("commands", language))
    return screen_of([plain("\n\n".join(words))])


def settings_screen(reader: Reader) -> Screen:
    """Return the reader's settings, with buttons that change them."""
    language = reader.language
    form = say("form_full" if reader.full else "form_short", language)
    name = "English" if language == "en" else "中文"
    other = Button("中文", _set("language=zh")) if language == "en" else Button("English", _set("language=en"))
    turn = Button(say("make_short" if reader.full else "make_full", language), _set(f"full={int(not reader.full)}"))
    return screen_of([plain(say("settings", language, reading_language=name, form=form))], ((other, turn),))


def _set(argument: str) -> Tap:
    return Tap(Verb.SETTING, argument)
