"""An answer as the plain message that a person reads in chat, in a pipe, or in the field `message`.

The parts, in order: how the question was understood, the quotes with their citation, the counts and remarks, the
targets, further clauses, the reason for a refusal with the nearest clauses, the choices, the source.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from bot import wording
from bot.currency import is_passed
from bot.types import Answer, Quote, ShownClause, ShownTarget, Status
from knowledge.cite import citation, deep_link, short_citation
from knowledge.types import Clause, Document

LIST_FROM = 4  # quotes; from here on an answer is a list, and its count stands before it
MAX_LISTED = 60  # targets or clauses in one message; the plan has 53 targets, and more would not be read


@dataclass(frozen=True, slots=True)
class Shelf:
    """The documents by id, and the date as of which deadlines are judged: what rendering needs besides the answer."""

    documents: Mapping[str, Document]
    today: date = field(default_factory=date.today)

    @classmethod
    def of(cls, documents: Iterable[Document], today: date) -> "Shelf":
        """Return the shelf of these documents."""
        return cls({d.id: d for d in documents}, today)

    def citation(self, doc: str, path: str) -> str:
        """Return the full citation of a clause; its path where the document is not on the shelf."""
        document = self.documents.get(doc)
        clause = document.clause(path) if document else None
        return citation(document, clause) if document and clause else path

    def link(self, doc: str, clause: Clause) -> str:
        """Return the deep link of a clause without its `c_`: the document before it where there are several."""
        link = deep_link(clause).removeprefix("c_")
        return f"{doc}-{link}" if len(self.documents) > 1 else link

    def short_citation(self, doc: str, path: str) -> str:
        """Return the citation without the title: 二、（四）第13条."""
        document = self.documents.get(doc)
        clause = document.clause(path) if document else None
        return short_citation(document, clause) if document and clause else path


def message(answer: Answer, shelf: Shelf) -> str:
    """Return the whole answer as plain text."""
    parts = [
        wording.understood(answer.understood, answer.language) if answer.understood else "",
        "\n".join(answer.notes) if notes_first(answer) else "",
        _quotes(answer, shelf),
        "\n".join(answer.notes) if not notes_first(answer) else "",
        answer.reason or "",
        _targets(answer, shelf),
        _further_clauses(answer),
        _nearest(answer),
        _choices(answer),
        source(answer, shelf),
    ]
    return "\n".join(part for part in parts if part)


def notes_first(answer: Answer) -> bool:
    """Say whether the remarks introduce what is shown (a count before a list) rather than follow a quote."""
    return not 0 < len(answer.quotes) < LIST_FROM


def _quotes(answer: Answer, shelf: Shelf) -> str:
    """Return the quotes, those of one clause together under its citation; labelled groups one after the other."""
    lines: list[str] = []
    labelled = zip(answer.labels or [""] * len(answer.quotes), answer.quotes, strict=True)
    for label, group in groupby(labelled, key=lambda row: row[0]):
        lines += [label + wording.colon(answer.language)] if label else []
        for (doc, path), quotes in groupby((q for _, q in group), key=lambda q: (q.doc, q.path)):
            lines += [f"「{q.text.strip()}」" for q in quotes] + [f"——{_cited(answer, shelf, doc, path)}"]
    if lines and answer.language == "en":
        lines.insert(0, wording.label("quote", "en") + ":")
    return "\n".join(lines)


def _cited(answer: Answer, shelf: Shelf, doc: str, path: str) -> str:
    shown = next((c for c in answer.clauses if c.doc == doc and c.clause.path == path), None)
    return shown.citation if shown else shelf.citation(doc, path)


def _targets(answer: Answer, shelf: Shelf) -> str:
    if not answer.targets:
        return ""
    lines = [f"· {target_line(t, answer.language, shelf)}" for t in answer.targets[:MAX_LISTED]]
    return "\n".join([wording.heading("targets", answer.language), *lines, *_rest(answer.targets, answer.language)])


def target_line(shown: ShownTarget, language: str, shelf: Shelf) -> str:
    """Return a target in one line: 指标：力争 98.5%以上（不低于；期限：2025年，期限已过；二、（一）第1条）."""
    facts = [relation_words(shown, language), deadline_words(shown, language, shelf.today)]
    place = shelf.short_citation(shown.doc, shown.target.path)
    return wording.target_line(
        shown.target.indicator, shown.target.commitment or "", shown.target.value, [*facts, place], language
    )


def relation_words(shown: ShownTarget, language: str) -> str:
    """Return the relation in words (不低于), "" where the value as printed says the same word (高于98%)."""
    words = wording.relation(shown.target.relation, language)
    return "" if words in shown.target.value else words


def deadline_words(shown: ShownTarget, language: str, today: date) -> str:
    """Return the deadline in words, with the remark beside it where it has passed."""
    return wording.deadline_remark(shown.target.deadline, is_passed(shown.target.deadline, today), language)


def _further_clauses(answer: Answer) -> str:
    """Return the clauses that no quote above stands in, by citation and heading."""
    quoted = {(q.doc, q.path) for q in answer.quotes}
    rest = [c for c in answer.clauses if (c.doc, c.clause.path) not in quoted]
    if not rest:
        return ""
    name = "see_also" if answer.quotes else "clauses"
    lines = [f"· {clause_line(c)}" for c in rest[:MAX_LISTED]]
    return "\n".join([wording.heading(name, answer.language), *lines, *_rest(rest, answer.language)])


def clause_line(shown: ShownClause) -> str:
    """Return a clause in one line: its citation and its heading as printed."""
    return f"{shown.citation} {shown.clause.heading}".rstrip()


def _nearest(answer: Answer) -> str:
    if not answer.nearest:
        return ""
    lines = [f"· {clause_line(c)}" for c in answer.nearest]
    return "\n".join([wording.nearest_label(answer.language) + wording.colon(answer.language), *lines])


def _choices(answer: Answer) -> str:
    return "\n".join(f"{n}. {choice}" for n, choice in enumerate(answer.choices, start=1))


def _rest(items: Iterable[object], language: str) -> list[str]:
    more = len(list(items)) - MAX_LISTED
    return [wording.and_more(more, language)] if more > 0 else []


def source(answer: Answer, shelf: Shelf) -> str:
    """Return where the answer comes from: title, issuer, date, source; "" unless something is shown."""
    if answer.status is not Status.ANSWERED:
        return ""
    shown: list[Quote | ShownClause | ShownTarget] = [*answer.quotes, *answer.clauses, *answer.targets]
    ids = dict.fromkeys(item.doc for item in shown)
    lines = [source_line(shelf.documents[i], answer.language) for i in ids if i in shelf.documents]
    return "\n".join(lines)


def source_line(document: Document, language: str = "zh") -> str:
    """Return title, issuer, date and source of a document in one line."""
    facts = [f"《{document.title}》", document.issuer, document.published, document.source]
    return wording.heading("source", language) + wording.comma(language).join(f for f in facts if f)
