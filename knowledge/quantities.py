"""Figures with their units as plans print them: 44万口, 98.5%, 百分之一点二, 60%—70%, 翻一番, 20个工作日.

What looks like a figure but is part of a name, a code or a formula (5G, GB/T 19001, 1+N, 第3个, 2.8∶1) is none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache

from knowledge.numerals import CHINESE_NUMERAL, parse_decimal, parse_fraction, parse_int
from knowledge.target_words import any_of


class UnitClass(StrEnum):
    """What a unit counts; the grammar treats shares, counts and times differently."""

    SHARE = "share"
    COUNTER = "counter"
    MEASURE = "measure"
    GAUGE = "gauge"
    MONEY = "money"
    TIME = "time"
    NONE = "none"
    FOLD = "fold"  # 翻一番


@dataclass(frozen=True, slots=True)
class Quantity:
    """A printed figure, `folded_text[start:end]`, unit included. 翻一番 and 三分之一 have no `number`.

    A range has the lower one; None where its first figure is not the smaller.
    """

    start: int
    end: int
    number: Decimal | None
    unit: str | None
    unit_class: UnitClass
    approximate: bool = False
    chinese: bool = False
    ranged: bool = False


_MULTIPLIER = "(?:万亿|千万|百万|十万|千亿|百亿|亿|万|千|百)"
_ARABIC = re.compile(
    r"(?P<figure>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"(?P<more>余|多)?(?P<times>{_MULTIPLIER})?(?P<also>余|多)?"
)
_PARTS = re.compile(rf"百分之百|{CHINESE_NUMERAL}+分之(?:{CHINESE_NUMERAL}+(?:点{CHINESE_NUMERAL}+)?|\d+(?:\.\d+)?)")
_CHINESE = re.compile(rf"{CHINESE_NUMERAL}+(?:点{CHINESE_NUMERAL}+)?")
_RANGE = re.compile(r" ?(?:[-—–~～]{1,2}|至|到) ?")
_PER_PEOPLE = re.compile(r"/(?:10|十)万(?!元|\d)")  # deaths in 100,000
_BEGINNING = re.compile(rf"\d|翻|{CHINESE_NUMERAL}")
_FOLD = re.compile(r"翻(?P<near>近|约)?[一两二三1-9]?番")
_TENTHS = re.compile(
    r"([一二三四五六七八九两])成(?:(?P<half>半)|(?P<more>[一二三四五六七八九]))?(?=[,;。、的以左和与及]|$)"
)  # 超过六成
_CODE_BEFORE = re.compile(r"(?:[A-Za-z] ?|第|[./:+×*=#\-—–~～〔\[]|\d[ \u00a0\u2009]?)$")
_THOUSANDS = re.compile(r"[ \u00a0\u2009]\d{3}(?!\d)")
_VAGUE = ("数", "几", "十", "百", "千", "万", "亿")  # 数十个; the tail of a longer numeral
_CODE_AFTER = re.compile(r"[A-Za-z/:+×*=\-—–~～.\d〕\]]")
# 2万名65周岁以上老年人, 1处50亩以上的示范点
_DESCRIBED = re.compile(r"\d[\d.]*[万亿]?(?:周岁|[一-鿿]{1,3}?)(?:及?以上|以下|[-—–至到])")
_GRADE_AFTER = re.compile(r"级|性(?!能)|型|制(?!定|修)|式|版|强(?!度)|后(?!期)|线|维|期(?!间)|度电|号|代|届")
_LARGE = {"十万": 10**5, "千亿": 10**11, "百亿": 10**10}


def quantity_at(text: str, position: int) -> Quantity | None:
    """Return the figure that begins at `position` of folded `text`, or None; two joined by — or 至 are one range."""
    if not _BEGINNING.match(text, position):
        return None
    if fold := _FOLD.match(text, position):
        return Quantity(position, fold.end(), None, None, UnitClass.FOLD, approximate=bool(fold["near"]))
    before = text[max(0, position - 3) : position]
    if _CODE_BEFORE.search(before) or (not text[position].isdigit() and before.endswith(_VAGUE)):
        return None
    if tenths := _TENTHS.match(text, position):
        more = 5 if tenths["half"] else parse_int(tenths["more"] or "") or 0
        number = Decimal(10 * (parse_int(tenths[1]) or 0) + more)
        return Quantity(position, tenths.end(), number, "%", UnitClass.SHARE)
    first = _single(text, position)
    if first is None:
        return None
    joint = _RANGE.match(text, first.end)
    second = _single(text, joint.end()) if joint else None
    if second and second.unit and first.unit in (None, second.unit):
        lower = _lower(first, second, _times(text, position), _times(text, joint.end() if joint else position))
        return _sound(text, Quantity(position, second.end, lower, second.unit, second.unit_class, ranged=True))
    return _sound(text, first)


def _lower(first: Quantity, second: Quantity, own: str, shared: str) -> Decimal | None:
    """Return the lower number of a range; 1—2万亩 shares its 万. None where the first is not the smaller."""
    if first.number is None or second.number is None:
        return None
    scaled = first.number * (_multiplier(shared) if shared and not own else 1)
    return next((number for number in (scaled, first.number) if number < second.number), None)


def _times(text: str, position: int) -> str:
    """Return the 万 or 亿 of the figure at `position`, or ""."""
    match = _ARABIC.match(text, position)
    return (match["times"] or "") if match else ""


def _multiplier(times: str) -> Decimal:
    return Decimal(_LARGE[times]) if times in _LARGE else parse_decimal("1" + times) or Decimal(1)


def quantities(text: str) -> Iterator[Quantity]:
    """Yield the figures of folded `text` from left to right; none overlaps another."""
    position = 0
    while position < len(text):
        found = quantity_at(text, position)
        yield from (found,) if found else ()
        position = found.end if found else _past_digits(text, position)


def _past_digits(text: str, position: int) -> int:
    """Step over a whole run of digits, so that the tail of a rejected figure is not read as a figure."""
    match = re.compile(r"[\d.,]*\d|.", re.S).match(text, position)
    return match.end() if match else position + 1


def _sound(text: str, quantity: Quantity) -> Quantity | None:
    """Return the quantity unless what follows shows that it is a code, a ratio or a grade."""
    if quantity.unit is None and _THOUSANDS.match(text, quantity.end):
        return None  # 1 050万吨: not read, rather than read as 1
    after = text[quantity.end : quantity.end + 2]
    described = quantity.unit_class is UnitClass.COUNTER and _DESCRIBED.match(text, quantity.end)
    if not described and _CODE_AFTER.match(after) and not (after[0] in ".:" and not after[1:].isdigit()):
        return None
    return None if _GRADE_AFTER.match(after) else quantity


def _single(text: str, position: int) -> Quantity | None:
    if match := _PARTS.match(text, position):
        fraction = parse_fraction(match[0])
        return fraction and Quantity(position, match.end(), *fraction, UnitClass.SHARE)
    if match := _ARABIC.match(text, position):
        return _arabic(text, position, match)
    return _chinese(text, position)


def _arabic(text: str, position: int, match: re.Match[str]) -> Quantity | None:
    end = match.end("more") if match["more"] else match.end("figure")
    unit, unit_class, unit_end = _unit_at(text, end)  # 5千瓦 is five 千瓦
    times = ""
    if unit is None and (per := _PER_PEOPLE.match(text, end)):
        unit, unit_class, unit_end = per[0], UnitClass.GAUGE, per.end()  # 12/10万
    if unit is None and match["times"]:
        times = match["times"]
        unit, unit_class, unit_end = _unit_at(text, match.end())
        if unit is None and times in ("百", "千", "十万"):
            return None
    number = parse_decimal(match["figure"].replace(",", ""))
    if number is None:
        return None
    if times:
        number *= _multiplier(times)
    approximate = bool(match["more"] or (times and match["also"]))
    return Quantity(position, unit_end, number, unit, unit_class, approximate)


def _chinese(text: str, position: int) -> Quantity | None:
    match = _CHINESE.match(text, position)
    if not match or (len(match[0]) == 1 and match[0] not in "一二三四五六七八九十两"):
        return None
    number = parse_decimal(match[0])
    unit, unit_class, end = _unit_at(text, match.end())
    if number is None or unit is None or not _well_formed(match[0]):
        return None
    return Quantity(position, end, number, unit, unit_class, chinese=True)


def _well_formed(numeral: str) -> bool:
    """Say whether the numeral is one number: 十百千万 and 百千 are slogans, 二三 is a guess."""
    digits = "零〇一二三四五六七八九两"
    if re.search("[十百千][十百千]|[万亿][十百千]|^[百千万亿]", numeral):
        return False
    return "点" in numeral or not re.search(f"[{digits}][{digits}]", numeral.replace("零", ""))


_WITH_UNITS = tuple(c for c in UnitClass if c not in (UnitClass.NONE, UnitClass.FOLD))


@cache
def _unit_pattern(name: str) -> re.Pattern[str]:
    return re.compile(" ?(?P<unit>" + any_of("units", name) + ")(?![A-Za-z])")


def _unit_at(text: str, position: int) -> tuple[str | None, UnitClass, int]:
    """Return unit, class and end of the longest unit that begins here; 微克/立方米 is one unit."""
    best: tuple[str | None, UnitClass, int] = (None, UnitClass.NONE, position)
    for unit_class in _WITH_UNITS:
        match = _unit_pattern(unit_class.value).match(text, position)
        if match and match.end() > best[2]:
            best = (match["unit"], unit_class, match.end())
    if best[1] is UnitClass.COUNTER and (other := _other_counter().match(text, best[2])):
        return f"{best[0]}{other[0]}", best[1], other.end()
    if best[0] and (per := _per_pattern().match(text, best[2])):
        return best[0] + per[0], best[1], per.end()
    return best


@cache
def _other_counter() -> re.Pattern[str]:
    """Match a second counter in brackets behind the first: 4600套(间)."""
    return re.compile(rf"\({any_of('units', 'counter')}\)")


@cache
def _per_pattern() -> re.Pattern[str]:
    every = any_of("units", "counter", "measure", "gauge", "money", "time")
    return re.compile(f"/(?:{every}|(?:百|千|万|十万|百万|亿){every})(?:·{every})?(?![A-Za-z])")
