"""The ledger as a list: targets by year, hedge word, unit, field or clause. From the records, never by similarity."""

import re
from collections.abc import Callable, Iterator, Sequence

from bot import wording
from bot.cues import cue, subject_of
from bot.lookups.excerpt import words_of
from bot.lookups.outline import is_numbered
from bot.lookups.reference import heading_span
from bot.types import Finding, Question, Status
from knowledge.facts import Facts
from knowledge.figures import UNITS
from knowledge.fold import squeeze
from knowledge.types import Clause, ClauseKind, Target, TargetKind

_NO_DEADLINE = re.compile(
    r"(?:没|未|无)(?:有)?(?:写|写明|注明|规定|给|定|设)?(?:出|明)?(?:具体|完成)?(?:的)?(?:年限|期限|年份|时间|截止)"
    r"|\b(?:no|without(?: a| any)?) deadlines?\b"
)
_NOT_THAT = re.compile(r"(?:而)?不(?:是|按|算)(?:到|在|卡|定)?(?:19|20)\d\d")  # 按十四五算而不是到2025年
_YEARLY = re.compile(r"每年|年年|一年一|每一年|annual|every year|each year")
_UNIT = re.compile(
    rf"(?:单位(?:是|为)?|以|用|按|拿)\s*[“\"]?({UNITS}|亿元|万亿元)[”\"]?\s*(?:为单位|[作做当]单位|计|来?(?:表示|算)|的|$)"
)
_PERIOD_WORDS = re.compile(r"十四五(?:期间)?")


def find(question: Question, facts: Facts) -> Finding | None:
    """Return the targets that pass every filter of the question, counted; None where none is a matter of the ledger.

    That is where the question names a field or a clause of which no target speaks, or a year for which only words are
    stated.
    """
    lower = question.clean.lower()
    if cue("ledger", "most").search(lower) or cue("ledger", "none").search(lower):
        return _by_clause(question, facts, most=cue("ledger", "most").search(lower) is not None)
    targets = [t for t in facts.targets if _in_scope(t, question.scope)]
    if not targets:
        return None
    filters = list(_filters(question, lower))
    of_field, known = _in_field(field_of(lower), targets, facts)
    targets = [t for t in of_field if all(test(t) for test in filters)]
    strange = _places_without(targets, question, facts)
    if strange:
        return Finding(Status.NOT_FOUND, nearest=_clauses_of(targets[:1], facts), reason=strange, confidence=0.0)
    if not known and not (filters or question.scope or cue("ledger", "everything").search(lower)):
        return None
    if not targets:
        worded = any(y in facts.years for y in question.years)
        return None if worded else _nothing(question, facts)
    if extreme := next((e for e in ("greatest", "smallest") if cue("ledger", e).search(lower)), None):
        return listing(_extreme(targets, greatest=extreme == "greatest"), facts)
    return listing(tuple(targets), facts, (_counted(len(targets), question),))


def _extreme(targets: Sequence[Target], *, greatest: bool) -> tuple[Target, ...]:
    """Return the targets with the greatest (smallest) figure: of figures in different units, the bare numbers count."""
    numbers = [t.number for t in targets if t.number is not None]
    wanted = (max if greatest else min)(numbers, default=None)
    return tuple(t for t in targets if t.number == wanted)


def _in_field(field: str, targets: list[Target], facts: Facts) -> tuple[list[Target], bool]:
    """Return the targets of a field, and whether it is known; an unknown field filters nothing.

    An indicator that is named in full comes before everything that only stands beside it.
    """
    exact = [t for t in targets if field and squeeze(t.indicator) == field]
    named = exact or [t for t in targets if field and _names(field, t, facts)]
    return (named, True) if named else (targets, not field)


def _places_without(targets: list[Target], question: Question, facts: Facts) -> str:
    """Return the remark that none of these targets is for the place that the question names, or ""."""
    places = [p for p in question.places if p not in facts.jurisdiction]
    words = "\n".join(t.indicator for t in targets)
    if not targets or not places or any(word in words for p in places for word in p.words):
        return ""
    return wording.only_province_wide(places[0].name, question.language)


