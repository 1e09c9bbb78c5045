"""How an English figure is read: as what a subject reaches, by how much it changes, or how many things are to be.

Each reading looks at the words before and behind one figure and returns None where they are not its own; they are
tried from the most to the least specific.
"""

import re
from dataclasses import dataclass, replace

from knowledge.target_english_figures import Figure
from knowledge.target_english_names import complement, is_name, is_pronoun, noun_after, subject_of
from knowledge.target_english_patterns import (
    ACTION,
    ADVERB,
    AGGREGATE,
    ANY_MODAL,
    ATTRIBUTE,
    BY,
    CHANGE,
    EXISTS,
    FINITE,
    FREQUENT,
    HEAD_NOUN,
    INVESTED,
    INVESTS,
    LEADING,
    MEASURES,
    MODAL,
    NO_VERB,
    OBJECT,
    OWNED,
    PASSIVE,
    PER_ONE,
    POOLED,
    PROMISES,
    SIZED,
    TOLD,
)
from knowledge.types import Relation


@dataclass(frozen=True, slots=True)
class Place:
    """What stands around a figure: `before` and `after` it in its clause, and `beyond` it in its sentence."""

    before: str
    after: str
    beyond: str
    printed: str  # `after` with its times
    promised: bool  # the sentence says what shall be
    dated: bool  # a deadline governs the figure
    pairs: bool  # the sentence says "respectively"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a figure says: the indicator and its relation. `counted`: it counts the things that the indicator names."""

    name: str
    relation: Relation
    counted: bool = False
    changed: bool = False
    share: bool = False
    subject: str = ""  # of the verb, for another verb that shares it


_DURATION = re.compile(r"(?:second|minute|hour|day|week|month|year|calendar|working)", re.IGNORECASE)
_VERB = re.compile(
    r"(?P<verb>[A-Za-z][A-Za-z-]+)(?:\s+(?:up|out|on|in|forth|off|away))?"
    r"(?:\s+(?:an?\s+)?(?:additional|another|further|extra|more|new|around|total of))?\s*$"
)
_LEADS_VERB = re.compile(
    rf"(?:^|[,:;.•–—-]|\band|\bor|\bnot only|\bbut also|\b{MODAL}|\b\w+ly|\balso)\s*$", re.IGNORECASE
)
_PAST = re.compile(
    r"(?:\w+[^e]ed|built|set|won|laid|held|made|spent|saw|took|gave|grew|rose|fell|brought|became|met|got|led|paid)$",
    re.IGNORECASE,
)
_PART = re.compile(
    r"(?:\bincluding|\bof (?:which|whom|them|these)|\bamong (?:which|them))\s*,?(?:\s+(?:a total of|"
    r"there will be))?\s*$",
    re.IGNORECASE,
)
_OF_ALL = re.compile(
    r"^\W*(?:of|among)\s+(?:all\s+)?(?:the\s+|its\s+)?(?P<name>[A-Za-z][^,;]{2,80}),\s*$", re.IGNORECASE
)
_RATE_OF = re.compile(r"\b(?:with|at|to)\s+an?\s+(?P<name>[A-Za-z][^,;]{3,60}?)\s+of\s*$", re.IGNORECASE)
_COST = re.compile(
    r"\b(?:with|requiring|at)\s+(?:an?\s+)?(?:[a-z]+\s+){0,2}(?:investment|cost|budget|price)\s+of\s*$", re.IGNORECASE
)
_HEAD = re.compile(
    r"^[\s,•●*·–—-]*(?:(?:and|while|with|also|but|or|then|[\w\s]*(?:aim|goal|target|objective) is (?:for|"
    r"that))\s+)?(?:a total of|altogether|in total|another|a further|an additional|"
    r"an? (?:estimated|extra)|(?:[A-Z]|in |on |at |across |along )[^.;:]{2,60},)?\s*$"
)
_AGAIN = re.compile(r"^[\s,]*(?:and|then|or)?\s*(?:to|rising to|reaching)?\s*$", re.IGNORECASE)
_CHANGE_IN = re.compile(
    r"\s+(?:reduction|cut|increase|decrease|rise|fall|drop|improvement|growth)\s+in\s+", re.IGNORECASE
)
_BARE_TOTAL = re.compile(
    r"(?:the\s+|its\s+|their\s+)?(?:total|number|figure|cumulative total|length|share|rate)", re.IGNORECASE
)
_DANGLES = re.compile(
    r"\b(?:for|of|in|on|with|by|from|to|at|and|or|than|as|the|a|an|into|through|about)$", re.IGNORECASE
)
_SAYS_NUMBER = re.compile(r"\b(?:number|total|population|volume|count|quantity|size)\b", re.IGNORECASE)
_REACHES_THEM = re.compile(
    r"\b(?:reach\w*|cover\w*|extend\w*|expand\w*|available|provid\w+|serv\w+|benefit\w*)\b", re.IGNORECASE
)
_PLACED = re.compile(  # available at 40% of berths
    r"(?!found|kept|keep|held|maintained|stand|stay|remain|brought|set|limited|capped).*\s(?:at|in|on)$|available\s+to$|cover|serv",
    re.IGNORECASE,
)
_ONES = re.compile(r"(?:(?:new|more|other|such|further)\s+)?(?:ones|of them|of these)\b", re.IGNORECASE)
_SPEAKS = re.compile(r"\b(?:be|being|been|have|has|had|is|are|was|were|do|does)\b|ing\b\s+(?:to|for)\b", re.IGNORECASE)
_ADDED_TO = re.compile(r"\s+(?:to|in)\s+(?:the\s+|its\s+)?(?=[a-z])")


