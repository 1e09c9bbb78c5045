"""How an English figure is read: as what a subject reaches, by how much it changes, or how many things are to be.

Each reading looks at the words before and behind one figure and returns None where they are not its own; they are
tried from the most to the least specific.
"""

import re
from dataclasses import replace

from knowledge.target_english_changes import of_change, of_change_noun, of_growth
from knowledge.target_english_counts import (
    at_head,
    counted,
    of_action,
    of_beneficiaries,
    of_existence,
    of_goal,
    of_label,
    of_place,
    of_possession,
    of_verb,
)
from knowledge.target_english_figures import Figure
from knowledge.target_english_names import complement, is_name, is_pronoun, noun_after, subject_of, that_of
from knowledge.target_english_norms import is_money, is_norm, lasts, tells_no_goal
from knowledge.target_english_patterns import (
    ADVERB,
    AGGREGATE,
    FINITE,
    INVESTED,
    INVESTS,
    LEADING,
    MEASURES,
    MODAL,
    OBJECT,
    PASSIVE,
    POOLED,
    SIZED,
    SPENT,
    TOLD,
)
from knowledge.target_english_places import Place, Reading
from knowledge.types import Relation

_PART = re.compile(
    r"(?:\bincluding|\bof (?:which|whom|them|these)|\bamong (?:which|them))\s*,?(?:\s+(?:a total of|"
    r"there will be))?\s*$",
    re.IGNORECASE,
)
_OF_ALL = re.compile(
    r"^\W*(?:of|among)\s+(?:all\s+)?(?:the\s+|its\s+)?(?:[\d,.]+\s+)?(?!th[eo]se\b|them\b|which\b|whom\b)"
    r"(?P<name>[A-Za-z][^,;]{2,80}),\s*$",
    re.IGNORECASE,
)
_RATE_OF = re.compile(r"\b(?:with|at|to)\s+an?\s+(?P<name>[A-Za-z][^,;]{3,60}?)\s+of\s*$", re.IGNORECASE)
_AGAIN = re.compile(r"^[\s,]*(?:and|then|or)?\s*(?:to|rising to|reaching)?\s*$", re.IGNORECASE)
_BARE_TOTAL = re.compile(
    r"(?:the\s+|its\s+|their\s+)?(?:total|number|figure|cumulative total|length|share|rate)", re.IGNORECASE
)
_DANGLES = re.compile(
    r"\b(?:for|of|in|on|with|by|from|to|at|and|or|than|as|the|a|an|into|through|about)$", re.IGNORECASE
)
_SAYS_NUMBER = re.compile(
    r"\b(?:number|stock|fleet|herd|collection|membership|total|population|volume|count|quantity|size)\b", re.IGNORECASE
)
_REACHES_THEM = re.compile(
    r"\b(?:reach\w*|cover\w*|extend\w*|expand\w*|available|provid\w+|serv\w+|benefit\w*)\b", re.IGNORECASE
)
_PLACED = re.compile(  # available at 40% of berths
    r"(?!found|kept|keep|held|maintained|stand|stay|remain|brought|set|limited|capped).*\s(?:at|in|on)$|"
    r"available\s+to$|cover|serv",
    re.IGNORECASE,
)
_YIELDS = re.compile(
    rf"\b{MODAL}\s+{ADVERB}*(?:earn|generate|yield|bring\s+in|take\s+in|turn\s+over|be\s+earning|be\s+generating)"
    r"(?:\s+(?:revenues?|sales|income|an?\s+(?:income|revenue|turnover))\s+of)?\s*$",
    re.IGNORECASE,
)
_WITH_SIZE = re.compile(  # 12 plants with a total capacity of 300 MW
    r"\W*(?:with|having|of|totall?ing)\s+(?:an?\s+)?"
    r"(?:total|combined|joint|overall|aggregate|installed)\s+"
    r"(?:[a-z]+\s+){0,3}(?:of\s+)?$",
    re.IGNORECASE,
)
_TO_DO = re.compile(  # the Province will set up a fund of 3 billion yuan
    rf"^.*\b{MODAL}\s+{ADVERB}*(?=(?:set\s+up|establish|create|launch|build|found|form|raise)\s+an?\s)", re.IGNORECASE
)
_BARE_AIM = re.compile(r"(?:\w+\s+)?(?:target|goal|aim|objective)", re.IGNORECASE)
_OBJECT_BEHIND = re.compile(  # raise to 60% the share of trips
    r"\s+(?:the|its|their)\s+(?!(?:following|next|same|other)\b)(?P<name>[a-z][^,;.]{3,90}?)\s*[,;.]"
)
_SIZED_AS = re.compile(r"totall?ing|amounting\s+to", re.IGNORECASE)  # reefs totalling 900 hectares: no bound
_WAS = re.compile(
    r"(?:reached|attained|totall?ed|amounted|came|rose|grew|fell|dropped|stood|was|were)\b", re.IGNORECASE
)
_SPEAKS = re.compile(r"\b(?:be|being|been|have|has|had|is|are|was|were|do|does)\b|ing\b\s+(?:to|for)\b", re.IGNORECASE)


