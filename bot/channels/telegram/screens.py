"""An answer as Telegram messages: quotations folded under their citation, targets in lines, buttons below."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from bot import wording
from bot.channels.telegram.callbacks import Tap, Verb
from bot.channels.telegram.keyboards import Button, Rows, copy_button, rows_of
from bot.channels.telegram.layout import Piece, Style, joined, pages, plain, styled
from bot.channels.telegram.phrases import say
from bot.render import LIST_FROM, Shelf, clause_line, deadline_words, notes_first, relation_words, source, target_line
from bot.types import Answer, Quote, ShownClause, ShownTarget, Status
from knowledge.types import Clause, ClauseKind

FEW_TARGETS = 3  # up to here each target is a small table of its own, from here on a line
FOLD_FROM = 150  # characters of a quotation in a list; a phone shows about seven lines of it
SHORT = 40  # characters of a quotation that has one line of a list, as thirty headings do
MOST_LISTED, NUMBERS_IN_ROW = 30, 6  # buttons of a list, each with the number of a clause
MOST_MESSAGES = 4  # of one answer; the ledger and the outline page instead


@dataclass(frozen=True, slots=True)
class Reader:
    """How one reader wants it: the language of labels and buttons, whole clauses or the quotation alone."""

    language: str = "zh"
    full: bool = True


@dataclass(frozen=True, slots=True)
class Screen:
    """What is sent for one thing: messages in order, and the buttons under the last."""

    messages: tuple[Piece, ...]
    rows: Rows = ()


def screen_of(blocks: Sequence[Piece], rows: Rows = ()) -> Screen:
    """Return blocks of text as a screen; what goes beyond MOST_MESSAGES is left out with a word."""
    messages = pages(blocks)
    if len(messages) > MOST_MESSAGES:
        messages = (*messages[: MOST_MESSAGES - 1], *pages([messages[MOST_MESSAGES - 1], plain("……")])[:1])
    return Screen(messages, rows)


def answer_screen(answer: Answer, shelf: Shelf, reader: Reader, suggested: Sequence[str] = ()) -> Screen:
    """Return an answer; `suggested` are questions to offer where there is none."""
    language = answer.language
    notes = joined(plain(note) for note in answer.notes)
    first = notes_first(answer)
    blocks = [
        styled(Style.ITALIC, wording.understood(answer.understood, language)) if answer.understood else Piece(),
        notes if first else Piece(),
        *_quotations(answer, shelf, reader),
        Piece() if first else notes,
        plain(say("looked_for", language, question=wording.echo(answer.question))) if answer.nearest else Piece(),
        plain(answer.reason or ""),
        _apart(targets_block(answer.targets, shelf, language), answer),
        _further(answer),
        _nearest(answer),
        plain(say("suggested", language)) if suggested else Piece(),
        _apart(plain(source(answer, shelf)), answer) if answer.targets else plain(source(answer, shelf)),
    ]
    return screen_of([b for b in blocks if b.text], _answer_rows(answer, shelf, reader, suggested))


def _quotations(answer: Answer, shelf: Shelf, reader: Reader) -> list[Piece]:
    """Return the quotes by clause; whole clauses, with the quoted sentence bold, where there are few of them."""
    if len(answer.quotes) >= LIST_FROM and all(len(q.text.strip()) <= SHORT for q in answer.quotes):
        return [joined(plain(f"「{q.text.strip()}」{shelf.short_citation(q.doc, q.path)}") for q in answer.quotes)]
    whole = reader.full and len(answer.quotes) < LIST_FROM
    blocks = []
    for (doc, path), group in groupby(answer.quotes, key=lambda q: (q.doc, q.path)):
        quotes = list(group)
        shown = next((c for c in answer.clauses if c.doc == doc and c.clause.path == path), None)
        words = _clause_with(shown, quotes) if whole and shown else _alone(quotes)
        blocks.append(joined([words, plain(f"——{shown.citation if shown else shelf.citation(doc, path)}")]))
    if blocks and answer.language == "en":
        blocks.insert(0, plain(wording.heading("quote", "en").strip()))
    return blocks


def _clause_with(shown: ShownClause, quotes: Sequence[Quote]) -> Piece:
    """Return a clause folded, the quoted sentences in it bold; the quotes alone where they lie outside of it."""
    inside = [q for q in quotes if shown.span.holds(q.span)]
    if len(inside) < len(quotes):
        return _alone(quotes)
    piece, position = Piece(), shown.span.start
    for quote in sorted(inside, key=lambda q: q.span.start):
        if quote.span.start < position:
            continue
        before = shown.text[position - shown.span.start : quote.span.start - shown.span.start]
        piece, position = piece + plain(before) + _bold(quote.text, shown.text), quote.span.end
    return styled(Style.FOLDED, piece + plain(shown.text[position - shown.span.start :]))


def _bold(words: str, whole: str) -> Piece:
    """Return the words bold, unless they are the whole clause: then nothing would stand out."""
    return plain(words) if words.strip() == whole.strip() else styled(Style.BOLD, words)


def _alone(quotes: Sequence[Quote]) -> Piece:
    """Return the quotes without the clause around them; folded where they are long, as whole clauses in a list are."""
    words = joined(plain(q.text.strip()) for q in quotes)
    return styled(Style.FOLDED if len(words.text) > FOLD_FROM else Style.QUOTE, words)


def targets_block(targets: Sequence[ShownTarget], shelf: Shelf, language: str) -> Piece:
    """Return target records: a few as small tables with aligned labels, more as lines."""
    if not targets:
        return Piece()
    if len(targets) > FEW_TARGETS:
        lines = [plain(f"· {target_line(t, language, shelf)}") for t in targets]
        return joined([styled(Style.BOLD, wording.heading("targets", language).strip()), *lines])
    return joined([_record(t, shelf, language) for t in targets], "\n\n")


def _apart(block: Piece, answer: Answer) -> Piece:
    """Return a block with an empty line before it where a quotation stands above."""
    return plain("\n") + block if block.text and answer.quotes else block


def _record(shown: ShownTarget, shelf: Shelf, language: str) -> Piece:
    target = shown.target
    value = wording.target_value(target.commitment or "", target.value)
    relation = relation_words(shown, language)
    rows = (
        ("target_name", plain(target.indicator)),
        ("target_value", styled(Style.BOLD, value) + plain(f"（{relation}）" if relation else "")),
        ("target_deadline", plain(deadline_words(shown, language, shelf.today))),
        ("target_place", plain(shelf.short_citation(shown.doc, target.path))),
    )
    return joined(plain(say(name, language) + "\u3000") + words for name, words in rows)


def _further(answer: Answer) -> Piece:
    quoted = {(q.doc, q.path) for q in answer.quotes}
    rest = [c for c in answer.clauses if (c.doc, c.clause.path) not in quoted]
    if not rest:
        return Piece()
    name = "see_also" if answer.quotes else "clauses"
    lines = [plain(f"· {clause_line(c)}") for c in rest]
    return joined([plain(wording.heading(name, answer.language).strip()), *lines])


def _nearest(answer: Answer) -> Piece:
    if not answer.nearest:
        return Piece()
    label = plain(wording.nearest_label(answer.language) + wording.colon(answer.language).strip())
    return joined([label, *(plain(f"· {clause_line(c)}") for c in answer.nearest)])


def _answer_rows(answer: Answer, shelf: Shelf, reader: Reader, suggested: Sequence[str]) -> Rows:
    language = reader.language
    rows: list[tuple[Button, ...]] = []
    if answer.understood:
        words = wording.echo(answer.question)[:12]
        rows.append((Button(say("only_new", language, words=words), Tap(Verb.ONLY_NEW)),))
    if answer.status is Status.ANSWERED:
        rows += _clause_rows(answer, shelf, language)
    rows += [(Button(_named(c.clause), open_clause(c.doc, c.clause, shelf)),) for c in answer.nearest]
    rows += [(Button(choice, Tap(Verb.ASK, str(n))),) for n, choice in enumerate((*answer.choices, *suggested))]
    if answer.status is not Status.SMALLTALK:
        rows.append(feedback_buttons())
    return tuple(rows)


def _clause_rows(answer: Answer, shelf: Shelf, language: str) -> list[tuple[Button, ...]]:
    first, quote = answer.clauses[0], answer.quotes[0]
    copied = copy_button(say("copy", language), shelf.citation(quote.doc, quote.path), quote.text.strip())
    last_row = (copied, Button(say("share", language), share=first.clause.path))
    below = answer.clauses[1:]
    is_list = bool(below) and len(answer.quotes) >= LIST_FROM
    if is_list and not all(first.clause.span.holds(c.clause.span) and c.doc == first.doc for c in below):
        return [*_numbers([first, *below], shelf), last_row]
    rows = neighbours(first, shelf, language) if first.doc in shelf.documents else ()
    whole = Button(say("whole", language), open_clause(first.doc, first.clause, shelf))
    targets = Button(say("targets_of", language), Tap(Verb.TARGETS_OF, shelf.link(first.doc, first.clause)))
    fitting = tuple(b for b in (whole, targets) if b.tap and b.tap.fits)
    return [*rows, *(_numbers(below, shelf) if is_list else ()), fitting, last_row]


def _numbers(clauses: Sequence[ShownClause], shelf: Shelf) -> Rows:
    """Return a button with the number of each clause of a list, which opens it."""
    return rows_of(
        [Button(c.clause.number, open_clause(c.doc, c.clause, shelf)) for c in clauses[:MOST_LISTED]], NUMBERS_IN_ROW
    )


def neighbours(shown: ShownClause, shelf: Shelf, language: str) -> tuple[tuple[Button, ...], ...]:
    """Return the row that leads to the clause before and the one after, among those of its level."""
    document, clause = shelf.documents[shown.doc], shown.clause
    nodes = [c for c in document.clauses() if c.kind is ClauseKind.MARKED and c.level == clause.level]
    here = next((i for i, c in enumerate(nodes) if c.path == clause.path), None)
    if here is None:
        return ()
    before = [Button(say("previous", language), open_clause(shown.doc, nodes[here - 1], shelf))] if here else []
    after = (
        [Button(say("next", language), open_clause(shown.doc, nodes[here + 1], shelf))] if here + 1 < len(nodes) else []
    )
    return rows_of([*before, *after])


def open_clause(doc: str, clause: Clause, shelf: Shelf) -> Tap:
    """Return the tap that opens a clause."""
    return Tap(Verb.CLAUSE, shelf.link(doc, clause))


def feedback_buttons() -> tuple[Button, ...]:
    """Return the two thumbs."""
    return (Button("👍", Tap(Verb.FEEDBACK, "+")), Button("👎", Tap(Verb.FEEDBACK, "-")))


def _named(clause: Clause) -> str:
    return f"{clause.number} {clause.heading}".strip()
