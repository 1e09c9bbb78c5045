"""The evidence check: do the quoted words meet the hard conditions of the question? Score alone cannot tell.

Hard are: its place, its year, a detail asked for (amount, date, contact, procedure …), a figure asked for. Lay nouns
and words such as 谁 need not stand in the text. `early` needs no search, `late` judges what a search found.
"""

import re
from dataclasses import dataclass

from bot import wording
from bot.cues import cue
from bot.types import Question, QuestionKind
from knowledge.facts import Facts
from knowledge.places import Place
from knowledge.types import Clause, Span, Target

_SOFT_WITHOUT_NUMBER = (
    "current",
    "rank",
)  # 现在 in a question about a duty is only a word; with 多少 it asks a statistic
_SEARCHED = (QuestionKind.TOPIC, QuestionKind.ENTITY, QuestionKind.LEDGER)
_END_OF_PERIOD = {"十四五": 2025, "十五五": 2030, "十三五": 2020}


@dataclass(frozen=True, slots=True)
class Verdict:
    """`refused` says that the question must not be answered with these words; `remark` is shown either way."""

    refused: bool
    remark: str | None = None


PASSED = Verdict(refused=False)


def early(question: Question, facts: Facts) -> Verdict:
    """Refuse what no sentence of the document can meet: a year, period, place, authority or law that it never names."""
    text, language = facts.document.text, question.language
    law = cue("named", "law").search(question.clean)
    if law and law["law"] not in facts.document.title:
        return Verdict(True, wording.document_missing(law["law"], language))
    if question.kind not in _SEARCHED:
        return PASSED
    absent = [str(y) for y in question.years if y not in facts.years]
    if absent or (question.period and question.period not in text):
        return Verdict(True, wording.year_absent(absent or [question.period or ""], language))
    for place in question.places:
        if not _named(place, text) and not _inside(place, facts):
            return Verdict(True, wording.place_absent(place.name, language))
    for name in (m[0] for m in cue("named", "authority").finditer(question.clean)):
        if name not in text:
            return Verdict(True, wording.not_mentioned(name, language))
    if question.attribute == "document_number" and not cue("evidence", "document_number").search(text):
        return Verdict(True, _attribute(question.attribute, language))
    return PASSED


def late(question: Question, quoted: Span, clause: Clause, target: Target | None, facts: Facts) -> Verdict:
    """Judge whether the words at `quoted` (and the record in them) meet every hard condition of the question."""
    words = quoted.of(facts.document.text)
    for check in (_attribute_met, _figure_met, _place_met, _year_met):
        verdict = check(question, words, clause, target, facts)
        if verdict.refused or verdict.remark:
            return verdict
    return PASSED


def _attribute_met(question: Question, words: str, clause: Clause, target: Target | None, facts: Facts) -> Verdict:
    name = question.attribute
    if not name or (name in _SOFT_WITHOUT_NUMBER and not question.wants_number):
        return PASSED
    if name == "money" and target and target.unit and target.unit.endswith("元"):
        return PASSED
    evidence = cue("evidence", name).search(words)
    if name == "money" and target:
        evidence = None  # the figure of a target in other units is not the sum that was asked for
    return PASSED if evidence else Verdict(True, _attribute(name, question.language))


def _figure_met(question: Question, words: str, clause: Clause, target: Target | None, facts: Facts) -> Verdict:
    """Pass a target in a unit that fits the figure asked for, or words that count the very thing."""
    asked = cue("figure", "measure").search(question.clean)
    if target:
        unit = target.unit or ""
        wrong = asked and asked["measure"] not in unit and unit not in asked["measure"]
        wrong = wrong or (
            cue("figure", "rate").search(question.clean)
            and not (target.unit and cue("figure", "rate_unit").search(target.unit))
        )
        return Verdict(True, _attribute("unit", question.language)) if wrong else PASSED
    if not question.only_number:
        return PASSED
    counted = (
        cue("figure", "counted").search(words)
        if not asked
        else re.search(rf"[\d一二三四五六七八九十百千万两]+{asked['measure']}", words)
    )
    return PASSED if counted else Verdict(True, _attribute("number", question.language))


def _place_met(question: Question, words: str, clause: Clause, target: Target | None, facts: Facts) -> Verdict:
    if cue("named", "nationwide").search(question.clean) and "全国" not in words and "全国" not in facts.document.title:
        return Verdict(True, wording.only_province_wide("全国", question.language))
    for place in question.places:
        if place in facts.jurisdiction or _named(place, words):
            continue
        if question.wants_number or target:
            return Verdict(True, wording.only_province_wide(place.name, question.language))
        if not _inside(place, facts):
            return Verdict(True, wording.place_absent(place.name, question.language))
        return Verdict(False, wording.place_not_singled_out(place.name, question.language))
    return PASSED


def _year_met(question: Question, words: str, clause: Clause, target: Target | None, facts: Facts) -> Verdict:
    asked = set(question.years) | ({_END_OF_PERIOD[question.period]} if question.period in _END_OF_PERIOD else set())
    if not asked:
        return PASSED
    printed = [str(y) for y in sorted(asked)]
    if target:
        year = due(target)
        if year is None:
            return Verdict(False, wording.no_year_in_sentence(question.language))
        return PASSED if year in asked else Verdict(True, wording.year_absent(printed, question.language))
    stated = {int(y) for y in re.findall(r"(?<!\d)(?:19|20)\d\d(?=\s*年)", clause.span.of(facts.document.text))}
    if not stated and not question.wants_number:
        return Verdict(False, wording.no_year_in_sentence(question.language))
    return PASSED if asked & stated else Verdict(True, wording.year_absent(printed, question.language))


def due(target: Target) -> int | None:
    """Return the year by which a target is to be met (十四五期间 → 2025), or None where none is stated."""
    if target.deadline and re.fullmatch(r"\d{4}", target.deadline):
        return int(target.deadline)
    return next((year for name, year in _END_OF_PERIOD.items() if name in (target.deadline or "")), None)


def _named(place: Place, text: str) -> bool:
    return any(word in text for word in place.words)


def _inside(place: Place, facts: Facts) -> bool:
    return any(place.lies_in(home) for home in facts.jurisdiction)


def _attribute(name: str, language: str) -> str:
    return wording.attribute_absent(wording.attribute(name, language), language)
