"""Words that interrupt an English sentence: asides between commas that tell how things are or how they are measured."""

import re
from collections.abc import Sequence

from knowledge.target_english_clauses import blanked
from knowledge.target_english_patterns import MODAL
from knowledge.target_english_times import EnglishTime

_INSIDE = r"(?:[^,;:]|,(?=\d{3}))*"  # a comma within a number ends no aside
_RELATIVE = re.compile(  # , which was 11 hours in 2025, and , now open to 12 percent of homes,
    rf",\s+(?:(?:which|who)\s+(?!{_INSIDE}\b(?:will|shall|should|must|would|(?:is|are) to)\b)|"
    rf"now|currently|at present|presently|already|up from|down from)\b{_INSIDE}(?=,)",
    re.IGNORECASE,
)
_FIGURE = re.compile(  # , 12% in 2025, will; , some 1,950 at the end of 2024, to 6,500; , 94 minutes today, is to
    r",\s+(?:(?:at|some|about|around|roughly|nearly|almost|only|just|then|or)\s+)*[$€£]?[\d.,]*\d\s*%?"
    r"(?:\s+(?!in\b|at\b|by\b)[a-z]+){0,3}"
    r"\s+(?:(?:in|at|as at|as of|on)\s+(?:the\s+)?(?:(?:end|start|beginning|close)\s+of\s+)?(?:[A-Z][a-z]+\s+)?20\d\d|"
    rf"today|now|at present|currently)(?=,\s+(?:{MODAL}|from)\b)"
)
_MEASURED = re.compile(  # the rate, measured after three years, from 46% to 70%; the index, as published monthly, will
    r",\s+(?:as\s+)?(?:measured|calculated|counted|defined|assessed|averaged|expressed|taken|recorded|monitored|"
    r"weighted|adjusted|surveyed|verified|determined|computed|compiled|reported|published|checked|estimated)\b"
    rf"{_INSIDE},(?=\s+(?:from|by|{MODAL})\b)",
    re.IGNORECASE,
)
_MARK = re.compile(r"\s*\((?:[a-z]|[ivx]{1,5}|\d{1,2})\)\s+(?=[A-Za-z])")  # (a) the refit of


def asides_of(sentence: str) -> list[tuple[int, int]]:
    """Return where the asides of a sentence stand, its list mark among them; no verb of its statement is in one."""
    asides = [m.span() for pattern in (_RELATIVE, _FIGURE, _MEASURED) for m in pattern.finditer(sentence)]
    mark = _MARK.match(sentence)
    return [*asides, mark.span()] if mark else asides


def without_commas_around(words: str, times: Sequence[EnglishTime]) -> str:
    """Return the words without the two commas around a time that parts no clauses: Reduce, by 2029, the time to …."""
    for time in times:
        before = re.search(r"[A-Za-z](,\s+)$", words[: time.start])
        after = re.match(r"(,)\s+[A-Za-z]", words[time.end :])
        if before and after:
            words = blanked(words, [before.span(1), (time.end, time.end + 1)])
    return words
