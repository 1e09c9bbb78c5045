"""English figures that count things: build 45 stations, 45 stations will be built, the county will have 45 stations."""

import re
from dataclasses import replace

from knowledge.target_english_figures import Figure
from knowledge.target_english_names import is_name, noun_after, subject_of, without_list
from knowledge.target_english_norms import is_money, is_per_one, lasts
from knowledge.target_english_patterns import (
    ACTION,
    ACTS_FOR,
    ACTS_ON,
    AIMED_AT,
    ANY_MODAL,
    CALLS_FOR,
    COMPARED,
    EQUIPS,
    EXISTS,
    FINITE,
    HAS,
    LABEL,
    LEADING,
    MODAL,
    NO_VERB,
    PROMISES,
    PURPOSE,
    STATES,
    USUAL,
)
from knowledge.target_english_places import Place, Reading
from knowledge.types import Relation

_VERB = re.compile(
    r"(?P<verb>[A-Za-z][A-Za-z-]+)(?:\s+(?:up|out|on|in|forth|off|away))?"
    r"(?:\s+(?:an?\s+)?(?:additional|another|further|extra|more|new|around|total of))?\s*$"
)
_LEADS_VERB = re.compile(
    rf"(?:^|[,:;.•–—-]|\band|\bor|\bnot only|\bbut also|\b{MODAL}(?:\s+have)?(?:\s+(?:together|each|all|both|then|"
    r"again|further|in total|between them|on average|by then))*|\b\w+ly|\balso)\s*$",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"(?:\w+[^e]ed|built|set|won|laid|held|made|spent|saw|took|gave|grew|rose|fell|brought|became|met|got|led|paid)$",
    re.IGNORECASE,
)
_AFTERWARDS = re.compile(  # following the closure of 12 mines
    r"\b(?:following|after|since|upon|despite|pending)\s+(?:the\s+)?(?:[a-z]+\s+){1,3}of\s*$", re.IGNORECASE
)
_ITEM = re.compile(  # the refit of 120 vessels by 2028: a list item without a verb
    r"\W*(?!(?:since|after|before|with|by|for|in|on|through|during|upon|from|to|following|despite)\b)(?:the\s+|an?\s+)?"
    r"(?:[a-z]+\s+){0,3}of\s*$",
    re.IGNORECASE,
)
_ITEM_WITH = re.compile(r"^\W*[A-Za-z][^.;:,]{2,60},\s+(?=with\s*$)")  # apprenticeships at sea, with 60 new entrants
_SAME_IN_PAST = ("set", "put", "cut", "let")  # By 2027, set up 14 nurseries: told by the deadline alone
_GAINS = re.compile(r"receiving|employing", re.IGNORECASE)  # …, receiving 12 million each year
_YEARLY = re.compile(
    rf"(?:\s+(?!{MODAL}\b|is\b|are\b)[\w'’-]+){{1,8}}?\s+(?:(?:each|every|a|per)\s+year|annually)\b", re.IGNORECASE
)
_HEAD = re.compile(
    r"^[\s,•●*·–—-]*(?:(?:and|while|with|also|but|or|then|[\w\s]*(?:aim|goal|target|objective) is (?:for|"
    r"that))\s+)?(?:a total of|altogether|in total|another|a further|an additional|"
    r"(?:[\w\s\"“”'’()-]+,?\s+)?(?:under|through|by|with|in|for|from) which|"
    r"an? (?:estimated|extra)|(?:[A-Z]|in |on |at |across |along )[^.;:]{2,60},)?\s*$"
)
_DONE = re.compile(r"[a-z]+(?:ed|uilt)|set|met|taken|given|chosen|driven|written", re.IGNORECASE)  # with 500 reached
_ATTAINS = re.compile(
    rf"(?:^|\b{MODAL}\s+)(?:[a-z]+ly\s+)?(?:achieve|reali[sz]e|reach|have|attain|ensure|provide|enjoy|see|under)\s*$",
    re.IGNORECASE,
)
_TO_BE_DONE = re.compile(
    rf"\s+{MODAL}\s+(?:have\s+been|be)\s+(?P<done>[a-z]+(?:\s+(?!by\b|in\b|and\b)[a-z-]+){{0,5}})", re.IGNORECASE
)
_ASIDE = re.compile(rf"{COMPARED.pattern}|\s*(?:on|in|at|across|along)\s", re.IGNORECASE)  # 500 MW on roofs
_EXPECTS = re.compile(r"\b(?:we|it|and|to|will)\s+(?:also\s+)?(?:expect|want|intend|wish|plan)s?\s*$", re.IGNORECASE)
_TO_BE = re.compile(r"\s+[^,;.]{3,80}?\bto\s+(?:be|have|use|run|live|work|receive|complete|join)\b")
_WITH = re.compile(r"[\s,]*with\s*$", re.IGNORECASE)
_MADE = re.compile(
    rf"\b(?:[a-z]{{2,}}ed|built|set|put|made|begun|laid|held|won|being|"
    rf"in (?:operation|place|use|service)|at the|{MODAL})\b",
    re.IGNORECASE,
)
_ONES = re.compile(
    r"(?:(?:new|more|other|such|further)\s+)?"
    r"(?:ones|of (?:them|it)\b|of th[eo]se(?=\s*(?:[,.;]|$|(?:will|shall|are|in|by|at)\b)))\b",
    re.IGNORECASE,
)
_ADDED_TO = re.compile(r"\s+(?:to|in)\s+(?:the\s+|its\s+)?(?=[a-z])")


