"""Targets without a figure: grades (国家B级标准, 全国前10位) and coverage (县县有4A, 全覆盖)."""

import re
from dataclasses import replace
from decimal import Decimal

from knowledge.target_drafts import Draft, Setting
from knowledge.target_subjects import indicator_of
from knowledge.types import Relation, Span, TargetKind

_LEVEL = r"(?:[A-Z]{1,3}|\d?A|[ⅠⅡⅢⅣⅤⅥ]|[一二三四五甲乙丙]|[1-9])(?:级|类|等|星级)(?:甲等|乙等)?"
_RANK = r"前(?:\d{1,3}|[一二三四五六七八九十]{1,3})(?:位|名|强)?"
_SCOPE = r"(?:国家|全国|全省|国际|世界|全球|亚洲|省级?|部级|行业|国内|东部|中部|西部|地表水|三级|二级)*"
_KIND = r"[^,、;的\d]{0,4}?(?:标准|水平|行列|等次|等级|要求|资质|能力)"
_GRADE = re.compile(
    r"(?P<verb>稳定达到|保持在|达到|保持|进入|跻身|升至|提升至|提升到|提高到|达)"
    rf"(?P<value>{_SCOPE}(?:{_LEVEL}(?:{_KIND})?(?:及?以上)?|{_RANK}))(?=$|[,、;])"
)
_TWICE = re.compile(
    r"(?P<value>(?P<place>[省市县区乡镇街村社组户校园])(?P=place)(?:都|均)?(?:有|通|建|达|设|享)[^,;、]{1,25})(?=$|[,、;])"
)
_FULL = re.compile(r"(?P<subject>[^,;]+?)(?P<value>(?P<whole>100%)?全覆盖|(?P<all>100%)覆盖)(?=$|[,;、])")
_EVERYWHERE = re.compile(
    r"(?P<subject>[^,;]*?)(?P<value>(?P<place>[省市县区乡镇街村社组户校园])(?P=place)有)(?=$|[,;])"
)
_PLACES = re.compile(
    r"(?:全[省市县区]|各?(?:省|市|县|区|乡镇|镇|街道|村|社区)(?:\([^()]*\))?)(?:[、和](?:市|县|区|乡镇|街道|村|社区))*"
)
_ACHIEVED = re.compile(r"实现|达到|确保|做到")
_NOT_A_STATE = re.compile(r"(?:工程|行动|项目|计划|专项|成果|机制|体系|管护|建设)$")


def grade_drafts(sentence: str, phrase: Span, setting: Setting) -> list[Draft]:
    """Return the grade that a phrase promises: `能力达到国家B级标准`; needs a deadline or a commitment."""
    match = _GRADE.search(sentence[: phrase.end], phrase.start)
    if not match or setting.past or not setting.marked:
        return []
    subject = Span(phrase.start, match.start())
    indicator = indicator_of(subject.of(sentence))
    if not indicator:
        return []
    relation = Relation.AT_LEAST if match["verb"] in ("达到", "稳定达到", "达") else Relation.EXACTLY
    hold = match["verb"] if match["verb"].startswith("保持") else None
    value = Span(*match.span("value"))
    return [_record(indicator, relation, value, setting, hold, TargetKind.GRADE, Span(phrase.start, value.end))]


def coverage_drafts(sentence: str, phrase: Span, setting: Setting) -> list[Draft]:
    """Return the full coverage that a phrase promises: `县县有4A`, `…全覆盖` after 实现 or under a deadline."""
    words = phrase.of(sentence)
    if setting.past or not (setting.due or _ACHIEVED.search(words)):
        return []
    found = []
    for match in _TWICE.finditer(sentence[: phrase.end], phrase.start):
        value = Span(*match.span("value"))
        if not _NOT_A_STATE.search(match["value"]):
            found.append(_record(match["value"], Relation.EXACTLY, value, setting, None, TargetKind.COVERAGE, value))
    for pattern in (_FULL, _EVERYWHERE):
        full = pattern.search(sentence[: phrase.end], phrase.start)
        indicator = _covered(sentence, full["subject"], setting) if full else ""
        if full and pattern is _EVERYWHERE and setting.due and not indicator:
            indicator = indicator_of(full["subject"])  # 诊断中心县县有
        if full and indicator:
            value, span = Span(*full.span("value")), Span(full.start(), full.end("value"))
            draft = _record(indicator, Relation.EXACTLY, value, setting, None, TargetKind.COVERAGE, span)
            whole = pattern is _FULL and (full["whole"] or full["all"])
            found.append(replace(draft, number=Decimal(100), unit="%") if whole else draft)
    return found


def _covered(sentence: str, subject: str, setting: Setting) -> str:
    """Return what is covered: the words behind 实现, those before it, or the subject that the phrase leaves out."""
    achieved = list(_ACHIEVED.finditer(subject))
    if not achieved:
        return ""
    before, behind = subject[: achieved[-1].start()], subject[achieved[-1].end() :]
    everywhere = _PLACES.fullmatch(behind.strip()) is not None
    elided = setting.last_subject if not before.strip() and (everywhere or not behind.strip()) else None
    if everywhere and (before.strip() or elided):  # 充电站实现乡镇全覆盖; 建设家事调解室,9月底前实现县(区)全覆盖
        return indicator_of(before) or (indicator_of(elided.of(sentence)) if elided else "")
    return indicator_of(behind) or indicator_of(before) or (indicator_of(elided.of(sentence)) if elided else "")


def _record(  # noqa: PLR0913, PLR0917 - a record has this many parts
    indicator: str, relation: Relation, value: Span, setting: Setting, hold: str | None, kind: TargetKind, span: Span
) -> Draft:
    return Draft(indicator, relation, value, None, None, setting.due, None, setting.commitment or hold, kind, span)
