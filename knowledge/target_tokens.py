"""A sentence of a plan in, its tokens out: the alphabet of the target grammar.

Tokens tile the sentence. Words come from `target_words.toml`; what no list knows is TEXT, one token a stretch.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from knowledge.quantities import Quantity, quantity_at
from knowledge.target_times import Time, TimeKind, time_at
from knowledge.target_words import BEFORE_OUGHT, any_of, words
from knowledge.types import Relation


class Part(StrEnum):
    """The part of a sentence that a token plays."""

    TIME = "time"
    QUANTITY = "quantity"
    COMMITMENT = "commitment"  # 力争
    VERB = "verb"  # 建设
    RELATION = "relation"  # 不低于
    CHANGE = "change"  # 累计下降, 提高到
    SUFFIX = "suffix"  # 以上
    ADVERB = "adverb"  # 累计
    EACH = "each"  # 均
    RESPECTIVELY = "respectively"  # 分别
    FROM = "from"  # 从95%
    PAST = "past"  # 已
    OF = "of"  # 的
    AND = "and"  # 和, only where a figure has just ended
    PAUSE = "pause"  # 、
    BREAK = "break"  # , ; :
    REMARK = "remark"  # （约束性）
    TITLE = "title"  # 《…》
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Token:
    """`text[start:end]` and its part; a relation or change says which, a time or quantity carries its reading."""

    part: Part
    start: int
    end: int
    text: str
    relation: Relation | None = None
    time: Time | None = None
    quantity: Quantity | None = None
    shown: bool = False  # belongs to the printed value (突破) or not (达到)


_RELATIONS = (
    ("at_least", Relation.AT_LEAST, True), ("above", Relation.ABOVE, True), ("at_most", Relation.AT_MOST, True),
    ("below", Relation.BELOW, True), ("about", Relation.ABOUT, True), ("reach", Relation.AT_LEAST, False),
    ("hold", Relation.EXACTLY, False), ("equal", Relation.EXACTLY, False),
)  # fmt: skip
_BRACKET = re.compile(r"\([^()]{0,60}\)|\[[^\[\]]{0,60}\]|【[^【】]{0,60}】")
_TITLE = re.compile(r"《[^《》]{0,80}》")
_DONE = re.compile(r"了(?!解)|过(?![程渡紧剩期高低度多硬境关])")
_NO_NOUN = "(?!区(?!域|块)|率|性|用地)"  # 建成区, 开发区, 保障性住房
_NOT_ABOUT = frozenset("签节合条公预集契制履")
_POWERS = frozenset("能动运压劳财算电潜实产购")  # 能力, 运力, 算力
_IN_A_WORD = re.compile(rf"[{BEFORE_OUGHT}]应$|公共$|[需主重必]要$|[创更翻]新$")
_INNER = re.compile(r"[河陆地部外容蒙需设置镇贸科]")  # 10条内河航线
_NOT_REACHED = frozenset("雷发传抵表通直")  # 雷达, 发达
# 整合现有7个系统 is to be done
_IN_USE = "(?<!整合|利用|盘活|依托|改造|统筹|用好|用足|发挥|优化|完善|提升|巩固)(?<![对将以按把])"
# 已建设施 stand there; nothing is reported
_STANDING = "(?<!已(?=建(?![成立设有起好])|建设施|有设施|建成小区|建成的|建成住宅))"
_AND = re.compile(r"以及|和|及|与|或|并|且")
_EACH = re.compile(
    r"(?<!平)均(?!衡|匀|值|等|可|有|为国|摊|线)|都(?=达到|超过|不低于)|全部(?=达到|超过)|各(?=筹集|竣工|投用|新建|建成|新增|完成|培育|创建|打造|改造|开工|举办|\d)"
)


def tokens_of(sentence: str, *, phases: bool = False) -> tuple[Token, ...]:
    """Return the tokens of a folded sentence; joined, their texts are the sentence. `phases` as in `time_at`."""
    found: list[Token] = []
    plain = position = 0
    while position < len(sentence):
        before = found[-1] if found and found[-1].end == position else None
        token = next(_readings(sentence, position, before, phases=phases), None)
        if token is None:
            position += _code_length(sentence, position)
            continue
        if plain < position:
            found.append(_text(sentence, plain, position))
        found.append(token)
        plain = position = token.end
    if plain < len(sentence):
        found.append(_text(sentence, plain, len(sentence)))
    return tuple(found)


def _text(sentence: str, start: int, end: int) -> Token:
    return Token(Part.TEXT, start, end, sentence[start:end])


def _code_length(sentence: str, position: int) -> int:
    """Step over a figure that is none as a whole, so that its tail is not read as one."""
    match = re.compile(r"\d[\d.,]*\d").match(sentence, position)
    return len(match[0]) if match else 1


def _readings(sentence: str, position: int, before: Token | None, *, phases: bool) -> Iterator[Token]:
    """Yield the readings of what stands at `position`, the preferred one first."""
    time = time_at(sentence, position, phases=phases)
    if time and sentence[position] == "(":  # 近期(2026—2027年)完成…
        yield Token(Part.TIME, position, time.end, sentence[position : time.end], time=time)
    for part, pattern in ((Part.REMARK, _BRACKET), (Part.TITLE, _TITLE)):
        if match := pattern.match(sentence, position):
            yield Token(part, position, match.end(), match[0])
    if time:
        part = Part.PAST if time.kind is TimeKind.PAST else Part.FROM if time.kind is TimeKind.ORIGIN else Part.TIME
        part = Part.TEXT if time.kind is TimeKind.DATE else part
        yield Token(part, position, time.end, sentence[position : time.end], time=time)
    if quantity := quantity_at(sentence, position):
        yield Token(Part.QUANTITY, position, quantity.end, sentence[position : quantity.end], quantity=quantity)
    yield from _after_figure(sentence, position, before)
    yield from _listed_words(sentence, position, before)
    mark = {",": Part.BREAK, ";": Part.BREAK, ":": Part.BREAK, "、": Part.PAUSE, "的": Part.OF}.get(sentence[position])
    if mark:
        yield Token(mark, position, position + 1, sentence[position])


def _after_figure(sentence: str, position: int, before: Token | None) -> Iterator[Token]:
    """以上, 左右 and 和 mean what the grammar means by them only where a figure has just ended."""
    if before is None or before.part not in (Part.QUANTITY, Part.SUFFIX, Part.REMARK):
        return
    for name, relation in _SUFFIXES:
        match = re.compile(any_of("suffixes", name)).match(sentence, position)
        if match and not (match[0] == "内" and _INNER.match(sentence, match.end())):
            yield Token(Part.SUFFIX, position, match.end(), match[0], relation, shown=True)
    if match := _AND.match(sentence, position):
        yield Token(Part.AND, position, match.end(), match[0])


_SUFFIXES = (("at_least", Relation.AT_LEAST), ("at_most", Relation.AT_MOST), ("about", Relation.ABOUT))


@cache
def _first_characters() -> frozenset[str]:
    """Return every character that a listed word can begin with; most characters of a text begin none."""
    groups = ("past", "words"), ("commitments", "words"), ("verbs", "plan"), ("verbs", "kept"), ("verbs", "adverbs")
    relations = (("relations", name) for name, _, _ in _RELATIONS)
    changes = (("changes", name) for name in ("up", "down", "before"))
    return frozenset("均都全各分依从由自优降减压缩收增升提扩") | {
        word[0] for group in (*groups, *relations, *changes) for word in words(*group)
    }


@cache
def _change_pattern() -> re.Pattern[str]:
    up, down = any_of("changes", "up"), any_of("changes", "down")
    before, to = any_of("changes", "before"), any_of("changes", "to")
    moved = rf"{before}*(?:(?P<up>{up})|(?P<down>{down}))(?P<to>{to})?"
    return re.compile(
        moved + "|(?P<drop>降至|降到|减至|压至|压到|缩至)|(?P<rise>增至|升至|提至|优化至|优化到|升到|扩至|扩到)"
    )


@cache
def _word_patterns() -> tuple[tuple[Part, re.Pattern[str], Relation | None, bool], ...]:
    rows: list[tuple[Part, str, Relation | None, bool]] = [
        (Part.PAST, _IN_USE + any_of("past", "words") + _STANDING, None, False),
        (Part.COMMITMENT, any_of("commitments", "words"), None, False),
        (Part.VERB, any_of("verbs", "plan", "kept") + _NO_NOUN, None, False),
        *((Part.RELATION, any_of("relations", name), relation, shown) for name, relation, shown in _RELATIONS),
        (Part.ADVERB, any_of("verbs", "adverbs"), None, False),
        (Part.EACH, _EACH.pattern, None, False),
        (Part.RESPECTIVELY, "分别|依次(?=提|达|降|增|减|下|上|升|为|不|控)", None, False),
        (Part.FROM, "[从由自]", None, False),
    ]
    return tuple((part, re.compile(pattern), relation, shown) for part, pattern, relation, shown in rows)


def _listed_words(sentence: str, position: int, before: Token | None) -> Iterator[Token]:
    if before and before.part in (Part.VERB, Part.CHANGE) and _DONE.match(sentence, position):
        yield Token(Part.PAST, position, position + 1, sentence[position])
    bound = before is not None and (before.part is Part.COMMITMENT or before.text == "至少")
    if bound and sentence[position] == "有" and quantity_at(sentence, position + 1):
        yield Token(Part.VERB, position, position + 1, "有")  # 每个县至少有1所…, 力争有2家…
    if sentence[position] not in _first_characters():
        return
    best: Token | None = None
    if match := _change_pattern().match(sentence, position):
        best = Token(Part.CHANGE, position, match.end(), match[0], _change_relation(match), shown=True)
    for part, pattern, relation, shown in _word_patterns():
        match = pattern.match(sentence, position)
        if match and match[0] == "占" and sentence[position + 1 : position + 2] == "比":
            continue
        if match and part is Part.ADVERB and _IN_A_WORD.search(sentence, 0, match.end()):
            continue  # 用地供应不低于3000亩
        if match and match[0] == "约" and sentence[position - 1 : position] in _NOT_ABOUT:
            continue  # 签约30亿元
        if match and match[0] == "达" and sentence[position - 1 : position] in _NOT_REACHED:
            continue  # 雷达16部
        if match and match[0] == "力达" and sentence[position - 1 : position] in _POWERS:
            continue  # 转运能力达到60吨
        if match and (best is None or match.end() > best.end):
            best = Token(part, position, match.end(), match[0], relation, shown=shown)
    yield from (best,) if best else ()


def _change_relation(match: re.Match[str]) -> Relation:
    """提高到 is met by more, 降到 by less; a bare 提高3个百分点 is that amount."""
    if match["rise"] or (match["up"] and match["to"]):
        return Relation.AT_LEAST
    lower = match["drop"] or (match["down"] and match["to"])
    return Relation.AT_MOST if lower else Relation.EXACTLY
