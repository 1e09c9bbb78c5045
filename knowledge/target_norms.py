"""Norms and grants: 应当, 不得, 罚款, 补助 make no targets of the figures they rule, unless a year is stated."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from knowledge.target_drafts import Draft
from knowledge.target_words import BEFORE_OUGHT, any_of, words

_SEGMENT = re.compile(r"[^;]+")
# a rate that is to rise is a target
_RATE = re.compile(
    r"补贴性|(?:补贴|补助|奖励|奖补)(?:(?:申请|资金)?审核|制度|流程|政策|机制)|(?:补助|补贴|资助)(?:标准|水平)(?=[^;]{0,4}(?:提高|提升|增加|达))"
)
_MUST = re.compile(r"不得(?!突破)")
_OUGHT = re.compile(rf"(?<![{BEFORE_OUGHT}])应(?=不|设|配)|(?<![制适便不])宜(?=设|配|建)|须(?=配|设|有|具|连续)")
# 每处不宜低于30%: a norm, whatever year the sentence names before
_RULE_OF_THUMB = re.compile(r"不[应宜]|一般[不为]|一律|原则上")
_REMARKS = re.compile(r"\([^()]*\)")  # what brackets say rules nothing outside
_FOR_THOSE = re.compile(r"[^,;]*\d[^,;]*(?:以上|以下|以内)的,")  # 单户担保金额500万元及以下的,担保费率不超过1%
_CONDITION = re.compile(r"\s*(?:对|按|依(?!托)|凡|符合)")
_RULED = re.compile(r"(?:系|属|是)[^,;]{0,6}(?:统一|硬性|强制性?|明确)(?:规定|要求)")  # set by others
_GRANTED = re.compile(r"给予|奖励|奖补|补助|补贴|资助|贴息|单个|单户|单项|最高")
_GRANT_RATE = re.compile(r"(?:贴息|奖补|补助|补贴)(?:比例|标准|率|金额|额度)$")
_FUND = re.compile(r"(?:设立|组建|成立|发起)[^,;]*总?规模[^,;]*基金")
_OF_ALL = re.compile(r"全[省市县区州][^,;]*(?:率|占比|比例|比重)$")
_FUNDS = re.compile(r"(?:安排|筹集|统筹|投入)[^,;]{0,10}(?:资金|经费)")  # what all are given together is a target


def norms_in(body: str) -> Iterator[tuple[int, int]]:
    """Yield the part that norms rule of each segment (to ；): all of it beside a grant, from 应当 and 不得 on else."""
    for segment in _SEGMENT.finditer(body):
        words_ = _REMARKS.sub(_blank, _RATE.sub(_blank, segment[0]))
        if re.search(any_of("norms", "grants"), words_) or _RULED.search(words_) or _FOR_THOSE.match(words_):
            yield segment.span()
        elif must := _must().search(words_):
            yield segment.start() + words_.rfind(",", 0, must.start()) + 1, segment.end()


def promised(
    drafts: Sequence[Draft], phrase: str, own: set[str | None], *, dated: bool, dated_part: bool
) -> list[Draft]:
    """Return those drafts of a phrase beside norms that are targets.

    `own` are the times of the sentence; `dated` says that one stands in or right before the phrase, `dated_part` that
    one stands in the part since ；.
    """
    ruled = (not dated and _RULE_OF_THUMB.search(phrase)) or (not dated_part and _MUST.search(phrase))
    return [] if ruled else [draft for draft in drafts if _is_promised(draft, phrase, own)]


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


@cache
def _must() -> re.Pattern[str]:
    return re.compile(f"{any_of('norms', 'musts')}|{_OUGHT.pattern}")


def _is_norm(words_: str) -> bool:
    plain = _RATE.sub("", words_)
    return re.search(any_of("norms", "grants"), plain) is not None or _must().search(plain) is not None


def _is_promised(draft: Draft, phrase: str, own: set[str | None]) -> bool:
    """Say whether a figure beside norms or grants is a target: due in a year that is stated, or 每年评选10家."""
    granted = _GRANTED.search(_RATE.sub("", phrase)) and not _FUNDS.search(phrase)
    if (draft.unit or "").endswith("元") and granted:
        return False  # 每家奖励5万元, whenever
    if _GRANT_RATE.search(draft.indicator) and not _RATE.search(phrase):
        return False  # 贴息比例不高于2%
    if _FUND.search(phrase):
        return True  # 设立总规模20亿元的基金,单户贴息不超过50万元
    if draft.deadline != "每年" and draft.deadline is not None and draft.deadline in own:
        return True
    if draft.unit == "%" and _OF_ALL.match(draft.indicator) and not _is_norm(phrase):
        return True  # 一律使用新能源车,全省新能源车占比不低于65%
    if draft.commitment and draft.unit == "%" and not _is_norm(phrase):
        return True  # 落实补助政策,执业医师的比例力争突破60%
    if draft.deadline is None:
        return False
    return draft.unit in words("units", "counter") and not _is_norm(phrase) and not _CONDITION.match(phrase)
