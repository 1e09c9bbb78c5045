"""Whose figure it is where its phrase leaves that out: a verb alone, nothing, or only the first half of a name.

The subject is then the one last counted in the same unit, the one named before, or what the clause is headed.
"""

import re
from collections.abc import Sequence

from knowledge.target_drafts import Draft, Setting
from knowledge.target_subjects import acts_only, indicator_of, is_measured, is_thing, names_nothing, verb_alone
from knowledge.target_words import words
from knowledge.types import Span

_WHOSE = re.compile(r"\s*对[^,;]{2,}")  # 对…的供水工程,分别改造…
# a heading that names no work
_SAYS_NOTHING = re.compile(r"^(?:加大|加强|强化|健全|完善|做好)|(?:任务|目标|措施|举措|工作|要求|安排|保障)$")
_MAKES_UP = re.compile(r"[要将应须]?占到?[^,;占]{2,14}(?:总数|总量|总额|数量)的?")
_DOES = re.compile(r"(?:统一|全面|进一步)?(?:承担|负责|落实|实行|推行|执行|用于|加强|完善|强化|做好)")
_ADVERBIAL = re.compile(r"[^,;]{0,4}(?:将|把)[^,;]+(?:纳入|列入|作为|转为)")  # names nothing that is counted
_SHORT = 2  # characters


def subject_place(  # noqa: PLR0913 - what stands around a figure
    sentence: str, raw: Span, unit: str | None, setting: Setting, *, timed: bool, drafted: bool
) -> Span | None:
    """Return the place of a figure's subject: the words at `raw` before it, or what those leave out; None for none.

    An empty span says that the clause's heading names it (特困家庭改造 / 全市改造1100户). `timed` says that a time
    opens the phrase, `drafted` that a target stands before in it.
    """
    printed = raw.of(sentence).strip(" 、和及与")
    last, same = setting.last_subject, setting.counted.get(unit)
    if printed in words("verbs", "alone") and same is None:
        return raw
    acts = acts_only().fullmatch(printed)
    if acts and same and acts["verb"] in same.of(sentence):
        return same  # 投放平台18台,2030年累计投放40台
    topic = "" if _SAYS_NOTHING.search(setting.topic) else setting.topic
    whose = last is not None and _WHOSE.match(last.of(sentence))
    if acts and topic and not whose and (acts["verb"] in topic or last is None):
        return Span(raw.end, raw.end)
    if last and acts and is_thing(last.of(sentence)):
        return last  # 推广智能回收柜,三年累计投放8000组
    if last and _MAKES_UP.fullmatch(printed):
        return last  # 年收入10万元以上的村,2028年要占到行政村总数的八成以上
    if not names_nothing(printed):
        return raw if indicator_of(printed) and not verb_alone(printed) else None
    if printed and last and _DOES.match(last.of(sentence)):
        return None  # 统一承担随访和转诊协调,首批建成8个
    known = last or (setting.subject_before if timed else None)
    shares = unit in words("units", "share")
    before = (same if known and same and not shares and not drafted else None) or known
    elided = topic and printed in words("verbs", "plan")
    if elided and (before is None or _ADVERBIAL.match(before.of(sentence))):
        return Span(raw.end, raw.end)  # its object is what the clause is headed
    return before


def with_shared_end(printed: str, draft: Draft, drafts: Sequence[Draft]) -> str | None:
    """Return the indicator of a short subject that shares the end of the one before in the phrase, or None.

    进口整体通关时间压缩至18小时、出口压缩至0.6小时; 城镇居民收入增长5%、农村增长6%.
    """
    before, name = drafts[-1] if drafts else None, printed.strip(" 、和及与")
    if before is None or len(name) != _SHORT or before.unit != draft.unit or len(before.indicator) <= 2 * _SHORT:
        return None
    measured = is_measured(before.indicator) and not is_measured(name)
    return name + before.indicator[_SHORT:] if measured and indicator_of(name) == name else None