def reading_of(figure: Figure, place: Place, last: Reading | None) -> Reading | None:
    """Return what a figure says, or None if it is no goal; `last` is the reading of the figure before it."""
    if (
        OWNED.search(place.before)
        or _COST.search(place.before)
        or ((figure.counts or _lasts(figure)) and FREQUENT.match(place.printed))
        or (figure.unit is not None and ATTRIBUTE.match(place.after))
    ):
        return None  # what there is already, what one project costs, how often, how wide
    for read in _READINGS:
        reading = read(figure, place, last)
        if reading is not None and is_name(reading.name):
            return None if _is_norm(figure, place, reading) else replace(reading, share=figure.is_share)
    return None


def doubling(match: re.Match[str], place: Place, last: Reading | None) -> Reading | None:
    """Return what double, halve and the like say: of their subject, or of the noun behind them."""
    plain = re.sub(rf"\b{MODAL}\s+(?:{ADVERB})*(?:have\s+|be\s+)?(?:{ADVERB})*$", "", place.before, flags=re.IGNORECASE)
    name = subject_of(plain) if plain != place.before else ""
    if not name and not is_pronoun(plain):
        name, _, _ = noun_after(re.sub(r"^\s+(?:the|its|their|total)\b", "", place.after))
    if not name or is_pronoun(name) or is_pronoun(plain):
        name = last.name if last else ""
    relation = Relation.ABOVE if match["more"] else Relation.EXACTLY
    return Reading(name, relation, subject=name) if is_name(name) and place.dated else None


def _is_norm(figure: Figure, place: Place, reading: Reading) -> bool:
    """Say whether a figure without a deadline is a rule for each single case, or too vague to be a goal."""
    measured = _lasts(figure)
    aggregate = AGGREGATE.search(HEAD_NOUN.sub("", reading.name)) is not None
    if measured and (reading.counted or not (aggregate or place.dated)):
        return True
    if place.dated:
        return False
    subject = subject_of(place.before) or place.before
    modal = next((m[0].lower() for m in ANY_MODAL.finditer(place.before)), "")
    if modal == "must" or (PER_ONE.match(place.before) and not aggregate) or not place.promised:
        return True
    if reading.counted:
        return figure.words or (ANY_MODAL.search(place.after) is not None and "must" in place.after)
    bounded = figure.bound is Relation.AT_MOST or (figure.unit not in (None, "%") and subject != "")
    return modal in ("shall", "should") and bounded and not aggregate


