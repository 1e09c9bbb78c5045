"""Answers for a terminal (rich): bold citation, the answering sentence highlighted in its clause, a table of targets.

Texts are never read as markup, and control characters are not passed to the terminal.
"""
# ruff: noqa: PLC0415 - imported at use, so that a command loads only what it needs

import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from bot import render, wording
from bot.render import Shelf
from bot.types import Answer, Quote, ShownClause, ShownTarget, Status

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table
    from rich.text import Text

PIPE_WIDTH = 120  # columns of a table that goes into a pipe or a file


Printer = Callable[[str, str], None]  # prints a text in a style; "" for none


def show(answer: Answer, shelf: Shelf, console: "Console") -> None:
    """Print an answer on `console`."""
    for part in _parts(answer, shelf):
        console.print(part, highlight=False)


def printable(text: str) -> str:
    """Return `text` with control and direction characters made visible as U+FFFD; line breaks and tabs stay."""
    return "".join(c if c in "\n\t" or not _is_control(c) else "\ufffd" for c in text.replace("\r\n", "\n"))


def _is_control(char: str) -> bool:
    return (
        unicodedata.category(char) in ("Cc", "Cs") or char in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )


def _parts(answer: Answer, shelf: Shelf) -> Iterator["RenderableType"]:
    if answer.understood:
        yield _text(wording.understood(answer.understood, answer.language), "dim")
    first = render.notes_first(answer)
    yield from (_text(note, "bold") for note in answer.notes if first)
    quoted = [c for c in answer.clauses if _quotes_in(answer, c)]
    for clause in quoted:
        yield from _clause(clause, _quotes_in(answer, clause), shelf)
    for quote in answer.quotes:
        if not any(quote in _quotes_in(answer, c) for c in quoted):
            yield _text(f"「{quote.text}」", "bold green")
            yield _text(f"——{shelf.citation(quote.doc, quote.path)}", "bold")
    yield from (_text(note, "yellow") for note in answer.notes if not first)
    if answer.reason:
        yield _text(answer.reason, "yellow" if answer.status is not Status.SMALLTALK else "")
    if answer.targets:
        yield target_table(answer.targets, answer.language, shelf)
    yield from _lists(answer, [c for c in answer.clauses if c not in quoted])
    if line := render.source(answer, shelf):
        yield _text(line, "dim")


def _lists(answer: Answer, rest: list[ShownClause]) -> Iterator["RenderableType"]:
    if rest:
        yield _text(wording.heading("see_also" if answer.quotes else "clauses", answer.language), "bold")
        yield from (_text(f"· {render.clause_line(c)}") for c in rest)
    if answer.nearest:
        yield _text(wording.nearest_label(answer.language) + wording.colon(answer.language), "bold")
        yield from (_text(f"· {render.clause_line(c)}") for c in answer.nearest)
    yield from (_text(f"{n}. {choice}") for n, choice in enumerate(answer.choices, start=1))


def _text(text: str, style: str = "") -> "Text":
    from rich.text import Text

    return Text(printable(text), style=style)


def _quotes_in(answer: Answer, clause: ShownClause) -> list[Quote]:
    return [q for q in answer.quotes if q.doc == clause.doc and clause.span.holds(q.span)]


def _clause(shown: ShownClause, quotes: list[Quote], shelf: Shelf) -> Iterator["RenderableType"]:
    """Yield citation, heading path, and the text of the clause with its quotes highlighted."""
    yield _text(shown.citation, "bold")
    if context := heading_path(shown, shelf):
        yield _text(context, "dim")
    body = _text("")
    position = shown.span.start
    for quote in sorted(quotes, key=lambda q: q.span):
        if quote.span.start >= position:
            body.append(printable(_slice(shown, position, quote.span.start)))
            body.append(printable(_slice(shown, quote.span.start, quote.span.end)), style="bold green")
            position = quote.span.end
    body.append(printable(_slice(shown, position, shown.span.end)))
    body.rstrip()
    yield body


def _slice(shown: ShownClause, start: int, end: int) -> str:
    return shown.text[start - shown.span.start : end - shown.span.start]


def heading_path(shown: ShownClause, shelf: Shelf) -> str:
    """Return the headings above a clause: 重点任务 › 实施福建建造质量提升工程."""
    document = shelf.documents.get(shown.doc)
    parts = shown.clause.path.split("/")
    above = [document.clause("/".join(parts[:n])) for n in range(1, len(parts))] if document else []
    return " › ".join(c.heading for c in above if c and c.heading)


def target_table(targets: Iterable[ShownTarget], language: str, shelf: Shelf) -> "Table":
    """Return the targets as a table: indicator, relation in words and value as printed, deadline, clause."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for name in ("indicator", "value", "deadline", "clause"):
        table.add_column(wording.label(name, language), overflow="fold", ratio=3 if name == "indicator" else None)
    for shown in targets:
        value = wording.target_value(shown.target.commitment or "", shown.target.value)
        table.add_row(
            _text(shown.target.indicator),
            _text(wording.with_relation(value, render.relation_words(shown, language), language)),
            _text(render.deadline_words(shown, language, shelf.today)),
            _text(shelf.short_citation(shown.doc, shown.target.path)),
        )
    return table


def console() -> "Console":
    """Return the console for stdout: as wide as the terminal, or wide enough for a table in a pipe."""
    from rich.console import Console

    return Console() if is_terminal() else Console(width=PIPE_WIDTH, no_color=True)


def as_text(table: "Table") -> str:
    """Return a table as plain text, PIPE_WIDTH columns wide."""
    from rich.console import Console

    plain = Console(width=PIPE_WIDTH, no_color=True)
    with plain.capture() as capture:
        plain.print(table)
    return capture.get()


def is_terminal() -> bool:
    """Say whether a person looks at stdout."""
    return sys.stdout is not None and sys.stdout.isatty()


def show_or_print(answer: Answer, shelf: Shelf) -> None:
    """Print an answer on stdout: richly on a terminal, as the plain message elsewhere."""
    if is_terminal():
        show(answer, shelf, console())
    else:
        say(render.message(answer, shelf))


def say(text: str) -> None:
    """Print plain text and a line end on stdout."""
    sys.stdout.write(printable(text) + "\n")
    sys.stdout.flush()


def printer() -> Printer:
    """Return what prints one text in a style: styled on a terminal, plain elsewhere."""

    def print_(text: str, style: str) -> None:
        if is_terminal():
            console().print(_text(text, style), highlight=False)
        else:
            say(text)

    return print_
