"""The spellings of a reference, a token each: 第12条, 3、5、7条, 最后一条, (四), 二 before (四), 附件1, 1.2, c_2-4-13.

A token says which numbers it names and which ranks its word may have (第三项 is a clause in 第三项讲什么 and an item in
第十条第三项); `knowledge.references` joins tokens to references.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from knowledge.numerals import CHINESE_NUMERAL, parse_int


class Step(IntEnum):
    """How deep a token leads; a reference goes from smaller to greater."""

    ANNEX = 0
    BOOK = 1
    SUBBOOK = 2
    CHAPTER = 3
    SECTION = 4
    CLAUSE = 5
    PARAGRAPH = 6
    ITEM = 7
    SUBITEM = 8
    SENTENCE = 9


class Form(StrEnum):
    """How a token is spelt."""

    LINK = "link"  # c_2-4-13
    ANNEX = "annex"  # 附件1
    END = "end"  # 最后一条, 倒数第二条
    ORDINAL = "ordinal"  # 第12条
    COUNT = "count"  # 12条, 12项: may count things
    BRACKET = "bracket"  # (四)
    HEAD = "head"  # 二 of 二(四)
    TAIL = "tail"  # 13 of 二(四)13
    DOTTED = "dotted"  # 1.2


_UNNUMBERED = (Form.LINK, Form.ANNEX, Form.DOTTED)


@dataclass(frozen=True, slots=True)
class Token:
    """A token of a reference: `text` (without blanks) at `start:end`, its numbers in order, its word of rank.

    `steps` are the depths that the word may mean. `spread` holds the positions in `numbers` that end a range (10到12).
    `inserted` is the 一 of 第120条之一.
    """

    form: Form
    text: str
    start: int
    end: int
    numbers: tuple[int, ...] = ()
    word: str = ""
    steps: tuple[Step, ...] = ()
    inserted: int | None = None
    spread: frozenset[int] = frozenset()


STEPS: dict[str, tuple[Step, ...]] = {
    **dict.fromkeys(("编", "篇", "部分", "大部分", "大块", "大项", "板块"), (Step.BOOK,)),
    "分编": (Step.SUBBOOK,),
    "章": (Step.CHAPTER,),
    **dict.fromkeys(("节", "小节", "工程", "大工程"), (Step.SECTION,)),
    **dict.fromkeys(("条", "条款", "号", "任务", "项任务"), (Step.CLAUSE,)),
    **dict.fromkeys(("点", "项"), (Step.CLAUSE, Step.ITEM)),
    "款": (Step.CLAUSE, Step.PARAGRAPH),
    "段": (Step.PARAGRAPH,),
    "段话": (Step.PARAGRAPH,),
    "目": (Step.SUBITEM,),
    "句": (Step.SENTENCE,),
    "句话": (Step.SENTENCE,),
    "(": (Step.SECTION, Step.ITEM, Step.SUBITEM),
    "": (Step.CLAUSE,),
}
_LONGEST_FIRST = sorted((w for w in STEPS if w not in ("", "(")), key=len, reverse=True)
_NOT_BEFORE = {"节": "[课车点能]", "号": "文"}  # 第一节课, 第5号文件
_WORD = "|".join(f"{word}(?!{_NOT_BEFORE.get(word, '$.')})" for word in _LONGEST_FIRST)
_COUNTED = "|".join(word for word in _LONGEST_FIRST if Step.CLAUSE in STEPS[word])

_C = CHINESE_NUMERAL
NUMBER = rf"(?:\d{{1,24}}|{_C}{{1,12}})"
TO = r"(?:到|至|~|-|—|–)"
JOIN = rf"\s?(?:{TO}|和|与|及|跟|、|,|以及|还有|&|and)\s?"
_MORE = rf"(?:{JOIN}第?\s?{NUMBER}){{0,30}}"  # bounded: a list of thousands is no reference
_TENS = rf"(?:十{_C}{{0,2}}|{_C}十{_C}?)"  # 十二条 is a reference, 三条 counts
_LAST = rf"(?:(?:最后|末尾|最末)\s?的?\s?(?:第?一|[那这]一?)|倒数第?\s?(?P<back>{NUMBER}))\s?个?"
_INSERTED = rf"\s?之\s?(?P<inserted>{_C}{{1,3}})"
THOUSANDS = r"(?<!\d,)(?!\d{1,3}(?:,\d{3})+(?!\d))"  # 33,000 is one figure, not a list
_NO_FIGURE = r"(?![\d.%]|\s?[年月日万亿家个])"
_SPELLINGS = {
    Form.LINK: r"\bc_\w+(?:-\w+)*",
    Form.ANNEX: rf"(?:附件|(?<!\w)文)\s?{NUMBER}?",
    Form.END: rf"{_LAST}\s?(?P<end_word>{_WORD})|末条",
    Form.ORDINAL: rf"第\s?(?P<numbers>[-负]?\s?{NUMBER}{_MORE})\s?个?\s?(?P<word>{_WORD})(?:{_INSERTED})?",
    Form.COUNT: rf"(?<![\d.第]|{_C}){THOUSANDS}(?:\d{{1,4}}|{_TENS}){_MORE}\s?(?P<count_word>{_COUNTED})",
    Form.BRACKET: rf"第?\s?\(\s?{NUMBER}\s?\)\s?[项节目点]?",
    Form.TAIL: rf"(?<=[)/])\s?[、./]?\s?(?:\d{{1,3}}{_NO_FIGURE}|{_C}{{1,4}}(?=\s?(?:$|[?!。,;])))(?:{_COUNTED})?",
    Form.DOTTED: r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){1,4}(?![\d.%])",
    Form.HEAD: rf"(?:(?<![第\w])|(?<=附件)|(?<=附件\d)){_C}{{1,3}}(?=\s?[、./]?\s?(?:\(|第\s?{NUMBER}\s?条))",
}
_TOKEN = re.compile("|".join(f"(?P<{form}>{pattern})" for form, pattern in _SPELLINGS.items()))
_IN_LIST = re.compile(rf"(?P<to>{TO})(?=\s?第?\s?(?:\d|{_C}))|(?P<number>负?{NUMBER})")


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a question (NFKC, simplified script) in order; none overlaps another."""
    for match in _TOKEN.finditer(text):
        form = next(form for form in Form if match[form] is not None)
        numbers, spread = _numbers(form, match)
        if numbers or form in _UNNUMBERED:
            yield Token(
                form, re.sub(r"\s", "", match[0]), match.start(), match.end(), numbers, word := _word(form, match),
                (Step.ANNEX,) if form in (Form.LINK, Form.ANNEX) else STEPS[word],
                parse_int(match["inserted"] or ""), frozenset(spread),
            )  # fmt: skip