def _by_clause(question: Question, facts: Facts, *, most: bool) -> Finding:
    """Return the clauses with the most targets, or those without any; where clauses are numbered, only those."""
    marked = [c for c in facts.leaves if c.kind is ClauseKind.MARKED]
    asked = [c for c in marked if is_numbered(c)] or marked
    asked = [c for c in asked if not question.scope or any(s.span.holds(c.span) for s in question.scope)]
    due = [str(y) for y in question.years]
    counts = {c: sum(not due or t.deadline in due for t in facts.targets_in(c)) for c in asked}
    wanted = max(counts.values(), default=0) if most else 0
    chosen = tuple(c for c, n in counts.items() if n == wanted)
    if most and wanted:
        return listing(tuple(t for c in chosen for t in facts.targets_in(c)), facts, (_counted(wanted, question),))
    quotes = tuple(heading_span(facts.document, c) for c in chosen)
    unit = wording.level_unit("clauses", question.language)
    return Finding(Status.ANSWERED, quotes, chosen, notes=(wording.counted(len(chosen), unit, question.language),))


def _counted(n: int, question: Question) -> str:
    return wording.counted(n, wording.targets_unit(question.language), question.language)


def listing(targets: tuple[Target, ...], facts: Facts, notes: tuple[str, ...] = ()) -> Finding:
    """Return an answer that lists these targets with their quotes and clauses, in text order."""
    quotes = tuple(dict.fromkeys(words_of(t, facts) for t in targets))
    return Finding(Status.ANSWERED, quotes, _clauses_of(targets, facts), targets, notes=notes)


def _clauses_of(targets: Sequence[Target], facts: Facts) -> tuple[Clause, ...]:
    return tuple(dict.fromkeys(facts.clause_at(t.span.start) for t in targets))


def goals_clause(facts: Facts) -> tuple[Clause, ...]:
    """Return the clause that states the document's goals by year: where a question about another year is pointed to."""
    headed = [c for c in facts.leaves if "目标" in c.heading]
    return tuple(headed[:1] or [facts.clause_at(t.span.start) for t in facts.targets[:1]])


def _filters(question: Question, lower: str) -> Iterator[Callable[[Target], bool]]:
    if question.years and not (question.period and _NOT_THAT.search(lower)):
        wanted = {str(y) for y in question.years}
        yield lambda t: t.deadline in wanted
    elif question.period:
        yield (
            lambda t: (
                bool(t.deadline) and _PERIOD_WORDS.sub("十四五", t.deadline or "").startswith(question.period or " ")
            )
        )
    elif _YEARLY.search(lower):
        yield lambda t: t.deadline == "每年"
    elif _NO_DEADLINE.search(lower):
        yield lambda t: t.deadline is None
    hedges = cue("ledger", "hedge").findall(lower)
    if hedges:
        yield lambda t: t.commitment in hedges
    if cue("ledger", "unit_words").search(lower):
        yield lambda t: t.unit in ("%", "％", "个百分点")
    elif cue("ledger", "money_words").search(lower):
        yield lambda t: (t.unit or "").endswith("元")
    elif cue("ledger", "grade_words").search(lower):
        yield lambda t: t.kind is TargetKind.GRADE
    elif unit := _UNIT.search(lower):
        yield lambda t: bool(t.unit) and unit[1].endswith(t.unit or " ")


def field_of(lower: str) -> str:
    """Return the field that a question about targets names (知识产权, 茶), folded, or ""."""
    for pattern in (
        *(cue("ledger", name) for name in ("unit_words", "greatest", "smallest", "money_words", "grade_words")),
        _YEARLY,
        _NO_DEADLINE,
        _UNIT,
        cue("ledger", "hedge"),
        cue("ledger", "words"),
    ):
        lower = pattern.sub(" ", lower)
    field = squeeze(subject_of(lower))
    return "" if cue("ledger", "no_field").fullmatch(field) else field


def _in_scope(target: Target, scope: tuple[Clause, ...]) -> bool:
    return not scope or any(c.span.holds(target.span) for c in scope)


def _names(field: str, target: Target, facts: Facts) -> bool:
    """Say whether a target belongs to a field: its sentence, its clause's heading or its section's heading names it."""
    if field in squeeze(facts.sentence_at(target.span).of(facts.document.text)):
        return True
    return any(field in squeeze(c.heading) for c in facts.document.clauses() if c.heading and c.span.holds(target.span))


def _nothing(question: Question, facts: Facts) -> Finding:
    absent = [str(y) for y in question.years if y not in facts.years]
    reason = (
        wording.year_absent(absent, question.language)
        if absent
        else wording.not_in_plan(question.clean, question.language)
    )
    return Finding(Status.NOT_FOUND, nearest=question.scope or goals_clause(facts), reason=reason)
