"""Targets in English sentences: at least 60 per cent of … by 2028; reduce emissions by 30% by 2030; shall exceed 120.

A sentence gives a target only if it names a year to come as a deadline. A figure that no rule claims is left alone.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from knowledge.target_drafts import Draft
from knowledge.types import Relation, Span, TargetKind

_DEADLINE = re.compile(
    r"\b(?:by|before|no later than|not later than)\s+(?:the\s+)?(?:end\s+(?:of\s+)?)?(?:\d{1,2}\s+)?"
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)?\s*(?P<year>20\d\d)\b",
    re.IGNORECASE,
)
_BASE = re.compile(
    r"\b(?:compared (?:with|to)|relative to|from|against|over|on|below|above)\s+(?:the\s+)?(?P<year>(?:19|20)\d\d)\b"
    r"(?:\s+levels?)?",
    re.IGNORECASE,
)
_NUMBER = (
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|"
    + "|".join(
        (
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "twelve",
            "twenty",
            "fifty",
            "one hundred",
        )
    )
    + r")"
)
_SPELT = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12, "twenty": 20, "fifty": 50, "one hundred": 100,
}  # fmt: skip
_SCALE = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_BOUNDS = (
    (Relation.AT_LEAST, r"at least|no(?:t)? (?:less|fewer|lower) than|a minimum of|no less than"),
    (Relation.AT_MOST, r"at most|no(?:t)? (?:more|greater|higher) than|a maximum of|up to|not exceed(?:ing)?"),
    (Relation.ABOVE, r"more than|over|above|exceed(?:s|ing)?|greater than"),
    (Relation.BELOW, r"less than|fewer than|below|under"),
    (Relation.ABOUT, r"about|around|approximately|roughly|some"),
)
_BOUND = "|".join(f"(?P<b{i}>{words})" for i, (_, words) in enumerate(_BOUNDS))
_MEASURES = (
    r"(?:square |cubic )?(?:kilo|centi|milli)?met(?:re|er)s?|km2?|miles?|hectares?|acres?|tonnes?|tons|kilograms?|kg|"
    r"(?:mega|giga|kilo)watts?(?:[- ]hours?)?|[MGk]W(?:h)?|litres?|minutes?|hours?|(?:working )?days?"
)
_FIGURE = re.compile(
    rf"\b(?:(?:{_BOUND})\s+)?{_NUMBER}(?:\s+(?P<scale>thousand|million|billion|trillion))?"
    rf"\s*(?:(?P<unit>%|per ?cent|percentage points?|percent)|(?P<measure>{_MEASURES})\b)?(?![\w-])"
    r"(?!\s+(?:thirds?|quarters?|fifths?|tenths?|halves|half)\b)",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\b(?P<verb>reduc|lower|cut|decreas|declin|fall|drop|increas|rais|rise|improv|grow|expand|extend|boost|shrink|"
    r"halv|doubl|tripl)\w*\b",
    re.IGNORECASE,
)
_REACH = re.compile(
    r"\s*(?:(?:shall|will|should|must|is to|are to|to)\s+)?"
    r"(?:be (?:extended|expanded|increased|raised|reduced|cut) to|be|reach(?:es)?|amount to|account for|rise to|"
    r"increase to|grow to|fall to|drop to|stand at|remain|represent)?\s*$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(?:build|establish|create|install|train|set up|construct|deliver|open|plant|complete|provide|add|recruit|"
    r"launch|develop|introduc)\w*\s*$",
    re.IGNORECASE,
)
_MOVED = re.compile(  # raise the rate to 65%: met by more; lower it to 5%: by less
    r"(?:(?:rais|increas|improv|expand|boost|lift|bring)\w*|(?P<down>(?:reduc|lower|cut|decreas|shrink|limit)\w*))\s+(?:the\s+|its\s+)?",
    re.IGNORECASE,
)
_NOUN = re.compile(r"\s*(?:of (?:the |all )?)?(?P<noun>[A-Za-z][\w'’-]*(?:\s+[\w'’-]+){0,7})")
_ENDS_NOUN = re.compile(
    r"\s+(?:by|before|in|on|to|from|compared|relative|against|for|with|that|which|shall|will|should|must|is|are|be|and|"
    r"or|under)\b.*$",
    re.IGNORECASE | re.DOTALL,
)
_NO_TARGET = re.compile(
    r"\b(?:fine|penalty|penalties|imprisonment|Article|Section|Chapter|paragraph|dated?)\b", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[.;!?]\s+(?=[A-Z(])")
_ENGLISH = re.compile(r"[A-Za-z]{2,}\s+[A-Za-z]{2,}")
_CHINESE = re.compile(r"[一-鿿]")
_LEADING = re.compile(
    r"^(?:.*\b(?:ensure|guarantee|see to it|so)\s+that\s+|"
    r".*\b(?:shall|will|should|must|aims? to|is to|are to|to)\s+(?=[a-z]+\s)|"
    r"by\s+(?:the end of\s+)?\d{4}\s*,?\s*|the\s+|its\s+|their\s+|a\s+|an\s+|,\s*|and\s+)+",
    re.IGNORECASE | re.DOTALL,
)


def english_drafts(sentence: str, year: int | None) -> Iterator[Draft]:
    """Yield the targets of an English sentence; none for one that is not English or has no deadline ahead."""
    if _CHINESE.search(sentence) or not _ENGLISH.search(sentence):
        return
    start = 0
    for end in [*(m.end() for m in _SENTENCE_END.finditer(sentence)), len(sentence)]:
        for draft in _drafts(sentence[start:end], year):
            value = Span(draft.value.start + start, draft.value.end + start)
            yield replace(draft, value=value, span=Span(draft.span.start + start, draft.span.end + start))
        start = end


def _drafts(sentence: str, year: int | None) -> Iterator[Draft]:
    due = [m for m in _DEADLINE.finditer(sentence) if year is None or int(m["year"]) >= year]
    if not due or _NO_TARGET.search(sentence):
        return
    taken = [m.span() for m in (*_DEADLINE.finditer(sentence), *_BASE.finditer(sentence))]
    base = _BASE.search(sentence)
    for figure in _FIGURE.finditer(sentence):
        if any(start < figure.end("number") and figure.start("number") < end for start, end in taken):
            continue
        deadline = min(due, key=lambda m: abs(m.start() - figure.start()))["year"]
        draft = _draft(sentence, figure, deadline, base["year"] if base else None)
        if draft:
            yield draft


def _draft(sentence: str, figure: re.Match[str], deadline: str, base: str | None) -> Draft | None:
    number = _value(figure)
    if number is None:
        return None
    is_share = bool(figure["unit"])
    bound = next((relation for i, (relation, _) in enumerate(_BOUNDS) if figure[f"b{i}"]), None)
    before, after = _DEADLINE.sub(_blank, sentence[: figure.start()]), sentence[figure.end() :]
    changed = re.search(r"\bby\s*$", before)
    if changed and is_share:
        return _change(sentence, figure, number, (deadline, base), bound)
    name, at, extent = _named(before, after, is_share=is_share, bounded=bound is not None)
    if not name or len(re.findall("[A-Za-z]", name)) < 3:
        return None
    moved = _MOVED.match(name)
    name, at = (name[moved.end() :], at + moved.end()) if moved else (name, at)
    aimed = Relation.AT_MOST if moved and moved["down"] else Relation.AT_LEAST
    relation = bound or (aimed if moved or _reaches(before) else Relation.EXACTLY)
    if is_share and number == 100 and relation is Relation.AT_LEAST and bound is None:
        relation = Relation.EXACTLY
    span = Span(min(figure.start(), at), max(figure.end(), figure.end() + extent))
    return _made(name, relation, figure, number, "%" if is_share else figure["measure"], (deadline, None), span)


def _named(before: str, after: str, *, is_share: bool, bounded: bool) -> tuple[str, int, int]:
    """Return the indicator of a figure, where it begins, and how far behind the figure it reaches."""
    reach = _REACH.search(before)
    subject = _LEADING.sub("", before[: reach.start()].strip(" ,")).strip(" ,") if reach and reach[0].strip() else ""
    if subject and len(subject) <= 90 and not re.search(r"[;:.]", subject):
        return subject, before.rfind(subject), 0
    noun = _NOUN.match(after)
    counted = _COUNTED.search(before) is not None or bounded or (is_share and after.lstrip().startswith("of "))
    if noun and counted:
        name = _ENDS_NOUN.sub("", noun["noun"]).strip()
        return name, len(before), noun.start("noun") + len(name)
    return "", 0, 0


def _change(
    sentence: str, figure: re.Match[str], number: Decimal, times: tuple[str, str | None], bound: Relation | None
) -> Draft | None:
    """Read reduce sulphur emissions by 30%: the indicator stands between the verb and by."""
    before = re.sub(r"\bby\s*$", "", sentence[: figure.start()])
    verb = next(reversed(list(_CHANGE.finditer(before))), None)
    if verb is None:
        return None
    object_ = before[verb.end() :].strip(" ,")
    name = re.sub(r"^(?:the|its|their|total)\s+", "", object_, flags=re.IGNORECASE)
    if not name:  # emissions shall decrease by 30%
        name = _LEADING.sub(
            "", re.sub(r"\b(?:shall|will|should|must|is to|are to)\s*$", "", before[: verb.start()])
        ).strip(" ,")
    if len(re.findall("[A-Za-z]", name)) < 3 or len(name) > 90:
        return None
    start = min(before.find(name), verb.start())
    return _made(name, bound or Relation.EXACTLY, figure, number, "%", times, Span(start, figure.end()))


def _made(  # noqa: PLR0913, PLR0917 - the fields of a record
    name: str,
    relation: Relation,
    figure: re.Match[str],
    number: Decimal,
    unit: str | None,
    times: tuple[str, str | None],
    span: Span,
) -> Draft:
    value = Span(figure.start(), figure.end())
    return Draft(name, relation, value, number, unit, times[0], times[1], None, TargetKind.NUMERIC, span)


def _reaches(before: str) -> bool:
    return (
        re.search(r"\b(?:reach|rise|raise|increase|grow|extend|expand)\w*(?:\s+to)?\s*$", before, re.IGNORECASE)
        is not None
    )


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _value(figure: re.Match[str]) -> Decimal | None:
    words = figure["number"].lower()
    try:
        number = Decimal(_SPELT[words]) if words in _SPELT else Decimal(words.replace(",", ""))
    except InvalidOperation:
        return None
    return number * _SCALE[figure["scale"].lower()] if figure["scale"] else number
