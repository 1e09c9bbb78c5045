"""A finding becomes an answer: spans become slices of the text, clauses get citations. No prose is made."""

from collections.abc import Iterable

from bot.lookups.reference import shown_span
from bot.types import Answer, Finding, Question, Quote, ShownClause, ShownTarget, Status, Trace
from knowledge.cite import citation
from knowledge.facts import Facts
from knowledge.types import Clause, Span


def compose(question: Question, finding: Finding, facts: Facts, *, understood: str | None = None) -> Answer:
    """Return the answer for a finding. Quotes and clauses are listed once each, in the finding's order."""
    document = facts.document
    answered = finding.status is Status.ANSWERED
    return Answer(
        question=question.text,
        status=finding.status,
        quotes=tuple(_quote(s, facts) for s in dict.fromkeys(finding.quotes)) if answered else (),
        clauses=tuple(_shown(finding.clauses, facts)) if answered else (),
        targets=tuple(ShownTarget(document.id, t, t.span.of(document.text)) for t in finding.targets)
        if answered
        else (),
        nearest=() if answered else tuple(_shown(finding.nearest, facts)),
        choices=finding.choices,
        notes=finding.notes,
        reason=finding.reason,
        understood=understood,
        confidence=_confidence(finding),
        language=question.language,
        labels=finding.labels if answered else (),
        trace=Trace(question, finding.decided_by, finding.hits, finding.accept),
    )


def _confidence(finding: Finding) -> float:
    """Return how sure the answer is: of a refusal, how sure the answer would have been that was withheld for doubt."""
    decided = finding.status is Status.NOT_FOUND and finding.decided_by != "confidence"
    return 0.0 if decided else round(finding.confidence, 4)


def _quote(span: Span, facts: Facts) -> Quote:
    document = facts.document
    return Quote(document.id, facts.clause_at(span.start).path, span, span.of(document.text))


def _shown(clauses: Iterable[Clause], facts: Facts) -> Iterable[ShownClause]:
    document = facts.document
    for clause in dict.fromkeys(clauses):
        span = shown_span(document, clause)
        yield ShownClause(document.id, clause, citation(document, clause), span, span.of(document.text))
