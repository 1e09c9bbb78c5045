"""The outline and counts of it, from the clause tree: 目录, 一共多少条, 重点任务分几个工程, 主要目标有几个方面."""

from bot import wording
from bot.cues import cue
from bot.headings import headings_of
from bot.lookups.reference import heading_span
from bot.types import Finding, Question, Status
from knowledge.cite import short_citation
from knowledge.facts import Facts
from knowledge.sentences import sentences
from knowledge.types import Clause, ClauseKind, Span

LEVELS = ("aspects", "parts", "sections", "clauses")


def find(question: Question, facts: Facts) -> Finding:
    """Return the headings that the question asks for, with their number; all from the tree, none by similarity."""
    headings = headings_of(facts.document)
    scope = question.scope[0] if question.scope else None
    rest = headings.without(question.rest, scope).lower()
    if compared := _compared(rest, scope, question.language, facts):
        return compared
    level = next((n for n in LEVELS if cue("structure", n).search(rest)), None)
    nodes, level = _nodes(scope, level, "工程" in rest, facts)
    if not nodes:
        reason = wording.not_in_plan(question.clean, question.language)
        return Finding(Status.NOT_FOUND, nearest=(scope,) if scope else (), reason=reason)
    quotes = tuple(
        _first_words(facts, n) if n.kind is ClauseKind.PARAGRAPH else heading_span(facts.document, n) for n in nodes
    )
    headed = [n for n in nodes if n.kind is not ClauseKind.PARAGRAPH]
    # where the names are asked for the nodes answer, where only their number is what holds them does
    if headed and cue("structure", "listed").search(rest):
        listed = [*headed, *([scope] if scope else [])]
    else:
        listed = [*([scope] if scope else _holding_all(headed, facts)), *headed]
    note = wording.counted(len(nodes), wording.level_unit(level, question.language), question.language)
    return Finding(Status.ANSWERED, quotes, tuple(listed), notes=(note,))


def _holding_all(nodes: list[Clause], facts: Facts) -> list[Clause]:
    """Return the innermost marked node that holds all of these, where one does."""
    marked = (c for c in facts.document.clauses() if c.kind is ClauseKind.MARKED and c not in nodes)
    return [c for c in marked if nodes and all(c.span.holds(n.span) for n in nodes)][-1:]


def _compared(rest: str, scope: Clause | None, language: str, facts: Facts) -> Finding | None:
    """Return the nodes that are compared by how many clauses stand in them, each with its count, or None."""
    comparison = next((n for n in ("most", "least", "each") if cue("structure", n).search(rest)), None)
    if comparison is None:
        return None
    levels = ("parts", "sections") if cue("structure", "parts").search(rest) else ("sections",)
    groups = [_nodes(scope, level, named=False, facts=facts)[0] for level in levels]
    counts = {c.path: sum(is_numbered(below) for below in c.walk() if below is not c) for g in groups for c in g}
    # where one part alone holds all clauses, it is its sections that are compared
    nodes = next((kept for g in groups if len(kept := [c for c in g if counts[c.path]]) > 1), [])
    wanted = {"most": max, "least": min}.get(comparison)
    if wanted and nodes:
        extreme = wanted(counts[c.path] for c in nodes)
        nodes = [c for c in nodes if counts[c.path] == extreme]
    unit = wording.level_unit("clauses", language)
    notes = tuple(wording.count_in(short_citation(facts.document, c), counts[c.path], unit, language) for c in nodes)
    quotes = tuple(heading_span(facts.document, c) for c in nodes)
    return Finding(Status.ANSWERED, quotes, tuple(nodes), notes=notes) if nodes else None


def find_parent(question: Question, facts: Facts, said: tuple[Span, ...] = ()) -> Finding:
    """Return the section (or chapter) that a clause stands in, by its heading; `said` are words of it, quoted too."""
    clause = question.scope[0]
    above = _holders(clause, facts)
    others = [held[-1] for c in question.scope[1:] if (held := _holders(c, facts))]
    if not above:
        return Finding(
            Status.NOT_FOUND, nearest=(clause,), reason=wording.not_in_plan(question.clean, question.language)
        )
    listed = (*reversed(above), clause) if said else tuple(reversed(above))
    quotes = [heading_span(facts.document, c) for c in dict.fromkeys((above[-1], *others))]
    return Finding(Status.ANSWERED, (*quotes, *said), tuple(dict.fromkeys((above[-1], *others, *listed))))


def _holders(clause: Clause, facts: Facts) -> list[Clause]:
    return [c for c in facts.document.clauses() if c != clause and c.span.holds(clause.span)]


def _nodes(scope: Clause | None, level: str | None, named: bool, facts: Facts) -> tuple[list[Clause], str]:
    """Return the nodes that are asked for and the name of their level. `named`: only those whose headings say 工程."""
    marked = [c for c in facts.document.clauses() if c.kind is ClauseKind.MARKED]
    if scope is not None:
        return _nodes_inside(scope, level, named, facts)
    if level == "sections" and named and (works := headings_of(facts.document).ending_in("工程")):
        return works, "works"
    top = min((c.level for c in marked), default=1)
    if level is None:
        return marked, "headings"
    if level == "clauses":
        return [c for c in marked if is_numbered(c)] or marked, level
    return [c for c in marked if c.level == (top + 1 if level == "sections" else top)], level


def _nodes_inside(scope: Clause, level: str | None, named: bool, facts: Facts) -> tuple[list[Clause], str]:
    """Return the nodes below `scope`: its numbered clauses where clauses are asked for, else what stands next below."""
    inside = [c for c in scope.walk() if c.kind is ClauseKind.MARKED and c is not scope]
    children = [c for c in inside if c.level == scope.level + 1]
    numbered = [c for c in inside if is_numbered(c)]
    if numbered and (level == "clauses" or children == numbered):
        return numbered, "clauses"
    if children:
        all_works = named and all(c.heading.endswith("工程") for c in children)
        return children, "works" if all_works else "aspects" if level == "aspects" else "sections"
    return [c for c in scope.children if c.kind is ClauseKind.PARAGRAPH and _is_item(facts, c)], "aspects"


def is_numbered(clause: Clause) -> bool:
    """Say whether a clause is one that readers call 第N条."""
    return clause.number.split("~")[0].isdigit() or "条" in clause.number


def _is_item(facts: Facts, paragraph: Clause) -> bool:
    return paragraph.span.of(facts.document.text).lstrip().startswith(("—", "－－", "--", "·", "●", "•"))


def _first_words(facts: Facts, paragraph: Clause) -> Span:
    return next(sentences(facts.document.text, paragraph.span))
