"""The evidence check: do the quoted words meet the hard conditions of the question? Score alone cannot tell.

Hard are: its place, its year, a detail asked for (amount, date, contact, procedure …), a figure asked for, a name such
as 4A. Lay nouns and words such as 谁 need not stand in the text. `early` needs no search, `late` judges what was found.
"""

import re
from dataclasses import dataclass, field

from bot import wording
from bot.cues import SOFT_WITHOUT_NUMBER, cue, names
from bot.narration import asking_part
from bot.thesaurus import official_terms
from bot.types import Question, QuestionKind
from knowledge.cite import short_citation
from knowledge.facts import Facts
from knowledge.figures import figures, is_year, years_in_print
from knowledge.fold import squeeze
from knowledge.numerals import parse_int
from knowledge.places import Place
from knowledge.target_sorts import year_of_work
from knowledge.types import Clause, Span, Target, TargetKind

_SEARCHED = (QuestionKind.TOPIC, QuestionKind.ENTITY, QuestionKind.LEDGER, QuestionKind.TRADE)
_END_OF_PERIOD = {"十四五": 2025, "十五五": 2030, "十三五": 2020}
_COMPARED = re.compile(
    r"(?:比|较|同|与|\b(?:vs\.?|versus|than|over|against|relative to|compared (?:to|with))(?: the)?)\s*((?:19|20)\d\d)"
)
_PEOPLE = ("人", "名", "位", "人次")
_BESIDE_YEAR = re.compile(r"[比较与](?:19|20)\d\d(?=\s*年)")  # 比2020年提高: a year that is only compared with
_SAME_MEASURE = {
    "天": "天|日|个工作日",
    "周": "周|星期",
    "岁": "周?岁",
    "块钱": "万?元",
    "元": "万?亿?元",
    "吨": "万?吨|立方米",
}
_IN_CAPITALS = re.compile(r"(?<![A-Za-z0-9])(?!GDP|PPT|APP|VIP|OK)(?:[A-Z]{3,6}|[A-Z](?=超))(?![A-Za-z])")
_THIS_YEAR = re.compile("今年|明年")
_IN_THE_YEAR = re.compile("今年|年内|全年")
_FINED = re.compile(r"罚款|罚金")
_SUM_STATED = re.compile(r"罚款|元以[上下]")
_SHARE_ASKED = re.compile(r"(?:占比|比例|比重|率)[^,，。;；]{0,6}(?:多少|几)")
_SUM_ASKED = re.compile(r"多少钱|多少[万亿]{0,2}元|几[块元]|花多少|收费|投资多少")
_TARGET_ASKED = re.compile(r"目标|\btargets?\b")
_REACHED_ASKED = re.compile(r"达到了|完成|已经|截至|至今|so far|actual|reached")
_SPELT = "[一二三四五六七八九十百千万亿两]"  # digits in which a sentence may spell a count: 六大湾区, 1000亿元


@dataclass(frozen=True, slots=True)
class Verdict:
    """`refused` says that the question must not be answered with these words; `remark` is shown either way.

    `check` is the name of the condition that decided, for those who ask why; "" where all were met.
    """

    refused: bool
    remark: str | None = None
    check: str = field(default="", compare=False)


PASSED = Verdict(refused=False)


@dataclass(frozen=True, slots=True)
class _Case:
    """What is judged: the `quoted` words of a clause, and the record in them, as the answer to a question."""

    question: Question
    quoted: Span
    clause: Clause
    target: Target | None
    facts: Facts

    @property
    def words(self) -> str:
        return self.quoted.of(self.facts.document.text)

    @property
    def context(self) -> str:
        """The clause around the quoted words."""
        return self.clause.span.of(self.facts.document.text)

    def absent(self, detail: str) -> Verdict:
        """Refuse for want of a detail; of a question about one clause that is said of the clause."""
        language = self.question.language
        where = scope_name(self.question, self.facts)
        return Verdict(True, wording.attribute_absent(wording.attribute(detail, language), language, where), detail)


