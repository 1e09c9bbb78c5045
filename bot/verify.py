"""The gate before every answer: each quote is a slice of the published text, each figure stands in its quote."""

import re
from collections.abc import Mapping

from bot.types import Answer, Status
from knowledge.errors import UnverifiedQuote
from knowledge.types import Document, Span


def verify(answer: Answer, documents: Mapping[str, Document]) -> Answer:
    """Return `answer` unchanged.

    Raises:
        UnverifiedQuote: a quote, clause or target does not equal the published text at its span, a target's value
            does not stand inside its quote, or an answer that was refused carries any of them.
    """
    for quote in answer.quotes:
        _same(documents, quote.doc, quote.span, quote.text)
    for shown in (*answer.clauses, *answer.nearest):
        _same(documents, shown.doc, shown.span, shown.text)
        if not shown.clause.span.holds(shown.span):
            raise UnverifiedQuote(f"{shown.doc}: the text shown for {shown.clause.path} lies outside that clause")
    for record in answer.targets:
        _same(documents, record.doc, record.target.span, record.quote)
        if record.target.value not in record.quote:
            raise UnverifiedQuote(f"{record.doc}: the value {record.target.value!r} does not stand in its quote")
    if answer.status is not Status.ANSWERED and (answer.quotes or answer.clauses or answer.targets):
        raise UnverifiedQuote(f"an answer with status {answer.status} carries quotes; only an answered question may")
    if answer.status is Status.ANSWERED and not (answer.quotes and answer.clauses):
        raise UnverifiedQuote("an answered question carries no quote or no clause")
    return answer


def _same(documents: Mapping[str, Document], doc: str, span: Span, text: str) -> None:
    document = documents.get(doc)
    if document is None:
        raise UnverifiedQuote(f"{doc!r}: no such document, yet it is quoted")
    if not text or not re.search(r"\S", text) or span.of(document.text) != text:
        raise UnverifiedQuote(f"{doc}: quote at {span.start}:{span.end} differs from the published text")
