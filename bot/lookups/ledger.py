"""The ledger as a list: targets by year, by hedge word, by unit, by field, by clause. From the records, never by similarity."""

import re
from collections.abc import Iterable

from bot import wording
from bot.cues import cue
from bot.types import Finding, Question, Status
from knowledge.facts import Facts
from knowledge.figures import UNITS
from knowledge.fold import squeeze
from knowledge.types import Clause, Target

_NO_DEADLINE = re.compile(
    r"(?:没|未|无)(?:有)?(?:写|写明|注明|规定|给|定|设)?(?:出|明)?(?:具体|完成)?(?:的)?(?:年限|期限|年份|时间|截止)"
)
_YEARLY = re.compile(r"每年|年年|一年一|每一年|annual|every year|each year")
_UNIT = re.compile(
    rf"(?:单位(?:是|为)?|以|用|按)\s*[“\"]?({UNITS}|亿元|万亿元)[”\"]?\s*(?:为单位|作单位|做单位|计|来?(?:表示|算)|的|$)"
)
_PERIOD_WORDS = re.compile(r"十四五(?:期间)?")


def find(question: Question, facts: Facts) -> Finding | None:
    """Return the targets that pass every filter of the question, counted; None where the question names a field of none."""
    lower = question.clean.lower()
    targets = [t for t in facts.targets if _in_scope(t, question.scope)]
    filtered = False
    for test in _filters(question, lower):
        targets, filtered = [t for t in targets if test(t)], True
    field = field_of(lower)
    if field:
        named = [t for t in targets if _names(field, t, facts)]
        if not named and not (filtered or question.scope):
            return None
        targets = named or targets
    if not targets:
        return _nothing(question, facts) if filtered or question.scope else None
    return listing(
        tuple(targets),
        facts,
        (wording.counted(len(targets), "项目标" if question.language == "zh" else "targets", question.language),),
    )


def listing(targets: tuple[Target, ...], facts: Facts, notes: tuple[str, ...] = ()) -> Finding:
    """Return an answer that lists these targets with their quotes and clauses, in text order."""
    clauses = tuple(dict.fromkeys(facts.clause_at(t.span.start) for t in targets))
    return Finding(Status.ANSWERED, tuple(dict.fromkeys(t.span for t in targets)), clauses, targets, notes=notes)


def goals_clause(facts: Facts) -> tuple[Clause, ...]:
    """Return the clause that states the document's goals by year: where a question about another year is pointed to."""
    headed = [c for c in facts.leaves if "目标" in c.heading]
    return tuple(headed[:1] or [facts.clause_at(t.span.start) for t in facts.targets[:1]])


def _filters(question: Question, lower: str) -> Iterable:  # type: ignore[type-arg]
    if question.years:
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
    hedges = [h for h in cue("ledger", "hedge").findall(lower)]
    if hedges:
        yield lambda t: t.commitment in hedges
    if cue("ledger", "unit_words").search(lower):
        yield lambda t: t.unit in ("%", "％", "个百分点")
    elif unit := _UNIT.search(lower):
        yield lambda t: bool(t.unit) and unit[1].endswith(t.unit or " ")


def field_of(lower: str) -> str:
    """Return the field that a question about targets names (知识产权, 海洋), folded, or ""."""
    plain = _UNIT.sub(" ", _NO_DEADLINE.sub(" ", _YEARLY.sub(" ", cue("ledger", "unit_words").sub(" ", lower))))
    words = re.compile(
        r"量化|定量|数字|数值|约束性|预期性|硬性|主要|所有|全部|总的?|任务|领域|行业|企业|板块|指标|目标|单位|为单位|带有?|用|写明|字样|quantitative|numeric|targets?|goals?|figures?|which|what|all|list|for|the|are|by|in|of|there|plan"
    )
    from bot.cues import subject_of  # noqa: PLC0415 - shares the filler words

    field = squeeze(subject_of(words.sub(" ", cue("ledger", "hedge").sub(" ", plain))))
    return field if len(field) >= 2 else ""


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