def early(question: Question, facts: Facts) -> Verdict:
    """Refuse what no sentence of the document can meet: a year, period, place, authority or law that it never names."""
    text, language = facts.document.text, question.language
    law = _missing_law(question, facts)
    if law:
        return Verdict(True, wording.document_missing(law, language), "law")
    asked_of_it = question.kind in (*_SEARCHED, QuestionKind.METADATA)
    if asked_of_it and question.attribute == "document_number" and not cue("evidence", "document_number").search(text):
        reason = wording.attribute_absent(wording.attribute(question.attribute, language), language)
        return Verdict(True, reason, question.attribute)
    if question.kind not in _SEARCHED:
        return PASSED
    absent = [str(y) for y in question.years if y not in facts.years and y not in _compared_years(question)]
    if absent:
        return Verdict(True, wording.year_absent(absent, language), "year")
    strange_places = [p for p in question.places if not _named(p, text) and not _inside(p, facts)]
    if strange_places:
        return Verdict(True, wording.place_absent(strange_places[0].name, language), "place")
    names = [question.period or "", *_authorities(question.chinese)]
    missing = next((n for n in names if n not in text), None) or _missing_code(question, facts)
    if missing:
        return Verdict(True, wording.not_mentioned(missing, language), "name")
    return PASSED


def _authorities(text: str) -> list[str]:
    """Return the authorities that a question names; not the asker's own (我是…县发改局的)."""
    asked = cue("introduction", "words").sub(" ", text)
    return [m[0] for m in cue("named", "authority").finditer(asked)]


def late(question: Question, quoted: Span, clause: Clause, target: Target | None, facts: Facts) -> Verdict:
    """Judge whether the words at `quoted` (and the record in them) meet every hard condition of the question."""
    case = _Case(question, quoted, clause, target, facts)
    for check in (_attribute_met, _figure_met, _code_met, _place_met, _year_met, _deadline_met, _measure_met):
        verdict = check(case)
        if verdict.refused or verdict.remark:
            return verdict
    return PASSED


def late_without_keys(question: Question, quoted: Span, clause: Clause, target: Target | None, facts: Facts) -> Verdict:
    """Judge as `late`, and want an amount or a rate of what is paid: no key says here what a sentence tells."""
    case = _Case(question, quoted, clause, target, facts)
    for check in (_sum_met, _charge_met, _letters_met):
        verdict = check(case)
        if verdict.refused:
            return verdict
    return late(question, quoted, clause, target, facts)


def scope_name(question: Question, facts: Facts) -> str:
    """Return the citation of the clauses that a question limits itself to (第13条), or ""."""
    return "、".join(short_citation(facts.document, c) for c in question.scope)


def due(target: Target) -> int | None:
    """Return the year by which a target is to be met (十四五期间 → 2025), or None where none is stated."""
    if target.deadline and re.fullmatch(r"\d{4}", target.deadline):
        return int(target.deadline)
    return next((year for name, year in _END_OF_PERIOD.items() if name in (target.deadline or "")), None)


def _attribute_met(case: _Case) -> Verdict:
    name = case.question.attribute
    if not name or (name in SOFT_WITHOUT_NUMBER and not case.question.wants_number):
        return PASSED
    if name == "members":
        return PASSED if _lists(case) else case.absent(name)
    if name == "money" and _is_share_as_asked(case):
        return PASSED
    if name == "money" and case.target:  # the figure of a target in other units is not the sum that was asked for
        sums = (case.target.unit or "").endswith("元") or cue("evidence", name).search(case.target.indicator)
        return PASSED if sums and not _pays_otherwise(case) else case.absent(name)
    if name == "current" and (_of_its_year(case) or _due_as_asked(case)):
        return PASSED
    return PASSED if cue("evidence", name).search(case.words) else case.absent(name)


def _is_share_as_asked(case: _Case) -> bool:
    """Say whether a share of money is asked for, not a sum, and a share is told: 民间投资占比要回到多少."""
    asked = _SHARE_ASKED.search(case.question.clean) and not _SUM_ASKED.search(case.question.clean)
    told = (case.target.unit or "") if case.target else case.words
    return bool(asked) and cue("figure", "rate_unit").search(told) is not None


def _due_as_asked(case: _Case) -> bool:
    """Say whether a target of a year is asked for as such (有实际进出口的企业,2028年目标多少家), and this is due then.

    How far it came by then (2025年实际完成了多少) no plan says.
    """
    asked = case.question.clean.lower()
    wanted = _TARGET_ASKED.search(asked) and not _REACHED_ASKED.search(asked)
    return bool(wanted) and case.target is not None and due(case.target) in case.question.years


def _of_its_year(case: _Case) -> bool:
    """Say whether 今年 is the year that the document is for, or was written in, and the quoted words are due in it.

    In 2026年工作要点 今年换多少套 asks for what is to be done in 2026, not for how things stand.
    """
    asked = _THIS_YEAR.search(case.question.clean)
    year = case.facts.year
    if (
        asked is None
        or year is None
        or cue("attributes", "current").search(_THIS_YEAR.sub("", case.question.clean.lower()))
    ):
        return False
    year += asked[0] == "明年"
    if case.target:
        return due(case.target) == year or case.target.deadline == "每年"
    return f"{year}年" in case.context or _IN_THE_YEAR.search(case.words) is not None or _is_for(case, year)