def _numbers(form: Form, match: re.Match[str]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    if form in _UNNUMBERED:
        return (), ()
    if form is Form.END:
        back = parse_int(match["back"]) if match["back"] else 1
        return ((-back,) if back else ()), ()
    return read_list(match["numbers"] or match[form])


def _word(form: Form, match: re.Match[str]) -> str:
    """Return the word of rank of a token; "(" for a bracket, "" where it has none."""
    if form is Form.BRACKET:
        return "("
    if form is Form.HEAD:
        return "部分"
    if form is Form.END:
        return match["end_word"] or "条"
    return match["word"] or match["count_word"] or ""


def read_list(listed: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the numbers of a list (3、5到7) in order, and which of them end a range; () where one cannot be read."""
    numbers: list[int] = []
    spread: list[int] = []
    to = False
    for match in _IN_LIST.finditer(re.sub(r"\A(第?\s?)-", r"\1负", listed.strip())):
        if match["to"]:
            to = bool(numbers)
            continue
        values = _values(match["number"])
        if not values:
            return (), ()
        if to:
            spread.append(len(numbers))
        numbers += values
        to = False
    return tuple(numbers), tuple(spread)


def _values(printed: str) -> tuple[int, ...]:
    """Return the value of one number; 三四 is two of them."""
    value = parse_int(printed.removeprefix("负"))
    if value is None:
        return ()
    if printed.startswith("负"):
        return (-value,)
    neighbours = len(printed) == 2 and not printed.isdigit() and value % 10 == value // 10 + 1 and value > 11
    pair = neighbours and "十" not in printed and "廿" not in printed
    return (value // 10, value % 10) if pair else (value,)