def _lasts(figure: Figure) -> bool:
    """Say whether a figure is a length of time."""
    return figure.unit is not None and _DURATION.match(figure.unit) is not None


def _of_change(figure: Figure, place: Place, last: Reading | None) -> Reading | None:
    """Read reduce emissions by 30%, emissions will fall by 30%, and productivity by 6%."""
    by = BY.search(place.before) or re.search(r"\b(?<=up )$|\b(?<=down )$", place.before)
    if by is None:
        return None
    before = place.before[: by.start()]
    verb = next(reversed(list(CHANGE.finditer(before))), None)
    relation = figure.bound or Relation.EXACTLY
    if verb is None:
        name = LEADING.sub("", before.strip(" ,")) if last and last.changed else ""
        if last and "at a" not in by[0] and re.fullmatch(r"\W*(?:and\s*)?(?:up|down)?\s*", before):
            name = last.subject or last.name  # …, up by 8 percent
        return Reading(name, relation, changed=True, subject=name) if name else None
    between = re.sub(rf"\s*\b(?:{ADVERB.strip()}|by)?\s*$", "", before[verb.end() :] + " ", flags=re.IGNORECASE)
    name = LEADING.sub("", between.strip(" ,"))
    if len(name) > 2:
        return Reading(name, relation, changed=True, subject=name)
    plain = re.sub(
        rf"(?:\b{MODAL}\s+)?(?:{ADVERB})*(?:have\s+)?(?:be(?:en)?\s+)?(?:{ADVERB})*$", "", before[: verb.start()],
        flags=re.IGNORECASE,
    )  # fmt: skip
    name = subject_of(plain)
    if (not name or is_pronoun(name)) and last:
        name = last.subject or last.name
    return Reading(name, relation, changed=True, subject=name)


def _of_change_noun(figure: Figure, place: Place, _last: Reading | None) -> Reading | None:
    """Read a 50% reduction in emissions."""
    noun = _CHANGE_IN.match(place.after)
    if noun is None:
        return None
    name, _, _ = noun_after(f" {place.after[noun.end() :]}")
    return Reading(name, figure.bound or Relation.EXACTLY, changed=True)


def _of_existence(figure: Figure, place: Place, _last: Reading | None) -> Reading | None:
    """Read there will be 5 stations."""
    if not EXISTS.search(place.before):
        return None
    return _counted(figure, place)


def _of_size(figure: Figure, place: Place, last: Reading | None) -> Reading | None:
    """Read a fund with a total size of, a network of, capital of, with a utilization rate of."""
    relation = figure.bound or Relation.EXACTLY
    if invested := INVESTED.search(place.before):
        return Reading(invested["name"], relation)
    if figure.is_share and (rate := _RATE_OF.search(place.before)):
        return Reading(LEADING.sub("", rate["name"]), relation)
    sized = SIZED.search(place.before)
    if sized is None or figure.is_share:
        return None
    name = LEADING.sub("", subject_of(sized["name"]) or sized["name"]).strip()
    verb = re.match(r"(?:set up|[A-Za-z]+)\s+(?:an?|the|\d+)\s+", name)
    built = PASSIVE.match(place.after) or (verb and place.promised)
    if not built or not (sized["size"] or POOLED.search(name)):
        return None
    if figure.counts:
        return _counted(figure, place)
    return Reading(name[verb.end() :] if verb else name, relation)