def _is_for(case: _Case, year: int) -> bool:
    """Say whether the whole document is for this year, and the quoted words name no other."""
    return year_of_work(case.facts.document) == str(year) and set(years_in_print(case.words)) <= {year}


def _sum_met(case: _Case) -> Verdict:
    """Refuse to tell what is paid (奖多少, 一户拿多少) with words that state no amount and no rate."""
    asked = cue("figure", "pays_asked").search(case.question.clean.lower())
    if not asked:
        return PASSED
    if "罚" in asked[0] and not cue("evidence", "penalty").search(case.words):
        return case.absent("penalty")
    told = any(cue("figure", name).search(case.words) for name in ("sum", "pays"))
    return PASSED if told else case.absent("money")


def _charge_met(case: _Case) -> Verdict:
    """Refuse to tell a price or a charge (一车收几钱, 清运费多少) with words that state no sum, a grant or a fine."""
    asked = case.question.clean.lower()
    priced = cue("figure", "charge_asked").search(asked)
    named = case.question.wants_number and cue("figure", "charge_named").search(asked)
    if not (priced or (named and not cue("figure", "rate").search(asked))):
        return PASSED
    told = cue("figure", "sum").search(case.words)
    charged = cue("figure", "charged").search(case.words)
    only_granted = cue("figure", "granted").search(case.words) and not (charged or _SUM_STATED.search(case.words))
    of_wrong = cue("figure", "fine_asked").search(asked)
    only_fined = priced and not of_wrong and _FINED.search(case.words) and not charged
    return case.absent("money") if not told or only_granted or only_fined else PASSED


def _letters_met(case: _Case) -> Verdict:
    """Refuse a Chinese question for what it names in Latin capitals (HPV疫苗, B超) where the document never does."""
    question, text = case.question, case.facts.folded.text
    named = _IN_CAPITALS.findall(question.text) if question.language == "zh" else []
    missing = next((n for n in named if squeeze(n) not in text and not official_terms(n, text)), None)
    return Verdict(True, wording.not_mentioned(missing, "zh"), "name") if missing else PASSED


def _lists(case: _Case) -> bool:
    """Say whether the quoted words list as many things as are asked for: 是哪四个."""
    asked = cue("attributes", "members").search(case.question.clean.lower())
    number = parse_int(asked["members"].replace("两", "二")) if asked else None
    return max((phrase.count("、") + 1 for phrase in re.split(r"[,，;；。]", case.words)), default=0) >= (number or 2)


def _pays_otherwise(case: _Case) -> bool:
    """Say whether a payment (奖金, 补贴, 工资) is asked for and the quoted words speak of none."""
    payment = cue("figure", "payment")
    return bool(payment.search(case.question.clean.lower())) and not payment.search(case.words)


def _figure_met(case: _Case) -> Verdict:
    """Pass a target in a unit that fits the figure asked for, or words that count the very thing."""
    asked = cue("figure", "measure").search(asking_part(case.question.clean))
    measure = asked["measure"] if asked else ""
    if case.target:
        return PASSED if _unit_fits(case.target, measure, case.question) else case.absent("unit")
    if not case.question.only_number:
        return PASSED
    return PASSED if _counts(case.words, measure) else case.absent("number")


def _unit_fits(target: Target, measure: str, question: Question) -> bool:
    unit = target.unit or ""
    if target.kind is TargetKind.GRADE:  # 国家B级标准 says of nothing how many there are
        return not question.only_number or cue("figure", "grade").search(question.clean.lower()) is not None
    if cue("figure", "per_hundred").search(question.clean):
        return bool(cue("figure", "rate_unit").search(unit))
    is_rate = bool(cue("figure", "rate_unit").search(unit))
    if is_rate and cue("figure", "rate").search(question.clean):  # whatever else is asked besides: 百分之几,几个月一次
        return not cue("figure", "amount").search(question.clean)
    if measure and measure not in unit and (not unit or unit not in measure) and not _people(measure, unit):
        return False
    if is_rate and cue("figure", "amount").search(question.clean):
        return False
    return is_rate or not cue("figure", "rate").search(question.clean)


def _people(measure: str, unit: str) -> bool:
    return measure in _PEOPLE and unit in _PEOPLE


