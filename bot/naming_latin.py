"""Documents named in Latin letters: the Lanjiang manufacturing plan, the national outline, Linhe那份农业计划."""

import re

from bot.document_names import SUFFIXES, Named, Shelf, best_fitting
from bot.english import in_chinese, is_english
from bot.naming import KIND, THAT, THEME, Scope, without_joint

LEAST_LEFT = 3  # words of an English question beside the document that it names
BEGINNING = 8  # characters of a word that tell whether a title has it: manufactur-
SHORTEST = 4  # letters of a word that may be a place

_KINDS = (
    r"(?:plans?|outlines?|strateg(?:y|ies)|regulations?|rules|measures|guidelines?|guidance|opinions?|polic(?:y|ies)"
    r"|programmes?|programs?|laws?|acts?|documents?)"
)
_NATION = re.compile(rf"national (?:\S+ ){{0,4}}{_KINDS}\b")
# under the Ningzhu sponge city rules, national guideline on county logistics -
_CALLED = re.compile(
    r"(?:(?:in|under|by|per|for|according to|based on)\s+)?(?:the\s+)?(?P<words>(?:[a-z][\w-]*\s+){1,8}?)"
    rf"{_KINDS}\b(?:\s+(?:on|for|of)\s+[a-z][\w -]*?(?=\s*[,:]|\s+[-–—]\s))?\s*(?:[,:;]|\s[-–—]+\s|$|(?=[?]))"
)


def by_latin(plain: str, shelf: Shelf) -> Scope | None:
    """Read the Lanjiang manufacturing plan, the national outline, Linhe那份农业计划: places by pinyin, or the nation.

    What names the document is left out of what is asked of it, so that it is not searched for.
    """
    lower = plain.lower()
    words = [w for w in re.findall(r"[a-z]+", lower) if len(w) >= SHORTEST]
    seat = next((w for w in words if w in shelf.romanized), "")
    found = shelf.romanized.get(seat) or (shelf.level("national") if _NATION.search(lower) else [])
    if not found:
        return None
    mixed = _in_chinese(plain, seat, found) if seat else None
    if mixed:
        return mixed
    told = [k for k in found if any(w[:BEGINNING] in k.document.title.lower() for w in words)]
    chosen = told or _by_subject(plain, found) or found
    ids = tuple(k.id for k in chosen)
    return Scope(ids, _without_name(plain, seat or "national")) if len(chosen) < len(shelf.all) else None


def _by_subject(plain: str, found: list[Named]) -> list[Named]:
    """Return those of a place's documents whose Chinese titles name most of what an English question speaks of."""
    terms = [term for term in in_chinese(plain).split() if len(term) > 1]
    named = [(sum(term in k.bare for term in terms if term not in (k.seat, k.seat + k.suffix)), k) for k in found]
    most = max((count for count, _ in named), default=0)
    return [k for count, k in named if count == most] if most and len(found) > 1 else []


def _in_chinese(plain: str, seat: str, found: list[Named]) -> Scope | None:
    """Read a place in Latin letters with a theme and a kind in Chinese, or None."""
    match = re.search(rf"\b{seat}\s*(?:{SUFFIXES})?\s*{THAT}{THEME}{KIND}", plain, re.IGNORECASE | re.ASCII)
    if not match:
        return None
    english = [k for k in found if is_english(k.document.title)]  # no Chinese theme tells which of these is meant
    chosen = english or best_fitting(found, match["theme"], match["kind"]) or found
    return Scope(tuple(k.id for k in chosen), without_joint(plain, match.start(), match.end()))


def _without_name(plain: str, telling: str) -> str:
    """Return an English question without the phrase that names the document, where enough is left of it."""
    for match in _CALLED.finditer(plain.lower()):
        if telling not in match["words"].split():
            continue
        rest = f"{plain[: match.start()].rstrip()} {plain[match.end() :].lstrip()}".strip()
        return rest if len(rest.split()) >= LEAST_LEFT else plain
    return plain
