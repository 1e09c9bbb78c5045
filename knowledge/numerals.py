"""Numerals as Chinese documents and their readers write them, both ways.

Integers: 十二, 廿五, 一百二 (colloquial 120), 二〇二五, １２, ⑫, 壹佰. Decimals: 1.2万亿, 三点五, 百分之三点五.
Values are `int` or `Decimal`, never `float`.
"""

import re
import unicodedata
from decimal import Decimal

DIGITS = {
    **{c: i for i, c in enumerate("零一二三四五六七八九")},
    **{c: i for i, c in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    "○": 0, "O": 0, "两": 2, "兩": 2, "俩": 2, "貳": 2, "參": 3, "陸": 6, "幺": 1,
}  # fmt: skip
TENS = {"廿": 20, "卄": 20, "卅": 30, "卌": 40}  # 廿五 = 25
UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
GROUPS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
CHINESE_NUMERAL = "[" + "".join([*DIGITS, *TENS, *UNITS, *GROUPS]).replace("O", "") + "]"
MULTIPLIERS = {"万亿": Decimal(10**12), "千万": Decimal(10**7), "百万": Decimal(10**6), "亿": Decimal(10**8),
               "万": Decimal(10**4), "千": Decimal(10**3), "百": Decimal(100)}  # fmt: skip

_FRACTIONS = {"百": (Decimal(1), "%"), "千": (Decimal(1), "‰"), "万": (Decimal(1), "‱")}
_DECIMAL = re.compile(r"(?P<figure>\d[\d,]*(?:\.\d+)?)\s*(?P<multiplier>万亿|千万|百万|亿|万|千|百)?")


def parse_int(text: str) -> int | None:
    """Return the whole number that `text` writes in any numeral system listed above, or None if it is none."""
    folded = unicodedata.normalize("NFKC", text).strip()
    if folded.isascii():
        plain = folded.replace(",", "")
        return int(plain) if plain.isdigit() and len(plain) <= 18 else None
    if not folded or not re.fullmatch(CHINESE_NUMERAL + "+", folded):
        return None
    if all(c in DIGITS for c in folded):
        return _digit_by_digit(folded)
    return _positional(folded)


def _digit_by_digit(text: str) -> int | None:
    """二〇二五 → 2025; a single digit is itself; two or more bare digits without 〇 are a year or a code."""
    return int("".join(str(DIGITS[c]) for c in text)) if len(text) <= 18 else None


def _positional(text: str) -> int | None:
    total = section = digit = 0
    last_unit = 0
    seen_digit = False
    for char in text:
        if char in DIGITS:
            if seen_digit and digit and char not in "零〇○":
                return None  # 二三十 is a range, not a number
            digit, seen_digit = DIGITS[char], True
            if char in "零〇○":
                last_unit = 0  # 一百零二: what follows is ones, not tens
        elif char in TENS:
            section += TENS[char]
            digit, seen_digit, last_unit = 0, False, 10
        elif char in UNITS:
            section += (digit or 1) * UNITS[char] if not (seen_digit and digit == 0) else UNITS[char]
            digit, seen_digit, last_unit = 0, False, UNITS[char]
        else:  # 万, 亿
            group = GROUPS[char]
            section += digit
            if group > 10**4 and total:
                total = (total + section) * group
            else:
                total += (section or 1) * group
            section = digit = 0
            seen_digit, last_unit = False, group
    if seen_digit and digit and last_unit >= 100:  # 一百二 = 120, 三万五 = 35000
        digit *= last_unit // 10
    return total + section + digit


def to_chinese(number: int) -> str:
    """Return the Chinese numeral of a whole number from 0 to 99,999,999 (10 → 十, 110 → 一百一十).

    Raises:
        ValueError: the number is negative or too large.
    """
    if not 0 <= number < 10**8:
        raise ValueError(f"no Chinese numeral for {number}: give 0 to 99999999")
    high, low = divmod(number, 10**4)
    if not high:
        return _below_ten_thousand(low)
    tail = "" if not low else ("零" if low < 1000 else "") + _below_ten_thousand(low, inner=True)
    return _below_ten_thousand(high) + "万" + tail


def _below_ten_thousand(number: int, *, inner: bool = False) -> str:
    digits = "零一二三四五六七八九"
    if number == 0:
        return "零"
    out, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            out += ("零" if gap and out else "") + digits[digit] + name
            gap = False
        else:
            gap = True
    return out[1:] if out.startswith("一十") and not inner else out


def parse_decimal(text: str) -> Decimal | None:
    """Return the value of a figure with its 万/亿: `1.2万亿` → 1200000000000, `三点五` → 3.5, or None."""
    folded = unicodedata.normalize("NFKC", text).strip()
    match = _DECIMAL.fullmatch(folded)
    if match:
        value = Decimal(match["figure"].replace(",", ""))
        return value * MULTIPLIERS[match["multiplier"]] if match["multiplier"] else value
    whole, point, fraction = folded.partition("点")
    if point and fraction:
        multiplier = Decimal(1)
        for name in MULTIPLIERS:
            if fraction.endswith(name):
                fraction, multiplier = fraction[: -len(name)], MULTIPLIERS[name]
                break
        head = parse_int(whole)
        if head is None or not fraction or any(c not in DIGITS for c in fraction):
            return None
        return Decimal(f"{head}." + "".join(str(DIGITS[c]) for c in fraction)) * multiplier
    number = parse_int(folded)
    return None if number is None else Decimal(number)


def parse_fraction(text: str) -> tuple[Decimal, str] | None:
    """Return value and unit of 百分之三点五 → (3.5, %), 千分之二 → (2, ‰), 五分之一 → (20, %), or None."""
    below, point, above = unicodedata.normalize("NFKC", text).strip().partition("分之")
    value = parse_decimal(above) if point else None
    if value is None:
        return None
    if below in _FRACTIONS:
        factor, unit = _FRACTIONS[below]
        return value * factor, unit
    parts = parse_int(below)
    return (value * 100 / parts, "%") if parts else None
