"""The evidence check: do the quoted words meet the hard conditions of the question? Score alone cannot tell.

Hard are: its place, its year, a detail asked for (amount, date, contact, procedure …), a figure asked for. Lay nouns
and words such as 谁 need not stand in the text. `early` needs no search, `late` judges what a search found.
"""

import re
from dataclasses import dataclass

from bot import wording
from bot.types import Question, QuestionKind
from knowledge.facts import Facts
from knowledge.places import Place
from knowledge.types import Clause, Span, Target

# What must stand in the quoted words where such a detail is asked for.
_EVIDENCE = {
    "contact": re.compile(r"电话|热线|联系方式|\d{3,4}-\d{7,8}|@|www\.|https?:|邮编|地址[:：]"),
    "money": re.compile(r"\d[\d,.]*\s*(?:万|亿|万亿)?元|[一二三四五六七八九十百千万亿]+元"),
    "date": re.compile(r"\d+\s*月\s*\d+\s*日|\d+月底|每年\d+月|\d+月份"),
    "procedure": re.compile(r"申请材料|受理|办理流程|申报条件|申请条件|向.{2,12}(?:申请|申报)|提交"),
    "person": re.compile(r"(?:组长|主任|负责人|联系人)[:：由为是]"),
    "document_number": re.compile(r"[〔\[（(]\d{4}[〕\])）]\s*\d+\s*号"),
    "penalty": re.compile(r"罚款|处以|吊销|拘留|判处|责令"),
    "current": re.compile(r"目前|现有|已(?:建成|达到|实现|完成|有)|截至|截止"),
    "rank": re.compile(r"第[一二三四五六七八九十\d]+(?:位|名)|前[一二三四五六七八九十\d]+(?:位|名)|前列|首位"),
    "legal_basis": re.compile(r"《[^》]*(?:法|条例|办法|规定)》"),
}
_ATTRIBUTES = {
    "contact": ("联系方式或地址", "contact details"), "money": ("金额", "amount of money"), "date": ("具体日期", "date"),
    "procedure": ("办理程序", "procedure"), "person": ("具体人员", "person"), "document_number": ("文号", "document number"),
    "penalty": ("处罚标准", "penalty"), "current": ("现状数据（只写目标）", "current figures (it sets targets only)"),
    "unit": ("这一数据", "such figure"), "rank": ("排名", "ranking"), "legal_basis": ("法律依据", "legal basis"), "number": ("具体数字", "figure"),
}  # fmt: skip
_SOFT_WITHOUT_NUMBER = (
    "current",
    "rank",
)  # 现在 in a question about a duty is only a word; with 多少 it asks a statistic
# Measures that name one kind of quantity: 多少公里 is not answered by a number of 家.
_MEASURE = re.compile(
    r"(?:多少|几)\s*(?:万|亿|千|百)?\s*(公里|千米|平方米|平方公里|公顷|立方米|万?千瓦时?|吨|公斤|升|度电|兆瓦|天|小时|分钟|个月|周|岁|张|批次|批|亩|口|元|块钱|分贝|摄氏度|米)"
)
_RATE = re.compile(
    r"百分之几|百分比|几成|多少百分点|(?:合格|覆盖|达标|普及|增长|使用|占有|毕业|就业|失业|报销|投保|回收|利用|渗透|满意|转化)率|what percent"
)
_RATE_UNIT = re.compile(r"[%％‰]|百分点")
_COUNTED = re.compile(r"\d|[一二三四五六七八九十百千万两]+[大个家项类条种座处次年级位批张]")
_LAW_CITED = re.compile(
    r"(?:根据|依据|依照|按照|按|的是|是)?《?([一-鿿]{2,14}?(?:法|条例))》?第(?:几|\d+|[一二三四五六七八九十百]+)条"
)
_AUTHORITY = re.compile(
    r"(?:国家|省|市|县|区)(?:教育|科技|科学技术|工信|工业和信息化|公安|民政|司法|财政|人社|人力资源|自然资源|生态环境|环保|住建|住房|交通|水利|"
    r"农业|农业农村|商务|文旅|文化|卫健|卫生|应急|审计|国资|市场监|体育|统计|医保|医疗保障|林业|海洋|药监|药品监|知识产权|税务|气象|发改|发展改革|粮食|广电|信访)"
    r"[一-鿿]{0,8}?(?:总局|局|厅|委员会|委)"
)
_NATIONWIDE = re.compile(
    r"^(?:请问)?(?:到?20\d\d年)?全国(?!性|重点|文明|样板|示范|先进|优秀)|全国(?:平均|范围|各省|水平)"
)
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
    law = _LAW_CITED.search(question.clean)
    if law and law[1] not in facts.document.title:
        return Verdict(True, wording.document_missing(law[1], language))
    if question.kind not in _SEARCHED:
        return PASSED
    absent = [str(y) for y in question.years if y not in facts.years]
    if absent or (question.period and question.period not in text):
        return Verdict(True, wording.year_absent(absent or [question.period or ""], language))
    for place in question.places:
        if not _named(place, text) and not _inside(place, facts):
            return Verdict(True, wording.place_absent(place.name, language))
    for name in _AUTHORITY.findall(question.clean):
        if name not in text:
            return Verdict(True, wording.not_mentioned(name, language))
    if question.attribute == "document_number" and not _EVIDENCE["document_number"].search(text):
        return Verdict(True, _attribute(question.attribute, language))
    return PASSED


def late(question: Question, quoted: Span, clause: Clause, target: Target | None, facts: Facts) -> Verdict:
    """Judge whether the words at `quoted` (and the record `target` in them) meet every hard condition of the question."""
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
    evidence = _EVIDENCE[name].search(words)
    if name == "money" and target:
        evidence = None  # the figure of a target in other units is not the sum that was asked for
    return PASSED if evidence else Verdict(True, _attribute(name, question.language))


def _figure_met(question: Question, words: str, clause: Clause, target: Target | None, facts: Facts) -> Verdict:
    """A figure was asked for: a target in a unit that fits it, or words that count the very thing."""
    asked = _MEASURE.search(question.clean)
    if target:
        unit = target.unit or ""
        wrong = asked and asked[1] not in unit and unit not in asked[1]
        wrong = wrong or (_RATE.search(question.clean) and not (target.unit and _RATE_UNIT.search(target.unit)))
        return Verdict(True, _attribute("unit", question.language)) if wrong else PASSED
    if not question.only_number:
        return PASSED
    counted = _COUNTED.search(words) if not asked else re.search(rf"[\d一二三四五六七八九十百千万两]+{asked[1]}", words)
    return PASSED if counted else Verdict(True, _attribute("number", question.language))


def _place_met(question: Question, words: str, clause: Clause, target: Target | None, facts: Facts) -> Verdict:
    if _NATIONWIDE.search(question.clean) and "全国" not in words and "全国" not in facts.document.title:
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
    zh, en = _ATTRIBUTES[name]
    return wording.attribute_absent(en if language == "en" else zh, language)