def reading_of(figure: Figure, place: Place, last: Reading | None) -> Reading | None:
    """Return what a figure says, or None if it is no goal; `last` is the reading of the figure before it."""
    if tells_no_goal(figure, place):
        return None
    for read in _READINGS:
        reading = read(figure, place, last)
        if reading is not None and is_name(_undescribed(reading.name, place)):
            return None if is_norm(figure, place, reading) else replace(reading, share=figure.is_share)
    return None


def _undescribed(name: str, place: Place) -> str:
    """Return a name without the figures in it that describe: districts in which coverage remains under 70 per cent."""
    for words in place.described:
        name = name.replace(words, "")
    return " ".join(name.split())


def _of_size(figure: Figure, place: Place, last: Reading | None) -> Reading | None:
    """Read a fund with a total size of, a network of, capital of, with a utilization rate of."""
    relation = figure.bound or Relation.EXACTLY
    if invested := INVESTED.search(place.before):
        return Reading(invested["name"], relation)
    if figure.is_share and (rate := _RATE_OF.search(place.before)):
        name = LEADING.sub("", rate["name"])
        return Reading(last.name if last and _BARE_TOTAL.fullmatch(name) else name, relation)
    if last and last.counted and not figure.is_share and _WITH_SIZE.match(place.before):
        return Reading(last.name, relation)
    sized = SIZED.search(place.before)
    if sized is None or figure.is_share:
        return None
    name = LEADING.sub("", subject_of(sized["name"]) or sized["name"]).strip()
    name = _TO_DO.sub("", name)
    verb = re.match(r"(?i)(?:[a-z]+ly\s+)?(?:set up|[A-Za-z]+)\s+(?:an?|the|\d+)\s+", name)
    ordered = verb is not None and re.match(r"\W*[A-Z]", place.before) is not None and not place.promised
    built = PASSIVE.match(place.after) or (verb and (place.promised or ordered))
    if not built or not (sized["size"] or POOLED.search(name) or _is_extent(figure, place, last)):
        return None
    if figure.counts:
        return counted(figure, place)
    return Reading(name[verb.end() :] if verb else name, relation, ordered=ordered)


def _is_extent(figure: Figure, place: Place, last: Reading | None) -> bool:
    """Say whether a thing is told by its measure alone: halls of 600 square metres will be built."""
    built = PASSIVE.match(place.after) is not None and re.match(r"\s*(?:shall|will|is|are)\b", place.after) is not None
    return (
        (last is None or not last.counted)
        and built
        and figure.unit is not None
        and not is_money(figure)
        and not lasts(figure)
    )


def _of_part(figure: Figure, place: Place, last: Reading | None) -> Reading | None:
    """Read including 2 terminals, of which 60 hectares, of all beds at least 70 percent."""
    relation = figure.bound or Relation.EXACTLY
    if whole := _OF_ALL.search(place.before):
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
    return Reading(name, figure.bound or aimed, subject=name, aimed=aimed)


def _of_subject(figure: Figure, place: Place, last: Reading | None) -> Reading | None:
    """Read coverage will reach 50%, kept within 5%, making up 8%: the indicator is the subject of the verb."""
    verb = MEASURES.search(place.before)
    if verb is None:
        return None
    told = verb["up"] or verb["down"] or verb["level"] or (verb["be"] and verb["modal"])
    that = place.led or re.search(r"\bthat\b", place.before) is not None  # so that the rate exceeds, is
    speaks = verb["modal"] or that or _shares_verb(place, last) or figure.gerund
    if not told and not (figure.verb and speaks):
        return None
    if verb["modal"] is None and not figure.gerund and _WAS.match(verb[0].strip()) and not _shares_verb(place, last):
        return None
    if _BARE_AIM.fullmatch(subject_of(place.before[: verb.start()])):
        return counted(figure, place)  # the target is 40 stations
    tells = TOLD.match(verb[0].strip()) or TOLD.search(figure.bound_words)
    if not place.promised and (not place.dated or (tells and not that)):
        return None
    subject = subject_of(place.before[: verb.start()])
    if not subject or is_pronoun(subject):
        behind = _OBJECT_BEHIND.match(place.after) if told and not verb["modal"] else None
        subject = behind["name"] if behind else (last.subject or last.name) if last else place.subject
    if place.pairs and figure.count > 1:
        subject = _paired(subject, figure)
    sized = verb["up"] is not None and _SIZED_AS.fullmatch(verb[0].strip()) is not None
    up = verb["up"] and not sized
    aimed = Relation.AT_LEAST if up else Relation.AT_MOST if verb["down"] else Relation.EXACTLY
    relation = figure.bound or aimed
    noun, _, _ = noun_after(place.after)
    if figure.is_share and noun and verb["level"] and _PLACED.match(verb["level"]):
        return Reading(noun, relation, counted=True, subject=subject)
    them = noun and _REACHES_THEM.search(verb[0]) and not _SAYS_NUMBER.search(subject) and not AGGREGATE.search(subject)
    if them and (figure.counts or (not figure.is_share and place.after.lstrip().startswith("of "))):
        return Reading(noun, relation, counted=True, subject=subject)
    return Reading(subject, relation, subject=subject, aimed=aimed)


