"""Figures in an English sentence: a bound, a number in digits or words, a scale and a unit."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from knowledge.types import Relation


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure, `sentence[start:end]` with its bound; `sentence[first:last]` is the list of figures it stands in."""

    start: int
    end: int
    at: int  # where the number begins
    number: Decimal | None
    unit: str | None
    bound: Relation | None
    bound_words: str  # exceed, within
    words: bool  # the number is spelt: seven
    range: bool
    among: bool  # nine in ten
    first: int
    last: int
    nth: int = 0  # of the list, from 0
    count: int = 1  # of the figures in the list

    @property
    def verb(self) -> bool:
        """Whether its bound is a verb: exceed 40, not fall below 40."""
        return re.match(r"not |exceed|surpass|top|in excess", self.bound_words) is not None

    @property
    def gerund(self) -> bool:
        """Whether its bound needs no verb before it: exceeding 40."""
        return self.bound_words.endswith("ing")

    @property
    def is_share(self) -> bool:
        """Whether it counts in hundredths, or in a fraction."""
        return self.unit in ("%", "percentage points") or self.is_fraction

    @property
    def is_fraction(self) -> bool:
        """Whether it is a fraction whose decimals have no end: one third."""
        return self.number is None and not self.range

    @property
    def counts(self) -> bool:
        """Whether it counts things, whose name follows."""
        return self.unit is None and not self.is_fraction


