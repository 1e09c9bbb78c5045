"""Printed marks of Chinese plans and laws: what a line begins with, and its rank in the outline.

Order of rank (GB/T 9704-2012 §7.3.3 for 一、（一）1.（1）; 立法技术规范 for 编章节条): 编/篇/部分, 章, 节, 条, 一、,
（一）, 1., 1.1, （1）, ①. Full-width and half-width forms are one and the same mark.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum

from knowledge.numerals import CHINESE_NUMERAL, parse_int


class Rank(IntEnum):
    """Rank of a mark; a smaller number stands higher in the outline."""

    BOOK = 10
    CHAPTER = 20
    SECTION = 30
    ARTICLE = 40
    CHINESE = 50  # 一、
    CHINESE_BRACKETED = 60  # （一）
    ARABIC = 70  # 1.
    DECIMAL = 71  # 1.1, and one more for each further level
    ARABIC_BRACKETED = 80  # （1）
    CIRCLED = 90  # ①


@dataclass(frozen=True, slots=True)
class Mark:
    """A printed mark: `text` as printed, `label` as it stands in a path (`13`, `(四)`, `第十条`), `number` its value."""

    rank: int
    text: str
    label: str
    number: int


_N = CHINESE_NUMERAL[:-1] + r"0-9０-９]"
_NAMED = re.compile(
    rf"第\s*({_N}+)\s*(编|篇|部\s*分|章|节|条)(?:\s*之\s*({CHINESE_NUMERAL}+))?(?=[\s、:：.．,，]|[^\W\d_]|[《“\"(（【\[]|$)[\s、:：.．]*"
)
_CHINESE = re.compile(rf"({CHINESE_NUMERAL}{{1,4}})\s*[、．.](?!\d)")
_CHINESE_BRACKETED = re.compile(rf"[(（〔\[]\s*({CHINESE_NUMERAL}{{1,4}})\s*[)）〕\]][、.．]?")
_ARABIC = re.compile(r"([0-9０-９]{1,3})\s*[.．、](?![0-9０-９])[ \u3000]*")
_DECIMAL = re.compile(
    r"([0-9]{1,3}(?:[.．][0-9]{1,3}){1,4})[.．]?(?:(?=[ \u3000\t])|(?<=\.\d)(?=[一-鿿])(?![万亿个%％百千十倍元亩吨]))[ \u3000\t]*"
)
_ARABIC_BRACKETED = re.compile(r"(?:[(（]\s*([0-9０-９]{1,3})\s*[)）]|([0-9０-９]{1,3})\s*[)）])[、.．]?")
_SINGLE = re.compile(r"([①-⑳㉑-㉟㊱-㊿⑴-⒇⒈-⒛❶-❿㈠-㈩])[、.．]?")  # fmt: skip
_NAMED_RANKS = {
    "编": Rank.BOOK,
    "篇": Rank.BOOK,
    "部分": Rank.BOOK,
    "章": Rank.CHAPTER,
    "节": Rank.SECTION,
    "条": Rank.ARTICLE,
}
_LEAD = re.compile(r"[ \t\u3000\u00a0\ufeff]*(?:#{1,6}[ \t]*)?(?:\*\*|__)?[ \t\u3000]*")


def line_lead(line: str) -> int:
    """Return how many characters of white space and markdown marking stand before the words of `line`."""
    match = _LEAD.match(line)
    return match.end() if match else 0


def match_mark(line: str) -> Mark | None:
    """Return the mark with which `line` begins (after `line_lead`), or None. Never reads 2025年, 1.2万亿 or 5G as a mark."""
    return _named(line) or _chinese(line) or _arabic(line) or _single(line)


def _named(line: str) -> Mark | None:
    match = _NAMED.match(line)
    if not match:
        return None
    number = parse_int(match[1])
    if number is None:
        return None
    name = match[2].replace(" ", "").replace("\u3000", "")
    after = f"之{match[3]}" if match[3] else ""
    return Mark(_NAMED_RANKS[name], match[0].rstrip(), f"第{match[1].strip()}{name}{after}", number)


def _chinese(line: str) -> Mark | None:
    for pattern, rank, shape in ((_CHINESE, Rank.CHINESE, "{}"), (_CHINESE_BRACKETED, Rank.CHINESE_BRACKETED, "({})")):
        match = pattern.match(line)
        if match and (number := parse_int(match[1])) is not None:
            return Mark(rank, match[0], shape.format(match[1]), number)
    return None


def _arabic(line: str) -> Mark | None:
    if match := _DECIMAL.match(line):
        label = match[1].replace("．", ".")
        return Mark(Rank.DECIMAL + label.count(".") - 1, match[0].rstrip(), label, int(label.rsplit(".", 1)[1]))
    for pattern, rank, shape in ((_ARABIC, Rank.ARABIC, "{}"), (_ARABIC_BRACKETED, Rank.ARABIC_BRACKETED, "({})")):
        if match := pattern.match(line):
            digits = unicodedata.normalize("NFKC", match[1] or match[2])
            return Mark(rank, match[0].rstrip(), shape.format(int(digits)), int(digits))
    return None


def _single(line: str) -> Mark | None:
    """① ⑴ ⒈ ㈠: one character, whose compatibility form says which kind of mark it stands for."""
    match = _SINGLE.match(line)
    if not match:
        return None
    folded = unicodedata.normalize("NFKC", match[1])
    if folded.startswith("("):
        inner = folded.strip("()")
        number = parse_int(inner)
        rank = Rank.ARABIC_BRACKETED if inner.isdigit() else Rank.CHINESE_BRACKETED
        return None if number is None else Mark(rank, match[0], f"({inner})", number)
    digits = int("".join(c for c in folded if c.isdigit()) or unicodedata.numeric(match[1]))
    rank = Rank.ARABIC if folded.endswith(".") else Rank.CIRCLED
    return Mark(rank, match[0], str(digits) if rank is Rank.ARABIC else match[1], digits)