def _shares_verb(place: Place, last: Reading | None) -> bool:
    """Say whether a clause begins with the figure, or nothing but "and" or a comma parts it from the one before."""
    return last is not None and (not place.before or place.before.strip() in (",", "and", ", and"))


def _paired(subject: str, figure: Figure) -> str:
    """Return the one of the subjects that 50% and 60% respectively gives to this figure."""
    parts = re.split(r",\s+(?:and\s+)?|\s+and\s+", subject)
    return parts[figure.nth] if len(parts) == figure.count else subject


def _of_money(figure: Figure, place: Place, _last: Reading | None) -> Reading | None:
    """Read invest 480 million yuan in roads: what the money is for."""
    if figure.unit and is_money(figure) and (spent := SPENT.match(place.after)) and not place.before.strip(" ,"):
        name, _, _ = noun_after(f" {place.after[spent.end() :]}")
        return Reading(name, figure.bound or Relation.EXACTLY)
    if figure.unit is None or not INVESTS.search(place.before):
        return None
    name, _, _ = noun_after(re.sub(r"^\s+(?:of|in|into|for|on|to|towards?)\s+(?:the\s+|this\s+)?", " ", place.after))
    return Reading(name, figure.bound or Relation.EXACTLY) if place.promised or place.dated else None


def _of_yield(figure: Figure, place: Place, _last: Reading | None) -> Reading | None:
    """Read tourism is planned to earn 18 million dollars: what a thing yields is measured of that thing."""
    verb = _YIELDS.search(place.before)
    if verb is None or figure.unit is None or not is_money(figure) or not (place.promised and place.dated):
        return None
    if re.match(r"\s+(?!a\s+year|each|every|per|annually|by|in\s*$)[a-z]", place.after):
        return None  # … in taxes
    name = subject_of(place.before[: verb.start()])
    return Reading(name, figure.bound or Relation.EXACTLY, subject=name)


def _again(figure: Figure, place: Place, last: Reading | None) -> Reading | None:
    """Read 70% by 2031 behind 40% of berths by 2028, and to 24% behind double the share: the same indicator."""
    if last is None or not _AGAIN.match(place.before) or (figure.is_share != last.share and last.counted):
        return None
    if noun_after(place.after)[0] or (figure.verb and not _shares_verb(place, last)):
        return None
    to = re.search(r"\bto\s*$", place.before)
    relation = figure.bound or (Relation.AT_LEAST if to else last.relation)
    return replace(last, relation=relation)


def _elliptic(figure: Figure, place: Place, last: Reading | None) -> Reading | None:
    """Read and the urbanization rate at least 78%: the verb is that of the figure before."""
    said = re.sub(r"^\W*(?:and|while|whereas)\s+", "", place.before).strip(" ,")
    to = re.search(r"\s+to$", said)
    name = LEADING.sub("", that_of(said[: to.start()] if to else said, last.name if last else "")).strip(" ,")
    if last is None or last.counted or last.changed or not re.search(r"^\s*(?:,|and\b)|^", place.before):
        return None
    if FINITE.search(name) or _SPEAKS.search(name) or _DANGLES.search(name) or re.search(r"(?<!aged )\b\d|,", name):
        return None
    return Reading(name, figure.bound or (last.aimed if to else None) or last.relation, subject=name, aimed=last.aimed)


_READINGS = (
    of_change, of_change_noun, of_growth, of_goal, of_existence, of_possession, _of_part, _of_size,
    _of_object, _of_subject, _of_money, of_verb,
    of_action, at_head, of_label, _again, of_place, of_beneficiaries, _of_yield, _elliptic,
)  # fmt: skip