def of_existence(figure: Figure, place: Place, _last: Reading | None) -> Reading | None:
    """Read there will be 5 stations."""
    if not EXISTS.search(place.before):
        return None
    return counted(figure, place)


def of_possession(figure: Figure, place: Place, last: Reading | None) -> Reading | None:
    """Read the county will have 40 clinics, strive to have 95% of clinics staffed; a road shall have is a norm."""
    has = HAS.search(place.before)
    if has is None or is_per_one(place.before) or (not place.own and has["modal"].lower() in ("shall", "must")):
        return None
    return counted(figure, place, last)


def of_place(figure: Figure, place: Place, _last: Reading | None) -> Reading | None:
    """Read will be piloted in 30 towns, will begin at 22 sites: the towns; restored on 40 ha: what is restored."""
    acts = ACTS_ON.search(place.before)
    if acts is None or is_money(figure) or lasts(figure) or NO_VERB.fullmatch(acts["verb"] or acts["runs"]):
        return None
    if acts["by"].lower() == "by" and not (figure.is_share and re.match(r"\s+of\b", place.after)):
        return None
    noun, _, _ = noun_after(place.after)
    subject = subject_of(acts["name"]) or acts["name"]
    relation = figure.bound or Relation.EXACTLY
    measured = figure.unit is not None and not figure.is_share
    if measured or noun:
        return Reading(subject if measured else noun, relation, counted=True, subject=subject)
    return None


def of_verb(figure: Figure, place: Place, last: Reading | None) -> Reading | None:
    """Read build 45 stations, will set up 12 labs, adding 9 km to the network."""
    verb = _VERB.search(place.before)
    if verb is None or (USUAL.fullmatch(verb["verb"]) and not place.dated):
        return None
    lead = place.before[: verb.start()]
    gains = _GAINS.fullmatch(verb["verb"]) and place.promised and place.own and not lead.strip(" ,")
    if NO_VERB.fullmatch(verb["verb"]) and not gains:
        return None
    if not _LEADS_VERB.search(lead):
        return None
    modal = FINITE.search(lead) is not None or re.search(r"\bto\s*$", lead) is not None
    bids = verb["verb"].lower() in _SAME_IN_PAST and place.own and not lead.strip(" ,•●*·–—-")
    if not modal and not bids and (_PAST.fullmatch(verb["verb"]) or re.search(r"[^s]s$", verb["verb"])):
        return None
    if not modal and ANY_MODAL.search(place.after):
        return None  # Ships above 5,000 tonnes must …
    added = _ADDED_TO.match(place.after)
    if not figure.counts and added and verb["verb"].lower().startswith("add"):
        name, _, _ = noun_after(f" {place.after[added.end() :]}")
        return Reading(name, figure.bound or Relation.EXACTLY, counted=True)
    again = (
        last is not None
        and last.counted
        and figure.unit is not None
        and not re.match(r"\s*(?!and\b)[\w(]", place.after)
    )
    told = replace(last, relation=figure.bound or Relation.EXACTLY) if last and again else counted(figure, place, last)
    return replace(told, ordered=not modal) if told else None


def of_action(figure: Figure, place: Place, _last: Reading | None) -> Reading | None:
    """Read complete the renovation of 260 km of pipes, construction of 45 stations will start."""
    if not ACTION.search(place.before) or _AFTERWARDS.search(place.before) or figure.is_share:
        return None
    item = place.own and _ITEM.match(place.before) and not STATES.search(place.beyond)
    return counted(figure, place) if place.promised or item else None