def _counts(words: str, measure: str) -> bool:
    """Say whether words hold a figure in this measure; in any where none was asked for. Years and 4A count nothing."""
    if measure:
        return re.search(rf"(?:\d|{_SPELT})\s?(?:{_SAME_MEASURE.get(measure, re.escape(measure))})", words) is not None
    return any(not is_year(f, words) for f in figures(words)) or bool(cue("figure", "counted").search(words))


def _missing_law(question: Question, facts: Facts) -> str:
    """Return the law whose article is asked for, or whose rules are though the text never names it; else ""."""
    article, alone = (cue("named", name).search(question.clean) for name in ("law", "law_alone"))
    if article:
        return "" if article["law"] in facts.document.title else article["law"]
    return alone["law"] if alone and squeeze(alone["law"]) not in facts.folded.text else ""


def _missing_code(question: Question, facts: Facts) -> str:
    """Return a name such as 6G of which a figure is asked and that the document nowhere prints, or ""."""
    return next((c for c in question.codes if question.only_number and c not in facts.folded.text), "")


def _code_met(case: _Case) -> Verdict:
    """Refuse to answer a question for 5A with a target of 4A."""
    if not (case.target or case.question.only_number):
        return PASSED
    missing = next((c for c in case.question.codes if c not in squeeze(case.words)), None)
    if missing is None:
        return PASSED
    where = scope_name(case.question, case.facts)
    return Verdict(True, wording.no_target_for(missing.upper(), case.question.language, where), "code")


def _place_met(case: _Case) -> Verdict:
    question, facts, language = case.question, case.facts, case.question.language
    whole_country = cue("named", "nationwide").search(question.chinese)
    if whole_country and "全国" not in case.words and "全国" not in facts.document.title:
        return Verdict(True, wording.only_province_wide("全国", language), "place")
    for place in question.places:
        if place in facts.jurisdiction or _named(place, case.words):
            continue
        if question.wants_number or question.wants_deadline:
            return Verdict(True, wording.only_province_wide(place.name, language), "place")
        if not _inside(place, facts):
            return Verdict(True, wording.place_absent(place.name, language), "place")
        return Verdict(False, wording.place_not_singled_out(place.name, language), "place")
    return PASSED


def _year_met(case: _Case) -> Verdict:
    question, language = case.question, case.question.language
    asked = (set(question.years) - _compared_years(question)) | (
        {_END_OF_PERIOD[question.period]} if question.period in _END_OF_PERIOD else set()
    )
    if not asked:
        return PASSED
    absent = Verdict(True, wording.year_absent([str(y) for y in sorted(asked)], language), "year")
    if case.target:
        year = due(case.target)
        if year is None:
            return Verdict(False, wording.no_year_in_sentence(language), "year")
        return PASSED if year in asked else absent
    stated = set(years_in_print(case.context))
    if question.wants_number and not asked & (set(years_in_print(_BESIDE_YEAR.sub(" ", case.context)))):
        return absent  # 比2020年提高3个百分点 says nothing of 2020
    if not stated and not question.wants_number:
        return Verdict(False, wording.no_year_in_sentence(language), "year")
    return PASSED if asked & stated else absent


def _compared_years(question: Question) -> set[int]:
    """Return the years that a question only compares with: 比2020年提高多少, vs 2020."""
    return {int(y) for y in _COMPARED.findall(question.clean.lower())}


def _deadline_met(case: _Case) -> Verdict:
    """Refuse to tell when something is due with words that name no time."""
    asked = cue("evidence", "asks_deadline").search(case.question.clean.lower())
    if case.target or not asked or cue("evidence", "deadline").search(case.words):
        return PASSED
    return case.absent("deadline")


def _measure_met(case: _Case) -> Verdict:
    """Pass, but say where one measure (产值) is asked for and the target sets another (增加值)."""
    if not case.target:
        return PASSED
    asked, stated = _measures(case.question.clean.lower()), _measures(case.target.indicator)
    if not asked or not stated or asked.keys() & stated.keys():
        return PASSED
    remark = wording.other_measure(next(iter(asked.values())), case.target.indicator, case.question.language)
    return Verdict(False, remark, "measure")


def _measures(text: str) -> dict[str, str]:
    """Return the measures that a text names, each with the word for it."""
    found = ((name, cue("measures", name).search(text)) for name in names("measures"))
    return {name: match[0] for name, match in found if match}


def _named(place: Place, text: str) -> bool:
    return any(word in text for word in place.words)


def _inside(place: Place, facts: Facts) -> bool:
    return any(place.lies_in(home) for home in facts.jurisdiction)