_SMALL = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
SCALE = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_PARTS = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_WORD = "|".join(sorted((*_SMALL, "hundred"), key=len, reverse=True))
_SPELT = rf"(?:(?:a\s+)?(?=hundred\b)|\b)(?:{_WORD})(?:(?:[- ]|\s+and\s+)(?:{_WORD}))*"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SCALED = r"thousand|million|billion|trillion"
BOUNDS = (
    (
        Relation.AT_LEAST,
        r"at least|no(?:t)? (?:be )?(?:less|fewer|lower) than|(?:at|equal to) or "
        r"(?:above|over|higher than|more than)|a minimum of|a floor of|not (?:to )?(?:fall|"
        r"drop|go) (?:below|under)",
    ),
    (
        Relation.AT_MOST,
        r"at most|(?:at|equal to) or (?:below|under|lower than|less than)|"
        r"no(?:t)? (?:be )?(?:more|greater|higher|larger|longer) than|a maximum of|"
        r"(?<!go )(?<!goes )(?<!going )(?<!gone )(?<!brought )up to|"
        r"not (?:to )?(?:exceed(?:ing)?|surpass|(?:rise|go|climb) (?:above|over|beyond))|within",
    ),
    (
        Relation.ABOVE,
        r"more than|upwards? of|over|above|greater than|higher than|"
        r"exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?|top(?:s|ped|ping)?|in excess of",
    ),
    (Relation.BELOW, r"less than|fewer than|lower than|below|under"),
    (Relation.ABOUT, r"about|around|approximately|roughly|some|nearly|almost|close to|in the region of"),
)
_BOUND = "|".join(f"(?P<b{i}>{words})" for i, (_, words) in enumerate(BOUNDS))
_LENGTH = r"(?:kilo|centi|milli)?met(?:re|er)s?"
_UNITS = (
    rf"(?:(?:square|cubic)\s+)?{_LENGTH}|(?:square\s+)?miles?|(?-i:km[2²]?|m[23²³]|m|ha|kg|[µμ]g|mg|g|dB|"
    rf"dwt)|hectares?|acres?|mu|"
    r"(?:metric\s+|deadweight\s+|gross\s+|standard\s+)?(?:tonnes?|tons?)|kilograms?|(?:micro|milli)?grams?|"
    r"(?:mega|giga|kilo|tera)?watts?(?:[- ]hours?)?|(?-i:[TGMk]Wh?)|(?:milli)?lit(?:re|er)s?|"
    r"seconds?|minutes?|hours?|(?:working\s+|calendar\s+)?days?|weeks?|months?|years?|nautical miles?|knots?|"
    r"TEUs?|decibels?|degrees(?:\s+Celsius)?|°C|"
    r"person-(?:times?|trips?|visits?|days?)|yuan|RMB|(?:US\s+)?dollars?|euros?|pounds?(?:\s+sterling)?|"
    r"per\s+(?:thousand|(?:1,?000|10,?000|100,?000|(?:one\s+)?million)\s+(?:(?:live|permanent|resident|registered|urban|"
    r"rural)\s+)?[a-z]+)"
)
_PER = (
    rf"(?:\s*/\s*(?:m[23²³]|km[2²]?|kg|L|d|h|t)|\s+per\s+(?!cent\b)(?:(?:square|cubic)\s+)?(?:{_LENGTH}|"
    rf"day|hour|hectare|mu|"
    r"person|capita|resident|inhabitant|lit(?:re|er)|kilogram|tonne|ton|employee|household|worker|kilowatt-hour))?"
)
_CURRENCY = r"US\$|USD|RMB|CNY|EUR|GBP|[$€£¥]"
_AMONG = rf"(?:{_WORD})\s+(?:in|out\s+of)\s+(?:every\s+)?(?:two|three|four|five|ten)\b"  # nine in ten
_FIGURE = re.compile(
    rf"(?<![\w.,/-])(?:(?:{_BOUND})\s+)?(?:an?\s+(?:total|average|additional|extra|further)\s+(?:of\s+)?|another\s+)?"
    rf"(?:(?P<currency>{_CURRENCY})\s?)?(?P<lower>\d+(?:\.\d+)?%?\s*[-–—]\s*|"
    rf"(?<!from )(?!20\d\d\b)\d+(?:\.\d+)?%? to )?"
    rf"(?:(?P<part>(?:(?:one|two|three|four|seven|nine|a)[ -])?(?:half|third|quarter|fifth|tenth)s?\b"
    rf"(?=\s+(?:of|by|in|are|is|will|shall|being|to|"
    rf"compared|relative|from|against)\b|\s*[,.;]|\s*$))|"
    rf"(?P<among>{_AMONG})|(?P<number>{_DIGITS}|{_SPELT}))(?!\.\d)"
    rf"(?:\s+(?P<scale>{_SCALED})\b)?"
    rf"(?:\s*(?P<unit>%|(?:per\s?cent|percent)\b(?:age)?)|\s+(?P<points>percentage\s+points?\b)|"
    rf"\s*(?P<measure>(?:{_UNITS})(?!\w){_PER})(?!\w))?(?![\w-])"
    r"(?P<suffix>\s+(?:or|and)\s+(?:more|above|over|higher|less|fewer|below|lower|under)\b(?!\s+than|"
    r"\s+\d)|\s+or so\b)?",
    re.IGNORECASE,
)
_JOINS = re.compile(r",\s+|\s+and\s+", re.IGNORECASE)
_NAMED = re.compile(  # Berth 7, No. 5, per 10,000 people, PM2.5
    r"\b(?:Berths?|Tables?|Class|Grade|No\.|Lines?|Phase|Annex|Part|Chapter|Section|Articles?|Figure|Box|Category|Tier|"
    r"Level|Route|Highway|Type|Group|Zone|Terminal|Stage|Appendix|PM|per|every|aged|age|Rank|Volume)\s*$"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_OF_RATIO = re.compile(r"\d\s*:\s*$")  # 1:4
_RATIO = re.compile(r"\s*:\s*\d|\s*[ap]\.m\.|\s+times\s+(?:a|per|each|every)\b|°")


def figures_of(sentence: str, taken: Sequence[tuple[int, int]]) -> list[Figure]:
    """Return the figures of a sentence in text order; none overlaps the spans already `taken` (by times).

    Numbers that are part of a name (Berth 7), of a word (10,000-tonne) or of a clock time are none.
    """
    found = []
    for match in _FIGURE.finditer(sentence):
        at = next(match.start(name) for name in ("part", "among", "number") if match[name])
        at = match.start("currency") if match["currency"] else at
        if any(start < match.end() and at < end for start, end in taken):
            continue
        if _YEAR.fullmatch(match[0].strip()) or _NAMED.search(sentence, 0, at) or _RATIO.match(sentence, match.end()):
            continue
        if _OF_RATIO.search(sentence, 0, at):
            continue
        if figure := _figure(match, at):
            found.append(figure)
    return list(_listed(sentence, found))


def number_of(words: str) -> Decimal | None:
    """Return the number of digits (1,200) or of words (three hundred and six), or None."""
    plain = words.replace(",", "").lower()
    if re.fullmatch(r"\d+(?:\.\d+)?", plain):
        return Decimal(plain)
    total = part = 0
    for word in re.split(r"[\s-]+", plain):
        if word in _SMALL:
            part += _SMALL[word]
        elif word == "hundred":
            part = max(part, 1) * 100
        elif word not in ("and", "a"):
            return None
    return Decimal(total + part)


def _figure(match: re.Match[str], at: int) -> Figure | None:
    bound = next((relation for i, (relation, _) in enumerate(BOUNDS) if match[f"b{i}"]), None)
    ranged = match["lower"] is not None
    bound = _suffixed(match["suffix"]) or bound or (Relation.AT_LEAST if ranged else None)
    unit = "%" if match["unit"] else match["currency"] or match["measure"]
    if match["points"]:
        unit = " ".join(match["points"].split())
    if match["among"]:
        number, unit = _among(match["among"])
    elif match["part"]:
        number, unit = _share_of(match["part"])
    else:
        number = number_of(re.sub(r"[^\d.]", "", match["lower"]) if ranged else match["number"])
        if number is None:
            return None
        number *= SCALE[match["scale"].lower()] if match["scale"] else 1
    if ranged and bound is not Relation.AT_LEAST:
        number, bound = None, Relation.ABOUT  # below a bound a range has no number
    words = match["number"] is not None and not match["number"][0].isdigit()
    start = match.start()
    told = next((match[f"b{i}"].lower() for i in range(len(BOUNDS)) if match[f"b{i}"]), "")
    return Figure(
        start, match.end(), at, number, unit, bound, told, words, ranged, match["among"] is not None, start, match.end()
    )  # fmt: skip


def _suffixed(suffix: str | None) -> Relation | None:
    if not suffix:
        return None
    if suffix.split()[-1].lower() == "so":
        return Relation.ABOUT
    up = suffix.split()[-1].lower() in ("more", "above", "over", "higher")
    return Relation.AT_LEAST if up else Relation.AT_MOST


def _share_of(words: str) -> tuple[Decimal | None, str | None]:
    """Return a fraction in hundredths where its decimals end: a quarter is 25 %, a third has no number."""
    pieces = re.split(r"[ -]", words.lower())
    whole = _PARTS.get(pieces[-1].removesuffix("s"), 0)
    if not whole or 100 % whole:
        return None, None
    count = _SMALL.get(pieces[0], 1) if len(pieces) > 1 else 1
    return Decimal(count * 100 // whole), "%"


def _among(words: str) -> tuple[Decimal | None, str | None]:
    """Return nine in ten in hundredths; two in three has no number."""
    pieces = words.lower().split()
    some, whole = _SMALL.get(pieces[0], 1), _SMALL[pieces[-1]]
    return (None, None) if 100 % whole else (Decimal(some * 100 // whole), "%")


def _listed(sentence: str, figures: list[Figure]) -> Iterator[Figure]:
    """Yield the figures; 12, 15 and 20 sets share the unit and what stands around them."""
    place, pairs = 0, "respectively" in sentence
    while place < len(figures):
        end = place + 1
        while (
            end < len(figures)
            and (figures[end - 1].unit is None or (pairs and figures[end - 1].unit == figures[end].unit))
            and _JOINS.fullmatch(sentence[figures[end - 1].end : figures[end].start])
        ):
            end += 1
        group = figures[place:end]
        for nth, figure in enumerate(group):
            yield replace(
                figure, unit=group[-1].unit, bound=figure.bound or group[0].bound, first=group[0].start,
                last=group[-1].end, nth=nth, count=len(group),
            )  # fmt: skip
        place = end
