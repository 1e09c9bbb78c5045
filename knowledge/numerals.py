"""Numerals as Chinese documents and their readers write them, both ways.

Integers: 十二, 廿五, 一百二 (colloquial 120), 二〇二五, １２, ⑫, 壹佰. Decimals: 1.2万亿, 三点五, 百分之三点五.
Values are `int` or `Decimal`, never `float`. What is no well-formed numeral (二三十, 十百, 1,2) is None, not a guess.
"""

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction

DIGITS = {
    **{c: i for i, c in enumerate("零一二三四五六七八九")},
    **{c: i for i, c in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    "○": 0, "两": 2, "兩": 2, "俩": 2, "貳": 2, "參": 3, "陸": 6, "幺": 1,
}  # fmt: skip
TENS = {"廿": 20, "卄": 20, "卅": 30, "卌": 40}  # 廿五 = 25
UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
GROUPS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
CHINESE_NUMERAL = "[" + "".join([*DIGITS, *TENS, *UNITS, *GROUPS]) + "]"
MULTIPLIERS = {"万亿": Decimal(10**12), "千万": Decimal(10**7), "百万": Decimal(10**6), "亿": Decimal(10**8),
               "万": Decimal(10**4), "千": Decimal(10**3), "百": Decimal(100)}  # fmt: skip
LONGEST = 24  # characters; a longer run of digits is no figure of a policy, and Decimal keeps 28 digits exactly

_D = "[" + "".join(c for c, value in DIGITS.items() if value) + "]"
_ZERO = rf"(?:[零〇○](?={_D}|[十拾{''.join(TENS)}]))?"  # 一千零五; never before a bare 百
_BELOW_TEN_THOUSAND = re.compile(
    rf"{_ZERO}"
    rf"(?:(?P<thousands>{_D}?)[千仟]{_ZERO})?"
    rf"(?:(?P<hundreds>{_D}?)[百佰]{_ZERO})?"
    rf"(?:(?P<tens>{_D}?)[十拾]|(?P<score>[{''.join(TENS)}]))?"
    rf"(?P<ones>{_D})?"
)
_COLLOQUIAL = re.compile(rf"[百佰千仟万萬]{_D}\Z")  # 一百二 = 120, 三千五 = 3500; 一百零二 = 102
_PERCENT = {"百": (Decimal(1), "%"), "千": (Decimal(1), "‰"), "万": (Decimal(1), "‱")}
_WHOLE = r"(?:\d{1,3}(?:,\d{3})+|\d+)"
_FIGURE = re.compile(rf"(?P<figure>{_WHOLE}(?:\.\d+)?)\s*(?P<multiplier>{'|'.join(MULTIPLIERS)})?")


def parse_int(text: str) -> int | None:
    """Return the whole number that `text` writes in any numeral system listed above, or None if it is none."""
    folded = unicodedata.normalize("NFKC", text).strip()
    if not 0 < len(folded) <= LONGEST:
        return None
    if folded.isascii():
        return int(folded.replace(",", "")) if re.fullmatch(_WHOLE, folded) else None
    printed = folded.replace("O", "〇")  # 二O二五 is often typed with the letter
    if all(c in DIGITS for c in printed):
        return int("".join(str(DIGITS[c]) for c in printed))  # digit by digit: 二〇二五
    return _positional(printed)


def _positional(text: str) -> int | None:
    """Return the value of a numeral with units: 亿 before 万 before the rest, each below ten thousand."""
    for names, group in (("亿億", 10**8), ("万萬", 10**4)):
        at = max(text.rfind(name) for name in names)
        if at < 0:
            continue
        high = _plain(text[:at]) if at else 1
        low = _below_group(text[at + 1 :], group)
        return None if high is None or low is None else high * group + low
    return _below_ten_thousand(text)


def _plain(text: str) -> int | None:
    """Return the value of what stands before 万 or 亿, where the colloquial 一百二 would be unclear."""
    return None if _COLLOQUIAL.search(text) else _positional(text)


def _below_group(text: str, group: int) -> int | None:
    """Return what follows 万 or 亿: nothing, a colloquial digit (三万五 = 35000), or a smaller numeral."""
    if not text:
        return 0
    if len(text) == 1 and DIGITS.get(text):
        return DIGITS[text] * group // 10
    return _positional(text)


def _below_ten_thousand(text: str) -> int | None:
    match = _BELOW_TEN_THOUSAND.fullmatch(text)
    if not match:
        return None
    ones = DIGITS.get(match["ones"] or "", 0)
    if _COLLOQUIAL.search(text):
        ones *= UNITS[text[-2]] // 10
    total = ones + TENS.get(match["score"] or "", 0)
    for name, unit in (("thousands", 1000), ("hundreds", 100), ("tens", 10)):
        digit = match[name]
        if digit is not None:
            total += (DIGITS[digit] if digit else 1) * unit
    return total


def to_chinese(number: int) -> str:
    """Return the Chinese numeral of a whole number from 0 to 99,999,999 (10 → 十, 110 → 一百一十).

    Raises:
        ValueError: the number is negative or too large.
    """
    if not 0 <= number < 10**8:
        raise ValueError(f"no Chinese numeral for {number}: give 0 to 99999999")
    high, low = divmod(number, 10**4)
    if not high:
        return _small_chinese(low)
    tail = "" if not low else ("零" if low < 1000 else "") + _small_chinese(low, inner=True)
    return _small_chinese(high) + "万" + tail


def _small_chinese(number: int, *, inner: bool = False) -> str:
    """Return the numeral of a number below ten thousand; `inner` after 万, where 10 is 一十."""
    digits = "零一二三四五六七八九"
    if number == 0:
        return "零"
    out, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            out += ("零" if gap and out else "") + digits[digit] + name
        gap = not digit
    return out[1:] if out.startswith("一十") and not inner else out


def parse_decimal(text: str) -> Decimal | None:
    """Return the value of a figure with its 万/亿: `1.2万亿` → 1200000000000, `三点五` → 3.5, or None."""
    folded = unicodedata.normalize("NFKC", text).strip()
    if len(folded) > LONGEST:
        return None
    if match := _FIGURE.fullmatch(folded):
        return Decimal(match["figure"].replace(",", "")) * MULTIPLIERS.get(match["multiplier"], Decimal(1))
    if "点" in folded:
        return _spoken_decimal(folded)
    number = parse_int(folded)
    return None if number is None else Decimal(number)


def _spoken_decimal(text: str) -> Decimal | None:
    """三点五 → 3.5, 一点二万亿 → 1200000000000."""
    multiplier = next((name for name in MULTIPLIERS if text.endswith(name)), "")
    whole, _, fraction = text.removesuffix(multiplier).partition("点")
    head = parse_int(whole)
    if head is None or not fraction or any(c not in DIGITS for c in fraction):
        return None
    value = Decimal(f"{head}." + "".join(str(DIGITS[c]) for c in fraction))
    return value * MULTIPLIERS.get(multiplier, Decimal(1))


def parse_fraction(text: str) -> tuple[Decimal | None, str | None] | None:
    """Return value and unit of 百分之三点五 → (3.5, %), 千分之二 → (2, ‰), 五分之一 → (20, %), or None.

    三分之一 has neither: no decimal is its value.
    """
    below, _, above = unicodedata.normalize("NFKC", text).strip().partition("分之")
    value = parse_decimal(above)
    if value is None:
        return None
    if below in _PERCENT:
        factor, unit = _PERCENT[below]
        return value * factor, unit
    parts = parse_int(below)
    if not parts:
        return None
    return (value * 100 / parts, "%") if _is_finite(Fraction(value) * 100 / parts) else (None, None)


def _is_finite(share: Fraction) -> bool:
    """Say whether a share can be written as a decimal: its denominator has no prime factor but 2 and 5."""
    below = share.denominator
    for factor in (2, 5):
        while below % factor == 0:
            below //= factor
    return below == 1
