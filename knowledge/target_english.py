"""Targets in English sentences: at least 60 per cent of … by 2028; reduce emissions by 30% by 2030; shall exceed 120.

A sentence gives a target only if it names a year to come as a deadline, or stands below words that do (by 2028:); in a
plan also where it says what shall reach or not exceed a figure. A figure that no rule claims is left alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from knowledge.target_drafts import Draft
from knowledge.target_english_patterns import (
    A_YEAR,
    AND_VERB,
    ANOTHER,
    ANY_MODAL,
    BASE,
    BASELINE,
    BOUNDS,
    BY,
    CHANGE,
    CHINESE,
    COUNTED,
    COUNTING,
    DEADLINE,
    DOUBLE,
    ELLIPTIC,
    ENDS_NOUN,
    ENGLISH,
    EXCEEDS,
    FALLS,
    FIGURE,
    HAPPENS,
    IN_A_YEAR,
    INVESTED,
    IT,
    JOINED,
    KEPT,
    LAST_STATEMENT,
    LEADING,
    LONGEST,
    MODAL,
    MOVED,
    NO_NAME,
    NO_NOUN,
    NO_TARGET,
    NOUN,
    PERIOD,
    PROMISES,
    REACH,
    REPORTS,
    SCALE,
    SENTENCE_END,
    SHORTEST,
    SINCE,
    SPELT,
    STATEMENT,
    TO_BE_DONE,
    TOTAL,
    YEAR_FOLLOWS,
)
from knowledge.types import Relation, Span, TargetKind


def english_drafts(sentence: str, year: int | None, due: str | None = None, *, plan: bool = False) -> Iterator[Draft]:
    """Yield the targets of an English sentence; none for one that is not English.

    `due` is the deadline of the words above it. In a `plan` a figure that shall be reached needs no deadline.
    """
    if not is_english(sentence):
        return
    start = 0
    for end in [*(m.end() for m in SENTENCE_END.finditer(sentence)), len(sentence)]:
        for draft in _drafts(sentence[start:end], year, due, plan=plan):
            value = Span(draft.value.start + start, draft.value.end + start)
            yield replace(draft, value=value, span=Span(draft.span.start + start, draft.span.end + start))
        start = end


def english_deadline(sentence: str, year: int | None) -> str | None:
    """Return the one deadline ahead that an English sentence names, or None; of a lead-in that of its last statement.

    By 2028, … shall reach 1,150 km. By 2030, the following shall be achieved:
    """
    told = LAST_STATEMENT.split(sentence)[-1] if sentence.rstrip().endswith(":") else sentence
    found = {m["year"] for m in _ahead(told, year)} if is_english(sentence) else set()
    return found.pop() if len(found) == 1 else None


def is_english(sentence: str) -> bool:
    """Say whether words of Latin letters stand in a sentence, and no Chinese ones."""
    return not CHINESE.search(sentence) and ENGLISH.search(sentence) is not None


def _ahead(sentence: str, year: int | None) -> list[re.Match[str]]:
    found = [*DEADLINE.finditer(sentence), *PERIOD.finditer(sentence), *(SINCE.finditer(sentence) if year else ())]
    ahead = [m for m in found if year is None or int(m["year"]) >= year]
    if ahead or year is None or not PROMISES.search(sentence):
        return ahead
    return [m for m in IN_A_YEAR.finditer(sentence) if int(m["year"]) > year]


def _drafts(sentence: str, year: int | None, due: str | None, *, plan: bool) -> Iterator[Draft]:
    times = _ahead(sentence, year)
    promised = bool(times or due) or (plan and PROMISES.search(sentence) is not None)
    if not promised or NO_TARGET.search(sentence):
        return
    named = (*DEADLINE.finditer(sentence), *PERIOD.finditer(sentence), *BASE.finditer(sentence))
    taken = [m.span() for m in named]
    base = next((m for m in BASE.finditer(sentence) if m.end() not in {time.end() for time in times}), None)
    starts = [0, *(m.end() for m in STATEMENT.finditer(sentence))]
    if REPORTS.search(sentence) and not PROMISES.search(sentence):
        return  # what was reached
    last: Draft | None = None
    for found in (*FIGURE.finditer(sentence), *DOUBLE.finditer(sentence)):
        at = found.start("number") if found.re is FIGURE else found.start()
        if any(start <= at < end for start, end in taken):
            continue
        yearly = A_YEAR.search(sentence, found.end())
        due = due or ("每年" if yearly and plan else None)
        begin = max(start for start in starts if start <= found.start())
        stop = next((start for start in starts if start > found.end()), len(sentence))
        within = [m for m in times if begin <= m.start() < stop] or [m for m in times if m.start() < begin] or times
        nearest = min(within, key=lambda m: abs(m.start() - at))["year"] if within else due
        statement = _Statement(sentence, begin, stop, nearest, base["year"] if base else None)
        draft = (
            (statement.figure(found) or statement.again(found, last))
            if found.re is FIGURE
            else statement.fold(found, last)
        )
        last = draft or last
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
        number = _lower(found) if found["range"] else number
        is_share = bool(found["unit"])
        bound = next((relation for i, (relation, _) in enumerate(BOUNDS) if found[f"b{i}"]), None)
        bound = _suffixed(found["suffix"]) or bound or (Relation.AT_LEAST if found["range"] else None)
        number = None if found["range"] and bound is not Relation.AT_LEAST else number
        before = DEADLINE.sub(_blank, self.sentence[self.start : found.start()])
        after = self.sentence[found.end() : self.stop]
        if (
            re.search(r"\bfrom\s*$", before)
            or HAPPENS.match(after)
            or _is_place(found, after)
            or self._describes(before, after, bound)
        ):
            return None  # the starting point; how often; who has to do what follows
        before = BASELINE.sub(lambda m: " to ".rjust(len(m[0])), before)
        if BY.search(before) and is_share:
            return self._change(found, BY.sub("", before), number, bound)
        name, at, extent = _of_first_verb(found, before) or _named(
            before, after, is_share=is_share, bounded=bound is not None
        )
        moved = MOVED.match(name)
        name, at = (name[moved.end() :], at + moved.end()) if moved else (name, at)
        if not _is_name(name):
            return None
        falls = bool(moved and moved["down"]) or FALLS.search(before) is not None
        aimed = Relation.AT_MOST if falls else Relation.AT_LEAST
        relation = bound or (aimed if moved or falls or _reaches(before) else Relation.EXACTLY)
        if is_share and number == 100 and relation is Relation.AT_LEAST and bound is None:
            relation = Relation.EXACTLY
        span = Span(min(found.start(), self.start + at), found.end() + extent)
        unit = _share(found) if is_share else found["currency"] or found["measure"]
        return self._made(name, relation, found, number, unit, span)

    @staticmethod
    def _describes(before: str, after: str, bound: Relation | None) -> bool:
        """Say whether a bound says of whom a duty is spoken: Ships above 5,000 tonnes must connect."""
        subject = before.strip(" ,")
        plain = subject and not re.search(r"\d", subject) and not ANY_MODAL.search(subject)
        return bool(plain and bound and re.fullmatch(r"[A-Za-z-]+", subject) and ANY_MODAL.search(after))

    def again(self, found: re.Match[str], last: Draft | None) -> Draft | None:
        """Return the target of 70% by 2031 behind 40% of berths by 2028: the same indicator, another year."""
        number, after = _value(found), self.sentence[found.end() : self.stop]
        goes_on = self.sentence[self.start : found.start()].rstrip().endswith((",", "and"))
        if (
            last is None
            or number is None
            or not goes_on
            or not YEAR_FOLLOWS.match(after)
            or last.unit != "%"
            or not found["unit"]
        ):
            return None
        relation = Relation.EXACTLY if number == 100 and last.relation is Relation.AT_LEAST else last.relation
        return self._made(last.indicator, relation, found, number, last.unit, Span(found.start(), found.end()))

    def fold(self, found: re.Match[str], last: Draft | None) -> Draft | None:
        """Return the target of double the number of stations: its figure is the word. `it` is the `last` indicator."""
        subject = MODAL.sub("", before) if MODAL.search(before := self.sentence[self.start : found.start()]) else ""
        noun = NOUN.match(self.sentence, found.end(), self.stop)
        name = LEADING.sub("", subject).strip(" ,")
        if not subject and noun and not NO_NOUN.match(noun["noun"]):
            name = re.sub(r"^(?:the|its|their|total)\s+", "", ENDS_NOUN.sub("", noun["noun"]).strip())
        named = last.indicator if last and IT.search(name) else name
        if not self.due or not _is_name(named):
            return None
        at = self.sentence.find(name, self.start)
        value, span = Span(*found.span()), Span(min(at, found.start()), max(at + len(name), found.end()))
        return Draft(named, Relation.EXACTLY, value, None, None, self.due, self.base, None, TargetKind.NUMERIC, span)

    def _change(
        self, found: re.Match[str], before: str, number: Decimal | None, bound: Relation | None
    ) -> Draft | None:
        """Read reduce sulphur emissions by 30%: the indicator stands between the verb and by, or before the verb."""
        verb = next(reversed(list(CHANGE.finditer(before))), None)
        if verb is None:
            return None
        name = re.sub(r"^(?:the|its|their|total)\s+", "", before[verb.end() :].strip(" ,"), flags=re.IGNORECASE)
        name = ANOTHER.sub("", name)
        if not name:  # emissions shall decrease by 30%
            subject = MODAL.sub("", before[: verb.start()])
            name = LEADING.sub("", subject).strip(" ,")
        if not _is_name(name):
            return None
        start = self.start + min(before.find(name), verb.start())
        return self._made(name, bound or Relation.EXACTLY, found, number, _share(found), Span(start, found.end()))

    def _made(  # noqa: PLR0913, PLR0917 - the fields of a record
        self, name: str, relation: Relation, found: re.Match[str], number: Decimal | None, unit: str | None, span: Span
    ) -> Draft:
        value = Span(found.start(), found.end())
        return Draft(name, relation, value, number, unit, self.due, self.base, None, TargetKind.NUMERIC, span)


def _is_place(found: re.Match[str], after: str) -> bool:
    """Say whether a distance says where something happens: within 3 nautical miles of the shore."""
    return found[0].lower().startswith("within") and found["measure"] is not None and after.startswith(" of ")


def _is_name(name: str) -> bool:
    letters = len(re.findall("[A-Za-z]", name))
    return letters >= SHORTEST and len(name) <= LONGEST and not NO_NAME.search(name)


def _of_first_verb(found: re.Match[str], before: str) -> tuple[str, int, int] | None:
    """Return the subject of will grow by 6% and exceed, which has none of its own; None where no such verb stands."""
    shared = AND_VERB.match(before)
    if shared is None or not (shared["reach"] or EXCEEDS.match(found[0])):
        return None
    name = LEADING.sub("", shared["subject"]).strip(" ,")
    return name, before.find(name), 0


def _named(before: str, after: str, *, is_share: bool, bounded: bool) -> tuple[str, int, int]:
    """Return the indicator of a figure, where it begins, and how far behind the figure it reaches."""
    reach = REACH.search(before)
    subject = LEADING.sub("", before[: reach.start()].strip(" ,")).strip(" ,") if reach and reach[0].strip() else ""
    if subject and len(subject) <= LONGEST and not re.search(r"[;:.]", subject):
        return subject, before.rfind(subject), 0
    if invested := INVESTED.search(before):
        return invested["name"], invested.start("name"), 0
    kept = (KEPT.search(before) or ELLIPTIC.search(before)) if bounded else None
    if kept:
        return kept["name"], kept.start("name"), 0
    noun = NOUN.match(after)
    noun = None if noun and NO_NOUN.match(noun["noun"]) else noun
    counted = COUNTED.search(before) is not None or bounded or (is_share and after.lstrip().startswith("of "))
    counted = counted or (TOTAL.match(before) is not None and TO_BE_DONE.search(after) is not None)
    counted = counted or (JOINED.search(before) is not None and COUNTING.search(before) is not None)
    if noun and counted:
        name = ENDS_NOUN.sub("", noun["noun"]).strip()
        return name, len(before), noun.start("noun") + len(name)
    return "", 0, 0


def _share(found: re.Match[str]) -> str:
    return "percentage points" if "point" in found["unit"].lower() else "%"


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


def _lower(figure: re.Match[str]) -> Decimal:
    """Return the lower number of a range: 30 of 30–35%, 2,000,000 of 2–3 million."""
    number = Decimal(re.sub(r"[^\d.]", "", figure["range"]))
    return number * SCALE[figure["scale"].lower()] if figure["scale"] else number


def _value(figure: re.Match[str]) -> Decimal | None:
    words = figure["number"].lower()
    try:
        number = Decimal(SPELT[words]) if words in SPELT else Decimal(words.replace(",", ""))
    except InvalidOperation:
        return None
    return number * SCALE[figure["scale"].lower()] if figure["scale"] else number
