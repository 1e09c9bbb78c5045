"""Targets in English sentences: at least 60 per cent of … by 2028; reduce emissions by 30% by 2030; shall exceed 120.

The way: line → sentences → times and figures → clauses → the reading of each figure from the verb of its clause
(`target_english_readings`) → drafts. A figure that no reading claims is left alone.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from knowledge.target_drafts import Draft
from knowledge.target_english_clauses import Clause, blanked, clauses_of, governing
from knowledge.target_english_figures import Figure, figures_of
from knowledge.target_english_patterns import BASELINE, CONDITION, DOUBLE, GRANT, HAD, PERMITS, PROMISES, SENTENCE_END
from knowledge.target_english_readings import Place, Reading, doubling, reading_of
from knowledge.target_english_times import EnglishTime, EnglishTimeKind, times_of
from knowledge.types import Relation, Span, TargetKind

_CHINESE = re.compile(r"[一-鿿]")
_ENGLISH = re.compile(r"[A-Za-z]{2,}\s+(?:[\d.,%]+\s+)?[A-Za-z]{2,}")
_LAST_STATEMENT = re.compile(r"\.\s+(?=[A-Z])")
WHOLE = 100  # per cent


def english_drafts(
    sentence: str,
    year: int | None,
    due: str | None = None,
    *,
    plan: bool = False,
    period: tuple[int, int] | None = None,
) -> Iterator[Draft]:
    """Yield the targets of a line of English sentences; none for one that is not English.

    `due` is the deadline of the words above it, until a sentence opens with another. In a `plan` a figure that shall be
    reached needs no deadline. `period` is that of the plan.
    """
    if not is_english(sentence):
        return
    year = _first_year(year, period)
    governs, named = due, due  # the deadline that opened a sentence before; the one named last (by then)
    start = 0
    for end in [*(m.end() for m in SENTENCE_END.finditer(sentence)), len(sentence)]:
        reader = _Sentence(sentence[start:end], year, governs, period, plan=plan, named=named)
        for draft in reader.drafts():
            value = Span(draft.value.start + start, draft.value.end + start)
            yield replace(draft, value=value, span=Span(draft.span.start + start, draft.span.end + start))
        named = reader.names() or named
        governs = reader.opens_with() or (governs if reader.names() is None else due)
        start = end


def english_deadline(sentence: str, year: int | None, period: tuple[int, int] | None = None) -> str | None:
    """Return the one deadline ahead that an English line names, or None; of a lead-in that of its last statement.

    By 2028, … shall reach 1,150 km. By 2030, the following shall be achieved:
    """
    if not is_english(sentence):
        return None
    told = _LAST_STATEMENT.split(sentence)[-1] if sentence.rstrip().endswith(":") else sentence
    found = {
        time.value for time in times_of(told, _first_year(year, period), period) if time.kind is EnglishTimeKind.DUE
    }
    return found.pop() if len(found) == 1 else None


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
    ) -> None:
        self.sentence, self.due, self.plan, self.named = sentence, due, plan, named
        self.times = times_of(sentence, year, period)
        taken = [(time.start, time.end) for time in self.times]
        figures = figures_of(sentence, taken)
        starts = [(m.start(), f.end) for f in figures if (m := BASELINE.search(sentence, 0, f.start))]
        self.words = blanked(sentence, [*taken, *starts])
        self.figures = [f for f in figures if f.end not in {end for _, end in starts}]
        self.clauses = clauses_of(self.words, self.figures)
        self.promised = PROMISES.search(self.words) is not None

    def opens_with(self) -> str | None:
        """Return the deadline that stands before all else, and so governs the sentences after this one, or None."""
        due = [time for time in self.times if time.kind is EnglishTimeKind.DUE]
        return due[0].value if due and not re.search("[A-Za-z]", self.words[: due[0].start]) else None

    def names(self) -> str | None:
        """Return the deadline that the sentence names last, or None."""
        return next((time.value for time in reversed(self.times) if time.kind is EnglishTimeKind.DUE), None)

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
                    yield self._draft(reading, clause, figure)
            for match in DOUBLE.finditer(self.words, clause.start, clause.end):
                reading = doubling(match, self._around(clause, clause.start, *match.span(), clause.end), last)
                if reading is not None:
                    last = reading
                    yield self._draft(reading, clause, None, Span(*match.span()))

    def _place(self, clause: Clause, start: int, figure: Figure) -> Place:
        end = min((f.first for f in self.figures if f.first >= figure.last), default=clause.end)
        return self._around(clause, start, figure.first, figure.last, min(end, clause.end), figure)

    def _around(  # noqa: PLR0913, PLR0917 - where the words before and behind begin and end
        self, clause: Clause, start: int, first: int, last: int, end: int, figure: Figure | None = None
    ) -> Place:
        beyond = self.words[last:].partition(";")[0]
        dated = self._deadline(clause, figure or Span(first, last)) is not None
        return Place(
            self.words[start:first], self.words[last:end], beyond, self.sentence[last:end], self.promised, dated,
            "respectively" in self.words,
        )  # fmt: skip

    def _sets_targets(self, clause: Clause) -> bool:
        """Say whether a clause may set targets: no grant, permission or condition, nor what has been."""
        words = self.words[clause.start : clause.end]
        segment = self.words[self.words.rfind(";", 0, clause.start) + 1 :].partition(";")[0]
        if GRANT.search(segment) or PERMITS.search(words) or CONDITION.match(words.strip()):
            return False
        return HAD.search(words) is None or PROMISES.search(words) is not None

    def _draft(self, reading: Reading, clause: Clause, figure: Figure | None, word: Span | None = None) -> Draft:
        value = word or (Span(figure.start, figure.end) if figure else Span(clause.start, clause.end))
        number, unit, relation = (
            (figure.number, figure.unit, reading.relation) if figure else (None, None, reading.relation)
        )
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
        listed = isinstance(figure, Figure) and figure.count > 1
        if isinstance(figure, Figure) and listed and (years := self._years(figure.count)):
            return years[figure.nth]
        time = governing(self.words, Span(first, last), min(following, clause.end), clause, self.clauses, self.times)
        every = self._every(clause, first, min(following, clause.end))
        share = isinstance(figure, Figure) and figure.is_share
        if every is not None and (
            (time is None and (self.due is None or (every.value and not share)))
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
