"""English figures that say by how much something is to change: reduce by 30%, a cut of a third, double."""

import re

from knowledge.target_english_figures import Figure
from knowledge.target_english_names import is_name, is_pronoun, noun_after, subject_of, that_of
from knowledge.target_english_patterns import ADVERB, BY, CHANGE, COMPARED, GROWS, LEADING, MODAL
from knowledge.target_english_places import Place, Reading
from knowledge.types import Relation

_HOLDS = re.compile(
    rf"\b{MODAL}\s+(?:{ADVERB})*(?:maintain|achieve|see|record|register|keep|post|show)\s*$", re.IGNORECASE
)
_AT = re.compile(r"(?:(?<=grow\s)|(?<=rise\s)|(?<=expand\s)|(?<=increase\s)|(?<=decline\s))at\s*$", re.IGNORECASE)
_CHANGE_IN = re.compile(
    r"\s+(?:reduction|cut|increase|decrease|rise|fall|drop|improvement|growth)\s+in\s+", re.IGNORECASE
)


def of_change(figure: Figure, place: Place, last: Reading | None) -> Reading | None:
    """Read reduce emissions by 30%, emissions will fall by 30%, and productivity by 6%."""
    by = BY.search(place.before) or re.search(r"\b(?<=up )$|\b(?<=down )$", place.before)
    if by is None and figure.is_share:
        by = _AT.search(place.before)  # grow at an average of 9 percent
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


def of_change_noun(figure: Figure, place: Place, _last: Reading | None) -> Reading | None:
    """Read a 50% reduction in emissions."""
    noun = _CHANGE_IN.match(place.after)
    if noun is None:
        return None
    name, _, _ = noun_after(f" {place.after[noun.end() :]}")
    return Reading(name, figure.bound or Relation.EXACTLY, changed=True)


def of_growth(figure: Figure, place: Place, last: Reading | None) -> Reading | None:
    """Read …, an average annual increase of 11%, maintain a growth rate of 8%: of what is named before it."""
    grows = GROWS.search(place.before)
    if last and COMPARED.match(place.after) and not place.before.strip(" ,") and figure.is_share:
        # …, 6 points higher than in 2025
        return Reading(last.name, Relation.EXACTLY, changed=True, subject=last.subject)
    if grows is None:
        return None
    if within := re.match(r"\s+in\s+(?=[a-z])", place.after):  # a reduction of 20 percent in waste
        name, _, _ = noun_after(f" {place.after[within.end() :]}")
        return Reading(name, figure.bound or Relation.EXACTLY, changed=True, subject=name)
    verb = _HOLDS.search(place.before[: grows.start()])
    name = subject_of(place.before[: verb.start()]) if verb else ""
    name = name or (last.name if last else "")
    return Reading(name, figure.bound or Relation.EXACTLY, changed=True, subject=name)


def doubling(match: re.Match[str], place: Place, last: Reading | None) -> Reading | None:
    """Return what double, halve and the like say: of their subject, or of the noun behind them."""
    plain = re.sub(rf"\b{MODAL}\s+(?:{ADVERB})*(?:have\s+|be\s+)?(?:{ADVERB})*$", "", place.before, flags=re.IGNORECASE)
    name = subject_of(plain) if plain != place.before else ""
    if not name and not is_pronoun(plain):
        name, _, _ = noun_after(re.sub(r"^\s+(?:the|its|their|total)\b", "", place.after))
    if last and (that := re.search(r"\b(?:that|those)\s+of\s+[^,;]+$", plain)):
        name = that_of(that[0].strip(), last.name)
    if not name or is_pronoun(name) or is_pronoun(plain):
        name = last.name if last else ""
    relation = Relation.ABOVE if match["more"] else Relation.EXACTLY
    return Reading(name, relation, subject=name) if is_name(name) and place.dated else None
