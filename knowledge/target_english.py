"""Targets in English sentences: at least 60 per cent of … by 2028; reduce emissions by 30% by 2030; shall exceed 120.

The way: line → sentences → times and figures → clauses → the reading of each figure from the verb of its clause
(`target_english_readings`) → drafts. A figure that no reading claims is left alone.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from knowledge.target_drafts import Draft
from knowledge.target_english_asides import asides_of, without_commas_around
from knowledge.target_english_changes import doubling
from knowledge.target_english_clauses import Clause, blanked, clauses_of, governing, shared_end, tells_now
from knowledge.target_english_counts import covering
from knowledge.target_english_descriptions import RESUMED, antecedent, describes
from knowledge.target_english_figures import Figure, figures_of
from knowledge.target_english_names import subject_of
from knowledge.target_english_patterns import (
    BASELINE,
    BY,
    CONDITION,
    DOUBLE,
    FINITE,
    FULL,
    GRANT,
    HAD,
    LEADS_IN,
    PARTED,
    PERMITS,
    PROMISES,
    PURPOSE,
    SENTENCE_END,
    orders,
)
from knowledge.target_english_places import Place, Reading
from knowledge.target_english_readings import reading_of
from knowledge.target_english_times import EnglishTime, EnglishTimeKind, times_of
from knowledge.types import Relation, Span, TargetKind

_CHINESE = re.compile(r"[一-鿿]")
_ENGLISH = re.compile(r"[A-Za-z]{2,}\s+(?:[\d.,%]+\s+)?[A-Za-z]{2,}")
_LAST_STATEMENT = re.compile(r"\.\s+(?=[A-Z])")
WHOLE = 100  # per cent
# what is said in a word, how it is read, and the number and unit that it stands for
_WORDED = ((DOUBLE, doubling, None, None), (FULL, covering, Decimal(WHOLE), "%"))
_GOALS_FOR = re.compile(
    r"\W*(?:Goals|Targets|Objectives|Milestones)\s+(?:for|by|to|up to)\s+(?P<year>20\d\d)\W*", re.IGNORECASE
)


def english_drafts(  # noqa: PLR0913 - what stands above the line
    sentence: str,
    year: int | None,
    due: str | None = None,
    *,
    plan: bool = False,
    period: tuple[int, int] | None = None,
    led: bool = False,
) -> Iterator[Draft]:
    """Yield the targets of a line of English sentences; none for one that is not English.

    `due` is the deadline of the words above it, until a sentence opens with another. In a `plan` a figure that shall be
    reached needs no deadline. `period` is that of the plan. `led` says that `due` is that of a
    lead-in.
    """
    if not is_english(sentence):
        return
    year = _first_year(year, period)
    governs, named = due, due  # the deadline that opened a sentence before; the one named last (by then)
    start, told = 0, ""  # what the sentence before counted
    for end in [*(m.end() for m in SENTENCE_END.finditer(sentence)), len(sentence)]:
        if label := _GOALS_FOR.fullmatch(sentence[start:end]):
            governs, named, start = label["year"], label["year"], end
            continue
        reader = _Sentence(
            sentence[start:end], year, governs, period, plan=plan, named=named, led=led and governs is due
        )
        for draft in reader.resumed(told):
            value = Span(draft.value.start + start, draft.value.end + start)
            yield replace(draft, value=value, span=Span(draft.span.start + start, draft.span.end + start))
        named = reader.names() or named
        told = antecedent(reader.words, reader.figures)
        governs = reader.opens_with() or (governs if reader.names() is None else due)
        start = end


def english_deadline(sentence: str, year: int | None, period: tuple[int, int] | None = None) -> str | None:
    """Return the one deadline ahead that an English line names, or None; of a lead-in that of its last statement.

    By 2028, … shall reach 1,150 km. By 2030, the following shall be achieved: a last statement without a deadline (The
    objectives are:) has that of the statement before it.
    """
    if not is_english(sentence):
        return None
    told = reversed(_LAST_STATEMENT.split(sentence)) if LEADS_IN.search(sentence) else (sentence,)
    for statement in told:
        times = times_of(statement, _first_year(year, period), period)
        found = {time.value for time in times if time.kind is EnglishTimeKind.DUE}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _first_year(year: int | None, period: tuple[int, int] | None) -> int | None:
    """Return the first year that lies ahead: that in which the text was written, not before the plan begins."""
    return max(year, period[0]) if year is not None and period is not None else year


def is_english(sentence: str) -> bool:
    """Say whether words of Latin letters stand in a sentence, and no Chinese ones."""
    return not _CHINESE.search(sentence) and _ENGLISH.search(sentence) is not None


class _Sentence:
    """Reads one sentence; knows what its figures share: times, clauses, and the words around them."""

    def __init__(  # noqa: PLR0913 - what stands above it
        self,
        sentence: str,
        year: int | None,
        due: str | None,
        period: tuple[int, int] | None,
        *,
        plan: bool,
        named: str | None = None,
        led: bool = False,
    ) -> None:
        self.sentence, self.due, self.plan, self.named, self.led = sentence, due, plan, named, led
        self.times = times_of(sentence, year, period)
        taken = [(time.start, time.end) for time in self.times]
        figures = figures_of(sentence, taken)
        starts = [(m.start(), f.end) for f in figures if (m := BASELINE.search(sentence, 0, f.start))]
        asides = asides_of(sentence)
        self.words = without_commas_around(blanked(sentence, [*taken, *starts, *asides]), self.times)
        stand = [f for f in figures if self.words[f.at : f.end].strip()]
        self.figures = [f for f in stand if not describes(self.words, f)]
        self.described = tuple(sentence[f.start : f.end] for f in stand if f not in self.figures)
        self.times = [time for time in self.times if not any(a <= time.start < b for a, b in asides)]
        self.clauses = clauses_of(self.words, self.figures)
        self.promised = PROMISES.search(self.words) is not None or (plan and orders(self.words))

    def opens_with(self) -> str | None:
        """Return the deadline before all else, or before a colon, which so governs the sentences after, or None."""
        due = [time for time in self.times if time.kind is EnglishTimeKind.DUE]
        opens = due and (
            not re.search("[A-Za-z]", self.words[: due[0].start]) or ":" in self.words[due[0].end :].partition(";")[0]
        )
        return due[0].value if opens else None

    def names(self) -> str | None:
        """Return the deadline that the sentence names last, or None."""
        return next((time.value for time in reversed(self.times) if time.kind is EnglishTimeKind.DUE), None)

    def resumed(self, told: str) -> Iterator[Draft]:
        """Yield the targets; "that number" is of what the sentence before `told`, and no target where it told none."""
        for draft in self.drafts():
            that = RESUMED.fullmatch(draft.indicator)
            if that is None or not re.search(rf"\b(?:that|this)\s+{that[0]}\b", self.sentence, re.IGNORECASE):
                yield draft
            elif told:
                yield replace(draft, indicator=told)

    def drafts(self) -> Iterator[Draft]:
        """Yield the targets of the sentence, clause by clause."""
        dated = any(time.kind is EnglishTimeKind.DUE for time in self.times) or self.due is not None
        if not (dated or self.plan) or (not self.promised and HAD.search(self.words)):
            return
        last: Reading | None = None
        for clause in self.clauses:
            if not self._sets_targets(clause):
                continue
            at = clause.start
            for figure in (f for f in self.figures if clause.start <= f.at < clause.end):
                reading = reading_of(figure, self._place(clause, max(at, clause.start), figure), last)
                if reading is not None:
                    at = figure.last if figure.end == figure.last else at
                    last = reading
                    yield self._draft(reading, clause, Span(figure.start, figure.end), figure)
            for pattern, read, number, unit in _WORDED:
                for match in pattern.finditer(self.words, clause.start, clause.end):
                    reading = read(match, self._around(clause, clause.start, *match.span(), clause.end), last)
                    if reading is not None:
                        last = reading
                        yield replace(self._draft(reading, clause, Span(*match.span())), number=number, unit=unit)

    def _place(self, clause: Clause, start: int, figure: Figure) -> Place:
        end = min((f.first for f in self.figures if f.first >= figure.last), default=clause.end)
        return self._around(clause, start, figure.first, figure.last, min(end, clause.end), figure)

    def _around(  # noqa: PLR0913, PLR0917 - where the words before and behind begin and end
        self, clause: Clause, start: int, first: int, last: int, end: int, figure: Figure | None = None
    ) -> Place:
        beyond = self.words[last:].partition(";")[0]
        dated = self._deadline(clause, figure or Span(first, last)) is not None
        return Place(
            self.words[start:first], self.words[last:end], beyond, self.sentence[last:end],
            self._promises(clause), dated, self._subject(clause),
            dated and any(time.kind in (EnglishTimeKind.DUE, EnglishTimeKind.EVERY) for time in self.times),
            self.led,
            "respectively" in self.words,
            self.described,
        )  # fmt: skip

    def _sets_targets(self, clause: Clause) -> bool:
        """Say whether a clause may set targets: no grant, permission or condition, nor what has been."""
        words = self.words[clause.start : clause.end]
        if GRANT.search(self._statement(clause)) or PERMITS.search(words):
            return False
        if tells_now(self.words, clause, self.times):
            return False
        if CONDITION.match(words.strip()) and not self._follows_time(clause):
            return False
        meant = PROMISES.search(words) or (self.promised and PURPOSE.match(words))  # ensure that 95% of villages have
        return HAD.search(words) is None or meant is not None

    def _promises(self, clause: Clause) -> bool:
        """Say whether the statement of a clause promises, or one before it that it shares the verb of."""
        before = self.words[: clause.end].rpartition(";")[0]
        return self.promised and (
            PROMISES.search(self._statement(clause)) is not None
            or PROMISES.search(before) is not None
            or orders(self.words)
        )

    def _statement(self, clause: Clause) -> str:
        """Return the words with a subject and a verb of their own that a clause belongs to."""
        cuts = [0, *(m.start() for m in PARTED.finditer(self.words)), len(self.words)]
        begin = max(cut for cut in cuts if cut <= clause.start + 1)
        return self.words[begin : min((cut for cut in cuts if cut >= clause.end - 2), default=len(self.words))]

    def _subject(self, clause: Clause) -> str:
        """Return the subject of the statement of a clause, before its first finite verb; "" where it has none."""
        said, *verb = FINITE.split(self._statement(clause), 1)
        return subject_of(said) if verb else ""

    def _follows_time(self, clause: Clause) -> bool:
        """Say whether a clause tells of the time right before it: by 2028, when the canal will carry 5 m³."""
        return any(
            not self.words[time.end : clause.start].strip(" ,") for time in self.times if time.end <= clause.start
        )

    def _draft(self, reading: Reading, clause: Clause, value: Span, figure: Figure | None = None) -> Draft:
        number, unit = (figure.number, figure.unit) if figure else (None, None)
        relation = reading.relation
        if figure and unit == "%" and number == WHOLE and relation is Relation.AT_LEAST and figure.bound is None:
            relation = Relation.EXACTLY
        base = next((t.value for t in self.times if t.kind is EnglishTimeKind.BASE and (t.value or "").isdigit()), None)
        due = self._deadline(clause, figure or value)
        at = self._found(reading.name, clause, value)
        span = Span(min(at, value.start), max(at + len(reading.name), value.end)) if at >= 0 else value
        return Draft(reading.name, relation, value, number, unit, due, base, None, TargetKind.NUMERIC, span)

    def _found(self, name: str, clause: Clause, value: Span) -> int:
        """Return where the name of an indicator stands, nearest to its figure, or -1."""
        places = [m.start() for m in re.finditer(re.escape(name), self.sentence)]
        return min(places, key=lambda at: (not clause.start <= at < clause.end, abs(at - value.start)), default=-1)

    def _deadline(self, clause: Clause, figure: Figure | Span) -> str | None:
        """Return the deadline of a figure: its own, that of the words above it, or 每年."""
        first, last = (figure.first, figure.last) if isinstance(figure, Figure) else (figure.start, figure.end)
        following = min((f.first for f in self.figures if f.first >= last), default=clause.end)
        if isinstance(figure, Figure) and figure.count > 1 and (years := self._years(figure.count)):
            return years[figure.nth]
        time = governing(self.words, Span(first, last), min(following, clause.end), clause, self.clauses, self.times)
        until = (
            min(following, clause.end)
            if time and time.start < clause.end
            else shared_end(self.words, clause, self.clauses, self.figures)
        )
        every = self._every(clause, first, until)
        share = isinstance(figure, Figure) and figure.is_share
        grows = share and BY.search(self.words[:first]) is not None
        if every is not None and (
            (time is None and (self.due is None or (every.value and not grows)))
            or (
                time is not None
                and (time.start >= clause.end or (every.value and not share and time.end <= clause.start))
            )
        ):
            return "每年"
        if time is not None and time.kind is EnglishTimeKind.DUE:
            return time.value
        if time is not None:
            named = [t.value for t in self.times if t.kind is EnglishTimeKind.DUE and t.end <= time.start]
            return named[-1] if named else self.named or self.due
        return self.due

    def _every(self, clause: Clause, first: int, end: int) -> EnglishTime | None:
        """Return the "each year" that stands behind a figure or opens the sentence, or None."""
        every = [time for time in self.times if time.kind is EnglishTimeKind.EVERY]
        opens = [time for time in every if not re.search("[A-Za-z]", self.words[: time.start])]
        return next((time for time in every if first <= time.start < end), opens[0] if opens else None)

    def _years(self, count: int) -> list[str] | None:
        """Return the years of "in 2026 and 2027" where they are as many as the figures of a list."""
        due = [t for t in self.times if t.kind is EnglishTimeKind.DUE]
        return [t.value or "" for t in due] if len(due) == count else None
