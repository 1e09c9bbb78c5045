"""Printed marks of Chinese plans and laws: what a line begins with, and its rank in the outline.

Order of rank: 编/篇/部分, 分编, 章, 节, 条, 款, 项, 一、, （一）, 1., 1.1, （1）, ①
(GB/T 9704-2012 §7.3.3 for 一、（一）1.（1）; 立法技术规范 for 编章节条).
Full-width and half-width forms are one and the same mark.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import lru_cache

from knowledge.numerals import CHINESE_NUMERAL, parse_int


class Rank(IntEnum):
    """Rank of a mark; a smaller number stands higher in the outline."""

    BOOK = 10
    SUBBOOK = 15
    CHAPTER = 20
    SECTION = 30
    ARTICLE = 40
    PARAGRAPH = 42  # 第一款, where it is printed
    SUBPARAGRAPH = 44  # 第一项, where it is printed
    CHINESE = 50  # 一、
    TITLED = 55  # 专项行动一
    CHINESE_BRACKETED = 60  # （一）
    ARABIC = 70  # 1.
    DECIMAL = 71  # 1.1, and one more for each further level
    CODE_ITEM = 78  # 1 below 3.2.1 of a code, without a point
    ARABIC_BRACKETED = 80  # （1）
    ARABIC_BELOW = 82  # 1. below (1), where a text numbers so
    LETTERED = 85  # (a) of a law in English, a) of a standard, A. of a contract
    ROMAN_BRACKETED = 86  # (ii)
    CIRCLED = 90  # ①


@dataclass(frozen=True, slots=True)
class Mark:
    """A printed mark: `text` as printed, `label` as it stands in a path (`13`, `(四)`, `第十条`) and its value."""

    rank: int
    text: str
    label: str
    number: int


NAMED_RANKS = {
    "编": Rank.BOOK,
    "篇": Rank.BOOK,
    "部分": Rank.BOOK,
    "分编": Rank.SUBBOOK,
    "章": Rank.CHAPTER,
    "节": Rank.SECTION,
    "条": Rank.ARTICLE,
    "款": Rank.PARAGRAPH,
    "项": Rank.SUBPARAGRAPH,
}

_WIDE_DIGITS = {ord("０") + digit: str(digit) for digit in range(10)}
_N = "[零〇○一二三四五六七八九十百廿卅壹贰叁肆伍陆柒捌玖拾]"  # without 两 and 千
_D = "[0-9０-９]"
# 1.2025年底前…, 2.2026—2028年…: items 1 and 2, not 1.2025
_YEAR = rf"(?:[12１２]{_D}{{3}}\s*(?:年|[-—–~～至到]\s*[12１２]{_D}{{3}}年)|{_D}{{1,2}}\s*月(?:底|前|\d))"
# 1.2万亿, 3.5 公里: a figure, not a mark
_UNIT = "月[底初末份前]|万|亿|千|百|倍|元|亩|吨|米|[%％]|个百分点|个月|小时|公里|平方"
_ZERO = r"[0０](?=[.．])"  # 1.0.1 of a code: a chapter without sections
_BLANK = r"(?:[^\S\r\n]|[\ufeff\u200b-\u200f\u2060])"

_NAMED = re.compile(
    rf"""
    第\s*(?P<number>(?:{CHINESE_NUMERAL}|{_D})+)\s*
    (?P<name>分\s*编|编(?![队组号制])|篇(?!章)|部\s*分|章(?!程)|节(?![课车点能])|条|[款项](?=[ \t\u3000:：]))
    (?:\s*之\s*(?P<inserted>{CHINESE_NUMERAL}+))?
    (?!第|规定|所[称列指述规]|的|款|(?:和|与|及|以及|或|或者|至|到|[、,，])\s*第)  # 第十条第二款规定的…: a reference
    (?=[\s、:：.．,，《“"(（【\[*]|[^\W\d_]|$)
    [\s、:：.．]*
    """,
    re.VERBOSE,
)
_CHINESE = re.compile(
    rf"""
    (?!百)(?P<number>{_N}{{1,4}})\s*[、．.]
    (?!(?!{_YEAR})\d|\s*{_N}{{1,3}}\s*、)  # 一、二、三产业; 二、2026年工作安排 is a heading
    (?:(?=(?P<neighbour>{_N})(?:线|级|季度|类|产业)))?  # 三、四线城市: no mark where the two follow each other
    """,
    re.VERBOSE,
)
_CHINESE_BRACKETED = re.compile(
    rf"""
    (?:[(（〔\[]\s*(?P<number>{_N}{{1,4}})\s*[)）〕\]]|(?P<half>{_N}{{1,3}})\s*[)）])
    (?!\s*[至到和、]\s*[(（])  # （一）至（三）项规定的…: a reference
    [、.．]?
    """,
    re.VERBOSE,
)
_ARABIC = re.compile(rf"(?P<number>{_D}{{1,3}})\s*[.．、](?!(?!{_YEAR}){_D})[ \u3000]*")
_ARABIC_SPACED = re.compile(rf"(?P<number>[1-9１-９]{_D}?)\u3000+(?=[一-鿿])")  # 1　范围: a standard's chapters
_DECIMAL = re.compile(
    rf"(?P<number>[1-9１-９]{_D}{{0,2}}(?:[.．]{_ZERO})?(?:[.．][1-9１-９]{_D}{{0,2}}){{1,4}})[.．]?"
    r"(?=[ \u3000\t]|[一-鿿])"
    rf"(?!\s*(?:{_UNIT}))[ \u3000\t]*"
)
_ARABIC_BRACKETED = re.compile(rf"(?:[(（]\s*(?P<number>{_D}{{1,3}})\s*[)）]|(?P<half>{_D}{{1,3}})\s*[)）])[、.．]?")
_HALF_BRACKETED = re.compile(r"(?P<number>\d{1,3})\)")  # 1) below an item of a code
_SINGLE = re.compile(r"(?P<number>[①-⑳㉑-㉟㊱-㊿⑴-⒇⒈-⒛❶-❿㈠-㈩])[、.．]?")
_ENGLISH = re.compile(  # `Article 9 does not apply`: a reference, its next word is in lower case
    r"(?P<name>Part|PART|Chapter|CHAPTER|Section|SECTION|Article|ARTICLE|Clause|CLAUSE)[ \u3000]+"
    r"(?P<number>[1-9][0-9]{0,2}|(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})(?![A-Za-z])|[A-H](?![A-Za-z])|"
    r"(?i:one|two|three|four|five|six|seven|eight|nine|ten)(?![A-Za-z]))"
    r"(?:[.:]?[ \u3000]+(?=[A-Z(])|[.:]?[ \u3000]*$)"
)
_LETTERED = re.compile(r"\((?P<letter>[a-z])\)[ \t\u3000]+(?=[A-Za-z\d\"“])|(?P<half>[a-z])[)）][ \t\u3000]*(?=\S)")
_CAPITAL = re.compile(r"(?P<letter>[A-HＡ-Ｈ])[.．、](?=[ \u3000]*[一-鿿])[ \u3000]*")
_CAPITAL_BRACKETED = re.compile(  # (I) of a translated plan, for （一）
    r"\((?P<number>(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3}))\)[ \t\u3000]+(?=[A-Z\d\"“])"
)
_ROMAN_BRACKETED = re.compile(r"\((?P<number>(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3}))\)[ \t\u3000]+(?=[A-Za-z\d\"“])")
_TITLED = re.compile(
    r"(?P<name>(?:专项|重点|重大|主要)?(?:行动|任务|工程|举措|措施|专题|板块))(?P<number>[一二三四五六七八九十]{1,3})"
    r"(?:[\s、:：.．]+(?=\S)|$)"
)
_ROMAN_POINT = re.compile(r"(?P<number>(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3}))[.、][ \u3000]+(?=[A-Z])")  # I. General
_OF_APPENDIX = re.compile(r"(?P<number>[A-Z](?:\.\d{1,2}){1,3})(?=[ \u3000\t]|[一-鿿])[ \u3000\t]*")  # A.1 of 附录A
_ENGLISH_RANKS = {
    "Part": Rank.BOOK, "Chapter": Rank.CHAPTER, "Section": Rank.SECTION,
    "Article": Rank.ARTICLE, "Clause": Rank.ARTICLE,
}  # fmt: skip
_SPELT = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")  # Part One
_ROMAN = {"I": 1, "V": 5, "X": 10}
_BULLET = rf"[*+-][ \t]+(?={_D}{{1,2}}\s*[、.．)）]|[(（][{_N[1:-1]}\d])"  # * 1、…: a Markdown list of marked items
_LEAD = re.compile(rf"{_BLANK}*(?:\#{{1,6}}[ \t]*|{_BULLET})?(?:\*\*|__)?{_BLANK}*")


def line_lead(line: str) -> int:
    """Return how many characters of white space and markdown marking stand before the words of `line`."""
    match = _LEAD.match(line)
    return match.end() if match else 0


def match_mark(line: str) -> Mark | None:
    """Return the mark with which `line` begins (after `line_lead`), or None.

    Never reads 2025年, 1.2万亿, 5G, 一、二、三产业 or a reference (第十条第二款规定的…) as a mark.
    """
    printed, line = line, line.translate(_WIDE_DIGITS)
    mark = (
        _named(line)
        or _chinese(line)
        or _titled(line)
        or _chinese_bracketed(line)
        or _arabic(line)
        or _single(line)
        or _english(line)
    )
    return replace(mark, text=printed[: len(mark.text)]) if mark and printed != line else mark


@lru_cache(maxsize=4096)
def label_mark(label: str) -> Mark | None:
    """Return the mark whose label this is (`13`, `(四)`, `第十条`, `1.2`, `③`), or None: 题头, 附件1."""
    bare = label.partition("~")[0]  # the second 13 in one place is 13~2
    if half := _HALF_BRACKETED.fullmatch(bare):
        return Mark(Rank.ARABIC_BRACKETED, bare, bare, int(half["number"]))
    mark = match_mark(bare) or match_mark(bare + "、") or match_mark(bare + " ") or match_mark(bare + " A")
    return mark if mark and mark.label == bare else None


def _named(line: str) -> Mark | None:
    match = _NAMED.match(line)
    number = parse_int(match["number"]) if match else None
    if match is None or number is None:
        return None
    name, digits = re.sub(r"\s", "", match["name"]), unicodedata.normalize("NFKC", match["number"])
    after = f"之{match['inserted']}" if match["inserted"] else ""
    return Mark(NAMED_RANKS[name], match[0].rstrip(), f"第{digits}{name}{after}", number)


def _chinese(line: str) -> Mark | None:
    match = _CHINESE.match(line)
    number = parse_int(match["number"]) if match else None
    if match is None or number is None or (match["neighbour"] and parse_int(match["neighbour"]) == number + 1):
        return None
    return Mark(Rank.CHINESE, match[0], match["number"], number)


def _titled(line: str) -> Mark | None:
    """Read 专项行动一, 任务二: what is counted stands before its number."""
    match = _TITLED.match(line)
    number = parse_int(match["number"]) if match else None
    if match is None or number is None:
        return None
    return Mark(Rank.TITLED, match[0].rstrip(), match["name"] + match["number"], number)


def _chinese_bracketed(line: str) -> Mark | None:
    match = _CHINESE_BRACKETED.match(line)
    if not match:
        return None
    label = match["number"] or match["half"]
    number = parse_int(label)
    return None if number is None else Mark(Rank.CHINESE_BRACKETED, match[0], f"({label})", number)


def _arabic(line: str) -> Mark | None:
    """1.1, 1. or (1)."""
    if match := _OF_APPENDIX.match(line):
        label = match["number"]
        return Mark(Rank.DECIMAL + label.count(".") - 1, match[0].rstrip(), label, int(label.rsplit(".", 1)[1]))
    if match := _DECIMAL.match(line):
        label = unicodedata.normalize("NFKC", match["number"])
        return Mark(Rank.DECIMAL + label.count(".") - 1, match[0].rstrip(), label, int(label.rsplit(".", 1)[1]))
    if match := _ARABIC.match(line) or _ARABIC_SPACED.match(line):
        number = int(match["number"])
        return Mark(Rank.ARABIC, match[0].rstrip(), str(number), number)
    if match := _ARABIC_BRACKETED.match(line):
        number = int(match["number"] or match["half"])
        label = f"({number})" if match["number"] else f"{number})"
        return Mark(Rank.ARABIC_BRACKETED, match[0], label, number)
    return None


def _single(line: str) -> Mark | None:
    """① ⑴ ⒈ ㈠: one character, whose compatibility form says which kind of mark it stands for."""
    match = _SINGLE.match(line)
    if not match:
        return None
    folded = unicodedata.normalize("NFKC", match["number"])
    if folded.startswith("("):
        mark = _chinese_bracketed(folded) or _arabic(folded)
        return mark and Mark(mark.rank, match[0], mark.label, mark.number)
    number = int(unicodedata.numeric(match["number"]))
    if folded.endswith("."):
        return Mark(Rank.ARABIC, match[0], str(number), number)
    return Mark(Rank.CIRCLED, match[0], match["number"], number)


def _english(line: str) -> Mark | None:
    """Part I, Chapter 1, Section 2, Article 3, (a) of a law in English, a) of a standard."""
    if lettered := _LETTERED.match(line):
        letter = lettered["letter"] or lettered["half"]
        label = f"({letter})" if lettered["letter"] else f"{letter})"
        return Mark(Rank.LETTERED, lettered[0].rstrip(), label, ord(letter) - ord("a") + 1)
    if capital := _CAPITAL.match(line):
        letter = unicodedata.normalize("NFKC", capital["letter"])
        return Mark(Rank.LETTERED, capital[0].rstrip(), letter, ord(letter) - ord("A") + 1)
    if roman := _ROMAN_BRACKETED.match(line):
        return Mark(Rank.ROMAN_BRACKETED, roman[0].rstrip(), f"({roman['number']})", _roman(roman["number"].upper()))
    if roman := _CAPITAL_BRACKETED.match(line):
        label = f"({roman['number']})"
        return Mark(Rank.CHINESE_BRACKETED, roman[0].rstrip(), label, _roman(roman["number"]))
    if roman := _ROMAN_POINT.match(line):
        return Mark(Rank.CHINESE, roman[0].rstrip(), roman["number"], _roman(roman["number"]))
    match = _ENGLISH.match(line)
    if not match:
        return None
    name = match["name"].capitalize()
    printed = match["number"]
    by_letter = len(printed) == 1 and "A" <= printed <= "H"  # Section A
    if printed.lower() in _SPELT:
        number = _SPELT.index(printed.lower()) + 1
    else:
        number = int(printed) if printed.isdigit() else ord(printed) - ord("A") + 1 if by_letter else _roman(printed)
    return Mark(_ENGLISH_RANKS[name], match[0].rstrip(), f"{name} {printed}", number)


def _roman(numeral: str) -> int:
    values = [_ROMAN[c] for c in numeral]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))
