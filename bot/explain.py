"""Why an answer is as it is (`policybot ask --explain`): the question as understood, the hits, what decided."""

from collections.abc import Iterator
from typing import Any

from bot import wording
from bot.render import Shelf
from bot.types import Answer, Question, Trace
from index.types import Hit

SHOWN_HITS = 10
EXCERPT = 40  # characters of a passage; the clause beside it is a look-up away


def explanation(answer: Answer, shelf: Shelf) -> str:
    """Return the explanation of an answer as lines of text; "" for an answer that carries no trace."""
    if answer.trace is None:
        return ""
    lines = [wording.explained("understood", _understood(answer.trace.question))]
    if answer.trace.hits:
        lines.append(wording.explained("hits", ""))
        lines += [f"  {n}. {_hit_line(hit, shelf)}" for n, hit in enumerate(answer.trace.hits[:SHOWN_HITS], start=1)]
    return "\n".join([*lines, wording.explained("decided", _decided(answer, answer.trace))])


def explanation_record(answer: Answer) -> dict[str, Any] | None:
    """Return the same as a record for JSON; None for an answer that carries no trace."""
    if answer.trace is None:
        return None
    return {
        "understood": dict(_facts(answer.trace.question)),
        "hits": [_hit_record(hit) for hit in answer.trace.hits[:SHOWN_HITS]],
        "decided_by": answer.trace.decided_by or _route(answer.trace),
        "accept": answer.trace.accept,
    }


def _facts(question: Question) -> Iterator[tuple[str, Any]]:
    """Yield what was understood of a question, name and value; what it does not say is left out."""
    yield "kind", question.kind.value
    yield "searched", question.chinese or question.clean
    named: dict[str, Any] = {
        "subject": question.subject,
        "wants_number": question.wants_number,
        "wants_deadline": question.wants_deadline,
        "attribute": question.attribute,
        "years": list(question.years),
        "period": question.period,
        "places": [p.name for p in question.places],
        "codes": list(question.codes),
        "figures": [str(f.value) + f.unit for f in question.figures],
        "references": [r.asked for r in question.references],
        "scope": [c.path for c in question.scope],
        "described": question.described,
        "restored": question.restored,
    }
    yield from ((name, value) for name, value in named.items() if value)


def _understood(question: Question) -> str:
    parts = []
    for name, value in _facts(question):
        printed = "、".join(map(str, value)) if isinstance(value, list) else str(value)
        parts.append(wording.explained_fact(name, "" if value is True else printed))
    return "；".join(parts)


def _hit_line(hit: Hit, shelf: Shelf) -> str:
    place = shelf.short_citation(hit.passage.doc, hit.passage.path)
    words = wording.echo(hit.passage.search_text)[:EXCERPT]
    return wording.explained_hit(place, hit.score, hit.dense_rank, hit.lexical_rank, hit.passage.kind.value, words)


def _hit_record(hit: Hit) -> dict[str, Any]:
    return {
        "doc": hit.passage.doc, "path": hit.passage.path, "kind": hit.passage.kind.value,
        "start": hit.passage.span.start, "end": hit.passage.span.end, "searched_text": hit.passage.search_text,
        "score": round(hit.score, 4), "dense_rank": hit.dense_rank, "dense_score": round(hit.dense_score, 4),
        "lexical_rank": hit.lexical_rank, "lexical_score": round(hit.lexical_score, 4),
        "learned_score": round(hit.learned_score, 4),
    }  # fmt: skip


def _route(trace: Trace) -> str:
    return "search" if trace.hits else "lookup"


def _decided(answer: Answer, trace: Trace) -> str:
    return wording.explained_decision(trace.decided_by or _route(trace), answer.confidence, trace.accept)
