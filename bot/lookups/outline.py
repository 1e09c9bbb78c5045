"""The outline and counts of it, from the clause tree: 目录, 一共多少条, 重点任务分几个工程, 主要目标有几个方面."""

from bot import wording
from bot.cues import cue
from bot.lookups.reference import heading_span
from bot.question import named_by_heading
from bot.types import Finding, Question, Status
from knowledge.facts import Facts
from knowledge.sentences import sentences
from knowledge.types import Clause, ClauseKind, Span

_UNITS = {"parts": "个部分", "sections": "节", "clauses": "条", "aspects": "个方面"}
_ENGLISH_UNITS = {"parts": "parts", "sections": "sections", "clauses": "clauses", "aspects": "aspects"}


def find(question: Question, facts: Facts) -> Finding:
    """Return the headings that the question asks for, with their number; all from the tree, none by similarity."""
    lower = question.clean.lower()
    scope = question.scope[0] if question.scope else named_by_heading(lower, facts)
    level = next((n for n in ("aspects", "parts", "sections", "clauses") if _asks_for(n, lower, scope)), None)
    nodes, level = _nodes(scope, level, facts)
    quotes = tuple(
        _first_words(facts, n) if n.kind is ClauseKind.PARAGRAPH else heading_span(facts.document, n) for n in nodes
    )
    if not nodes:
        reason = wording.not_in_plan(question.clean, question.language)
        return Finding(Status.NOT_FOUND, nearest=(scope,) if scope else (), reason=reason)
    listed = ([scope] if scope else []) + [n for n in nodes if n.kind is not ClauseKind.PARAGRAPH]
    note = wording.counted(
        len(nodes), (_ENGLISH_UNITS if question.language == "en" else _UNITS)[level], question.language
    )
    return Finding(Status.ANSWERED, quotes, tuple(listed), notes=(note,))


def find_parent(question: Question, facts: Facts) -> Finding:
    """Return the section (or chapter) that the named clause stands in, by its heading."""
    clause = question.scope[0]
    above = [c for c in facts.document.clauses() if c is not clause and c.span.holds(clause.span)]
    if not above:
        return Finding(
            Status.NOT_FOUND, nearest=(clause,), reason=wording.not_in_plan(question.clean, question.language)
        )
    return Finding(Status.ANSWERED, (heading_span(facts.document, above[-1]),), tuple(reversed(above)))


def _asks_for(name: str, lower: str, scope: Clause | None) -> bool:
    rest = lower.replace(scope.heading.lower(), "") if scope else lower
    return cue("structure", name).search(rest) is not None


def _nodes(scope: Clause | None, level: str | None, facts: Facts) -> tuple[list[Clause], str]:
    document = facts.document
    marked = [c for c in document.clauses() if c.kind is ClauseKind.MARKED]
    inside = [c for c in marked if scope and c is not scope and scope.span.holds(c.span)]
    if scope is None:
        top = min((c.level for c in marked), default=1)
        by_level = {
            "parts": [c for c in marked if c.level == top],
            "aspects": [c for c in marked if c.level == top],
            "sections": [c for c in marked if c.level == top + 1],
            "clauses": [c for c in marked if c.number.split("~")[0].isdigit() or "条" in c.number] or marked,
        }
        return (by_level[level], level) if level else (marked, "clauses")
    numbered = [c for c in inside if c.number.split("~")[0].isdigit() or "条" in c.number]
    children = [c for c in inside if c.level == scope.level + 1]
    if level == "clauses":
        return (numbered, "clauses") if numbered else (children, "clauses")
    if children:
        return children, level if level in (
            "sections",
            "aspects",
        ) else "sections" if numbered != children else "clauses"
    return [c for c in scope.children if c.kind is ClauseKind.PARAGRAPH and _is_item(facts, c)], "aspects"


def _is_item(facts: Facts, paragraph: Clause) -> bool:
    return paragraph.span.of(facts.document.text).lstrip().startswith(("—", "－－", "--", "·", "●", "•"))


def _first_words(facts: Facts, paragraph: Clause) -> Span:
    return next(sentences(facts.document.text, paragraph.span))
