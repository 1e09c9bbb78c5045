"""One sentence of a plan: its phrases in order, what ； ends, and what each phrase leaves to the next."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from knowledge.target_drafts import Draft, Setting
from knowledge.target_figures import after_figure, begins_predicate
from knowledge.target_grades import coverage_drafts, grade_drafts
from knowledge.target_norms import norms_in, promised
from knowledge.target_rules import PhraseReader
from knowledge.target_subjects import is_measured
from knowledge.target_times import TimeKind, last_year
from knowledge.target_tokens import Part, Token, tokens_of
from knowledge.types import Span

_END = re.compile(r"[。!?.][。!?.”’』」)]*$")
_OF_WHICH = re.compile(r"\s*其中")
_EFFECT = re.compile(
    r"\s*(?:带动|惠及|受益|撬动|服务|接待|直接参与|参与|吸引|为(?=不少于|\d))"
)  # 每年创建10家,带动就业300人: each year too
_ITEM = re.compile(r"\s*(?:[①-⑳]|[一二三四五六七八九十]是|\(\d{1,2}\))")
_THIS_YEAR = re.compile(
    r"\s*(?:今年|年内|年底前)(?!以来)|[^,;\d]{2,14}全年(?=保持|稳定|达|不)"
)  # in a text for one year
_AGENT = re.compile(
    r"[^,;]{0,10}(?:给予|予以)[^,;]*(?:补助|奖励|补贴|资助|支持)|由[^,;]{2,}(?:提供|负责|承担|牵头|实施|组织)|[^,;]{4,}并举$|(?:坚持|聚焦|围绕|结合|根据|立足)(?:(?!建设|建立|建成|新建|改造|培育|打造|布局)[^,;])*$|[^,;]{0,4}按照?[^,;]{2,}的(?:思路|原则|要求|标准|模式|次序|顺序)$|[^,;]{0,4}以[^,;]+为(?:重点|主|基础|核心|主线)$|"
    r"[^,;]{0,2}(?:重点|主要|优先)(?:在|布设|布局|布置|建设|投放|用于|补充|支持)[^,;]*$"
)  # says who does it, and names nothing counted
_OF_WHAT = re.compile(r"\s*对[^,;]*\d[^,;]*的(?P<what>[^,;的]{2,})$")  # 对使用超过30年的供水管网,每年改造60公里
_OF_ONE = re.compile(r"\s*单[处个座家栋站间][^,;]*(?:一般|不超过|不少于|不低于|控制在|约)")
_ONCE = ("设立", "成立", "组建", "建立", "建成")  # what is set up is not set up each year
_TIME_OF_WORK = re.compile(r"\s*(?:以上|上述)?[^,;\d]{0,4}(?:完成|办结|达成|实现)(?:时限|时间|期限)[均都]?(?:为|是|:)")
_COMPLETED = re.compile(
    r"[^\d]{0,10}(?:建成(?![一-鿿]{6})|完成|完工|竣工|销号|验收|办结|交工|投产|投用|投入使用|投入[一-鿿]{0,4}(?:运行|运营|使用)|投运|全容量并网|并网|开园|上线|达产|交付|通车|见效|全部[一-鿿]{2,4}$)"
)


def read_sentence(sentence: str, setting: Setting) -> tuple[list[Draft], Setting]:
    """Return the drafts of one folded sentence, and what governs its end.

    Norms and grants (应当, 罚款, 补助) without a deadline give none.
    """
    body = _END.sub("", sentence.rstrip())
    tokens = tokens_of(body, phases=bool(setting.phases))
    own = {token.time.value for token in tokens if token.time and token.part is Part.TIME}
    first = next((token for token in tokens if token.time or token.part is Part.PAST), None)
    if first and first.time and first.time.kind is TimeKind.EVERY and not setting.report:
        setting.past = False  # 每年…: what the sentence before reported has ended
    setting.counted = {}
    norms = tuple(norms_in(body))
    done: list[Draft] = []  # of the parts that ；has ended
    open_: list[Draft] = []
    of_one = False  # 单处面积…, of which the phrases after it speak too
    dated_part = False  # a time stands in the part since ；
    named: set[str | None] = set()  # the deadlines that part has named
    before_items: tuple[str | None] | None = None  # the deadline that stood before ①, of which each item begins anew
    phrases = [(k, tuple(group)) for k, group in groupby(tokens, key=lambda token: token.part is Part.BREAK)]
    for place, (is_break, phrase) in enumerate(phrases):
        if not is_break and not setting.promised and _is_completed_later(body, phrases[place + 1 :], setting):
            setting.promised = True
        if is_break:
            if any(token.text == ";" for token in phrase):
                setting.subject_before = setting.last_subject
                setting.named_before, setting.named = setting.named, ()
                setting.commitment = setting.last_subject = None
                setting.object_open = False
                done, open_ = [*done, *open_], []
                dated_part = of_one = False
                named = set()
            continue
        if _ITEM.match(body, phrase[0].start):
            before_items = before_items or (setting.deadline,)
            setting.deadline = before_items[0]
        if setting.within and not setting.report and _THIS_YEAR.match(body, phrase[0].start, phrase[-1].end):
            setting.past, setting.deadline = False, setting.within
        of_which = _OF_WHICH.match(body, phrase[0].start) is not None
        setting.every = setting.every and (of_which or _goes_on(body, phrase))
        outer = setting.deadline
        dated = setting.time_alone or any(token.part is Part.TIME for token in phrase)
        dated_part = dated_part or dated
        of_one = (of_one or _OF_ONE.match(body, phrase[0].start) is not None) and not dated
        found = [] if of_one else _read_phrase(body, phrase, setting)
        setting.deadline = outer if of_which and outer and not setting.past else setting.deadline
        if any(start <= phrase[0].start < end for start, end in norms):
            words_ = body[phrase[0].start : phrase[-1].end]
            found = promised(found, words_, own, dated=dated, dated_part=dated_part)
        elif not any(token.part is Part.QUANTITY for token in phrase) and (late := _completion(body, phrase, setting)):
            open_ = [draft if draft.deadline in named else replace(draft, deadline=late) for draft in open_]
        open_ += found
        named |= {token.time.value for token in phrase if token.time}
        setting.named = tuple((draft.indicator, draft.unit) for draft in open_)
    return done + open_, setting


def _goes_on(body: str, phrase: tuple[Token, ...]) -> bool:
    """Say whether 每年 of the phrase before holds on: …,带动就业300人; …,培训2000人, which name no other time."""
    counts = (
        phrase[0].text not in _ONCE
        and begins_predicate(phrase, 0)
        and any(token.part is Part.QUANTITY for token in phrase)
    )
    return counts or _EFFECT.match(body, phrase[0].start) is not None


def _completion(sentence: str, phrase: tuple[Token, ...], setting: Setting) -> str | None:
    """Return the year in which what was named before is completed: …3000吨,2026年6月建成投产."""
    time = next((token.time for token in phrase if token.time), None)
    if time is None or time.kind not in (TimeKind.DEADLINE, TimeKind.DATE, TimeKind.BARE) or setting.past:
        return None
    year = last_year(time.value)
    ahead = year is not None and (setting.year is None or year >= setting.year)
    told = _COMPLETED.match(sentence[time.end : phrase[-1].end]) or _TIME_OF_WORK.match(sentence, phrase[0].start)
    return time.value if ahead and told else None


def _is_completed_later(body: str, phrases: Sequence[tuple[bool, tuple[Token, ...]]], setting: Setting) -> bool:
    """Say whether a later phrase of the same part says in which year the work is completed."""
    for is_break, phrase in phrases:
        if is_break and any(token.text == ";" for token in phrase):
            return False
        counts = any(token.part is Part.QUANTITY for token in phrase)
        if not is_break and not counts and _completion(body, phrase, setting):
            return True
    return False


def _read_phrase(sentence: str, phrase: tuple[Token, ...], setting: Setting) -> list[Draft]:
    reader = PhraseReader(sentence, phrase, setting)
    figures = reader.read()
    setting.object_open = setting.object_open and bool(figures)
    content = Span(reader.content, reader.end)
    others = [*grade_drafts(sentence, content, setting), *coverage_drafts(sentence, content, setting)]
    others = [other for other in others if not any(other.value.overlaps(draft.value) for draft in figures)]
    if reader.lead is not None:
        others = [
            replace(other, span=Span(reader.lead, other.span.end)) if other.span.start == content.start else other
            for other in others
        ]
    if not figures and not others and (named := _named_in(sentence, phrase, content)):
        setting.last_subject, setting.counted = named, {}
    return sorted(figures + others, key=lambda draft: draft.span.start)


def _named_in(sentence: str, phrase: tuple[Token, ...], content: Span) -> Span | None:
    """Return what a phrase without targets names for the figures after it, or None."""
    if whose := _OF_WHAT.match(sentence[: content.end], content.start):
        return Span(whose.start("what"), content.end)
    if not content or _AGENT.match(sentence, content.start, content.end):
        return None
    if not _ends_in_figure(phrase):
        return content
    verbs = [i for i, token in enumerate(phrase) if token.part is Part.VERB]
    figures = [i for i, token in enumerate(phrase) if token.part is Part.QUANTITY]
    if verbs and verbs[-1] > figures[-1] and verbs[-1] + 1 < len(phrase):
        return Span(phrase[verbs[-1] + 1].start, content.end)  # 在6个乡镇推广空气源热泵
    return None


def _ends_in_figure(phrase: tuple[Token, ...]) -> bool:
    """Say whether a phrase gives a figure; 培育产值10亿元以上的品种 only describes what a later one counts."""
    places = [i for i, token in enumerate(phrase) if token.part is Part.QUANTITY]
    if not places:
        return False
    after = after_figure(phrase, places[-1])
    bounded = phrase[places[-1] + 1 : places[-1] + 2]
    described = len(places) == 1 and after < len(phrase) and bool(bounded) and bounded[0].part is Part.SUFFIX
    named = described and after + 1 < len(phrase) and phrase[after].part is Part.OF
    measured = described and is_measured(phrase[-1].text)  # 每千人口拥有3岁以下婴幼儿托位数
    return not (named or measured)
