"""The clauses of an English sentence, and which deadline governs a figure in one of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.target_english_figures import Figure
from knowledge.target_english_patterns import BREAK, EQUIPS, FINITE, PARTED, STATES
from knowledge.target_english_times import EnglishTime, EnglishTimeKind
from knowledge.types import Span

_OF_ALL = re.compile(
    r"\W*(?:of|among)\s+(?:(?:all|the|these|those|its|our)\s+[^,;]*|these|those|them|which|whom)$", re.IGNORECASE
)
_GIVES = re.compile(rf"\b(?:{EQUIPS.pattern})\s[^,;\d]*$", re.IGNORECASE)
_ENDS_FIGURE = re.compile(r"\s*(?:[,.;(]|$|(?:higher|lower|shorter|less|more|on|in|at|across|along)\b)")
_OF_WHICH = re.compile(r"\W*(?:of (?:which|these|them|whom)|including)\b", re.IGNORECASE)

_LIST_OF = re.compile(r"\sof\s[^,;]+,[^;]*\b(?:and|or)\s+other\s", re.IGNORECASE)
_STATES_NOW = re.compile(
    r"\b(?:is|are|was|were|has|have|stands?|stood|runs?|ran|remains?|numbers?|totals?|amounts?|accounts?|covers?|takes?)\b",
    re.IGNORECASE,
)
_IS_NOW = re.compile(  # the present figure is 94, they stood at 94 in 2024
    r"\W*(?:(?:the|its|their)\s+(?:present|current|latest|existing)\s+[a-z]+\s+(?:is|are|stands?\s+at)\b|"
    r"(?:it|they|this|that)\s+(?:was|were|stood|reached|totall?ed|numbered|amounted|came)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence with one verb, or with what shares the verb before it."""

    start: int
    end: int


def blanked(sentence: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return the sentence with spaces where `spans` are; every other character keeps its place."""
    for start, end in spans:
        sentence = sentence[:start] + " " * (end - start) + sentence[end:]
    return sentence


def clauses_of(words: str, figures: Sequence[Figure]) -> list[Clause]:
    """Return the clauses of a sentence whose times are blanked, in text order; together they are the sentence.

    One ends at a pause once it has said something (a verb or a figure); "and" parts two only where the second has a
    figure or a verb of its own. A list of figures is never parted.
    """
    starts = [0]
    breaks = [m for m in BREAK.finditer(words) if not any(f.first < m.end() and m.start() < f.last for f in figures)]
    for i, match in enumerate(breaks):
        after = words[match.end() : breaks[i + 1].start() if i + 1 < len(breaks) else len(words)]
        said = _says(words, starts[-1], match.start(), figures, verbs=not match["with"])
        speaks = _says(words, match.end(), match.end() + len(after), figures, verbs=True)
        pause = match[0].lstrip()[:1] in (",", ";", ":")
        if _OF_ALL.match(words[starts[-1] : match.start()]):
            continue  # Of the 240 crossings, 180 will
        if match["with"] and _GIVES.search(words[starts[-1] : match.start()]):
            continue  # equip the town with 15 guards
        fronted = not words[starts[-1] : match.start()].strip(" ,")
        if fronted or (match[0][0] == ":" and not _labels(words, match.end(), figures)) or (said and (pause or speaks)):
            starts.append(match.start() if not match[0].strip() else match.end())
    return [Clause(start, end) for start, end in zip(starts, [*starts[1:], len(words)], strict=True)]


def _labels(words: str, colon: int, figures: Sequence[Figure]) -> bool:
    """Say whether a colon stands between a name and its figure, and nothing else: New jobs: 45,000."""
    if re.match(r"\s*to\s+[a-z]", words[colon:]):
        return True  # Freight: to exceed 4 million tonnes
    after = next((f for f in figures if f.first >= colon - 1), None)
    return (
        after is not None
        and not words[colon : after.first].strip()
        and _ENDS_FIGURE.match(words[after.last :]) is not None
    )


def _says(words: str, start: int, end: int, figures: Sequence[Figure], *, verbs: bool) -> bool:
    told = verbs and (FINITE.search(words, start, end) or STATES.search(words, start, end)) is not None
    return told or any(start <= figure.at < end for figure in figures)


def governing(  # noqa: PLR0913, PLR0917 - what stands around a figure
    words: str, figure: Span, following: int, own: Clause, clauses: Sequence[Clause], times: Sequence[EnglishTime]
) -> EnglishTime | None:
    """Return the time by which a figure is due: behind it in its clause, else before it, else one that all share.

    `following` is where the next figure begins, or the clause ends.
    """
    due = [time for time in times if time.kind in (EnglishTimeKind.DUE, EnglishTimeKind.SAME)]
    behind = [t for t in due if figure.end <= t.start < min(own.end, following)]
    before = [t for t in due if t.end <= figure.start]
    later = [t for t in due if t.start >= figure.end and not _is_apart(words, t, clauses)]
    if PARTED.search(words, figure.end, later[0].start if later else figure.end):
        later = []
    return next(iter((*behind, *reversed(before), *later)), None)


def _is_apart(words: str, time: EnglishTime, clauses: Sequence[Clause]) -> bool:
    """Say whether a later time opens its clause, or tells of a part: neither dates what stands before."""
    own = next((c for c in clauses if c.start <= time.start < c.end), clauses[-1])
    opens = (
        not words[own.start : time.start].strip(" ,") and re.search("[A-Za-z]", words[time.end : own.end]) is not None
    )
    return opens or _OF_WHICH.match(words, own.start) is not None


def shared_end(words: str, clause: Clause, clauses: Sequence[Clause], figures: Sequence[Figure]) -> int:
    """Return where the clauses end that share the verb of this one: build 15 labs / and 8 parks each year."""
    end = clause.end
    for other in clauses:
        opens = any(not words[other.start : f.first].strip() for f in figures if f.first >= other.start)
        opens = opens and FINITE.search(words, other.start, other.end) is None
        lists = _lists_on(words, clause, other, figures)
        if other.start == end and (opens or lists or re.match(r"\W*with\b", words[other.start :])):
            end = other.end
    return end


def _lists_on(words: str, clause: Clause, other: Clause, figures: Sequence[Figure]) -> bool:
    """Say whether a clause only goes on with a list: juveniles of croaker, / crab and other species each year."""
    idle = not any(other.start <= f.at < other.end for f in figures)
    return idle and _LIST_OF.search(words, clause.start, other.end) is not None


def tells_now(words: str, clause: Clause, times: Sequence[EnglishTime]) -> bool:
    """Say whether a clause tells how things are or were: they stand at 94 minutes today, it was 12% in 2024."""
    said = words[clause.start : clause.end]
    within = [time for time in times if clause.start <= time.start < clause.end]
    if FINITE.search(said) or any(time.kind is EnglishTimeKind.DUE for time in within):
        return False
    now = any(time.kind is EnglishTimeKind.BASE and time.value is None for time in within)
    return _IS_NOW.match(said) is not None or (now and _STATES_NOW.search(said) is not None)