def _of_part(figure: Figure, place: Place, last: Reading | None) -> Reading | None:
    """Read including 2 terminals, of which 60 hectares, of all beds at least 70 percent."""
    relation = figure.bound or Relation.EXACTLY
    if (whole := _OF_ALL.search(place.before)) and figure.is_share:
        return Reading(whole["name"], relation)
    if not _PART.search(place.before):
        return None
    name, _, _ = noun_after(place.after)
    if not name:
        name, _, _ = complement(place.after)
    return Reading(name or (last.name if last else ""), relation, counted=True)


def _of_object(figure: Figure, place: Place, last: Reading | None) -> Reading | None:
    """Read raise the rate to 65%, keep demand below 3,200 MW, bringing the total to 40."""
    found = None
    at = 0
    while match := OBJECT.search(place.before, at):
        found, at = match, match.start() + 1
        if match["to"] or (match["held"] or match["down"] or match["up"]):
            break
    if found is None or not (found["to"] or figure.bound):
        return None
    later = OBJECT.search(place.before, found.start() + 1)
    while later:
        found, later = later, OBJECT.search(place.before, later.start() + 1)
    name = LEADING.sub("", found["name"].strip(" ,")).strip()
    if FINITE.search(name) or _DANGLES.search(name) or re.match(r"(?:up|out|down|on)\b", name):
        return None
    if last and _BARE_TOTAL.fullmatch(name):
        name = last.name
    way = (found["way"] or "").lower()
    aimed = Relation.EXACTLY
    if found["up"] or way == "up":
        aimed = Relation.AT_LEAST
    elif found["down"] or way == "down":
        aimed = Relation.AT_MOST
    return Reading(name, figure.bound or aimed, subject=name)


def _of_subject(figure: Figure, place: Place, last: Reading | None) -> Reading | None:
    """Read coverage will reach 50%, kept within 5%, making up 8%: the indicator is the subject of the verb."""
    verb = MEASURES.search(place.before)
    if verb is None:
        return None
    told = verb["up"] or verb["down"] or verb["level"] or (verb["be"] and verb["modal"])
    if not told and not (figure.verb and (verb["modal"] or _shares_verb(place, last) or figure.gerund)):
        return None
    tells = TOLD.match(verb[0].strip()) or TOLD.search(figure.bound_words)
    if not place.promised and (not place.dated or (tells and not re.search(r"\bthat\b", place.before))):
        return None
    subject = subject_of(place.before[: verb.start()])
    if not subject or is_pronoun(subject):
        subject = last.subject or last.name if last else ""
    if place.pairs and figure.count > 1:
        subject = _paired(subject, figure)
    aimed = Relation.AT_LEAST if verb["up"] else Relation.AT_MOST if verb["down"] else Relation.EXACTLY
    relation = figure.bound or aimed
    noun, _, _ = noun_after(place.after)
    if figure.is_share and noun and verb["level"] and _PLACED.match(verb["level"]):
        return Reading(noun, relation, counted=True, subject=subject)
    them = noun and _REACHES_THEM.search(verb[0]) and not _SAYS_NUMBER.search(subject) and not AGGREGATE.search(subject)
    if them and (figure.counts or (not figure.is_share and place.after.lstrip().startswith("of "))):
        return Reading(noun, relation, counted=True, subject=subject)
    return Reading(subject, relation, subject=subject)


def _shares_verb(place: Place, last: Reading | None) -> bool:
    return last is not None and not place.before.strip(" ,").removeprefix("and").strip()


def _paired(subject: str, figure: Figure) -> str:
    """Return the one of the subjects that 50% and 60% respectively gives to this figure."""
    parts = re.split(r",\s+(?:and\s+)?|\s+and\s+", subject)
    return parts[figure.nth] if len(parts) == figure.count else subject


