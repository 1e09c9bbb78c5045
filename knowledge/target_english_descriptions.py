"""English figures that describe which ones are meant, and the noun that words of a later sentence resume.

Households that spend more than 10%, residents living within 400 m of a stop: no goal is set by such a figure.
"""

import re
from collections.abc import Sequence

from knowledge.target_english_figures import Figure
from knowledge.target_english_names import noun_after, subject_of

_MODAL = r"(?:will|shall|should|must|would|may|can|could|to)\b"
_NEAR = 160  # characters: no phrase that describes is longer
_RELATIVE = re.compile(  # households that spend, townships that lie, students who live
    rf"(?P<noun>[A-Za-z-]+)\s+(?:that|which|who)\s+(?:[a-z]+ly\s+|already\s+|still\s+)?(?P<verb>(?!{_MODAL})[a-z]+)"
    r"(?:\s+(?:located|situated|rated|valued|inhabited))?(?:\s+(?:by|at|in|on|for))?(?:\s+an?\s+(?:total|average)\s+of)?\s*$",
    re.IGNORECASE,
)
_NO_ANTECEDENT = re.compile(  # so that, ensure that, the target is that: what follows is no description
    r"(?:so|such|that|ensur\w+|guarante\w+|requir\w+|mean\w*|see|show\w*|provid\w+|is|are|be|expect\w*|confirm\w*|"
    r"certif\w+|stipulat\w+|state[sd]?|and|or|but|of|in|on|at|for|with|by|to|from|among|than|after|under)",
    re.IGNORECASE,
)
_SINGULAR = re.compile(r"(?:is|has|was|[a-z]+[^s]s)", re.IGNORECASE)
_ANY = re.compile(r"(?:\b(?:each|every|any|no)\s+|^\W*an?\s+)(?:[a-z-]+\s+){0,4}$", re.IGNORECASE)
_WHOSE = re.compile(
    rf"\bwhose\s+(?!(?:total|combined|joint|overall)\b)(?:(?!{_MODAL})[a-z-]+\s+){{1,6}}$", re.IGNORECASE
)
_IN_WHICH = re.compile(  # districts in which coverage remains, places where it is
    rf"\b(?:(?:in|at)\s+which|(?<=[a-z]\s)where)\s+(?!there\b)(?:(?!{_MODAL})[a-z-]+\s+){{1,5}}?"
    r"(?:is|are|has|have|(?:remain|stay|stand|fall|exceed|lie)s?)\s+(?:at\s+)?$",
    re.IGNORECASE,
)
_IF = re.compile(rf"\b(?:if|unless)\s+(?:(?!\b{_MODAL})[^,;])*$", re.IGNORECASE)  # only if it handles
_DOING = re.compile(  # enterprises using more than 10,000 tonnes
    r"\b[a-z]+[^s\W]s\s+(?:using|employing|consuming|spending|earning|emitting|owning|weighing|holding)\s+$",
    re.IGNORECASE,
)
_EXPOSED = re.compile(r"\b(?:exposed|subject|subjected)\s+to\s+(?:[a-z-]+\s+){1,6}$", re.IGNORECASE)
_SITUATED = re.compile(
    r"\b(?:living|lying|located|situated|residing|housed|sited|built|working|based|homes|households|residents|people|"
    r"population|villages|land|buildings|dwellings|workers|jobs|inhabitants|addresses|be|is|are|lies?|lives?)\s+$",
    re.IGNORECASE,
)
_DISTANCE = re.compile(
    r"(?:kilo)?met(?:re|er)s?|k?m|(?:nautical )?miles?|minutes?|hours?",
)
_AWAY = re.compile(r"['’]?\s*(?:(?:walk(?:ing)?|drive|journey|ride|on foot|by bus|away)\s+)?(?:of|from)\b")

RESUMED = re.compile(r"(?:number|figure|total|share|proportion|percentage|rate|level|count|amount)", re.IGNORECASE)
_STOOD = re.compile(
    r"\s+(?:was|were|is|are|(?:stood|stands?)\s+at|reached|came\s+to|amounted\s+to|totall?ed|averaged)\s*$",
    re.IGNORECASE,
)
_THERE = re.compile(r"\bthere$", re.IGNORECASE)  # there were 40 hubs
_WERE_DONE = re.compile(  # residents were exposed to night-time noise
    r"\s+(?P<noun>[a-z][\w-]*(?:\s+(?!were|was|are|is|had|have|has)[a-z][\w-]*){0,4})\s+(?:were|was|are|is)\s+"
    r"(?P<done>(?:[a-z]+ed|without|at|in|on|under|out)\b(?:\s+[\w-]+){0,10})\s*[.,]",
    re.IGNORECASE,
)


def describes(words: str, figure: Figure) -> bool:
    """Say whether a figure tells which things are meant, or under what condition: it is no goal, whatever its verb."""
    before, after = words[max(figure.start - _NEAR, 0) : figure.start], words[figure.end :]
    relative = _RELATIVE.search(before)
    if relative and not _NO_ANTECEDENT.fullmatch(relative["noun"]):
        one = _SINGULAR.fullmatch(relative["verb"])  # a network that covers 80% of villages is to be
        if one is None or _ANY.search(before[: relative.start()]):
            return True
    if _WHOSE.search(before) or _IN_WHICH.search(before) or _IF.search(before):
        return True
    if figure.bound is None:
        return False
    away = figure.unit is not None and _DISTANCE.fullmatch(figure.unit) is not None and _AWAY.match(after) is not None
    return (
        (away and _SITUATED.search(before) is not None)
        or _DOING.search(before) is not None
        or _EXPOSED.search(before) is not None
    )


def antecedent(words: str, figures: Sequence[Figure]) -> str:
    """Return what the one figure of a sentence counts or measures, "" where it has another or that is not told.

    Some 34,000 residents were exposed to noise. By 2030 that number is to be …: residents exposed to noise.
    """
    if len(figures) != 1:
        return ""
    before, after = words[: figures[0].start], words[figures[0].end :]
    stood = _STOOD.search(before)
    if stood and not _THERE.search(before[: stood.start()]):
        return subject_of(before[: stood.start()])
    if not figures[0].counts:
        return ""
    if done := _WERE_DONE.match(after):
        return f"{done['noun']} {' '.join(done['done'].split())}"
    return noun_after(after)[0]
