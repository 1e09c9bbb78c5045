"""`@bot 12` in any chat: clauses to insert, verbatim with their citation. Pure; nothing here is sent."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.channels.telegram.layout import LIMIT, Piece, Style, joined, plain, styled, utf16_length
from bot.render import Shelf
from bot.types import Answer, ShownClause, Status
from knowledge.cite import citation
from knowledge.types import Clause, ClauseKind, Document

MOST_RESULTS = 200  # of one query; Telegram takes them fifty at a time
DESCRIPTION = 100  # characters below a result's title


@dataclass(frozen=True, slots=True)
class InlineItem:
    """One result: `id` is the clause's deep link, `piece` what is inserted."""

    id: str
    title: str
    description: str
    piece: Piece


def inline_items(query: str, document: Document, answer: Callable[[str], Answer], shelf: Shelf) -> list[InlineItem]:
    """Return the clauses for a query, best first: the outline for an empty one, nothing where nothing is found.

    Where a reference may mean several clauses, these are all offered.
    """
    if not query.strip():
        marked = [c for c in document.clauses() if c.kind is ClauseKind.MARKED]
        listed = [_item(document, c, c.span.stripped(document.text).of(document.text), shelf) for c in marked]
        return listed[:MOST_RESULTS]
    found = answer(query)
    answers = map(answer, found.choices) if found.status is Status.AMBIGUOUS else (found,)
    items = {item.id: item for each in answers if each.status is Status.ANSWERED for item in _items(each, shelf)}
    return list(items.values())[:MOST_RESULTS]


def _items(found: Answer, shelf: Shelf) -> Iterator[InlineItem]:
    for shown in found.clauses:
        document = shelf.documents.get(shown.doc)
        if document:
            yield _item(document, shown.clause, shown.text, shelf, _first_words(found, shown))


def _first_words(found: Answer, shown: ShownClause) -> str:
    """Return the quotation in this clause, which says why it was found; else how the clause begins."""
    return next((q.text for q in found.quotes if q.path == shown.clause.path), shown.text).strip()


def _item(document: Document, clause: Clause, text: str, shelf: Shelf, words: str = "") -> InlineItem:
    cited = citation(document, clause)
    piece = joined([styled(Style.FOLDED, text), plain(f"——{cited}")])
    if utf16_length(piece.text) > LIMIT:  # a section with all its clauses: its heading stands for it
        piece = joined([styled(Style.QUOTE, f"{clause.mark}{clause.heading}"[: LIMIT // 4]), plain(f"——{cited}")])
    title = f"{clause.mark}{clause.heading}".strip() or clause.path
    description = " ".join((words or text).split())
    return InlineItem(f"c_{shelf.link(document.id, clause)}"[:64], title, plain(description).text[:DESCRIPTION], piece)
