"""Answers, targets, parsed files and checked quotations as plain records: the JSON of design §5."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from bot.currency import is_passed
from bot.passage_check import Checked
from bot.types import Answer, Quote, ShownClause
from knowledge.cite import citation
from knowledge.types import ClauseKind, Document, Target

Record = dict[str, Any]


def answer_record(answer: Answer, message: str, today: date, id_: object = None) -> Record:
    """Return an answer in the form of design §5.2; `message` is what a person would read."""
    return {
        "id": id_,
        "question": answer.question,
        "status": answer.status.value,
        "message": message,
        "quotes": [_quote(q) for q in answer.quotes],
        "clauses": [_clause(c) for c in answer.clauses],
        "targets": [target_record(t.doc, t.target, t.quote, today) for t in answer.targets],
        "nearest": [_clause(c) for c in answer.nearest],
        "choices": list(answer.choices),
        "reason": answer.reason,
        "understood": answer.understood,
        "confidence": round(answer.confidence, 4),
        "timings_ms": {name: round(value, 2) for name, value in asdict(answer.timings).items()},
    }


def _quote(quote: Quote) -> Record:
    return {"doc": quote.doc, "path": quote.path, "start": quote.span.start, "end": quote.span.end, "text": quote.text}


def _clause(shown: ShownClause) -> Record:
    return {
        "doc": shown.doc, "path": shown.clause.path, "number": shown.clause.number, "heading": shown.clause.heading,
        "citation": shown.citation, "start": shown.span.start, "end": shown.span.end, "text": shown.text,
    }  # fmt: skip


def target_record(doc: str, target: Target, quote: str, today: date) -> Record:
    """Return a target in the form of design §5.2; `expired` says whether its deadline has passed as of `today`."""
    return {
        "id": target.id, "doc": doc, "path": target.path, "indicator": target.indicator, "value": target.value,
        "number": json_number(target.number), "unit": target.unit, "relation": target.relation.value,
        "deadline": target.deadline, "expired": is_passed(target.deadline, today), "commitment": target.commitment,
        "kind": target.kind.value, "start": target.span.start, "end": target.span.end, "quote": quote,
    }  # fmt: skip


def json_number(number: Decimal | None) -> int | float | None:
    """Return a Decimal as a JSON number that prints the same digits."""
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)


def parsed_record(document: Document, targets: Iterable[Target], today: date) -> Record:
    """Return a parsed file in the form of design §5.3: every marked node, in text order."""
    clauses = [
        {
            "path": c.path, "level": c.level, "number": c.number, "heading": c.heading,
            "start": c.span.start, "end": c.span.end, "text": c.span.of(document.text),
        }
        for c in document.clauses()
        if c.kind is ClauseKind.MARKED
    ]  # fmt: skip
    shown = [target_record(document.id, t, t.span.of(document.text), today) for t in targets]
    head = {"title": document.title, "issuer": document.issuer, "published": document.published}
    return {**head, "clauses": clauses, "targets": shown}


def checked_record(checked: Checked) -> Record:
    """Return a checked quotation in the form of design §5.4, with `cut` (what it stops short of) and `at` (offsets)."""
    document, clause, span = checked.document, checked.clause, checked.span
    return {
        "verdict": checked.verdict.value,
        "doc": document.id if document else None,
        "path": clause.path if clause else None,
        "citation": citation(document, clause) if document and clause else None,
        "start": span.start if span else None,
        "end": span.end if span else None,
        "text": checked.text or None,
        "differences": [
            {"op": d.op.value, "given": d.given, "published": d.published, "at": d.at} for d in checked.differences
        ],
        "only_typographic": checked.only_typographic,
        "claimed": asdict(checked.claimed) if checked.claimed else None,
        "cut": asdict(checked.cut) if checked.cut else None,
    }


def to_json(record: Record | list[Record], *, indent: int | None = 2) -> str:
    """Return JSON text that is valid UTF-8: a lone surrogate becomes its JSON escape."""
    text = json.dumps(record, ensure_ascii=False, indent=indent, allow_nan=False)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
