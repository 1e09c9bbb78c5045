"""Every figure that a text prints, target or not: what a reverse look-up (which one is this number?) searches."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from knowledge.numerals import CHINESE_NUMERAL, LONGEST, MULTIPLIERS, parse_decimal, parse_fraction
from knowledge.types import Span

UNITS = (
    r"个百分点|百分点|平方公里|平方千米|平方米|立方米|公里|千米|公顷|个次|人次|万吨|[%％‰]|"
    r"元|家|个|件|项|名|口|亩|人|次|吨|条|座|处|所|套|台|张|户|只|种|类|倍|年|月|日|届|批|级|分|米|度|天|岁|期"
)
_FRACTION = rf"[百千万]分之(?:{CHINESE_NUMERAL}|[点\d.]){{1,{LONGEST}}}"
_NUMBER = rf"(?<![A-Za-z0-9_.])\d+(?:,\d{{3}})*(?:\.\d+)?(?:[^\S\r\n]?(?:{'|'.join(MULTIPLIERS)}))?"
_FIGURE = re.compile(rf"(?P<fraction>{_FRACTION})|(?P<number>{_NUMBER})(?:[^\S\r\n]?(?P<unit>{UNITS}))?")
_BESIDE_LETTER = re.compile(r"(?<!\d)\d+(?=[A-Za-z])|(?<=[A-Za-z])\d+")
_YEAR = re.compile(r"(?:19|20)\d\d\s?年?")
_YEAR_IN_CHINESE = re.compile(r"(?<!\d)(?:19|20)\d\d(?=\s?年)")
_YEAR_IN_ENGLISH = re.compile(r"(?<![\d.,$£€])(?:19|20)\d\d(?![\d.,]\d|\s*(?:km|kilomet|hectare|ton|m\b|%))")
_HAN = re.compile(r"[一-鿿]")


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed figure: its value with 万/亿 multiplied in, its unit ("" where none), and where it stands."""

    value: Decimal
    unit: str
    span: Span

    def fits(self, other: "Figure") -> bool:
        """Say whether this figure may be the `other` that was asked for: same value, and same unit if one was given."""
        return self.value == other.value and (
            not other.unit or self.unit == other.unit or self.unit.startswith(other.unit)
        )


def figures(text: str) -> Iterator[Figure]:
    """Yield the figures of a text in order; years, dates and marks included. Full-width digits are read too."""
    folded = "".join(c if len(n := unicodedata.normalize("NFKC", c)) != 1 else n for c in text)
    for match in _FIGURE.finditer(_without_names(folded)):
        if match["fraction"]:
            parsed = parse_fraction(match["fraction"])
            if parsed and parsed[0] is not None:
                yield Figure(parsed[0], parsed[1] or "", Span(match.start(), match.end()))
            continue
        value = parse_decimal(match["number"])
        if value is not None:
            yield Figure(value, match["unit"] or "", Span(match.start(), match.end()))


def _without_names(text: str) -> str:
    """Hide the digits that touch a letter (4A, B2, 5G): they are names, not figures. Lengths stay the same."""
    return _BESIDE_LETTER.sub(lambda m: "\0" * len(m[0]), text)


def years_in_print(text: str) -> Iterator[int]:
    """Yield the years that a text names: figures with 年, and in a text without Chinese what reads as a year."""
    pattern = _YEAR_IN_CHINESE if _HAN.search(text) else _YEAR_IN_ENGLISH
    return (int(match[0]) for match in pattern.finditer(text))


def is_year(figure: Figure, text: str) -> bool:
    """Say whether a figure of `text` is a year: 1900 to 2099 with 年 or nothing behind it."""
    printed = unicodedata.normalize("NFKC", figure.span.of(text))
    return _YEAR.fullmatch(printed) is not None