def _of_verb(figure: Figure, place: Place, last: Reading | None) -> Reading | None:
    """Read build 45 stations, will set up 12 labs, adding 9 km to the network."""
    verb = _VERB.search(place.before)
    if verb is None or NO_VERB.fullmatch(verb["verb"]):
        return None
    lead = place.before[: verb.start()]
    if not _LEADS_VERB.search(lead):
        return None
    modal = FINITE.search(lead) is not None or re.search(r"\bto\s*$", lead) is not None
    if not modal and (_PAST.fullmatch(verb["verb"]) or re.search(r"[^s]s$", verb["verb"])):
        return None
    if not modal and ANY_MODAL.search(place.after):
        return None  # Ships above 5,000 tonnes must …
    added = _ADDED_TO.match(place.after)
    if not figure.counts and added and verb["verb"].lower().startswith("add"):
        name, _, _ = noun_after(f" {place.after[added.end() :]}")
        return Reading(name, figure.bound or Relation.EXACTLY, counted=True)
    return _counted(figure, place, last)


def _of_action(figure: Figure, place: Place, _last: Reading | None) -> Reading | None:
    """Read complete the renovation of 260 km of pipes, construction of 45 stations will start."""
    if not ACTION.search(place.before) or figure.is_share:
        return None
    opens = re.match(r"^\W*(?:[A-Z]?[a-z]+\s+){0,3}$", place.before[: place.before.rstrip().rfind(" ")])
    return _counted(figure, place) if place.promised or opens else None


def _of_money(figure: Figure, place: Place, _last: Reading | None) -> Reading | None:
    """Read invest 480 million yuan in roads: what the money is for."""
    if figure.unit is None or not INVESTS.search(place.before):
        return None
    name, _, _ = noun_after(re.sub(r"^\s+(?:of|in|into|for|on|to|towards?)\s+(?:the\s+|this\s+)?", " ", place.after))
    return Reading(name, figure.bound or Relation.EXACTLY) if place.promised or place.dated else None


def _at_head(figure: Figure, place: Place, last: Reading | None) -> Reading | None:
    """Read 45 parks will be opened, 85 percent of firms will have, 12 stations by 2028."""
    if not _HEAD.match(place.before):
        return None
    verb = PROMISES.search(place.beyond)
    if verb is None and not (place.dated or place.promised):
        return None
    return _counted(figure, place, last)


def _counted(figure: Figure, place: Place, last: Reading | None = None) -> Reading | None:
    """Return the noun that a figure counts; a share and a measure need "of" before it."""
    name, _, _ = noun_after(place.after)
    if last and _ONES.match(name):
        name = last.name
    of = re.match(r"\s*of\b", place.after) is not None
    if not name or (not figure.counts and (not of or figure.bound_words == "within")):
        return None
    name = re.sub(r"^(?:the|these|those|its|their|all)\s+(?=\w)", "", name) if not figure.counts else name
    return Reading(name, figure.bound or Relation.EXACTLY, counted=True)


def _again(figure: Figure, place: Place, last: Reading | None) -> Reading | None:
    """Read 70% by 2031 behind 40% of berths by 2028, and to 24% behind double the share: the same indicator."""
    if last is None or not _AGAIN.match(place.before) or (figure.is_share != last.share and last.counted):
        return None
    if noun_after(place.after)[0]:
        return None
    to = re.search(r"\bto\s*$", place.before)
    relation = figure.bound or (Relation.AT_LEAST if to else last.relation)
    return replace(last, relation=relation)


def _elliptic(figure: Figure, place: Place, last: Reading | None) -> Reading | None:
    """Read and the urbanization rate at least 78%: the verb is that of the figure before."""
    name = LEADING.sub("", place.before.strip(" ,")).strip(" ,")
    if last is None or last.counted or last.changed or not re.search(r"^\s*(?:,|and\b)|^", place.before):
        return None
    if FINITE.search(name) or _SPEAKS.search(name) or _DANGLES.search(name) or re.search(r"\d|,", name):
        return None
    return Reading(name, figure.bound or last.relation, subject=name)


_READINGS = (
    _of_change, _of_change_noun, _of_existence, _of_part, _of_size, _of_object, _of_subject, _of_money, _of_verb,
    _of_action, _at_head, _again, _elliptic,
)  # fmt: skip
