"""English figures that are no goals: norms of each single case, costs, frequencies and what there is already."""

import re

from knowledge.target_english_figures import Figure
from knowledge.target_english_names import noun_after, subject_of
from knowledge.target_english_patterns import AGGREGATE, ANY_MODAL, ATTRIBUTE, FREQUENT, HEAD_NOUN, OWNED, PER_ONE
from knowledge.target_english_places import Place, Reading
from knowledge.types import Relation

_DURATION = re.compile(r"(?:second|minute|hour|day|week|month|year|calendar|working)", re.IGNORECASE)
_FEW = 10  # smaller numbers in words may be said for their own sake: three steps will be taken
_SCORED = re.compile(  # account for 20% of the annual assessment
    r"\s*of\s+(?:the\s+|their\s+)?(?:[a-z-]+\s+){0,4}(?:assessments?|evaluations?|appraisals?|scores?|marks?|weights?)\b",
    re.IGNORECASE,
)
_NOT_COUNTED = re.compile(  # parts of the plan itself: four goals guide
    r"^(?:[a-z-]+\s+){0,2}(?:goals|targets|objectives|principles|priorities|pillars|steps|phases|aspects|chapters)\b",
    re.IGNORECASE,
)
_PER_HEAD = re.compile(
    r"\bper\s+(?:person|pupil|student|child|resident|household|family|bed|head|employee|worker|vehicle|vessel|room|seat)\b"
)
_SIZE_OF_ONE = re.compile(
    r"(?:the\s+)?(?:[a-z-]+\s+)?(?:width|height|depth|thickness|gradient|slope|spacing|distance|"
    r"radius|diameter|clearance)\b(?! (?:time|rate))",
    re.IGNORECASE,
)
_MONEY = r"yuan|RMB|CNY|US\$|USD|EUR|GBP|[$€£¥]|(?:US\s+)?dollars?|euros?|pounds?(?:\s+sterling)?"
_COST = re.compile(
    r"\b(?:with|requiring|at)\s+(?:an?\s+)?(?:[a-z]+\s+){0,2}(?:investment|cost|budget|price)\s+of\s*$", re.IGNORECASE
)
_COSTS = re.compile(  # the estimated cost is $640 million
    r"(?<![\w-])(?:cost|price|expense|bill)s?\b[^,;]*?\b(?:(?:is|are|was|were|will be)(?:\s+(?:now|currently))?|"
    r"amounts?\s+to|totals?|comes?\s+to|(?:put|estimated|expected|projected|forecast|budgeted)\s+(?:at|to\s+(?:be|total|reach|come\s+to)))\s*$",
    re.IGNORECASE,
)
_STANDARD = re.compile(  # at a ratio of 2 per 1,000 residents
    r"\b(?:at|by|to|with|in)\s+(?:an?|the)\s+(?:[a-z]+\s+)?(?:standard|ratio|interval|distance|density|spacing)s?\s+of\s*$",
    re.IGNORECASE,
)


def tells_no_goal(figure: Figure, place: Place) -> bool:
    """Say whether a figure is what there is already, what one project costs, how often, or how wide a thing is."""
    return (
        OWNED.search(place.before) is not None
        or _COST.search(place.before) is not None
        or (is_money(figure) and figure.bound in (None, Relation.ABOUT) and _COSTS.search(place.before) is not None)
        or (not figure.is_share and _STANDARD.search(place.before) is not None)
        or ((figure.counts or lasts(figure)) and FREQUENT.match(place.printed) is not None)
        or (figure.unit is not None and ATTRIBUTE.match(place.after) is not None)
    )


def is_norm(figure: Figure, place: Place, reading: Reading) -> bool:
    """Say whether a figure without a deadline is a rule for each single case, or too vague to be a goal."""
    if _NOT_COUNTED.search(reading.name) and reading.counted:
        return True
    if _SCORED.match(place.after) or _SIZE_OF_ONE.match(reading.name):
        return True
    measured = lasts(figure)
    aggregate = AGGREGATE.search(HEAD_NOUN.sub("", reading.name)) is not None
    if measured and (reading.counted or not (aggregate or place.dated)):
        return True
    if place.dated and (place.own or not is_per_one(place.before)):
        return False
    subject = subject_of(place.before) or place.before
    modal = next((m[0].lower() for m in ANY_MODAL.finditer(place.before)), "")
    if modal == "must" or (PER_ONE.match(place.before) and not aggregate) or not (place.promised or reading.ordered):
        return True
    if reading.counted and figure.unit is not None and _PER_HEAD.search(reading.name):
        return True  # 3 square metres of space per person
    if reading.counted:
        few = figure.words and (figure.number is None or figure.number < _FEW)
        return few or (ANY_MODAL.search(place.after) is not None and "must" in place.after)
    measured = figure.unit not in (None, "%") or (figure.bound is not None and noun_after(place.after)[0] != "")
    bounded = figure.bound is Relation.AT_MOST or (measured and subject != "")
    if reading.aimed in (Relation.AT_LEAST, Relation.AT_MOST) and subject:
        return False  # it is to rise or to fall
    bare = modal == "" and figure.bound is Relation.AT_MOST and figure.gerund
    return (modal in ("shall", "should") or bare) and bounded and not aggregate


def is_per_one(before: str) -> bool:
    """Say whether the words before a figure tell of each single thing, and of nothing measured over the whole."""
    return PER_ONE.match(before) is not None and AGGREGATE.search(subject_of(before)) is None


def is_money(figure: Figure) -> bool:
    """Say whether a figure is a sum of money."""
    return figure.unit is not None and re.fullmatch(_MONEY, figure.unit, re.IGNORECASE) is not None


def lasts(figure: Figure) -> bool:
    """Say whether a figure is a length of time."""
    return figure.unit is not None and _DURATION.match(figure.unit) is not None
