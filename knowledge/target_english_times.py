"""Times in an English sentence: what is due by them, what they are compared with, and what recurs each year."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from knowledge.target_english_figures import number_of
from knowledge.target_times import PLAN_YEARS


class EnglishTimeKind(StrEnum):
    """The part that a time plays for the figures of its sentence."""

    DUE = "due"  # by 2030, in 2027, during the 15th Five-Year Plan period
    EVERY = "every"  # each year
    SOON = "soon"  # over the plan period: a promise that names no year
    SAME = "same"  # by then: the deadline named before
    BASE = "base"  # compared with 2020, and years that are over


@dataclass(frozen=True, slots=True)
class EnglishTime:
    """One time expression, `sentence[start:end]`; `value` as a record names it (2030, 十五五期间, 每年)."""

    start: int
    end: int
    kind: EnglishTimeKind
    value: str | None


_YEAR = r"(?P<year>(?:19|20)\d\d)\b(?!\s*[-–—]\s*\d{4})"
_MONTH = (
    r"(?:\d{1,2}(?:st|nd|rd|th)?\s+)?"
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"(?:\s+\d{1,2}(?:st|nd|rd|th)?(?!\d))?,?\s*"
)
_END = (
    r"(?:the\s+)?(?:(?:very\s+)?end\s+(?:of\s+)?|(?:first|second)\s+half\s+of\s+|\w+\s+quarter\s+of\s+|close\s+of\s+|"
    r"(?:early|mid|late)(?:\s*-\s*|\s+)|(?:[a-z]+\s+){1,3}(?:of|in)\s+)?(?:(?:fiscal|financial|calendar)\s+)?"
)
_COUNT = r"(?P<count>two|three|four|five|six|seven|eight|ten|\d{1,2})"
_ORDINALS = {
    "12th": "十二五", "13th": "十三五", "14th": "十四五", "15th": "十五五", "16th": "十六五", "17th": "十七五",
    "twelfth": "十二五", "thirteenth": "十三五", "fourteenth": "十四五", "fifteenth": "十五五",
    "sixteenth": "十六五", "seventeenth": "十七五",
}  # fmt: skip
_DEADLINE = re.compile(
    rf"\b(?:(?:by|before|until|no(?:t)? later than|ahead of|up to|"
    rf"through)\s+(?:around\s+)?{_END}(?:(?:the\s+)?year\s+)?"
    rf"(?:{_MONTH})?|"
    rf"looking\s+(?:ahead|forward|further)\s+to(?:wards?)?\s+|(?:years|period)\s+(?:up\s+)?(?:to|through|until)\s+|"
    rf"over\s+the\s+period\s+to\s+|(?:between\s+now\s+and|from\s+now\s+(?:to|until))\s+){_YEAR}",
    re.IGNORECASE,
)
_IN_A_YEAR = re.compile(
    rf"\b(?:in|during|throughout|at(?=\s+the\s+(?:end|close)\s+of\b)|"
    rf"(?:(?<=s )|(?<=target )|(?<=goal )|(?<=aim ))for)\s+{_END}"
    rf"(?:(?:the\s+)?year\s+)?(?:{_MONTH})?{_YEAR}"
    r"(?!\s+(?:and|to)\s+20\d\d)",
    re.IGNORECASE,
)
_IN_YEARS = re.compile(r"\bin\s+(?P<years>20\d\d(?:,\s*20\d\d)*,?\s+and\s+20\d\d)\b", re.IGNORECASE)
_SINCE = re.compile(
    r"\b(?:from|as of|starting(?: from| in)?)\s+(?P<year>20\d\d)(?=\s*(?:[,.;]|and\b|onwards?\b|on\b|$))"
)
_PERIOD = re.compile(
    r"\b(?:for|in|over|during|between|from|throughout)?\s*(?:the\s+)?(?:(?:years|period)\s+)?(?:from\s+)?"
    r"20\d\d\s*(?:[-–—]|to|and|through)\s*(?P<year>20\d\d)\b(?!\s+(?:average|level|baseline))(?:\s+period\b)?",
    re.IGNORECASE,
)
_BASE = re.compile(
    r"\b(?:compared (?:with|to)|relative to|measured against|(?<!away )from|against|over|on|below|above|"
    r"than(?: in)?|since|as at)\s+"
    r"(?:(?:that|those|the\s+(?:level|figure|average))\s+(?:of|in)\s+)?(?:the\s+|its\s+)?(?:end\s+of\s+)?"
    r"(?:(?:19|20)\d\d\s*[-–—]\s*)?(?P<year>(?:19|20)\d\d)\b(?:\s+(?:levels?|figures?|average|baseline|"
    r"base)(?:\s+of\s+[\d.,]+)?)?",
    re.IGNORECASE,
)
_PLAN = re.compile(
    rf"\b(?:(?:by|at)\s+the\s+end\s+of|during|in|over|throughout|within|"
    rf"for)\s+(?:the\s+)?(?:period\s+of\s+)?(?:the\s+)?"
    rf"(?P<ordinal>{'|'.join(_ORDINALS)})\s+Five[- ]Year\s+(?:Plan|Programme|Program)(?:\s+period)?",
    re.IGNORECASE,
)
_OWN_PERIOD = re.compile(
    r"\b(?:(?P<last>by\s+the\s+end\s+of)|during|over|in|throughout|within)\s+(?:the\s+)?(?:period\s+of\s+)?(?:this\s+|the\s+)?"
    r"(?:(?:Plan|Programme|Program|Strategy|planning)(?:['’]s)?\s+(?:period|term|lifetime)|"
    r"(?:period|life|lifetime|course|duration|term)\s+of\s+(?:the|this)\s+\w+)",
    re.IGNORECASE,
)
_YEARS_AHEAD = re.compile(
    rf"\b(?:over|in|within|during)\s+(?:the\s+)?(?:(?:coming|next|following)\s+)?{_COUNT}\s+years\b"
    r"(?:\s+of\s+(?:the|this)\s+(?:plan|programme|program|strategy)\b(?:\s+period\b)?)?"
    r"(?!\s+(?:of|after|from|or)\b)(?:\s+ahead\b)?",
    re.IGNORECASE,
)
_EVERY = re.compile(
    r"\b(?P<strong>(?:each|every)\s+year|annually|yearly(?=\s*(?:[,.;]|$|and\b|by\b|in\b))|(?:on\s+)?an?\s+annual\s+basis)\b|\b(?:a|per)\s+year\b",
    re.IGNORECASE,
)
_SAME = re.compile(
    r"\b(?:by|in|at|during|within|over)\s+(?:the\s+end\s+of\s+)?(?:which\s+(?:time|point|year|date)|then|"
    r"that\s+(?:time|year|date|point|period)|(?:the\s+)?same\s+(?:year|date|time|deadline|period))\b|"
    r"(?:(?<=\bwill\s)|(?<=\bshall\s))then\b",
    re.IGNORECASE,
)
_NOW = re.compile(r"\b(?:at\s+present|currently|at\s+the\s+moment|today)\b", re.IGNORECASE)
_DATE = re.compile(rf"\b(?:on\s+|before\s+|by\s+)?{_MONTH}(?:20\d\d)?(?!\w)")


def times_of(sentence: str, year: int | None, period: tuple[int, int] | None = None) -> list[EnglishTime]:
    """Return the times of a sentence in text order, none within another.

    A year before `year`, in which the text was written, is one to compare with. The `period` of the plan gives
    "over the three years" its last year where it is as long.
    """
    found: list[EnglishTime] = []
    for time in _candidates(sentence, year, period):
        if not any(time.start < other.end and other.start < time.end for other in found):
            found.append(time)
    return sorted(found, key=lambda time: time.start)


def _candidates(sentence: str, year: int | None, period: tuple[int, int] | None) -> Iterator[EnglishTime]:
    """Yield what may be times, the surer first."""
    for match in _PLAN.finditer(sentence):
        name = _ORDINALS[match["ordinal"].lower()]
        past = PLAN_YEARS[name] < (year or 0)
        kind = EnglishTimeKind.BASE if past else EnglishTimeKind.DUE
        yield EnglishTime(*match.span(), kind, f"{name}期间")
    yield from (_dated(match, year) for match in _DEADLINE.finditer(sentence))
    for match in _IN_YEARS.finditer(sentence):
        years = re.findall(r"20\d\d", match["years"])
        for place in re.finditer(r"20\d\d", match["years"]):
            at = match.start("years") + place.start()
            first, last = place[0] == years[0], place[0] == years[-1]
            start = match.start() if first else at
            kind = EnglishTimeKind.DUE if year is None or int(place[0]) >= year else EnglishTimeKind.BASE
            yield EnglishTime(start, match.end() if last else at + 4, kind, place[0])
    yield from (_dated(match, year) for match in _PERIOD.finditer(sentence))
    if year is not None:
        yield from (_dated(match, year + 1) for match in _SINCE.finditer(sentence))
    for match in _BASE.finditer(sentence):
        yield EnglishTime(*match.span(), EnglishTimeKind.BASE, match["year"])
    for match in _IN_A_YEAR.finditer(sentence):  # in 2025 may be a report where the text was written in that year
        opens = period is not None and int(match["year"]) >= period[0]
        yield _dated(match, year if year is None or opens else year + 1)
    for pattern in (_OWN_PERIOD, _YEARS_AHEAD):
        for match in pattern.finditer(sentence):
            last = _end_of_plan(match, period)
            yield EnglishTime(*match.span(), EnglishTimeKind.DUE if last else EnglishTimeKind.SOON, last)
    for match in _EVERY.finditer(sentence):
        yield EnglishTime(*match.span(), EnglishTimeKind.EVERY, "每年" if match["strong"] else None)
    yield from (EnglishTime(*m.span(), EnglishTimeKind.SAME, None) for m in _SAME.finditer(sentence))
    yield from (EnglishTime(*m.span(), EnglishTimeKind.BASE, None) for m in _NOW.finditer(sentence))
    yield from (EnglishTime(*m.span(), EnglishTimeKind.SOON, None) for m in _DATE.finditer(sentence) if m[0].strip())


def _dated(match: re.Match[str], year: int | None) -> EnglishTime:
    ahead = year is None or int(match["year"]) >= year
    return EnglishTime(*match.span(), EnglishTimeKind.DUE if ahead else EnglishTimeKind.BASE, match["year"])


def _end_of_plan(match: re.Match[str], period: tuple[int, int] | None) -> str | None:
    """Return the last year of the plan where as many years as it has are named."""
    if period is not None and "last" in match.re.groupindex and match["last"]:
        return str(period[1])
    if period is None or "count" not in match.re.groupindex:
        return None
    return str(period[1]) if number_of(match["count"]) == period[1] - period[0] + 1 else None