def at_head(figure: Figure, place: Place, last: Reading | None) -> Reading | None:
    """Read 45 parks will be opened, 85 percent of firms will have, 12 stations by 2028."""
    plain = PURPOSE.sub("", place.before)
    yearly = _YEARLY.match(place.printed) and (place.promised or _ITEM_WITH.match(plain))
    if yearly and not STATES.search(place.before):
        plain = _ITEM_WITH.sub("", plain)
    if not _HEAD.match(plain):
        return None
    verb = PROMISES.search(place.beyond)
    if verb is None and not (place.dated or place.promised):
        return None
    if _WITH.match(plain) and figure.counts and not _MADE.search(place.beyond) and not yearly:
        return None  # a clinic with two beds
    meant = place.led or (place.promised and plain != place.before)  # ensure that 85% of towns have
    states = STATES.search(place.beyond)
    if not meant and states and states.start() < (verb.start() if verb else len(place.after)):
        return None  # what stands there already
    if figure.unit and not figure.is_share and not is_money(figure) and (done := _TO_BE_DONE.match(place.after)):
        return Reading(done["done"].strip(), figure.bound or Relation.EXACTLY, counted=True)
    return counted(figure, place, last)


def of_goal(figure: Figure, place: Place, _last: Reading | None) -> Reading | None:
    """Read the target of 500 MW of wind power will be met, the plan calls for 15 parks by 2030."""
    met = AIMED_AT.search(place.before) and PROMISES.search(place.after)
    calls = CALLS_FOR.search(place.before) or (_EXPECTS.search(place.before) and _TO_BE.match(place.after))
    if not met and not (calls and place.dated):
        return None
    return counted(figure, place)


def covering(match: re.Match[str], place: Place, last: Reading | None) -> Reading | None:
    """Read achieve full coverage of clinics, meters will have full coverage: what is covered."""
    of = re.match(r"\s+(?:of|in|for|across|among)\s+(?:all\s+|the\s+)*", place.after)
    name, _, _ = noun_after(f" {place.after[of.end() :]}") if of else ("", 0, 0)
    verb = _ATTAINS.search(place.before)
    if not name and verb:
        name = subject_of(place.before[: verb.start()])
    name = name or (last.name if last else "")
    promised = place.promised and (verb is not None or place.dated)
    return Reading(name, Relation.EXACTLY, subject=name) if is_name(name) and (promised or place.dated) else None


def of_label(figure: Figure, place: Place, _last: Reading | None) -> Reading | None:
    """Read New jobs: 45,000 in a list of results that a deadline governs."""
    label = LABEL.match(place.before)
    if label is None or not place.dated or (re.match(r"\s*[A-Za-z]", place.after) and not _ASIDE.match(place.after)):
        return None
    return Reading(LEADING.sub("", label["name"]), figure.bound or Relation.EXACTLY, counted=True)


def of_beneficiaries(figure: Figure, place: Place, _last: Reading | None) -> Reading | None:
    """Read will install meters in 300 homes, plant trees on 40 hectares of slopes, equip the town with 15 guards."""
    acts = ACTS_FOR.search(place.before)
    if acts is None or figure.is_share or is_money(figure) or lasts(figure) or is_per_one(place.before):
        return None
    modal = (acts["modal"] or "").lower()
    binding = modal in ("shall", "must", "should") and not place.own
    with_ = acts["by"].lower() == "with" and not EQUIPS.fullmatch(acts["verb"])
    ordered = place.own and len(acts["verb"]) > len("an") and not place.before[: acts.start("verb")].strip(" ,")
    if not (place.promised or ordered) or binding or with_ or NO_VERB.fullmatch(acts["verb"]):
        return None
    return counted(figure, place)


def counted(figure: Figure, place: Place, last: Reading | None = None) -> Reading | None:
    """Return the noun that a figure counts; a share and a measure need "of" before it."""
    after = re.sub(r"^\s+in(?=\s)", " of", place.after) if is_money(figure) else place.after
    name, _, _ = noun_after(after)
    if last and (_ONES.match(name) or _ONES.match(place.after.lstrip()) or _DONE.fullmatch(name)):
        name = last.name
    of = figure.among or re.match(r"\s*of\b", after) is not None
    if not name or (not figure.counts and (not of or figure.bound_words == "within")):
        return None
    name = re.sub(r"^(?:the|these|those|its|their|all)\s+(?=\w)", "", name) if not figure.counts else name
    name = without_list(name, place.beyond)
    return Reading(name, figure.bound or Relation.EXACTLY, counted=True)
