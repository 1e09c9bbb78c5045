"""Targets in English sentences: at least 60 per cent of … by 2028; reduce emissions by 30% by 2030; shall exceed 120.

A sentence gives a target only if it names a year to come as a deadline, or stands below words that do (by 2028:); in a
plan also where it says what shall reach or not exceed a figure. A figure that no rule claims is left alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from knowledge.target_drafts import Draft
from knowledge.types import Relation, Span, TargetKind

_DEADLINE = re.compile(
    r"\b(?:by|before|no later than|not later than)\s+(?:the\s+)?(?:end\s+(?:of\s+)?)?(?:\d{1,2}\s+)?"
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)?\s*(?P<year>20\d\d)\b",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"\b(?:for|in|over|during|between)?\s*20\d\d\s*(?:[-–—]|to|and)\s*(?P<year>20\d\d)\b", re.IGNORECASE
)
_BASE = re.compile(
    r"\b(?:compared (?:with|to)|relative to|from|against|over|on|below|above)\s+(?:the\s+)?(?P<year>(?:19|20)\d\d)\b"
    r"(?:\s+levels?)?",
    re.IGNORECASE,
)
_SPELT = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12, "twenty": 20, "fifty": 50, "one hundred": 100,
}  # fmt: skip
_NUMBER = rf"(?P<number>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|{'|'.join(_SPELT)})"
_SCALE = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_BOUNDS = (
    (Relation.AT_LEAST, r"at least|no(?:t)? (?:less|fewer|lower) than|a minimum of|not (?:fall|drop) (?:below|under)"),
    (
        Relation.AT_MOST,
        r"at most|no(?:t)? (?:more|greater|higher) than|a maximum of|up to|not (?:exceed(?:ing)?|rise above)|within",
    ),
    (Relation.ABOVE, r"more than|over|above|exceed(?:s|ing)?|greater than"),
    (Relation.BELOW, r"less than|fewer than|below|under"),
    (Relation.ABOUT, r"about|around|approximately|roughly|some"),
)
_BOUND = "|".join(f"(?P<b{i}>{words})" for i, (_, words) in enumerate(_BOUNDS))
_MEASURES = (
    r"(?:square |cubic )?(?:kilo|centi|milli)?met(?:re|er)s?|km2?|miles?|hectares?|acres?|tonnes?|tons|kilograms?|kg|"
    r"(?:mega|giga|kilo)watts?(?:[- ]hours?)?|[MGk]W(?:h)?|litres?|minutes?|hours?|(?:working )?days?|"
    r"yuan|RMB|(?:US )?dollars|euros|pounds"
)
_FIGURE = re.compile(
    rf"\b(?:(?:{_BOUND})\s+)?(?P<range>\d+(?:\.\d+)?%?\s*[-–—]\s*)?{_NUMBER}"
    r"(?:\s+(?P<scale>thousand|million|billion|trillion))?"
    rf"\s*(?:(?P<unit>%|per ?cent|percentage points?|percent)|(?P<measure>{_MEASURES})\b)?(?![\w-])"
    r"(?P<suffix>\s+or (?:more|above|higher|less|fewer|below|lower)\b)?"
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
    r"(?:be (?:extended|expanded|increased|raised|reduced|cut|limited|lowered|brought(?: down| up)?)\s+to|"
    r"be (?:kept|held|brought|maintained)(?: at)?|be expected to|be|reach(?:es)?|amount to|account for|rise to|"
    r"increase to|grow to|fall to|drop to|stand at|stay(?: at)?|remain(?: at)?|represent)?\s*$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(?:build|establish|create|install|train|set up|construct|deliver|open|plant|complete|provide|add|recruit|"
    r"launch|develop|introduc|foster|cultivat|renovat|restor|upgrad|support|form|host|retrofit|equip|"
    r"publish|issue|organi[sz]|hold|lay|erect)\w*"
    r"(?:\s+(?:an additional|another|a total of|some|new))?\s*$",
    re.IGNORECASE,
)
_COUNTING = re.compile(
    r"\b(?:build|plant|restor|train|creat|open|install|provid|add|construct|retrofit|upgrad)\w*\b", re.IGNORECASE
)
_TOTAL = re.compile(r"^\s*(?:a total of|altogether|in total)?\s*$", re.IGNORECASE)  # A total of 30,000 … shall be built
_TO_BE_DONE = re.compile(r"\s+(?:shall|will|should|must|are to) (?!not\b)[a-z]+", re.IGNORECASE)
_JOINED = re.compile(r"\d.*(?:,|\band)\s*$", re.DOTALL)  # restore 85 km of streams and 350 hectares of wetland
_KEPT = re.compile(
    r"\b(?:keep|hold|maintain|limit|restrict|cap|bring)\s+(?:the\s+|its\s+)?(?P<name>[^,;]{3,80}?)\s*$", re.IGNORECASE
)
_ELLIPTIC = re.compile(r"\band\s+the\s+(?P<name>[a-z][\w\s-]{2,60}?)\s*$")  # … and the rate at least 78 per cent
_A_YEAR = re.compile(r"\b(?:(?:a|per|each|every) year|annually|yearly)\b", re.IGNORECASE)
_NO_NOUN = re.compile(
    r"(?:of|from|per|in|at|to|for|with|than|are|is|was|were|shall|will|should|must|may|a|and|or|while|by)\b",
    re.IGNORECASE,
)
_FALLS = re.compile(r"\b(?:fall|drop|reduc|cut|lower|decreas|brought down)\w*(?:\s+down)?\s+to\s*$", re.IGNORECASE)
_MOVED = re.compile(  # raise the rate to 65%: met by more; lower it to 5%: by less
    r"(?:(?:rais|increas|improv|expand|boost|lift|bring)\w*|(?P<down>(?:reduc|lower|cut|decreas|shrink|limit)\w*))\s+(?:the\s+|its\s+)?",
    re.IGNORECASE,
)
_NOUN = re.compile(r"\s*(?:of (?:the |all )?)?(?P<noun>(?:\d[A-Z]\s+)?[A-Za-z][\w'’-]*(?:\s+[\w'’-]+){0,7})")
_ENDS_NOUN = re.compile(
    r"\s+(?:by|before|in|on|to|from|compared|relative|against|for|with|that|which|shall|will|should|must|is|are|be|and|"
    r"or|under|trained|built|established|created|completed|installed|planted|opened|delivered|annually|each year|"
    r"a year|every year|per year)\b.*$",
    re.IGNORECASE | re.DOTALL,
)
_NO_TARGET = re.compile(
    r"\b(?:fined?|fines|penalty|penalties|imprisonment|Article|Section|Chapter|paragraph|dated?|grant|subsid\w+|"
    r"may apply|eligible|reward\w*)\b",
    re.IGNORECASE,
)
# where another statement with its own subject begins: …, and the ratio shall be …
_STATEMENT = re.compile(
    r";\s+|,\s+(?:and\s+)?(?=[^,;]{3,90}?\b(?:shall|will|should|must|is to|are to)\b)|"
    r"\s+and\s+(?=the\s[^,;]{3,60}?\b(?:shall|will|should|must|is to|are to)\b)|"
    rf"\s+and\s+(?=(?:{'|'.join(words for _, words in _BOUNDS)})\s+\d)",
    re.IGNORECASE,
)
_REPORTS = re.compile(r"\b(?:had|has|have|was|were)\b|\bBetween\s+\d{4}\s+and\s+\d{4}\b")
_NO_NAME = re.compile(r"^be\b|\b(?:19|20)\d\d\b", re.IGNORECASE)
_MODAL = re.compile(r"\b(?:shall|will|should|must|is to|are to|to)(?: be)?\s*$", re.IGNORECASE)
_BASELINE = re.compile(r"\s+from\s+[\d.,]+\s*(?:%|per ?cent|percent)?(?:\s+in\s+\d{4})?\s+to\s*$", re.IGNORECASE)
_BY = re.compile(r"\bby\s+(?:an (?:annual )?average (?:rate )?of\s*)?$", re.IGNORECASE)
_PROMISES = re.compile(
    r"\b(?:shall|will|should|must|is to|are to)\b|^\s*(?:build|plant|train|restore|create|open|provide)\b",
    re.IGNORECASE,
)
_DOUBLE = re.compile(r"\b(?P<verb>doubl|tripl|quadrupl|halv)(?:e|ed|ing)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.;!?]\s+(?=[A-Z(])")
_SHORTEST, _LONGEST = 3, 90  # letters of an indicator, characters of one
_ENGLISH = re.compile(r"[A-Za-z]{2,}\s+(?:[\d.,%]+\s+)?[A-Za-z]{2,}")
_CHINESE = re.compile(r"[一-鿿]")
_LEADING = re.compile(
    r"^(?:[•●*·\-–—]\s*|.*\b(?:ensure|guarantee|see to it|so)\s+that\s+|"
    r".*\b(?:shall|will|should|must|aims? to|is to|are to|to)\s+(?=[a-z]+\s)|"
    r"by\s+(?:the end of\s+)?\d{4}\s*,?\s*|the\s+|its\s+|their\s+|a\s+|an\s+|,\s*|and\s+)+",
    re.IGNORECASE | re.DOTALL,
)


def english_drafts(sentence: str, year: int | None, due: str | None = None, *, plan: bool = False) -> Iterator[Draft]:
    """Yield the targets of an English sentence; none for one that is not English.

    `due` is the deadline of the words above it. In a `plan` a figure that shall be reached needs no deadline.
    """
    if not is_english(sentence):
        return
    start = 0
    for end in [*(m.end() for m in _SENTENCE_END.finditer(sentence)), len(sentence)]:
        for draft in _drafts(sentence[start:end], year, due, plan=plan):
            value = Span(draft.value.start + start, draft.value.end + start)
            yield replace(draft, value=value, span=Span(draft.span.start + start, draft.span.end + start))
        start = end


def english_deadline(sentence: str, year: int | None) -> str | None:
    """Return the one deadline ahead that an English sentence names, or None."""
    found = {m["year"] for m in _ahead(sentence, year)} if is_english(sentence) else set()
    return found.pop() if len(found) == 1 else None


def is_english(sentence: str) -> bool:
    """Say whether words of Latin letters stand in a sentence, and no Chinese ones."""
    return not _CHINESE.search(sentence) and _ENGLISH.search(sentence) is not None


def _ahead(sentence: str, year: int | None) -> list[re.Match[str]]:
    found = [*_DEADLINE.finditer(sentence), *_PERIOD.finditer(sentence)]
    return [m for m in found if year is None or int(m["year"]) >= year]


def _drafts(sentence: str, year: int | None, due: str | None, *, plan: bool) -> Iterator[Draft]:
    times = _ahead(sentence, year)
    promised = bool(times or due) or (plan and _PROMISES.search(sentence) is not None)
    if not promised or _NO_TARGET.search(sentence):
        return
    named = (*_DEADLINE.finditer(sentence), *_PERIOD.finditer(sentence), *_BASE.finditer(sentence))
    taken = [m.span() for m in named]
    base = _BASE.search(sentence)
    starts = [0, *(m.end() for m in _STATEMENT.finditer(sentence))]
    if _REPORTS.search(sentence) and not _PROMISES.search(sentence):
        return  # what was reached
    for found in (*_FIGURE.finditer(sentence), *_DOUBLE.finditer(sentence)):
        at = found.start("number") if found.re is _FIGURE else found.start()
        if any(start <= at < end for start, end in taken):
            continue
        yearly = _A_YEAR.search(sentence, found.end())
        due = due or ("每年" if yearly and plan else None)
        nearest = min(times, key=lambda m: abs(m.start() - at))["year"] if times else due
        begin = max(start for start in starts if start <= found.start())
        stop = next((start for start in starts if start > found.end()), len(sentence))
        statement = _Statement(sentence, begin, stop, nearest, base["year"] if base else None)
        draft = statement.figure(found) if found.re is _FIGURE else statement.fold(found)
        if draft and (nearest or draft.relation is not Relation.EXACTLY):
            yield draft


@dataclass(frozen=True)
class _Statement:
    """The part of a sentence with one subject, `sentence[start:stop]`; the deadline and base year of its figures."""

    sentence: str
    start: int
    stop: int
    due: str | None
    base: str | None

    def figure(self, found: re.Match[str]) -> Draft | None:
        """Return the target of a figure, or None."""
        number = _value(found)
        if number is None and not found["range"]:
            return None
        number = None if found["range"] else number
        is_share = bool(found["unit"])
        bound = next((relation for i, (relation, _) in enumerate(_BOUNDS) if found[f"b{i}"]), None)
        bound = _suffixed(found["suffix"]) or bound or (Relation.ABOUT if found["range"] else None)
        before = _DEADLINE.sub(_blank, self.sentence[self.start : found.start()])
        after = self.sentence[found.end() : self.stop]
        if re.search(r"\bfrom\s*$", before):
            return None  # the starting point
        before = _BASELINE.sub(lambda m: " to ".rjust(len(m[0])), before)
        if _BY.search(before) and is_share:
            return self._change(found, _BY.sub("", before), number, bound)
        name, at, extent = _named(before, after, is_share=is_share, bounded=bound is not None)
        moved = _MOVED.match(name)
        name, at = (name[moved.end() :], at + moved.end()) if moved else (name, at)
        if not _is_name(name):
            return None
        falls = bool(moved and moved["down"]) or _FALLS.search(before) is not None
        aimed = Relation.AT_MOST if falls else Relation.AT_LEAST
        relation = bound or (aimed if moved or falls or _reaches(before) else Relation.EXACTLY)
        if is_share and number == 100 and relation is Relation.AT_LEAST and bound is None:
            relation = Relation.EXACTLY
        span = Span(min(found.start(), self.start + at), found.end() + extent)
        return self._made(name, relation, found, number, "%" if is_share else found["measure"], span)

    def fold(self, found: re.Match[str]) -> Draft | None:
        """Return the target of double the number of stations: its figure is the word."""
        subject = _MODAL.sub("", before) if _MODAL.search(before := self.sentence[self.start : found.start()]) else ""
        noun = _NOUN.match(self.sentence, found.end(), self.stop)
        name = _LEADING.sub("", subject).strip(" ,")
        if not subject and noun and not _NO_NOUN.match(noun["noun"]):
            name = re.sub(r"^(?:the|its|their|total)\s+", "", _ENDS_NOUN.sub("", noun["noun"]).strip())
        if not self.due or not _is_name(name):
            return None
        at = self.sentence.find(name, self.start)
        value, span = Span(*found.span()), Span(min(at, found.start()), max(at + len(name), found.end()))
        return Draft(name, Relation.EXACTLY, value, None, None, self.due, self.base, None, TargetKind.NUMERIC, span)

    def _change(
        self, found: re.Match[str], before: str, number: Decimal | None, bound: Relation | None
    ) -> Draft | None:
        """Read reduce sulphur emissions by 30%: the indicator stands between the verb and by, or before the verb."""
        verb = next(reversed(list(_CHANGE.finditer(before))), None)
        if verb is None:
            return None
        name = re.sub(r"^(?:the|its|their|total)\s+", "", before[verb.end() :].strip(" ,"), flags=re.IGNORECASE)
        if not name:  # emissions shall decrease by 30%
            subject = _MODAL.sub("", before[: verb.start()])
            name = _LEADING.sub("", subject).strip(" ,")
        if not _is_name(name):
            return None
        start = self.start + min(before.find(name), verb.start())
        return self._made(name, bound or Relation.EXACTLY, found, number, "%", Span(start, found.end()))

    def _made(  # noqa: PLR0913, PLR0917 - the fields of a record
        self, name: str, relation: Relation, found: re.Match[str], number: Decimal | None, unit: str | None, span: Span
    ) -> Draft:
        value = Span(found.start(), found.end())
        return Draft(name, relation, value, number, unit, self.due, self.base, None, TargetKind.NUMERIC, span)


def _is_name(name: str) -> bool:
    letters = len(re.findall("[A-Za-z]", name))
    return letters >= _SHORTEST and len(name) <= _LONGEST and not _NO_NAME.search(name)


def _named(before: str, after: str, *, is_share: bool, bounded: bool) -> tuple[str, int, int]:
    """Return the indicator of a figure, where it begins, and how far behind the figure it reaches."""
    reach = _REACH.search(before)
    subject = _LEADING.sub("", before[: reach.start()].strip(" ,")).strip(" ,") if reach and reach[0].strip() else ""
    if subject and len(subject) <= _LONGEST and not re.search(r"[;:.]", subject):
        return subject, before.rfind(subject), 0
    kept = (_KEPT.search(before) or _ELLIPTIC.search(before)) if bounded else None
    if kept:
        return kept["name"], kept.start("name"), 0
    noun = _NOUN.match(after)
    noun = None if noun and _NO_NOUN.match(noun["noun"]) else noun
    counted = _COUNTED.search(before) is not None or bounded or (is_share and after.lstrip().startswith("of "))
    counted = counted or (_TOTAL.match(before) is not None and _TO_BE_DONE.search(after) is not None)
    counted = counted or (_JOINED.search(before) is not None and _COUNTING.search(before) is not None)
    if noun and counted:
        name = _ENDS_NOUN.sub("", noun["noun"]).strip()
        return name, len(before), noun.start("noun") + len(name)
    return "", 0, 0


def _suffixed(suffix: str | None) -> Relation | None:
    if not suffix:
        return None
    return Relation.AT_LEAST if suffix.split()[-1] in ("more", "above", "higher") else Relation.AT_MOST


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
